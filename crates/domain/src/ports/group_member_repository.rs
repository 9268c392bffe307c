//! The people who were seen in groups.

use async_trait::async_trait;

use super::StoreError;
use crate::{ChannelId, GroupId, Timestamp, UserId};

/// The people whom the bot has seen in groups that it administers: the Bot API can't list a group's members.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait GroupMemberRepository: Send + Sync {
    /// Notes sightings, many at once, in groups that are protected or not.
    async fn record(&self, sightings: &[Sighting]) -> Result<(), StoreError>;

    /// Notes by which public names people were seen in protected groups, many at once; what was seen later stays.
    async fn record_usernames(&self, seen: &[SeenUsername]) -> Result<(), StoreError>;

    /// The person who was last seen anywhere by this public name, in capitals or not, if they were seen in this group.
    async fn find_by_username(&self, group: GroupId, username: &str) -> Result<Option<UserId>, StoreError>;

    /// The public names of these people, without the `@` and in small letters, where they are known.
    async fn list_usernames(&self, users: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError>;

    /// When a person was first seen in a group; `None`: never.
    async fn first_seen(&self, group: GroupId, user: UserId) -> Result<Option<Timestamp>, StoreError>;

    /// The groups with this channel whose gate is switched on and in which a person was seen, by id.
    async fn list_seen_in(&self, user: UserId, channel: ChannelId) -> Result<Vec<GroupId>, StoreError>;

    /// The groups in which a person was seen and which were ever protected, the latest first, `limit` at most.
    async fn list_groups_of(&self, user: UserId, limit: u64) -> Result<Vec<GroupId>, StoreError>;

    /// The people seen in a group, by id, from the first after `after` on, `limit` at most, of those who were last seen
    /// before `seen_since` none; with each, since when the bot mutes them, if it does at `now`.
    async fn list_page(
        &self,
        group: GroupId,
        after: Option<UserId>,
        seen_since: Option<Timestamp>,
        limit: u64,
        now: Timestamp,
    ) -> Result<Vec<ListedMember>, StoreError>;

    /// Forgets people in one group: they are not in it any more.
    async fn forget(&self, group: GroupId, people: &[UserId]) -> Result<(), StoreError>;

    /// How many people were seen in a group.
    async fn count(&self, group: GroupId) -> Result<u64, StoreError>;

    /// How many people were seen in a group at this moment or later.
    async fn count_seen_since(&self, group: GroupId, since: Timestamp) -> Result<u64, StoreError>;

    /// Notes that these people are welcomed in a group now; those of them who were not before, whether they had been seen or
    /// not. Of two who note it at the same time, one is told of each person.
    async fn claim_welcomes(&self, group: GroupId, people: &[UserId], at: Timestamp)
    -> Result<Vec<UserId>, StoreError>;

    /// Forgets people who were last seen before this moment, everywhere, and their public names; how many they were.
    async fn prune(&self, before: Timestamp) -> Result<u64, StoreError>;
}

/// A person seen in a group, in a list of them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedMember {
    /// The person.
    pub user: UserId,
    /// The moment from which on the bot mutes them; `None`: it does not.
    pub muted_since: Option<Timestamp>,
}

/// The public name by which a person was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenUsername {
    /// The person.
    pub user: UserId,
    /// The name without the `@`; `None`: they have none.
    pub username: Option<String>,
    /// When they were seen.
    pub at: Timestamp,
}

/// A person seen in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sighting {
    /// The group in which the person was seen.
    pub group: GroupId,
    /// The person.
    pub user: UserId,
    /// When the person was seen.
    pub at: Timestamp,
}
