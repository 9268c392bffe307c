//! `/sweep`: everybody whom the bot knows in a group is checked, behind whatever somebody waits for.

pub(crate) mod command_line;
pub(crate) mod crowd;
mod ending;
mod settings;

use portcullis_simulator::{Effect, Fault, World};
use portcullis_tests::{RedisServer, Stage, postgres::fresh_database, sql};

use self::crowd::{Crowd, learned_pace, saying, until_said};

/// How many are swept where it matters that they are many.
const MANY: usize = 2_000;

#[tokio::test]
async fn everybody_is_checked_once_and_the_summary_tells_what_came_of_them() {
    let stage = Stage::protected().await;
    let crowd = Crowd::gather(&stage, 40, 6, 3).await;
    learned_pace(&stage, 200).await;
    stage.owner_says("/sweep");
    let summary = until_said(&stage, "is checked").await;
    for line in ["Muted now: 6", "Not in the group any more: 3", "Telegram didn’t say: 0"] {
        assert!(summary.text.contains(line), "{line}: {}", summary.text);
    }
    assert!(summary.reply_markup.is_none(), "{:?}", summary.reply_markup);
    for stranger in &crowd.strangers {
        stage.until_muted(*stranger).await;
    }
    assert!(!crowd.members.iter().any(|member| stage.simulator.is_muted(stage.group, *member)));
    assert!(crowd.asked(&stage).values().all(|times| *times == 1), "{:?}", crowd.asked(&stage));
    // The owner has spoken, and is among those who are left.
    let known = format!("SELECT COUNT(*) FROM group_members WHERE group_id = {} AND user_id IN ({})", stage.group, {
        let gone: Vec<String> = crowd.gone.iter().map(ToString::to_string).collect();
        gone.join(",")
    });
    stage.until_number("whoever is gone is forgotten", &known, 0).await;
    let messages = stage.count("sendMessage");
    assert!(messages <= 5, "{messages} messages for six people");
    stage.end().await;
}

#[tokio::test]
async fn an_admin_cancels_a_sweep_and_nobody_else_does_and_there_is_one_at_a_time() {
    let stage = Stage::protected().await;
    let crowd = Crowd::gather(&stage, 300, 0, 0).await;
    stage.owner_says("/sweep");
    let progress = until_said(&stage, "Checked: ").await;
    let refused = stage.simulator.press(stage.group, progress.id, crowd.members[0], 0, 0).unwrap();
    stage.until("a member is refused", |world| world.callback_answer(&refused).is_some_and(|a| a.show_alert)).await;
    stage.owner_says("/sweep");
    until_said(&stage, "under way already").await;
    let pressed = stage.simulator.press(stage.group, progress.id, stage.owner, 0, 0).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&pressed).is_some_and(|a| !a.show_alert)).await;
    let end = until_said(&stage, "was cancelled").await;
    assert_eq!(end.id, progress.id);
    assert!(crowd.asked(&stage).values().sum::<usize>() < 300);
    stage.until_number("nothing is to be done", "SELECT COUNT(*) FROM jobs WHERE state = 'open'", 0).await;
    stage.end().await;
}

#[tokio::test]
async fn a_flood_wait_halves_the_pace_which_the_next_run_knows_and_nobody_is_passed_over() {
    let stage = Stage::protected().await;
    let crowd = Crowd::gather(&stage, 60, 0, 0).await;
    learned_pace(&stage, 40).await;
    let refusal = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 2","parameters":{"retry_after":2}}"#;
    let fault = Fault::new("getChatMember", Effect::Status(429, refusal.to_owned())).about(crowd.members[30]).times(1);
    let refused = stage.simulator.inject(fault);
    stage.owner_says("/sweep");
    let summary = until_said(&stage, "is checked").await;
    assert!(summary.text.contains("Telegram didn’t say: 0"), "{}", summary.text);
    assert_eq!(refused.hits(), 1);
    assert!(crowd.asked(&stage).iter().all(|(person, times)| *times == 1 || *person == crowd.members[30]));
    let met = "SELECT COUNT(*) FROM call_paces WHERE refused_at >= 40 AND per_second < refused_at";
    stage.until_number("the pace is written down", met, 1).await;
    stage.end().await;
}

#[tokio::test]
async fn whoever_speaks_during_a_sweep_is_answered_at_once() {
    let stage = Stage::protected().await;
    Crowd::gather(&stage, 400, 0, 0).await;
    stage.owner_says("/sweep");
    until_said(&stage, "Checked: ").await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    assert!(stage.simulator.read(|world| saying(world, &stage, "is checked").is_none()), "the sweep was over");
    stage.until_the_promise_holds().await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sweep_that_dies_goes_on_in_another_process_and_asks_nobody_again() {
    let redis = RedisServer::start();
    let mut stage = Stage::new().await.with("DATABASE_URL", &fresh_database()).with("REDIS_URL", &redis.url());
    stage.start();
    stage.protect().await;
    let crowd = Crowd::gather(&stage, MANY, 5, 0).await;
    learned_pace(&stage, 250).await;
    stage.owner_says("/sweep");
    let total = MANY + 5;
    while crowd.asked(&stage).values().sum::<usize>() < MANY / 2 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    stage.kill();
    stage.start();
    let summary = until_said(&stage, "is checked").await;
    assert!(summary.text.contains("Muted now: 5"), "{}", summary.text);
    let asked = crowd.asked(&stage);
    assert!(asked.values().all(|times| *times >= 1));
    // What was on its way when it died has been asked, and nobody knows the answer.
    let again = asked.values().filter(|times| **times > 1).count();
    assert!(again <= 64, "{again} of {total} were asked again");
    stage.end().await;
}

#[tokio::test]
async fn where_there_is_no_gate_nobody_is_checked_and_it_says_what_to_do() {
    let mut stage = Stage::new().await;
    stage.start();
    stage.owner_says("/sweep");
    until_said(&stage, "/protect").await;
    stage.protect().await;
    stage.owner_says("/unprotect");
    until_said(&stage, "gate of").await;
    stage.owner_says("/sweep");
    until_said(&stage, "nothing to check").await;
    let ann = stage.member("Ann");
    stage.say(ann, "/sweep");
    stage.until("a member is refused", |world| saying(world, &stage, "Only").is_some()).await;
    stage.end().await;
}

#[tokio::test]
async fn where_too_many_known_members_fail_the_brake_stops_the_sweep_until_an_admin_says_go_on() {
    let mut stage = Stage::protected().await;
    let crowd = Crowd::gather(&stage, 0, 30, 0).await;
    learned_pace(&stage, 200).await;
    stage.owner_says("/sweep");
    let stopped = until_said(&stage, "I have stopped muting").await;
    let is_muted = |world: &World| crowd.strangers.iter().any(|stranger| world.is_muted(stage.group, *stranger));
    stage.until("all are free", |world| !is_muted(world)).await;
    assert!(stage.simulator.read(|world| saying(world, &stage, "is checked").is_none()));
    let open = "SELECT COUNT(*) FROM jobs WHERE kind = 'sweep' AND state = 'open'";
    stage.until_number("the order stands", open, 1).await;

    stage.simulator.press(stage.group, stopped.id, stage.owner, 0, 0).unwrap();
    until_said(&stage, "has pressed “Go on”").await;
    // The sweep looks whether it may go on after a minute.
    assert!(stage.stop().await.success());
    sql::run(&stage.database(), "UPDATE jobs SET not_before = 1 WHERE kind = 'sweep'").await;
    stage.start();
    let summary = until_said(&stage, "is checked").await;
    assert!(summary.text.contains("Muted now: 30"), "{}", summary.text);
    for stranger in &crowd.strangers {
        stage.until_muted(*stranger).await;
    }
    stage.until_the_promise_holds().await;
    stage.end().await;
}
