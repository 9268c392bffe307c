//! The world as JSON: what people see, for tests in other languages and for pages.

use serde_json::{Value, json};

use crate::simulator::State;
use crate::world::{Chat, Message, Service, Status, User, World};

/// Everybody and everything, and how many updates each bot has not confirmed. No token is in it.
pub(crate) fn state(state: &mut State) -> Value {
    let now = state.world.now();
    let bots: Vec<i64> = state.world.users().filter(|user| user.bot.is_some()).map(|user| user.id).collect();
    let pending: Vec<Value> = bots
        .iter()
        .map(|bot| {
            let queue = state.queue(*bot);
            json!({ "bot": bot, "pending": queue.waiting(now).len(), "confirmed": queue.confirmed() })
        })
        .collect();
    let world = &state.world;
    json!({
        "now": now,
        "users": world.users().map(User::to_json).collect::<Vec<_>>(),
        "chats": world.chats().map(|chat| chat_json(world, chat)).collect::<Vec<_>>(),
        "private_chats": private_chats(world, &bots),
        "updates": pending,
    })
}

fn chat_json(world: &World, chat: &Chat) -> Value {
    let now = world.now();
    let members = chat.members.keys().map(|user| member_json(world, chat, *user, now));
    json!({
        "id": chat.id,
        "type": chat.kind.name(),
        "title": chat.title,
        "username": chat.username,
        "linked_chat": chat.linked_chat,
        "migrated_to": chat.migrated_to,
        "members": members.collect::<Vec<_>>(),
        "join_requests": chat.join_requests.keys().collect::<Vec<_>>(),
        "messages": world.visible_messages(chat.id).iter().map(message_json).collect::<Vec<_>>(),
    })
}

fn member_json(world: &World, chat: &Chat, user: i64, now: i64) -> Value {
    let status = chat.status(user, now);
    let until_date = match status {
        Status::Restricted { until_date, .. } | Status::Kicked { until_date } => Some(until_date),
        _ => None,
    };
    json!({
        "user": user,
        "status": status.name(),
        "is_member": status.is_member(),
        "is_muted": world.is_muted(chat.id, user),
        "until_date": until_date,
    })
}

fn message_json(message: &Message) -> Value {
    json!({
        "id": message.id,
        "date": message.date,
        "edit_date": message.edit_date,
        "from": message.from,
        "sender_chat": message.sender_chat,
        "text": message.text,
        "entities": message.entities,
        "reply_markup": message.reply_markup,
        "reply_to": message.reply_to,
        "thread_id": message.thread_id,
        "media_group_id": message.media_group_id,
        "service": message.service.as_ref().map(service_name),
    })
}

fn service_name(service: &Service) -> &'static str {
    match service {
        Service::ChatShared { .. } => "chat_shared",
        Service::NewChatMembers(_) => "new_chat_members",
        Service::LeftChatMember(_) => "left_chat_member",
        Service::Created => "created",
        Service::NewChatTitle(_) => "new_chat_title",
        Service::ForumTopicCreated(_) => "forum_topic_created",
        Service::ForumTopicClosed => "forum_topic_closed",
        Service::ForumTopicReopened => "forum_topic_reopened",
        Service::MigrateToChatId(_) => "migrate_to_chat_id",
        Service::MigrateFromChatId(_) => "migrate_from_chat_id",
    }
}

fn private_chats(world: &World, bots: &[i64]) -> Vec<Value> {
    let pairs = bots.iter().flat_map(|bot| world.users().map(|user| (*bot, user.id)));
    let chats = pairs.filter_map(|(bot, user)| {
        let chat = world.private_chat_of(user, bot)?;
        Some(json!({
            "bot": bot,
            "user": user,
            "is_started": chat.is_started,
            "is_blocked": chat.is_blocked,
            "keyboard": chat.keyboard,
            "messages": world.private_messages(user, bot).iter().map(message_json).collect::<Vec<_>>(),
        }))
    });
    chats.collect()
}
