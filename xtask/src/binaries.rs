//! Where cargo puts the binaries that it builds.

use std::path::PathBuf;

use anyhow::Context;

use crate::process;

/// The path of a binary as `profile` (`debug` or `release`) builds it.
pub(crate) fn path(profile: &str, name: &str) -> anyhow::Result<PathBuf> {
    Ok(target_directory()?.join(profile).join(name).with_extension(std::env::consts::EXE_EXTENSION))
}

/// The folder that cargo's configuration and `CARGO_TARGET_DIR` may change.
pub(crate) fn target_directory() -> anyhow::Result<PathBuf> {
    let output = process::cargo().args(["metadata", "--format-version", "1", "--no-deps"]).output()?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).context("cargo metadata gave something that is no JSON")?;
    let directory = metadata["target_directory"].as_str().context("cargo metadata names no target directory")?;
    Ok(directory.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_tells_where_it_builds() {
        assert!(target_directory().unwrap().is_absolute());
    }
}
