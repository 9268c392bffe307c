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
