//! The gatekeeper: one event in, its effects out. Each use case stands in a file of its own.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    UserId,
    event::{Event, Update},
    group::Group,
    sender::Person,
    settings::LanguageChoice,
};
use portcullis_messages::Language;
use tokio::sync::Notify;

use crate::{
    Ports, Setback, metrics::Meters, outgoing::deletions::Deletions, outgoing::messenger::Teller,
    outgoing::notices::NoticeBoard, outgoing::seen_members::SeenMembers,
};

/// How far apart fresh checks of one person are that are made because of a press.
const PRESS_INTERVAL: Duration = Duration::from_secs(3);

/// How many people's last presses are remembered: some 400 bytes each.
const REMEMBERED_PRESSES: u64 = 50_000;

/// Carries out events: every use case of the bot.
pub struct Gatekeeper {
    pub(crate) ports: Ports,
    pub(crate) seen: SeenMembers,
    pub(crate) notices: Arc<NoticeBoard>,
    pub(crate) deletions: Arc<Deletions>,
    pub(crate) teller: Teller,
    pub(crate) meters: Meters,
    /// Who has pressed «I have joined» within the last seconds.
    pub(crate) presses: moka::sync::Cache<UserId, ()>,
    /// Wakes whoever carries out releases.
    pub(crate) releases: Notify,
}

impl Gatekeeper {
    /// A gatekeeper in this world.
    #[must_use]
    pub fn new(ports: Ports) -> Self {
        let deletions = Arc::new(Deletions::new(&ports));
        Self {
            seen: SeenMembers::new(ports.group_members.clone()),
            notices: Arc::new(NoticeBoard::new(&ports, deletions.clone())),
            teller: Teller::new(&ports),
            deletions,
            meters: Meters::new(),
            presses: moka::sync::Cache::builder().max_capacity(REMEMBERED_PRESSES).time_to_live(PRESS_INTERVAL).build(),
            releases: Notify::new(),
            ports,
        }
    }

    /// Carries out one update. Doing so again does no harm: every try gathers its facts anew.
    ///
    /// # Errors
    ///
    /// [`Setback`]: it is not (wholly) carried out, and is to be tried again.
    pub async fn carry_out(&self, update: &Update) -> Result<(), Setback> {
        match &update.event {
            Event::GroupMessage(message) => self.judge_message(message).await,
            Event::NewChatMembers(joined) => self.judge_new_chat_members(joined).await,
            Event::PrivateMessage(message) => self.answer_private_message(message).await,
            Event::ChatMember(change) => self.chat_member_updated(change).await,
            Event::MyChatMember(change) => self.my_chat_member_updated(change).await,
            Event::CallbackQuery(query) => self.answer_press(query).await,
            Event::Migrated(migration) => self.migrate_group(*migration).await,
            Event::Other => Ok(()),
        }
    }

    /// The language to speak to `person` in `group`: the group's choice, else the person's, else English.
    pub(crate) fn language(&self, group: Option<&Group>, person: Option<&Person>) -> Language {
        let choice = group.map_or(&LanguageChoice::Auto, |group| &group.settings.language);
        self.ports.texts.language(choice, person.and_then(|person| person.language_code.as_deref()))
    }
}
