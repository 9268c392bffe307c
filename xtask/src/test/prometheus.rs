//! The tests of the alerts, which Prometheus's own tool runs.

use std::process::Command;

use super::{
    machine::{Installer, Requirement, apt_get, has},
    no_service::install_without_service,
};
use crate::process;

const PROMTOOL: &str = "promtool";

/// `promtool`, which comes with Prometheus.
pub(super) const TOOL: Requirement = Requirement {
    name: "Prometheus",
    lacking: "promtool, which comes with Prometheus, and this machine has none",
    package: |installer| if let Installer::Dnf = installer { "golang-github-prometheus" } else { "prometheus" },
    is_installed: || has(PROMTOOL),
    install,
};

fn install() -> anyhow::Result<()> {
    eprintln!("no promtool on this machine: getting Prometheus with apt-get, since this is root");
    apt_get(&["update"])?;
    install_without_service("prometheus")?;
    anyhow::ensure!(has(PROMTOOL), "apt-get has installed prometheus, and yet promtool is not there");
    Ok(())
}

/// Checks the configuration with its rules, and each alert as it fires and as it clears.
///
/// # Errors
///
/// `promtool` can't be started.
pub(super) fn alerts_pass() -> anyhow::Result<bool> {
    let checks: [[&str; 3]; 2] =
        [["check", "config", "ops/prometheus/prometheus.yml"], ["test", "rules", "ops/prometheus/alerts.test.yml"]];
    for check in checks {
        let mut promtool = Command::new(PROMTOOL);
        if !process::run(promtool.current_dir(process::root()).args(check))?.success() {
            return Ok(false);
        }
    }
    Ok(true)
}
