//! The crates that other people's programs are built with: that they can be published, and that no release breaks them.

use std::process::Stdio;

use crate::process;

/// The crates that are published. Neither depends on another crate of ours.
const PUBLISHED: [&str; 2] = ["portcullis-domain", "portcullis-simulator"];

/// Packages them as they would be uploaded, and builds what came of it: a file, a version or a line of the manifest that
/// is missing there is found here, and not by the first who uses a release.
pub(super) fn can_be_packaged() -> anyhow::Result<bool> {
    let mut package = process::cargo();
    package.args(["package", "--locked", "--allow-dirty"]).args(packages());
    // Built beside everything else, so that what both depend on is not built once more for each.
    package.env("CARGO_TARGET_DIR", process::root().join("target"));
    Ok(process::run(&mut package)?.success())
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
    check.args(["semver-checks", "--baseline-rev", &release]).args(packages());
    Ok(process::run(&mut check)?.success())
}

fn packages() -> impl Iterator<Item = &'static str> {
    PUBLISHED.into_iter().flat_map(|package| ["--package", package])
}

/// The tag of the last release before what is checked out.
fn last_release() -> Option<String> {
    let mut describe = std::process::Command::new("git");
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
