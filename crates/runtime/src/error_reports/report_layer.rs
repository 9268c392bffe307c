//! What hears of each event, and reports those that are errors with what led to them.

use std::{borrow::Cow, collections::BTreeMap, time::Instant};

use sentry::{
    Breadcrumb, Hub, Level as SentryLevel,
    integrations::backtrace::current_stacktrace,
    protocol::{Event as Report, Exception, Mechanism, Value},
};
use tracing::{
    Event, Level, Metadata, Subscriber,
    callsite::Identifier,
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{
    Layer,
    filter::{FilterFn, LevelFilter},
    layer::Context,
    registry::LookupSpan,
};

use super::thinning::Thinning;
use crate::{
    reported_fields::{ERROR, ReportedFields, Scrubber, UPDATE_FIELDS, is_own},
    telemetry::PANIC_TARGET,
};

/// Reports errors; what is told at warn and info before them goes along as breadcrumbs.
pub(super) struct ReportLayer {
    /// One for all threads: what led to an error happened on many.
    hub: Hub,
    scrubber: Scrubber,
    /// By the place in the code that tells of it.
    thinning: Thinning<Identifier>,
}

impl ReportLayer {
    pub(super) fn new(hub: Hub, scrubber: Scrubber) -> Self {
        Self { hub, scrubber, thinning: Thinning::new() }
    }

    /// Hears of nothing but this program's own events, at info and above.
    pub(super) fn of_own_events<S>(self) -> impl Layer<S> + Send + Sync + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let is_wanted = |metadata: &Metadata<'_>| is_own(metadata.target()) && *metadata.level() <= Level::INFO;
        self.with_filter(FilterFn::new(is_wanted).with_max_level_hint(LevelFilter::INFO))
    }

    fn report(&self, metadata: &'static Metadata<'static>, fields: &ReportedFields) {
        let Some(left_out) = self.thinning.admit(metadata.callsite(), Instant::now()) else { return };
        let is_panic = metadata.target() == PANIC_TARGET;
        let (mut tags, mut extra) = (BTreeMap::new(), BTreeMap::new());
        for (name, value) in fields.scrubbed(&self.scrubber) {
            if UPDATE_FIELDS.contains(&name) {
                tags.insert(name.to_owned(), value);
            } else if name != ERROR {
                extra.insert(name.to_owned(), Value::from(value));
            }
        }
        if left_out > 0 {
            extra.insert("left_out".to_owned(), left_out.into());
        }
        let message = self.scrubber.scrub(&fields.message);
        // Alike is what happened at one place, whatever the error's words.
        let place = if is_panic { fields.get("place") } else { None };
        let fingerprint =
            [metadata.target(), &message, place.unwrap_or_default()].map(|part| Cow::from(part.to_owned()));
        let exception = Exception {
            ty: message.clone(),
            value: fields.get(ERROR).or(place).map(|error| self.scrubber.scrub(error)),
            module: metadata.module_path().map(ToOwned::to_owned),
            stacktrace: is_panic.then(current_stacktrace).flatten(),
            mechanism: is_panic.then(|| Mechanism {
                ty: "panic".to_owned(),
                handled: Some(false),
                ..Mechanism::default()
            }),
            ..Exception::default()
        };
        self.hub.capture_event(Report {
            level: SentryLevel::Error,
            logger: Some(metadata.target().to_owned()),
            transaction: fields.get("kind").map(ToOwned::to_owned),
            fingerprint: Cow::Owned(fingerprint.to_vec()),
            message: Some(message),
            exception: vec![exception].into(),
            tags,
            extra,
            ..Report::new()
        });
    }

    fn leave_breadcrumb(&self, metadata: &Metadata<'_>, fields: &ReportedFields) {
        let level = if *metadata.level() == Level::WARN { SentryLevel::Warning } else { SentryLevel::Info };
        self.hub.add_breadcrumb(Breadcrumb {
            category: Some(metadata.target().to_owned()),
            level,
            message: Some(self.scrubber.scrub(&fields.message)),
            data: fields.scrubbed(&self.scrubber).map(|(name, value)| (name.to_owned(), value.into())).collect(),
            ..Breadcrumb::default()
        });
    }
}

impl<S> Layer<S> for ReportLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut fields = ReportedFields::default();
        attributes.record(&mut fields);
        span.extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(fields) = span.extensions_mut().get_mut::<ReportedFields>() {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = ReportedFields::default();
        event.record(&mut fields);
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(outer) = span.extensions().get::<ReportedFields>() {
                fields.extend(outer);
            }
        }
        if *event.metadata().level() == Level::ERROR {
            self.report(event.metadata(), &fields);
        } else {
            self.leave_breadcrumb(event.metadata(), &fields);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        panic,
        sync::{Arc, Mutex},
    };

    use sentry::{Client, ClientOptions, Envelope, Scope, Transport, protocol::EnvelopeItem};
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;
    use crate::telemetry::log_panic;

    #[derive(Default)]
    struct Sent(Mutex<Vec<Envelope>>);

    impl Transport for Sent {
        fn send_envelope(&self, envelope: Envelope) {
            self.0.lock().unwrap().push(envelope);
        }
    }

    /// What is reported while `work` runs.
    fn reports(work: impl FnOnce()) -> Vec<Report<'static>> {
        let sent = Arc::new(Sent::default());
        let mut options = ClientOptions::new().default_integrations(false).transport(sent.clone());
        options.dsn = Some("https://k3y@sentry.example.org/1".parse().unwrap());
        let hub = Hub::new(Some(Arc::new(Client::with_options(options))), Arc::new(Scope::default()));
        let token = "123456789:AAabcdefghijklmnopqrstuvwxyz_012345".parse().unwrap();
        let layer = ReportLayer::new(hub, Scrubber::new(token, [])).of_own_events();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), work);
        let sent = std::mem::take(&mut *sent.0.lock().unwrap());
        let items = sent.iter().flat_map(Envelope::items).filter_map(|item| match item {
            EnvelopeItem::Event(event) => Some((**event).clone()),
            _ => None,
        });
        items.collect()
    }

    #[test]
    fn a_panic_is_told_with_its_update_its_place_and_its_stack_and_without_its_words() {
        let before = panic::take_hook();
        panic::set_hook(Box::new(log_panic));
        let reports = reports(|| {
            let _update = tracing::info_span!("update", update_id = 7, chat_id = -100, kind = "message").entered();
            let written = String::from("canarytext");
            let panicked = panic::catch_unwind(|| panic!("byte 1 is inside of {written}"));
            assert!(panicked.is_err());
        });
        panic::set_hook(before);
        let [report] = &reports[..] else { panic!("{reports:#?}") };
        assert_eq!(report.message.as_deref(), Some("a panic"));
        assert_eq!(report.tags["update_id"], "7");
        assert_eq!(report.tags["chat_id"], "-100");
        assert_eq!(report.tags["kind"], "message");
        let exception = &report.exception.values[0];
        assert!(exception.value.as_deref().unwrap().contains("report_layer.rs:"), "{exception:#?}");
        assert_eq!(exception.mechanism.as_ref().unwrap().handled, Some(false));
        let frames = &exception.stacktrace.as_ref().unwrap().frames;
        let names = frames.iter().filter_map(|frame| frame.function.as_deref());
        assert!(names.clone().any(|name| name.contains("a_panic_is_told")), "{:?}", names.collect::<Vec<_>>());
        assert!(!format!("{report:?}").contains("canarytext"), "{report:?}");
    }

    #[test]
    fn what_was_told_before_goes_along_and_other_crates_are_not_heard() {
        let reports = reports(|| {
            tracing::info!(target: "portcullis_service", case_number = 3, title = "canarytitle", "somebody is muted");
            tracing::debug!(target: "portcullis_service", "too small");
            tracing::warn!(target: "sqlx", "canarytext");
            tracing::error!(target: "sqlx", "canarytext");
            tracing::error!(target: "portcullis_service", user_id = 5, title = "canarytitle", "it fails");
        });
        let [report] = &reports[..] else { panic!("{reports:#?}") };
        let breadcrumbs = &report.breadcrumbs.values;
        assert_eq!(breadcrumbs.len(), 1, "{breadcrumbs:#?}");
        assert_eq!(breadcrumbs[0].message.as_deref(), Some("somebody is muted"));
        assert_eq!(breadcrumbs[0].data["case_number"], "3");
        assert_eq!(report.tags["user_id"], "5");
        assert!(!format!("{report:?}").contains("canary"), "{report:?}");
    }
}
