//! Traces of updates that memory alone could not decide, sent by OTLP over HTTP.
//! <https://opentelemetry.io/docs/specs/otlp/#otlphttp>
//!
//! A trace is the span of an update with a child for each call and each statement. A child is made once its work has
//! ended, by whoever observes it, so that where nobody asks for traces nothing is made at all.

mod collector;
mod kept_traces;

use std::{error::Error, sync::Arc, time::Duration};

use opentelemetry::{
    KeyValue,
    time::now,
    trace::{Span as _, SpanBuilder, SpanKind, Status, TraceContextExt, Tracer, TracerProvider},
};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{BatchSpanProcessor, SdkTracer, SdkTracerProvider},
};
use tracing::{Level, Metadata, Span};
use tracing_opentelemetry::{OpenTelemetryLayer, OpenTelemetrySpanExt};
use tracing_subscriber::{
    Layer,
    filter::{FilterFn, LevelFilter},
    registry::LookupSpan,
};

use self::{collector::Collector, kept_traces::KeptTraces};
use crate::{
    config::TraceSettings,
    finish_within::finish_within,
    reported_fields::{Scrubber, is_own},
    update_step::{StepKind, StepObserver, UpdateStep},
};

/// How long the last traces may take to be sent at the end.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);

/// Traces at work. When dropped, they send what waits, for a moment at most.
pub(crate) struct Traces {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

impl Traces {
    /// Sends traces through `http`, from the runtime that this is called in.
    ///
    /// # Errors
    ///
    /// What the environment sets for every program that sends traces (`OTEL_…`) can't be used.
    pub(crate) fn start(
        settings: &TraceSettings,
        environment: &str,
        scrubber: Scrubber,
        http: reqwest::Client,
    ) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Collector::new(http))
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(settings.address())
            .build()?;
        let batches = BatchSpanProcessor::builder(exporter).build();
        let resource = Resource::builder().with_service_name("portcullis").with_attributes([
            KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
            KeyValue::new("deployment.environment.name", environment.to_owned()),
        ]);
        let provider = SdkTracerProvider::builder()
            // Which traces are kept is decided once they have ended.
            .with_sampler(opentelemetry_sdk::trace::Sampler::AlwaysOn)
            .with_span_processor(KeptTraces::new(batches, settings.sample_ratio, scrubber))
            .with_resource(resource.build())
            .build();
        let tracer = provider.tracer("portcullis");
        Ok(Self { provider, tracer })
    }

    /// What makes spans of those of updates, and hears what is told inside of them.
    pub(crate) fn layer<S>(&self) -> impl Layer<S> + Send + Sync + use<S>
    where
        S: tracing::Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    {
        let is_wanted = |metadata: &Metadata<'_>| is_own(metadata.target()) && *metadata.level() <= Level::INFO;
        OpenTelemetryLayer::new(self.tracer.clone())
            .with_location(false)
            .with_threads(false)
            .with_level(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_error_fields_to_exceptions(false)
            .with_error_events_to_exceptions(false)
            .with_error_records_to_exceptions(false)
            .with_error_events_to_status(true)
            .with_filter(FilterFn::new(is_wanted).with_max_level_hint(LevelFilter::INFO))
    }

    /// What makes a span of each step that an update has taken; what is done for none has no trace.
    pub(crate) fn step_observer(&self) -> StepObserver {
        let tracer = self.tracer.clone();
        Arc::new(move |step| note_step(&tracer, step))
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        let provider = self.provider.clone();
        finish_within(FLUSH_TIMEOUT, move || {
            // Whoever collects traces may be away.
            let _ = provider.shutdown_with_timeout(FLUSH_TIMEOUT);
        });
    }
}

fn note_step(tracer: &SdkTracer, step: &UpdateStep<'_>) {
    let parent = Span::current().context();
    if !parent.span().span_context().is_valid() {
        return;
    }
    let ended = now();
    let attribute = match step.kind {
        StepKind::Call => "method",
        StepKind::Statement => "statement",
    };
    let status = if step.has_failed { Status::error(step.outcome) } else { Status::Unset };
    let attributes = vec![KeyValue::new(attribute, step.name.to_owned()), KeyValue::new("outcome", step.outcome)];
    let builder = SpanBuilder::from_name(step.name.to_owned())
        .with_kind(SpanKind::Client)
        .with_start_time(ended - step.elapsed)
        .with_attributes(attributes);
    let mut span = tracer.build_with_context(builder, &parent);
    span.set_status(status);
    span.end_with_timestamp(ended);
}
