//! A person joins a group. Telegram may tell it twice, as a service message and as a `chat_member` update, in any
//! order, or once, or never; whoever is dealt with already is not dealt with again.

use portcullis_domain::{
    Timestamp, event::NewChatMembers, gate::Decision, group::Group, restriction::RestrictReason, sender::Person,
};

use crate::{Gatekeeper, Setback, gate::Offence};

impl Gatekeeper {
    /// Judges everybody whom a service message says to have joined.
    pub(crate) async fn judge_new_chat_members(&self, joined: &NewChatMembers) -> Result<(), Setback> {
        let Some(group) = self.ports.groups.find(joined.chat.id.into()).await? else { return Ok(()) };
        let mut ended = Ok(());
        for person in &joined.people {
            ended = ended.and(self.judge_join(&group, person, joined.date).await);
        }
        ended
    }

    /// Judges one person who has joined `group`.
    pub(crate) async fn judge_join(&self, group: &Group, person: &Person, at: Timestamp) -> Result<(), Setback> {
        if !group.is_protected() {
            return Ok(());
        }
        self.note_seen(group, person);
        if !group.settings.gate_on_join || !group.can_enforce {
            return Ok(());
        }
        match self.judge_person(group, person.id).await? {
            Decision::Allow(_) => Ok(()),
            Decision::Restrict { missing } => {
                self.restrict(group, Offence { person, reason: RestrictReason::JoinedGroup, missing, at }).await
            }
        }
    }
}
