//! A line of the log as one flat JSON object: what an event says, and what its update's span knows beside it.

use std::{error::Error as StdError, fmt};

use serde_json::{Map, Value};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    fmt::{
        FmtContext, FormatEvent, FormattedFields,
        format::{JsonFields, Writer},
        time::{FormatTime, SystemTime},
    },
    registry::LookupSpan,
};

use crate::causes::with_causes;

/// Writes events as lines of JSON: the time, the level, the message, the event's fields, those of the spans around it, and
/// the module. A field has one place, so that one name finds it; of two the innermost counts. An error is written with its
/// causes.
pub(super) struct JsonLines;

impl<S> FormatEvent<S, JsonFields> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut line = Line::default();
        event.record(&mut line);
        let mut fields = line.0;
        for span in context.event_scope().into_iter().flatten() {
            let extensions = span.extensions();
            let known = extensions.get::<FormattedFields<JsonFields>>().map(|fields| fields.fields.as_str());
            let known = known.and_then(|fields| serde_json::from_str::<Map<_, _>>(fields).ok()).unwrap_or_default();
            for (name, value) in known {
                fields.entry(name).or_insert(value);
            }
        }
        let message = fields.remove("message").unwrap_or_default();
        let mut time = String::new();
        SystemTime.format_time(&mut Writer::new(&mut time))?;
        let metadata = event.metadata();
        write!(writer, r#"{{"timestamp":"{time}","level":"{}","message":{message}"#, metadata.level())?;
        for (name, value) in &fields {
            write!(writer, ",{}:{value}", Value::from(name.as_str()))?;
        }
        writeln!(writer, r#","target":"{}"}}"#, metadata.target())
    }
}

/// The fields of one event.
#[derive(Default)]
struct Line(Map<String, Value>);

impl Line {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

impl Visit for Line {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn StdError + 'static)) {
        self.put(field, with_causes(value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Write},
        sync::{Arc, Mutex},
    };

    use thiserror::Error;
    use tracing_subscriber::{fmt::layer, layer::SubscriberExt};

    use super::*;

    #[derive(Debug, Error)]
    #[error("it failed")]
    struct Failed(#[source] io::Error);

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_is_one_flat_object_with_the_fields_of_its_span_and_the_causes_of_its_error() {
        let written = Written::default();
        let output = written.clone();
        let layer = layer().fmt_fields(JsonFields::new()).event_format(JsonLines).with_writer(move || output.clone());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            let span = tracing::info_span!("update", update_id = 7, chat_id = -100, user_id = Option::<i64>::None);
            let _inside = span.enter();
            let error = Failed(io::Error::other("a \"disk\" is full"));
            tracing::warn!(chat_id = -200, error = &error as &dyn StdError, "an update waits");
        });
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        let line: Value = serde_json::from_str(text.trim_end()).unwrap();
        assert_eq!(line["level"], "WARN");
        assert_eq!(line["message"], "an update waits");
        assert_eq!((&line["update_id"], &line["chat_id"]), (&7.into(), &(-200).into()));
        assert_eq!(line["error"], "it failed: a \"disk\" is full");
        assert!(line.get("user_id").is_none() && line.get("span").is_none(), "{line}");
        assert!(line["timestamp"].as_str().unwrap().ends_with('Z'), "{line}");
        assert!(text.starts_with(r#"{"timestamp""#) && text.ends_with("}\n"), "{text}");
    }
}
