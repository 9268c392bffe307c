//! `cargo xtask ci`: everything that a change must pass.

use std::process::{Command, ExitCode, Stdio};

use crate::{book, ops_linters, process, test, tidy};

mod published;

/// Runs every check, also after one has failed, and says at the end which did and what to type to see it again.
pub(crate) fn run() -> ExitCode {
    let mut failed = Vec::new();
    for check in checks() {
        eprintln!("\n== {}", check.name);
        let passes = (check.passes)().unwrap_or_else(|error| {
            process::complain(&error);
            false
        });
        if !passes {
            failed.push(check);
        }
    }
    if failed.is_empty() {
        eprintln!("\nall checks passed");
        return ExitCode::SUCCESS;
    }
    eprintln!("\nfailed:");
    for check in failed {
        eprintln!("  {}: {}", check.name, check.remedy);
    }
    ExitCode::FAILURE
}

struct Check {
    name: &'static str,
    passes: fn() -> anyhow::Result<bool>,
    /// What to type to mend it, or to see it alone.
    remedy: &'static str,
}

fn checks() -> Vec<Check> {
    vec![
        Check { name: "formatting", passes: formatting, remedy: "cargo fmt --all" },
        Check {
            name: "lints",
            passes: lints,
            remedy: "cargo clippy --workspace --all-targets --locked -- -D warnings",
        },
        Check { name: "tests", passes: tests, remedy: "cargo xtask test" },
        Check {
            name: "documentation",
            passes: documentation,
            remedy: "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --workspace --locked",
        },
        Check { name: "book", passes: book::builds, remedy: "mdbook build docs -d \"$(mktemp -d)\"" },
        Check { name: "dependencies", passes: dependencies, remedy: "cargo deny check bans licenses sources" },
        Check {
            name: "what is for operators",
            passes: ops_linters::run,
            remedy: "mend what a linter says of a file in ops; each is run with what stands after the $",
        },
        Check {
            name: "packages",
            passes: published::can_be_packaged,
            remedy: "cargo package --allow-dirty -p portcullis-domain -p portcullis-simulator",
        },
        Check {
            name: "public API",
            passes: published::break_nothing,
            remedy: "cargo semver-checks --baseline-rev <the last release>",
        },
        Check { name: "tidy", passes: || Ok(tidy::run()? == ExitCode::SUCCESS), remedy: "cargo xtask tidy" },
    ]
}

fn formatting() -> anyhow::Result<bool> {
    passes(process::cargo().args(["fmt", "--all", "--check"]))
}

fn lints() -> anyhow::Result<bool> {
    passes(process::cargo().args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
}

fn tests() -> anyhow::Result<bool> {
    Ok(test::run(&[])? == ExitCode::SUCCESS)
}

fn documentation() -> anyhow::Result<bool> {
    passes(process::cargo().args(["doc", "--no-deps", "--workspace", "--locked"]).env("RUSTDOCFLAGS", "-D warnings"))
}

fn dependencies() -> anyhow::Result<bool> {
    let mut version = process::cargo();
    version.args(["deny", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !version.status().is_ok_and(|status| status.success()) {
        eprintln!("not checked: cargo-deny is not installed (cargo install --locked cargo-deny)");
        return Ok(true);
    }
    passes(process::cargo().args(["deny", "check", "bans", "licenses", "sources"]))
}

fn passes(command: &mut Command) -> anyhow::Result<bool> {
    Ok(process::run(command)?.success())
}
