//! The version of a dependency stands once.

use super::{breach::Breach, manifest::Manifest, tree::Tree};

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for manifest in Manifest::all(tree) {
        for dependency in manifest.dependencies.iter().filter(|dependency| !dependency.is_of_workspace) {
            let what = format!(
                "`{}` needs `workspace = true`, and its version in the workspace's Cargo.toml",
                dependency.package
            );
            breaches.push(Breach::new(&manifest.path, dependency.line, what));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(dependency: &str) -> Tree {
        let manifest = format!("[package]\nname = 'x'\n[dev-dependencies]\n{dependency}\n");
        Tree::of(&[("crates/x/Cargo.toml", &manifest), ("Cargo.toml", "[workspace.dependencies]\nserde = '1'\n")])
    }

    #[test]
    fn a_version_in_the_workspace_is_fine() {
        assert_eq!(breaches(&tree("serde = { workspace = true, features = ['derive'] }")), []);
    }

    #[test]
    fn a_version_in_a_member_is_a_breach() {
        let what = "`serde` needs `workspace = true`, and its version in the workspace's Cargo.toml";
        assert_eq!(breaches(&tree("serde = '1'")), [Breach::new("crates/x/Cargo.toml", 4, what)]);
    }
}
