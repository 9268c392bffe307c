//! The gatekeeper: one event in, its effects out. Each use case stands in a file of its own.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    UserId,
    event::{Event, Update},
};

use crate::{
    Ports, Setback,
    gate::{BotRights, Enforcer, Exemptions, GroupMigration, Newcomers, Records, Verifier},
    metrics::Metrics,
    outgoing::{Deletions, Messenger, NoticeBoard, NoticePoster, Releases, SeenMembers},
};

/// How far apart fresh checks of one person are that are made because of a press.
const PRESS_INTERVAL: Duration = Duration::from_secs(3);

/// How many people's last presses are remembered: some 400 bytes each.
const REMEMBERED_PRESSES: u64 = 50_000;

/// Carries out events: every use case of the bot.
pub struct Gatekeeper {
    pub(crate) ports: Ports,
    pub(crate) parts: Parts,
    /// Who has pressed «I have joined» within the last seconds.
    pub(crate) presses: moka::sync::Cache<UserId, ()>,
}

/// The parts that several use cases share.
pub(crate) struct Parts {
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) seen: Arc<SeenMembers>,
    pub(crate) notices: Arc<NoticeBoard>,
    pub(crate) deletions: Arc<Deletions>,
    pub(crate) messenger: Messenger,
    pub(crate) releases: Arc<Releases>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) records: Arc<Records>,
    pub(crate) bot_rights: Arc<BotRights>,
    pub(crate) exemptions: Arc<Exemptions>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) newcomers: Arc<Newcomers>,
    pub(crate) migration: Arc<GroupMigration>,
}

impl Parts {
    pub(crate) fn new(ports: Ports) -> Self {
        let Ports { bot, api, memberships, administrators, groups, exemptions, restrictions, .. } = ports;
        let Ports { group_members, jobs, notice_turns, deletions: schedule, texts, clock, .. } = ports;
        let metrics = Arc::new(Metrics::new());
        let seen = Arc::new(SeenMembers::new(group_members, clock.clone()));
        let messenger = Messenger::new(api.clone());
        let releases = Arc::new(Releases::new(jobs, clock.clone()));
        let deletions = Arc::new(Deletions::new(api.clone(), schedule, clock.clone()));
        let poster = NoticePoster::new(
            api.clone(),
            restrictions.clone(),
            notice_turns,
            deletions.clone(),
            texts.clone(),
            clock.clone(),
        );
        let notices = Arc::new(NoticeBoard::new(poster, groups.clone(), restrictions.clone(), clock.clone()));
        let verifier = Arc::new(Verifier::new(administrators.clone(), memberships.clone(), metrics.clone()));
        let records = Arc::new(Records::new(restrictions.clone(), deletions.clone(), metrics.clone(), clock.clone()));
        let bot_rights = Arc::new(BotRights {
            bot: bot.id,
            api: api.clone(),
            groups: groups.clone(),
            memberships,
            releases: releases.clone(),
            messenger: messenger.clone(),
            texts: texts.clone(),
        });
        let exemptions = Arc::new(Exemptions {
            repository: exemptions,
            restrictions: restrictions.clone(),
            verifier: verifier.clone(),
            records: records.clone(),
            messenger: messenger.clone(),
            texts,
            clock: clock.clone(),
        });
        let enforcer = Arc::new(Enforcer {
            api,
            restrictions,
            administrators: administrators.clone(),
            records: records.clone(),
            exemptions: exemptions.clone(),
            bot_rights: bot_rights.clone(),
            notices: notices.clone(),
            deletions: deletions.clone(),
            clock,
        });
        let newcomers = Arc::new(Newcomers::new(verifier.clone(), enforcer.clone(), seen.clone()));
        let migration = Arc::new(GroupMigration::new(groups, administrators));
        Self {
            metrics,
            seen,
            notices,
            deletions,
            messenger,
            releases,
            verifier,
            records,
            bot_rights,
            exemptions,
            enforcer,
            newcomers,
            migration,
        }
    }
}

impl Gatekeeper {
    /// A gatekeeper in this world.
    #[must_use]
    pub fn new(ports: Ports) -> Self {
        Self {
            parts: Parts::new(ports.clone()),
            presses: moka::sync::Cache::builder().max_capacity(REMEMBERED_PRESSES).time_to_live(PRESS_INTERVAL).build(),
            ports,
        }
    }

    /// Handles one update. Doing so again does no harm: every attempt gathers its facts anew.
    ///
    /// # Errors
    ///
    /// [`Setback`]: it is not (wholly) carried out, and is to be attempted again.
    pub async fn handle(&self, update: &Update) -> Result<(), Setback> {
        match &update.event {
            Event::GroupMessage(message) => self.judge_message(message).await,
            Event::NewChatMembers(joined) => self.judge_new_chat_members(joined).await,
            Event::PrivateMessage(message) => self.answer_private_message(message).await,
            Event::ChatMember(change) => self.chat_member_updated(change).await,
            Event::MyChatMember(change) => self.my_chat_member_updated(change).await,
            Event::CallbackQuery(query) => self.answer_press(query).await,
            Event::Migrated(migration) => Ok(self.parts.migration.run(*migration).await?),
            Event::Other => Ok(()),
        }
    }
}
