//! Restrictions, open and past.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    GroupId, MessageId, RestrictionId, Timestamp, UserId,
    brake::BrakeLimit,
    notice::{PostedNotice, StandingNotice},
    restriction::{LiftReason, NewRestriction, Restriction},
};

/// The history of restrictions: at most one open for each person in a group.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RestrictionRepository: Send + Sync {
    /// Writes a restriction, with the next number of its group, unless one is open for this person here: that one is
    /// returned then, unchanged.
    async fn open(&self, restriction: &NewRestriction) -> Result<Restriction, StoreError>;

    /// The same of somebody who is about to be muted, where too many known members must not fail at once: `None`, and nothing
    /// is written, if the group's brake has tripped, or this person would be one too many.
    ///
    /// In the same step: it is noted if the person is known. Of any number of instances that write at once, all together
    /// stay within the limit.
    async fn open_unless_braked(
        &self,
        restriction: &NewRestriction,
        limit: BrakeLimit,
    ) -> Result<Option<Restriction>, StoreError>;

    /// The restrictions of a person in a group, open and past, those that were only noted too: the newest first, `limit`
    /// at most.
    async fn list_cases(&self, group: GroupId, user: UserId, limit: u64) -> Result<Vec<Restriction>, StoreError>;

    /// The open restriction of a person in a group.
    async fn find_open(&self, group: GroupId, user: UserId) -> Result<Option<Restriction>, StoreError>;

    /// The open restrictions of a person in all groups.
    async fn list_open_of(&self, user: UserId) -> Result<Vec<Restriction>, StoreError>;

    /// The open restrictions of a group with an id above `after`, by id, `limit` at most.
    async fn list_open_in(
        &self,
        group: GroupId,
        after: Option<RestrictionId>,
        limit: u64,
    ) -> Result<Vec<Restriction>, StoreError>;

    /// The people of a group who are muted, warned or reminded, `limit` at most: those whom no notice serves yet first, the newest before the older.
    async fn list_for_notice(&self, group: GroupId, limit: u64) -> Result<Vec<Restriction>, StoreError>;

    /// The open restrictions whose time was over by `now`, the oldest first, `limit` at most.
    async fn list_run_out(&self, now: Timestamp, limit: u64) -> Result<Vec<Restriction>, StoreError>;

    /// Has these open restrictions looked at again at that moment, to be lifted for this reason if nothing holds the person;
    /// one that is to be looked at earlier stays so.
    async fn look_again(&self, ids: &[RestrictionId], lift_for: LiftReason, at: Timestamp) -> Result<(), StoreError>;

    /// Takes what is due to be looked at again, the earliest first, `limit` at most: what [`look_again`] asked for, and what
    /// was opened a minute ago and is not confirmed. Each is due again after a pause that grows from 2 s to 5 min, unless it
    /// ends or is settled before: so it is lost with no process, and no other instance takes it meanwhile.
    ///
    /// [`look_again`]: Self::look_again
    async fn take_looks(&self, now: Timestamp, limit: u64) -> Result<Vec<Look>, StoreError>;

    /// When there is next something to [take](Self::take_looks).
    async fn next_look(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Whether the restriction was to be lifted for this reason and could not be yet.
    async fn is_to_be_lifted(&self, id: RestrictionId, lift_for: LiftReason) -> Result<bool, StoreError>;

    /// Looks at the restriction no more: it stands as it is.
    async fn settle(&self, id: RestrictionId) -> Result<(), StoreError>;

    /// Has a step count no more that was closed for one that does not follow after all.
    async fn recall_step(&self, id: RestrictionId) -> Result<(), StoreError>;

    /// Notes that Telegram has confirmed the mute; `false` if the restriction had ended before.
    async fn set_muted(&self, id: RestrictionId, at: Timestamp) -> Result<bool, StoreError>;

    /// Writes down a notice that stands. In the same step the notices that it replaces are scheduled to be removed then: whom
    /// none serves any more, and what is not to stay, must not come apart in a crash.
    async fn put_notice(&self, posted: &PostedNotice) -> Result<(), StoreError>;

    /// Ends a restriction, and gives what it was at that moment; `None` if it had ended before.
    async fn close(
        &self,
        id: RestrictionId,
        reason: LiftReason,
        at: Timestamp,
    ) -> Result<Option<Restriction>, StoreError>;

    /// The notices that serve open restrictions of a group, by id.
    async fn list_standing_notices(&self, group: GroupId) -> Result<Vec<StandingNotice>, StoreError>;

    /// How many open restrictions a notice still serves.
    async fn count_served_by(&self, group: GroupId, notice: MessageId) -> Result<u64, StoreError>;

    /// The groups with muted people whom no notice serves yet, or only one that was posted before this.
    async fn list_awaiting_notice(&self, posted_before: Timestamp) -> Result<Vec<GroupId>, StoreError>;

    /// How many restrictions there are in a group, and how many there were.
    async fn counts(&self, group: GroupId) -> Result<RestrictionCounts, StoreError>;
}

/// A restriction that is to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The restriction.
    pub restriction: Restriction,
    /// For which reason it is to be lifted if nothing holds the person; `None`: its mute was never confirmed, and that is why
    /// it is looked at.
    pub lift_for: Option<LiftReason>,
}

/// A group's restrictions, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RestrictionCounts {
    /// People who are muted now.
    pub open: u64,
    /// Mutes ever.
    pub total: u64,
    /// Mutes that ended because the person joined the channels.
    pub joined: u64,
    /// People who would have been muted, had the gate not only been observing.
    pub observed: u64,
}
