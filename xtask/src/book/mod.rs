//! The book: `docs`, made into pages by mdBook.

use std::{
    env, fs,
    process::{Command, Stdio},
};

use crate::process;

pub(crate) mod repository_links;

mod rendered;

/// What mdBook is called.
const MDBOOK: &str = "mdbook";

/// Builds the book into a temporary folder, and says whether that works and every link in it leads somewhere. Where mdBook is not
/// installed it says so, and nothing is wrong.
pub(crate) fn builds() -> anyhow::Result<bool> {
    let mut version = Command::new(MDBOOK);
    version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    if !version.status().is_ok_and(|status| status.success()) {
        eprintln!("not built: mdbook is not installed (cargo install --locked mdbook)");
        return Ok(true);
    }
    let folder = env::temp_dir().join(format!("portcullis-book-{}", std::process::id()));
    let mut build = Command::new(MDBOOK);
    build.current_dir(process::root()).args(["build", "docs", "-d"]).arg(&folder);
    let status = process::run(&mut build)?;
    let dead = if status.success() { rendered::dead_links(&folder) } else { Ok(Vec::new()) };
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let dead = dead?;
    for link in &dead {
        eprintln!("{link}");
    }
    Ok(status.success() && dead.is_empty())
}
