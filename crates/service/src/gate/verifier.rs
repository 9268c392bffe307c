//! One person before one group's gate: gather the facts, ask the domain.

use std::time::Instant;

use portcullis_domain::{
    ChannelId, UserId,
    chat_member::Membership,
    exemption::{exemption, person_exemption},
    gate::{Allowed, Decision, Facts, GatePolicy, decide},
    group::Group,
    ports::BotApiError,
    sender::Sender,
};

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// What the gate of `group` says of a sender, asking Telegram for whatever is not known.
    pub(crate) async fn judge_sender(&self, group: &Group, sender: &Sender) -> Result<Decision, Setback> {
        if let Sender::Person(person) = sender {
            return self.judge_person(group, person.id).await;
        }
        if !group.is_protected() {
            return Ok(Decision::Allow(Allowed::NotProtected));
        }
        // Only a person can be in a channel; of all others the kind alone decides.
        Ok(match exemption(sender, group, &portcullis_domain::administrators::AdministratorList::default()) {
            Some(exemption) => Decision::Allow(Allowed::Exempt(exemption)),
            None => Decision::Restrict { missing: group.channel_ids() },
        })
    }

    /// What the gate of `group` says of a person, asking Telegram for whatever is not known.
    pub(crate) async fn judge_person(&self, group: &Group, person: UserId) -> Result<Decision, Setback> {
        let begun = Instant::now();
        let facts = self.facts(group, person).await?;
        let decision =
            facts.map_or(Decision::Allow(Allowed::Unknown), |facts| decide((&group.settings).into(), &facts));
        self.meters.decided(&decision);
        self.meters.took(begun.elapsed());
        Ok(decision)
    }

    /// What the gate of `group` says of a person by what this process remembers; `None` if that is not enough.
    pub(crate) fn judge_person_from_memory(&self, group: &Group, person: UserId) -> Option<Decision> {
        let facts = self.known_facts(group, person)?;
        Some(decide(GatePolicy::from(&group.settings), &facts))
    }

    /// `None` if nobody can tell whether the person is an administrator: then nobody is restricted.
    async fn facts(&self, group: &Group, person: UserId) -> Result<Option<Facts>, Setback> {
        if !group.is_protected() {
            return Ok(Some(Facts::NotProtected));
        }
        let administrators = match self.ports.administrators.get(group.id).await {
            Ok(administrators) => administrators,
            Err(error @ (BotApiError::RetryAfter(_) | BotApiError::MigratedTo(_))) => {
                return Err(Setback::in_group(group.id)(error));
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the administrators are not known");
                return Ok(None);
            }
        };
        if let Some(exemption) = person_exemption(person, group, &administrators) {
            return Ok(Some(Facts::Exempt(exemption)));
        }
        let memberships = self.ports.memberships.get(person, &group.checkable_channels()).await?;
        Ok(Some(Facts::of(group, &memberships)))
    }

    /// What the gate of `group` says of a person with these memberships, be it switched on or not: a group that was
    /// switched off with `keep` leaves its people muted until they join.
    pub(crate) async fn decide_by(
        &self,
        group: &Group,
        user: UserId,
        memberships: &[(ChannelId, Membership)],
    ) -> Result<Decision, Setback> {
        let administrators = self.ports.administrators.get(group.id).await.map_err(Setback::in_group(group.id))?;
        let facts = match person_exemption(user, group, &administrators) {
            Some(exemption) => Facts::Exempt(exemption),
            None => Facts::of(group, memberships),
        };
        Ok(decide((&group.settings).into(), &facts))
    }

    fn known_facts(&self, group: &Group, person: UserId) -> Option<Facts> {
        if !group.is_protected() {
            return Some(Facts::NotProtected);
        }
        let administrators = self.ports.known.administrators(group.id)?;
        if let Some(exemption) = person_exemption(person, group, &administrators) {
            return Some(Facts::Exempt(exemption));
        }
        let memberships = self.ports.known.memberships(person, &group.checkable_channels())?;
        Some(Facts::of(group, &memberships))
    }
}
