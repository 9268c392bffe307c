//! The service message that people joined a group.

use std::sync::Arc;

use portcullis_domain::{event::NewChatMembers, ports::GroupRepository};

use crate::{Setback, gate::Newcomers};

/// Judges people whom a service message says to have joined.
pub(crate) struct NewChatMembersHandler {
    groups: Arc<dyn GroupRepository>,
    newcomers: Arc<Newcomers>,
}

impl NewChatMembersHandler {
    pub(crate) fn new(groups: Arc<dyn GroupRepository>, newcomers: Arc<Newcomers>) -> Self {
        Self { groups, newcomers }
    }

    /// Judges everybody whom a service message says to have joined.
    pub(crate) async fn handle(&self, joined: &NewChatMembers) -> Result<(), Setback> {
        let Some(group) = self.groups.find(joined.chat.id.into()).await? else { return Ok(()) };
        let mut ended = Ok(());
        for person in &joined.people {
            ended = ended.and(self.newcomers.judge(&group, person, joined.date).await);
        }
        ended
    }
}
