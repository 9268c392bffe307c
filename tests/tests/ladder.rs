//! What comes before a mute: reminders, warnings, and the amnesty of those who were there before the gate.

use std::time::Duration;

use portcullis_simulator::{
    Effect, Fault, World,
    world::{Message, Mute},
};
use portcullis_tests::{
    Stage, WebhookInstance, postgres, sql,
    stage::{WAIT_TIMEOUT, notices},
    webhook_instance::with_one_instance,
};

use crate::{
    brake::seen_long_ago,
    settings_panel::{Opened, buttons},
};

/// How long ago somebody was found outside a channel, for them to be asked about anew.
const NO_IS_OLD_AFTER: Duration = Duration::from_secs(4);

const REMIND: &str = r#"{"ladder": "remind", "gate_on_join": false}"#;
const WARN: &str = r#"{"ladder": "warn", "gate_on_join": false}"#;
const AMNESTY: &str = r#"{"amnesty_days": 14}"#;

/// Somebody who has long been in the group, and is not in the channel, where the gate has these settings.
async fn known_outsider(database: Option<&str>, params: &str) -> (Stage, i64) {
    let mut stage = Stage::protected_on(database).await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    // They joined while nobody looked.
    let kim = stage.stranger("Kim");
    stage.simulator.lose_waiting_updates(stage.bot);
    sql::run(&stage.database(), seen_long_ago(stage.group, &[kim])).await;
    // The gate was switched on two days ago.
    let two_days = Duration::from_hours(48).as_millis();
    let set = format!("params = '{params}', switched_on_at = switched_on_at - {two_days}");
    sql::run(&stage.database(), format!("UPDATE protected_groups SET {set}")).await;
    stage.start();
    (stage, kim)
}

/// What happened in the group so far happened so long ago, as far as the bot remembers.
async fn pass(stage: &Stage, time: Duration) {
    let passed = format!("UPDATE restrictions SET restricted_at = restricted_at - {}", time.as_millis());
    sql::run(&stage.database(), passed).await;
}

fn stands(stage: &Stage, message: i64) -> bool {
    stage.simulator.read(|world| world.message(stage.group, message).is_some_and(|message| !message.is_deleted))
}

async fn until_gone(stage: &Stage, message: i64) {
    let is_gone = |world: &World| world.message(stage.group, message).is_some_and(|message| message.is_deleted);
    stage.until("the message is gone", is_gone).await;
}

/// The one notice of the group, which answers this message.
async fn until_answered(stage: &Stage, message: i64) -> Message {
    let answers = |world: &World| {
        let notices = notices(world, stage.group, stage.bot);
        notices.len() == 1 && notices[0].reply_to == Some(message)
    };
    stage.until("the notice answers the message", answers).await;
    stage.until_one_notice().await
}

fn mutes_of(stage: &Stage, person: i64) -> usize {
    let is_theirs = |mute: &&Mute| mute.user == person;
    stage.simulator.read(|world| world.mutes().iter().filter(is_theirs).count())
}

async fn answers_in_words(stage: &Stage, command: &str, words: &[&str]) {
    let answer = stage.answer_in(stage.group, stage.owner_says(command)).await.text;
    for words in words {
        assert!(answer.contains(words), "«{words}» is not in\n{answer}");
    }
}

/// The story of somebody who is reminded, writes again and is muted, joins, leaves and is reminded anew.
async fn reminded_then_muted(database: Option<&str>) {
    let (stage, kim) = known_outsider(database, REMIND).await;
    let first = stage.say(kim, "good morning").unwrap();
    let reminder = until_answered(&stage, first).await;
    assert!(reminder.text.contains("Kim"), "{}", reminder.text);
    // What follows at once belongs to it.
    let second = stage.say(kim, "everybody").unwrap();
    stage.settle().await;
    assert!(stands(&stage, first) && stands(&stage, second));
    assert_eq!((stage.count("restrictChatMember"), stage.count("deleteMessage")), (0, 0));
    assert_eq!(stage.until_one_notice().await.id, reminder.id);
    let why = ["Reminded by me on", "and not muted", "Their next message: is removed, and they are muted"];
    answers_in_words(&stage, &format!("/why {kim}"), &why).await;

    pass(&stage, Duration::from_mins(2)).await;
    let third = stage.say(kim, "and again").unwrap();
    stage.until_muted(kim).await;
    until_gone(&stage, third).await;
    assert!(stands(&stage, first) && stands(&stage, second));
    stage
        .until("another notice stands", |world| {
            let notices = notices(world, stage.group, stage.bot);
            notices.len() == 1 && notices[0].id != reminder.id && notices[0].reply_to.is_none()
        })
        .await;

    stage.simulator.act(|world| world.join(stage.channel, kim)).unwrap();
    stage.until_free(kim).await;
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    // Whoever has passed begins at the first step again, be it by leaving.
    stage.simulator.act(|world| world.leave(stage.channel, kim)).unwrap();
    stage.until_one_notice().await;
    stage.settle().await;
    assert_eq!(mutes_of(&stage, kim), 1);
    stage.end().await;
}

#[tokio::test]
async fn a_known_members_first_message_stands_and_is_answered_and_the_second_mutes() {
    reminded_then_muted(None).await;
}

#[tokio::test]
async fn a_known_members_first_message_stands_and_is_answered_and_the_second_mutes_on_postgres() {
    reminded_then_muted(Some(&postgres::fresh_database())).await;
}

#[tokio::test]
async fn whoever_was_reminded_presses_the_button_and_is_thanked_once_they_are_in() {
    let (stage, kim) = known_outsider(None, REMIND).await;
    let reminder = until_answered(&stage, stage.say(kim, "hello").unwrap()).await;
    let missing = stage.press_joined(&reminder, kim).await;
    assert!(missing.show_alert && missing.text.unwrap().contains("Tea news"));
    stage.join_unnoticed(stage.channel, kim);
    // Presses of one person are looked up every three seconds at most.
    tokio::time::sleep(Duration::from_secs(4)).await;
    let passed = stage.press_joined(&reminder, kim).await;
    assert!(passed.text.unwrap().contains("You can write"));
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    assert_eq!(stage.count("restrictChatMember"), 0);
    stage.end().await;
}

#[tokio::test]
async fn a_newcomer_is_muted_where_known_members_are_reminded() {
    let (stage, _) = known_outsider(None, REMIND).await;
    let sam = stage.stranger("Sam");
    let message = stage.say(sam, "buy this").unwrap();
    stage.until_muted(sam).await;
    until_gone(&stage, message).await;
    stage.end().await;
}

#[tokio::test]
async fn an_album_is_one_offence_and_the_notice_of_several_answers_the_newest() {
    let (stage, kim) = known_outsider(None, REMIND).await;
    let album: Vec<i64> = (0..5).map(|number| stage.say(kim, &format!("picture {number}")).unwrap()).collect();
    stage.until_one_notice().await;
    stage.settle().await;
    assert!(album.iter().all(|message| stands(&stage, *message)));
    stage.until_number("there is one record", "SELECT COUNT(*) FROM restrictions", 1).await;
    assert_eq!(mutes_of(&stage, kim), 0);
    stage.end().await;
}

/// The story of somebody who is warned twice and muted the third time, and of one who writes once a day.
async fn warned_then_muted(database: Option<&str>) {
    let (stage, kim) = known_outsider(database, WARN).await;
    let hour = Duration::from_hours(1);
    for number in 1..=2 {
        let burst = [(); 3].map(|()| stage.say(kim, "hello").unwrap());
        for message in burst {
            until_gone(&stage, message).await;
        }
        stage.until_one_notice().await;
        stage.settle().await;
        let warnings = "SELECT COUNT(*) FROM restrictions WHERE step = 'warn'";
        stage.until_number("a burst is one offence", warnings, number).await;
        assert_eq!(mutes_of(&stage, kim), 0);
        pass(&stage, hour).await;
    }
    // A day after the first, the second alone counts.
    pass(&stage, Duration::from_mins(22 * 60 + 30)).await;
    let message = stage.say(kim, "a day later").unwrap();
    until_gone(&stage, message).await;
    stage.settle().await;
    assert_eq!(mutes_of(&stage, kim), 0);
    answers_in_words(&stage, &format!("/why {kim}"), &["Warned by me on", "(warned, not muted)"]).await;

    // By now the second is forgotten too.
    pass(&stage, hour).await;
    until_gone(&stage, stage.say(kim, "the second").unwrap()).await;
    stage.settle().await;
    assert_eq!(mutes_of(&stage, kim), 0);
    pass(&stage, hour).await;
    until_gone(&stage, stage.say(kim, "the third").unwrap()).await;
    stage.until_muted(kim).await;
    stage.end().await;
}

#[tokio::test]
async fn two_warnings_come_before_a_mute_and_a_day_later_they_are_forgotten() {
    warned_then_muted(None).await;
}

#[tokio::test]
async fn two_warnings_come_before_a_mute_and_a_day_later_they_are_forgotten_on_postgres() {
    warned_then_muted(Some(&postgres::fresh_database())).await;
}

/// The story of somebody who was there before the gate, and of a newcomer.
async fn amnesty(database: Option<&str>) {
    let (mut stage, kim) = known_outsider(database, AMNESTY).await;
    let first = stage.say(kim, "good morning").unwrap();
    let reminder = until_answered(&stage, first).await;
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    stage.until_one_notice_serves_all().await;

    // They go on writing, over a crash too, and are not reminded again.
    pass(&stage, Duration::from_hours(24)).await;
    stage.settle().await;
    let before = stage.count("sendMessage");
    stage.kill();
    stage.start();
    let messages = [(); 3].map(|()| stage.say(kim, "still here").unwrap());
    stage.settle().await;
    assert!(messages.iter().all(|message| stands(&stage, *message)) && stands(&stage, first));
    assert_eq!((mutes_of(&stage, kim), stage.count("sendMessage")), (0, before), "{}", reminder.text);
    answers_in_words(&stage, &format!("/why {kim}"), &["Their next message: stays: I have reminded them"]).await;

    // Nor looked up again once it is known that what they write stands, though nobody relies for long on a «no».
    tokio::time::sleep(NO_IS_OLD_AFTER).await;
    let looked_up = stage.count("getChatMember");
    let message = stage.say(kim, "and still").unwrap();
    stage.settle().await;
    assert!(stands(&stage, message));
    assert_eq!(stage.count("getChatMember"), looked_up);

    // The days are over.
    assert!(stage.stop().await.success());
    let fifteen_days = Duration::from_hours(15 * 24).as_millis();
    for moved in
        ["protected_groups SET switched_on_at = switched_on_at", "restrictions SET restricted_at = restricted_at"]
    {
        sql::run(&stage.database(), format!("UPDATE {moved} - {fifteen_days}")).await;
    }
    stage.start();
    let late = stage.say(kim, "and now?").unwrap();
    stage.until_muted(kim).await;
    until_gone(&stage, late).await;
    assert!(stands(&stage, first));
    stage.end().await;
}

#[tokio::test]
async fn whoever_was_there_before_the_gate_may_write_for_so_many_days() {
    amnesty(None).await;
}

#[tokio::test]
async fn whoever_was_there_before_the_gate_may_write_for_so_many_days_on_postgres() {
    amnesty(Some(&postgres::fresh_database())).await;
}

#[tokio::test]
async fn a_crash_before_the_notice_reminds_once_and_mutes_nobody() {
    let (mut stage, kim) = known_outsider(None, REMIND).await;
    let held = stage.simulator.inject(Fault::new("sendMessage", Effect::HoldBefore));
    let message = stage.say(kim, "hello").unwrap();
    stage.until_held(&held).await;
    stage.kill_while_held(&held).await;
    stage.start();
    until_answered(&stage, message).await;
    stage.settle().await;
    stage.until_number("there is one record", "SELECT COUNT(*) FROM restrictions", 1).await;
    assert!(stands(&stage, message));
    assert_eq!((stage.until_one_notice().await.reply_to, mutes_of(&stage, kim)), (Some(message), 0));
    stage.end().await;
}

#[tokio::test]
async fn of_two_instances_that_judge_one_person_at_once_one_reminds() {
    let (mut stage, kim) = known_outsider(Some(&postgres::fresh_database()), REMIND).await;
    stage.owner_says("/status");
    stage.settle().await;
    assert!(stage.stop().await.success());
    let (stage, first) = with_one_instance(stage).await;
    let mut second = WebhookInstance::new("second");
    second.start(&stage, first.address()).await;
    // The first waits for Telegram while the second is told of the next message.
    let held = stage.simulator.inject(Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.group).once());
    let message = stage.say(kim, "hello").unwrap();
    tokio::time::timeout(WAIT_TIMEOUT, held.held()).await.unwrap();
    assert!(second.tell(&stage, 1, kim, "hello again").await.is_success());
    held.remove();
    stage.until_one_notice().await;
    stage.settle().await;
    stage.until_number("it is worked off", "SELECT COUNT(*) FROM inbox_lanes", 0).await;
    stage.until_number("there is one record", "SELECT COUNT(*) FROM restrictions", 1).await;
    stage.until_one_notice().await;
    assert!(stands(&stage, message));
    assert_eq!((mutes_of(&stage, kim), stage.count("deleteMessage")), (0, 0));
    second.end(&stage).await;
    first.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn a_sweep_reminds_and_mutes_nobody_who_was_not_reminded() {
    let (stage, kim) = known_outsider(None, REMIND).await;
    stage.owner_says("/sweep");
    stage
        .until("a reminder stands", |world| {
            notices(world, stage.group, stage.bot).iter().any(|notice| notice.text.contains("Kim"))
        })
        .await;
    stage.settle().await;
    assert_eq!(mutes_of(&stage, kim), 0);
    stage.end().await;
}

#[tokio::test]
async fn an_admin_chooses_the_ladder_in_russian_and_it_holds_at_once() {
    let (stage, kim) = known_outsider(None, r#"{"gate_on_join": false}"#).await;
    stage.simulator.act(|world| {
        for person in [stage.owner, kim] {
            world.user_mut(person).unwrap().language_code = Some("ru".to_owned());
        }
    });
    let opened = Opened::in_private(stage).await;
    opened.until_it_says("Кто пишет без подписки: сразу попадает в мут").await;
    opened.tap("Мут сразу или нет").await;
    opened.until_it_says("первое сообщение того, кто здесь не меньше суток, остаётся").await;
    assert_eq!(opened.tap("Сначала напомнить").await.text.as_deref(), Some("Сохранено."));
    opened.until_it_says("сначала получает напоминание").await;
    opened.tap("Назад").await;
    opened.tap("Время на подписку").await;
    opened.until_it_says("Каждому напоминаю один раз").await;
    opened.tap("14 дней").await;
    let is_marked = |message: &Message| buttons(message).iter().any(|(label, ..)| label == "✓ 14 дней");
    opened.until("the mark has moved", is_marked).await;
    opened.tap("Нет").await;
    opened.tap("Назад").await;
    opened.until_it_says("Время на подписку для тех, кто был здесь раньше: нет").await;

    let stage = &opened.stage;
    let reminder = until_answered(stage, stage.say(kim, "привет").unwrap()).await;
    assert!(reminder.text.contains("Kim"), "{}", reminder.text);
    answers_in_words(
        stage,
        &format!("/why {kim}"),
        &["Напоминание отправлено", "Следующее сообщение: удалю, и будет мут"],
    )
    .await;
    assert_eq!(mutes_of(stage, kim), 0);
    opened.stage.end().await;
}
