//! Other people's types stay in the crates that are there for them, and the domain has none that do anything.

use super::{
    breach::Breach,
    manifest::Manifest,
    tokens::{Token, tokens},
    tree::Tree,
};

/// A package, and the folders that may know it besides `tests` and `xtask`.
struct Confined {
    package: &'static str,
    folders: &'static [&'static str],
}

const CONFINED: &[Confined] = &[
    Confined { package: "frankenstein", folders: &["crates/telegram", "crates/simulator"] },
    Confined { package: "sea-orm", folders: &["crates/storage", "migration"] },
    Confined { package: "sea-orm-migration", folders: &["crates/storage", "migration"] },
    Confined { package: "sqlx", folders: &["crates/storage", "migration"] },
    Confined { package: "fred", folders: &["crates/cache"] },
    Confined { package: "resvg", folders: &["crates/chart"] },
    Confined { package: "teloxide", folders: &["examples/teloxide-gate"] },
];

/// All that the domain may use: what describes data, waits for nothing and reaches nobody.
const PURE: &[&str] = &["async-trait", "mockall", "proptest", "serde", "serde_json", "thiserror"];

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for manifest in Manifest::all(tree) {
        for dependency in &manifest.dependencies {
            let package = dependency.package.as_str();
            if let Some(confined) = CONFINED.iter().find(|confined| confined.package == package) {
                breaches.extend(stray(confined, &manifest.path, dependency.line));
            }
            if manifest.folder == "crates/domain" && !PURE.contains(&package) {
                let what = format!("the domain is pure: it must not depend on `{package}`");
                breaches.push(Breach::new(&manifest.path, dependency.line, what));
            }
        }
    }
    for (path, source) in tree.texts_ending(".rs") {
        let tokens = tokens(source).unwrap_or_default();
        for confined in CONFINED {
            let name = confined.package.replace('-', "_");
            breaches.extend(uses(&tokens, &name).filter_map(|line| stray(confined, path, line)));
        }
    }
    breaches
}

fn stray(confined: &Confined, path: &str, line: usize) -> Option<Breach> {
    let is_within = |folder: &&str| path.strip_prefix(*folder).is_some_and(|rest| rest.starts_with('/'));
    if confined.folders.iter().chain(&["tests", "xtask"]).any(is_within) {
        return None;
    }
    let Confined { package, folders } = confined;
    Some(Breach::new(path, line, format!("`{package}` must not leave {}", folders.join(" and "))))
}

/// The lines on which a path begins with this crate.
fn uses<'a>(tokens: &'a [Token], name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    let is_use = move |index: usize| {
        let is_imported = index > 0 && text(index - 1) == "use";
        text(index) == name && (is_imported || (text(index + 1) == ":" && text(index + 2) == ":"))
    };
    (0..tokens.len()).filter(move |&index| is_use(index)).map(|index| tokens[index].line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_at_home_is_no_breach() {
        let tree = Tree::of(&[
            ("crates/telegram/Cargo.toml", "[package]\nname='x'\n[dependencies]\nfrankenstein.workspace = true\n"),
            ("crates/telegram/src/lib.rs", "use frankenstein::types::User;\n"),
            ("migration/src/lib.rs", "pub use sea_orm_migration::prelude::*;\n"),
            ("tests/src/lib.rs", "use sqlx::query;\n"),
        ]);
        assert_eq!(breaches(&tree), []);
    }

    #[test]
    fn a_package_abroad_is_a_breach_as_a_dependency() {
        let manifest = "[package]\nname='x'\n[dev-dependencies]\nfred.workspace = true\n";
        let tree = Tree::of(&[("crates/service/Cargo.toml", manifest)]);
        let breach = Breach::new("crates/service/Cargo.toml", 4, "`fred` must not leave crates/cache");
        assert_eq!(breaches(&tree), [breach]);
    }

    #[test]
    fn a_type_abroad_is_a_breach_in_code_but_not_in_words() {
        let words = "//! Like frankenstein::User.\n\nconst FILTER: &str = \"sqlx::query=warn\";\n";
        assert_eq!(breaches(&Tree::of(&[("crates/runtime/src/a.rs", words)])), []);
        let code = "//! A.\n\nfn f(user: &frankenstein::User) {}\n";
        let breach = "`frankenstein` must not leave crates/telegram and crates/simulator";
        let found = breaches(&Tree::of(&[("crates/runtime/src/a.rs", code)]));
        assert_eq!(found, [Breach::new("crates/runtime/src/a.rs", 3, breach)]);
    }

    #[test]
    fn the_domain_stays_pure() {
        let manifest = "[package]\nname='x'\n[dependencies]\nserde.workspace = true\ntokio.workspace = true\n";
        let tree = Tree::of(&[("crates/domain/Cargo.toml", manifest)]);
        let breach = "the domain is pure: it must not depend on `tokio`";
        assert_eq!(breaches(&tree), [Breach::new("crates/domain/Cargo.toml", 5, breach)]);
    }
}
