//! The brake: a Telegram that says «left» of people who are in the channel, and what becomes of them.

use portcullis_simulator::{
    Effect, Fault, FaultHandle,
    world::{CallbackAnswer, Message},
};
use portcullis_tests::{Stage, sql, stage::notices};

/// How many known members may be muted before the brake trips.
const MOST_MUTED: usize = 10;

/// Members of the channel whom the bot has seen in the group since long ago, and of whom it remembers nothing: it was
/// started again.
pub(crate) async fn known_members(stage: &mut Stage, count: usize) -> Vec<i64> {
    let people: Vec<i64> = (0..count).map(|number| stage.member(&format!("Member {number}"))).collect();
    stage.settle().await;
    assert!(stage.stop().await.success());
    sql::run(&stage.database(), seen_long_ago(stage.group, &people)).await;
    stage.start();
    people
}

/// What makes people known in a group.
pub(crate) fn seen_long_ago(group: i64, people: &[i64]) -> String {
    let rows: Vec<String> = people.iter().map(|person| format!("({group}, {person}, 1, 4000000000000)")).collect();
    let rows = rows.join(", ");
    format!(
        "INSERT INTO group_members (group_id, user_id, first_seen, last_seen) VALUES {rows} \
         ON CONFLICT (group_id, user_id) DO UPDATE SET first_seen = 1"
    )
}

/// From now on Telegram says of these people that they have left the channel.
pub(crate) fn lie(stage: &Stage, people: &[i64]) -> Vec<FaultHandle> {
    let left = || Effect::MemberStatus("left".to_owned());
    let about = |person: &i64| Fault::new("getChatMember", left()).in_chat(stage.channel).about(*person);
    people.iter().map(|person| stage.simulator.inject(about(person))).collect()
}

fn tell_the_truth(lie: &[FaultHandle]) {
    lie.iter().for_each(FaultHandle::remove);
}

/// The messages of the bot in the group that say this.
pub(crate) fn said(stage: &Stage, words: &str) -> Vec<Message> {
    stage.simulator.read(|world| {
        let all = world.visible_messages(stage.group).into_iter();
        all.filter(|message| message.from == Some(stage.bot) && message.text.contains(words)).collect()
    })
}

async fn until_said(stage: &Stage, words: &str) -> Message {
    stage
        .until(&format!("it says «{words}»"), |world| {
            let mut all = world.visible_messages(stage.group).into_iter();
            all.any(|message| message.from == Some(stage.bot) && message.text.contains(words))
        })
        .await;
    said(stage, words).pop().unwrap()
}

/// Nobody of these is muted any more, and no more of them ever were than the brake lets through.
async fn until_all_are_free(stage: &Stage, people: &[i64]) {
    stage.until("all are free", |world| people.iter().all(|person| !world.is_muted(stage.group, *person))).await;
    let muted = stage.simulator.read(|world| world.mutes().iter().filter(|mute| people.contains(&mute.user)).count());
    assert!(muted <= MOST_MUTED, "{muted} were muted");
}

/// Known members have spoken of whom Telegram says that they have left, and the bot has stopped.
async fn braked(mut stage: Stage, count: usize, words: &str) -> (Stage, Vec<i64>, Vec<FaultHandle>, Message) {
    let people = known_members(&mut stage, count).await;
    let lie = lie(&stage, &people);
    for person in &people {
        stage.say(*person, "good morning");
    }
    let message = until_said(&stage, words).await;
    stage.settle().await;
    until_all_are_free(&stage, &people).await;
    assert_eq!(said(&stage, words).len(), 1, "it is said once");
    (stage, people, lie, message)
}

/// What the worker has to do is due at its next start.
async fn restart_when_a_look_is_due(stage: &mut Stage) {
    assert!(stage.stop().await.success());
    sql::run(&stage.database(), "UPDATE brakes SET look_at = 1, due_at = 1").await;
    stage.start();
}

async fn press(stage: &Stage, message: &Message, person: i64) -> CallbackAnswer {
    let query = stage.simulator.press(stage.group, message.id, person, 0, 0).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&query).is_some()).await;
    stage.simulator.read(|world| world.callback_answer(&query)).unwrap()
}

const STOPPED: &str = "I have stopped muting in Tea lovers";

#[tokio::test]
async fn five_hundred_members_of_whom_telegram_says_left_are_let_be_until_it_tells_the_truth() {
    let stage = Stage::protected().await;
    let (mut stage, people, lie, message) = braked(stage, 500, STOPPED).await;
    assert!(message.text.contains("Member ") && message.text.contains("Unmuted again: 10"), "{}", message.text);
    let (last, first) = (*people.last().unwrap(), people[0]);
    let gone = stage.simulator.read(|world| {
        let kept = world.visible_messages(stage.group).iter().filter(|message| message.text == "good morning").count();
        people.len() - kept
    });
    assert!(gone <= MOST_MUTED, "{gone} messages are gone");

    // A look that finds nothing better changes nothing.
    restart_when_a_look_is_due(&mut stage).await;
    assert!(stage.say(last, "still here").is_some());
    stage.until_number("it has looked", "SELECT looks FROM brakes", 1).await;
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, last));
    assert_eq!(said(&stage, STOPPED).len(), 1);

    tell_the_truth(&lie);
    restart_when_a_look_is_due(&mut stage).await;
    let over = until_said(&stage, "works again as before").await;
    assert_eq!((over.id, said(&stage, STOPPED).len()), (message.id, 0), "the message is edited");
    stage.say(first, "thank you").unwrap();
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, first));
    stage.end().await;
}

#[tokio::test]
async fn an_admin_lets_it_go_on_and_nobody_else_can() {
    let stage = Stage::protected().await;
    let (stage, people, _lie, message) = braked(stage, 30, STOPPED).await;
    stage.owner_says("/status");
    until_said(&stage, "I have muted nobody").await;
    let refused = press(&stage, &message, people[3]).await;
    assert!(refused.show_alert && refused.text.unwrap().contains("admins"));
    assert!(stage.say(people[29], "hello").is_some());
    stage.settle().await;
    until_all_are_free(&stage, &people).await;

    let done = press(&stage, &message, stage.owner).await;
    assert!(!done.show_alert && done.text.unwrap().contains("works again"));
    let over = until_said(&stage, "has pressed “Go on”").await;
    assert_eq!((over.id, over.reply_markup), (message.id, None));
    for person in &people[10..] {
        stage.say(*person, "and now?").unwrap();
    }
    for person in &people[10..] {
        stage.until_muted(*person).await;
    }
    stage.until_one_notice_serves_all().await;
    assert_eq!(said(&stage, STOPPED).len(), 0, "it does not stop again");
    stage.end().await;
}

#[tokio::test]
async fn a_crash_changes_nothing_about_it() {
    let mut stage = Stage::protected().await;
    let people = known_members(&mut stage, 40).await;
    let lie = lie(&stage, &people);
    for person in &people {
        stage.say(*person, "good morning");
    }
    stage.until_number("it has tripped", "SELECT COUNT(*) FROM brakes", 1).await;
    stage.kill();
    stage.start();
    until_said(&stage, STOPPED).await;
    stage.settle().await;
    until_all_are_free(&stage, &people).await;
    for person in &people {
        assert!(stage.say(*person, "hello again").is_some());
    }
    stage.settle().await;
    until_all_are_free(&stage, &people).await;
    tell_the_truth(&lie);
    restart_when_a_look_is_due(&mut stage).await;
    until_said(&stage, "works again as before").await;
    stage.end().await;
}

#[tokio::test]
async fn without_a_brake_everybody_is_muted() {
    let mut stage = Stage::protected_with(r#"{"brake": false}"#).await;
    let people = known_members(&mut stage, 12).await;
    let _lie = lie(&stage, &people);
    for person in &people {
        stage.say(*person, "good morning").unwrap();
    }
    for person in &people {
        stage.until_muted(*person).await;
    }
    stage.until("they are told", |world| !notices(world, stage.group, stage.bot).is_empty()).await;
    stage.end().await;
}

#[tokio::test]
async fn warnings_count_as_failures_too_and_none_of_them_counts_once_it_has_tripped() {
    let mut stage = Stage::protected_with(r#"{"ladder": "warn", "gate_on_join": false}"#).await;
    let people = known_members(&mut stage, 30).await;
    let lie = lie(&stage, &people);
    // Warned, and warned again two minutes later.
    let twice = people[0];
    stage.say(twice, "first");
    stage.until_number("a warning stands", "SELECT COUNT(*) FROM restrictions WHERE muted_at > 0", 1).await;
    sql::run(&stage.database(), "UPDATE restrictions SET restricted_at = restricted_at - 120000").await;
    for person in &people {
        stage.say(*person, "good morning");
    }
    let message = until_said(&stage, STOPPED).await;
    assert!(message.text.contains("Unmuted again: 0"), "nobody was muted: {}", message.text);
    let standing = "SELECT COUNT(*) FROM restrictions WHERE lifted_at IS NULL";
    stage.until_number("no warning stands", standing, 0).await;
    let counting = "SELECT COUNT(*) FROM restrictions WHERE lift_reason <> 'braked'";
    stage.until_number("and none counts", counting, 0).await;
    let kept = stage.simulator.read(|world| {
        world.visible_messages(stage.group).iter().filter(|message| message.text == "good morning").count()
    });
    assert!(people.len() - kept <= MOST_MUTED, "{kept} messages are kept");
    assert_eq!(stage.simulator.read(|world| world.mutes().len()), 0);
    tell_the_truth(&lie);
    stage.end().await;
}

#[tokio::test]
async fn it_is_told_in_russian() {
    let stage = Stage::protected_with(r#"{"language": "ru"}"#).await;
    let (stage, _people, _lie, message) = braked(stage, 12, "В группе Tea lovers я больше никому не даю мут").await;
    assert!(message.reply_markup.as_ref().unwrap().to_string().contains("Продолжить"));
    press(&stage, &message, stage.owner).await;
    until_said(&stage, "Защита в группе Tea lovers снова работает как прежде").await;
    stage.end().await;
}
