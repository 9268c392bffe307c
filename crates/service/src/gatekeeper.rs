//! The gatekeeper: which event leads where. The only file that knows every use case.

use std::sync::Arc;

use portcullis_domain::{
    event::{Event, Update},
    plain_message::PlainMessage,
    ports::{Clock, Inbox, UpdateDecoder},
};

use crate::{
    Erasure, Ports, Setback,
    commands::Commands,
    events::{
        CallbackQueryHandler, ChannelMemberHandler, ChatJoinRequestHandler, ChatMemberHandler, GroupMemberHandler,
        KnownHandler, LastChanges, MessageHandler, MyChatMemberHandler, NewChatMembersHandler, Presses, RecallHandler,
        SeenEdits,
    },
    gate::{ChatProfiles, GroupMigration, MemberStatuses, OutsiderForecast},
    metrics::Metrics,
    outgoing::PressAnswers,
    parts::Parts,
    workers::Workers,
};

/// Carries out events: every use case of the bot.
pub struct Gatekeeper {
    pub(crate) known: KnownHandler,
    recall: RecallHandler,
    edits: SeenEdits,
    press_answers: Arc<PressAnswers>,
    statuses: Arc<MemberStatuses>,
    message: MessageHandler,
    new_chat_members: NewChatMembersHandler,
    chat_member: ChatMemberHandler,
    my_chat_member: MyChatMemberHandler,
    chat_join_request: ChatJoinRequestHandler,
    pub(crate) callback_query: CallbackQueryHandler,
    commands: Arc<Commands>,
    erasure: Erasure,
    migration: Arc<GroupMigration>,
    profiles: Arc<ChatProfiles>,
    pub(crate) workers: Workers,
    pub(crate) inbox: Arc<dyn Inbox>,
    pub(crate) decoder: Arc<dyn UpdateDecoder>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Gatekeeper {
    /// A gatekeeper in this world.
    #[must_use]
    pub fn new(ports: Ports) -> Self {
        let shared = Parts::new(&ports);
        let commands = Arc::new(shared.commands(&ports));
        let workers = shared.workers(&ports);
        let erasure = shared.erasure(&ports);
        let Ports { bot, api, known, memberships, administrators, groups, restrictions, group_members, .. } = ports;
        let Ports { inbox, decoder, pending_join_requests, texts, clock, .. } = ports;
        let Parts { metrics, seen, notices, press_answers, verifier, records, reviewer, .. } = shared;
        let Parts { statuses, facts, satisfied, steps, welcomes, administered, .. } = shared;
        let Parts { profiles, bot_rights, exemptions, enforcer, newcomers, migration, denials, .. } = shared;
        let in_group = GroupMemberHandler {
            bot: bot.id,
            administrators: administrators.clone(),
            restrictions: restrictions.clone(),
            records,
            enforcer: enforcer.clone(),
            exemptions,
            newcomers: newcomers.clone(),
            clock: clock.clone(),
        };
        let in_channel = ChannelMemberHandler {
            groups: groups.clone(),
            memberships: memberships.clone(),
            restrictions: restrictions.clone(),
            group_members: group_members.clone(),
            verifier: verifier.clone(),
            pending_join_requests: pending_join_requests.clone(),
            satisfied: satisfied.clone(),
            enforcer: enforcer.clone(),
            seen: seen.clone(),
            changes: LastChanges::default(),
            clock: clock.clone(),
        };
        Self {
            recall: RecallHandler { username: bot.username.clone(), groups: groups.clone(), facts },
            known: KnownHandler {
                username: bot.username.clone(),
                known,
                steps,
                seen: seen.clone(),
                notices: notices.clone(),
                welcomes,
                metrics: metrics.clone(),
                clock: clock.clone(),
            },
            edits: SeenEdits::new(clock.clone()),
            press_answers: press_answers.clone(),
            statuses: statuses.clone(),
            message: MessageHandler {
                username: bot.username,
                groups: groups.clone(),
                verifier: verifier.clone(),
                enforcer: enforcer.clone(),
                notices: notices.clone(),
                seen: seen.clone(),
                commands: commands.clone(),
            },
            new_chat_members: NewChatMembersHandler::new(groups.clone(), newcomers, seen),
            chat_member: ChatMemberHandler::new(groups.clone(), profiles.clone(), in_group, in_channel),
            my_chat_member: MyChatMemberHandler {
                administrators,
                groups: groups.clone(),
                bot_rights,
                profiles: profiles.clone(),
                commands: commands.clone(),
                administered,
                denials,
            },
            chat_join_request: ChatJoinRequestHandler {
                groups: groups.clone(),
                pending_join_requests,
                restrictions: restrictions.clone(),
                satisfied,
            },
            callback_query: CallbackQueryHandler {
                api,
                groups: groups.clone(),
                restrictions: restrictions.clone(),
                memberships,
                reviewer,
                verifier,
                enforcer,
                texts,
                clock: clock.clone(),
                answers: press_answers,
                presses: Presses::default(),
                statuses,
                forecast: OutsiderForecast::default(),
                commands: commands.clone(),
            },
            commands,
            erasure,
            migration,
            profiles,
            workers,
            inbox,
            decoder,
            metrics,
            clock,
        }
    }

    /// What erases people.
    #[must_use]
    pub const fn erasure(&self) -> &Erasure {
        &self.erasure
    }

    /// Another process has ordered a release, perhaps.
    pub fn look_for_releases(&self) {
        self.workers.release.releases.wake();
    }

    /// Another process has ordered a sweep, perhaps.
    pub fn look_for_sweeps(&self) {
        self.workers.sweep.sweeps.wake();
    }

    /// Handles one event. Doing so again does no harm: every attempt gathers its facts anew.
    ///
    /// # Errors
    ///
    /// [`Setback`]: it is not (wholly) carried out, and is to be attempted again.
    pub async fn handle(&self, event: &Event) -> Result<(), Setback> {
        self.profiles.note_event(event).await?;
        match event {
            Event::GroupMessage(message) => self.message.handle(message).await,
            Event::NewChatMembers(joined) => self.new_chat_members.handle(joined).await,
            Event::PrivateMessage(message) => self.commands.answer_in_private(message).await,
            Event::ChatShared(shared) => self.commands.take_shared_chat(shared).await,
            Event::ChatMember(change) => self.chat_member.handle(change).await,
            Event::MyChatMember(change) => self.my_chat_member.handle(change).await,
            Event::ChatJoinRequest(request) => self.chat_join_request.handle(request).await,
            Event::CallbackQuery(query) => self.callback_query.handle(query).await,
            Event::Migrated(migration) => Ok(self.migration.run(*migration).await?),
            Event::Other => Ok(()),
        }
    }

    /// Takes note of an update as it comes in; `false` if it tells of nothing that somebody did just now, and so is passed
    /// over. A press is answered from here on, whatever it has to wait for, and nobody's older status counts any more.
    pub(crate) fn note(&self, update: &Update) -> bool {
        match &update.event {
            Event::CallbackQuery(query) => self.press_answers.expect(query),
            Event::ChatMember(change) if change.chat.kind.is_group() => self.statuses.note(update.id, change),
            _ => {}
        }
        self.edits.is_news(update)
    }

    /// Whether a look-up alone may be enough for an event like this, or is what takes longest of it.
    pub(crate) fn can_recall(&self, event: &Event) -> bool {
        self.recall.can_recall(event)
    }

    /// Looks up what memory lacks for an event, so that [`try_handle`](Self::try_handle) may succeed. It has no effect. Once
    /// the event is over for now, [`forget_asked_ahead`](Self::forget_asked_ahead) is due.
    pub(crate) async fn recall(&self, event: &Event) {
        self.recall.recall(event).await;
    }

    /// Forgets what was asked ahead for an event that is over for now: it serves no other, nor another try.
    pub(crate) fn forget_asked_ahead(&self, event: &Event) {
        self.recall.forget_asked_ahead(event);
    }

    /// Lets a plain message stand by what memory knows; `false` if that is not enough.
    pub(crate) fn allows(&self, message: &PlainMessage<'_>) -> bool {
        self.known.allows(message)
    }

    /// Handles an event from memory; `false` if it needs a look-up or has an effect.
    pub(crate) fn try_handle(&self, event: &Event) -> bool {
        self.known.try_handle(event)
    }
}
