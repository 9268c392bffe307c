//! What a button carries can be forged: every press is answered, and none does what its presser may not.

use std::time::{Duration, Instant};

use portcullis_simulator::{
    Call,
    world::{Message, Permissions, Place, Rights},
};
use portcullis_tests::{Stage, stage::WAIT_TIMEOUT};
use serde_json::{Value, json};

/// How long after a press its answer must be there: a query does not live much longer.
const ANSWERED_WITHIN: Duration = Duration::from_secs(8);

/// The least time between two rounds of questions about one person that presses lead to.
const PRESS_INTERVAL: Duration = Duration::from_secs(3);

/// How often Telegram is asked in one round before somebody is told «not yet».
const TIMES_ASKED: usize = 3;

/// Another owner's group with another channel, protected, in which `muted` is muted; gives the group.
async fn strangers_group(stage: &Stage, muted: i64) -> i64 {
    let group = stage.simulator.act(|world| {
        let other = world.add_user("Otto");
        let group = world.add_supergroup(other, "Coffee lovers");
        let channel = world.add_channel(other, "Coffee news", Some("coffee_news"));
        world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER).unwrap();
        world.add_bot_as_admin(channel, stage.bot, Rights::INVITE_USERS).unwrap();
        world.say(group, other, "/protect @coffee_news").unwrap();
        group
    });
    stage.settle().await;
    stage.simulator.join(group, muted).unwrap();
    stage.until("somebody is muted in the other group", |world| world.is_muted(group, muted)).await;
    group
}

/// Data that no button of the bot's carries, or carries for somebody else.
fn forged(stage: &Stage, elsewhere: i64, nowhere: i64) -> Vec<String> {
    let ids = [elsewhere, nowhere, stage.channel, stage.owner, stage.bot, 0, 1, -1, i64::MAX, i64::MIN];
    let named = ids.into_iter().flat_map(|id| [format!("joined:{id}"), format!("joined:{id}:{id}"), id.to_string()]);
    let odd = [
        "",
        " ",
        "joined",
        "joined:",
        "joined:-",
        "joined:9223372036854775808",
        "joined:-9223372036854775809",
        "joined:-100123456789012345678901234567890",
        "joined:1e9",
        "joined: -1",
        "JOINED:-1",
        "joined:-1; DROP TABLE restrictions",
        "joined:%s",
        "joined:\u{0}",
        "settings:",
        "exempt:1",
        "lift:all",
        "{\"group\":-1}",
        "🫖🫖🫖🫖🫖🫖🫖🫖🫖🫖🫖🫖🫖🫖🫖🫖",
    ];
    // 64 bytes without any sense, the same in every run.
    let noise = (0..64_u32).map(|place| char::from(b'!' + u8::try_from((place * 7919 + 13) % 94).unwrap()));
    odd.into_iter().map(str::to_owned).chain(named).chain([noise.collect()]).collect()
}

/// Somebody's client sends this data for a message of the bot's.
fn press(stage: &Stage, place: Place, message: i64, person: i64, data: &str) -> String {
    stage.simulator.act(|world| world.press_data(place, message, person, data)).unwrap()
}

/// Waits until every press is answered in words, and gives the answers.
async fn answers_to(stage: &Stage, presses: &[String]) -> Vec<String> {
    stage
        .until("every press is answered", |world| presses.iter().all(|press| world.callback_answer(press).is_some()))
        .await;
    stage.simulator.read(|world| {
        let answer = |press: &String| world.callback_answer(press).and_then(|answer| answer.text);
        presses.iter().map(|press| answer(press).unwrap()).collect()
    })
}

/// How many questions the bot has asked of Telegram about a person since the calls were cleared, in any chat.
fn questions_about(stage: &Stage, person: i64) -> usize {
    let is_about = |call: &&Call| call.parameters["user_id"] == person;
    stage.simulator.calls_of("getChatMember").iter().filter(is_about).count()
}

/// The lines of the log that tell of a fault of the program's own.
fn faults(stage: &Stage) -> Vec<String> {
    let log = stage.log();
    let is_fault = |line: &&str| line.contains("\"ERROR\"") || line.contains("panicked");
    log.lines().filter(is_fault).map(str::to_owned).collect()
}

/// How many rounds of questions fit into this time.
fn rounds_in(time: Duration) -> usize {
    usize::try_from(time.as_secs() / PRESS_INTERVAL.as_secs()).unwrap() + 1
}

#[tokio::test]
async fn whatever_a_press_carries_it_is_answered_and_nothing_changes() {
    let stage = Stage::protected().await;
    let [ann, ben] = ["Ann", "Ben"].map(|name| stage.stranger(name));
    for person in [ann, ben] {
        stage.until_muted(person).await;
    }
    let mia = stage.member("Mia");
    let notice = stage.until_one_notice_serves_all().await;
    let elsewhere = strangers_group(&stage, ben).await;
    let nowhere = stage.simulator.add_supergroup(stage.owner, "Without a bot");
    stage.settle().await;
    stage.simulator.clear_calls();

    let begun = Instant::now();
    let here = Place::Chat(stage.group);
    for person in [ann, mia] {
        for data in forged(&stage, elsewhere, nowhere) {
            let answers = answers_to(&stage, &[press(&stage, here, notice.id, person, &data)]).await;
            assert!(!answers[0].contains("Thank you") && !answers[0].contains("Coffee"), "{data:?}: {answers:?}");
        }
    }
    let most = 2 * TIMES_ASKED * rounds_in(begun.elapsed());
    stage.settle().await;
    let asked = [ann, mia].map(|person| questions_about(&stage, person));
    assert!(asked.iter().all(|asked| *asked <= most), "{asked:?} questions, not more than {most} expected");
    for effect in ["restrictChatMember", "sendMessage", "editMessageText"] {
        let touches_groups = |call: &&Call| call.parameters["chat_id"].as_i64().is_some_and(|chat| chat < 0);
        let calls = stage.simulator.calls_of(effect);
        assert_eq!(calls.iter().filter(touches_groups).count(), 0, "{effect}: {calls:?}");
    }
    stage.simulator.read(|world| {
        assert!(world.is_muted(stage.group, ann) && world.is_muted(stage.group, ben) && world.is_muted(elsewhere, ben));
        assert!(!world.is_muted(stage.group, mia));
        assert!(world.message(stage.group, notice.id).is_some_and(|notice| !notice.is_deleted));
    });
    assert_eq!(faults(&stage), Vec::<String>::new());
    stage.end().await;
}

#[tokio::test]
async fn a_press_elsewhere_frees_its_presser_and_nobody_else() {
    let stage = Stage::protected().await;
    let [ann, ben] = ["Ann", "Ben"].map(|name| stage.stranger(name));
    for person in [ann, ben] {
        stage.until_muted(person).await;
    }
    let notice = stage.until_one_notice_serves_all().await;
    stage.join_unnoticed(stage.channel, ann);
    stage.join_unnoticed(stage.channel, ben);
    // Ann forges the group's data for a message in her private chat with the bot.
    stage.simulator.start_private(ann, stage.bot, None).unwrap();
    let from_bot = |message: &Message| message.from == Some(stage.bot);
    let told = |world: &portcullis_simulator::World| world.private_messages(ann, stage.bot).into_iter().find(from_bot);
    stage.until("the bot writes to her", |world| told(world).is_some()).await;
    let private = stage.simulator.read(told).unwrap();
    let place = Place::Private { bot: stage.bot, user: ann };
    let data = notice.reply_markup.unwrap()["inline_keyboard"][1][0]["callback_data"].as_str().unwrap().to_owned();
    let answers = answers_to(&stage, &[press(&stage, place, private.id, ann, &data)]).await;
    assert!(answers[0].contains("Tea lovers"), "{answers:?}");
    stage.until_free(ann).await;
    stage.settle().await;
    assert!(stage.simulator.is_muted(stage.group, ben), "whoever has not pressed stays as they are");

    // A mute by an admin is not the bot's to lift, whatever is pressed.
    stage.simulator.act(|world| world.restrict_by(stage.group, stage.owner, ann, Permissions::NONE, 0)).unwrap();
    stage.settle().await;
    let answers = answers_to(&stage, &[press(&stage, place, private.id, ann, &data)]).await;
    assert!(answers[0].contains("admin"), "{answers:?}");
    stage.settle().await;
    assert!(stage.simulator.is_muted(stage.group, ann));
    stage.end().await;
}

/// Presses of which Telegram tells strangely: without a message, or without one that can be seen, or by a bot.
fn strange_presses(stage: &Stage, person: i64, data: &str) -> Vec<(&'static str, Value)> {
    let from = json!({"id": person, "is_bot": false, "first_name": "Ann"});
    let chat = json!({"id": stage.group, "type": "supergroup", "title": "Tea lovers"});
    let with = |id: &'static str, more: Value| {
        let mut query = json!({"id": id, "from": from, "chat_instance": "1", "data": data});
        for (name, value) in more.as_object().unwrap() {
            query[name] = value.clone();
        }
        (id, json!({ "callback_query": query }))
    };
    let anonymous =
        json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"});
    vec![
        with("inline", json!({"inline_message_id": "AgAAAM8"})),
        with("bare", json!({})),
        with("gone", json!({"message": {"chat": chat, "message_id": 1, "date": 0}})),
        with("game", json!({"data": null, "game_short_name": "chess"})),
        with("a-bot", json!({"from": {"id": 4_242, "is_bot": true, "first_name": "Robot"}})),
        with("anonymous", json!({"from": anonymous})),
        with("nobody", json!({"from": {"id": 0, "is_bot": false, "first_name": ""}})),
        with("future", json!({"message": {"chat": {"id": 7, "type": "new"}, "message_id": 1, "date": 0, "x": [1]}})),
    ]
}

#[tokio::test]
async fn a_press_without_a_message_on_a_lost_one_or_by_a_bot_is_answered_and_frees_nobody() {
    let stage = Stage::protected().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    stage.until_one_notice().await;
    stage.settle().await;
    stage.simulator.clear_calls();
    let data = format!("joined:{}", stage.group);
    let presses = strange_presses(&stage, ann, &data);
    for (_, press) in &presses {
        stage.simulator.push_raw(stage.bot, press.clone());
    }
    let calls = stage.simulator.wait_for_calls("answerCallbackQuery", presses.len(), WAIT_TIMEOUT).await;
    let calls = calls.unwrap_or_else(|error| panic!("{error}\n{}", stage.log()));
    for (id, _) in &presses {
        let answer = calls.iter().find(|call| call.parameters["callback_query_id"] == *id);
        let text = answer.and_then(|call| call.parameters["text"].as_str()).unwrap_or_default();
        assert!(!text.is_empty() && !text.contains("Thank you"), "{id}: {text}");
    }
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 0);
    assert!(stage.simulator.is_muted(stage.group, ann));
    assert_eq!(faults(&stage), Vec::<String>::new());
    stage.end().await;
}

#[tokio::test]
async fn two_hundred_presses_in_a_second_are_all_answered_and_ask_telegram_as_often_as_a_few() {
    let stage = Stage::protected().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    let mia = stage.member("Mia");
    let notice = stage.until_one_notice().await;
    stage.settle().await;
    let data = format!("joined:{}", stage.group);
    for person in [ann, mia] {
        stage.simulator.clear_calls();
        let begun = Instant::now();
        let place = Place::Chat(stage.group);
        let presses: Vec<String> = (0..200).map(|_| press(&stage, place, notice.id, person, &data)).collect();
        let answers = answers_to(&stage, &presses).await;
        let took = begun.elapsed();
        assert!(took < ANSWERED_WITHIN + Duration::from_secs(2), "the last answer came after {took:?}");
        assert!(answers.iter().all(|answer| !answer.contains("Thank you")), "{answers:?}");
        stage.settle().await;
        let most = (TIMES_ASKED + 1) * rounds_in(took);
        let asked = questions_about(&stage, person);
        assert!(asked <= most, "{asked} questions in {took:?}, not more than {most} expected");
        assert_eq!(stage.count("answerCallbackQuery"), presses.len(), "one answer each");
        assert_eq!(stage.count("restrictChatMember"), 0);
    }
    assert_eq!(faults(&stage), Vec::<String>::new());
    stage.end().await;
}
