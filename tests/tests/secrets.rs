//! The token appears nowhere, however hard the world tries to have it shown.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{Stage, stage::TOKEN};
use serde_json::json;

#[tokio::test]
async fn not_in_the_most_talkative_log() {
    let mut stage = Stage::new().await.with("LOG_LEVEL", "trace");
    stage.start();
    stage.protect().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.end().await;
}

#[tokio::test]
async fn not_when_answers_and_errors_quote_it() {
    let mut stage = Stage::protected().await.with("LOG_LEVEL", "trace");
    assert!(stage.stop().await.success());
    stage.start();
    stage.settle().await;
    let quoting = format!("no route to /bot{TOKEN}/getChatMember");
    let refusal = json!({"ok": false, "error_code": 400, "description": quoting}).to_string();
    let effects = [
        Effect::Status(502, quoting.clone()),
        Effect::Status(400, refusal),
        Effect::Reset,
        Effect::Garbage,
        Effect::OkFalse,
    ];
    for effect in effects {
        let person = stage.simulator.act(|world| world.add_user("Sam"));
        let _look_up = stage.simulator.inject(Fault::new("getChatMember", effect.clone()).about(person));
        let _answer = stage.simulator.inject(Fault::new("answerCallbackQuery", effect.clone()).once());
        let _poll = stage.simulator.inject(Fault::new("getUpdates", effect).once());
        stage.simulator.act(|world| world.join(stage.group, person)).unwrap();
        stage.say(person, "hello");
        stage.say(person, TOKEN);
    }
    tokio::time::sleep(Duration::from_secs(9)).await;
    stage.simulator.clear_faults();
    // What people write is theirs: the message above stays in the inbox's way for a moment and in no log.
    let secret = TOKEN.split_once(':').unwrap().1;
    assert!(!stage.log().contains(secret));
    stage.until_the_promise_holds().await;
    stage.ends_in_mid_air("the database may hold the token that somebody wrote");
}

#[tokio::test]
async fn not_when_the_bot_api_is_away_or_refuses_it() {
    let mut stage = Stage::new().await.with("LOG_LEVEL", "trace");
    stage.server.stop_answering().await;
    stage.start();
    tokio::time::sleep(Duration::from_secs(3)).await;
    stage.server.resume().await;
    stage.protect().await;
    stage.simulator.act(|world| world.revoke_token(TOKEN));
    // The poll that waits was let in before; the next one is refused.
    stage.server.stop_answering().await;
    stage.server.resume().await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let secret = TOKEN.split_once(':').unwrap().1;
    assert!(stage.log().contains("BOT_TOKEN is refused"), "{}", stage.log());
    assert!(!stage.log().contains(secret));
    stage.ends_in_mid_air("the token is revoked: the bot can do nothing more");
}
