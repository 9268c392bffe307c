//! An `openssl` for the tests, which make certificates with it for servers of their own.

use super::machine::{Requirement, apt_get, has};

/// The program `openssl`.
pub(super) const PROGRAM: Requirement = Requirement {
    name: "OpenSSL",
    lacking: "the program openssl, and this machine does not have it",
    package: |_| "openssl",
    is_installed: || has("openssl"),
    install,
};

fn install() -> anyhow::Result<()> {
    eprintln!("no openssl on this machine: getting it with apt-get, since this is root");
    apt_get(&["update"])?;
    apt_get(&["install", "-y", "--no-install-recommends", "openssl"])
}
