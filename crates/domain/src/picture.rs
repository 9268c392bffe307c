//! Pictures: as they are drawn, and as they are sent.

use std::{fmt, sync::Arc};

/// A drawing: an SVG document with its width and height in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing(pub String);

/// A picture in PNG; a copy is the same picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture(Arc<[u8]>);

impl Picture {
    /// A picture of these bytes, a whole PNG file.
    #[must_use]
    pub fn png(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }

    /// The bytes of the file.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} bytes)", self.0.len())
    }
}
