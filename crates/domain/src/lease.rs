//! Leases: work that one process holds for a while, so that no other does it at the same time.

use std::time::Duration;

/// The name under which a process leases work; after a restart it has the same, and so the leases of the run before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Holder(pub String);

/// For how long a lease stands unless it is renewed.
pub const LEASE: Duration = Duration::from_secs(30);
