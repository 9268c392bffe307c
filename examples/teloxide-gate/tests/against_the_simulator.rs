//! The program itself, before a simulated Telegram.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use portcullis_simulator::{
    Effect, Fault, Simulator, SimulatorServer, World,
    world::{Permissions, Rights},
};

const TOKEN: &str = "4242:secret";
const TIMEOUT: Duration = Duration::from_secs(20);

/// How often one judgement asks what somebody is: in the group and in its channel.
const LOOK_UPS: usize = 2;

/// A group with a channel, the bot in both, and the program at work.
struct Town {
    telegram: Simulator,
    server: SimulatorServer,
    program: Program,
    bot: i64,
    owner: i64,
    group: i64,
    channel: i64,
}

/// The program, which a test that fails ends too.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and is as it should be.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Town {
    async fn new() -> Self {
        let telegram = Simulator::new();
        let bot = telegram.add_bot(TOKEN, "Gate", "gate_bot");
        let owner = telegram.add_user("Olga");
        let group = telegram.add_supergroup(owner, "Town square");
        let channel = telegram.add_channel(owner, "Town news", Some("town_news"));
        telegram.add_bot_as_admin(group, bot, Rights::GATEKEEPER).unwrap();
        telegram.add_bot_as_admin(channel, bot, Rights::INVITE_USERS).unwrap();
        let (server, url) = SimulatorServer::start(telegram.clone(), "127.0.0.1:0").await.unwrap();
        let program = Command::new(env!("CARGO_BIN_EXE_teloxide-gate"))
            .envs([("TELOXIDE_TOKEN", TOKEN), ("TELOXIDE_API_URL", url.as_str()), ("NO_PROXY", "127.0.0.1")])
            .envs([("GATE_GROUP", group.to_string()), ("GATE_CHANNEL", channel.to_string())])
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let program = Program(program);
        Self { telegram, server, program, bot, owner, group, channel }
    }

    /// Somebody new in the group, who is in no channel.
    fn stranger(&self, name: &str) -> i64 {
        let stranger = self.telegram.add_user(name);
        self.telegram.join(self.group, stranger).unwrap();
        stranger
    }

    async fn until(&self, is_so: impl FnMut(&World) -> bool) {
        self.telegram.wait_until(TIMEOUT, is_so).await.unwrap();
    }

    /// Waits until the program has asked so often what somebody is, has taken every update, and calls no more.
    async fn until_all_is_judged(&self, look_ups: usize) {
        self.telegram.wait_for_calls("getChatMember", look_ups, TIMEOUT).await.unwrap();
        self.telegram.wait_until_confirmed(self.bot, TIMEOUT).await.unwrap();
        self.telegram.quiet_for(Duration::from_millis(300)).await;
    }

    fn texts(&self) -> Vec<String> {
        let messages = self.telegram.visible_messages(self.group).into_iter();
        messages.map(|message| message.text).filter(|text| !text.is_empty()).collect()
    }

    async fn end(self) {
        drop(self.program);
        assert_eq!(self.telegram.violations(), []);
        self.server.stop().await;
    }
}

#[tokio::test]
async fn a_stranger_who_speaks_is_muted_and_joining_the_channel_frees_them() {
    let town = Town::new().await;
    let stranger = town.stranger("Sam");
    town.telegram.say(town.group, stranger, "buy cheap tea").unwrap();
    town.until(|world| world.is_muted(town.group, stranger)).await;
    town.telegram.wait_for_calls("sendMessage", 1, TIMEOUT).await.unwrap();
    assert_eq!(town.texts(), ["Join our channel: then you can write here."]);

    town.telegram.join(town.channel, stranger).unwrap();
    town.until(|world| !world.is_muted(town.group, stranger)).await;
    town.telegram.say(town.group, stranger, "hello").unwrap();
    town.until_all_is_judged(3 * LOOK_UPS).await;
    assert_eq!(town.texts().last().map(String::as_str), Some("hello"));
    assert_eq!(town.telegram.calls_of("restrictChatMember").len(), 2);
    town.end().await;
}

#[tokio::test]
async fn members_and_admins_speak_freely_and_nothing_is_concluded_from_a_failed_look_up() {
    let town = Town::new().await;
    let (member, stranger) = (town.stranger("Mia"), town.stranger("Sam"));
    town.telegram.join(town.channel, member).unwrap();
    let fault = Fault::new("getChatMember", Effect::Garbage).in_chat(town.channel);
    let fault = town.telegram.inject(fault.about(stranger));
    for (user, text) in [(town.owner, "welcome"), (member, "good morning"), (stranger, "good evening")] {
        town.telegram.say(town.group, user, text).unwrap();
    }
    town.until_all_is_judged(3 * LOOK_UPS).await;
    assert_eq!(town.texts(), ["welcome", "good morning", "good evening"]);
    assert_eq!(fault.hits(), 1);
    assert!(town.telegram.calls_of("restrictChatMember").is_empty());
    town.end().await;
}

#[tokio::test]
async fn what_an_admin_has_made_of_a_mute_stands() {
    let town = Town::new().await;
    let stranger = town.stranger("Sam");
    town.telegram.say(town.group, stranger, "buy cheap tea").unwrap();
    town.until(|world| world.is_muted(town.group, stranger)).await;
    let forever = |world: &mut World| world.restrict_by(town.group, town.owner, stranger, Permissions::NONE, 0);
    town.telegram.act(forever).unwrap();

    town.telegram.join(town.channel, stranger).unwrap();
    town.until_all_is_judged(2 * LOOK_UPS).await;
    assert!(town.telegram.is_muted(town.group, stranger));
    assert_eq!(town.telegram.calls_of("restrictChatMember").len(), 1);
    town.end().await;
}
