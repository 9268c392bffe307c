//! A person joins an enforced channel: whatever that settles ends by itself.

use portcullis_domain::{
    ChannelId, UserId,
    chat_member::Membership,
    exemption::person_exemption,
    gate::{Allowed, Decision, Facts, decide},
    group::Group,
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
        match self.standing(&group, restriction, &memberships).await? {
            Standing::Met => self.lift(restriction, LiftReason::JoinedChannel).await,
            Standing::Missing(_) | Standing::Unknown => Ok(()),
        }
    }

    /// How a restricted person stands before the gate, given fresh or remembered memberships.
    ///
    /// A group that was switched off with `keep` leaves its people muted until they join, so whether it is switched on
    /// does not matter here.
    pub(crate) async fn standing(
        &self,
        group: &Group,
        restriction: &Restriction,
        memberships: &[(ChannelId, Membership)],
    ) -> Result<Standing, Setback> {
        let administrators = self.ports.administrators.get(group.id).await.map_err(Setback::in_group(group.id))?;
        let facts = match person_exemption(restriction.user, group, &administrators) {
            Some(exemption) => Facts::Exempt(exemption),
            None => Facts::of(group, memberships),
        };
        Ok(match decide((&group.settings).into(), &facts) {
            Decision::Allow(Allowed::Unknown) => Standing::Unknown,
            Decision::Allow(_) => Standing::Met,
            Decision::Restrict { missing } => Standing::Missing(missing),
        })
    }
}

/// How a restricted person stands before the gate now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They may have their voice back.
    Met,
    /// These channels are missing.
    Missing(Vec<ChannelId>),
    /// Nobody can tell: nothing changes.
    Unknown,
}
