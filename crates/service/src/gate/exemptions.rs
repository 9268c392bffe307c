//! An admin un-mutes somebody whom the gate had muted.

use std::sync::Arc;

use portcullis_domain::{
    event::ChatMemberUpdated,
    gate::{Allowed, Decision},
    group::Group,
    message::SendPriority,
    ports::{Clock, ExemptionRecord, ExemptionRepository, RestrictionRepository},
    restriction::{LiftReason, Restriction},
    sender::GROUP_ANONYMOUS_BOT,
};
use portcullis_messages::Texts;

use super::{Enforcer, Verifier};
use crate::{Setback, outgoing::Messenger};

/// Takes an admin's un-mute as an exemption.
pub(crate) struct Exemptions {
    pub(crate) repository: Arc<dyn ExemptionRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) messenger: Messenger,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Exemptions {
    /// Takes an admin's un-mute of somebody still outside the channels as an exemption, and says so in one line.
    ///
    /// The person may have been muted anew meanwhile, by a message that was judged before this was told: that mute is
    /// lifted. An anonymous admin acts in the group's name, and so in its owner's.
    pub(crate) async fn exempt_unmuted(&self, group: &Group, change: &ChatMemberUpdated) -> Result<(), Setback> {
        let (person, by) = (&change.person, change.by);
        let decision = self.verifier.verify(group, person.id).await;
        let open = self.restrictions.find_open(group.id, person.id).await?;
        // Where nobody can tell, it is an exemption too: else it would end with the first look-up that succeeds.
        if matches!(decision, Ok(Decision::Allow(Allowed::Met | Allowed::NotProtected | Allowed::Exempt(_)))) {
            return self.lift(open.as_ref(), LiftReason::AdministratorActed).await;
        }
        let by = if by == GROUP_ANONYMOUS_BOT { group.owner } else { by };
        let at = self.clock.now();
        let is_new = self.repository.put(ExemptionRecord { group: group.id, user: person.id, by, at }).await?;
        self.lift(open.as_ref(), LiftReason::Exempted).await?;
        if is_new {
            // The admin reads it, and how to undo it.
            let of_admin = change.by_language_code.as_deref().or(group.owner_language_code.as_deref());
            let language = self.texts.language(&group.settings.language, of_admin);
            let text = self.texts.exempted_by_unmute(language, person.id, Some(&person.name));
            self.messenger.send_later(group.id.into(), text, SendPriority::Answer);
        }
        Ok(())
    }

    async fn lift(&self, open: Option<&Restriction>, reason: LiftReason) -> Result<(), Setback> {
        match open {
            Some(open) => self.enforcer.lift(open, reason).await.map(drop),
            None => Ok(()),
        }
    }
}
