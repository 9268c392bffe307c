//! Every source file says what it is, is called what it is, and can be read in one sitting.

use std::collections::HashSet;

use super::{breach::Breach, tokens::tokens, tree::Tree};

/// The most lines of a file that hold code.
const MAX_LINES: usize = 400;

/// The most lines of a `main.rs`, which only puts things together.
const MAX_MAIN_LINES: usize = 39;

/// Words that say nothing of what a file is about.
const EMPTY_WORDS: &[&str] = &["common", "helper", "helpers", "manager", "misc", "util", "utils"];

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    tree.texts_ending(".rs").flat_map(|(path, source)| of_file(path, source)).collect()
}

fn of_file(path: &str, source: &str) -> Vec<Breach> {
    let mut breaches = Vec::new();
    if !begins_with_documentation(source) {
        breaches.push(Breach::new(path, 1, "the file must begin with a `//!` line that says what it is"));
    }
    if let Some(word) = empty_word(path) {
        breaches.push(Breach::new(path, 1, format!("`{word}` says nothing: name the file after its concept")));
    }
    let lines = source.lines().count();
    if path.ends_with("src/main.rs") && lines > MAX_MAIN_LINES {
        let what = format!("{lines} lines: a main.rs has {MAX_MAIN_LINES} at most and only puts things together");
        breaches.push(Breach::new(path, 1, what));
    }
    match lines_of_code(source) {
        None => breaches.push(Breach::new(path, 1, "the file can't be read as Rust")),
        Some(lines) if lines > MAX_LINES => {
            let what = format!("{lines} lines of code: split the file, {MAX_LINES} are the most");
            breaches.push(Breach::new(path, 1, what));
        }
        Some(_) => {}
    }
    breaches
}

fn begins_with_documentation(source: &str) -> bool {
    let first = source.lines().next().unwrap_or_default();
    first.starts_with("//!") || first.starts_with("#![doc = include_str!(")
}

/// The first word without meaning in the names of the file and its folders.
fn empty_word(path: &str) -> Option<&str> {
    let words = path.split(['/', '_', '-', '.']);
    words.into_iter().find(|word| EMPTY_WORDS.contains(word))
}

/// How many lines hold a part of the code: neither empty nor a comment.
fn lines_of_code(source: &str) -> Option<usize> {
    let tokens = tokens(source)?;
    Some(tokens.iter().flat_map(|token| token.line..=token.last_line).collect::<HashSet<usize>>().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches_of(path: &str, source: &str) -> Vec<String> {
        breaches(&Tree::of(&[(path, source)])).into_iter().map(|breach| breach.what).collect()
    }

    #[test]
    fn a_tidy_file_is_no_breach() {
        assert_eq!(breaches_of("crates/x/src/gate.rs", "//! The gate.\n\nfn f() {}\n"), [""; 0]);
        assert_eq!(breaches_of("crates/x/src/lib.rs", "#![doc = include_str!(\"../README.md\")]\n"), [""; 0]);
    }

    #[test]
    fn a_file_that_does_not_say_what_it_is_is_a_breach() {
        let what = "the file must begin with a `//!` line that says what it is";
        assert_eq!(breaches_of("crates/x/src/gate.rs", "use std::fmt;\n"), [what]);
        assert_eq!(breaches_of("crates/x/src/gate.rs", ""), [what]);
    }

    #[test]
    fn a_name_without_meaning_is_a_breach_also_in_a_folder() {
        assert_eq!(breaches_of("crates/x/src/gate_utils.rs", "//! A.\n").len(), 1);
        assert_eq!(breaches_of("crates/x/tests/common/mod.rs", "//! A.\n").len(), 1);
    }

    #[test]
    fn a_long_main_is_a_breach() {
        let lines = |count: usize| format!("//! A.\n{}", "\n".repeat(count - 1));
        assert_eq!(breaches_of("bins/x/src/main.rs", &lines(39)), [""; 0]);
        assert_eq!(breaches_of("bins/x/src/main.rs", &lines(40)).len(), 1);
    }

    #[test]
    fn only_lines_of_code_count() {
        let source = |code: usize| format!("//! A.\n{}{}", "// why\n\n".repeat(400), "fn f() {}\n".repeat(code));
        assert_eq!(breaches_of("crates/x/src/a.rs", &source(400)), [""; 0]);
        let found = breaches_of("crates/x/src/a.rs", &source(401));
        assert_eq!(found, ["401 lines of code: split the file, 400 are the most"]);
    }
}
