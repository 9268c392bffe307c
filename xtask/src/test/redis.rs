//! A Redis for the tests, which start it themselves in a temporary folder.

use super::{
    machine::{Installer, Requirement, apt_get, has},
    no_service::install_without_service,
};

/// A Redis or a Valkey.
pub(super) const SERVER: Requirement = Requirement {
    name: "Redis or Valkey",
    lacking: "redis-server or valkey-server, and this machine has neither",
    package: |installer| match installer {
        Installer::AptGet => "redis-server",
        Installer::Dnf | Installer::Pacman => "valkey",
        Installer::Brew => "redis",
    },
    is_installed,
    install,
};

fn is_installed() -> bool {
    has("redis-server") || has("valkey-server")
}

/// Gets Redis with apt-get, without its service: nothing shall run on this machine that was not asked for.
fn install() -> anyhow::Result<()> {
    eprintln!("no Redis on this machine: getting one with apt-get, since this is root");
    apt_get(&["update"])?;
    install_without_service("redis-server")?;
    anyhow::ensure!(is_installed(), "apt-get has installed redis-server, and yet it is not there");
    Ok(())
}
