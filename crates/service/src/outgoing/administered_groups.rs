//! In which groups the bot is an admin that nobody has protected: there, too, it notes whom it sees.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    GroupId, UserId,
    ports::{BotApi, BotApiError},
};

use super::Denials;

/// For how long it is known, unless an update tells otherwise. With several instances, one of them is told.
const KNOWN_FOR: Duration = Duration::from_hours(6);

/// Of how many groups it is known: some 150 bytes each.
const REMEMBERED: u64 = 50_000;

/// In how many groups it is looked up at a time.
const LOOKED_UP_AT_ONCE: usize = 10;

/// Knows in which groups the bot is an admin.
pub(crate) struct AdministeredGroups {
    bot: UserId,
    api: Arc<dyn BotApi>,
    denials: Arc<Denials>,
    known: moka::sync::Cache<GroupId, bool>,
}

impl AdministeredGroups {
    pub(crate) fn new(bot: UserId, api: Arc<dyn BotApi>, denials: Arc<Denials>) -> Self {
        let known = moka::sync::Cache::builder().max_capacity(REMEMBERED).time_to_live(KNOWN_FOR).build();
        Self { bot, api, denials, known }
    }

    /// Notes that the bot is an admin of a group.
    pub(crate) fn note_appointed(&self, group: GroupId) {
        self.known.insert(group, true);
    }

    /// Notes that the bot is no admin of a group.
    pub(crate) fn note_dismissed(&self, group: GroupId) {
        self.known.insert(group, false);
    }

    /// Whether the bot is an admin of a group; `None`: it is to be looked up.
    pub(super) fn find(&self, group: GroupId) -> Option<bool> {
        self.known.get(&group)
    }

    /// Looks up the first of these groups. What can't be found out now is found out with the next look.
    pub(super) async fn look_up(&self, groups: impl Iterator<Item = GroupId>) {
        for group in groups.take(LOOKED_UP_AT_ONCE) {
            match self.denials.find(group).await {
                Ok(None) => {}
                // Nobody is noted where the bot does nothing, and Telegram is not asked.
                Ok(Some(_)) => {
                    self.note_dismissed(group);
                    continue;
                }
                Err(error) => {
                    tracing::debug!(
                        chat_id = group.0,
                        error = &error as &dyn std::error::Error,
                        "whether a group is served is not known"
                    );
                    return;
                }
            }
            match self.api.get_chat_member(group.into(), self.bot).await {
                Ok(status) if status.is_administrator() => self.note_appointed(group),
                Ok(_) | Err(BotApiError::ChatUnavailable(_) | BotApiError::UserUnknown) => self.note_dismissed(group),
                Err(error) => {
                    tracing::debug!(
                        chat_id = group.0,
                        error = &error as &dyn std::error::Error,
                        "the bot's status is not known"
                    );
                    return;
                }
            }
        }
    }
}
