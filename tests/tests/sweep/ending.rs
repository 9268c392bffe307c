//! The last words of a sweep, which stand in the group whatever happens as they are said.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{Stage, stage::WAIT_TIMEOUT};

use super::crowd::{Crowd, learned_pace, saying, until_said};

const OPEN: &str = "SELECT COUNT(*) FROM jobs WHERE kind = 'sweep' AND state = 'open'";

/// A sweep that mutes nobody, so that no notice is edited, ends while the edit of its message is held back like this.
async fn dies_as_it_ends(effect: Effect) {
    let mut stage = Stage::protected().await;
    Crowd::gather(&stage, 7, 0, 0).await;
    learned_pace(&stage, 200).await;
    let held = stage.simulator.inject(Fault::new("editMessageText", effect));
    stage.owner_says("/sweep");
    stage.until_held(&held).await;
    stage.kill_while_held(&held).await;
    stage.start();
    until_said(&stage, "is checked").await;
    stage.until_number("nothing is to be done", OPEN, 0).await;
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(
            saying(world, &stage, "Checked: ").is_none_or(|message| message.reply_markup.is_none()),
            "it still runs"
        );
        let all = world.visible_messages(stage.group);
        assert_eq!(all.iter().filter(|message| message.text.contains("is checked")).count(), 1);
    });
    stage.end().await;
}

#[tokio::test]
async fn a_crash_before_the_last_words_are_said_does_not_leave_a_sweep_that_seems_to_run() {
    dies_as_it_ends(Effect::HoldBefore).await;
}

#[tokio::test]
async fn a_crash_after_the_last_words_are_said_leaves_them_as_they_are() {
    dies_as_it_ends(Effect::HoldAfter).await;
}

#[tokio::test]
async fn a_message_that_can_not_be_edited_keeps_no_sweep_from_its_end() {
    let stage = Stage::protected().await;
    Crowd::gather(&stage, 7, 0, 0).await;
    learned_pace(&stage, 200).await;
    let gone = r#"{"ok":false,"error_code":400,"description":"Bad Request: message to edit not found"}"#;
    let refused = stage.simulator.inject(Fault::new("editMessageText", Effect::Status(400, gone.to_owned())));
    stage.owner_says("/sweep");
    let done = "SELECT COUNT(*) FROM jobs WHERE kind = 'sweep' AND state = 'done'";
    stage.until_number("the sweep is over", done, 1).await;
    assert!(refused.hits() >= 1);
    stage.end().await;
}

#[tokio::test]
async fn last_words_that_must_wait_are_said_once_they_may_be_and_the_sweep_is_open_till_then() {
    let stage = Stage::protected().await;
    Crowd::gather(&stage, 7, 0, 0).await;
    learned_pace(&stage, 200).await;
    let refused = stage.simulator.inject(Fault::new("editMessageText", Effect::FloodWait(3)).once());
    stage.owner_says("/sweep");
    let is_refused = async {
        while refused.hits() == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(WAIT_TIMEOUT, is_refused).await.unwrap();
    stage.until_number("the sweep is not over", OPEN, 1).await;
    until_said(&stage, "is checked").await;
    stage.until_number("nothing is to be done", OPEN, 0).await;
    stage.end().await;
}
