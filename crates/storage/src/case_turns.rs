//! Turns at writing the next case of a group.

use portcullis_domain::GroupId;
use tokio::sync::Mutex;

/// How many groups can write cases at once in this process: more than it has connections to the database.
const TURNS: usize = 64;

/// One turn for each group; some groups share one, so that they take no room of their own.
#[derive(Debug)]
pub(crate) struct CaseTurns([Mutex<()>; TURNS]);

impl Default for CaseTurns {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Mutex::default()))
    }
}

impl CaseTurns {
    /// The turn of a group.
    pub(crate) fn of(&self, group: GroupId) -> &Mutex<()> {
        // Telegram numbers groups evenly.
        let number = usize::try_from(group.0.unsigned_abs()).unwrap_or_default();
        &self.0[number % TURNS]
    }
}
