//! Drawings made pictures.

use async_trait::async_trait;
use thiserror::Error;

use crate::picture::{Drawing, Picture};

/// Makes drawings of ours pictures that Telegram takes. It costs more than most that this program does, so that few are made
/// at once, and none holds up anything else.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ChartRenderer: Send + Sync {
    /// The picture of a drawing.
    ///
    /// # Errors
    ///
    /// [`ChartError`].
    async fn render(&self, drawing: &Drawing) -> Result<Picture, ChartError>;
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ChartError {
    /// It took too long, or those before it did.
    #[error("a picture was not ready in time")]
    TooSlow,
    /// The drawing is none, or is too large.
    #[error("the drawing can't be made a picture: {0}")]
    Unfit(String),
}
