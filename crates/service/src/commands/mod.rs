//! Commands: who may give them, and where each is carried out.

mod exempt;
mod menus;
mod protect;
mod reply;
mod start;
mod status;
mod unprotect;

use std::sync::Arc;

use portcullis_domain::{
    command::Command,
    event::{GroupMessage, PrivateMessage},
    group::Group,
    ports::{BotApi, BotApiError, BotIdentity, GroupRepository},
    sender::Sender,
};
use portcullis_messages::Texts;

pub use self::menus::set_command_menus;
use self::reply::MAX_SILENT_WAIT;
pub(crate) use self::{
    exempt::ExemptCommand,
    protect::{ProtectChecks, ProtectCommand},
    reply::Replies,
    start::StartCommand,
    status::StatusCommand,
    unprotect::UnprotectCommand,
};
use crate::Setback;

/// Carries out what people type.
pub(crate) struct Commands {
    pub(crate) bot: BotIdentity,
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) texts: Texts,
    pub(crate) replies: Replies,
    pub(crate) protect: ProtectCommand,
    pub(crate) unprotect: UnprotectCommand,
    pub(crate) status: StatusCommand,
    pub(crate) exempt: ExemptCommand,
    pub(crate) start: StartCommand,
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
        if command.is_for_administrators() {
            let refusal = match self.is_administrator(message).await {
                Ok(true) => None,
                Ok(false) => Some(self.texts.administrators_only(language)),
                Err(Setback::FloodWait(wait)) if wait > MAX_SILENT_WAIT => Some(self.texts.must_wait(language, wait)),
                Err(setback) => return Err(setback),
            };
            if let Some(refusal) = refusal {
                self.replies.send(message, group, refusal);
                return Ok(());
            }
        }
        let answer = match command {
            Command::Start(_) | Command::Help => self.texts.help_in_group(language),
            Command::Status => self.status.answer(group, language).await?,
            Command::Protect(words) => self.protect.answer(message, group, &words, language).await?,
            Command::Unprotect(what) => self.unprotect.answer(group, what, language).await?,
            Command::Exempt(target) => self.exempt.exempt(message, group, target, language).await?,
            Command::Unexempt(target) => self.exempt.unexempt(message, group, target, language).await?,
        };
        // What was just stored may have changed how long answers stay.
        let group = self.groups.find(message.group()).await?;
        self.replies.send(message, group.as_deref(), answer);
        Ok(())
    }

    /// Answers a private message: with a command, or with what the bot is.
    pub(crate) async fn answer_in_private(&self, message: &PrivateMessage) -> Result<(), Setback> {
        let language = self.texts.language_for(None, Some(&message.from));
        let command = message.text.as_deref().and_then(|text| Command::parse(text, &self.bot.username));
        let answers = match command {
            Some(Command::Start(payload)) => self.start.answer(&message.from, payload.as_deref(), language).await?,
            Some(Command::Help) | None => vec![self.texts.help(language)],
            Some(_) => vec![self.texts.groups_only(language)],
        };
        self.replies.send_in_private(&message.from, answers);
        Ok(())
    }

    /// Whether the author of a command is an administrator of the group now: asked of Telegram, since a list that is an
    /// hour old must not let a demoted admin open the gate.
    async fn is_administrator(&self, message: &GroupMessage) -> Result<bool, Setback> {
        match &message.sender {
            Sender::AnonymousAdministrator => Ok(true),
            Sender::Person(person) => match self.api.get_chat_member(message.chat.id, person.id).await {
                Ok(status) => Ok(status.is_administrator()),
                Err(BotApiError::UserUnknown | BotApiError::ChatUnavailable(_)) => Ok(false),
                Err(error) => Err(Setback::in_group(message.group())(error)),
            },
            _ => Ok(false),
        }
    }
}
