//! `/exempt` and `/unexempt`: people whom the gate never checks.

use portcullis_domain::{
    UserId, command::ExemptTarget, event::GroupMessage, group::Group, message::OutgoingMessage, ports::ExemptionRecord,
    restriction::LiftReason, sender::Person,
};
use portcullis_messages::Language;

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Exempts a person and gives them their voice back; without a person, lists who is exempt.
    pub(crate) async fn exempt(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        target: ExemptTarget,
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let texts = &self.ports.texts;
        let Some(group) = group else { return Ok(texts.status_unprotected(language)) };
        let (person, name) = match whom(message, target) {
            Whom::Person(person, name) => (person, name),
            Whom::Nobody => return self.list_exemptions(group, language).await,
            Whom::Unreadable(word) => return Ok(texts.unreadable_person(language, &word)),
        };
        // An anonymous admin acts in the group's name, and so in its owner's.
        let by = message.sender.person().map_or(group.owner, |admin| admin.id);
        let exempted = ExemptionRecord { group: group.id, user: person, by, at: self.ports.clock.now() };
        let is_new = self.ports.exemptions.put(exempted).await?;
        if let Some(open) = self.ports.restrictions.find_open(group.id, person).await? {
            self.parts.enforcer.lift(&open, LiftReason::Exempted).await?;
        }
        Ok(if is_new {
            texts.exempted(language, person, name.as_deref())
        } else {
            texts.already_exempt(language, person, name.as_deref())
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
        let texts = &self.ports.texts;
        let Some(group) = group else { return Ok(texts.status_unprotected(language)) };
        match whom(message, target) {
            Whom::Person(person, name) => {
                let was_exempt = self.ports.exemptions.remove(group.id, person).await?;
                Ok(if was_exempt {
                    texts.unexempted(language, person, name.as_deref())
                } else {
                    texts.was_not_exempt(language, person, name.as_deref())
                })
            }
            Whom::Nobody => self.list_exemptions(group, language).await,
            Whom::Unreadable(word) => Ok(texts.unreadable_person(language, &word)),
        }
    }

    async fn list_exemptions(&self, group: &Group, language: Language) -> Result<OutgoingMessage, Setback> {
        let people: Vec<UserId> =
            self.ports.exemptions.list(group.id).await?.into_iter().map(|exempted| exempted.user).collect();
        Ok(self.ports.texts.exemptions(language, &people))
    }
}

enum Whom {
    Person(UserId, Option<String>),
    Nobody,
    Unreadable(String),
}

fn whom(message: &GroupMessage, target: ExemptTarget) -> Whom {
    match (target, &message.reply_to) {
        (ExemptTarget::User(user), _) => Whom::Person(user, None),
        (ExemptTarget::Unreadable(word), _) => Whom::Unreadable(word),
        (ExemptTarget::Replied, Some(Person { id, name, .. })) => Whom::Person(*id, Some(name.clone())),
        (ExemptTarget::Replied, None) => Whom::Nobody,
    }
}
