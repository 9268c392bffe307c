//! A Redis for the tests, which start it themselves in a temporary folder.

use std::{fs, io, os::unix::fs::PermissionsExt, path::Path};

use anyhow::Context;

use super::machine::{Installer, Machine, Remedy, apt_get, has};

/// What Debian's packages ask before they start a service; 101 forbids it.
const SERVICE_POLICY: &str = "/usr/sbin/policy-rc.d";

/// Makes sure that a Redis or a Valkey is on this machine.
///
/// # Errors
///
/// There is none, and this program can't get one or failed to: the message says what to type.
pub(super) fn ensure() -> anyhow::Result<()> {
    if is_installed() {
        return Ok(());
    }
    match remedy(&Machine::this()) {
        Remedy::Install => install(),
        Remedy::Type(command) => {
            anyhow::bail!(
                "the tests need redis-server or valkey-server, and this machine has neither; type\n\n    {command}\n"
            )
        }
    }
}

fn is_installed() -> bool {
    has("redis-server") || has("valkey-server")
}

const fn remedy(machine: &Machine) -> Remedy {
    match (machine.installer, machine.is_root) {
        (Some(Installer::AptGet), true) => Remedy::Install,
        (Some(Installer::AptGet), false) => Remedy::Type("sudo apt-get install --no-install-recommends redis-server"),
        (Some(Installer::Dnf), _) => Remedy::Type("sudo dnf install valkey"),
        (Some(Installer::Pacman), _) => Remedy::Type("sudo pacman -S valkey"),
        (Some(Installer::Brew), _) => Remedy::Type("brew install redis"),
        (None, _) => Remedy::Type("(your system's way of installing Redis or Valkey)"),
    }
}

/// Gets the server with apt-get, without its service: nothing shall run on this machine that was not asked for.
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
    fn only_root_on_debian_installs_and_everybody_else_is_told_one_command() {
        assert_eq!(remedy(&Machine { is_root: true, installer: Some(Installer::AptGet) }), Remedy::Install);
        for installer in
            [Some(Installer::AptGet), Some(Installer::Dnf), Some(Installer::Pacman), Some(Installer::Brew), None]
        {
            let remedy = remedy(&Machine { is_root: false, installer });
            assert!(matches!(remedy, Remedy::Type(command) if !command.contains('\n')), "{remedy:?}");
        }
    }

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
