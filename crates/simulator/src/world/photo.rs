//! Pictures, as far as the server looks at them.

use crate::api_error::ApiError;

/// The first bytes of a PNG, and of its header. <https://www.w3.org/TR/png-3/#5PNG-file-signature>
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";

/// The first bytes of a JPEG.
const JPEG: &[u8] = b"\xff\xd8\xff";

/// The largest photo, in bytes. <https://core.telegram.org/bots/api#sendphoto>
const LARGEST: usize = 10 << 20;

/// Whether an uploaded file is a picture of a size that the server takes: width and height are 10000 together at most, and
/// neither is more than 20 times the other. <https://core.telegram.org/bots/api#sendphoto>
pub(super) fn check(file: &[u8]) -> Result<(), ApiError> {
    if file.is_empty() {
        return Err(ApiError::bad_request("file must be non-empty"));
    }
    if file.len() > LARGEST {
        return Err(ApiError::bad_request("file is too big"));
    }
    if file.starts_with(JPEG) {
        return Ok(());
    }
    let Some((width, height)) = png_size(file) else { return Err(ApiError::bad_request("IMAGE_PROCESS_FAILED")) };
    let is_fit = width > 0 && height > 0 && width + height <= 10_000 && width <= height * 20 && height <= width * 20;
    if is_fit { Ok(()) } else { Err(ApiError::bad_request("PHOTO_INVALID_DIMENSIONS")) }
}

/// The width and height of a PNG.
fn png_size(file: &[u8]) -> Option<(u64, u64)> {
    let size = file.strip_prefix(PNG)?.get(..8)?;
    let number = |bytes: &[u8]| bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    Some((number(&size[..4]), number(&size[4..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        [PNG, &width.to_be_bytes(), &height.to_be_bytes()].concat()
    }

    #[test]
    fn a_picture_has_a_size_that_phones_can_show() {
        assert_eq!((check(&png(1_080, 720)), check(b"\xff\xd8\xff\xe0")), (Ok(()), Ok(())));
        for bad in [png(0, 10), png(9_000, 2_000), png(2_100, 100), png(100, 2_100)] {
            assert_eq!(check(&bad), Err(ApiError::bad_request("PHOTO_INVALID_DIMENSIONS")));
        }
        for bad in [&b"hello"[..], &png(1, 1)[..20]] {
            assert_eq!(check(bad), Err(ApiError::bad_request("IMAGE_PROCESS_FAILED")));
        }
    }
}
