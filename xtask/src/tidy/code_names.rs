//! What the documents call by a name is there: files, types and what belongs to them, tests.

use std::collections::{HashMap, HashSet};

use super::{
    breach::Breach,
    markdown,
    syntax::{body, impls, is_name, members},
    tokens::{Token, closing, tokens},
    tree::Tree,
};

/// From how many words on a name in `snake_case` is nothing but a name.
const FEWEST_WORDS: usize = 4;

/// All names of the code.
#[derive(Default)]
struct Names {
    /// Everything that is called something, and the words of strings.
    all: HashSet<String>,
    /// What belongs to each type of ours: methods, constants, variants.
    members: HashMap<String, HashSet<String>>,
}

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let mut names = Names::default();
    for (_, source) in tree.texts_ending(".rs") {
        names.read(&tokens(source).unwrap_or_default());
    }
    let mut breaches = Vec::new();
    // The changelog speaks of what was.
    for (path, text) in tree.texts_ending(".md").filter(|(path, _)| *path != "CHANGELOG.md") {
        for (line, code) in markdown::code(text) {
            let words = code.split(|letter: char| !letter.is_alphanumeric() && !"_:/.*<>@".contains(letter));
            let absent = words.filter(|word| match word.strip_suffix(".rs") {
                Some(_) => !has_file(tree, path, word),
                None => !names.know(word),
            });
            breaches.extend(absent.map(|word| Breach::new(path, line, format!("the code has no `{word}`"))));
        }
    }
    breaches
}

/// Whether the path of a file ends so. The README of a crate speaks of the crate's own unless it gives the whole path.
fn has_file(tree: &Tree, document: &str, end: &str) -> bool {
    let folder = document.rfind('/').map_or("", |end| &document[..=end]);
    let folder = if folder == "docs/" { "" } else { folder };
    let ends_so = |file: &str| file.strip_suffix(end).is_some_and(|front| front.ends_with('/'));
    let is_pattern = end.contains(['*', '<']);
    is_pattern
        || tree.text(end).is_some()
        || tree.texts_ending(".rs").any(|(file, _)| file.starts_with(folder) && ends_so(file))
}

impl Names {
    /// Takes note of the names in a file.
    fn read(&mut self, tokens: &[Token]) {
        for (index, token) in tokens.iter().enumerate() {
            let words = token.text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            self.all.extend(words.map(str::to_owned));
            let Some(name) = tokens.get(index + 1).map(|name| name.text.as_str()).filter(|name| is_name(name)) else {
                continue;
            };
            match token.text.as_str() {
                "struct" => self.add(name, []),
                "enum" => self.add(name, variants(body(&tokens[index..]))),
                "trait" => self.add(name, members(body(&tokens[index..]))),
                _ => {}
            }
        }
        for block in impls(tokens) {
            let name = block.path.last().map_or("", String::as_str);
            self.add(name, members(block.body));
        }
    }

    fn add<'a>(&mut self, name: &str, members: impl IntoIterator<Item = &'a str>) {
        self.members.entry(name.to_owned()).or_default().extend(members.into_iter().map(str::to_owned));
    }

    /// Whether a word of a document is no name, or one of the code.
    fn know(&self, word: &str) -> bool {
        let word = word.trim_matches([':', '.', '/']);
        match word.rsplit_once("::") {
            Some((of, member)) => {
                let of = of.rsplit("::").next().unwrap_or(of);
                self.know(of) && self.members.get(of).is_none_or(|members| members.contains(member))
            }
            None => !is_telling(word) || self.all.contains(word),
        }
    }
}

/// Whether a word can't be anything but a name of the code.
fn is_telling(word: &str) -> bool {
    let is_type = word.starts_with(char::is_uppercase)
        && word.contains(char::is_lowercase)
        && word.matches(char::is_uppercase).count() > 1;
    is_name(word) && (is_type || word.split('_').filter(|part| !part.is_empty()).count() >= FEWEST_WORDS)
}

/// The variants that the body of an enum declares.
fn variants(body: &[Token]) -> Vec<&str> {
    let (mut variants, mut index) = (Vec::new(), 0);
    while let Some(token) = body.get(index) {
        if token.text.starts_with(char::is_uppercase) {
            variants.push(token.text.as_str());
        }
        index = closing(body, index) + 1;
    }
    variants
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATE: &str = r#"//! Gate.
pub enum Decision {
    #[default]
    Allow,
    Restrict { missing: u8 },
}
pub struct Gate;
impl Gate {
    pub const MOST: u8 = 1;
    fn ask(&self, now: SystemTime) { count("gate_asked_total_times") }
}
impl<T: Fn(u8) -> u8> Port<T> for Gate {
    fn find(&self) -> impl Iterator<Item = u8> {}
}
pub trait Port<T> {
    fn find(&self);
}
#[cfg(test)]
mod tests {
    fn whoever_is_asked_for_is_found() {}
}
"#;

    fn breaches_of(path: &str, text: &str) -> Vec<Breach> {
        breaches(&Tree::of(&[
            ("crates/x/src/gate/mod.rs", GATE),
            ("crates/x/tests/lane.rs", "//! Lane.\n"),
            ("crates/y/src/url.rs", "//! URL.\n"),
            (path, text),
        ]))
    }

    #[test]
    fn what_is_there_may_be_named() {
        let text = "`Gate::ask`, `Gate::find(1)`, `Gate::MOST`, `Port::find`, `x::gate::Decision::Restrict { missing }`, \
                    `Decision::Allow`, `SystemTime::now`, `gate/mod.rs`, `crates/x/src/gate/mod.rs`, `url.rs`,\n\
                    `whoever_is_asked_for_is_found`, `gate_asked_total_times{in}`\n";
        assert_eq!(breaches_of("docs/gate.md", text), []);
    }

    #[test]
    fn what_is_not_there_is_a_breach() {
        for name in
            ["Gate::asks", "Gate::Allow", "Decision::ask", "DoorKeeper::ask", "DoorKeeper", "lanes.rs", "x/lane.rs"]
        {
            let found = breaches_of("docs/gate.md", &format!("A.\n\nThe `b\nc` and `{name}`.\n"));
            assert_eq!(found, [Breach::new("docs/gate.md", 4, format!("the code has no `{name}`"))]);
        }
        assert_eq!(breaches_of("CONTRIBUTING.md", "`whoever_is_asked_for_is_lost`\n").len(), 1);
    }

    #[test]
    fn the_readme_of_a_crate_speaks_of_its_own_files() {
        assert_eq!(breaches_of("crates/x/README.md", "`lane.rs`, `crates/y/src/url.rs`\n"), []);
        assert_eq!(breaches_of("crates/x/README.md", "`url.rs`\n").len(), 1);
    }

    #[test]
    fn words_that_are_no_names_of_the_code_are_passed_over() {
        let text = "`cargo test`, `SELECT`, `a_b_c`, `restrictChatMember`, `/status@YourBot`, `m<date>_<number>_<what>.rs`, \
                    `cached_*.rs` and Gate::asks\n";
        assert_eq!(breaches_of("README.md", text), []);
        assert_eq!(breaches_of("CHANGELOG.md", "`Gate::asks`\n"), []);
    }
}
