//! What is done about an offence: the last step of the ladder is the mute.

use crate::words::words;

words! {
    /// What is done about an offence.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Step {
        /// The person is muted.
        #[default]
        Mute = "mute",
        /// Their message goes, and the notice says why; they may write.
        Warn = "warn",
        /// Their message stands, and the notice answers it.
        Remind = "remind",
    }
}
