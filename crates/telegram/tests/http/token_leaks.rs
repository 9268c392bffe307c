//! Whatever goes wrong, the token and what people wrote are in no error and no log.

use std::{
    error::Error,
    fmt::Write as _,
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::future::join_all;
use portcullis_domain::{
    ChatId, UserId,
    html::Html,
    message::{OutgoingMessage, SendPriority},
    ports::{BotApi, BotApiError, MockUpdateSink},
};
use portcullis_telegram::{PollingOptions, PollingSource, client::CallLimits};
use serde_json::json;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::scripted_server::{Reply, Server, TOKEN, bot, client, nowhere};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Every way in which an error can be shown.
fn shown(error: &dyn Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(text, " {error} {error:?}").unwrap();
        source = error.source();
    }
    text
}

fn has_secrets(text: &str) -> bool {
    let secret = TOKEN.split_once(':').unwrap().1;
    text.contains(secret) || text.contains("private words")
}

type Fault = fn() -> Reply;

fn faults() -> Vec<Fault> {
    vec![
        || Reply::Raw(502, "private words".to_owned()),
        || Reply::Raw(200, "private words".to_owned()),
        || Reply::Raw(200, r#"{"ok":true,"result":"private words"}"#.to_owned()),
        || Reply::Raw(200, r#"{"ok":"private words"}"#.to_owned()),
        || Reply::Result(json!({"status": "private words", "user": {"id": 1}})),
        || Reply::Break,
        || Reply::Hang,
        || Reply::Redirect(format!("http://localhost/bot{TOKEN}/elsewhere")),
        || Reply::Error(400, "Bad Request: no such address /bot424242:AAmarkerOfTheToken/x"),
        || Reply::Error(403, "Forbidden: bot was kicked from AAmarkerOfTheToken"),
        || Reply::Error(401, "Unauthorized"),
        || Reply::ErrorWith(429, "Too Many Requests", json!({"retry_after": 3})),
    ]
}

async fn provoke(address: &str) -> Vec<BotApiError> {
    let bot = bot(client(address, CallLimits::default()));
    let message = OutgoingMessage::text(Html::escape("private words"));
    let sent = bot.send_message(ChatId(-1), &message, SendPriority::Notice).await;
    let looked = bot.get_chat_member(ChatId(-1), UserId(1)).await;
    assert!(!has_secrets(&format!("{bot:?}")));
    [sent.err(), looked.err()].into_iter().flatten().collect()
}

async fn poll(address: &str) {
    let mut sink = MockUpdateSink::new();
    sink.expect_try_accept().returning(|_| false);
    sink.expect_accept().returning(|_| Box::pin(std::future::ready(Ok(()))));
    let options = PollingOptions { first_pause: Duration::from_millis(5), ..PollingOptions::default() };
    let source = PollingSource::new(client(address, CallLimits::default()), options);
    assert!(!has_secrets(&format!("{source:?}")));
    let stop = CancellationToken::new();
    let task = tokio::spawn(source.run(Arc::new(sink), stop.clone()));
    tokio::time::sleep(Duration::from_millis(40)).await;
    stop.cancel();
    if let Err(error) = task.await.unwrap() {
        assert!(!has_secrets(&shown(&error)));
    }
}

#[tokio::test]
async fn no_error_and_no_log_holds_the_token_or_the_body() {
    let log = Log::default();
    tracing_subscriber::fmt().with_env_filter(EnvFilter::new("trace")).with_writer(log.clone()).init();
    let mut addresses = vec![nowhere().await, "http://no-such-host.invalid".to_owned()];
    let mut servers = Vec::new();
    for fault in faults() {
        let server = Server::start(move |_, _| fault()).await;
        addresses.push(server.address.clone());
        servers.push(server);
    }
    join_all(addresses.iter().map(|address| async move {
        let errors = provoke(address).await;
        assert!(!errors.is_empty(), "{address}");
        for error in errors {
            assert!(!has_secrets(&shown(&error)), "{}", shown(&error));
        }
        poll(address).await;
    }))
    .await;
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(log.contains("hyper"), "the libraries' own logs are looked at too");
    assert!(log.contains("trying a Bot API call again") && log.contains("polling is interrupted"));
    // The test's own server may log what it is sent; nobody else may.
    let leaks: Vec<&str> = log.lines().filter(|line| has_secrets(line)).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}
