//! This machine: what it has, and how more can be had.

use std::{env, process::Command};

use crate::process;

/// What matters of a machine that lacks something.
pub(super) struct Machine {
    pub(super) is_root: bool,
    pub(super) installer: Option<Installer>,
}

/// A way of installing programs.
#[derive(Clone, Copy)]
pub(super) enum Installer {
    AptGet,
    Dnf,
    Pacman,
    Brew,
}

impl Machine {
    pub(super) fn this() -> Self {
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
        let programs = [
            ("apt-get", Installer::AptGet),
            ("dnf", Installer::Dnf),
            ("pacman", Installer::Pacman),
            ("brew", Installer::Brew),
        ];
        Self { is_root, installer: programs.into_iter().find(|(name, _)| has(name)).map(|(_, installer)| installer) }
    }
}

/// What becomes of something that is lacking.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// This program may get it.
    Install,
    /// Somebody must type this.
    Type(&'static str),
}

/// Whether a program can be found by its name.
pub(super) fn has(program: &str) -> bool {
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).any(|folder| folder.join(program).is_file())
}

/// Runs apt-get, which asks nothing.
pub(super) fn apt_get(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("apt-get");
    process::run_successfully(command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
}
