//! What a running bot tells of itself over HTTP, asked as an operator's tools do.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::net::TcpStream;

use crate::stage::WAIT_TIMEOUT;

/// The operations server of one bot.
pub struct Operations {
    http: reqwest::Client,
    base: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub text: String,
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("the answer is JSON")
    }
}

/// No connection is used twice: the server closes idle ones, perhaps at the moment of the next question.
fn client() -> reqwest::Client {
    reqwest::Client::builder().pool_max_idle_per_host(0).build().expect("a client can be made")
}

/// Whether a log tells where the server of a process listens.
pub(crate) fn has_address(log: &str) -> bool {
    log.lines().any(|line| address_in(line).is_some())
}

impl Operations {
    /// The server whose address a log names, as soon as it does.
    ///
    /// # Panics
    ///
    /// If that does not happen in time.
    pub async fn of_log(log: impl Fn() -> String) -> Self {
        let deadline = Instant::now() + WAIT_TIMEOUT;
        loop {
            if let Some(address) = log().lines().rev().find_map(address_in) {
                return Self { http: client(), base: format!("http://{address}") };
            }
            assert!(Instant::now() < deadline, "no address of the operations server in the log:\n{}", log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The server at an address, as soon as it answers.
    ///
    /// # Panics
    ///
    /// If that does not happen in time.
    pub async fn at(address: SocketAddr) -> Self {
        let deadline = Instant::now() + WAIT_TIMEOUT;
        while TcpStream::connect(address).await.is_err() {
            assert!(Instant::now() < deadline, "nobody listens at {address}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self { http: client(), base: format!("http://{address}") }
    }

    /// Asks once.
    ///
    /// # Panics
    ///
    /// If nobody answers.
    pub async fn get(&self, path: &str) -> Answer {
        let response = self.http.get(format!("{}{path}", self.base)).send().await.expect("the server answers");
        let status = response.status().as_u16();
        Answer { status, text: response.text().await.expect("the answer is a text") }
    }

    /// Sends a text once.
    ///
    /// # Panics
    ///
    /// If nobody answers.
    pub async fn put(&self, path: &str, text: &str) -> Answer {
        let request = self.http.put(format!("{}{path}", self.base)).body(text.to_owned());
        let response = request.send().await.expect("the server answers");
        let status = response.status().as_u16();
        Answer { status, text: response.text().await.expect("the answer is a text") }
    }

    /// Asks until the answer is as wanted, and gives it.
    ///
    /// # Panics
    ///
    /// If it never is.
    pub async fn until(&self, path: &str, fits: impl Fn(&Answer) -> bool) -> Answer {
        let deadline = Instant::now() + WAIT_TIMEOUT;
        loop {
            let answer = self.get(path).await;
            if fits(&answer) {
                return answer;
            }
            assert!(Instant::now() < deadline, "{path} never was as wanted; it is {answer:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Asks until the answer has this status, and gives it.
    ///
    /// # Panics
    ///
    /// If it never has.
    pub async fn until_status(&self, path: &str, status: u16) -> Answer {
        self.until(path, |answer| answer.status == status).await
    }
}

/// The address in a line of the log that says where the server listens.
fn address_in(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    let is_it = line["message"] == "health and metrics are told over HTTP";
    is_it.then(|| line["address"].as_str().map(str::to_owned)).flatten()
}

/// The value of a series in Prometheus' text, named as it stands there: `bot_updates_total{kind="message"}`.
#[must_use]
pub fn value_of(metrics: &str, series: &str) -> Option<f64> {
    metrics.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ')?.trim().parse().ok())
}
