//! What is done about an offence: the last step of the ladder is the mute.

/// What is done about an offence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Step {
    /// The person is muted.
    #[default]
    Mute,
    /// Their message goes, and the notice says why; they may write.
    Warn,
    /// Their message stands, and the notice answers it.
    Remind,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 3] = [Self::Mute, Self::Warn, Self::Remind];

    /// The word for it in rows.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mute => "mute",
            Self::Warn => "warn",
            Self::Remind => "remind",
        }
    }
}
