//! Which traces are kept is decided when they have ended: all that failed, and a share of the others.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use opentelemetry::{
    Context, KeyValue, SpanId, TraceId, Value,
    trace::{SpanKind, Status},
};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{Sampler, SamplingDecision, ShouldSample, Span, SpanData, SpanProcessor},
};

use crate::reported_fields::{Scrubber, may_leave};

/// How many spans of traces that go on are held; of further ones only the roots are. Some ten megabytes.
const HELD_SPANS: usize = 20_000;

/// How many spans of one trace are held. An update takes a few dozen steps.
const HELD_SPANS_PER_TRACE: usize = 500;

/// Holds spans until their trace has ended, and passes on those of the traces that are kept, without what is nobody's
/// business.
pub(super) struct KeptTraces<P> {
    next: P,
    /// Decides by the trace's id, so that every process of a trace would decide alike.
    sampler: Sampler,
    scrubber: Scrubber,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    traces: HashMap<TraceId, Vec<SpanData>>,
    spans: usize,
}

impl Held {
    fn hold(&mut self, span: SpanData) {
        let trace = self.traces.entry(span.span_context.trace_id()).or_default();
        if self.spans < HELD_SPANS && trace.len() < HELD_SPANS_PER_TRACE {
            trace.push(span);
            self.spans += 1;
        }
    }

    fn take(&mut self, trace: TraceId) -> Vec<SpanData> {
        let spans = self.traces.remove(&trace).unwrap_or_default();
        self.spans -= spans.len();
        spans
    }
}

impl<P> KeptTraces<P> {
    /// Keeps this share of the traces that did not fail, 0 to 1.
    pub(super) fn new(next: P, sample_ratio: f64, scrubber: Scrubber) -> Self {
        Self { next, sampler: Sampler::TraceIdRatioBased(sample_ratio), scrubber, held: Mutex::default() }
    }

    fn is_sampled(&self, trace: TraceId) -> bool {
        let result = self.sampler.should_sample(None, trace, "", &SpanKind::Internal, &[], &[]);
        result.decision == SamplingDecision::RecordAndSample
    }

    fn scrub(&self, mut span: SpanData) -> SpanData {
        self.scrub_attributes(&mut span.attributes);
        for event in &mut span.events.events {
            event.name = self.scrubber.scrub(&event.name).into();
            self.scrub_attributes(&mut event.attributes);
        }
        if let Status::Error { description } = &span.status {
            span.status = Status::error(self.scrubber.scrub(description));
        }
        span
    }

    fn scrub_attributes(&self, attributes: &mut Vec<KeyValue>) {
        attributes.retain(|attribute| may_leave(attribute.key.as_str()));
        for attribute in attributes {
            if let Value::String(text) = &attribute.value {
                attribute.value = self.scrubber.scrub(text.as_str()).into();
            }
        }
    }
}

/// Whether a span tells of a failure: a call or a statement that did not do its work, an error that was logged, or an
/// update that waits for its next attempt.
fn has_failed(span: &SpanData) -> bool {
    let says_so = |attribute: &KeyValue| attribute.key.as_str() == "outcome" && attribute.value.as_str() == "failed";
    matches!(span.status, Status::Error { .. }) || span.attributes.iter().any(says_so)
}

impl<P: SpanProcessor> SpanProcessor for KeptTraces<P> {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.next.on_start(span, context);
    }

    fn on_end(&self, span: SpanData) {
        let trace = span.span_context.trace_id();
        let is_root = span.parent_span_id == SpanId::INVALID;
        let mut spans = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            if !is_root {
                return held.hold(span);
            }
            // A span of tracing ends after its children: nothing of this trace comes any more.
            held.take(trace)
        };
        spans.push(span);
        if self.is_sampled(trace) || spans.iter().any(has_failed) {
            for span in spans {
                self.next.on_end(self.scrub(span));
            }
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.next.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.next.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.next.set_resource(resource);
    }
}

impl<P> fmt::Debug for KeptTraces<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptTraces").field("sampler", &self.sampler).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use opentelemetry::trace::{Span as _, TraceContextExt, Tracer, TracerProvider};
    use opentelemetry_sdk::trace::SdkTracerProvider;

    use super::*;

    /// Notes what it is passed.
    #[derive(Clone, Debug, Default)]
    struct Noted(Arc<Mutex<Vec<SpanData>>>);

    impl SpanProcessor for Noted {
        fn on_start(&self, _: &mut Span, _: &Context) {}

        fn on_end(&self, span: SpanData) {
            self.0.lock().unwrap().push(span);
        }

        fn force_flush(&self) -> OTelSdkResult {
            Ok(())
        }

        fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
            Ok(())
        }
    }

    /// The spans that are kept of an update with a step, each as `end` ends it.
    fn kept(ratio: f64, end: impl Fn(&mut opentelemetry_sdk::trace::Span, bool)) -> Vec<SpanData> {
        let noted = Noted::default();
        let token = "123456789:AAabcdefghijklmnopqrstuvwxyz_012345".parse().unwrap();
        let kept = KeptTraces::new(noted.clone(), ratio, Scrubber::new(token, []));
        let provider = SdkTracerProvider::builder().with_span_processor(kept).build();
        let tracer = provider.tracer("a test");
        let mut update = tracer.start("update");
        end(&mut update, true);
        let context = Context::new().with_remote_span_context(update.span_context().clone());
        let mut step = tracer.start_with_context("select_jobs", &context);
        end(&mut step, false);
        step.end();
        assert!(noted.0.lock().unwrap().is_empty(), "nothing leaves before the trace has ended");
        update.end();
        noted.0.lock().unwrap().clone()
    }

    #[test]
    fn of_those_that_did_not_fail_the_ratio_decides() {
        assert!(kept(0.0, |_, _| ()).is_empty());
        let spans = kept(1.0, |_, _| ());
        assert_eq!(spans.len(), 2);
        assert_eq!(spans[0].span_context.trace_id(), spans[1].span_context.trace_id());
    }

    #[test]
    fn all_that_failed_are_kept_whole() {
        let in_a_step = |span: &mut opentelemetry_sdk::trace::Span, is_root: bool| {
            if !is_root {
                span.set_status(Status::error("flood"));
            }
        };
        assert_eq!(kept(0.0, in_a_step).len(), 2);
        let in_the_end = |span: &mut opentelemetry_sdk::trace::Span, is_root: bool| {
            if is_root {
                span.set_attribute(KeyValue::new("outcome", "failed"));
            }
        };
        assert_eq!(kept(0.0, in_the_end).len(), 2);
    }

    #[test]
    fn what_is_nobodys_business_stays() {
        let spans = kept(1.0, |span, _| {
            span.set_attribute(KeyValue::new("title", "Tea lovers"));
            span.set_attribute(KeyValue::new("update_id", 7));
            let error = r#"no route to 123456789:AAabcdefghijklmnopqrstuvwxyz_012345, "Sam""#;
            span.add_event("an update waits", vec![KeyValue::new("error", error), KeyValue::new("reason", "Sam")]);
            span.set_status(Status::error("Sam said `hello`"));
        });
        for span in spans {
            assert_eq!(span.attributes, [KeyValue::new("update_id", 7)]);
            assert_eq!(span.events.events[0].attributes, [KeyValue::new("error", r#"no route to [token], "…""#)]);
            assert_eq!(span.status, Status::error("Sam said `…`"));
        }
    }
}
