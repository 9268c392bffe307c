//! The service message that people joined a group.

use portcullis_domain::event::NewChatMembers;

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Judges everybody whom a service message says to have joined.
    pub(crate) async fn judge_new_chat_members(&self, joined: &NewChatMembers) -> Result<(), Setback> {
        let Some(group) = self.ports.groups.find(joined.chat.id.into()).await? else { return Ok(()) };
        let mut ended = Ok(());
        for person in &joined.people {
            ended = ended.and(self.parts.newcomers.judge(&group, person, joined.date).await);
        }
        ended
    }
}
