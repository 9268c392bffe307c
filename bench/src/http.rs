//! As much of HTTP/1.1 as both ends of a load need: where a message ends, and its first line.
//!
//! Both ends share the machine with what is measured, so each microsecond here is taken from it.

/// More than the head of any message here.
const MAX_HEAD: usize = 16 * 1024;

/// A message of which all is there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message<'a> {
    /// `POST /path HTTP/1.1`, or `HTTP/1.1 200 OK`.
    pub(crate) first_line: &'a str,
    /// What follows the head.
    pub(crate) body: &'a [u8],
    /// How long it is with its head.
    pub(crate) length: usize,
}

/// The other end says something that is no HTTP, or not the part of it that is spoken here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotHttp;

/// The message at the beginning of `bytes`; `None` if more of it is to come.
///
/// # Errors
///
/// [`NotHttp`].
pub(crate) fn message(bytes: &[u8]) -> Result<Option<Message<'_>>, NotHttp> {
    let Some(head_length) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return if bytes.len() > MAX_HEAD { Err(NotHttp) } else { Ok(None) };
    };
    let head = std::str::from_utf8(&bytes[..head_length]).map_err(|_| NotHttp)?;
    let mut lines = head.split("\r\n");
    let first_line = lines.next().ok_or(NotHttp)?;
    let mut body_length = 0;
    for line in lines {
        let (name, value) = line.split_once(':').ok_or(NotHttp)?;
        if name.eq_ignore_ascii_case("content-length") {
            body_length = value.trim().parse().map_err(|_| NotHttp)?;
        }
    }
    let (begin, length) = (head_length + 4, head_length + 4 + body_length);
    Ok(bytes.get(begin..length).map(|body| Message { first_line, body, length }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_whole_once_its_body_is_there() {
        let text = b"POST /webhook HTTP/1.1\r\nHost: a\r\ncontent-LENGTH: 2\r\n\r\n{}HTTP";
        assert_eq!(message(&text[..text.len() - 5]), Ok(None));
        let whole = Message { first_line: "POST /webhook HTTP/1.1", body: b"{}", length: text.len() - 4 };
        assert_eq!(message(text), Ok(Some(whole)));
    }

    #[test]
    fn a_message_without_a_length_has_no_body() {
        let text = b"HTTP/1.1 204 No Content\r\n\r\n";
        let whole = Message { first_line: "HTTP/1.1 204 No Content", body: b"", length: text.len() };
        assert_eq!(message(text), Ok(Some(whole)));
        assert_eq!(message(&text[..10]), Ok(None));
    }

    #[test]
    fn what_is_no_http_is_refused() {
        assert_eq!(message(b"HTTP/1.1 200 OK\r\nno header\r\n\r\n"), Err(NotHttp));
        assert_eq!(message(&vec![b'x'; MAX_HEAD + 1]), Err(NotHttp));
    }
}
