//! The brakes of groups.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    ChatId, GroupId, MessageId, Timestamp, UserId,
    brake::{Brake, BrakeEnd, BrakeLimit, FailedMember, TripOutcome},
};

/// The brakes of all groups: where one has tripped, nobody is muted.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Brakes: Send + Sync {
    /// Trips the brake of a group in which this known member too fails at this moment, if the limit is reached.
    ///
    /// In the same step: whoever was muted since the limit's moment is to be let go, and the admins are to be told.
    async fn trip(
        &self,
        group: GroupId,
        user: UserId,
        limit: BrakeLimit,
        at: Timestamp,
    ) -> Result<TripOutcome, StoreError>;

    /// Ends a brake; `false` if none has tripped there.
    ///
    /// In the same step: failures count from now on anew, the admins are to be told, and where they let the gate go on
    /// themselves, the brake does not trip again for [a day](crate::brake::RESTS_FOR).
    async fn end(&self, group: GroupId, end: &BrakeEnd, at: Timestamp) -> Result<bool, StoreError>;

    /// Takes the brakes about which something is to be done by now, `limit` at most, until their leases end.
    async fn claim(&self, now: Timestamp, limit: u64) -> Result<Vec<Brake>, StoreError>;

    /// When there is next something to do.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Leaves a claimed brake alone until another moment, or for ever; `false` if it has changed since, and is due anew.
    async fn put_off(&self, brake: &Brake, until: Option<Timestamp>) -> Result<bool, StoreError>;

    /// Notes how the admins were told, or that nobody could be.
    async fn put_message(&self, brake: &Brake, message: Option<(ChatId, MessageId)>) -> Result<(), StoreError>;

    /// Notes one more look, which came to nothing, and when the next is to be.
    async fn put_look(&self, brake: &Brake, next: Timestamp) -> Result<(), StoreError>;

    /// The known members who were muted within the window before the brake tripped, `limit` at most, the latest first.
    async fn list_failed(&self, brake: &Brake, limit: u64) -> Result<Vec<FailedMember>, StoreError>;
}
