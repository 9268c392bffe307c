//! From Telegram's JSON to our events.

use thiserror::Error;

use crate::{event::Update, inbox::RawUpdate, plain_message::PlainMessage};

/// Turns one raw update into an event; each is decoded on its own, so that one that does not decode affects no other.
pub trait UpdateDecoder: Send + Sync {
    /// Decodes one update; of one with the id of a part, see [`Update::parts`], that part alone.
    ///
    /// # Errors
    ///
    /// [`Undecodable`] says where reading stopped, and quotes nothing of the content.
    fn decode(&self, raw: &RawUpdate) -> Result<Update, Undecodable>;

    /// The plain message that an update is; `None` for anything else, be it readable or not.
    fn plain_message<'a>(&self, json: &'a str) -> Option<PlainMessage<'a>>;
}

#[cfg(feature = "mock")]
mockall::mock! {
    /// Turns raw updates into what a test says.
    #[derive(Debug)]
    pub UpdateDecoder {}

    impl UpdateDecoder for UpdateDecoder {
        fn decode(&self, raw: &RawUpdate) -> Result<Update, Undecodable>;
        // What a test says is borrowed from nothing.
        fn plain_message(&self, json: &str) -> Option<PlainMessage<'static>>;
    }
}

/// An update that makes no sense to this version.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("the update does not decode: {reason}")]
pub struct Undecodable {
    /// What is wrong and where; never what people wrote.
    pub reason: String,
}
