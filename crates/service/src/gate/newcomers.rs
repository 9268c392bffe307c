//! A person joins a group. Telegram may tell it twice, as a service message and as a `chat_member` update, in any
//! order, or once, or never; whoever is dealt with already is not dealt with again.

use std::sync::Arc;

use portcullis_domain::{Timestamp, gate::Decision, group::Group, restriction::RestrictReason, sender::Person};

use super::{Enforcer, Verifier};
use crate::{Setback, outgoing::SeenMembers};

/// Judges people who join a group.
pub(crate) struct Newcomers {
    verifier: Arc<Verifier>,
    enforcer: Arc<Enforcer>,
    seen: Arc<SeenMembers>,
}

impl Newcomers {
    pub(crate) fn new(verifier: Arc<Verifier>, enforcer: Arc<Enforcer>, seen: Arc<SeenMembers>) -> Self {
        Self { verifier, enforcer, seen }
    }

    /// Judges a person who joined `group` at this moment.
    pub(crate) async fn judge(&self, group: &Group, person: &Person, at: Timestamp) -> Result<(), Setback> {
        if !group.is_protected() {
            return Ok(());
        }
        self.seen.note(group, person.id);
        if !group.settings.gate_on_join || !group.can_enforce {
            return Ok(());
        }
        match self.verifier.verify(group, person.id).await? {
            Decision::Allow(_) => Ok(()),
            Decision::Restrict { missing } => {
                self.enforcer.restrict(group, person, RestrictReason::JoinedGroup, missing, at).await
            }
        }
    }
}
