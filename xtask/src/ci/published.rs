//! The crates that other people's programs are built with: that they can be published, and that no release breaks them.

use std::process::{Command, Stdio};

use crate::process;

/// The crates that are published. Neither depends on another crate of ours.
const PUBLISHED: [&str; 2] = ["portcullis-domain", "portcullis-simulator"];

/// Packages them as they would be uploaded, and builds the domain from what came of it: a file or a line of the manifest
/// that is missing there is found here, and not by the first who uses a release.
///
/// The simulator is built so by `cargo publish` alone: with features of its own, its hundred and more dependencies would be
/// built once more for each check.
pub(super) fn can_be_packaged() -> anyhow::Result<bool> {
    let [domain, simulator] = PUBLISHED;
    let mut build = package(domain);
    // Beside everything else, so that what is built already is not built again.
    build.env("CARGO_TARGET_DIR", process::root().join("target"));
    let is_built = process::run(&mut build)?.success();
    Ok(process::run(package(simulator).arg("--no-verify"))?.success() && is_built)
}

fn package(name: &str) -> Command {
    let mut package = process::cargo();
    package.args(["package", "--locked", "--allow-dirty", "--package", name]);
    package
}

/// Compares what they offer with the last release, where there is one and cargo-semver-checks is installed.
pub(super) fn break_nothing() -> anyhow::Result<bool> {
    let mut version = process::cargo();
    version.args(["semver-checks", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !version.status().is_ok_and(|status| status.success()) {
        eprintln!("not checked: cargo-semver-checks is not installed (cargo install --locked cargo-semver-checks)");
        return Ok(true);
    }
    let Some(release) = last_release() else {
        eprintln!("not checked: there is no release to compare with (no tag v…)");
        return Ok(true);
    };
    let mut check = process::cargo();
    check.args(["semver-checks", "--baseline-rev", &release]);
    check.args(PUBLISHED.iter().flat_map(|package| ["--package", package]));
    Ok(process::run(&mut check)?.success())
}

/// The tag of the last release before what is checked out.
fn last_release() -> Option<String> {
    let mut describe = Command::new("git");
    describe.current_dir(process::root()).args(["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"]);
    let described = describe.stderr(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&described.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_published_crates_may_be_published() {
        let crates = process::root().join("crates");
        let mut published = Vec::new();
        for folder in std::fs::read_dir(crates).unwrap() {
            let manifest: toml::Table =
                std::fs::read_to_string(folder.unwrap().path().join("Cargo.toml")).unwrap().parse().unwrap();
            let package = &manifest["package"];
            if package["publish"].as_bool() == Some(true) {
                published.push(package["name"].as_str().unwrap().to_owned());
            }
        }
        published.sort_unstable();
        assert_eq!(published, PUBLISHED);
    }
}
