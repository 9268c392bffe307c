//! What the `Cargo.toml` of a member says of its dependencies.

use toml::{Table, Value};

use super::tree::Tree;

/// A member of the workspace.
pub(super) struct Manifest {
    /// The path of its `Cargo.toml`.
    pub(super) path: String,
    /// The folder that it stands in.
    pub(super) folder: String,
    /// The package's name.
    pub(super) package: String,
    /// Everything it depends on, in any way.
    pub(super) dependencies: Vec<Dependency>,
}

/// One line of a manifest.
pub(super) struct Dependency {
    /// The package's own name, whatever the manifest calls it.
    pub(super) package: String,
    /// What it is needed for.
    pub(super) purpose: Purpose,
    /// Whether its version stands in the workspace's manifest.
    pub(super) is_of_workspace: bool,
    /// Where it stands.
    pub(super) line: usize,
}

/// What a dependency is needed for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The package, or building it.
    Package,
    /// Its tests alone.
    Tests,
}

impl Manifest {
    /// The manifests of all members; one that is no TOML is cargo's to complain about.
    pub(super) fn all(tree: &Tree) -> Vec<Self> {
        tree.texts_ending("/Cargo.toml").filter_map(|(path, text)| Self::parse(path, text)).collect()
    }

    fn parse(path: &str, text: &str) -> Option<Self> {
        let table: Table = text.parse().ok()?;
        let package = table.get("package")?.get("name")?.as_str()?.to_owned();
        let mut dependencies = sections(&table, "", text);
        for (target, sub) in table.get("target").and_then(Value::as_table).into_iter().flatten() {
            let sub = sub.as_table().into_iter();
            dependencies.extend(sub.flat_map(|sub| sections(sub, &format!("target.{target}."), text)));
        }
        let folder = path.strip_suffix("/Cargo.toml")?.to_owned();
        Some(Self { path: path.to_owned(), folder, package, dependencies })
    }
}

fn sections(table: &Table, prefix: &str, text: &str) -> Vec<Dependency> {
    let sections = [
        ("dependencies", Purpose::Package),
        ("build-dependencies", Purpose::Package),
        ("dev-dependencies", Purpose::Tests),
    ];
    let mut dependencies = Vec::new();
    for (section, purpose) in sections {
        for (name, value) in table.get(section).and_then(Value::as_table).into_iter().flatten() {
            let package = value.get("package").and_then(Value::as_str).unwrap_or(name).to_owned();
            let is_of_workspace = value.get("workspace").and_then(Value::as_bool) == Some(true);
            let line = line_of(text, &format!("{prefix}{section}"), name);
            dependencies.push(Dependency { package, purpose, is_of_workspace, line });
        }
    }
    dependencies
}

/// Where a dependency stands in a section; 1 if it is written in a way that is not looked for.
fn line_of(text: &str, section: &str, name: &str) -> usize {
    let mut is_inside = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let header = header.replace(['\'', '"'], "");
            is_inside = header == section.replace(['\'', '"'], "");
            if header.strip_suffix(name).is_some_and(|front| front.strip_suffix('.') == Some(section)) {
                return index + 1;
            }
        } else if is_inside && line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', ' ', '='])) {
            return index + 1;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_dependency_is_read() {
        let text = r#"
[package]
name = "x"
[dependencies]
a.workspace = true
b = { version = "1", package = "real-b" }
[dev-dependencies]
c = { workspace = true, features = ["mock"] }
[dependencies.d]
workspace = true
[target.'cfg(unix)'.build-dependencies]
e = "1"
"#;
        let manifests = Manifest::all(&Tree::of(&[("crates/x/Cargo.toml", text)]));
        let [manifest] = manifests.as_slice() else { panic!("one manifest") };
        assert_eq!((manifest.folder.as_str(), manifest.package.as_str()), ("crates/x", "x"));
        let mut read: Vec<_> = manifest
            .dependencies
            .iter()
            .map(|d| (d.package.as_str(), d.purpose == Purpose::Tests, d.is_of_workspace, d.line))
            .collect();
        read.sort_unstable();
        let expected = [
            ("a", false, true, 5),
            ("c", true, true, 8),
            ("d", false, true, 9),
            ("e", false, false, 12),
            ("real-b", false, false, 1),
        ];
        assert_eq!(
            read,
            expected.map(|(name, tests, workspace, line)| (
                name,
                tests,
                workspace,
                if name == "real-b" { 6 } else { line }
            ))
        );
    }
}
