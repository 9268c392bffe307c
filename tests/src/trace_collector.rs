//! A collector of traces of a few lines: it takes what OTLP sends over HTTP, and keeps the spans.
//! <https://opentelemetry.io/docs/specs/otlp/#otlphttp>

use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    routing::post,
};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{KeyValue, any_value::Value},
    trace::v1::{Span, status::StatusCode as SpanStatus},
};
use prost::Message;

use crate::{local_server::LocalServer, stage::WAIT_TIMEOUT};

/// The collector at work; it ends when dropped.
pub struct TraceCollector {
    endpoint: String,
    received: Arc<Mutex<Received>>,
    _server: LocalServer,
}

#[derive(Default)]
struct Received {
    requests: Vec<ExportTraceServiceRequest>,
    faults: Vec<String>,
}

/// The span of an update, with those of its steps.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The update's own.
    pub root: Span,
    /// Its steps, as they began.
    pub steps: Vec<Span>,
}

impl Trace {
    /// The names of its steps.
    #[must_use]
    pub fn step_names(&self) -> Vec<&str> {
        self.steps.iter().map(|step| step.name.as_str()).collect()
    }
}

impl TraceCollector {
    /// Listens.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub async fn start() -> Self {
        let received = Arc::<Mutex<Received>>::default();
        let router = Router::new().route("/v1/traces", post(take)).with_state(received.clone());
        let server = LocalServer::start(router).await;
        Self { endpoint: format!("http://{}", server.address()), received, _server: server }
    }

    /// What `OTLP_ENDPOINT` is to be.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The traces so far, whole or not.
    #[must_use]
    pub fn traces(&self) -> Vec<Trace> {
        let spans: Vec<Span> = self.spans();
        let (roots, mut steps): (Vec<_>, Vec<_>) = spans.into_iter().partition(|span| span.parent_span_id.is_empty());
        steps.sort_by_key(|step| step.start_time_unix_nano);
        let with_steps = |root: Span| {
            let own = steps.iter().filter(|step| step.trace_id == root.trace_id).cloned();
            Trace { steps: own.collect(), root }
        };
        roots.into_iter().map(with_steps).collect()
    }

    /// The traces of updates of this person so far.
    #[must_use]
    pub fn traces_of(&self, user: i64) -> Vec<Trace> {
        let mut traces = self.traces();
        traces.retain(|trace| number(&trace.root, "user_id") == Some(user));
        traces
    }

    /// Waits for a trace that fits.
    ///
    /// # Panics
    ///
    /// After [`WAIT_TIMEOUT`], with those that came.
    pub async fn until_trace(&self, what: &str, fits: impl Fn(&Trace) -> bool) -> Trace {
        let deadline = Instant::now() + WAIT_TIMEOUT;
        loop {
            let traces = self.traces();
            if let Some(trace) = traces.iter().find(|trace| fits(trace)) {
                return trace.clone();
            }
            assert!(Instant::now() < deadline, "no trace {what}, but {traces:#?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What the service that sends says of itself.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<String> {
        let received = self.received();
        let mut resources = received.requests.iter().flat_map(|request| &request.resource_spans);
        resources.find_map(|spans| text_of(&spans.resource.as_ref()?.attributes, name))
    }

    /// Everything that was sent, in words.
    ///
    /// # Panics
    ///
    /// If something was not as the protocol has it.
    #[must_use]
    pub fn everything(&self) -> String {
        let received = self.received();
        assert!(received.faults.is_empty(), "{:#?}", received.faults);
        format!("{:?}", received.requests)
    }

    fn spans(&self) -> Vec<Span> {
        let received = self.received();
        let resources = received.requests.iter().flat_map(|request| &request.resource_spans);
        resources.flat_map(|spans| &spans.scope_spans).flat_map(|scope| scope.spans.clone()).collect()
    }

    fn received(&self) -> MutexGuard<'_, Received> {
        self.received.lock().expect("nobody panics with it")
    }
}

/// The number that a span has by this name.
#[must_use]
pub fn number(span: &Span, name: &str) -> Option<i64> {
    match value_of(&span.attributes, name)? {
        Value::IntValue(number) => Some(*number),
        _ => None,
    }
}

/// The text that a span has by this name.
#[must_use]
pub fn text(span: &Span, name: &str) -> Option<String> {
    text_of(&span.attributes, name)
}

/// Whether a span says that it failed.
#[must_use]
pub fn has_failed(span: &Span) -> bool {
    span.status.as_ref().is_some_and(|status| status.code() == SpanStatus::Error)
}

fn text_of(attributes: &[KeyValue], name: &str) -> Option<String> {
    match value_of(attributes, name)? {
        Value::StringValue(text) => Some(text.clone()),
        _ => None,
    }
}

fn value_of<'a>(attributes: &'a [KeyValue], name: &str) -> Option<&'a Value> {
    let attribute = attributes.iter().find(|attribute| attribute.key == name)?;
    attribute.value.as_ref()?.value.as_ref()
}

async fn take(State(received): State<Arc<Mutex<Received>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut received = received.lock().expect("nobody panics with it");
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    match ExportTraceServiceRequest::decode(body) {
        Ok(request) if kind == Some("application/x-protobuf") => {
            received.requests.push(request);
            StatusCode::OK
        }
        other => {
            received.faults.push(format!("{kind:?} {other:?}"));
            StatusCode::BAD_REQUEST
        }
    }
}
