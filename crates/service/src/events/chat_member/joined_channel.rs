//! A person joins an enforced channel: whatever that settles ends by itself.

use portcullis_domain::{
    UserId,
    gate::{Allowed, Decision},
    restriction::{LiftReason, Restriction},
};

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Lifts each restriction of a person, in every group, whose group's policy they now meet.
    pub(crate) async fn settle(&self, person: UserId) -> Result<(), Setback> {
        let mut ended = Ok(());
        for restriction in self.ports.restrictions.list_open_of(person).await? {
            // One group that must wait holds up no other; the next try finds only what is left.
            ended = ended.and(self.settle_in(&restriction).await);
        }
        ended
    }

    async fn settle_in(&self, restriction: &Restriction) -> Result<(), Setback> {
        let Some(group) = self.ports.groups.find(restriction.group).await? else { return Ok(()) };
        let memberships = self.ports.memberships.get(restriction.user, &group.checkable_channels()).await?;
        match self.parts.verifier.decide_by(&group, restriction.user, &memberships).await? {
            Decision::Allow(Allowed::Unknown) | Decision::Restrict { .. } => Ok(()),
            Decision::Allow(_) => self.parts.enforcer.lift(restriction, LiftReason::JoinedChannel).await,
        }
    }
}
