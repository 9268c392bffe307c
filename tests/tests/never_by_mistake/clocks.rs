//! A machine's clock that is not Telegram's: a mute by it might never end.

use std::time::Duration;

use portcullis_tests::{Stage, bot_process::command, operations::value_of};
use serde_json::json;

#[tokio::test]
async fn while_the_clock_is_ten_days_behind_nobody_is_muted_and_everybody_who_asks_is_told() {
    let stage = Stage::protected().await;
    let before = stage.stranger("Sam");
    stage.until_muted(before).await;
    stage.settle().await;
    let (mutes, deletions) = (stage.count("restrictChatMember"), stage.count("deleteMessage"));

    stage.simulator.advance(Duration::from_hours(240));
    let stranger = stage.stranger("Tom");
    let message = stage.say(stranger, "hello").unwrap();
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.is_muted(stage.group, stranger));
        assert!(world.message(stage.group, message).is_some_and(|message| !message.is_deleted));
    });
    assert_eq!((stage.count("restrictChatMember"), stage.count("deleteMessage")), (mutes, deletions));

    let operations = stage.operations().await;
    let health = operations.get("/health").await;
    assert_eq!(health.status, 200);
    assert_eq!(health.json()["status"], "degraded");
    assert_eq!(health.json()["checks"]["clock"]["status"], json!("degraded"));
    let metrics = operations.get("/metrics").await.text;
    assert!(value_of(&metrics, "bot_clock_error_seconds").unwrap() < -800_000.0, "{metrics}");
    let told = stage
        .log()
        .lines()
        .filter(|line| line.contains("ERROR") && line.contains("clock is wrong") && line.contains("behind"))
        .count();
    assert_eq!(told, 1, "{}", stage.log());
    stage.end().await;
}

#[tokio::test]
async fn check_names_a_clock_that_is_off_and_by_how_much() {
    let stage = Stage::new().await;
    for (apart, said) in [(7_200, "behind"), (-7_200, "ahead")] {
        stage.simulator.act(|world| world.set_clock_apart(apart));
        let mut check = command(stage.folder(), stage.variables());
        check.arg("check");
        let output = tokio::task::spawn_blocking(move || check.output().unwrap()).await.unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text.lines().find(|line| line.contains("clock")).unwrap();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(line.starts_with("FAILED") && line.contains(said), "{line}");
    }
    stage.end().await;
}
