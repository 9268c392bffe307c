//! How a part of the bot is.

use serde::Serialize;

/// How a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PartStatus {
    /// It works.
    Healthy,
    /// It does not, and the bot works without it.
    Degraded,
    /// It does not work.
    Unhealthy,
    /// It is not there to work.
    NotConfigured,
    /// Nothing was asked yet.
    Unknown,
}
