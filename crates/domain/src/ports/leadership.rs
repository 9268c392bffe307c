//! Which of several processes polls.

use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;

use crate::lease::Holder;

/// How long a leader leads without renewing its lease; whoever could not renew it for so long leads no more.
pub const LEADERSHIP_LEASE: Duration = Duration::from_secs(10);

/// The lease that one of several processes with one token holds: whoever holds it polls, the others stand by.
///
/// It ends by itself after [`LEADERSHIP_LEASE`] unless it is renewed, so that a standby takes over from a leader that
/// died.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Leadership: Send + Sync {
    /// Takes the lease, or renews it; `false` while somebody else holds it.
    ///
    /// # Errors
    ///
    /// [`LeadershipUnknown`]: nobody can tell. Whoever led goes on only until the lease it had runs out.
    async fn hold(&self, holder: &Holder) -> Result<bool, LeadershipUnknown>;

    /// Gives the lease up, so that a standby takes over at once.
    async fn resign(&self, holder: &Holder);

    /// Waits until some leader resigns. It may miss that, and never returns where nobody tells of it: a standby asks by
    /// itself too.
    async fn resigned(&self) {
        std::future::pending::<()>().await;
    }
}

/// The place where the lease is kept can't be reached.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("nobody can tell who leads")]
pub struct LeadershipUnknown;
