//! A person joins an enforced channel: whatever that settles ends by itself.

use portcullis_domain::{
    UserId,
    chat_member::Membership,
    exemption::person_exemption,
    gate::{Allowed, Decision, Facts, decide},
    group::Group,
    restriction::{LiftReason, Restriction},
};

use crate::{
    Gatekeeper, Setback,
    judge::{checkable, with_uncheckable},
};

impl Gatekeeper {
    /// Lifts each restriction of a person, in every group, whose group's policy they now meet.
    pub(crate) async fn settle(&self, person: UserId) -> Result<(), Setback> {
        for restriction in self.ports.restrictions.list_open_of(person).await? {
            let Some(group) = self.ports.groups.find(restriction.group).await? else { continue };
            let memberships = self.ports.memberships.get(person, &checkable(&group)).await?;
            if self.is_met(&group, &restriction, memberships).await == Standing::Met {
                self.lift(&restriction, LiftReason::JoinedChannel).await?;
            }
        }
        Ok(())
    }

    /// Whether a restricted person may have their voice back, given fresh or remembered memberships.
    ///
    /// A group that was switched off with `keep` leaves its people muted until they join, so whether it is switched on
    /// does not matter here.
    pub(crate) async fn is_met(
        &self,
        group: &Group,
        restriction: &Restriction,
        memberships: Vec<(portcullis_domain::ChannelId, Membership)>,
    ) -> Standing {
        let administrators = self.ports.administrators.get(group.id).await.unwrap_or_default();
        let facts = match person_exemption(restriction.user, group, &administrators) {
            Some(exemption) => Facts::Exempt(exemption),
            None => Facts::Memberships(with_uncheckable(group, &memberships)),
        };
        match decide((&group.settings).into(), &facts) {
            Decision::Allow(Allowed::Unknown) => Standing::Unknown,
            Decision::Allow(_) => Standing::Met,
            Decision::Restrict { missing } => Standing::Missing(missing),
        }
    }
}

/// How a restricted person stands before the gate now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They may have their voice back.
    Met,
    /// These channels are missing.
    Missing(Vec<portcullis_domain::ChannelId>),
    /// Nobody can tell: nothing changes.
    Unknown,
}
