//! Commands: who may give them, and where each is carried out.

mod authority;
mod exempt;
mod exemption_list;
mod go_on;
mod greetings;
mod person;
mod preview;
mod protect;
mod reply;
mod settings;
mod setup;
mod start;
mod stats;
mod status;
mod sweep;
mod unprotect;
mod why;

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    GroupId,
    command::Command,
    event::{CallbackQuery, ChatKind, ChatMemberUpdated, ChatShared, GroupMessage, PrivateMessage},
    group::Group,
    ports::{BotApi, BotIdentity, CallbackAnswer, GroupRepository},
    sender::Sender,
    settings::LanguageChoice,
    settings_link::SettingsLink,
    settings_panel::PanelPress,
    sweep::SweepKind,
    tenancy::Denial,
};
use portcullis_messages::Texts;

pub(crate) use self::{
    authority::Authority,
    exempt::ExemptCommand,
    exemption_list::ExemptionList,
    go_on::GoOnButton,
    greetings::Greetings,
    person::PersonFinder,
    preview::PreviewCommand,
    protect::{ProtectChecks, ProtectCommand},
    reply::Replies,
    settings::SettingsCommand,
    setup::{Greeter, SetupCommand},
    start::StartCommand,
    stats::StatsCommand,
    status::{RecentStatuses, StatusCommand, StatusCounts},
    sweep::SweepCommand,
    unprotect::UnprotectCommand,
    why::{RecentLooks, WhyCommand},
};
use self::{
    reply::{MAX_SILENT_WAIT, PANEL_STAYS},
    settings::Pressed,
};
use crate::{Setback, outgoing::Denials};

/// Carries out what people type.
pub(crate) struct Commands {
    pub(crate) bot: BotIdentity,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) texts: Texts,
    pub(crate) replies: Replies,
    pub(crate) recent_statuses: RecentStatuses,
    pub(crate) protect: Arc<ProtectCommand>,
    pub(crate) unprotect: UnprotectCommand,
    pub(crate) status: StatusCommand,
    pub(crate) stats: StatsCommand,
    pub(crate) exempt: ExemptCommand,
    pub(crate) settings: SettingsCommand,
    pub(crate) sweep: SweepCommand,
    pub(crate) preview: PreviewCommand,
    pub(crate) why: WhyCommand,
    pub(crate) go_on: GoOnButton,
    pub(crate) start: StartCommand,
    pub(crate) setup: SetupCommand,
    pub(crate) greeter: Greeter,
    pub(crate) denials: Arc<Denials>,
}

impl Commands {
    /// Carries out a command given in a group; an admin's command of anybody else is refused.
    pub(crate) async fn answer_in_group(
        &self,
        command: Command,
        message: &GroupMessage,
        group: Option<&Group>,
    ) -> Result<(), Setback> {
        let language = self.texts.language_for(group, message.sender.person());
        if let Some(denial) = self.denials.find(message.group()).await? {
            let instead = message.sender.person().map(|person| person.id.into());
            return Ok(self.denials.tell(message.group(), denial, language, instead).await?);
        }
        if command.is_for_administrators() {
            let refusal = match self.is_administrator(message).await {
                Ok(true) => None,
                Ok(false) => Some(self.texts.administrators_only(language)),
                Err(Setback::FloodWait(wait)) if wait > MAX_SILENT_WAIT => Some(self.texts.must_wait(language, wait)),
                Err(setback) => return Err(setback),
            };
            if let Some(refusal) = refusal {
                self.replies.send(message, group, refusal).await;
                return Ok(());
            }
        }
        if matches!(command, Command::Start(Some(_))) {
            // Telegram's apps write it for whoever adds the bot by a link; the greeting says what is next.
            return self.let_go(message, group).await;
        }
        let is_status = matches!(command, Command::Status);
        let is_list = matches!(command, Command::Exempt(_) | Command::Unexempt(_));
        let (mut picture, mut stays_at_least) = (None, Duration::ZERO);
        let answer = match command {
            Command::Start(_) | Command::Help => self.texts.help_in_group(language),
            Command::Status => self.status.answer(group, language).await?,
            Command::Stats => {
                let (text, chart) = self.stats.answer(group, language).await?;
                picture = chart;
                text
            }
            Command::Settings => {
                stays_at_least = PANEL_STAYS;
                self.settings.open(group, language)
            }
            Command::Protect(words) => self.protect.answer(message, group, &words, language).await?,
            Command::Unprotect(what) => self.unprotect.answer(group, what, language).await?,
            Command::Exempt(target) => self.exempt.exempt(message, group, target, language).await?,
            Command::Unexempt(target) => self.exempt.unexempt(message, group, target, language).await?,
            Command::Sweep => match self.sweep.answer(message, group, language).await? {
                Some(refusal) => refusal,
                None => return self.let_go(message, group).await,
            },
            Command::Preview(words) => match self.preview.answer(message, group, &words, language).await? {
                Some(refusal) => refusal,
                None => return self.let_go(message, group).await,
            },
            Command::Why(person) => self.why.answer(message, group, person, language).await?,
        };
        if is_list && !answer.keyboard.0.is_empty() {
            stays_at_least = PANEL_STAYS;
        }
        // What was just stored may have changed how long answers stay.
        let group = self.groups.find(message.group()).await?;
        if is_status {
            let audience = self.replies.audience(message).await;
            if !self.recent_statuses.is_news(message, audience, &answer) {
                return self.let_go(message, group.as_deref()).await;
            }
        }
        self.replies.send_with(message, group.as_deref(), answer, picture, stays_at_least).await;
        Ok(())
    }

    /// Answers nothing more to a command.
    async fn let_go(&self, message: &GroupMessage, group: Option<&Group>) -> Result<(), Setback> {
        self.replies.let_go(message, group).await;
        Ok(())
    }

    /// Answers a private message: with a command, or with what the bot is.
    pub(crate) async fn answer_in_private(&self, message: &PrivateMessage) -> Result<(), Setback> {
        let language = self.texts.language_for(None, Some(&message.from));
        let command = message.text.as_deref().and_then(|text| Command::parse(text, &self.bot.username));
        let answers = match command {
            Some(Command::Start(Some(payload))) if let Some(group) = setup::group_of(&payload) => {
                match self.denials.find(group).await? {
                    Some(denial) => vec![self.texts.denied(language, denial, group)],
                    None => self.setup.begin(group, &message.from).await?,
                }
            }
            Some(Command::Start(Some(payload))) if let Some(link) = SettingsLink::parse(&payload) => {
                vec![match self.denials.find(link.group).await? {
                    Some(denial) => self.texts.denied(language, denial, link.group),
                    None => self.settings.open_in_private(link, &message.from).await?,
                }]
            }
            Some(Command::Start(_)) => self.start.answer(&message.from, language).await?,
            None if let Some(answers) = self.settings.take_answer(message).await? => {
                self.replies.send_to_administrator_in_private(&message.from, answers);
                return Ok(());
            }
            Some(Command::Help) | None => vec![self.texts.help(language)],
            Some(_) => vec![self.texts.groups_only(language)],
        };
        self.replies.send_in_private(&message.from, answers);
        Ok(())
    }

    /// What a button is answered that belongs to a group; `None`: the bot serves it.
    pub(crate) async fn denied_press(
        &self,
        group: GroupId,
        query: &CallbackQuery,
    ) -> Result<Option<CallbackAnswer>, Setback> {
        if self.denials.find(group).await?.is_none() {
            return Ok(None);
        }
        let known = self.groups.find(group).await?;
        let language = self.texts.language_for(known.as_deref(), Some(&query.from));
        Ok(Some(self.texts.denied_press(language)))
    }

    /// Protects a group with the channel that somebody chose for it in private.
    pub(crate) async fn take_shared_chat(&self, shared: &ChatShared) -> Result<(), Setback> {
        let answers = self.setup.take_shared_chat(shared).await?;
        self.replies.send_in_private(&shared.from, answers);
        Ok(())
    }

    /// Protects a group with the channel whose discussion group it is.
    pub(crate) async fn use_linked_channel(
        &self,
        group: GroupId,
        query: &CallbackQuery,
    ) -> Result<CallbackAnswer, Setback> {
        let (answer, messages) = self.setup.use_linked_channel(group, query).await?;
        if query.chat == Some(query.from.id.into()) {
            self.replies.send_in_private(&query.from, messages);
        } else {
            let known = self.groups.find(group).await?;
            self.replies.send_after_press(group, known.as_deref(), &query.from, messages);
        }
        Ok(answer)
    }

    /// Does what a button of the settings panel says.
    pub(crate) async fn press_panel(
        &self,
        group: GroupId,
        press: &PanelPress,
        query: &CallbackQuery,
    ) -> Result<CallbackAnswer, Setback> {
        let Pressed { answer, question } = self.settings.press(group, press, query).await?;
        self.replies.send_to_administrator_in_private(&query.from, question.into_iter().collect());
        Ok(answer)
    }

    /// Turns to another page of the list of those who are exempt.
    pub(crate) async fn turn_exemptions(
        &self,
        group: GroupId,
        page: u32,
        query: &CallbackQuery,
    ) -> Result<CallbackAnswer, Setback> {
        self.exempt.list.turn_to(group, page, query).await
    }

    /// Ends the brake of a group.
    pub(crate) async fn go_on(&self, group: GroupId, query: &CallbackQuery) -> Result<CallbackAnswer, Setback> {
        self.go_on.press(group, query).await
    }

    /// Cancels a sweep or a preview.
    pub(crate) async fn cancel_sweep(
        &self,
        group: GroupId,
        kind: SweepKind,
        query: &CallbackQuery,
    ) -> Result<CallbackAnswer, Setback> {
        self.sweep.cancel(group, kind, query).await
    }

    /// Says what is next where the bot has just come, and goes on with what waited for it.
    pub(crate) async fn note_arrival(&self, change: &ChatMemberUpdated) -> Result<(), Setback> {
        if change.chat.kind.is_group() {
            let denial = self.denials.find(change.chat.id.into()).await?;
            return match denial.filter(|_| change.arrival().is_some()) {
                Some(denial) => self.turn_away(change, denial).await,
                None if denial.is_some() => Ok(()),
                None => self.greeter.greet(change).await,
            };
        }
        if change.chat.kind == ChatKind::Channel && change.new.is_administrator() {
            let (said, ended) = self.setup.go_on(change.chat.id.into(), &change.chat.title).await;
            for (person, answers) in said {
                self.replies.send_in_private(&person, answers);
            }
            return ended;
        }
        Ok(())
    }

    /// Says once to a group to which the bot has come that it is not served.
    async fn turn_away(&self, change: &ChatMemberUpdated, denial: Denial) -> Result<(), Setback> {
        let group = change.chat.id.into();
        let known = self.groups.find(group).await?;
        let choice = known.as_deref().map_or(&LanguageChoice::Auto, |known| &known.settings.language);
        let language = self.texts.language(choice, change.by_language_code.as_deref());
        Ok(self.denials.tell(group, denial, language, Some(change.by.into())).await?)
    }

    /// Whether the author of a command is an administrator of the group now.
    async fn is_administrator(&self, message: &GroupMessage) -> Result<bool, Setback> {
        match &message.sender {
            Sender::AnonymousAdministrator => Ok(true),
            Sender::Person(person) => authority::is_administrator(&*self.api, message.group(), person.id).await,
            _ => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Mutex, time::Duration};

    use portcullis_domain::{
        MessageId, UserId,
        administrator_rights::AdministratorRights,
        chat_member::ChatMemberStatus,
        command::Unprotect,
        ports::{BotApiError, RestrictionCounts},
    };

    use super::*;
    use crate::testing::{ADMIN, ANN, World, group, message, person};

    const UNPROTECT: Command = Command::Unprotect(Unprotect::Keep);

    /// What a command is answered with, in a group that is not protected; `asked` is what Telegram says of its author.
    async fn answer(sender: Sender, command: Command, asked: Result<ChatMemberStatus, BotApiError>) -> String {
        let mut world = World::with(group());
        world.deletions.expect_put().returning(|_| Ok(()));
        let asked = Mutex::new(Some(asked));
        world.api.expect_get_chat_member().returning(move |_, _| asked.lock().unwrap().take().unwrap());
        let said = Arc::new(Mutex::new(String::new()));
        let heard = said.clone();
        world.api.expect_send_message().times(1).returning(move |_, answer, _| {
            *heard.lock().unwrap() = answer.html.to_string();
            Ok(MessageId(9))
        });
        let ports = world.ports();
        let shared = crate::parts::Parts::new(&ports);
        let commands = shared.commands(&ports);
        commands.answer_in_group(command, &message(sender, "/x"), None).await.unwrap();
        shared.messenger.finish().await;
        said.lock().unwrap().clone()
    }

    fn texts() -> Texts {
        Texts::load().unwrap()
    }

    #[tokio::test]
    async fn an_admins_command_of_anybody_else_is_refused() {
        let refusal = texts().administrators_only(portcullis_messages::Language::ENGLISH).html.to_string();
        for asked in [Ok(ChatMemberStatus::Member), Err(BotApiError::UserUnknown)] {
            assert_eq!(answer(Sender::Person(person(ANN)), UNPROTECT, asked).await, refusal);
        }
    }

    #[tokio::test]
    async fn an_admin_is_obeyed_and_so_is_an_anonymous_one_about_whom_nobody_is_asked() {
        let done = texts().not_protected(portcullis_messages::Language::ENGLISH).html.to_string();
        let administrator = ChatMemberStatus::Administrator(AdministratorRights::ALL);
        assert_eq!(answer(Sender::Person(person(ADMIN)), UNPROTECT, Ok(administrator)).await, done);
        let nobody_is_asked = Err(BotApiError::Conflict);
        assert_eq!(answer(Sender::AnonymousAdministrator, UNPROTECT, nobody_is_asked).await, done);
    }

    #[tokio::test]
    async fn a_long_flood_wait_on_the_admins_status_is_told_at_once() {
        let wait = Duration::from_mins(30);
        let told = texts().must_wait(portcullis_messages::Language::ENGLISH, wait).html.to_string();
        let admin = Sender::Person(person(UserId(5)));
        assert_eq!(answer(admin, UNPROTECT, Err(BotApiError::RetryAfter(wait))).await, told);
    }

    #[tokio::test]
    async fn the_same_status_is_not_said_twice_within_seconds() {
        let mut world = World::with(group());
        world.deletions.expect_put().returning(|_| Ok(()));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        let ports = world.ports();
        let shared = crate::parts::Parts::new(&ports);
        let commands = shared.commands(&ports);
        let asked = message(Sender::Person(person(ANN)), "/status");
        for _ in 0..2 {
            commands.answer_in_group(Command::Status, &asked, None).await.unwrap();
            shared.messenger.finish().await;
        }
    }

    #[tokio::test]
    async fn what_was_counted_for_one_status_does_for_the_next() {
        let mut world = World::with(group());
        let administrator = ChatMemberStatus::Administrator(AdministratorRights::ALL);
        world.api.expect_get_chat_member().returning(move |_, _| Ok(administrator));
        world
            .api
            .expect_get_chat()
            .returning(|_| Err(BotApiError::Refused { code: 400, description: "strange".to_owned() }));
        world.groups.expect_note_can_enforce().returning(|_| Ok(false));
        world.groups.expect_note_can_check().returning(|_| Ok(false));
        world.groups.expect_find_channel().returning(|_| Ok(Some(group().channels[0].clone())));
        world.groups.expect_find_owner_username().returning(|_| Ok(None));
        world.restrictions.expect_counts().times(1).returning(|_| Ok(RestrictionCounts::default()));
        world.group_members.expect_count().times(1).returning(|_| Ok(3));
        let ports = world.ports();
        let commands = crate::parts::Parts::new(&ports).commands(&ports);
        for _ in 0..2 {
            commands.status.answer(Some(&group()), portcullis_messages::Language::ENGLISH).await.unwrap();
        }
    }
}
