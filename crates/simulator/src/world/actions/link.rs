//! Opening a link to a bot: <https://core.telegram.org/api/links#bot-links>.

use crate::world::chat::ChatKind;
use crate::world::{refused::Refused, rights::Rights, state::World};

impl World {
    /// `user` opens `https://t.me/BOT?start=…`, or `?startgroup=…` or `?startchannel…` and chooses `chat`; answers the chat
    /// in which the bot is then, which is another one if a basic group had to become a supergroup.
    ///
    /// With `admin=` the client appoints the bot with the rights named, beside those that it has; without, it adds the bot as a
    /// member. Then it sends the payload of `startgroup` as a command in the group.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchUser`] unless it leads to a bot; [`Refused::NoSuchChat`] without a chat to choose;
    /// [`Refused::WrongKindOfChat`]; [`Refused::NotEnoughRights`] for whoever may not appoint.
    pub fn open_link(&mut self, user: i64, url: &str, chat: Option<i64>) -> Result<i64, Refused> {
        let rest = url.strip_prefix("https://t.me/").ok_or(Refused::NoSuchUser)?;
        let (name, query) = rest.split_once('?').unwrap_or((rest, ""));
        let bot = self.own_bot_called(name).ok_or(Refused::NoSuchUser)?;
        let parameter = |name: &str| {
            let mut parameters = query.split('&').map(|part| part.split_once('=').unwrap_or((part, "")));
            parameters.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
        };
        let rights = parameter("admin").map(|names| Rights::from_link(&names));
        if let Some(payload) = parameter("startgroup") {
            let group = self.add_by_link(user, bot, chat, rights, false)?;
            if !payload.is_empty() {
                self.say(group, user, &format!("/start@{name} {payload}"))?;
            }
            return Ok(group);
        }
        if parameter("startchannel").is_some() {
            return self.add_by_link(user, bot, chat, rights, true);
        }
        let payload = parameter("start");
        self.start_private(user, bot, payload.as_deref())?;
        Ok(user)
    }

    fn own_bot_called(&self, name: &str) -> Option<i64> {
        let is_called = |username: &String| username.eq_ignore_ascii_case(name);
        let found =
            self.users.values().find(|user| user.bot.is_some() && user.username.as_ref().is_some_and(is_called));
        found.map(|bot| bot.id)
    }

    fn add_by_link(
        &mut self,
        user: i64,
        bot: i64,
        chat: Option<i64>,
        rights: Option<Rights>,
        to_channel: bool,
    ) -> Result<i64, Refused> {
        let mut chat = chat.ok_or(Refused::NoSuchChat)?;
        let kind = self.existing(chat)?.kind;
        if (kind == ChatKind::Channel) != to_channel {
            return Err(Refused::WrongKindOfChat);
        }
        let Some(rights) = rights else {
            // A channel has no bots but administrators.
            return if to_channel {
                Err(Refused::NotEnoughRights)
            } else {
                self.add_member(chat, user, bot).map(|()| chat)
            };
        };
        if !self.has_right(chat, user, Rights::PROMOTE_MEMBERS) {
            return Err(Refused::NotEnoughRights);
        }
        if kind == ChatKind::Group {
            chat = self.upgrade_to_supergroup(chat)?;
        }
        self.grant(chat, user, bot, rights)?;
        Ok(chat)
    }
}
