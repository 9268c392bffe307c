//! What the program logs at `info` and above: the page about the log lists all of it, and every field has one name.

use super::{
    breach::Breach,
    markdown,
    tokens::{Token, closing, tokens, without_tests},
    tree::Tree,
};

const PAGE: &str = "docs/logs.md";

/// A level: the macro that logs at it, and what heads the table that lists its events.
const LEVELS: [(&str, &str); 3] =
    [("error", "logged as error"), ("warn", "logged as warning"), ("info", "logged as information")];

/// Names under which nobody would look for a field, and the one to take instead.
const OTHER_NAMES: [(&str, &str); 7] = [
    ("group", "chat_id"),
    ("group_id", "chat_id"),
    ("chat", "chat_id"),
    ("channel", "channel_id"),
    ("user", "user_id"),
    ("person", "user_id"),
    ("update", "update_id"),
];

/// One call that logs.
struct Event {
    path: String,
    line: usize,
    level: String,
    /// What it says; `None`: what it says is no plain text.
    message: Option<String>,
    /// The names of its fields, those given in short among them.
    fields: Vec<String>,
}

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let events = events(tree);
    let mut breaches: Vec<_> = events.iter().flat_map(badly_named).collect();
    let page = tree.text(PAGE).unwrap_or_default();
    for (level, heading) in LEVELS {
        let rows: Vec<_> = markdown::rows(page).into_iter().filter(|row| row.heading == heading).collect();
        let listed = |message: &str| rows.iter().any(|row| markdown::code_spans(row.first).any(|code| code == message));
        let of_level: Vec<_> = events.iter().filter(|event| event.level == level).collect();
        for event in &of_level {
            match &event.message {
                Some(message) if message.contains('{') => {
                    let what = "the text of an event is the same each time: what varies is a field";
                    breaches.push(Breach::new(&event.path, event.line, what));
                }
                Some(message) if !listed(message) => {
                    let what = format!("`{message}` stands in no table headed `{heading}` of {PAGE}");
                    breaches.push(Breach::new(&event.path, event.line, what));
                }
                Some(_) => {}
                None => breaches.push(Breach::new(&event.path, event.line, "an event ends with a text that says it")),
            }
        }
        for row in &rows {
            for said in markdown::code_spans(row.first) {
                if !of_level.iter().any(|event| event.message.as_deref() == Some(said)) {
                    breaches.push(Breach::new(PAGE, row.line, format!("nothing logs `{said}` as {level}")));
                }
            }
        }
    }
    breaches
}

fn badly_named(event: &Event) -> Vec<Breach> {
    let other = |field: &String| OTHER_NAMES.into_iter().find(|(name, _)| name == field);
    let breach = |(name, instead): (&str, &str)| {
        Breach::new(&event.path, event.line, format!("a field `{name}` is called `{instead}` everywhere"))
    };
    event.fields.iter().filter_map(other).map(breach).collect()
}

/// The calls `tracing::info!(…)` and the like in what the binaries are made of.
fn events(tree: &Tree) -> Vec<Event> {
    let is_ours =
        |path: &str| path.starts_with("crates/") && path.contains("/src/") && !path.starts_with("crates/simulator/");
    let sources = tree.texts_ending(".rs").filter(|(path, _)| is_ours(path) && !path.ends_with("/tests.rs"));
    sources.flat_map(|(path, text)| of_file(path, text)).collect()
}

fn of_file(path: &str, text: &str) -> Vec<Event> {
    let tokens = without_tests(&tokens(text).unwrap_or_default());
    let mut events = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let rest = &tokens[index + 1..];
        let is_call = token.text == "tracing" && rest.len() > 4 && rest[0].text == ":" && rest[1].text == ":";
        if !is_call || rest[3].text != "!" {
            continue;
        }
        let level = rest[2].text.clone();
        if !["trace", "debug"].contains(&level.as_str()) && !LEVELS.iter().any(|(known, _)| *known == level) {
            continue;
        }
        let arguments = arguments(&rest[5..closing(rest, 4)]);
        let message = arguments.iter().rev().find_map(|argument| match argument {
            [text] => text.string().map(str::to_owned),
            _ => None,
        });
        let fields = arguments.iter().filter_map(|argument| field(argument)).collect();
        events.push(Event { path: path.to_owned(), line: token.line, level, message, fields });
    }
    events
}

/// What stands between the commas, those inside of brackets left out.
fn arguments(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut arguments, mut start, mut index) = (Vec::new(), 0, 0);
    while index < tokens.len() {
        if tokens[index].text == "," {
            arguments.push(&tokens[start..index]);
            start = index + 1;
        }
        index = closing(tokens, index) + 1;
    }
    arguments.push(tokens.get(start..).unwrap_or_default());
    arguments
}

/// The name in `name = …`, `name`, `%name` or `?name`.
fn field(argument: &[Token]) -> Option<String> {
    match argument {
        [name] | [name, ..] if argument.len() == 1 || argument[1].text == "=" => {
            name.string().is_none().then(|| name.text.clone())
        }
        [sign, name] if sign.text == "%" || sign.text == "?" => Some(name.text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE_TEXT: &str = "\
| logged as error | what to do |
|---|---|
| `it is (quite) broken` | mend it |

| logged as information | what it tells |
|---|---|
| `all is well` | that |
";

    fn breaches_of(source: &str, page: &str) -> Vec<(String, String)> {
        let tree = Tree::of(&[("crates/service/src/x.rs", source), (PAGE, page)]);
        breaches(&tree).into_iter().map(|breach| (breach.path, breach.what)).collect()
    }

    const SOURCE: &str = "//! X.
fn x() {
    tracing::error!(chat_id = group.0, error = f(a, \"b\"), \"it is (quite) broken\");
    tracing::info!(\"all is well\");
    tracing::debug!(user_id, \"who cares\");
}
#[cfg(test)]
mod tests { fn x() { tracing::warn!(\"a test\"); } }
";

    #[test]
    fn a_page_that_lists_every_event_at_its_level_is_fine() {
        assert_eq!(breaches_of(SOURCE, PAGE_TEXT), []);
    }

    #[test]
    fn an_event_that_is_not_listed_or_is_at_another_level_is_a_breach_both_ways() {
        let found = breaches_of(&SOURCE.replace("info!", "warn!"), PAGE_TEXT);
        let expected = [
            ("crates/service/src/x.rs", "`all is well` stands in no table headed `logged as warning` of docs/logs.md"),
            (PAGE, "nothing logs `all is well` as info"),
        ];
        assert_eq!(found, expected.map(|(path, what)| (path.to_owned(), what.to_owned())));
    }

    #[test]
    fn a_text_that_varies_and_a_field_under_another_name_are_breaches() {
        let varying = breaches_of(&SOURCE.replace("all is well", "all is {well}"), PAGE_TEXT);
        assert!(varying.iter().any(|(_, what)| what.contains("what varies is a field")), "{varying:?}");
        for field in ["%group", "chat = %x.chat", "user"] {
            let named = breaches_of(&SOURCE.replace("user_id", field), PAGE_TEXT);
            assert!(named.len() == 1 && named[0].1.contains("everywhere"), "{field}: {named:?}");
        }
    }
}
