//! `cargo xtask test`: everything that the tests need, then the tests.

use std::{
    env,
    ffi::{OsStr, OsString},
    process::ExitCode,
    thread,
};

use crate::{binaries, process};

mod machine;
mod no_service;
mod openssl;
mod postgresql;
mod prometheus;
mod redis;

pub(crate) use self::machine::has;

/// The variables by which the tests of the whole program find its binaries.
const BINARIES: [(&str, &str); 2] =
    [("PORTCULLIS_POLLING_BIN", "portcullis-polling"), ("PORTCULLIS_WEBHOOK_BIN", "portcullis-webhook")];

/// The variable by which the test harness is told how many tests run at a time.
const THREADS: &str = "RUST_TEST_THREADS";

/// Gets the machine the database servers that it lacks, and what makes their certificates.
pub(crate) fn ensure_servers() -> anyhow::Result<()> {
    postgresql::SERVER.ensure()?;
    redis::SERVER.ensure()?;
    openssl::PROGRAM.ensure()
}

/// Tries the alerts, with a `promtool` that the machine gets if it lacks it.
fn alerts_pass() -> anyhow::Result<bool> {
    prometheus::TOOL.ensure()?;
    prometheus::alerts_pass()
}

/// Runs the tests, with `arguments` for `cargo test`; the exit code is the tests' own.
pub(crate) fn run(arguments: &[OsString]) -> anyhow::Result<ExitCode> {
    ensure_servers()?;
    // They take a second: whoever has broken an alert need not wait for the rest to hear of it.
    if arguments.is_empty() && !alerts_pass()? {
        return Ok(ExitCode::FAILURE);
    }
    // The tests of the whole program start the binaries, which `cargo test` alone does not build. Beside the tests, so
    // that what both need is compiled once.
    let built = process::run(process::cargo().args(["build", "--workspace", "--bins", "--tests", "--locked"]))?;
    if !built.success() {
        return Ok(process::exit_code(built));
    }
    let mut test = process::cargo();
    test.args(cargo_arguments(arguments));
    // Named, so that no test builds them a second time for itself.
    for (variable, binary) in BINARIES {
        test.env(variable, binaries::path("debug", binary)?);
    }
    if env::var_os(THREADS).is_none() {
        // Most of them wait for other processes for as long as they compute.
        test.env(THREADS, (2 * thread::available_parallelism()?.get()).to_string());
    }
    let status = process::run(&mut test)?;
    Ok(process::exit_code(status))
}

/// `cargo test` takes `--workspace` over any package that is named beside it.
fn cargo_arguments(passed: &[OsString]) -> Vec<&OsStr> {
    let names_package = |argument: &&OsString| {
        let argument = argument.to_string_lossy();
        argument.starts_with("-p") || argument == "--package" || argument.starts_with("--package=")
    };
    // What follows another `--` is for the tests themselves.
    let names_packages =
        passed.iter().take_while(|argument| *argument != "--").any(|argument| names_package(&argument));
    let scope: &[&str] = if names_packages { &[] } else { &["--workspace"] };
    let own = ["test", "--locked"].iter().chain(scope).map(OsStr::new);
    own.chain(passed.iter().map(OsString::as_os_str)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use machine::{Installer, Machine, Remedy};

    fn typed(passed: &[&str]) -> String {
        let passed: Vec<OsString> = passed.iter().map(OsString::from).collect();
        cargo_arguments(&passed).join(OsStr::new(" ")).into_string().unwrap()
    }

    #[test]
    fn all_tests_run_unless_a_package_is_named() {
        assert_eq!(typed(&[]), "test --locked --workspace");
        assert_eq!(typed(&["gate"]), "test --locked --workspace gate");
        assert_eq!(typed(&["-p", "x", "gate"]), "test --locked -p x gate");
        assert_eq!(typed(&["--package=x"]), "test --locked --package=x");
    }

    #[test]
    fn what_is_for_the_tests_themselves_names_no_package() {
        assert_eq!(typed(&["--", "-p"]), "test --locked --workspace -- -p");
    }

    #[test]
    fn only_root_on_debian_installs_and_everybody_else_is_told_one_command() {
        for lacking in [postgresql::SERVER, redis::SERVER, openssl::PROGRAM, prometheus::TOOL] {
            assert_eq!(lacking.remedy(&Machine { is_root: true, installer: Some(Installer::AptGet) }), Remedy::Install);
            for installer in
                [Some(Installer::AptGet), Some(Installer::Dnf), Some(Installer::Pacman), Some(Installer::Brew), None]
            {
                let remedy = lacking.remedy(&Machine { is_root: false, installer });
                assert!(matches!(&remedy, Remedy::Type(command) if !command.contains('\n')), "{remedy:?}");
            }
        }
    }
}
