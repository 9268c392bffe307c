//! Chats and links as the Bot API shows them.

use serde_json::{Map, Value, json};

use crate::world::chat::{Chat, ChatKind};
use crate::world::invite_link::InviteLink;
use crate::world::place::Place;
use crate::world::rights::Rights;
use crate::world::state::World;
use crate::world::user::User;
use crate::world::version::BotApiVersion;

impl World {
    pub(in crate::world) fn user_json(&self, user: i64) -> Value {
        self.users.get(&user).map_or(Value::Null, User::to_json)
    }

    /// [`Chat`](https://core.telegram.org/bots/api#chat).
    pub(in crate::world) fn chat_json(&self, chat: i64) -> Value {
        self.chats.get(&chat).map_or(Value::Null, |chat| Value::Object(chat_object(chat)))
    }

    /// [`Chat`](https://core.telegram.org/bots/api#chat) of any place; a private one is about the person.
    pub(in crate::world) fn place_json(&self, place: Place) -> Value {
        match place {
            Place::Chat(chat) => self.chat_json(chat),
            Place::Private { user, .. } => Value::Object(self.private_object(user)),
        }
    }

    fn private_object(&self, user: i64) -> Map<String, Value> {
        let mut object = Map::new();
        object.insert("id".to_owned(), json!(user));
        object.insert("type".to_owned(), json!("private"));
        let Some(user) = self.users.get(&user) else { return object };
        object.insert("first_name".to_owned(), json!(user.first_name));
        for (name, value) in [("last_name", &user.last_name), ("username", &user.username)] {
            if let Some(value) = value {
                object.insert(name.to_owned(), json!(value));
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
        object.insert("accent_color_id".to_owned(), json!(0));
        object.insert("max_reaction_count".to_owned(), json!(11));
        object.insert(
            "accepted_gift_types".to_owned(),
            json!({
                "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
                "premium_subscription": false, "gifts_from_channels": false,
            }),
        );
        if let Place::Chat(id) = place
            && let Some(chat) = self.chats.get(&id)
        {
            self.write_details(chat, bot, &mut object);
        }
        Value::Object(object)
    }

    fn write_details(&self, chat: &Chat, bot: i64, object: &mut Map<String, Value>) {
        if chat.kind != ChatKind::Channel {
            object.insert("permissions".to_owned(), chat.permissions.to_json());
        }
        if let Some(username) = &chat.username {
            object.insert("active_usernames".to_owned(), json!([username]));
        }
        if let Some(linked) = chat.linked_chat {
            object.insert("linked_chat_id".to_owned(), json!(linked));
        }
        for (name, flag) in
            [("join_by_request", chat.join_by_request), ("join_to_send_messages", chat.join_to_send_messages)]
        {
            if flag {
                object.insert(name.to_owned(), json!(true));
            }
        }
        let own_link = chat.invite_links.iter().find(|link| link.is_primary && !link.is_revoked && link.creator == bot);
        if let Some(link) = own_link.filter(|_| self.has_right(chat.id, bot, Rights::INVITE_USERS)) {
            object.insert("invite_link".to_owned(), json!(link.url));
        }
        if let Some(guard) = chat.guard_bot.filter(|_| self.bot_api_version >= BotApiVersion::V10_1) {
            object.insert("guard_bot".to_owned(), self.user_json(guard));
        }
    }

    /// [`ChatInviteLink`](https://core.telegram.org/bots/api#chatinvitelink).
    pub(in crate::world) fn invite_link_json(&self, chat: i64, url: &str) -> Option<Value> {
        let link = self.chats.get(&chat)?.invite_links.iter().find(|link| link.url == url)?;
        Some(self.link_json(link))
    }

    pub(in crate::world) fn link_json(&self, link: &InviteLink) -> Value {
        let mut object = Map::new();
        object.insert("invite_link".to_owned(), json!(link.url));
        object.insert("creator".to_owned(), self.user_json(link.creator));
        object.insert("creates_join_request".to_owned(), json!(link.creates_join_request));
        object.insert("is_primary".to_owned(), json!(link.is_primary));
        object.insert("is_revoked".to_owned(), json!(link.is_revoked));
        if let Some(name) = &link.name {
            object.insert("name".to_owned(), json!(name));
        }
        for (name, value) in [("expire_date", link.expire_date), ("member_limit", link.member_limit)] {
            if let Some(value) = value {
                object.insert(name.to_owned(), json!(value));
            }
        }
        Value::Object(object)
    }
}

fn chat_object(chat: &Chat) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(chat.id));
    object.insert("type".to_owned(), json!(chat.kind.name()));
    object.insert("title".to_owned(), json!(chat.title));
    if let Some(username) = &chat.username {
        object.insert("username".to_owned(), json!(username));
    }
    if chat.is_forum {
        object.insert("is_forum".to_owned(), json!(true));
    }
    object
}
