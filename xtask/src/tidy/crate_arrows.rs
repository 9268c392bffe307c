//! The arrows between our crates point inward.

use super::{
    breach::Breach,
    manifest::{Manifest, Purpose},
    tree::Tree,
};

const DOMAIN: &str = "portcullis-domain";
const COMPACT: &str = "portcullis-compact";
const MESSAGES: &str = "portcullis-messages";
const SERVICE: &str = "portcullis-service";
const STORAGE: &str = "portcullis-storage";
const MIGRATION: &str = "portcullis-migration";
const CHART: &str = "portcullis-chart";
const CACHE: &str = "portcullis-cache";
const TELEGRAM: &str = "portcullis-telegram";
const RUNTIME: &str = "portcullis-runtime";

/// What each crate may use of ours. Tests of a crate may use more, and `tests`, `bench` and `xtask` anything.
fn allowed(folder: &str) -> Option<&'static [&'static str]> {
    match folder {
        "crates/domain" | "crates/compact" | "crates/simulator" | "migration" => Some(&[]),
        "crates/messages" | "crates/telegram" | "crates/chart" => Some(&[DOMAIN]),
        "crates/cache" => Some(&[DOMAIN, COMPACT]),
        "crates/storage" => Some(&[DOMAIN, MIGRATION]),
        "crates/service" => Some(&[DOMAIN, MESSAGES, COMPACT]),
        "crates/runtime" => Some(&[DOMAIN, MESSAGES, SERVICE, STORAGE, CACHE, CHART, TELEGRAM]),
        folder if folder.starts_with("bins/") => Some(&[RUNTIME]),
        // What somebody else's bot may use.
        folder if folder.starts_with("examples/") => Some(&[DOMAIN]),
        _ => None,
    }
}

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let manifests = Manifest::all(tree);
    let ours: Vec<&str> = manifests.iter().map(|manifest| manifest.package.as_str()).collect();
    let mut breaches = Vec::new();
    for manifest in manifests.iter().filter(|manifest| !matches!(manifest.folder.as_str(), "tests" | "bench" | "xtask"))
    {
        let Some(allowed) = allowed(&manifest.folder) else {
            let what = format!("`{}` has no place in the picture: give it one here and there", manifest.package);
            breaches.push(Breach::new(&manifest.path, 1, what));
            continue;
        };
        let arrows = manifest.dependencies.iter().filter(|dependency| dependency.purpose == Purpose::Package);
        for arrow in arrows.filter(|arrow| ours.contains(&arrow.package.as_str())) {
            if !allowed.contains(&arrow.package.as_str()) {
                let what = format!("`{}` must not depend on `{}`", manifest.package, arrow.package);
                breaches.push(Breach::new(&manifest.path, arrow.line, what));
            }
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(cache: &str) -> Tree {
        Tree::of(&[
            ("crates/domain/Cargo.toml", "[package]\nname = 'portcullis-domain'\n"),
            ("crates/storage/Cargo.toml", "[package]\nname = 'portcullis-storage'\n"),
            ("crates/cache/Cargo.toml", &format!("[package]\nname = 'portcullis-cache'\n{cache}\n")),
            ("tests/Cargo.toml", "[package]\nname = 't'\n[dependencies]\nportcullis-cache.workspace = true\n"),
        ])
    }

    #[test]
    fn an_arrow_of_the_picture_is_allowed_and_so_are_strangers() {
        let tree = tree("[dependencies]\nportcullis-domain.workspace = true\nmoka.workspace = true");
        assert_eq!(breaches(&tree), []);
    }

    #[test]
    fn an_arrow_between_adapters_is_a_breach() {
        let tree = tree("[dependencies]\nportcullis-storage.workspace = true");
        let what = "`portcullis-cache` must not depend on `portcullis-storage`";
        assert_eq!(breaches(&tree), [Breach::new("crates/cache/Cargo.toml", 4, what)]);
    }

    #[test]
    fn the_tests_of_a_crate_may_use_another() {
        assert_eq!(breaches(&tree("[dev-dependencies]\nportcullis-storage.workspace = true")), []);
    }

    #[test]
    fn an_example_uses_what_is_published_and_its_tests_the_simulator() {
        let breaches_of = |dependencies: &str| {
            let manifest = format!("[package]\nname = 'example'\n{dependencies}\n");
            let simulator = ("crates/simulator/Cargo.toml", "[package]\nname = 'portcullis-simulator'\n");
            let service = ("crates/service/Cargo.toml", "[package]\nname = 'portcullis-service'\n");
            breaches(&Tree::of(&[("examples/x/Cargo.toml", &manifest), simulator, service])).len()
        };
        assert_eq!(breaches_of("[dev-dependencies]\nportcullis-simulator.workspace = true"), 0);
        assert_eq!(breaches_of("[dependencies]\nportcullis-service.workspace = true"), 1);
    }

    #[test]
    fn a_crate_without_a_place_is_a_breach() {
        let tree = Tree::of(&[("crates/new/Cargo.toml", "[package]\nname = 'portcullis-new'\n")]);
        assert_eq!(breaches(&tree).len(), 1);
    }
}
