//! The server, in a thread of its own.

use std::{
    net::SocketAddr,
    sync::Arc,
    thread,
    time::{Duration, UNIX_EPOCH},
};

use anyhow::Context;
use portcullis_domain::ports::Clock;
use portcullis_runtime::SystemClock;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    answer::{Parameters, State},
    call_log::CallLog,
    latency::Latencies,
    method::Method,
};
use crate::http;

/// A running Telegram; it ends when it is dropped.
#[derive(Debug)]
pub struct Telegram {
    address: SocketAddr,
    log: Arc<CallLog>,
    state: Arc<State>,
    _running: DropGuard,
}

impl Telegram {
    /// Starts one at a free port.
    ///
    /// # Errors
    ///
    /// If there is no port, or no thread.
    pub async fn start(latencies: Latencies) -> anyhow::Result<Self> {
        let (stop, log) = (CancellationToken::new(), Arc::new(CallLog::default()));
        let (tell, told) = oneshot::channel();
        let state = Arc::new(State::default());
        let serving = serve(latencies, state.clone(), log.clone(), tell);
        let until = stop.clone();
        thread::Builder::new().name("telegram".to_owned()).spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(until.run_until_cancelled(serving)).unwrap_or(Ok(()))
        })?;
        let address = told.await.context("the simulated Telegram found no port")?;
        Ok(Self { address, log, state, _running: stop.drop_guard() })
    }

    /// Where it is, as `TELEGRAM_API_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Somebody who is in no channel joins them all; nobody is told.
    pub fn join_channels(&self, newcomer: i64) {
        self.state.join(newcomer);
    }

    /// From now on no more than so many look-ups a second are taken, and those of a second at once.
    pub fn limit_look_ups(&self, per_second: u32) {
        self.state.limit_look_ups(per_second);
    }

    /// How many look-ups were refused, all in all.
    #[must_use]
    pub fn refused_look_ups(&self) -> u64 {
        self.state.refused_look_ups()
    }

    /// What was called.
    #[must_use]
    pub fn log(&self) -> &CallLog {
        &self.log
    }
}

async fn serve(
    latencies: Latencies,
    state: Arc<State>,
    log: Arc<CallLog>,
    tell: oneshot::Sender<SocketAddr>,
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let _told = tell.send(listener.local_addr()?);
    loop {
        let (connection, _) = listener.accept().await?;
        let (state, log) = (state.clone(), log.clone());
        tokio::spawn(async move {
            // The bot closes what it no longer needs.
            let _ended = converse(connection, latencies, &state, &log).await;
        });
    }
}

/// Answers one request after the other.
async fn converse(mut connection: TcpStream, latencies: Latencies, state: &State, log: &CallLog) -> anyhow::Result<()> {
    connection.set_nodelay(true)?;
    let mut received = Vec::with_capacity(4096);
    while connection.read_buf(&mut received).await? > 0 {
        while let Some(request) = http::message(&received).map_err(|_| anyhow::anyhow!("no HTTP"))? {
            let (method, length) = (Method::of_request(request.first_line), request.length);
            let parameters: Parameters = serde_json::from_slice(request.body).unwrap_or_default();
            let latency = latencies.draw(method, rand::random());
            if !latency.is_zero() {
                tokio::time::sleep(latency).await;
            }
            let body = state.perform(method, &parameters, log);
            connection.write_all(answer(body.as_deref()).as_bytes()).await?;
            received.drain(..length);
        }
    }
    Ok(())
}

/// What is said to one call too many. <https://core.telegram.org/bots/api#responseparameters>
const REFUSAL: &str =
    r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}"#;

/// The bot sets its clock by the date.
fn answer(body: Option<&str>) -> String {
    let (status, body) = body.map_or(("429 Too Many Requests", REFUSAL), |body| ("200 OK", body));
    let since_1970 = Duration::from_secs(SystemClock.now().as_secs().cast_unsigned());
    let date = httpdate::fmt_http_date(UNIX_EPOCH + since_1970);
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ndate: {date}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}
