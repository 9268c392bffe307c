//! Chats and links as the Bot API shows them.

use serde_json::{Value, json};

use crate::world::chat::{Chat, ChatKind};
use crate::world::{
    invite_link::InviteLink, place::Place, rights::Rights, state::World, user::User, version::BotApiVersion,
};

impl World {
    pub(in crate::world) fn user_json(&self, user: i64) -> Value {
        self.users.get(&user).map_or(Value::Null, User::to_json)
    }

    /// [`Chat`](https://core.telegram.org/bots/api#chat).
    pub(in crate::world) fn chat_json(&self, chat: i64) -> Value {
        self.chats.get(&chat).map_or(Value::Null, chat_object)
    }

    /// [`Chat`](https://core.telegram.org/bots/api#chat) of any place; a private one is about the person.
    pub(in crate::world) fn place_json(&self, place: Place) -> Value {
        match place {
            Place::Chat(chat) => self.chat_json(chat),
            Place::Private { user, .. } => self.private_object(user),
        }
    }

    fn private_object(&self, user: i64) -> Value {
        let mut object = json!({ "id": user, "type": "private" });
        let Some(user) = self.users.get(&user) else { return object };
        object["first_name"] = json!(user.first_name);
        for (name, value) in [("last_name", &user.last_name), ("username", &user.username)] {
            if let Some(value) = value {
                object[name] = json!(value);
            }
        }
        object
    }

    /// [`ChatFullInfo`](https://core.telegram.org/bots/api#chatfullinfo) as `bot` sees it.
    pub(in crate::world) fn full_chat_json(&self, place: Place, bot: i64) -> Value {
        let mut object = match place {
            Place::Private { user, .. } => self.private_object(user),
            Place::Chat(id) => self.chats.get(&id).map(chat_object).unwrap_or_default(),
        };
        object["accent_color_id"] = json!(0);
        object["max_reaction_count"] = json!(11);
        object["accepted_gift_types"] = json!({
            "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
            "premium_subscription": false, "gifts_from_channels": false,
        });
        if let Place::Chat(id) = place
            && let Some(chat) = self.chats.get(&id)
        {
            self.write_details(chat, bot, &mut object);
        }
        object
    }

    fn write_details(&self, chat: &Chat, bot: i64, object: &mut Value) {
        if chat.kind != ChatKind::Channel {
            object["permissions"] = chat.permissions.to_json();
        }
        if let Some(username) = &chat.username {
            object["active_usernames"] = json!([username]);
        }
        if let Some(linked) = chat.linked_chat {
            object["linked_chat_id"] = json!(linked);
        }
        for (name, flag) in
            [("join_by_request", chat.join_by_request), ("join_to_send_messages", chat.join_to_send_messages)]
        {
            if flag {
                object[name] = json!(true);
            }
        }
        let own_link = chat.invite_links.iter().find(|link| link.is_primary && !link.is_revoked && link.creator == bot);
        if let Some(link) = own_link.filter(|_| self.has_right(chat.id, bot, Rights::INVITE_USERS)) {
            object["invite_link"] = json!(link.url);
        }
        if let Some(guard) = chat.guard_bot.filter(|_| self.bot_api_version >= BotApiVersion::V10_1) {
            object["guard_bot"] = self.user_json(guard);
        }
    }

    /// [`ChatInviteLink`](https://core.telegram.org/bots/api#chatinvitelink).
    pub(in crate::world) fn invite_link_json(&self, chat: i64, url: &str) -> Option<Value> {
        let link = self.chats.get(&chat)?.invite_links.iter().find(|link| link.url == url)?;
        Some(self.link_json(link))
    }

    pub(in crate::world) fn link_json(&self, link: &InviteLink) -> Value {
        let mut object = json!({
            "invite_link": link.url,
            "creator": self.user_json(link.creator),
            "creates_join_request": link.creates_join_request,
            "is_primary": link.is_primary,
            "is_revoked": link.is_revoked,
        });
        if let Some(name) = &link.name {
            object["name"] = json!(name);
        }
        for (name, value) in [("expire_date", link.expire_date), ("member_limit", link.member_limit)] {
            if let Some(value) = value {
                object[name] = json!(value);
            }
        }
        object
    }
}

fn chat_object(chat: &Chat) -> Value {
    let mut object = json!({ "id": chat.id, "type": chat.kind.name(), "title": chat.title });
    if let Some(username) = &chat.username {
        object["username"] = json!(username);
    }
    if chat.is_forum {
        object["is_forum"] = json!(true);
    }
    object
}
