//! The documentation agrees with the code: it lists every variable, command, metric and setting, and no other.

use std::collections::BTreeSet;

use super::{
    breach::Breach,
    markdown,
    tokens::{Token, tokens, without_tests},
    tree::Tree,
};

/// Where the environment variables are named, each as `name: "BOT_TOKEN"`.
const VARIABLES: &str = "crates/runtime/src/config/variables.rs";
/// Where `Command::NAMES` stands.
const COMMANDS: &str = "crates/domain/src/command.rs";
/// Where `settings!` stands.
const SETTINGS: &str = "crates/domain/src/settings.rs";

/// A kind of name that the code knows and the documents list.
struct Kind {
    /// What heads the first column of the tables that list it.
    heading: &'static str,
    in_code: fn(&Tree) -> Vec<Mention>,
    /// The name in what a table's first column has in `code`.
    in_table: fn(&str) -> Option<&str>,
}

const KINDS: &[Kind] = &[
    Kind { heading: "variable", in_code: variables, in_table: |name| Some(name) },
    Kind { heading: "command", in_code: commands, in_table: command },
    Kind { heading: "metric", in_code: metrics, in_table: metric },
    Kind { heading: "setting", in_code: settings, in_table: |name| Some(name) },
];

/// A name, and where it stands.
struct Mention {
    path: String,
    line: usize,
    name: String,
}

impl Mention {
    fn new(path: &str, line: usize, name: &str) -> Self {
        Self { path: path.to_owned(), line, name: name.to_owned() }
    }
}

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    KINDS.iter().flat_map(|kind| of_kind(tree, kind)).collect()
}

fn of_kind(tree: &Tree, kind: &Kind) -> Vec<Breach> {
    let (in_code, in_documents) = ((kind.in_code)(tree), documented(tree, kind));
    let heading = kind.heading;
    let is_in = |names: &[Mention], name: &Mention| names.iter().any(|other| other.name == name.name);
    let mut breaches = Vec::new();
    let mut seen = Vec::new();
    for name in in_code.iter().filter(|name| !is_in(&in_documents, name)) {
        if !seen.contains(&&name.name) {
            seen.push(&name.name);
            let what = format!("`{}` stands in no table headed `{heading}` of README.md or docs", name.name);
            breaches.push(Breach::new(&name.path, name.line, what));
        }
    }
    for name in in_documents.iter().filter(|name| !is_in(&in_code, name)) {
        let what = format!("the code knows no {heading} `{}`", name.name);
        breaches.push(Breach::new(&name.path, name.line, what));
    }
    breaches
}

/// The names of all metrics.
pub(super) fn metric_names(tree: &Tree) -> BTreeSet<String> {
    metrics(tree).into_iter().map(|metric| metric.name).collect()
}

fn documented(tree: &Tree, kind: &Kind) -> Vec<Mention> {
    let documents = tree.texts_ending(".md").filter(|(path, _)| *path == "README.md" || path.starts_with("docs/"));
    let mut names = Vec::new();
    for (path, text) in documents {
        for row in markdown::rows(text).into_iter().filter(|row| row.heading == kind.heading) {
            let listed = markdown::code_spans(row.first).filter_map(kind.in_table);
            names.extend(listed.map(|name| Mention::new(path, row.line, name)));
        }
    }
    names
}

fn variables(tree: &Tree) -> Vec<Mention> {
    names_where(tree, VARIABLES, |front, token| match front {
        [.., field, colon] if field.text == "name" && colon.text == ":" => token.string(),
        _ => None,
    })
}

fn commands(tree: &Tree) -> Vec<Mention> {
    let mut is_in_names = false;
    names_where(tree, COMMANDS, |_, token| {
        is_in_names = token.text == "NAMES" || (is_in_names && token.text != ";");
        if is_in_names { token.string() } else { None }
    })
}

/// The fields inside `settings! { key: Type = default; … }`.
fn settings(tree: &Tree) -> Vec<Mention> {
    let mut is_inside = false;
    names_where(tree, SETTINGS, |front, token| {
        let ends_with = |texts: &[&str]| {
            let start = front.len().checked_sub(texts.len());
            start.is_some_and(|start| front[start..].iter().map(|token| token.text.as_str()).eq(texts.iter().copied()))
        };
        let begins = ends_with(&["settings", "!", "{"]);
        is_inside = begins || (is_inside && token.text != "}");
        (is_inside && (begins || ends_with(&[";"]))).then_some(token.text.as_str())
    })
}

fn metrics(tree: &Tree) -> Vec<Mention> {
    let sources = tree.texts_ending(".rs").filter(|(path, _)| path.starts_with("crates/") && path.contains("/src/"));
    let paths: Vec<&str> = sources.map(|(path, _)| path).collect();
    paths.into_iter().flat_map(|path| names_where(tree, path, metric_literal)).collect()
}

/// A string `bot_…` that a macro of `metrics` is given or a constant holds, or that ends as only a metric's name does;
/// Telegram has words of its own that begin so.
fn metric_literal<'a>(front: &[Token], token: &'a Token) -> Option<&'a str> {
    let name = token.string().filter(|text| metric(text) == Some(text))?;
    let is_given = match front {
        [.., constant, equals] if equals.text == "=" => constant.text == "str",
        [.., named, bang, bracket] if bang.text == "!" && bracket.text == "(" => {
            ["counter", "gauge", "histogram"].iter().any(|kind| named.text.ends_with(kind))
        }
        _ => false,
    };
    (is_given || name.ends_with("_total") || name.ends_with("_seconds")).then_some(name)
}

/// What `pick` finds in a file outside its tests, given each token with those in front of it.
fn names_where(
    tree: &Tree,
    path: &str,
    mut pick: impl for<'a> FnMut(&[Token], &'a Token) -> Option<&'a str>,
) -> Vec<Mention> {
    let tokens = without_tests(&tree.text(path).and_then(tokens).unwrap_or_default());
    let mut names = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        names.extend(pick(&tokens[..index], token).map(|name| Mention::new(path, token.line, name)));
    }
    names
}

/// `protect` of `/protect @channel …`.
fn command(code: &str) -> Option<&str> {
    code.strip_prefix('/')?.split(|letter: char| !letter.is_ascii_lowercase() && letter != '_').next()
}

/// `bot_cache_hits_total` of `bot_cache_hits_total{tier}`.
fn metric(code: &str) -> Option<&str> {
    let name = code.split('{').next().filter(|name| name.starts_with("bot_"))?;
    let is_name = name.bytes().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_');
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VARIABLES_RS: &str = r#"//! Variables.
pub const VARIABLES: &[Variable] = &[
    Variable { name: "BOT_TOKEN", default: None },
    Variable { name: "DATABASE_URL", default: Some("sqlite://portcullis.db") },
];
"#;
    const COMMAND_RS: &str = r#"//! Commands.
impl Command {
    pub const NAMES: &[&str] = &["start", "protect"];
    fn other() -> &'static str { "other" }
}
#[cfg(test)]
mod tests { const X: &str = "no"; }
"#;
    const SETTINGS_RS: &str = r"//! Settings.
macro_rules! settings { ($key:ident) => { struct S; }; }
settings! {
    /// Whether the gate acts.
    mode: Mode = Mode::default();
    /// How long a mute lasts.
    mute_for_days: MuteDays = MuteDays(7);
}
fn take() {}
";
    const METRICS_RS: &str = r#"//! Counting.
const LATENCY: &str = "bot_verification_latency_seconds";
fn count() { metrics::counter!("bot_cache_hits_total", "tier" => "process").increment(1); }
fn parse(kind: &str) -> bool { kind == "bot_command" }
"#;
    const README: &str = "\
| variable | default |
|---|---|
| `BOT_TOKEN` | required |
| `DATABASE_URL` | `sqlite://portcullis.db` |

| command | does |
|---|---|
| `/start`, `/protect @channel …` | this and that |
| `check` | a command of the program, not of the bot |

| metric | counts |
|---|---|
| `bot_cache_hits_total{tier}` | hits |
| `bot_verification_latency_seconds` | time |

| setting | default |
|---|---|
| `mode` | `enforce` |
| `mute_for_days` | 7 |
";

    fn breaches_with(readme: &str) -> Vec<Breach> {
        breaches(&Tree::of(&[
            (VARIABLES, VARIABLES_RS),
            (COMMANDS, COMMAND_RS),
            (SETTINGS, SETTINGS_RS),
            ("crates/cache/src/counting.rs", METRICS_RS),
            ("README.md", readme),
        ]))
    }

    fn without(line: &str) -> Vec<Breach> {
        breaches_with(&README.replace(line, "| nothing |"))
    }

    #[test]
    fn a_documentation_that_lists_everything_is_fine() {
        assert_eq!(breaches_with(README), []);
    }

    #[test]
    fn what_is_not_documented_is_a_breach_where_it_stands_in_the_code() {
        let missing = |path: &str, line, name: &str, heading: &str| {
            let what = format!("`{name}` stands in no table headed `{heading}` of README.md or docs");
            vec![Breach::new(path, line, what)]
        };
        assert_eq!(without("| `BOT_TOKEN` | required |"), missing(VARIABLES, 3, "BOT_TOKEN", "variable"));
        assert_eq!(breaches_with(&README.replace("`/start`, ", "")), missing(COMMANDS, 3, "start", "command"));
        assert_eq!(without("| `mode` | `enforce` |"), missing(SETTINGS, 5, "mode", "setting"));
        let metric = missing("crates/cache/src/counting.rs", 3, "bot_cache_hits_total", "metric");
        assert_eq!(without("| `bot_cache_hits_total{tier}` | hits |"), metric);
    }

    #[test]
    fn what_the_code_does_not_know_is_a_breach_where_it_is_documented() {
        let additions = [
            ("| `BOT_TOKEN` | required |", "| `BOT_TOKENS` | x |", "the code knows no variable `BOT_TOKENS`"),
            ("| `mode` | `enforce` |", "| `mood` | x |", "the code knows no setting `mood`"),
            ("| `check` |", "| `/check` |", "the code knows no command `check`"),
            ("| `bot_cache_hits_total{tier}` |", "| `bot_cache_total` |", "the code knows no metric `bot_cache_total`"),
        ];
        for (before, after, what) in additions {
            let found = breaches_with(&README.replace(before, &format!("{after}\n{before}")));
            assert!(found.len() == 1 && found[0].path == "README.md" && found[0].what == what, "{found:?}");
        }
    }
}
