//! The button «go on» of a brake: the answers were right, and people are muted again.

use std::sync::Arc;

use portcullis_domain::{
    GroupId,
    brake::BrakeEnd,
    event::CallbackQuery,
    ports::{CallbackAnswer, GroupRepository},
};
use portcullis_messages::Texts;

use super::Authority;
use crate::{Setback, gate::Braking};

/// Lets an admin end a brake.
pub(crate) struct GoOnButton {
    pub(crate) authority: Arc<Authority>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) braking: Arc<Braking>,
    pub(crate) texts: Texts,
}

impl GoOnButton {
    /// Ends the brake of a group, if whoever presses is its admin at this moment. The message says so once it is edited.
    pub(super) async fn press(&self, group: GroupId, query: &CallbackQuery) -> Result<CallbackAnswer, Setback> {
        let person = &query.from;
        let in_group = self.groups.find(group).await?.filter(|_| query.chat != Some(person.id.into()));
        let language = self.texts.language_for(in_group.as_deref(), Some(person));
        if self.authority.group_of(group, person.id).await?.is_none() {
            return Ok(self.texts.panel_administrators_only(language));
        }
        let end = BrakeEnd::Overridden { by: person.id, name: person.name.clone() };
        if !self.braking.end(group, &end).await? {
            return Ok(self.texts.brake_is_over(language));
        }
        tracing::info!(chat_id = group.0, user_id = person.id.0, "an admin has people muted again");
        Ok(self.texts.gone_on(language))
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        administrator_rights::AdministratorRights, chat_member::ChatMemberStatus, message::CallbackData,
    };

    use super::*;
    use crate::testing::{ADMIN, ANN, GROUP, NOW, World, group, person};

    /// The answer to a press, in a group in which this is what a person is and what ending the brake gives.
    async fn press(status: ChatMemberStatus, ended: Option<bool>) -> CallbackAnswer {
        let mut world = World::with(group());
        let by = if status.is_administrator() { ADMIN } else { ANN };
        world.api.expect_get_chat_member().times(1).returning(move |_, _| Ok(status));
        if let Some(ended) = ended {
            let override_ = BrakeEnd::Overridden { by, name: person(by).name };
            let end = world.brakes.expect_end().times(1);
            end.withf(move |group, end, at| (*group, end, *at) == (GROUP, &override_, NOW))
                .returning(move |_, _, _| Ok(ended));
        }
        let query = CallbackQuery {
            id: "1".to_owned(),
            from: person(by),
            data: Some(CallbackData::GoOn(GROUP).encode()),
            chat: Some(GROUP.into()),
            message: None,
        };
        let ports = world.ports();
        let shared = crate::parts::Parts::new(&ports);
        shared.commands(&ports).go_on(GROUP, &query).await.unwrap()
    }

    #[tokio::test]
    async fn an_admin_ends_it_and_whoever_comes_late_is_told_so() {
        let admin = ChatMemberStatus::Administrator(AdministratorRights::ALL);
        for (ended, words) in [(true, "works again"), (false, "over already")] {
            let CallbackAnswer::Toast(text) = press(admin, Some(ended)).await else { panic!("no toast") };
            assert!(text.contains(words), "{text}");
        }
    }

    #[tokio::test]
    async fn nobody_else_does() {
        assert!(matches!(press(ChatMemberStatus::Member, None).await, CallbackAnswer::Alert(_)));
    }
}
