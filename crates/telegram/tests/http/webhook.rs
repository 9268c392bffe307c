//! The webhook: nothing answered 200 before it is accepted, nobody but Telegram heard, and a stop that finishes what
//! runs.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use portcullis_domain::{
    inbox::RawUpdate,
    ports::{Accepted, NotAccepted, UpdateSink},
};
use portcullis_telegram::{WebhookError, WebhookOptions, WebhookSource, client::CallLimits};
use reqwest::{Client, Response, StatusCode};
use serde_json::json;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::{self, JoinHandle},
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::scripted_server::{Call, Reply, Server, client};

const SECRET: &str = "marker-of_the-secret";

/// The mark of an update about which memory decides.
const PLAIN: &str = "marker-of-plain";

/// The mark of an update whose acceptance panics.
const FAULTY: &str = "marker-of-faulty";

/// A test that waits longer has failed.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Far longer than any test.
const HOUR: Duration = Duration::from_hours(1);

/// Takes an update when it has a permit, unless the database is away; what is marked so, at once.
struct Sink {
    permits: Arc<Semaphore>,
    begun: Semaphore,
    is_away: Arc<AtomicBool>,
    accepted: Arc<Mutex<Vec<i64>>>,
    /// The tasks in which an update was offered or handed over, one after the other.
    called_in: Mutex<Vec<task::Id>>,
}

impl UpdateSink for Sink {
    fn try_accept(&self, json: &str) -> bool {
        self.called_in.lock().unwrap().push(task::id());
        json.contains(PLAIN)
    }

    fn accept(&self, update: RawUpdate) -> Accepted {
        self.called_in.lock().unwrap().push(task::id());
        assert!(!update.json.contains(FAULTY), "a bug");
        self.begun.add_permits(1);
        let (permits, is_away, accepted) = (self.permits.clone(), self.is_away.clone(), self.accepted.clone());
        Box::pin(async move {
            permits.acquire().await.unwrap().forget();
            if is_away.load(Ordering::Relaxed) {
                return Err(NotAccepted);
            }
            accepted.lock().unwrap().push(update.id.0);
            Ok(())
        })
    }
}

struct Running {
    server: Server,
    address: SocketAddr,
    sink: Arc<Sink>,
    stop: CancellationToken,
    task: JoinHandle<Result<(), WebhookError>>,
}

impl Running {
    /// A webhook that takes two at once, before a Telegram that answers `setWebhook` with `reply`.
    async fn start(permits: usize, reply: impl Fn(&Call, usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_with(permits, HOUR, reply).await
    }

    async fn start_with(
        permits: usize,
        drain: Duration,
        reply: impl Fn(&Call, usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let server = Server::start(reply).await;
        let limits = CallLimits::default();
        let sink = Sink {
            permits: Arc::new(Semaphore::new(permits)),
            begun: Semaphore::new(0),
            is_away: Arc::default(),
            accepted: Arc::default(),
            called_in: Mutex::default(),
        };
        let sink = Arc::new(sink);
        let options = WebhookOptions {
            concurrency: 2,
            drain,
            body: Duration::from_millis(200),
            first_pause: Duration::from_millis(5),
            ..WebhookOptions::new("https://bot.example.org".parse().unwrap(), SECRET.parse().unwrap())
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let source = WebhookSource::new(client(&server.address, limits), options);
        let task = tokio::spawn(source.run(listener, sink.clone(), stop.clone()));
        Self { server, address, sink, stop, task }
    }

    async fn accepted_by_telegram(permits: usize) -> Self {
        Self::start(permits, |_, _| Reply::Result(json!(true))).await
    }

    fn post(&self, id: i64) -> JoinHandle<reqwest::Result<Response>> {
        self.post_json(&json!({"update_id": id}))
    }

    fn post_json(&self, update: &serde_json::Value) -> JoinHandle<reqwest::Result<Response>> {
        let request = Client::new()
            .post(format!("http://{}/webhook", self.address))
            .header("X-Telegram-Bot-Api-Secret-Token", SECRET)
            .body(update.to_string());
        tokio::spawn(request.send())
    }

    async fn answer(&self, id: i64) -> Response {
        timeout(TIMEOUT, self.post(id)).await.unwrap().unwrap().unwrap()
    }

    async fn wait_until_begun(&self, count: u32) {
        timeout(TIMEOUT, self.sink.begun.acquire_many(count)).await.unwrap().unwrap().forget();
    }

    fn accepted(&self) -> Vec<i64> {
        self.sink.accepted.lock().unwrap().clone()
    }

    async fn wait_until_set(&self, calls: usize) {
        let set = async {
            while self.server.calls("setWebhook").len() < calls {
                sleep(Duration::from_millis(2)).await;
            }
        };
        timeout(TIMEOUT, set).await.unwrap();
    }

    async fn stop(self) -> Result<(), WebhookError> {
        self.stop.cancel();
        timeout(TIMEOUT, self.task).await.unwrap().unwrap()
    }
}

fn wait_of(answer: &Response) -> u64 {
    answer.headers()["retry-after"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn an_update_is_answered_only_once_it_is_accepted() {
    let running = Running::accepted_by_telegram(0).await;
    let answer = running.post(7);
    running.wait_until_begun(1).await;
    sleep(Duration::from_millis(50)).await;
    assert!(!answer.is_finished());
    running.sink.permits.add_permits(1);
    let answer = timeout(TIMEOUT, answer).await.unwrap().unwrap().unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.bytes().await.unwrap().is_empty());
    assert_eq!(running.accepted(), [7]);
}

#[tokio::test]
async fn what_memory_decides_is_answered_at_once_and_stored_nowhere() {
    let running = Running::accepted_by_telegram(0).await;
    running.sink.is_away.store(true, Ordering::Relaxed);
    let answer = timeout(TIMEOUT, running.post_json(&json!({"update_id": 7, "message": PLAIN}))).await;
    assert_eq!(answer.unwrap().unwrap().unwrap().status(), StatusCode::OK);
    assert!(running.accepted().is_empty());
    running.stop().await.unwrap();
}

#[tokio::test]
async fn what_is_not_accepted_is_to_come_again_and_says_when() {
    let running = Running::accepted_by_telegram(100).await;
    running.sink.is_away.store(true, Ordering::Relaxed);
    let answer = running.answer(7).await;
    assert_eq!((answer.status(), wait_of(&answer)), (StatusCode::SERVICE_UNAVAILABLE, 5));
    running.sink.is_away.store(false, Ordering::Relaxed);
    assert_eq!(running.answer(7).await.status(), StatusCode::OK);
    assert_eq!(running.accepted(), [7]);
}

#[tokio::test]
async fn what_memory_cannot_decide_is_handed_over_before_anything_else_can_be_offered() {
    let running = Running::accepted_by_telegram(1).await;
    assert_eq!(running.answer(7).await.status(), StatusCode::OK);
    let called_in = running.sink.called_in.lock().unwrap().clone();
    assert_eq!(called_in, [called_in[0]; 2]);
    running.stop().await.unwrap();
}

#[tokio::test]
async fn an_update_whose_acceptance_panics_is_answered_and_to_come_again() {
    let running = Running::accepted_by_telegram(1).await;
    let answer = timeout(TIMEOUT, running.post_json(&json!({"update_id": 7, "message": FAULTY}))).await;
    let answer = answer.unwrap().unwrap().unwrap();
    assert_eq!((answer.status(), wait_of(&answer)), (StatusCode::SERVICE_UNAVAILABLE, 5));
    assert_eq!(running.answer(8).await.status(), StatusCode::OK);
    running.stop().await.unwrap();
}

#[tokio::test]
async fn more_than_it_can_take_at_once_is_to_come_again() {
    let running = Running::accepted_by_telegram(0).await;
    let held = [running.post(1), running.post(2)];
    running.wait_until_begun(2).await;
    let answer = running.answer(3).await;
    assert_eq!((answer.status(), wait_of(&answer)), (StatusCode::SERVICE_UNAVAILABLE, 5));
    running.sink.permits.add_permits(3);
    for answer in held {
        assert_eq!(timeout(TIMEOUT, answer).await.unwrap().unwrap().unwrap().status(), StatusCode::OK);
    }
    assert_eq!(running.answer(3).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_client_that_closes_the_connection_ends_nothing_half_way() {
    let running = Running::accepted_by_telegram(0).await;
    let closing = running.post(7);
    running.wait_until_begun(1).await;
    closing.abort();
    sleep(Duration::from_millis(50)).await;
    running.sink.permits.add_permits(1);
    let accepted = async {
        while running.accepted() != [7] {
            sleep(Duration::from_millis(2)).await;
        }
    };
    timeout(TIMEOUT, accepted).await.unwrap();
}

#[tokio::test]
async fn a_request_without_the_secret_is_refused_before_its_body_is_read() {
    let running = Running::accepted_by_telegram(1).await;
    // The announced body never comes.
    let head = "POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n";
    let answer = raw(running.address, &format!("{head}X-Telegram-Bot-Api-Secret-Token: wrong\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    let answer = raw(running.address, &format!("{head}X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(running.accepted().is_empty());
}

#[tokio::test]
async fn nothing_else_is_served() {
    let running = Running::accepted_by_telegram(1).await;
    let answer = raw(running.address, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    let answer = raw(running.address, "GET /webhook?update=1 HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 405") && answer.contains("allow: POST"), "{answer}");
}

#[tokio::test]
async fn what_is_larger_than_any_update_is_refused() {
    let running = Running::accepted_by_telegram(1).await;
    let update = json!({"update_id": 7, "message": "x".repeat(1024 * 1024)});
    let answer = timeout(TIMEOUT, running.post_json(&update)).await.unwrap().unwrap().unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(running.accepted().is_empty());
}

/// What comes back to these bytes.
async fn raw(address: SocketAddr, request: &str) -> String {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.writable().await.unwrap();
    stream.try_write(request.as_bytes()).unwrap();
    timeout(TIMEOUT, stream.readable()).await.unwrap().unwrap();
    let mut answer = vec![0; 1_000];
    let length = stream.try_read(&mut answer).unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[tokio::test]
async fn a_stop_finishes_what_runs_and_waits_for_nobody_idle() {
    let running = Running::accepted_by_telegram(1).await;
    let client = Client::new();
    let idle = TcpStream::connect(running.address).await.unwrap();
    let kept_alive = client.get(format!("http://{}/", running.address)).send().await.unwrap();
    assert_eq!(kept_alive.status(), StatusCode::NOT_FOUND);
    assert_eq!(running.answer(1).await.status(), StatusCode::OK);
    let last = running.post(2);
    running.wait_until_begun(2).await;
    let sink = running.sink.clone();
    tokio::spawn(async move {
        sleep(Duration::from_millis(100)).await;
        sink.permits.add_permits(1);
    });
    // Whatever it waited for without need would cost it the hour that draining may take.
    assert!(running.stop().await.is_ok());
    assert_eq!(last.await.unwrap().unwrap().status(), StatusCode::OK);
    drop(idle);
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let running = Running::start_with(0, Duration::from_millis(50), |_, _| Reply::Result(json!(true))).await;
    let _stuck = running.post(1);
    running.wait_until_begun(1).await;
    assert!(running.stop().await.is_ok());
}

#[tokio::test]
async fn it_is_set_until_telegram_accepts_it_and_serves_meanwhile() {
    let running = Running::start(9, |_, before| match before {
        0 => Reply::Raw(502, "<html>".to_owned()),
        1 => Reply::ErrorWith(429, "Too Many Requests: retry after 1", json!({"retry_after": 1})),
        _ => Reply::Result(json!(true)),
    })
    .await;
    running.wait_until_set(1).await;
    assert_eq!(running.answer(1).await.status(), StatusCode::OK);
    running.wait_until_set(3).await;
    assert_eq!(running.answer(2).await.status(), StatusCode::OK);
    // Twenty times the pause between two tries: one too many would show.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let calls = running.server.calls("setWebhook");
    assert_eq!(calls.len(), 3);
    assert_eq!(calls[0].params["url"], "https://bot.example.org/webhook");
    assert_eq!(calls[0].params["secret_token"], SECRET);
    assert_eq!(calls[0].params["drop_pending_updates"], false);
    assert!(running.stop().await.is_ok());
}

#[tokio::test]
async fn a_refusal_that_may_pass_ends_nothing() {
    let running = Running::start(1, |_, before| match before {
        0 => {
            Reply::Error(400, "Bad Request: bad webhook: Failed to resolve host: Temporary failure in name resolution")
        }
        1 => Reply::Error(400, "Bad Request: something that nobody knows yet"),
        _ => Reply::Result(json!(true)),
    })
    .await;
    running.wait_until_set(3).await;
    assert_eq!(running.answer(1).await.status(), StatusCode::OK);
    assert!(running.stop().await.is_ok());
}

#[tokio::test]
async fn a_refused_token_or_address_ends_it_and_the_secret_is_not_shown() {
    let running = Running::start(0, |_, _| Reply::Error(401, "Unauthorized")).await;
    assert!(matches!(timeout(TIMEOUT, running.task).await.unwrap().unwrap(), Err(WebhookError::Unauthorized)));
    let quoting = "Bad Request: bad webhook: An HTTPS URL must be provided, no marker-of_the-secret";
    let running = Running::start(0, move |_, _| Reply::Error(400, quoting)).await;
    let refused = timeout(TIMEOUT, running.task).await.unwrap().unwrap().unwrap_err();
    assert!(refused.to_string().ends_with("An HTTPS URL must be provided, no [secret]"), "{refused}");
    assert!(!format!("{refused:?}").contains(SECRET));
}
