//! The project speaks of itself alone: not of the machine or the tracker it was written with.

use super::{breach::Breach, tree::Tree};

/// What must stand nowhere, in lower case. Put together from pieces, so that this file keeps the rule too.
const STRANGE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("issue", " #"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("registry.", "npmjs.org"),
    concat!("proxy.", "golang.org"),
    concat!("deb.", "debian.org"),
    concat!("pypi", ".org"),
];

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| *path != "Cargo.lock") {
        for (index, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            let found = STRANGE.iter().filter(|strange| line.contains(**strange));
            breaches.extend(found.map(|strange| {
                Breach::new(path, index + 1, format!("`{strange}` is not the project's own: say it without"))
            }));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_about_the_project_is_fine() {
        assert_eq!(breaches(&Tree::of(&[("README.md", "Portcullis works on networks and issues mutes.\n")])), []);
    }

    #[test]
    fn paths_and_numbers_of_elsewhere_are_breaches_anywhere() {
        for strange in STRANGE {
            let tree = Tree::of(&[(".ci/run", &format!("a\n# see {}\n", strange.to_uppercase()))]);
            let what = format!("`{strange}` is not the project's own: say it without");
            assert_eq!(breaches(&tree), [Breach::new(".ci/run", 2, what)]);
        }
    }
}
