//! What a running bot reports to an operator's services: errors to a Sentry, traces to a collector. And what it does not:
//! no token, no key, no word that people wrote.

mod errors;
mod traces;

use std::time::{Duration, Instant};

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{
    Stage,
    stage::{TOKEN, WAIT_TIMEOUT},
};
use serde_json::json;

/// Each stands for something that is nobody's business.
const CANARIES: [&str; 3] = ["Canaryname", "canarytext", "Canarytitle"];

/// A refusal that quotes all that it can get hold of, as a proxy or a test server may.
fn talkative_refusal() -> Effect {
    let description = format!("Bad Request: no route to /bot{TOKEN}/ for \"Canaryname\" with `canarytext`");
    Effect::Status(400, json!({"ok": false, "error_code": 400, "description": description}).to_string())
}

/// Has the mute of this person be refused, once, when they speak.
async fn fail_to_mute(stage: &Stage, person: i64) {
    let fault = stage.simulator.inject(Fault::new("restrictChatMember", talkative_refusal()).about(person).once());
    stage.say(person, "canarytext");
    let deadline = Instant::now() + WAIT_TIMEOUT;
    while fault.hits() == 0 {
        assert!(Instant::now() < deadline, "nobody tries to mute them\n{}", stage.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Checks that a text holds nothing that is nobody's business.
fn assert_discreet(what: &str, text: &str) {
    let secret = TOKEN.split_once(':').unwrap().1;
    for canary in CANARIES.into_iter().chain([secret, TOKEN]) {
        assert!(!text.contains(canary), "{canary} stands in {what}: {text}");
    }
}

/// The bot runs with these variables in a protected group in which people are judged as they speak.
async fn running(variables: &[(&str, &str)]) -> Stage {
    let mut stage = Stage::new().await.where_refusals_quote_people();
    for (name, value) in variables {
        stage = stage.with(name, value);
    }
    stage.simulator.act(|world| world.rename_chat(stage.group, stage.owner, "Canarytitle")).unwrap();
    stage.start();
    stage.protect().await;
    stage.settle().await;
    stage.restart_with(r#"{"gate_on_join": false, "brake": false}"#).await;
    stage
}
