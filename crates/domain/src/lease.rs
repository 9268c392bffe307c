//! Leases: work that one process holds for a while, so that no other does it at the same time.

use std::time::Duration;

/// The name under which a process leases work: its own, or that of an office which one process at a time holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Holder(pub String);

/// For how long a lease stands unless it is renewed.
pub const LEASE: Duration = Duration::from_secs(30);
