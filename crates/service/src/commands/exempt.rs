//! `/exempt` and `/unexempt`: people whom the gate never checks.

use std::sync::Arc;

use portcullis_domain::{
    UserId,
    command::ExemptTarget,
    event::GroupMessage,
    group::Group,
    message::OutgoingMessage,
    ports::{Clock, ExemptionRecord, ExemptionRepository, RestrictionRepository},
    restriction::LiftReason,
    sender::Person,
};
use portcullis_messages::{Language, Texts};

use crate::{Setback, gate::Enforcer};

/// Exempts people, and ends their exemptions.
pub(crate) struct ExemptCommand {
    pub(crate) exemptions: Arc<dyn ExemptionRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl ExemptCommand {
    /// Exempts a person and un-mutes them; without a person, lists who is exempt.
    pub(crate) async fn exempt(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        target: ExemptTarget,
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let texts = &self.texts;
        let Some(group) = group else { return Ok(texts.status_unprotected(language)) };
        let (user, name) = match person_meant(message, target) {
            ExemptPerson::Known(user, name) => (user, name),
            ExemptPerson::Nobody => return self.list_exemptions(group, language).await,
            ExemptPerson::Unreadable(word) => return Ok(texts.unreadable_person(language, &word)),
        };
        // An anonymous admin acts in the group's name, and so in its owner's.
        let by = message.sender.person().map_or(group.owner, |admin| admin.id);
        let exempted = ExemptionRecord { group: group.id, user, by, at: self.clock.now() };
        let is_new = self.exemptions.put(exempted).await?;
        if let Some(open) = self.restrictions.find_open(group.id, user).await? {
            self.enforcer.lift(&open, LiftReason::Exempted).await?;
        }
        Ok(if is_new {
            texts.exempted(language, user, name.as_deref())
        } else {
            texts.already_exempt(language, user, name.as_deref())
        })
    }

    /// Ends an exemption: the person is gated again at the next message.
    pub(crate) async fn unexempt(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        target: ExemptTarget,
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let texts = &self.texts;
        let Some(group) = group else { return Ok(texts.status_unprotected(language)) };
        match person_meant(message, target) {
            ExemptPerson::Known(user, name) => {
                let was_exempt = self.exemptions.remove(group.id, user).await?;
                Ok(if was_exempt {
                    texts.unexempted(language, user, name.as_deref())
                } else {
                    texts.was_not_exempt(language, user, name.as_deref())
                })
            }
            ExemptPerson::Nobody => self.list_exemptions(group, language).await,
            ExemptPerson::Unreadable(word) => Ok(texts.unreadable_person(language, &word)),
        }
    }

    async fn list_exemptions(&self, group: &Group, language: Language) -> Result<OutgoingMessage, Setback> {
        let people: Vec<UserId> =
            self.exemptions.list(group.id).await?.into_iter().map(|exempted| exempted.user).collect();
        Ok(self.texts.exemptions(language, &people))
    }
}

/// Whom a command means.
enum ExemptPerson {
    Known(UserId, Option<String>),
    Nobody,
    Unreadable(String),
}

fn person_meant(message: &GroupMessage, target: ExemptTarget) -> ExemptPerson {
    match (target, &message.reply_to) {
        (ExemptTarget::User(user), _) => ExemptPerson::Known(user, None),
        (ExemptTarget::Unreadable(word), _) => ExemptPerson::Unreadable(word),
        (ExemptTarget::Replied, Some(Person { id, name, .. })) => ExemptPerson::Known(*id, Some(name.clone())),
        (ExemptTarget::Replied, None) => ExemptPerson::Nobody,
    }
}
