//! The protected groups, their channels and settings.

use std::sync::Arc;

use async_trait::async_trait;

use super::StoreError;
use crate::{
    ChannelId, ChatId, GroupId, Timestamp, UserId,
    event::Migration,
    group::{EnforcedChannel, Group},
    sender::Person,
    setting::SettingsUpdate,
    settings::GroupSettings,
};

/// The groups that were ever protected, with their channels, settings and exemptions.
///
/// Every method names the group it is about and neither reads nor writes another's, but for a channel's own particulars
/// (title, link, whether the bot may look), which belong to the channel.
///
/// # Errors
///
/// All methods: [`StoreError`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait GroupRepository: Send + Sync {
    /// The group, or `None` where nobody has ever protected it.
    async fn find(&self, group: GroupId) -> Result<Option<Arc<Group>>, StoreError>;

    /// The group as the database has it at this moment, past whatever is cached of it.
    async fn find_fresh(&self, group: GroupId) -> Result<Option<Arc<Group>>, StoreError> {
        self.find(group).await
    }

    /// Switches the gate on with these channels besides those that are there: all of it or nothing. The owner of a
    /// group that is there already stays.
    ///
    /// In the same step, if the gate was off: a release is ordered for whoever is still muted and meets what holds now.
    async fn protect(&self, protection: &Protection) -> Result<(), StoreError>;

    /// Switches the gate on and keeps everything else; `false` if the group is not there.
    ///
    /// In the same step, if it was off: a release is ordered for whoever is still muted and meets what holds now.
    async fn enable(&self, group: GroupId) -> Result<bool, StoreError>;

    /// Switches the gate off and keeps everything else; `false` if the group is not there.
    async fn disable(&self, group: GroupId) -> Result<bool, StoreError>;

    /// Removes channels from a group.
    async fn remove_channels(&self, group: GroupId, channels: &[ChannelId]) -> Result<(), StoreError>;

    /// Changes the settings as they are at that moment, so that of two changes at once neither is lost; `None` if the group
    /// is not there.
    ///
    /// In the same step, if the new ones are [easier](crate::easing::is_eased): a release is ordered.
    async fn update_settings(
        &self,
        group: GroupId,
        update: &SettingsUpdate,
    ) -> Result<Option<SettingsUpdated>, StoreError>;

    /// The groups whose owner this person is, without the one `except`, by title, `limit` at most after the first `skip`.
    async fn list_owned_by(
        &self,
        owner: UserId,
        except: GroupId,
        skip: u64,
        limit: u64,
    ) -> Result<Vec<OwnedGroup>, StoreError>;

    /// Notes a group's title.
    async fn put_title(&self, group: GroupId, title: &str) -> Result<(), StoreError>;

    /// Notes a channel's title, public name and invite link.
    ///
    /// In the same step, if people join it by another link now: the notices on show in its groups are to be removed, and
    /// whoever they served waits for a new one.
    async fn put_channel(&self, channel: &EnforcedChannel) -> Result<(), StoreError>;

    /// Notes the channel whose discussion group this is.
    async fn put_linked_channel(&self, group: GroupId, linked: Option<ChatId>) -> Result<(), StoreError>;

    /// Notes that the bot has the rights to enforce the group; `true` if that is new.
    ///
    /// In the same step, if it is new: an announcement is due, a release is ordered for whoever could not be let go
    /// meanwhile, and the restrictions that ended when the bot was removed are open again, where their mute still runs.
    async fn note_can_enforce(&self, group: GroupId) -> Result<bool, StoreError>;

    /// Notes that the bot lacks the rights to enforce the group; `true` if that is new.
    ///
    /// In the same step, if it is new: an announcement is due.
    async fn note_cannot_enforce(&self, group: GroupId) -> Result<bool, StoreError>;

    /// Notes that the bot is not in the group any more; how many restrictions ended by that.
    ///
    /// In the same step: it lacks the rights to enforce the group, an announcement is due if that is new, and the open
    /// restrictions end at `at`, since nobody can lift them any more.
    async fn note_removed(&self, group: GroupId) -> Result<u64, StoreError>;

    /// Notes that the bot may look into a channel; `true` if that is new.
    ///
    /// In the same step, if it is new: an announcement is due in each group with the channel, and a release is ordered in
    /// each whose gate is switched on: who joined meanwhile was told to nobody.
    async fn note_can_check(&self, channel: ChannelId) -> Result<bool, StoreError>;

    /// Notes that the bot may not look into a channel; `true` if that is new.
    ///
    /// In the same step, if it is new: an announcement is due in each group with the channel, and a release is ordered in
    /// each whose gate is switched on.
    async fn note_cannot_check(&self, channel: ChannelId) -> Result<bool, StoreError>;

    /// A channel that is named by a group, be its gate on or off; `None` if none names it.
    async fn find_channel(&self, channel: ChannelId) -> Result<Option<EnforcedChannel>, StoreError>;

    /// The public name of a group's owner, without the `@`, if they have one.
    async fn find_owner_username(&self, group: GroupId) -> Result<Option<String>, StoreError>;

    /// The groups in which this channel is named or linked, whether their gate is on or not, by id.
    async fn list_with_channel(&self, channel: ChannelId) -> Result<Vec<GroupId>, StoreError>;

    /// Moves all rows of a group to its new id, in all tables; doing it again changes nothing.
    async fn migrate(&self, migration: Migration) -> Result<(), StoreError>;
}

/// What a change made of a group's settings.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsUpdated {
    /// The settings now.
    pub settings: GroupSettings,
    /// Whether a release was ordered.
    pub is_release_ordered: bool,
}

/// A group of somebody's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedGroup {
    /// The group.
    pub id: GroupId,
    /// Its title.
    pub title: String,
}

/// What `/protect` stores.
#[derive(Clone, Debug, PartialEq)]
pub struct Protection {
    /// The group.
    pub group: GroupId,
    /// Its title.
    pub title: String,
    /// The admin who protects it; its owner if there was none.
    pub by: Person,
    /// The channel whose discussion group this is.
    pub linked_channel: Option<ChatId>,
    /// The channels to add, all of which the bot may look into.
    pub channels: Vec<EnforcedChannel>,
    /// When it is protected.
    pub at: Timestamp,
}
