//! An admin gave a voice back to somebody whom the gate had muted.

use portcullis_domain::{
    UserId, gate::Decision, group::Group, message::SendPriority, ports::ExemptionRecord, restriction::LiftReason,
    sender::Person,
};

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Takes an admin's un-mute of somebody still outside the channels as an exemption, and says so in one line.
    ///
    /// `by` is the admin, where Telegram told; else the exemption stands in the name of the group's owner.
    pub(crate) async fn exempt_by_unmute(
        &self,
        group: &Group,
        person: &Person,
        by: Option<UserId>,
    ) -> Result<(), Setback> {
        let now = self.ports.clock.now();
        let decision = self.judge_person(group, person.id).await?;
        let open = self.ports.restrictions.find_open(group.id, person.id).await?;
        if !matches!(decision, Decision::Restrict { .. }) {
            return self.close(open, LiftReason::AdministratorActed, now).await;
        }
        let exempted = ExemptionRecord { group: group.id, user: person.id, by: by.unwrap_or(group.owner), at: now };
        let is_new = self.ports.exemptions.put(exempted).await?;
        self.close(open, LiftReason::Exempted, now).await?;
        if is_new {
            let language = self.language(Some(group), None);
            let text = self.ports.texts.exempted_by_unmute(language, person.id, Some(&person.name));
            self.teller.tell(group.id.into(), None, text, SendPriority::Answer);
        }
        Ok(())
    }
}
