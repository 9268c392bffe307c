//! What changes, and which bots get an update about it.

use serde_json::{Value, json};

use crate::world::update::{JoinedVia, PendingUpdate};
use crate::world::{
    chat::ChatKind,
    entities,
    message::Message,
    place::Place,
    rights::Rights,
    state::World,
    status::{Mute, Status},
};

impl World {
    /// The updates that arose since the last time, for all bots entitled to them, in order.
    pub fn take_updates(&mut self) -> Vec<PendingUpdate> {
        std::mem::take(&mut self.updates)
    }

    pub(super) fn emit(&mut self, bot: i64, kind: &'static str, lane: i64, payload: Value) {
        let date = self.now();
        self.updates.push(PendingUpdate { bot, kind, lane, date, payload });
    }

    /// Emits the updates about a new message.
    fn emit_message(&mut self, place: Place, id: i64) {
        let kind = if self.is_channel(place) { "channel_post" } else { "message" };
        self.emit_to_receivers(kind, place, id);
    }

    /// Emits the updates about an edited message.
    pub(super) fn emit_edited_message(&mut self, place: Place, id: i64) {
        let kind = if self.is_channel(place) { "edited_channel_post" } else { "edited_message" };
        self.emit_to_receivers(kind, place, id);
    }

    fn emit_to_receivers(&mut self, kind: &'static str, place: Place, id: i64) {
        let lane = place.id_for_bots();
        for bot in self.receivers(place, id) {
            let payload = self.message_json(place, id);
            self.emit(bot, kind, lane, payload);
        }
    }

    fn is_channel(&self, place: Place) -> bool {
        matches!(place, Place::Chat(id) if self.chats.get(&id).is_some_and(|chat| chat.kind == ChatKind::Channel))
    }

    /// The bots that get a message.
    fn receivers(&self, place: Place, id: i64) -> Vec<i64> {
        match place {
            Place::Private { bot, .. } => vec![bot],
            Place::Chat(chat) => self.bots_in(chat).filter(|bot| self.receives(*bot, chat, id)).collect(),
        }
    }

    /// Whether a message reaches a bot of the chat.
    ///
    /// Administrators and bots without [privacy mode](https://core.telegram.org/bots/features#privacy-mode) get
    /// everything but the messages of bots, others only service messages, commands and answers to themselves.
    fn receives(&self, bot: i64, chat: i64, id: i64) -> bool {
        let Some(group) = self.chats.get(&chat) else { return false };
        let Some(message) = group.messages.find(id) else { return false };
        let is_by_bot = message.from.is_some_and(|from| self.is_own_bot(from)) && message.guest_caller.is_none();
        if is_by_bot {
            return false;
        }
        let sees_all = self.users.get(&bot).and_then(|user| user.bot.as_ref());
        if sees_all.is_some_and(|profile| profile.can_read_all_group_messages)
            || group.status(bot, self.now()).is_administrator()
            || message.service.is_some()
        {
            return true;
        }
        let replied = message.reply_to.and_then(|id| group.messages.find_even_deleted(id));
        let username = self.users.get(&bot).and_then(|user| user.username.as_deref()).unwrap_or_default();
        replied.is_some_and(|message| message.from == Some(bot)) || entities::is_command_for(&message.text, username)
    }

    /// Changes what `user` is in `chat`, by the action of `by`, and emits the updates. Without a change there are none.
    pub(super) fn set_status(&mut self, chat: i64, user: i64, by: i64, new: Status, joined_via: &JoinedVia) {
        let now = self.now();
        let Some(group) = self.chats.get_mut(&chat) else { return };
        let old = group.status(user, now);
        group.members.insert(user, new);
        if old == new {
            return;
        }
        if let Some((_, until_date)) = new.mute().filter(|mute| old.mute() != Some(*mute)) {
            self.mutes.push(Mute { chat, user, by, at: now, until_date });
        }
        let payload = self.chat_member_updated(chat, user, by, (old, new), joined_via);
        if self.is_own_bot(user) {
            self.known_chats.entry(user).or_default().insert(chat);
            self.emit(user, "my_chat_member", chat, payload.clone());
        }
        let others: Vec<i64> = self.bots_in(chat).filter(|bot| *bot != user && self.is_admin(chat, *bot)).collect();
        for bot in others {
            self.emit(bot, "chat_member", user, payload.clone());
        }
    }

    fn chat_member_updated(
        &self,
        chat: i64,
        user: i64,
        by: i64,
        (old, new): (Status, Status),
        joined_via: &JoinedVia,
    ) -> Value {
        let mut object = json!({
            "chat": self.chat_json(chat), "from": self.user_json(by), "date": self.now(),
            "old_chat_member": self.member_json(chat, user, old),
            "new_chat_member": self.member_json(chat, user, new),
        });
        if let Some(link) = &joined_via.invite_link {
            object["invite_link"] = link.clone();
        }
        if joined_via.by_request {
            object["via_join_request"] = json!(true);
        }
        object
    }

    /// Emits the updates about a request to join.
    pub(super) fn emit_join_request(&mut self, chat: i64, user: i64) {
        let Some(group) = self.chats.get(&chat) else { return };
        let Some(request) = group.join_requests.get(&user).cloned() else { return };
        let guard = group.guard_bot;
        let link = request.invite_link.as_deref().and_then(|url| self.invite_link_json(chat, url));
        let inviters: Vec<i64> =
            self.bots_in(chat).filter(|bot| self.has_right(chat, *bot, Rights::INVITE_USERS)).collect();
        for bot in inviters {
            let mut payload = json!({
                "chat": self.chat_json(chat), "from": self.user_json(user), "user_chat_id": user, "date": request.date,
            });
            if let Some(link) = &link {
                payload["invite_link"] = link.clone();
            }
            if let Some(query_id) = request.query_id.as_ref().filter(|_| guard == Some(bot)) {
                payload["query_id"] = json!(query_id);
            }
            self.private_chat(bot, user).open_until = request.date + 300;
            self.emit(bot, "chat_join_request", user, payload);
        }
    }

    /// Puts a message into its chat, dated now, and emits the updates about it. Answers its id (0: no such chat).
    pub(super) fn put_message(&mut self, place: Place, mut message: Message) -> i64 {
        message.date = self.now();
        let Some(id) = self.messages_mut(place).map(|messages| messages.add(message)) else { return 0 };
        let is_outgoing = matches!(place, Place::Private { bot, .. }
            if self.messages(place).and_then(|all| all.find(id)).is_some_and(|message| message.from == Some(bot)));
        if !is_outgoing {
            self.emit_message(place, id);
        }
        id
    }
}
