//! A release lets everybody go whom it can, and what people read of it is true.

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{Stage, sql};

const REFUSAL: &str = r#"{"ok":false,"error_code":400,"description":"Bad Request: not enough rights"}"#;

fn refusing(person: i64) -> Fault {
    Fault::new("restrictChatMember", Effect::Status(400, REFUSAL.to_owned())).about(person)
}

/// Waits until the fault has taken effect on so many calls.
async fn until_hits(fault: &portcullis_simulator::FaultHandle, hits: usize) {
    while fault.hits() < hits {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn one_person_who_can_not_be_unmuted_keeps_nobody_else_muted_and_the_calls_stay_few() {
    let stage = Stage::protected().await;
    let people: Vec<i64> = (0..6).map(|number| stage.stranger(&format!("Ann {number}"))).collect();
    for person in &people {
        stage.until_muted(*person).await;
    }
    let refused = stage.simulator.inject(refusing(people[0]));
    stage.simulator.clear_calls();
    stage.owner_says("/unprotect");
    for person in &people[1..] {
        stage.until_free(*person).await;
    }
    until_hits(&refused, 3).await;
    let calls = stage.count("restrictChatMember") + stage.count("getChatMember");
    assert!(calls < 40, "{calls} calls");
    refused.remove();
    stage.until_free(people[0]).await;
    stage.end().await;
}

#[tokio::test]
async fn whoever_presses_or_starts_the_bot_while_a_release_is_on_its_way_is_free_at_once() {
    let mut stage = Stage::protected().await;
    let (ann, ben) = (stage.stranger("Ann"), stage.stranger("Ben"));
    for person in [ann, ben] {
        stage.until_muted(person).await;
    }
    let notice = stage.until_one_notice_serves_all().await;
    let buttons = notice.reply_markup.as_ref().unwrap()["inline_keyboard"].as_array().unwrap().len();
    assert!(stage.stop().await.success());
    // A release that is ordered, and whose turn comes much later.
    let database = stage.database();
    let ordered = format!(
        "UPDATE protected_groups SET enabled = FALSE;
         DELETE FROM jobs;
         INSERT INTO jobs (kind, group_id, state, counts, ordered_at, not_before)
         VALUES ('release', {}, 'open', '{{}}', 1, 9000000000000)",
        stage.group
    );
    sql::run(&database, ordered).await;
    stage.start();
    let press = stage.simulator.act(|world| world.press(stage.group, notice.id, ann, buttons - 1, 0)).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
    let answer = stage.simulator.read(|world| world.callback_answer(&press)).unwrap();
    assert!(!answer.show_alert, "{:?}", answer.text);
    stage.until_free(ann).await;
    stage.simulator.start_private(ben, stage.bot, None).unwrap();
    stage.until_free(ben).await;
    stage.end().await;
}

#[tokio::test]
async fn a_press_whose_unmute_is_refused_is_told_so_and_the_person_is_freed_later() {
    let stage = Stage::protected().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    let notice = stage.until_one_notice().await;
    let buttons = notice.reply_markup.as_ref().unwrap()["inline_keyboard"].as_array().unwrap().len();
    let refused = stage.simulator.inject(refusing(ann));
    stage.simulator.act(|world| {
        world.join(stage.channel, ann).unwrap();
        world.take_updates();
    });
    let press = stage.simulator.act(|world| world.press(stage.group, notice.id, ann, buttons - 1, 0)).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
    let answer = stage.simulator.read(|world| world.callback_answer(&press)).unwrap();
    assert!(answer.show_alert && answer.text.as_ref().unwrap().contains("unmute"), "{:?}", answer.text);
    refused.remove();
    stage.until_free(ann).await;
    stage.end().await;
}
