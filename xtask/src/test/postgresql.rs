//! A PostgreSQL server for the tests, which start it themselves in a temporary folder.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::machine::{Installer, Requirement, apt_get};

/// Where Debian puts the programs of each version, which it keeps out of `PATH`.
const DEBIAN_VERSIONS: &str = "/usr/lib/postgresql";

/// Debian's settings for the cluster that installing a server makes and starts.
const CREATE_CLUSTER: &str = "/etc/postgresql-common/createcluster.conf";

/// The programs of a PostgreSQL server.
pub(super) const SERVER: Requirement = Requirement {
    name: "a PostgreSQL server",
    lacking: "the programs of a PostgreSQL server (initdb and postgres), and this machine has none",
    package: |installer| if let Installer::Dnf = installer { "postgresql-server" } else { "postgresql" },
    is_installed,
    install,
};

fn is_installed() -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    let versions = fs::read_dir(DEBIAN_VERSIONS).into_iter().flatten().flatten();
    let folders: Vec<PathBuf> =
        env::split_paths(&paths).chain(versions.map(|entry| entry.path().join("bin"))).collect();
    ["initdb", "postgres"].iter().all(|program| folders.iter().any(|folder| folder.join(program).is_file()))
}

/// Gets the server with apt-get, without a cluster: nothing shall run on this machine that was not asked for.
fn install() -> anyhow::Result<()> {
    eprintln!("no PostgreSQL server on this machine: getting one with apt-get, since this is root");
    apt_get(&["update"])?;
    apt_get(&["install", "-y", "--no-install-recommends", "postgresql-common"])?;
    forbid_cluster(Path::new(CREATE_CLUSTER))?;
    apt_get(&["install", "-y", "--no-install-recommends", "postgresql"])?;
    anyhow::ensure!(is_installed(), "apt-get has installed postgresql, and yet initdb and postgres are not there");
    Ok(())
}

/// Adds the setting to the file that postgresql-common has just brought, where it stands in a comment.
fn forbid_cluster(file: &Path) -> anyhow::Result<()> {
    eprintln!("{}: create_main_cluster = false", file.display());
    let mut file =
        fs::OpenOptions::new().append(true).create(true).open(file).context("the cluster can't be forbidden")?;
    writeln!(file, "\ncreate_main_cluster = false").context("the cluster can't be forbidden")
}
