//! The world's actions as JSON: what a test in another language may let people do.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::world::{Permissions, Refused, Rights, World};

/// One action; `action` is its name, the other fields are its arguments.
#[derive(Debug, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Action {
    AddUser {
        first_name: String,
        username: Option<String>,
        language_code: Option<String>,
        id: Option<i64>,
    },
    AddBot {
        token: String,
        name: String,
        username: String,
    },
    RevokeToken {
        token: String,
    },
    AddSupergroup {
        creator: i64,
        title: String,
        username: Option<String>,
    },
    AddBasicGroup {
        creator: i64,
        title: String,
    },
    AddChannel {
        creator: i64,
        title: String,
        username: Option<String>,
    },
    Link {
        channel: i64,
        group: i64,
    },
    AddBotAsAdmin {
        chat: i64,
        bot: i64,
        rights: Option<Value>,
    },
    SetAdmin {
        chat: i64,
        by: i64,
        user: i64,
        rights: Option<Value>,
    },
    Demote {
        chat: i64,
        by: i64,
        user: i64,
    },
    Kick {
        chat: i64,
        by: i64,
        user: i64,
        #[serde(default)]
        until_date: i64,
    },
    Unban {
        chat: i64,
        by: i64,
        user: i64,
    },
    Restrict {
        chat: i64,
        by: i64,
        user: i64,
        permissions: Value,
        #[serde(default)]
        until_date: i64,
    },
    Unrestrict {
        chat: i64,
        by: i64,
        user: i64,
    },
    Delete {
        chat: i64,
        by: i64,
        message: i64,
    },
    SetDefaultPermissions {
        chat: i64,
        by: i64,
        permissions: Value,
    },
    Join {
        chat: i64,
        user: i64,
    },
    AddMember {
        chat: i64,
        by: i64,
        user: i64,
    },
    Leave {
        chat: i64,
        user: i64,
    },
    FollowInviteLink {
        user: i64,
        url: String,
    },
    RequestToJoin {
        chat: i64,
        user: i64,
    },
    WithdrawRequest {
        chat: i64,
        user: i64,
    },
    Approve {
        chat: i64,
        by: i64,
        user: i64,
    },
    SetJoinByRequest {
        chat: i64,
        by: i64,
        is_on: bool,
        guard_bot: Option<i64>,
    },
    HideJoinMessages {
        chat: i64,
    },
    Say {
        chat: i64,
        user: i64,
        text: String,
    },
    SayInAlbum {
        chat: i64,
        user: i64,
        text: String,
        album: String,
    },
    SayInTopic {
        chat: i64,
        user: i64,
        topic: i64,
        text: String,
    },
    SayAsChannel {
        chat: i64,
        user: i64,
        channel: i64,
        text: String,
    },
    SayAnonymously {
        chat: i64,
        admin: i64,
        text: String,
    },
    SayByGuestBot {
        chat: i64,
        bot: i64,
        caller: i64,
        text: String,
    },
    Reply {
        chat: i64,
        user: i64,
        message: i64,
        text: String,
    },
    Edit {
        chat: i64,
        user: i64,
        message: i64,
        text: String,
    },
    ForwardChannelPost {
        channel: i64,
        text: String,
    },
    Press {
        chat: i64,
        message: i64,
        user: i64,
        #[serde(default)]
        row: usize,
        #[serde(default)]
        column: usize,
    },
    PressPrivately {
        user: i64,
        bot: i64,
        message: i64,
        #[serde(default)]
        row: usize,
        #[serde(default)]
        column: usize,
    },
    StartPrivate {
        user: i64,
        bot: i64,
        payload: Option<String>,
    },
    SayPrivately {
        user: i64,
        bot: i64,
        text: String,
    },
    BlockBot {
        user: i64,
        bot: i64,
    },
    UnblockBot {
        user: i64,
        bot: i64,
    },
    UpgradeToSupergroup {
        chat: i64,
    },
    Advance {
        seconds: u64,
    },
}

/// The fields of the answer, or why the action was refused.
type Done = Result<Value, Refused>;

impl Action {
    /// Lets it happen; the answer holds the id of what came to be, if anything did.
    pub(crate) fn perform(self, world: &mut World) -> Done {
        match self {
            Self::AddUser { .. } | Self::AddBot { .. } | Self::RevokeToken { .. } => Ok(self.add_account(world)),
            Self::AddSupergroup { .. } | Self::AddBasicGroup { .. } | Self::AddChannel { .. } => {
                Ok(self.add_chat(world))
            }
            Self::Say { .. }
            | Self::SayInAlbum { .. }
            | Self::SayInTopic { .. }
            | Self::SayAsChannel { .. }
            | Self::SayAnonymously { .. }
            | Self::SayByGuestBot { .. }
            | Self::Reply { .. }
            | Self::ForwardChannelPost { .. }
            | Self::StartPrivate { .. }
            | Self::SayPrivately { .. } => self.speak(world).map(|message| json!({ "message": message })),
            Self::Press { chat, message, user, row, column } => {
                world.press(chat, message, user, row, column).map(|query| json!({ "callback_query": query }))
            }
            Self::PressPrivately { user, bot, message, row, column } => {
                world.press_privately(user, bot, message, row, column).map(|query| json!({ "callback_query": query }))
            }
            Self::UpgradeToSupergroup { chat } => world.upgrade_to_supergroup(chat).map(|chat| json!({ "chat": chat })),
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

    fn add_chat(self, world: &mut World) -> Value {
        let chat = match self {
            Self::AddSupergroup { creator, title, username } => {
                let chat = world.add_supergroup(creator, &title);
                world.set_chat_username(chat, username.as_deref());
                chat
            }
            Self::AddBasicGroup { creator, title } => world.add_basic_group(creator, &title),
            Self::AddChannel { creator, title, username } => world.add_channel(creator, &title, username.as_deref()),
            _ => return json!({}),
        };
        json!({ "chat": chat })
    }

    fn speak(self, world: &mut World) -> Result<i64, Refused> {
        match self {
            Self::Say { chat, user, text } => world.say(chat, user, &text),
            Self::SayInAlbum { chat, user, text, album } => world.say_in_album(chat, user, &text, &album),
            Self::SayInTopic { chat, user, topic, text } => world.say_in_topic(chat, user, topic, &text),
            Self::SayAsChannel { chat, user, channel, text } => world.say_as_channel(chat, user, channel, &text),
            Self::SayAnonymously { chat, admin, text } => world.say_anonymously(chat, admin, &text),
            Self::SayByGuestBot { chat, bot, caller, text } => world.say_by_guest_bot(chat, bot, caller, &text),
            Self::Reply { chat, user, message, text } => world.reply(chat, user, message, &text),
            Self::ForwardChannelPost { channel, text } => world.forward_channel_post(channel, &text),
            Self::StartPrivate { user, bot, payload } => world.start_private(user, bot, payload.as_deref()),
            Self::SayPrivately { user, bot, text } => world.say_privately(user, bot, &text),
            _ => Err(Refused::NoSuchChat),
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
            Self::Advance { seconds } => world.advance(Duration::from_secs(seconds)),
            _ => {}
        }
    }
}

/// The rights named, or what a gatekeeper needs.
fn rights_or_default(rights: Option<Value>) -> Rights {
    rights.map_or(Rights::GATEKEEPER, |rights| Rights::from_json(&rights))
}
