//! Carries out the actions that came as JSON.

use std::time::Duration;

use serde_json::{Value, json};

use crate::control::actions::Action;
use crate::world::{Permissions, Refused, Rights, World};

/// The fields of the answer, or why the action was refused.
type Done = Result<Value, Refused>;

impl Action {
    /// Lets it happen; the answer holds the id of what came to be, if anything did.
    pub(crate) fn perform(self, world: &mut World) -> Done {
        match self {
            Self::AddUser { .. } | Self::AddBot { .. } | Self::RevokeToken { .. } => Ok(self.add_account(world)),
            Self::AddSupergroup { .. } | Self::AddBasicGroup { .. } | Self::AddChannel { .. } => self.add_chat(world),
            Self::AddTopic { chat, by, name } => {
                world.add_topic(chat, by, &name).map(|topic| json!({ "topic": topic }))
            }
            Self::Say { .. }
            | Self::SayInAlbum { .. }
            | Self::SayInTopic { .. }
            | Self::SayAsChannel { .. }
            | Self::SayAnonymously { .. }
            | Self::SayByGuestBot { .. }
            | Self::SayViaBot { .. }
            | Self::Forward { .. }
            | Self::Reply { .. }
            | Self::ForwardChannelPost { .. }
            | Self::StartPrivate { .. }
            | Self::ShareChat { .. }
            | Self::SayPrivately { .. } => self.speak(world).map(|message| json!({ "message": message })),
            Self::Press { chat, message, user, row, column } => {
                world.press(chat, message, user, row, column).map(|query| json!({ "callback_query": query }))
            }
            Self::PressPrivately { user, bot, message, row, column } => {
                world.press_privately(user, bot, message, row, column).map(|query| json!({ "callback_query": query }))
            }
            Self::OpenLink { user, url, chat } => world.open_link(user, &url, chat).map(|chat| json!({ "chat": chat })),
            Self::UpgradeToSupergroup { chat } => world.upgrade_to_supergroup(chat).map(|chat| json!({ "chat": chat })),
            Self::RenameChat { .. }
            | Self::RenameUser { .. }
            | Self::SetUsername { .. }
            | Self::SetChatUsername { .. }
            | Self::DeleteChat { .. }
            | Self::DeleteAccount { .. }
            | Self::GiveToken { .. }
            | Self::MakeForum { .. }
            | Self::CloseTopic { .. }
            | Self::ReopenTopic { .. }
            | Self::DeleteTopic { .. } => self.reshape(world).map(|()| json!({})),
            other => other.change(world).map(|()| json!({})),
        }
    }

    fn add_account(self, world: &mut World) -> Value {
        match self {
            Self::AddUser { first_name, username, language_code, id } => {
                let id = match id {
                    Some(id) => {
                        world.add_user_with_id(id, &first_name);
                        id
                    }
                    None => world.add_user(&first_name),
                };
                if let Some(user) = world.user_mut(id) {
                    user.username = username;
                    user.language_code = language_code;
                }
                json!({ "user": id })
            }
            Self::AddBot { token, name, username } => json!({ "bot": world.add_bot(&token, &name, &username) }),
            Self::RevokeToken { token } => {
                world.revoke_token(&token);
                json!({})
            }
            _ => json!({}),
        }
    }

    fn add_chat(self, world: &mut World) -> Done {
        let chat = match self {
            Self::AddSupergroup { creator, title, username } => {
                let chat = world.add_supergroup(creator, &title);
                world.set_chat_username(chat, username.as_deref())?;
                chat
            }
            Self::AddBasicGroup { creator, title } => world.add_basic_group(creator, &title),
            Self::AddChannel { creator, title, username } => world.add_channel(creator, &title, username.as_deref()),
            _ => return Ok(json!({})),
        };
        Ok(json!({ "chat": chat }))
    }

    fn speak(self, world: &mut World) -> Result<i64, Refused> {
        match self {
            Self::Say { chat, user, text } => world.say(chat, user, &text),
            Self::SayInAlbum { chat, user, text, album } => world.say_in_album(chat, user, &text, &album),
            Self::SayInTopic { chat, user, topic, text } => world.say_in_topic(chat, user, topic, &text),
            Self::SayAsChannel { chat, user, channel, text } => world.say_as_channel(chat, user, channel, &text),
            Self::SayAnonymously { chat, admin, text } => world.say_anonymously(chat, admin, &text),
            Self::SayByGuestBot { chat, bot, caller, text } => world.say_by_guest_bot(chat, bot, caller, &text),
            Self::SayViaBot { chat, user, bot, text } => world.say_via_bot(chat, user, bot, &text),
            Self::Forward { chat, user, from_chat, message } => world.forward(chat, user, from_chat, message),
            Self::Reply { chat, user, message, text } => world.reply(chat, user, message, &text),
            Self::ForwardChannelPost { channel, text } => world.forward_channel_post(channel, &text),
            Self::StartPrivate { user, bot, payload } => world.start_private(user, bot, payload.as_deref()),
            Self::ShareChat { user, bot, request, chat } => world.share_chat(user, bot, request, chat),
            Self::SayPrivately { user, bot, text } => world.say_privately(user, bot, &text),
            _ => Err(Refused::NoSuchChat),
        }
    }

    /// What a chat or account is.
    fn reshape(self, world: &mut World) -> Result<(), Refused> {
        match self {
            Self::RenameChat { chat, by, title } => world.rename_chat(chat, by, &title),
            Self::RenameUser { user, first_name } => world.rename_user(user, &first_name),
            Self::SetUsername { user, username } => world.set_username(user, username.as_deref()),
            Self::SetChatUsername { chat, username } => world.set_chat_username(chat, username.as_deref()),
            Self::DeleteChat { chat } => world.delete_chat(chat),
            Self::DeleteAccount { user } => world.delete_account(user),
            Self::GiveToken { bot, token } => world.give_token(bot, &token),
            Self::MakeForum { chat } => world.make_forum(chat),
            Self::CloseTopic { chat, by, topic } => world.close_topic(chat, by, topic),
            Self::ReopenTopic { chat, by, topic } => world.reopen_topic(chat, by, topic),
            Self::DeleteTopic { chat, by, topic } => world.delete_topic(chat, by, topic),
            _ => Ok(()),
        }
    }

    fn change(self, world: &mut World) -> Result<(), Refused> {
        match self {
            Self::Link { channel, group } => world.link(channel, group),
            Self::AddBotAsAdmin { chat, bot, rights } => world.add_bot_as_admin(chat, bot, rights_or_default(rights)),
            Self::SetAdmin { chat, by, user, rights } => world.set_admin(chat, by, user, rights_or_default(rights)),
            Self::Demote { chat, by, user } => world.demote(chat, by, user),
            Self::Kick { chat, by, user, until_date } => world.kick(chat, by, user, until_date),
            Self::Unban { chat, by, user } => world.unban(chat, by, user),
            Self::Restrict { chat, by, user, permissions, until_date } => {
                world.restrict_by(chat, by, user, Permissions::from_json(&permissions), until_date)
            }
            Self::Unrestrict { chat, by, user } => world.unrestrict_by(chat, by, user),
            Self::Delete { chat, by, message } => world.delete_by(chat, by, message),
            Self::SetDefaultPermissions { chat, by, permissions } => {
                world.set_default_permissions(chat, by, Permissions::from_json(&permissions))
            }
            Self::Join { chat, user } => world.join(chat, user),
            Self::AddMember { chat, by, user } => world.add_member(chat, by, user),
            Self::Leave { chat, user } => world.leave(chat, user),
            Self::FollowInviteLink { user, url } => world.follow_invite_link(user, &url),
            Self::RequestToJoin { chat, user } => world.request_to_join(chat, user),
            Self::Approve { chat, by, user } => world.approve_by(chat, by, user),
            Self::SetJoinByRequest { chat, by, is_on, guard_bot } => {
                world.set_join_by_request(chat, by, is_on, guard_bot)
            }
            Self::Edit { chat, user, message, text } => world.edit_message(chat, user, message, &text),
            Self::React { chat, user, message, emoji } => world.react(chat, user, message, &emoji),
            Self::BlockBot { user, bot } => world.block_bot(user, bot),
            Self::UnblockBot { user, bot } => world.unblock_bot(user, bot),
            other => {
                other.change_unconditionally(world);
                Ok(())
            }
        }
    }

    /// What nobody refuses.
    fn change_unconditionally(self, world: &mut World) {
        match self {
            Self::WithdrawRequest { chat, user } => world.withdraw_request(chat, user),
            Self::HideJoinMessages { chat } => world.hide_join_messages(chat),
            Self::SetClockApart { seconds } => world.set_clock_apart(seconds),
            Self::Advance { seconds } => world.advance(Duration::from_secs(seconds)),
            _ => {}
        }
    }
}

/// The rights named, or what a gatekeeper needs.
fn rights_or_default(rights: Option<Value>) -> Rights {
    rights.map_or(Rights::GATEKEEPER, |rights| Rights::from_json(&rights))
}
