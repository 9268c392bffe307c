//! What a story lets happen on its stage: topics, another bot, updates that go astray, presses and their answers.

use portcullis_simulator::{
    Effect, Fault, FaultHandle, UpdateEffect, UpdateFault, UpdateFaultHandle, World,
    world::{CallbackAnswer, Message, Permissions, Rights},
};
use serde_json::json;

use crate::{
    Stage,
    stage::{WAIT_TIMEOUT, has_spoken},
};

impl Stage {
    /// The owner makes the group a forum and a topic in it; gives the topic's number.
    ///
    /// # Panics
    ///
    /// If it is a forum already.
    pub fn make_forum(&self) -> i64 {
        let made = self.simulator.act(|world| {
            world.make_forum(self.group)?;
            world.add_topic(self.group, self.owner, "Tea of the day")
        });
        made.expect("the owner may make a forum")
    }

    /// The owner closes a topic, [`GENERAL`](portcullis_simulator::world::GENERAL) too.
    ///
    /// # Panics
    ///
    /// If there is no such topic.
    pub fn close_topic(&self, topic: i64) {
        let closed = self.simulator.act(|world| world.close_topic(self.group, self.owner, topic));
        closed.expect("the owner may close a topic");
    }

    /// Somebody writes in a topic; `None` if they are muted.
    pub fn say_in_topic(&self, person: i64, topic: i64, text: &str) -> Option<i64> {
        self.simulator.act(|world| world.say_in_topic(self.group, person, topic, text)).ok()
    }

    /// The owner protects the group with another channel too, `@cake_news`; gives its id.
    ///
    /// # Panics
    ///
    /// If the bot does not say in time that it is done.
    pub async fn protect_with_another_channel(&self) -> i64 {
        let second = self.simulator.act(|world| {
            let second = world.add_channel(self.owner, "Cake news", Some("cake_news"));
            world.add_bot_as_admin(second, self.bot, Rights::INVITE_USERS).expect("the owner may appoint the bot");
            second
        });
        self.owner_says("/protect @cake_news");
        self.until("both channels are asked for", |world| {
            has_spoken(world, self.group, self.bot, |message| message.text.contains("Cake news"))
        })
        .await;
        second
    }

    /// Somebody joins a chat, and no update tells it.
    ///
    /// # Panics
    ///
    /// If Telegram would not let them.
    pub fn join_unnoticed(&self, chat: i64, person: i64) {
        let joined = self.simulator.act(|world| {
            let joined = world.join(chat, person);
            world.take_updates();
            joined
        });
        joined.expect("the chat is open");
    }

    /// Somebody joins the group whom the bot mutes, and Telegram holds that call, before or after it is carried out; gives
    /// their id, and what releases the call.
    ///
    /// # Panics
    ///
    /// If the group does not let them in.
    pub async fn join_while_the_mute_is_held(&self, name: &str, effect: Effect) -> (i64, FaultHandle) {
        let person = self.simulator.add_user(name);
        let held = self.simulator.inject(Fault::new("restrictChatMember", effect).about(person).once());
        self.simulator.join(self.group, person).expect("the group is open");
        held.held().await;
        // Telegram has been told of it, and does not send it again.
        self.simulator.wait_until_confirmed(self.bot, WAIT_TIMEOUT).await.expect("it is stored");
        (person, held)
    }

    /// Another bot, which may do in the group what ours may; gives its id.
    ///
    /// # Panics
    ///
    /// If the owner may not appoint it.
    pub fn second_bot(&self, username: &str) -> i64 {
        self.simulator.act(|world| {
            let token = format!("{}:another_bots_token", 5_000_000 + world.users().count());
            let bot = world.add_bot(&token, username, username);
            world.add_bot_as_admin(self.group, bot, Rights::GATEKEEPER).expect("the owner may appoint a bot");
            bot
        })
    }

    /// An administrator, person or bot, leaves somebody all permissions but `without`
    /// ([`Permissions::NONE`]: an un-mute in full).
    ///
    /// # Panics
    ///
    /// If Telegram would not let them.
    pub fn unmute_but(&self, by: i64, person: i64, without: Permissions) {
        let permissions = Permissions::ALL.without(without);
        let done = self.simulator.act(|world| world.restrict_by(self.group, by, person, permissions, 0));
        done.expect("an administrator may un-mute");
    }

    /// The update that somebody has written in a group, for an instance that Telegram does not deliver to; Telegram's
    /// own updates have other numbers.
    #[must_use]
    pub fn message_update(&self, group: i64, number: i64, from: i64, text: &str) -> String {
        let (title, name) = self.simulator.read(|world| {
            let title = world.chat(group).map(|chat| chat.title.clone());
            (title, world.user(from).map_or_else(|| "Somebody".to_owned(), |user| user.first_name.clone()))
        });
        let message = json!({
            "message_id": 100_000 + number,
            "date": self.simulator.read(World::now),
            "chat": {"id": group, "type": "supergroup", "title": title.unwrap_or_default()},
            "from": {"id": from, "is_bot": false, "first_name": name},
            "text": text,
        });
        json!({"update_id": 900_000_000 + number, "message": message}).to_string()
    }

    /// From now on the bot's updates of this kind are lost.
    pub fn lose_updates(&self, kind: &str) -> UpdateFaultHandle {
        self.simulator.inject_on_updates(UpdateFault::new(kind, UpdateEffect::Lose).of_bot(self.bot))
    }

    /// From now on the bot's updates of this kind are held back until released.
    pub fn hold_updates(&self, kind: &str) -> UpdateFaultHandle {
        self.simulator.inject_on_updates(UpdateFault::new(kind, UpdateEffect::Hold).of_bot(self.bot))
    }

    /// What the bot answers to a message of a group.
    ///
    /// # Panics
    ///
    /// If no answer comes in time.
    pub async fn answer_in(&self, group: i64, message: i64) -> Message {
        let answers = |answer: &Message| answer.from == Some(self.bot) && answer.reply_to == Some(message);
        self.until("the bot answers", |world| world.visible_messages(group).iter().any(answers)).await;
        let answer = self.simulator.read(|world| world.visible_messages(group).into_iter().find(answers));
        answer.expect("it stands there")
    }

    /// In how many seconds from now the mute of somebody in the group ends.
    ///
    /// # Panics
    ///
    /// If they are not restricted there.
    #[must_use]
    pub fn muted_for(&self, person: i64) -> i64 {
        let (_, until_date) = self.simulator.member(self.group, person).mute().expect("they are restricted");
        until_date - self.simulator.read(World::now)
    }

    /// Tells the bot that the group has become another, as Telegram tells it: in both chats. Telegram moves only basic groups,
    /// which can't be protected.
    pub fn tell_that_it_moved_to(&self, new: i64) {
        let (old, now) = (self.group, self.simulator.read(World::now));
        for (chat, field, other) in [(old, "migrate_to_chat_id", new), (new, "migrate_from_chat_id", old)] {
            let update = json!({"message": {
                "message_id": 7_000, "date": now, field: other,
                "chat": {"id": chat, "type": "supergroup", "title": "Tea lovers"},
                "from": {"id": self.owner, "is_bot": false, "first_name": "Olga"},
            }});
            self.simulator.push_raw(self.bot, update);
        }
    }

    /// Somebody presses the last button of a notice, «I have joined», and the bot answers.
    ///
    /// # Panics
    ///
    /// If Telegram would not let them, or no answer comes in time.
    pub async fn press_joined(&self, notice: &Message, person: i64) -> CallbackAnswer {
        let rows = notice.reply_markup.as_ref().and_then(|markup| markup["inline_keyboard"].as_array());
        let last = rows.expect("the notice has buttons").len() - 1;
        let pressed = self.simulator.press(self.group, notice.id, person, last, 0);
        let query = pressed.expect("whoever sees a notice may press");
        self.until("the press is answered", |world| world.callback_answer(&query).is_some()).await;
        self.simulator.read(|world| world.callback_answer(&query)).expect("it is answered")
    }
}
