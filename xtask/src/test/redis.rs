//! A Redis for the tests, which start it themselves in a temporary folder.

use std::{fs, io, os::unix::fs::PermissionsExt, path::Path};

use anyhow::Context;

use super::machine::{Installer, Server, apt_get, has};

/// What Debian's packages ask before they start a service; 101 forbids it.
const SERVICE_POLICY: &str = "/usr/sbin/policy-rc.d";

/// A Redis or a Valkey.
pub(super) const SERVER: Server = Server {
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
    let _forbidden = NoService::forbid(Path::new(SERVICE_POLICY))?;
    apt_get(&["install", "-y", "--no-install-recommends", "redis-server"])?;
    anyhow::ensure!(is_installed(), "apt-get has installed redis-server, and yet it is not there");
    Ok(())
}

/// While this lives, no package that is installed starts a service.
struct NoService<'a>(Option<&'a Path>);

impl<'a> NoService<'a> {
    /// A policy that the machine has already is its owner's, and stays.
    fn forbid(policy: &'a Path) -> anyhow::Result<Self> {
        let mut written = match fs::OpenOptions::new().write(true).create_new(true).open(policy) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(Self(None)),
            Err(error) => return Err(error).context("the service can't be forbidden"),
        };
        let forbidden = Self(Some(policy));
        io::Write::write_all(&mut written, b"#!/bin/sh\nexit 101\n").context("the service can't be forbidden")?;
        fs::set_permissions(policy, fs::Permissions::from_mode(0o755)).context("the service can't be forbidden")?;
        Ok(forbidden)
    }
}

impl Drop for NoService<'_> {
    fn drop(&mut self) {
        if let Some(policy) = self.0
            && let Err(error) = fs::remove_file(policy)
        {
            eprintln!("{} is left over: {error}", policy.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_gone_afterwards_and_somebody_elses_stays() {
        let policy = std::env::temp_dir().join(format!("portcullis-policy-{}", std::process::id()));
        drop(NoService::forbid(&policy).unwrap());
        assert!(!policy.exists());
        fs::write(&policy, "#!/bin/sh\n").unwrap();
        drop(NoService::forbid(&policy).unwrap());
        assert!(policy.exists());
        fs::remove_file(&policy).unwrap();
    }
}
