//! An error with what led to it, for a line that has room for a text alone.

use std::error::Error as StdError;

/// An error and what led to it, on one line.
pub(crate) fn with_causes(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
