//! A test that a document names by its file, as in `tests/tests/faults.rs::name`, is a test of that file.

use super::{
    breach::Breach,
    markdown,
    tokens::{Token, tokens},
    tree::Tree,
};

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    // The changelog speaks of what was.
    for (path, text) in tree.texts_ending(".md").filter(|(path, _)| *path != "CHANGELOG.md") {
        for (line, code) in markdown::code(text) {
            let named = code.split_whitespace().filter_map(|word| word.split_once(".rs::"));
            let absent = named.filter(|(file, test)| !has_test(tree, &format!("{file}.rs"), test));
            breaches.extend(absent.map(|(file, test)| {
                Breach::new(path, line, format!("`{file}.rs` has no test `{test}`: name the test that holds this now"))
            }));
        }
    }
    breaches
}

fn has_test(tree: &Tree, file: &str, test: &str) -> bool {
    let tokens = tree.text(file).and_then(tokens).unwrap_or_default();
    let declares = |pair: &[Token]| pair[0].text == "fn" && pair[1].text == test;
    tokens.windows(2).enumerate().any(|(index, pair)| declares(pair) && is_test(&tokens[..index]))
}

/// Whether what stands in front of a `fn` ends with an attribute that makes it a test: `#[test]`, `#[tokio::test(…)]`.
fn is_test(front: &[Token]) -> bool {
    let words = front.iter().rposition(|token| !matches!(&*token.text, "pub" | "async")).map_or(0, |last| last + 1);
    let start =
        front[..words].iter().rposition(|token| matches!(&*token.text, "}" | ";" | "{")).map_or(0, |end| end + 1);
    let between = &front[start..words];
    let before_arguments = |index: usize| between.get(index + 1).is_some_and(|next| matches!(&*next.text, "]" | "("));
    let attributes = between.iter().enumerate().filter(|(_, token)| token.text == "test");
    attributes.map(|(index, _)| index).any(before_arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAULTS: &str = r#"//! Faults.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_muted() {}
#[cfg(test)]
mod tests {
    #[test]
    #[should_panic(expected = "test")]
    fn it_fails() {}
    fn helps(test: u8) {}
}
proptest! {
    #[test]
    fn any_number(number in 0_u8..9) { assert!(number < 9); }
}
"#;

    fn breaches_of(text: &str) -> Vec<Breach> {
        breaches(&Tree::of(&[("tests/tests/faults.rs", FAULTS), ("docs/security.md", text)]))
    }

    #[test]
    fn a_test_of_the_file_may_be_named() {
        for test in ["nobody_is_muted", "it_fails", "any_number"] {
            assert_eq!(breaches_of(&format!("See `tests/tests/faults.rs::{test}`.\n")), []);
        }
    }

    #[test]
    fn what_was_renamed_or_moved_or_is_no_test_is_a_breach() {
        for (file, test) in [
            ("tests/tests/faults", "nobody_was_muted"),
            ("tests/tests/fault", "nobody_is_muted"),
            ("tests/tests/faults", "helps"),
        ] {
            let what = format!("`{file}.rs` has no test `{test}`: name the test that holds this now");
            let found = breaches_of(&format!("A.\n\n- `{file}.rs::{test}`\n"));
            assert_eq!(found, [Breach::new("docs/security.md", 3, what)]);
        }
    }
}
