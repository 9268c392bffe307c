//! What comes of restricting somebody.

/// What has come of the attempt to restrict somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RestrictOutcome {
    /// They are muted or told now, or it is noted that they would be.
    Restricted,
    /// The gate had muted them before.
    MutedBefore,
    /// Nothing is done to them: they were told before, an administrator has decided about them, or the reasons are gone.
    Spared,
    /// They are not in the group.
    Absent,
    /// Telegram can't tell what they are, or does not let them be muted.
    Unknown,
    /// Nobody is restricted in the group for now: no notice can be posted there, this machine's clock is wrong, or too many
    /// known members fail.
    HeldBack,
}

impl RestrictOutcome {
    /// What a record comes to that is confirmed now, and stands or not.
    pub(super) const fn of_confirmed(stands: bool) -> Self {
        if stands { Self::Restricted } else { Self::Spared }
    }
}
