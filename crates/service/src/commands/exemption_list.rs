//! `/exempt` and `/unexempt` without a person: the list of those who are exempt, in pages.

use std::sync::Arc;

use portcullis_domain::{
    GroupId, UserId,
    event::CallbackQuery,
    group::Group,
    message::OutgoingMessage,
    ports::{CallbackAnswer, Clock, ExemptionRepository, GroupMemberRepository, GroupRepository, StoreError},
};
use portcullis_messages::{EXEMPTIONS_ON_PAGE, ExemptionPage, Language, Texts};

use super::{authority::Authority, reply::PANEL_STAYS};
use crate::{
    Setback,
    outgoing::{Deletions, Edits},
};

/// Shows who is exempt, and turns the pages.
pub(crate) struct ExemptionList {
    pub(crate) authority: Arc<Authority>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) exemptions: Arc<dyn ExemptionRepository>,
    pub(crate) group_members: Arc<dyn GroupMemberRepository>,
    pub(crate) deletions: Arc<Deletions>,
    pub(crate) edits: Edits,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl ExemptionList {
    /// The answer to the command.
    pub(super) async fn first_page(&self, group: &Group, language: Language) -> Result<OutgoingMessage, StoreError> {
        self.page(group, 0, language).await
    }

    /// Shows another page in the place of the one under which the button is, to the group's admins.
    pub(super) async fn turn_to(
        &self,
        group: GroupId,
        page: u32,
        query: &CallbackQuery,
    ) -> Result<CallbackAnswer, Setback> {
        let known = self.groups.find(group).await?;
        let language = self.texts.language_for(known.as_deref(), Some(&query.from));
        let Some(known) = self.authority.group_of(group, query.from.id).await? else {
            return Ok(self.texts.panel_administrators_only(language));
        };
        // A list of one group never stands in another chat.
        let (Some(chat), Some(message)) = (query.chat.filter(|chat| *chat == group.into()), query.message) else {
            return Ok(self.texts.outdated_button(language));
        };
        self.deletions.postpone(chat, message, self.clock.now().after(PANEL_STAYS)).await?;
        self.edits.edit_later(chat, message, self.page(&known, page, language).await?);
        Ok(CallbackAnswer::Silent)
    }

    /// The page of this number, or the last one: exemptions may have ended since the button was made.
    async fn page(&self, group: &Group, page: u32, language: Language) -> Result<OutgoingMessage, StoreError> {
        let total = group.exempt.len();
        let last = total.div_ceil(EXEMPTIONS_ON_PAGE).saturating_sub(1);
        let page = page.min(u32::try_from(last).unwrap_or(u32::MAX));
        let on_page = EXEMPTIONS_ON_PAGE as u64;
        let exempted = self.exemptions.list(group.id, u64::from(page).saturating_mul(on_page), on_page).await?;
        let users: Vec<UserId> = exempted.into_iter().map(|exemption| exemption.user).collect();
        let names = if users.is_empty() { Vec::new() } else { self.group_members.list_usernames(&users).await? };
        let name_of = |user| names.iter().find(|(known, _)| *known == user).map(|(_, name)| name.clone());
        let people: Vec<(UserId, Option<String>)> = users.into_iter().map(|user| (user, name_of(user))).collect();
        Ok(self.texts.exemptions(language, &ExemptionPage { group: group.id, people: &people, page, total }))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use portcullis_domain::{
        ChatId, MessageId, administrator_rights::AdministratorRights, chat_member::ChatMemberStatus,
        ports::ExemptionRecord,
    };

    use super::*;
    use crate::{
        parts::Parts,
        testing::{ADMIN, ANN, GROUP, NOW, World, group, person},
    };

    const LIST: MessageId = MessageId(8);

    /// A world with a group in which this many people are exempt, and in which [`ADMIN`] alone is an admin.
    fn world(exempt: i64) -> World {
        let mut world = World::with(Group { exempt: (1..=exempt).map(UserId).collect(), ..group() });
        world.api.expect_get_chat_member().returning(|_, user| {
            let administrator = ChatMemberStatus::Administrator(AdministratorRights::ALL);
            Ok(if user == ADMIN { administrator } else { ChatMemberStatus::Member })
        });
        world.exemptions.expect_list().returning(move |group, skip, limit| {
            let users = (1..=exempt).skip(usize::try_from(skip).unwrap()).take(usize::try_from(limit).unwrap());
            Ok(users.map(|user| ExemptionRecord { group, user: UserId(user), by: ADMIN, at: NOW }).collect())
        });
        world.group_members.expect_list_usernames().returning(|_| Ok(Vec::new()));
        world.deletions.expect_defer().returning(|_| Ok(()));
        world
    }

    /// What somebody who turns to a page is answered with, and what the list says then.
    async fn turn(mut world: World, page: u32, by: UserId, chat: ChatId) -> (CallbackAnswer, Option<OutgoingMessage>) {
        let shown = Arc::new(Mutex::new(None));
        let seen = shown.clone();
        world.api.expect_edit_message().withf(|_, message, _, _| *message == LIST).returning(move |_, _, text, _| {
            *seen.lock().unwrap() = Some(text.clone());
            Ok(())
        });
        let ports = world.ports();
        let shared = Parts::new(&ports);
        let query =
            CallbackQuery { id: "q".to_owned(), from: person(by), chat: Some(chat), message: Some(LIST), data: None };
        let answer = shared.commands(&ports).exempt.list.turn_to(GROUP, page, &query).await.unwrap();
        shared.messenger.finish().await;
        let shown = shown.lock().unwrap().take();
        (answer, shown)
    }

    #[tokio::test]
    async fn an_admin_leafs_through_and_comes_to_the_last_page_where_one_is_no_more() {
        for (page, first, buttons) in [(0, 1, 1), (1, 11, 2), (2, 21, 1), (9, 21, 1)] {
            let (answer, shown) = turn(world(23), page, ADMIN, GROUP.into()).await;
            let shown = shown.unwrap();
            assert_eq!(answer, CallbackAnswer::Silent);
            assert!(shown.html.to_string().contains(&format!("<code>{first}</code>")), "{}", shown.html);
            assert_eq!(shown.keyboard.0.iter().flatten().count(), buttons, "page {page}");
        }
    }

    #[tokio::test]
    async fn nobody_else_leafs_through_and_nobody_in_another_chat() {
        for (by, chat) in [(ANN, GROUP.into()), (ADMIN, ChatId(-9)), (ADMIN, ADMIN.into())] {
            let (answer, shown) = turn(world(23), 1, by, chat).await;
            assert!(matches!(answer, CallbackAnswer::Alert(_) | CallbackAnswer::Toast(_)), "{answer:?}");
            assert_eq!(shown, None);
        }
    }
}
