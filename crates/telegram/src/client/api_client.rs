//! The HTTP client under frankenstein's methods.

use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use frankenstein::AsyncTelegramApi;
use portcullis_domain::Timestamp;
use reqwest::{Client, Response, header, redirect};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use thiserror::Error;
use tokio::time::Instant;

use super::{
    answer::Answer,
    call_failure::CallFailure,
    call_metrics,
    ended_call::EndedCall,
    in_flight::InFlight,
    live_calls::LiveCalls,
    reachability::{Reachability, RecentFailures},
    upload::Upload,
};
use crate::{
    api_url::{ApiUrl, InvalidApiUrl},
    bot_token::{BotToken, InvalidBotToken},
    proxy::ProxySettings,
};

/// The method whose requests hang on purpose.
const GET_UPDATES: &str = "getUpdates";

/// What a person waits for with a finger on the button, and what must be said within ten seconds: neither waits for a
/// permit, however many other calls hang.
const ANSWERS: [&str; 2] = ["answerCallbackQuery", "answerChatJoinRequestQuery"];

/// Far more than the 4 MiB at which the Bot API cuts its answers.
const BODY_LIMIT: usize = 32 << 20;

/// Sends requests to the Bot API as one bot; a copy is the same client.
///
/// <https://core.telegram.org/bots/api#making-requests>
#[derive(Clone)]
pub struct ApiClient {
    inner: Arc<Inner>,
    priority: CallPriority,
}

/// Which bounds a client's calls wait at.
#[derive(Clone, Copy)]
enum CallPriority {
    /// Those of most calls.
    Usual,
    /// Those of what somebody waits for who has pressed a button.
    Press,
    /// Those of a sweep, which nobody waits for.
    Sweep,
}

struct Inner {
    http: Client,
    url: ApiUrl,
    token: BotToken,
    limits: CallLimits,
    in_flight: InFlight,
    /// Bounds apart from the others: so a press overtakes whatever waits there, presses go in the order they came, and
    /// however many there are, they take nobody else's turn.
    presses_in_flight: InFlight,
    /// Apart too, and few: so a sweep takes nobody's turn.
    sweeps_in_flight: InFlight,
    /// How many others ask the method that a sweep asks.
    live: LiveCalls,
    failures: RecentFailures,
    on_date: OnceLock<DateObserver>,
    on_call: OnceLock<CallObserver>,
}

/// Is called after each request.
type CallObserver = Box<dyn Fn(&EndedCall<'_>) + Send + Sync>;

/// The method that sweeps ask.
const SWEPT: &str = "getChatMember";

/// Is called with the date of each answer.
type DateObserver = Box<dyn Fn(Timestamp) + Send + Sync>;

/// How long requests may take and how many may be under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallLimits {
    /// How long connecting may take.
    pub connect: Duration,
    /// How long a call may take. The Bot API itself delays a call for a short flood wait: half a minute is no fault.
    pub call: Duration,
    /// How much longer than asked for a long poll may take.
    pub poll_margin: Duration,
    /// How many calls may be under way, each with a connection of its own; long polls and answers to presses are not
    /// counted. A bound on what a Telegram that hangs can cost, and no limit on its rate: it says itself when to wait.
    pub in_flight: usize,
    /// How many of them may concern one chat, so that one whose calls hang leaves room for the others.
    pub in_flight_per_chat: usize,
    /// How many look-ups for presses may be under way besides, half of them in one chat.
    pub presses_in_flight: usize,
    /// How many look-ups for sweeps may be under way besides.
    pub sweeps_in_flight: usize,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            call: Duration::from_secs(35),
            poll_margin: Duration::from_secs(10),
            in_flight: 512,
            in_flight_per_chat: 256,
            presses_in_flight: 128,
            sweeps_in_flight: 64,
        }
    }
}

/// Why the connection to Telegram can't even be set up; how a call can fail is in the ports' errors.
#[derive(Debug, Error)]
pub enum TelegramError {
    /// The token is not one: mend the configuration.
    #[error("the bot token is not usable")]
    Token(#[from] InvalidBotToken),
    /// The address is not one: mend the configuration.
    #[error("the Bot API's address is not usable")]
    ApiUrl(#[from] InvalidApiUrl),
    /// The HTTP client can't be built: the machine's certificates or TLS are broken.
    #[error("the HTTP client can't be built")]
    HttpClient(#[source] reqwest::Error),
}

impl ApiClient {
    /// A client with the usual limits, which goes through these proxies.
    ///
    /// # Errors
    ///
    /// [`TelegramError::HttpClient`]: TLS can't be set up on this machine.
    pub fn new(url: &ApiUrl, token: BotToken, proxies: &ProxySettings) -> Result<Self, TelegramError> {
        Self::build(url, token, CallLimits::default(), proxies)
    }

    /// A client with limits of its own, which goes through no proxy.
    ///
    /// # Errors
    ///
    /// [`TelegramError::HttpClient`]: TLS can't be set up on this machine.
    pub fn with_limits(url: &ApiUrl, token: BotToken, limits: CallLimits) -> Result<Self, TelegramError> {
        Self::build(url, token, limits, &ProxySettings::default())
    }

    fn build(
        url: &ApiUrl,
        token: BotToken,
        limits: CallLimits,
        proxies: &ProxySettings,
    ) -> Result<Self, TelegramError> {
        let http = proxies
            .apply(Client::builder())
            .map_err(|error| TelegramError::HttpClient(error.without_url()))?
            .connect_timeout(limits.connect)
            // The Bot API never redirects; another server that does would get the token.
            .redirect(redirect::Policy::none())
            .referer(false)
            .build()
            .map_err(|error| TelegramError::HttpClient(error.without_url()))?;
        let inner = Arc::new(Inner {
            http,
            url: url.clone(),
            token,
            limits,
            in_flight: InFlight::new(limits.in_flight, limits.in_flight_per_chat),
            presses_in_flight: InFlight::new(limits.presses_in_flight, limits.presses_in_flight.div_ceil(2)),
            sweeps_in_flight: InFlight::new(limits.sweeps_in_flight, limits.sweeps_in_flight),
            live: LiveCalls::default(),
            failures: RecentFailures::default(),
            on_date: OnceLock::new(),
            on_call: OnceLock::new(),
        });
        Ok(Self { inner, priority: CallPriority::Usual })
    }

    /// The same client, whose calls are for presses and wait for no call that is not.
    pub(crate) fn for_presses(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), priority: CallPriority::Press }
    }

    /// The same client, whose calls are for sweeps and wait while anybody else asks the same.
    pub(crate) fn for_sweeps(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), priority: CallPriority::Sweep }
    }

    fn in_flight(&self) -> &InFlight {
        match self.priority {
            CallPriority::Usual => &self.inner.in_flight,
            CallPriority::Press => &self.inner.presses_in_flight,
            CallPriority::Sweep => &self.inner.sweeps_in_flight,
        }
    }

    /// Whether the Bot API answers, as the last requests of this client and its copies have shown.
    #[must_use]
    pub fn reachability(&self) -> Reachability {
        self.inner.failures.reachability()
    }

    /// Calls `observer` with the date of each answer, by the clock of whoever answers; `false` if another does so already.
    pub fn on_date(&self, observer: impl Fn(Timestamp) + Send + Sync + 'static) -> bool {
        self.inner.on_date.set(Box::new(observer)).is_ok()
    }

    /// Calls `observer` after each request, in the task that made it; `false` if another does so already.
    pub fn on_call(&self, observer: impl Fn(&EndedCall<'_>) + Send + Sync + 'static) -> bool {
        self.inner.on_call.set(Box::new(observer)).is_ok()
    }

    /// Tells the observer when an answer was given. <https://www.rfc-editor.org/rfc/rfc9110#name-date>
    fn note_date(&self, response: &Response) {
        let Some(observer) = self.inner.on_date.get() else { return };
        let date = response.headers().get(header::DATE).and_then(|date| date.to_str().ok());
        let date = date.and_then(|date| httpdate::parse_http_date(date).ok());
        let since_1970 = date.and_then(|date| date.duration_since(SystemTime::UNIX_EPOCH).ok());
        if let Some(seconds) = since_1970.and_then(|since| i64::try_from(since.as_secs()).ok()) {
            observer(Timestamp::from_secs(seconds));
        }
    }

    /// Sends one request and reads the whole answer.
    async fn exchange(
        &self,
        method: &str,
        params: Option<&Value>,
        file: Option<Upload<'_>>,
    ) -> Result<Answer, CallFailure> {
        let Inner { http, url, token, .. } = &*self.inner;
        let mut request = http.post(url.of_method(token, method)).timeout(self.timeout(method, params));
        request = match (params, file) {
            (Some(params), Some(file)) => request.multipart(file.form(params)),
            (Some(params), None) => request.json(params),
            (None, _) => request,
        };
        let response = request.send().await?;
        self.note_date(&response);
        read(response).await
    }

    fn timeout(&self, method: &str, params: Option<&Value>) -> Duration {
        if method != GET_UPDATES {
            return self.inner.limits.call;
        }
        let poll = params.and_then(|params| params.get("timeout")).and_then(Value::as_u64).unwrap_or(0);
        Duration::from_secs(poll).saturating_add(self.inner.limits.poll_margin)
    }
}

#[async_trait]
impl AsyncTelegramApi for ApiClient {
    type Error = CallFailure;

    async fn request<Params, Output>(&self, method: &str, params: Option<Params>) -> Result<Output, CallFailure>
    where
        Params: Serialize + fmt::Debug + Send,
        Output: DeserializeOwned,
    {
        self.carry_out(method, params, None).await
    }

    /// Always fails: files of the disk are not sent; see [`ApiClient::upload`].
    async fn request_with_form_data<Params, Output>(
        &self,
        _method: &str,
        _params: Params,
        _files: Vec<(&str, PathBuf)>,
    ) -> Result<Output, CallFailure>
    where
        Params: Serialize + fmt::Debug + Send,
        Output: DeserializeOwned,
    {
        Err(CallFailure::Unsendable)
    }
}

impl ApiClient {
    /// Calls a method with a file among its parameters.
    pub(crate) async fn upload<Output: DeserializeOwned>(
        &self,
        method: &str,
        params: &(impl Serialize + Sync),
        file: Upload<'_>,
    ) -> Result<Output, CallFailure> {
        self.carry_out(method, Some(params), Some(file)).await
    }

    async fn carry_out<Output: DeserializeOwned>(
        &self,
        method: &str,
        params: Option<impl Serialize>,
        file: Option<Upload<'_>>,
    ) -> Result<Output, CallFailure> {
        let params = params.map(serde_json::to_value).transpose().map_err(|_| CallFailure::Unsendable)?;
        let params = params.filter(|params| !params.is_null());
        let _live = match self.priority {
            CallPriority::Sweep => {
                self.inner.live.over().await;
                None
            }
            CallPriority::Usual | CallPriority::Press => (method == SWEPT).then(|| self.inner.live.begin()),
        };
        let _permit = match method {
            GET_UPDATES => None,
            method if ANSWERS.contains(&method) => None,
            _ => Some(self.in_flight().acquire(params.as_ref().and_then(chat_of)).await),
        };
        let started = Instant::now();
        let answer = self.exchange(method, params.as_ref(), file).await;
        let result = answer.and_then(|answer| answer.read()).map_err(|failure| self.without_token(failure));
        self.inner.failures.note(&result);
        let ended = EndedCall::of(method, &result, started.elapsed());
        call_metrics::record(&ended);
        if let Some(observer) = self.inner.on_call.get() {
            observer(&ended);
        }
        result
    }

    /// A proxy's or a test server's description may quote the address that was asked for.
    fn without_token(&self, failure: CallFailure) -> CallFailure {
        match failure {
            CallFailure::Refused(mut refusal) => {
                refusal.description = self.inner.token.redact(&refusal.description);
                CallFailure::Refused(refusal)
            }
            other => other,
        }
    }
}

impl fmt::Debug for ApiClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiClient")
            .field("url", &self.inner.url)
            .field("token", &self.inner.token)
            .finish_non_exhaustive()
    }
}

/// The chat that a call concerns, as its parameters name it.
fn chat_of(params: &Value) -> Option<String> {
    params.get("chat_id").map(ToString::to_string)
}

async fn read(mut response: Response) -> Result<Answer, CallFailure> {
    let status = response.status().as_u16();
    let header = response.headers().get(header::RETRY_AFTER);
    let retry_after = header.and_then(|value| value.to_str().ok()).and_then(|value| value.parse().ok());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(CallFailure::Unreadable(status));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, retry_after, body })
}
