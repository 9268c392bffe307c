//! The settings panel: what an admin taps and answers, and that nobody else can.

use std::time::Duration;

use portcullis_simulator::{
    World,
    world::{CallbackAnswer, Message, Place, Rights},
};
use portcullis_tests::{Stage, stage::has_spoken};
use serde_json::Value;

/// What stands on the buttons of a message, and where each is.
pub(crate) fn buttons(message: &Message) -> Vec<(String, usize, usize)> {
    let rows = message.reply_markup.as_ref().and_then(|markup| markup["inline_keyboard"].as_array().cloned());
    let mut all = Vec::new();
    for (row, buttons) in rows.unwrap_or_default().iter().enumerate() {
        for (column, button) in buttons.as_array().into_iter().flatten().enumerate() {
            all.push((button["text"].as_str().unwrap_or_default().to_owned(), row, column));
        }
    }
    all
}

/// Where the button leads that says this.
fn url(message: &Message, label: &str) -> String {
    let (_, row, column) = buttons(message).into_iter().find(|(text, ..)| text == label).unwrap();
    let markup = message.reply_markup.as_ref().unwrap();
    markup["inline_keyboard"][row][column]["url"].as_str().unwrap().to_owned()
}

/// A group whose owner has opened the panel.
pub(crate) struct Opened {
    pub(crate) stage: Stage,
    /// Where the panel stands.
    place: Place,
    panel: i64,
}

impl Opened {
    async fn in_group() -> Self {
        let stage = Stage::protected().await;
        stage.owner_says("/settings");
        Self::at(stage, |stage| Place::Chat(stage.group)).await
    }

    pub(crate) async fn in_private(stage: Stage) -> Self {
        let link = format!("settings_{}", stage.group);
        stage.simulator.start_private(stage.owner, stage.bot, Some(&link)).unwrap();
        Self::at(stage, |stage| Place::Private { bot: stage.bot, user: stage.owner }).await
    }

    async fn at(stage: Stage, place: impl Fn(&Stage) -> Place) -> Self {
        let place = place(&stage);
        let is_panel = |message: &Message| message.text.contains("Tea lovers") && buttons(message).len() > 10;
        let find = |world: &World| {
            let all = match place {
                Place::Private { bot, user } => world.private_messages(user, bot),
                Place::Chat(chat) => world.visible_messages(chat),
            };
            all.into_iter().find(is_panel).map(|message| message.id)
        };
        stage.until("the panel is there", |world| find(world).is_some()).await;
        let panel = stage.simulator.read(find).unwrap();
        Self { stage, place, panel }
    }

    pub(crate) fn message(&self) -> Message {
        self.stage.simulator.read(|world| match self.place {
            Place::Private { bot, user } => {
                world.private_messages(user, bot).into_iter().find(|message| message.id == self.panel).unwrap()
            }
            Place::Chat(chat) => world.message(chat, self.panel).unwrap().clone(),
        })
    }

    pub(crate) async fn until_it_says(&self, words: &str) {
        self.until(&format!("the panel says «{words}»"), |message| message.text.contains(words)).await;
    }

    pub(crate) async fn until(&self, what: &str, is_so: impl Fn(&Message) -> bool) {
        self.stage
            .until(what, |world| match self.place {
                Place::Private { bot, user } => {
                    world.private_messages(user, bot).iter().any(|message| message.id == self.panel && is_so(message))
                }
                Place::Chat(chat) => world.message(chat, self.panel).is_some_and(&is_so),
            })
            .await;
    }

    async fn answer(&self, press: &str) -> CallbackAnswer {
        self.stage.until("the press is answered", |world| world.callback_answer(press).is_some()).await;
        self.stage.simulator.read(|world| world.callback_answer(press)).unwrap()
    }

    /// Somebody's client sends this for the panel.
    pub(crate) async fn forge(&self, person: i64, data: &str) -> CallbackAnswer {
        let press = self.stage.simulator.act(|world| world.press_data(self.place, self.panel, person, data)).unwrap();
        self.answer(&press).await
    }

    /// The owner taps the button that says this, once it is there.
    pub(crate) async fn tap(&self, label: &str) -> CallbackAnswer {
        let find =
            |message: &Message| buttons(message).into_iter().find(|(text, ..)| text.trim_start_matches("✓ ") == label);
        self.until(&format!("there is a button «{label}»"), |message| find(message).is_some()).await;
        let (_, row, column) = find(&self.message()).unwrap();
        let press = self.stage.simulator.act(|world| match self.place {
            Place::Private { bot, user } => world.press_privately(user, bot, self.panel, row, column),
            Place::Chat(chat) => world.press(chat, self.panel, self.stage.owner, row, column),
        });
        self.answer(&press.unwrap()).await
    }

    /// Waits until the bot asks the owner something in private, and gives the question.
    pub(crate) async fn question(&self) -> Message {
        let (owner, bot) = (self.stage.owner, self.stage.bot);
        let is_question = |message: &Message| message.from == Some(bot) && message.text.starts_with("✍️");
        self.stage
            .until("something is asked", |world| world.private_messages(owner, bot).iter().any(is_question))
            .await;
        let all = self.stage.simulator.read(|world| world.private_messages(owner, bot));
        all.into_iter().rfind(is_question).unwrap()
    }

    /// The owner answers the question; waits until something with these words is said to that.
    pub(crate) async fn reply(&self, question: &Message, text: &str, words: &str) {
        let (owner, bot) = (self.stage.owner, self.stage.bot);
        let sent = self.stage.simulator.act(|world| world.reply_privately(owner, bot, question.id, text)).unwrap();
        self.until_told(owner, sent, words).await;
    }

    /// Waits until the bot tells somebody this, after a message of theirs.
    pub(crate) async fn until_told(&self, person: i64, after: i64, words: &str) {
        let bot = self.stage.bot;
        self.stage
            .until(&format!("it says «{words}»"), |world| {
                let all = world.private_messages(person, bot);
                all.iter().any(|one| one.from == Some(bot) && one.id > after && one.text.contains(words))
            })
            .await;
    }

    /// What is stored of the group's settings.
    async fn until_stored(&self, key: &str, value: &str) {
        let value = value.replace('\'', "''");
        let query = format!(
            "SELECT count(*) FROM protected_groups WHERE group_id = {} AND CAST(params ->> '{key}' AS TEXT) = '{value}'",
            self.stage.group
        );
        self.stage.until_number(&format!("{key} is {value}"), &query, 1).await;
    }
}

#[tokio::test]
async fn a_setting_is_changed_by_three_taps_in_the_group_and_holds_at_once() {
    let opened = Opened::in_group().await;
    opened.until_it_says("Channels needed: all of them").await;
    opened.tap("Check who joins").await;
    opened.until_it_says("is muted at once").await;
    assert_eq!(opened.tap("No").await.text.as_deref(), Some("Saved."));
    opened.until("the mark has moved", |message| buttons(message).iter().any(|(label, ..)| label == "✓ No")).await;
    opened.until_stored("gate_on_join", "0").await;
    opened.tap("Back").await;
    opened.until_it_says("Check people as they join the group: no").await;
    let stage = &opened.stage;
    stage.stranger("Sam");
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 0, "nobody is gated as they join");
    opened.tap("Close").await;
    opened.until("the panel is gone", |message| message.is_deleted).await;
    opened.stage.end().await;
}

#[tokio::test]
async fn a_panel_shows_what_was_changed_meanwhile_and_its_page_is_made_anew() {
    let opened = Opened::in_group().await;
    opened.tap("Channels needed").await;
    let group = opened.stage.group;
    // Another admin has the same panel open.
    let other = opened.stage.simulator.act(|world| {
        let other = world.add_user("Ada");
        world.join(group, other).unwrap();
        world.set_admin(group, opened.stage.owner, other, Rights::MANAGE_CHAT).unwrap();
        other
    });
    let answer = opened.forge(other, &format!("set:{group}:mute_for_days=30")).await;
    assert_eq!(answer.text.as_deref(), Some("Saved."));
    opened.tap("Back").await;
    opened.until_it_says("A mute ends after: 30 days").await;
    opened.stage.end().await;
}

#[tokio::test]
async fn two_admins_who_change_different_settings_at_once_both_have_their_way() {
    let opened = Opened::in_group().await;
    let (group, owner) = (opened.stage.group, opened.stage.owner);
    let changes = ["policy=any", "mode=observe", "mute_for_days=3", "gate_on_leave=false", "on_unknown=restrict"];
    let presses: Vec<String> = opened.stage.simulator.act(|world| {
        let other = world.add_user("Ada");
        world.join(group, other).unwrap();
        world.set_admin(group, owner, other, Rights::MANAGE_CHAT).unwrap();
        let by_turns = [owner, other].into_iter().cycle();
        let press = |(change, person): (&str, i64)| {
            world.press_data(opened.place, opened.panel, person, &format!("set:{group}:{change}")).unwrap()
        };
        changes.into_iter().zip(by_turns).map(press).collect()
    });
    for press in &presses {
        assert_eq!(opened.answer(press).await.text.as_deref(), Some("Saved."));
    }
    for (key, value) in [
        ("policy", "any"),
        ("mode", "observe"),
        ("mute_for_days", "3"),
        ("gate_on_leave", "0"),
        ("on_unknown", "restrict"),
    ] {
        opened.until_stored(key, value).await;
    }
    opened.stage.end().await;
}

#[tokio::test]
async fn nobody_but_an_admin_of_that_very_group_changes_anything() {
    let opened = Opened::in_group().await;
    let (group, owner) = (opened.stage.group, opened.stage.owner);
    let (mia, otto, elsewhere) = opened.stage.simulator.act(|world| {
        let [mia, otto] = ["Mia", "Otto"].map(|name| world.add_user(name));
        world.join(opened.stage.channel, mia).unwrap();
        for person in [mia, otto] {
            world.join(group, person).unwrap();
        }
        let elsewhere = world.add_supergroup(otto, "Coffee lovers");
        let channel = world.add_channel(otto, "Coffee news", Some("coffee_news"));
        world.add_bot_as_admin(elsewhere, opened.stage.bot, Rights::GATEKEEPER).unwrap();
        world.add_bot_as_admin(channel, opened.stage.bot, Rights::INVITE_USERS).unwrap();
        world.say(elsewhere, otto, "/protect @coffee_news").unwrap();
        (mia, otto, elsewhere)
    });
    opened.stage.settle().await;
    for person in [mia, otto] {
        for press in ["", "policy", "policy=any", "close", "ask=notice_text", "from=0", "copy=-1"] {
            let answer = opened.forge(person, &format!("set:{group}:{press}")).await;
            assert!(answer.show_alert && answer.text.unwrap().contains("Only this group’s admins"), "{press}");
        }
    }
    // The owner here is nobody there, whatever the data say.
    for data in [format!("set:{elsewhere}:policy=any"), format!("set:{elsewhere}:close")] {
        assert!(opened.forge(owner, &data).await.show_alert, "{data}");
    }
    // And Otto, an admin there, can't change his group from a message that stands here.
    let answer = opened.forge(otto, &format!("set:{elsewhere}:policy=any")).await;
    assert!(answer.text.unwrap().contains("out of date"));
    for odd in ["set:", "set:1", "set::", "set:-1:policy=most", "set:-1:ask=", "set:-1:copy=x", "set:-1:colour=red"] {
        let text = opened.forge(owner, odd).await.text.unwrap_or_default();
        assert!(!text.is_empty() && !text.contains("Saved"), "{odd}: {text}");
    }
    let changed = "SELECT count(*) FROM protected_groups WHERE CAST(params AS TEXT) <> '{}'";
    opened.stage.until_number("nothing is changed", changed, 0).await;
    // A link into private helps nobody either.
    let link = format!("settings_{group}_notice_text");
    opened.stage.simulator.start_private(mia, opened.stage.bot, Some(&link)).unwrap();
    opened.until_told(mia, 0, "Only the admins").await;
    assert!(!opened.stage.log().contains("\"ERROR\""), "{}", opened.stage.log());
    opened.stage.end().await;
}

#[tokio::test]
async fn a_text_is_written_in_private_checked_previewed_and_used() {
    let in_group = Opened::in_group().await;
    in_group.tap("Notice").await;
    let is_there = |message: &Message| buttons(message).iter().any(|(label, ..)| label == "Go on in private");
    in_group.until("the page of the notice is there", is_there).await;
    let link = url(&in_group.message(), "Go on in private");
    let Opened { stage, .. } = in_group;
    stage.simulator.act(|world| world.open_link(stage.owner, &link, None)).unwrap();
    let is_page = |message: &Message| buttons(message).iter().any(|(label, ..)| label == "Write a text");
    let (owner, bot) = (stage.owner, stage.bot);
    stage.until("the page is there", |world| world.private_messages(owner, bot).iter().any(is_page)).await;
    let panel = stage.simulator.read(|world| world.private_messages(owner, bot).into_iter().find(is_page)).unwrap().id;
    let mut opened = Opened { stage, place: Place::Private { bot, user: owner }, panel };
    assert!(opened.tap("Write a text").await.text.unwrap().contains("Reply"));
    let question = opened.question().await;
    for (text, words) in [
        ("Hello {nobody}", "I can’t fill in {nobody}"),
        ("<b>Hello", "never closed"),
        ("<video>", "doesn’t know <video>"),
        ("2 < 3", "begins no markup"),
    ] {
        opened.reply(&question, text, words).await;
    }
    // The bot dies between the question and its answer: nothing of it was remembered.
    opened.stage.kill();
    opened.stage.start();
    opened.reply(&question, "<b>Stop</b>, {name}! Read {channels} first.", "Saved").await;
    opened.until_told(owner, question.id, "Stop, ").await;
    opened.until_stored("notice_text", "<b>Stop</b>, {name}! Read {channels} first.").await;
    let sam = opened.stage.stranger("Sam");
    opened.stage.until_muted(sam).await;
    let is_notice = |message: &Message| message.text == "Stop, Sam! Read Tea news first.";
    let (group, bot) = (opened.stage.group, opened.stage.bot);
    opened.stage.until("the notice says so", |world| has_spoken(world, group, bot, is_notice)).await;
    opened.tap("Back").await;
    opened.tap("Notice").await;
    opened.tap("Use the standard text").await;
    let own = "SELECT count(*) FROM protected_groups WHERE params ->> 'notice_text' IS NOT NULL";
    opened.stage.until_number("the standard text is back", own, 0).await;
    opened.stage.end().await;
}

#[tokio::test]
async fn a_number_of_ones_own_is_given_by_reply_and_no_other_message_is_taken_for_one() {
    let opened = Opened::in_private(Stage::protected().await).await;
    opened.tap("Length of a mute").await;
    opened.tap("Another number").await;
    let question = opened.question().await;
    opened.reply(&question, "0", "I need a number from 1 to 365").await;
    opened.reply(&question, "a week", "I need a number from 1 to 365").await;
    // A reply to somebody else's words, or none, is no answer.
    let (owner, bot) = (opened.stage.owner, opened.stage.bot);
    let own = opened.stage.simulator.say_privately(owner, bot, "Hm").unwrap();
    opened.until_told(owner, own, "For group admins").await;
    opened.reply(&question, "45", "45 days").await;
    opened.until_stored("mute_for_days", "45").await;
    opened.tap("Back").await;
    opened.until_it_says("A mute ends after: 45 days").await;
    opened.stage.end().await;
}

#[tokio::test]
async fn an_easier_policy_frees_whom_it_settles() {
    let stage = Stage::protected().await;
    let other = stage.simulator.act(|world| {
        let other = world.add_channel(stage.owner, "Cake news", Some("cake_news"));
        world.add_bot_as_admin(other, stage.bot, Rights::INVITE_USERS).unwrap();
        other
    });
    stage.owner_says("/protect @cake_news");
    stage.settle().await;
    let half: Vec<i64> = stage.simulator.act(|world| {
        let in_one_of_two = |name| {
            let person = world.add_user(name);
            world.join(other, person).unwrap();
            world.join(stage.group, person).unwrap();
            person
        };
        ["Ann", "Ben", "Cem"].map(in_one_of_two).to_vec()
    });
    let none = stage.stranger("Dua");
    for person in half.iter().chain([&none]) {
        stage.until_muted(*person).await;
    }
    stage.until_one_notice_serves_all().await;
    stage.owner_says("/settings");
    let opened = Opened::at(stage, |stage| Place::Chat(stage.group)).await;
    opened.tap("Channels needed").await;
    opened.tap("One is enough").await;
    for person in &half {
        opened.stage.until_free(*person).await;
    }
    assert!(opened.stage.simulator.read(|world| world.is_muted(opened.stage.group, none)), "she is in neither");
    opened.tap("Back").await;
    opened.tap("Mute or only count").await;
    opened.tap("Only count (trial)").await;
    opened.stage.until_free(none).await;
    opened.stage.settle().await;
    opened.stage.end().await;
}

#[tokio::test]
async fn what_became_easier_while_the_gate_was_off_frees_as_it_is_switched_on() {
    let stage = Stage::protected().await;
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    stage.settle().await;
    stage.owner_says("/unprotect keep");
    stage.settle().await;
    stage.owner_says("/settings");
    let opened = Opened::at(stage, |stage| Place::Chat(stage.group)).await;
    opened.tap("Mute or only count").await;
    opened.tap("Only count (trial)").await;
    let stage = &opened.stage;
    stage.settle().await;
    assert!(stage.simulator.read(|world| world.is_muted(stage.group, sam)), "they were to stay muted");
    stage.owner_says("/protect");
    stage.until_free(sam).await;
    opened.stage.end().await;
}

#[tokio::test]
async fn settings_are_copied_from_another_group_of_the_same_admin() {
    let stage = Stage::protected_with(r#"{"colour": "red"}"#).await;
    let source = stage.simulator.act(|world| {
        let source = world.add_supergroup(stage.owner, "Coffee lovers");
        world.add_bot_as_admin(source, stage.bot, Rights::GATEKEEPER).unwrap();
        world.say(source, stage.owner, "/protect @tea_news").unwrap();
        source
    });
    stage.settle().await;
    let opened = Opened::in_private(stage).await;
    let answer = opened.forge(opened.stage.owner, &format!("set:{source}:policy=any")).await;
    assert_eq!(answer.text.as_deref(), Some("Saved."), "in private the panel serves all of one's own groups");
    opened.forge(opened.stage.owner, &format!("set:{}:", opened.stage.group)).await;
    opened.until_it_says("Settings of Tea lovers").await;
    opened.tap("Copy from another group").await;
    opened.until_it_says("1. Coffee lovers").await;
    assert!(
        !opened.message().reply_markup.unwrap_or(Value::Null).to_string().contains("lovers"),
        "no name on a button"
    );
    assert_eq!(opened.tap("1").await.text.as_deref(), Some("The settings are copied."));
    opened.until_it_says("Channels needed: at least one").await;
    opened.until_stored("policy", "any").await;
    opened.until_stored("colour", "red").await;
    opened.stage.end().await;
}

#[tokio::test]
async fn the_panel_speaks_the_language_that_is_chosen_on_it() {
    let opened = Opened::in_group().await;
    opened.tap("Language").await;
    let answer = opened.tap("Русский").await;
    assert_ne!(answer.text.as_deref(), Some("Saved."));
    opened
        .until("the panel is Russian", |message| message.text.chars().any(|letter| ('а'..='я').contains(&letter)))
        .await;
    opened.until_stored("language", "ru").await;
    opened.stage.end().await;
}

#[tokio::test]
async fn a_panel_in_use_outlives_other_answers_and_goes_when_it_is_left() {
    let opened = Opened::in_group().await;
    opened.tap("Language").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let due = format!(
        "SELECT min(due_at) / 1000 - CAST(strftime('%s', 'now') AS INTEGER) > 280 FROM message_deletions \
         WHERE chat_id = {} AND message_id = {}",
        opened.stage.group, opened.panel
    );
    opened.stage.until_number("the panel stays for five minutes more", &due, 1).await;
    opened.stage.end().await;
}
