//! A small world to try rules on: a public channel, a supergroup, a bot that guards both, and people.

use std::time::Duration;

use portcullis_simulator::world::{PendingUpdate, Permissions, Rights, World};
use portcullis_simulator::{ApiError, Parameters};
use serde_json::{Value, json};

/// The names of things in the world.
pub(crate) struct Town {
    /// The world itself.
    pub(crate) world: World,
    /// An administrator of both chats.
    pub(crate) bot: i64,
    /// Owns both chats.
    pub(crate) owner: i64,
    /// A member of the group.
    pub(crate) ann: i64,
    /// A stranger.
    pub(crate) bob: i64,
    /// A private supergroup.
    pub(crate) group: i64,
    /// A public channel, `@news_of_town`.
    pub(crate) channel: i64,
}

impl Town {
    /// The town on a quiet day: no update is waiting.
    pub(crate) fn new() -> Self {
        let mut world = World::new();
        let bot = world.add_bot("77:token", "Gate", "gate_bot");
        let [owner, ann, bob] = ["Olga", "Ann", "Bob"].map(|name| world.add_user(name));
        let group = world.add_supergroup(owner, "Town");
        let channel = world.add_channel(owner, "News", Some("news_of_town"));
        world.add_bot_as_admin(group, bot, Rights::GATEKEEPER).unwrap();
        world.add_bot_as_admin(channel, bot, Rights::INVITE_USERS).unwrap();
        world.join(group, ann).unwrap();
        world.take_updates();
        Self { world, bot, owner, ann, bob, group, channel }
    }

    /// Calls a method as the bot.
    pub(crate) fn call(&mut self, method: &str, parameters: Value) -> Result<Value, ApiError> {
        let bot = self.bot;
        self.call_as(bot, method, parameters)
    }

    /// Calls a method as any bot.
    pub(crate) fn call_as(&mut self, bot: i64, method: &str, parameters: Value) -> Result<Value, ApiError> {
        let Value::Object(parameters) = parameters else { panic!("parameters are an object") };
        self.world.call(bot, method, &Parameters::from(parameters)).expect("the world has the method")
    }

    /// The text with which a method is refused.
    pub(crate) fn refusal(&mut self, method: &str, parameters: Value) -> String {
        self.call(method, parameters).expect_err("it is refused").description
    }

    /// The status of a member of the group as the bot sees it.
    pub(crate) fn status(&mut self, user: i64) -> Value {
        let group = self.group;
        self.call("getChatMember", json!({ "chat_id": group, "user_id": user })).unwrap()
    }

    /// Mutes somebody in the group.
    pub(crate) fn mute(&mut self, user: i64, until_date: i64) -> Result<Value, ApiError> {
        let group = self.group;
        let permissions = Permissions::NONE.to_json();
        let parameters = json!({ "chat_id": group, "user_id": user, "permissions": permissions,
            "use_independent_chat_permissions": true, "until_date": until_date });
        self.call("restrictChatMember", parameters)
    }

    /// Un-mutes somebody in the group.
    pub(crate) fn unmute(&mut self, user: i64) -> Result<Value, ApiError> {
        let group = self.group;
        let permissions = Permissions::ALL.to_json();
        let parameters = json!({ "chat_id": group, "user_id": user, "permissions": permissions,
            "use_independent_chat_permissions": true });
        self.call("restrictChatMember", parameters)
    }

    /// Sends a text to the group; answers the message's id.
    pub(crate) fn send(&mut self, text: &str) -> i64 {
        let group = self.group;
        self.call("sendMessage", json!({ "chat_id": group, "text": text })).unwrap()["message_id"].as_i64().unwrap()
    }

    /// The waiting updates of the bot.
    pub(crate) fn updates(&mut self) -> Vec<PendingUpdate> {
        let bot = self.bot;
        self.world.take_updates().into_iter().filter(|update| update.bot == bot).collect()
    }

    /// The kinds of the waiting updates of the bot.
    pub(crate) fn kinds(&mut self) -> Vec<&'static str> {
        self.updates().into_iter().map(|update| update.kind).collect()
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, seconds: u64) {
        self.world.advance(Duration::from_secs(seconds));
    }
}
