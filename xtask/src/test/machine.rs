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

/// A server, or another program, that the tests start themselves.
pub(super) struct Server {
    pub(super) name: &'static str,
    /// What the tests need of it, and that it is not there.
    pub(super) lacking: &'static str,
    /// The package that brings it, as each installer calls it.
    pub(super) package: fn(Installer) -> &'static str,
    pub(super) is_installed: fn() -> bool,
    /// Gets it with apt-get.
    pub(super) install: fn() -> anyhow::Result<()>,
}

impl Server {
    /// Makes sure that it is on this machine.
    ///
    /// # Errors
    ///
    /// It is not, and this program can't get it or failed to: the message says what to type.
    pub(super) fn ensure(&self) -> anyhow::Result<()> {
        if (self.is_installed)() {
            return Ok(());
        }
        match self.remedy(&Machine::this()) {
            Remedy::Install => (self.install)(),
            Remedy::Type(command) => anyhow::bail!("the tests need {}; type\n\n    {command}\n", self.lacking),
        }
    }

    pub(super) fn remedy(&self, machine: &Machine) -> Remedy {
        let Some(installer) = machine.installer else {
            return Remedy::Type(format!("(your system's way of installing {})", self.name));
        };
        let command = match installer {
            Installer::AptGet if machine.is_root => return Remedy::Install,
            Installer::AptGet => "sudo apt-get install --no-install-recommends",
            Installer::Dnf => "sudo dnf install",
            Installer::Pacman => "sudo pacman -S",
            Installer::Brew => "brew install",
        };
        Remedy::Type(format!("{command} {}", (self.package)(installer)))
    }
}

/// What becomes of something that is lacking.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// This program may get it.
    Install,
    /// Somebody must type this.
    Type(String),
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
