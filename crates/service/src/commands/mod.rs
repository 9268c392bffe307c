//! Commands: who may give them, and where each is carried out.

mod exempt;
mod menus;
mod protect;
mod reply;
mod start;
mod status;
mod unprotect;

use portcullis_domain::{
    command::Command,
    event::{GroupMessage, PrivateMessage},
    group::Group,
    ports::BotApiError,
    sender::Sender,
};

pub use self::menus::set_command_menus;
use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Carries out a command given in a group; an admin's command of anybody else is refused.
    pub(crate) async fn obey_in_group(
        &self,
        command: Command,
        message: &GroupMessage,
        group: Option<&Group>,
    ) -> Result<(), Setback> {
        let language = self.ports.texts.language_for(group, message.sender.person());
        if command.is_for_administrators() && !self.is_administrator(message).await? {
            self.reply(message, group, self.ports.texts.administrators_only(language));
            return Ok(());
        }
        let answer = match command {
            Command::Start(_) | Command::Help => self.ports.texts.help_in_group(language),
            Command::Status => self.status(group, language).await?,
            Command::Protect(words) => self.protect(message, group, &words, language).await?,
            Command::Unprotect(what) => self.unprotect(group, what, language).await?,
            Command::Exempt(target) => self.exempt(message, group, target, language).await?,
            Command::Unexempt(target) => self.unexempt(message, group, target, language).await?,
        };
        // What was just stored may have changed how long answers stay.
        let group = self.ports.groups.find(message.group()).await?;
        self.reply(message, group.as_deref(), answer);
        Ok(())
    }

    /// Answers a private message: with a command, or with what the bot is.
    pub(crate) async fn answer_private_message(&self, message: &PrivateMessage) -> Result<(), Setback> {
        let language = self.ports.texts.language_for(None, Some(&message.from));
        let command = message.text.as_deref().and_then(|text| Command::parse(text, &self.ports.bot.username));
        let answers = match command {
            Some(Command::Start(payload)) => self.start(&message.from, payload.as_deref(), language).await?,
            Some(Command::Help) | None => vec![self.ports.texts.help(language)],
            Some(_) => vec![self.ports.texts.groups_only(language)],
        };
        self.answer_in_private(&message.from, answers);
        Ok(())
    }

    /// Whether the author of a command is an administrator of the group now: asked of Telegram, since a list that is an
    /// hour old must not let a demoted admin open the gate.
    async fn is_administrator(&self, message: &GroupMessage) -> Result<bool, Setback> {
        match &message.sender {
            Sender::AnonymousAdministrator => Ok(true),
            Sender::Person(person) => match self.ports.api.get_chat_member(message.chat.id, person.id).await {
                Ok(status) => Ok(status.is_administrator()),
                Err(BotApiError::UserUnknown | BotApiError::ChatUnavailable(_)) => Ok(false),
                Err(error) => Err(Setback::in_group(message.group())(error)),
            },
            _ => Ok(false),
        }
    }
}
