//! A Sentry of a few lines: it takes envelopes, checks that they are such, and keeps what they report.
//! <https://develop.sentry.dev/sdk/data-model/envelopes/>

use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use crate::{local_server::LocalServer, stage::WAIT_TIMEOUT};
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::Value;

/// The key in the server's DSN, a secret.
pub const SENTRY_KEY: &str = "5e47c0ffee5e47c0ffee5e47c0ffee00";

/// The project in the server's DSN.
const PROJECT: u32 = 42;

/// How the server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It takes what is sent.
    Takes,
    /// It refuses the key.
    Refuses,
    /// It never answers.
    Hangs,
}

/// The server at work; it ends when dropped.
pub struct SentryServer {
    dsn: String,
    received: Arc<Mutex<Received>>,
    _server: LocalServer,
}

struct Received {
    manner: Manner,
    requests: usize,
    /// Each body as it came.
    bodies: Vec<String>,
    events: Vec<Value>,
    /// What was no envelope, or had no key.
    faults: Vec<String>,
}

impl SentryServer {
    /// Listens.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub async fn start(manner: Manner) -> Self {
        let nothing = Received { manner, requests: 0, bodies: Vec::new(), events: Vec::new(), faults: Vec::new() };
        let received = Arc::new(Mutex::new(nothing));
        let router = Router::new().route("/api/{project}/envelope/", post(take)).with_state(received.clone());
        let server = LocalServer::start(router).await;
        Self { dsn: format!("http://{SENTRY_KEY}@{}/{PROJECT}", server.address()), received, _server: server }
    }

    /// What `SENTRY_DSN` is to be.
    #[must_use]
    pub fn dsn(&self) -> &str {
        &self.dsn
    }

    /// The events that were reported with this message so far.
    #[must_use]
    pub fn events(&self, message: &str) -> Vec<Value> {
        let events = self.received().events.clone();
        events.into_iter().filter(|event| event["message"] == message).collect()
    }

    /// Waits for an event with this message.
    ///
    /// # Panics
    ///
    /// After [`WAIT_TIMEOUT`], with what came instead.
    pub async fn until_event(&self, message: &str) -> Value {
        let deadline = Instant::now() + WAIT_TIMEOUT;
        loop {
            if let Some(event) = self.events(message).pop() {
                return event;
            }
            assert!(Instant::now() < deadline, "«{message}» was never reported, but {:#?}", self.received().events);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Everything that was sent, as it came.
    ///
    /// # Panics
    ///
    /// If something was not as the protocol has it.
    #[must_use]
    pub fn everything(&self) -> String {
        let received = self.received();
        assert!(received.faults.is_empty(), "{:#?}", received.faults);
        received.bodies.join("\n")
    }

    /// How many requests came.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.received().requests
    }

    fn received(&self) -> MutexGuard<'_, Received> {
        self.received.lock().expect("nobody panics with it")
    }
}

async fn take(
    State(received): State<Arc<Mutex<Received>>>,
    Path(project): Path<u32>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let manner = {
        let mut received = received.lock().expect("nobody panics with it");
        received.requests += 1;
        received.manner
    };
    match manner {
        Manner::Hangs => std::future::pending().await,
        Manner::Refuses => StatusCode::FORBIDDEN,
        Manner::Takes => {
            let mut received = received.lock().expect("nobody panics with it");
            match events_of(project, &headers, &body) {
                Ok(events) => {
                    received.events.extend(events);
                    received.bodies.push(String::from_utf8_lossy(&body).into_owned());
                    StatusCode::OK
                }
                Err(fault) => {
                    received.faults.push(fault);
                    StatusCode::BAD_REQUEST
                }
            }
        }
    }
}

/// The events of an envelope, or why it is none.
fn events_of(project: u32, headers: &HeaderMap, body: &[u8]) -> Result<Vec<Value>, String> {
    let auth = headers.get("x-sentry-auth").and_then(|auth| auth.to_str().ok()).unwrap_or_default();
    if project != PROJECT || !auth.starts_with("Sentry ") || !auth.contains(&format!("sentry_key={SENTRY_KEY}")) {
        return Err(format!("project {project} with the authorization «{auth}»"));
    }
    let (header, mut rest) = line(body)?;
    if !header.is_object() {
        return Err(format!("the header of an envelope is {header}"));
    }
    let mut events = Vec::new();
    while !rest.is_empty() {
        let (item, after) = line(rest)?;
        let end = match item["length"].as_u64() {
            Some(length) => usize::try_from(length).map_err(|error| error.to_string())?,
            None => after.iter().position(|byte| *byte == b'\n').unwrap_or(after.len()),
        };
        let payload = after.get(..end).ok_or("an item is shorter than its length")?;
        if item["type"] == "event" {
            events.push(serde_json::from_slice(payload).map_err(|error| error.to_string())?);
        }
        rest = after[end..].strip_prefix(b"\n").unwrap_or(&after[end..]);
    }
    Ok(events)
}

/// The first line as JSON, and what comes after it.
fn line(bytes: &[u8]) -> Result<(Value, &[u8]), String> {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let value = serde_json::from_slice(&bytes[..end]).map_err(|error| error.to_string())?;
    Ok((value, bytes.get(end + 1..).unwrap_or_default()))
}
