//! Debian's packages start the service that they bring; here they don't.

use std::{fs, io, os::unix::fs::PermissionsExt, path::Path};

use anyhow::Context;

use super::machine::apt_get;

/// What Debian's packages ask before they start a service; 101 forbids it.
const SERVICE_POLICY: &str = "/usr/sbin/policy-rc.d";

/// Gets a package whose service is not started: nothing shall run on this machine that was not asked for.
pub(super) fn install_without_service(package: &str) -> anyhow::Result<()> {
    let _forbidden = NoService::forbid(Path::new(SERVICE_POLICY))?;
    apt_get(&["install", "-y", "--no-install-recommends", package])
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
