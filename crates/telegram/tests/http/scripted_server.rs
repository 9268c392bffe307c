//! A server that answers as the test says.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{Response, Uri, header},
};
use futures::stream;
use portcullis_telegram::{ApiClient, FrankensteinBotApi, LocalMessageLimiter, MessageLimits, client::CallLimits};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What the server answers to a request.
pub(crate) enum Reply {
    /// `{"ok": true, "result": …}`.
    Result(Value),
    /// `{"ok": false, …}` with the code as the HTTP status too.
    Error(u16, &'static str),
    /// The same with `parameters`.
    ErrorWith(u16, &'static str, Value),
    /// Any status and body.
    Raw(u16, String),
    /// A redirection.
    Redirect(String),
    /// Half an answer, then the connection is cut.
    Break,
    /// No answer at all.
    Hang,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// An object, or the text of a body that is no JSON.
    pub(crate) params: Value,
}

type Script = dyn Fn(&Call, usize) -> Reply + Send + Sync;

pub(crate) struct Server {
    pub(crate) address: String,
    calls: Arc<Mutex<Vec<Call>>>,
}

#[derive(Clone)]
struct Shared {
    calls: Arc<Mutex<Vec<Call>>>,
    script: Arc<Script>,
}

/// All tests use this token; no log may ever hold it.
pub(crate) const TOKEN: &str = "424242:AAmarkerOfTheToken";

impl Server {
    /// `script` gets each call and how many of the same method went before.
    pub(crate) async fn start(script: impl Fn(&Call, usize) -> Reply + Send + Sync + 'static) -> Self {
        let calls = Arc::<Mutex<Vec<Call>>>::default();
        let shared = Shared { calls: calls.clone(), script: Arc::new(script) };
        let router = Router::new().fallback(answer).with_state(shared);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address: format!("http://{address}"), calls }
    }

    pub(crate) fn calls(&self, method: &str) -> Vec<Call> {
        self.calls.lock().unwrap().iter().filter(|call| call.method == method).cloned().collect()
    }

    /// The methods in the order in which they were called.
    pub(crate) fn methods(&self) -> Vec<String> {
        self.calls.lock().unwrap().iter().map(|call| call.method.clone()).collect()
    }

    pub(crate) fn client(&self) -> ApiClient {
        client(&self.address, CallLimits::default())
    }

    pub(crate) fn bot(&self) -> FrankensteinBotApi {
        bot(self.client())
    }
}

/// A client whose calls time out soon.
pub(crate) fn client(address: &str, limits: CallLimits) -> ApiClient {
    let limits = CallLimits { call: Duration::from_millis(300), ..limits };
    ApiClient::with_limits(&address.parse().unwrap(), TOKEN.parse().unwrap(), limits).unwrap()
}

/// A bot that hardly pauses between its tries.
pub(crate) fn bot(client: ApiClient) -> FrankensteinBotApi {
    let limiter = Arc::new(LocalMessageLimiter::new(MessageLimits::default()));
    FrankensteinBotApi::new(client, limiter).with_first_pause(Duration::from_millis(2))
}

/// An address at which nobody listens.
pub(crate) async fn nowhere() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

async fn answer(State(shared): State<Shared>, uri: Uri, body: Bytes) -> Response<Body> {
    let prefix = format!("/bot{TOKEN}/");
    let method = uri.path().strip_prefix(&prefix).unwrap_or("unknown").to_owned();
    let params = serde_json::from_slice(&body).unwrap_or_else(|_| String::from_utf8_lossy(&body).into());
    let call = Call { method, params };
    let before = {
        let mut calls = shared.calls.lock().unwrap();
        calls.push(call.clone());
        calls.iter().filter(|other| other.method == call.method).count() - 1
    };
    let reply = (shared.script)(&call, before);
    let builder = Response::builder();
    match reply {
        Reply::Result(result) => builder.body(Body::from(json!({"ok": true, "result": result}).to_string())),
        Reply::Error(code, description) => builder.status(code).body(error(code, description, &Value::Null)),
        Reply::ErrorWith(code, description, parameters) => {
            builder.status(code).body(error(code, description, &parameters))
        }
        Reply::Raw(status, body) => builder.status(status).body(Body::from(body)),
        Reply::Redirect(to) => builder.status(302).header(header::LOCATION, to).body(Body::empty()),
        Reply::Break => {
            let pieces = [Ok("{\"ok\":"), Err(std::io::Error::other("cut"))];
            builder.header(header::CONTENT_LENGTH, 100).body(Body::from_stream(stream::iter(pieces)))
        }
        Reply::Hang => std::future::pending().await,
    }
    .unwrap()
}

fn error(code: u16, description: &str, parameters: &Value) -> Body {
    let mut error = json!({"ok": false, "error_code": code, "description": description});
    if !parameters.is_null() {
        error["parameters"] = parameters.clone();
    }
    Body::from(error.to_string())
}
