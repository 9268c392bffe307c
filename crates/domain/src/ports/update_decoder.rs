//! From Telegram's JSON to our events.

use thiserror::Error;

use crate::{event::Update, inbox::RawUpdate};

/// Turns one raw update into an event; each is decoded on its own, so that one that does not decode affects no other.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait UpdateDecoder: Send + Sync {
    /// Decodes one update; of one with the id of a part, see [`Update::parts`], that part alone.
    ///
    /// # Errors
    ///
    /// [`Undecodable`] says where reading stopped, and quotes nothing of the content.
    fn decode(&self, raw: &RawUpdate) -> Result<Update, Undecodable>;
}

/// An update that makes no sense to this version.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("the update does not decode: {reason}")]
pub struct Undecodable {
    /// What is wrong and where; never what people wrote.
    pub reason: String,
}
