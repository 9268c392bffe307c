//! Who may have the bot do something in a group.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    GroupId, UserId,
    group::Group,
    ports::{BotApi, BotApiError, GroupRepository},
};

use crate::Setback;

/// For how long somebody who was found to be no admin is refused without Telegram being asked again.
const REFUSED_FOR: Duration = Duration::from_secs(3);

/// How many of them are remembered.
const REMEMBERED: u64 = 50_000;

/// About how many groups somebody is asked about within that time who administers none of them.
const MOST_GROUPS: u32 = 5;

/// Tells who administers a group, for buttons and links: what they carry can be forged, and anybody can press.
pub(crate) struct Authority {
    api: Arc<dyn BotApi>,
    groups: Arc<dyn GroupRepository>,
    refused: Refused,
}

impl Authority {
    pub(crate) fn new(api: Arc<dyn BotApi>, groups: Arc<dyn GroupRepository>) -> Self {
        Self { api, groups, refused: Refused::default() }
    }

    /// The group as it is at this moment, if the person is its admin at this moment, and the bot serves it.
    pub(super) async fn group_of(&self, group: GroupId, person: UserId) -> Result<Option<Arc<Group>>, Setback> {
        // Data can be forged and any group named in it: about one that nobody has set up, Telegram is not asked.
        let known = self.groups.find(group).await?;
        if known.is_none_or(|known| known.denied.is_some()) || !self.administers(group, person).await? {
            return Ok(None);
        }
        Ok(self.groups.find_fresh(group).await?.filter(|current| current.denied.is_none()))
    }

    /// Asks Telegram, and of somebody who is none not again at once, nor about many groups.
    pub(super) async fn administers(&self, group: GroupId, person: UserId) -> Result<bool, Setback> {
        if self.refused.holds(group, person) {
            return Ok(false);
        }
        let is_administrator = is_administrator(&*self.api, group, person).await?;
        if !is_administrator {
            self.refused.note(group, person);
        }
        Ok(is_administrator)
    }
}

/// Who was lately found to be no admin of a group.
struct Refused {
    in_groups: moka::sync::Cache<(GroupId, UserId), ()>,
    /// In how many groups.
    people: moka::sync::Cache<UserId, u32>,
}

impl Default for Refused {
    fn default() -> Self {
        let (in_groups, people) = (moka::sync::Cache::builder(), moka::sync::Cache::builder());
        Self {
            in_groups: in_groups.max_capacity(REMEMBERED).time_to_live(REFUSED_FOR).build(),
            people: people.max_capacity(REMEMBERED).time_to_live(REFUSED_FOR).build(),
        }
    }
}

impl Refused {
    fn holds(&self, group: GroupId, person: UserId) -> bool {
        self.in_groups.contains_key(&(group, person))
            || self.people.get(&person).is_some_and(|count| count >= MOST_GROUPS)
    }

    fn note(&self, group: GroupId, person: UserId) {
        self.in_groups.insert((group, person), ());
        self.people.insert(person, self.people.get(&person).unwrap_or_default().saturating_add(1));
    }
}

/// Whether a person is an administrator of a group now: asked of Telegram, since a list that is an hour old must not let a
/// demoted admin open the gate.
pub(super) async fn is_administrator(api: &dyn BotApi, group: GroupId, person: UserId) -> Result<bool, Setback> {
    match api.get_chat_member(group.into(), person).await {
        Ok(status) => Ok(status.is_administrator()),
        Err(BotApiError::UserUnknown | BotApiError::ChatUnavailable(_)) => Ok(false),
        Err(error) => Err(Setback::in_group(group)(error)),
    }
}
