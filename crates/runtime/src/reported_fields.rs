//! What of an event leaves the machine for an operator's services: ids, counts and errors, and no word that people wrote.

use std::{error::Error, fmt};

use portcullis_telegram::BotToken;
use tracing::field::{Field, Visit};

use crate::causes::with_causes;

/// The fields that tell which update it was about.
pub(crate) const UPDATE_FIELDS: [&str; 4] = ["update_id", "chat_id", "user_id", "kind"];

/// The further fields that may leave: ids, counts, and words from the code. Whatever is not named stays: a title, the name
/// of a person, the reason of a panic, which may quote what somebody wrote.
const OTHER_FIELDS: [&str; 25] = [
    ERROR,
    "case_number",
    "channel_id",
    "clock",
    "count",
    "counts",
    "failed",
    "failures",
    "freed",
    "lanes",
    "method",
    "misses",
    "new_chat_id",
    "outcome",
    "part",
    "place",
    "seconds",
    "seconds_left",
    "setting",
    "statement",
    "status",
    "step",
    "steps",
    "version",
    "what",
];

/// The field with what went wrong.
pub(crate) const ERROR: &str = "error";

/// Whether a field may leave, scrubbed.
pub(crate) fn may_leave(name: &str) -> bool {
    UPDATE_FIELDS.contains(&name) || OTHER_FIELDS.contains(&name)
}

/// Whether an event is this program's own: nobody knows what another crate says.
pub(crate) fn is_own(target: &str) -> bool {
    target.starts_with("portcullis")
}

/// Takes out of a text what is nobody's business.
#[derive(Clone, Debug)]
pub(crate) struct Scrubber {
    token: BotToken,
    /// The key of a service that reports go to.
    keys: Vec<SecretKey>,
}

#[derive(Clone)]
struct SecretKey(String);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

impl Scrubber {
    /// Knows the bot's token and these keys, each a secret.
    pub(crate) fn new(token: BotToken, keys: impl IntoIterator<Item = String>) -> Self {
        Self { token, keys: keys.into_iter().filter(|key| !key.is_empty()).map(SecretKey).collect() }
    }

    /// The text without secrets and without what it quotes: serde, Telegram and databases put in quotes what does not suit
    /// them, which may be what somebody wrote.
    pub(crate) fn scrub(&self, text: &str) -> String {
        let text = self.token.redact(text);
        let text = self.keys.iter().fold(text, |text, SecretKey(key)| text.replace(key.as_str(), "[key]"));
        without_quotations(&without_user_information(&text))
    }
}

/// The text with each quotation left empty; one that does not end goes to the text's end.
fn without_quotations(text: &str) -> String {
    ['"', '`'].into_iter().fold(text.to_owned(), |text, mark| {
        let parts = text.split(mark).enumerate().map(|(at, part)| if at % 2 == 0 { part } else { "…" });
        let kept: Vec<_> = parts.collect();
        kept.join(&mark.to_string())
    })
}

/// The text without what stands before an `@` in an address: `postgres://user:password@host`.
fn without_user_information(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).map(|word| match word.split_once("://") {
        Some((scheme, rest)) => match rest.rsplit_once('@') {
            Some((_, host)) => format!("{scheme}://{host}"),
            None => word.to_owned(),
        },
        None => word.to_owned(),
    });
    words.collect()
}

/// The fields of an event or a span that may leave, in their order, and its message.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReportedFields {
    /// What happened, as the code words it.
    pub(crate) message: String,
    fields: Vec<(&'static str, String)>,
}

impl ReportedFields {
    /// Adds those of a span around it; what is nearer counts.
    pub(crate) fn extend(&mut self, outer: &Self) {
        for (name, value) in &outer.fields {
            if self.get(name).is_none() {
                self.fields.push((name, value.clone()));
            }
        }
    }

    /// The value of a field, not scrubbed.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Each with its value, scrubbed.
    pub(crate) fn scrubbed(&self, scrubber: &Scrubber) -> impl Iterator<Item = (&'static str, String)> {
        self.fields.iter().map(|(name, value)| (*name, scrubber.scrub(value)))
    }

    fn note(&mut self, field: &Field, value: impl FnOnce() -> String) {
        if field.name() == "message" {
            self.message = value();
        } else if may_leave(field.name()) {
            self.fields.push((field.name(), value()));
        }
    }
}

impl Visit for ReportedFields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.note(field, || format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.note(field, || value.to_owned());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.note(field, || with_causes(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubbed(text: &str) -> String {
        let token = "123456789:AAabcdefghijklmnopqrstuvwxyz_012345".parse().unwrap();
        Scrubber::new(token, ["k3y".to_owned(), String::new()]).scrub(text)
    }

    #[test]
    fn no_secret_leaves() {
        assert_eq!(
            scrubbed("no route to /bot123456789:AAabcdefghijklmnopqrstuvwxyz_012345/getMe"),
            "no route to /bot[token]/getMe"
        );
        assert_eq!(scrubbed("half: AAabcdefghijklmnopqrstuvwxyz_012345"), "half: [token]");
        assert_eq!(scrubbed("at https://k3y@sentry.example.org/1"), "at https://sentry.example.org/1");
        assert_eq!(scrubbed("the key is k3y"), "the key is [key]");
        assert_eq!(scrubbed("can't open postgres://bot:p@ss@db/x now"), "can't open postgres://db/x now");
    }

    #[test]
    fn nothing_that_is_quoted_leaves() {
        assert_eq!(scrubbed(r#"unsupported start tag "my secret" at 5"#), r#"unsupported start tag "…" at 5"#);
        assert_eq!(scrubbed("byte 1 is inside of `secret`"), "byte 1 is inside of `…`");
        assert_eq!(scrubbed(r#"an end is missing: "my secret"#), r#"an end is missing: "…"#);
        assert_eq!(scrubbed("the database can't be reached"), "the database can't be reached");
    }

    #[test]
    fn ids_leave_under_the_names_of_the_log() {
        for name in ["update_id", "chat_id", "new_chat_id", "channel_id", "user_id", "case_number", "kind"] {
            assert!(may_leave(name), "{name}");
        }
    }

    #[test]
    fn what_no_list_names_stays() {
        for name in ["reason", "message", "title", "text", "username", "bot", "first_name"] {
            assert!(!may_leave(name), "{name}");
        }
    }

    #[test]
    fn a_key_is_not_shown() {
        let token = "123456789:AAabcdefghijklmnopqrstuvwxyz_012345".parse().unwrap();
        let shown = format!("{:?}", Scrubber::new(token, ["k3y".to_owned()]));
        assert!(!shown.contains("k3y") && !shown.contains("AAabc"), "{shown}");
    }
}
