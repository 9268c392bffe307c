//! Long polling: nothing lost, nothing confirmed too early, never without a pause.

use std::{
    future::ready,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use portcullis_domain::{
    inbox::RawUpdate,
    ports::{Accepted, NotAccepted, UpdateSink},
};
use portcullis_telegram::{PollingError, PollingOptions, PollingSource, client::CallLimits};
use serde_json::{Value, json};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::scripted_server::{Call, Reply, Server, bot, client};

/// The mark of an update about which memory decides.
const PLAIN: &str = "marker-of-plain";

/// Refuses the first `refusals` updates and keeps the rest; what is marked so, at once.
#[derive(Default)]
struct Sink {
    refusals: AtomicUsize,
    /// What it was asked, in that order.
    asked: Mutex<Vec<Asked>>,
    accepted: Mutex<Vec<i64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    ToTry(i64),
    ToAccept(i64),
}

impl UpdateSink for Sink {
    fn try_accept(&self, json: &str) -> bool {
        let id = serde_json::from_str::<Value>(json).unwrap()["update_id"].as_i64().unwrap();
        self.asked.lock().unwrap().push(Asked::ToTry(id));
        json.contains(PLAIN)
    }

    fn accept(&self, update: RawUpdate) -> Accepted {
        let id = update.id.0;
        self.asked.lock().unwrap().push(Asked::ToAccept(id));
        let left = self.refusals.load(Ordering::Relaxed);
        if left > 0 {
            self.refusals.store(left - 1, Ordering::Relaxed);
            return Box::pin(ready(Err(NotAccepted)));
        }
        self.accepted.lock().unwrap().push(id);
        Box::pin(ready(Ok(())))
    }
}

impl Sink {
    fn refusing(refusals: usize) -> Arc<Self> {
        Arc::new(Self { refusals: AtomicUsize::new(refusals), ..Self::default() })
    }

    fn accepted(&self) -> Vec<i64> {
        self.accepted.lock().unwrap().clone()
    }
}

/// Far longer than any test: a pause that does not end by itself.
const HOUR: Duration = Duration::from_hours(1);

/// Time enough for many requests, were there no pause.
const UNDISTURBED: Duration = Duration::from_millis(100);

struct Running {
    stop: CancellationToken,
    task: JoinHandle<Result<(), PollingError>>,
}

fn options() -> PollingOptions {
    PollingOptions {
        first_pause: Duration::from_millis(30),
        longest_pause: Duration::from_millis(100),
        conflict_pause: Duration::from_millis(50),
        ..PollingOptions::default()
    }
}

fn run(server: &Server, sink: &Arc<Sink>) -> Running {
    run_with(server, sink, options())
}

fn run_with(server: &Server, sink: &Arc<Sink>, options: PollingOptions) -> Running {
    let stop = CancellationToken::new();
    let source = PollingSource::new(server.client(), options);
    Running { stop: stop.clone(), task: tokio::spawn(source.run(sink.clone(), stop)) }
}

impl Running {
    async fn stop(self) -> Result<(), PollingError> {
        self.stop.cancel();
        timeout(Duration::from_secs(2), self.task).await.unwrap().unwrap()
    }
}

async fn until(condition: impl Fn() -> bool) {
    let waited = timeout(Duration::from_secs(5), async {
        while !condition() {
            sleep(Duration::from_millis(5)).await;
        }
    });
    assert!(waited.await.is_ok(), "it never came");
}

/// A Telegram without a webhook whose queue holds these updates.
fn telegram(queue: Value) -> impl Fn(&Call, usize) -> Reply + Send + Sync {
    move |call, _| match call.method.as_str() {
        "getWebhookInfo" => Reply::Result(json!({"url": ""})),
        "getUpdates" => updates(call, &queue),
        _ => Reply::Error(404, "Not Found: method not found"),
    }
}

fn updates(call: &Call, queue: &Value) -> Reply {
    let offset = call.params["offset"].as_i64().unwrap_or(0);
    let is_left = |update: &&Value| update["update_id"].as_i64().is_none_or(|id| id >= offset);
    let left: Vec<&Value> = queue.as_array().unwrap().iter().filter(is_left).collect();
    if left.is_empty() && call.params["timeout"] != 0 { Reply::Hang } else { Reply::Result(json!(left)) }
}

#[tokio::test]
async fn updates_are_handed_over_and_confirmed_by_the_next_request() {
    let server = Server::start(telegram(json!([{"update_id": 5}, {"update_id": 6, "message": 1}]))).await;
    let sink = Sink::refusing(0);
    let running = run(&server, &sink);
    until(|| server.calls("getUpdates").len() == 2).await;
    assert_eq!(sink.accepted(), [5, 6]);
    let calls = server.calls("getUpdates");
    assert!(calls[0].params.get("offset").is_none());
    assert_eq!((calls[0].params["limit"].as_i64(), calls[0].params["timeout"].as_i64()), (Some(100), Some(50)));
    let kinds =
        json!(["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "chat_join_request"]);
    assert_eq!(calls[0].params["allowed_updates"], kinds);
    assert_eq!(calls[1].params["offset"], 7);
    assert_eq!(running.stop().await, Ok(()));
}

#[tokio::test]
async fn what_is_not_accepted_is_offered_again_and_not_confirmed() {
    let server = Server::start(telegram(json!([{"update_id": 5}, {"update_id": 6}]))).await;
    let sink = Sink::refusing(3);
    let running = run(&server, &sink);
    until(|| server.calls("getUpdates").len() == 2).await;
    let offer = [Asked::ToTry(5), Asked::ToAccept(5), Asked::ToTry(6), Asked::ToAccept(6)];
    assert_eq!(*sink.asked.lock().unwrap(), offer.repeat(3));
    assert_eq!(server.calls("getUpdates")[1].params["offset"], 7);
    assert_eq!(running.stop().await, Ok(()));
}

#[tokio::test]
async fn what_memory_decides_is_handed_over_no_more_and_is_tried_only_once_what_came_before_it_was_begun() {
    let updates = json!([{"update_id": 5}, {"update_id": 6, "text": PLAIN}, {"update_id": 7}]);
    let server = Server::start(telegram(updates)).await;
    let sink = Sink::refusing(0);
    let running = run(&server, &sink);
    until(|| server.calls("getUpdates").len() == 2).await;
    let expected = [Asked::ToTry(5), Asked::ToAccept(5), Asked::ToTry(6), Asked::ToTry(7), Asked::ToAccept(7)];
    assert_eq!(*sink.asked.lock().unwrap(), expected);
    assert_eq!(server.calls("getUpdates")[1].params["offset"], 8);
    assert_eq!(running.stop().await, Ok(()));
}

#[tokio::test]
async fn while_nothing_is_accepted_telegram_is_not_asked_and_a_stop_confirms_nothing() {
    let server = Server::start(telegram(json!([{"update_id": 5}]))).await;
    let sink = Sink::refusing(usize::MAX);
    let running = run(&server, &sink);
    until(|| sink.asked.lock().unwrap().len() > 7).await;
    assert_eq!(running.stop().await, Ok(()));
    assert_eq!(server.calls("getUpdates").len(), 1);
}

#[tokio::test]
async fn an_update_without_a_number_takes_no_other_along() {
    let server =
        Server::start(telegram(json!([{"update_id": 5}, "nonsense", {"message": {}}, {"update_id": 8}]))).await;
    let sink = Sink::refusing(0);
    let running = run(&server, &sink);
    // What can't be confirmed comes again and again.
    until(|| server.calls("getUpdates").len() >= 4).await;
    assert_eq!(sink.accepted(), [5, 8]);
    assert_eq!(running.stop().await, Ok(()));
}

#[tokio::test]
async fn a_webhook_is_removed_first_and_what_waits_is_kept() {
    let server = Server::start(|call, _| match call.method.as_str() {
        "getWebhookInfo" => Reply::Result(json!({"url": "https://example.org/hook"})),
        "deleteWebhook" => Reply::Result(json!(true)),
        _ => Reply::Hang,
    })
    .await;
    let running = run(&server, &Sink::refusing(0));
    until(|| !server.calls("getUpdates").is_empty()).await;
    assert_eq!(server.methods(), ["getWebhookInfo", "deleteWebhook", "getUpdates"]);
    assert_eq!(server.calls("deleteWebhook")[0].params, json!({"drop_pending_updates": false}));
    assert_eq!(running.stop().await, Ok(()));
}

#[tokio::test]
async fn faults_are_waited_out() {
    let server = Server::start(|call, before| match (call.method.as_str(), before) {
        ("getWebhookInfo", 0) => Reply::Raw(502, "<html>".to_owned()),
        ("getWebhookInfo", _) => Reply::Result(json!({"url": ""})),
        (_, 0) => Reply::Break,
        (_, 1) => Reply::Raw(200, "garbage".to_owned()),
        (_, 2) => Reply::Error(409, "Conflict: terminated by other getUpdates request"),
        (_, 3) => Reply::Error(400, "Bad Request: whatever"),
        _ => updates(call, &json!([{"update_id": 5}])),
    })
    .await;
    let sink = Sink::refusing(0);
    let running = run(&server, &sink);
    until(|| !sink.accepted().is_empty()).await;
    assert_eq!(running.stop().await, Ok(()));
}

#[tokio::test]
async fn a_conflict_and_a_flood_wait_are_waited_out_in_full() {
    let conflict = || Reply::Error(409, "Conflict: terminated by other getUpdates request");
    let flood = || Reply::ErrorWith(429, "Too Many Requests", json!({"retry_after": HOUR.as_secs()}));
    for (fault, reply) in [("a conflict", conflict as fn() -> Reply), ("a flood wait", flood)] {
        let server = Server::start(move |call, before| match (call.method.as_str(), before) {
            ("getWebhookInfo", _) => Reply::Result(json!({"url": ""})),
            (_, 0) => reply(),
            _ => updates(call, &json!([{"update_id": 5}])),
        })
        .await;
        let sink = Sink::refusing(0);
        let running = run_with(&server, &sink, PollingOptions { conflict_pause: HOUR, ..options() });
        until(|| !server.calls("getUpdates").is_empty()).await;
        sleep(UNDISTURBED).await;
        assert_eq!(server.calls("getUpdates").len(), 1, "{fault}");
        tokio::time::pause();
        tokio::time::advance(HOUR).await;
        tokio::time::resume();
        until(|| !sink.accepted().is_empty()).await;
        assert_eq!(running.stop().await, Ok(()));
    }
}

#[tokio::test]
async fn a_refused_token_ends_it() {
    let server = Server::start(|_, _| Reply::Error(401, "Unauthorized")).await;
    let running = run(&server, &Sink::refusing(0));
    assert_eq!(timeout(Duration::from_secs(2), running.task).await.unwrap().unwrap(), Err(PollingError::Unauthorized));
}

#[tokio::test]
async fn answers_that_bring_nothing_and_come_at_once_are_not_asked_for_without_a_pause() {
    for answer in [json!([]), json!(["nonsense", {"message": {}}])] {
        let server = Server::start(move |call, _| match call.method.as_str() {
            "getWebhookInfo" => Reply::Result(json!({"url": ""})),
            _ => Reply::Result(answer.clone()),
        })
        .await;
        let running = run_with(&server, &Sink::refusing(0), PollingOptions { first_pause: HOUR, ..options() });
        until(|| !server.calls("getUpdates").is_empty()).await;
        sleep(UNDISTURBED).await;
        assert_eq!(server.calls("getUpdates").len(), 1);
        assert_eq!(running.stop().await, Ok(()));
    }
}

#[tokio::test]
async fn a_stop_abandons_the_waiting_request_and_confirms_what_was_accepted() {
    // The request that would confirm hangs, as one does at Telegram.
    let server = Server::start(telegram(json!([{"update_id": 5}]))).await;
    let sink = Sink::refusing(0);
    let running = run(&server, &sink);
    until(|| server.calls("getUpdates").len() == 2).await;
    assert_eq!(running.stop().await, Ok(()));
    let calls = server.calls("getUpdates");
    assert_eq!(calls.len(), 3);
    assert_eq!(calls[2].params, json!({"offset": 6, "limit": 1, "timeout": 0}));
}

#[tokio::test]
async fn after_a_while_without_updates_numbers_may_begin_anew() {
    let server = Server::start(|call, before| match (call.method.as_str(), before) {
        ("getWebhookInfo", _) => Reply::Result(json!({"url": ""})),
        (_, 0) => Reply::Result(json!([{"update_id": 900}])),
        (_, 1) => Reply::Result(json!([])),
        _ => updates(call, &json!([{"update_id": 3}])),
    })
    .await;
    let sink = Sink::refusing(0);
    let running = run_with(&server, &sink, PollingOptions { forget_offset_after: Duration::ZERO, ..options() });
    until(|| sink.accepted() == [900, 3]).await;
    assert_eq!(running.stop().await, Ok(()));
}

#[tokio::test]
async fn a_waiting_poll_takes_no_permit_from_the_calls() {
    let server = Server::start(|call, _| match call.method.as_str() {
        "getUpdates" => Reply::Hang,
        "getWebhookInfo" => Reply::Result(json!({"url": ""})),
        _ => Reply::Result(json!({"id": 42, "first_name": "Gate", "username": "gate_bot"})),
    })
    .await;
    let client = client(&server.address, CallLimits { in_flight: 1, ..CallLimits::default() });
    let stop = CancellationToken::new();
    let source = PollingSource::new(client.clone(), options());
    let task = tokio::spawn(source.run(Sink::refusing(0), stop.clone()));
    until(|| !server.calls("getUpdates").is_empty()).await;
    assert!(bot(client).get_me().await.is_ok());
    stop.cancel();
    assert_eq!(task.await.unwrap(), Ok(()));
}
