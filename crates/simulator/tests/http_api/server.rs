//! Starting, stopping, and waiting for the bot.

use std::time::{Duration, Instant};

use portcullis_simulator::{SimulatorError, SimulatorServer};
use serde_json::json;

use crate::bot_client::{Town, WAIT_TIMEOUT};

#[tokio::test]
async fn nobody_answers_while_stopped_and_the_port_is_the_same_afterwards() {
    let town = Town::new().await;
    town.server.stop_answering().await;
    assert!(town.try_call("getMe", json!({})).await.unwrap_err().is_connect());
    town.server.resume().await;
    town.call("getMe", json!({})).await;
    assert_eq!(town.server.base_url(), town.base_url);
}

#[tokio::test]
async fn a_waiting_poll_is_cut_when_nobody_answers_any_more() {
    let town = Town::new().await;
    let stop = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        town.server.stop_answering().await;
    };
    let (result, ()) = tokio::join!(town.try_call("getUpdates", json!({"timeout": 30})), stop);
    assert!(result.is_err());
}

#[tokio::test]
async fn the_port_is_free_after_stopping() {
    let Town { server, base_url, simulator, .. } = Town::new().await;
    server.stop().await;
    let address = base_url.trim_start_matches("http://").to_owned();
    let (_server, again) = SimulatorServer::start(simulator, &address).await.unwrap();
    assert_eq!(again, base_url);
}

#[tokio::test]
async fn a_taken_port_is_an_error() {
    let town = Town::new().await;
    let address = town.base_url.trim_start_matches("http://");
    let error = SimulatorServer::start(town.simulator.clone(), address).await.unwrap_err();
    assert!(matches!(error, SimulatorError::Listen(_)));
}

#[tokio::test]
async fn a_test_can_wait_for_calls_for_the_world_and_for_silence() {
    let town = Town::new().await;
    let bot = async {
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_millis(30)).await;
            town.call("sendMessage", json!({"chat_id": town.group, "text": "hi"})).await;
        }
    };
    let test = async {
        assert_eq!(town.simulator.wait_for_calls("sendMessage", 2, WAIT_TIMEOUT).await.unwrap().len(), 2);
        let is_said = |world: &portcullis_simulator::World| world.visible_messages(town.group).len() >= 3;
        town.simulator.wait_until(WAIT_TIMEOUT, is_said).await.unwrap();
    };
    tokio::join!(bot, test);
    let began = Instant::now();
    town.simulator.quiet_for(Duration::from_millis(100)).await;
    assert!(began.elapsed() >= Duration::from_millis(90));

    let missing = town.simulator.wait_for_calls("deleteMessage", 1, Duration::from_millis(10)).await;
    assert!(matches!(missing, Err(SimulatorError::CallsMissing { wanted: 1, .. })));
}

#[tokio::test]
async fn a_long_poll_does_not_disturb_the_silence() {
    let town = Town::new().await;
    let poll = tokio::time::timeout(Duration::from_millis(300), town.answer("getUpdates", json!({"timeout": 30})));
    let silence =
        tokio::time::timeout(Duration::from_millis(250), town.simulator.quiet_for(Duration::from_millis(100)));
    let (_, silent) = tokio::join!(poll, silence);
    assert!(silent.is_ok());
}
