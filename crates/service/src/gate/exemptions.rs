//! An admin un-muted somebody whom the gate had muted.

use std::sync::Arc;

use portcullis_domain::{
    UserId,
    gate::Decision,
    group::Group,
    message::SendPriority,
    ports::{Clock, ExemptionRecord, ExemptionRepository, RestrictionRepository},
    restriction::LiftReason,
    sender::Person,
};
use portcullis_messages::Texts;

use super::{Records, Verifier};
use crate::{Setback, outgoing::Messenger};

/// Takes an admin's un-mute as an exemption.
pub(crate) struct Exemptions {
    pub(crate) repository: Arc<dyn ExemptionRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) records: Arc<Records>,
    pub(crate) messenger: Messenger,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Exemptions {
    /// Takes an admin's un-mute of somebody still outside the channels as an exemption, and says so in one line.
    ///
    /// `by` is the admin, where Telegram told; else the exemption stands in the name of the group's owner.
    pub(crate) async fn exempt_unmuted(
        &self,
        group: &Group,
        person: &Person,
        by: Option<UserId>,
    ) -> Result<(), Setback> {
        let decision = self.verifier.verify(group, person.id).await?;
        let open = self.restrictions.find_open(group.id, person.id).await?;
        if !matches!(decision, Decision::Restrict { .. }) {
            return Ok(self.records.close_open(open.as_ref(), LiftReason::AdministratorActed).await?);
        }
        let (by, at) = (by.unwrap_or(group.owner), self.clock.now());
        let is_new = self.repository.put(ExemptionRecord { group: group.id, user: person.id, by, at }).await?;
        self.records.close_open(open.as_ref(), LiftReason::Exempted).await?;
        if is_new {
            let language = self.texts.language_for(Some(group), None);
            let text = self.texts.exempted_by_unmute(language, person.id, Some(&person.name));
            self.messenger.send_later(group.id.into(), text, SendPriority::Answer);
        }
        Ok(())
    }
}
