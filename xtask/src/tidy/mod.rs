//! `cargo xtask tidy`: the rules that no compiler knows.

use std::process::ExitCode;

use self::{breach::Breach, tree::Tree};
use crate::process;

mod alerts;
mod book_pages;
mod breach;
mod code_names;
mod crate_arrows;
mod documentation;
mod foreign_types;
mod links;
mod log_events;
mod manifest;
mod markdown;
mod module_arrows;
mod module_circles;
mod modules;
mod named_tests;
mod own_words;
mod room_arrows;
mod source_files;
mod syntax;
mod tokens;
mod tree;
mod versions;

/// Checks every rule on the repository; says each breach with its place and where the rule is explained.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let tree = Tree::read(process::root())?;
    let complaints = complaints(&tree);
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    if complaints.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("tidy: {} to mend", complaints.len());
    Ok(ExitCode::FAILURE)
}

/// A rule that every file of the repository keeps.
struct Rule {
    breaches: fn(&Tree) -> Vec<Breach>,
    /// The document that explains it.
    explained_in: &'static str,
}

const ARCHITECTURE: &str = "docs/architecture.md";
const CONTRIBUTING: &str = "CONTRIBUTING.md";

const RULES: &[Rule] = &[
    Rule { breaches: crate_arrows::breaches, explained_in: ARCHITECTURE },
    Rule { breaches: module_circles::breaches, explained_in: ARCHITECTURE },
    Rule { breaches: room_arrows::breaches, explained_in: ARCHITECTURE },
    Rule { breaches: foreign_types::breaches, explained_in: ARCHITECTURE },
    Rule { breaches: versions::breaches, explained_in: CONTRIBUTING },
    Rule { breaches: source_files::breaches, explained_in: CONTRIBUTING },
    Rule { breaches: links::breaches, explained_in: CONTRIBUTING },
    Rule { breaches: documentation::breaches, explained_in: CONTRIBUTING },
    Rule { breaches: code_names::breaches, explained_in: CONTRIBUTING },
    Rule { breaches: named_tests::breaches, explained_in: CONTRIBUTING },
    Rule { breaches: book_pages::breaches, explained_in: CONTRIBUTING },
    Rule { breaches: own_words::breaches, explained_in: CONTRIBUTING },
    Rule { breaches: log_events::breaches, explained_in: CONTRIBUTING },
    Rule { breaches: alerts::breaches, explained_in: CONTRIBUTING },
];

fn complaints(tree: &Tree) -> Vec<String> {
    let of_rule = |rule: &Rule| {
        let explained_in = rule.explained_in;
        let said = move |Breach { path, line, what }| format!("{path}:{line}: {what} (see {explained_in})");
        (rule.breaches)(tree).into_iter().map(said).collect::<Vec<_>>()
    };
    RULES.iter().flat_map(of_rule).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_names_the_place_and_where_the_rule_is_explained() {
        let tree = Tree::of(&[("crates/domain/src/helpers.rs", "//! Helpers.\n")]);
        let expected = "crates/domain/src/helpers.rs:1: `helpers` says nothing: name the file after its concept \
                        (see CONTRIBUTING.md)";
        assert_eq!(complaints(&tree), [expected]);
    }

    #[test]
    fn an_empty_tree_keeps_every_rule() {
        assert_eq!(complaints(&Tree::of(&[])), Vec::<String>::new());
    }
}
