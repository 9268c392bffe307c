//! Groups that the operator of the bot does not have served: which they are, and the one word that they are told.

use std::sync::Arc;

use portcullis_domain::{
    ChatId, GroupId,
    message::{OutgoingMessage, SendPriority},
    ports::{Clock, StoreError, TenancyRepository},
    tenancy::{AllowedGroups, Denial},
};
use portcullis_messages::{Language, Texts};

use super::{Messenger, SendOutcome};

/// Tells which groups are not served, and tells them so.
pub(crate) struct Denials {
    pub(crate) allowed: AllowedGroups,
    pub(crate) tenancies: Arc<dyn TenancyRepository>,
    pub(crate) messenger: Messenger,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Denials {
    /// Why a group is not served at this moment, past every cache; `None`: it is.
    pub(crate) async fn find(&self, group: GroupId) -> Result<Option<Denial>, StoreError> {
        Ok(self.tenancies.find(group).await?.denial(group, &self.allowed))
    }

    /// Tells a group once that it is not served, and whom to ask; where the bot may not write there, `instead` is told, if
    /// there is somebody. What was claimed and is lost with the process is not said again: better than at each start.
    pub(crate) async fn tell(
        &self,
        group: GroupId,
        denial: Denial,
        language: Language,
        instead: Option<ChatId>,
    ) -> Result<(), StoreError> {
        let Some(word) = self.claim(group, denial, language).await? else { return Ok(()) };
        let messenger = self.messenger.clone();
        self.messenger.spawn(async move {
            let priority = SendPriority::Answer;
            if messenger.send(group.into(), &word, priority).await == SendOutcome::Refused
                && let Some(person) = instead
            {
                messenger.send(person, &word, priority).await;
            }
        });
        Ok(())
    }

    /// The same where nobody has called the bot: behind whatever people wait for, and done once it is said.
    pub(crate) async fn tell_uncalled(
        &self,
        group: GroupId,
        denial: Denial,
        language: Language,
    ) -> Result<(), StoreError> {
        if let Some(word) = self.claim(group, denial, language).await? {
            self.messenger.send(group.into(), &word, SendPriority::Sweep).await;
        }
        Ok(())
    }

    /// What to say to a group that was not told yet, and counts as told from here on; `None`: it was told.
    async fn claim(
        &self,
        group: GroupId,
        denial: Denial,
        language: Language,
    ) -> Result<Option<OutgoingMessage>, StoreError> {
        if !self.tenancies.claim_denial(group, denial, self.clock.now()).await? {
            return Ok(None);
        }
        tracing::info!(chat_id = group.0, denial = denial.word(), "a group that is not served is told so");
        Ok(Some(self.texts.denied(language, denial, group)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use portcullis_domain::{
        MessageId, Timestamp, UserId,
        ports::BotApiError,
        tenancy::{Block, Tenancy},
    };

    use super::*;
    use crate::testing::{ADMIN, GROUP, NOW, World};

    /// To which chats the word goes, where the group takes it or not, and it is news or not.
    async fn told(is_news: bool, is_refused: bool) -> Vec<(ChatId, String)> {
        let mut world = World::empty();
        world
            .tenancies
            .expect_claim_denial()
            .times(1)
            .withf(|group, denial, at| (*group, *denial, *at) == (GROUP, Denial::NotAllowed, NOW))
            .returning(move |_, _, _| Ok(is_news));
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = said.clone();
        world.api.expect_send_message().returning(move |chat, message, _| {
            heard.lock().unwrap().push((chat, message.html.to_string()));
            let is_refused = is_refused && chat == GROUP.into();
            if is_refused { Err(BotApiError::ChatUnavailable("muted".to_owned())) } else { Ok(MessageId(9)) }
        });
        let parts = world.parts();
        parts.denials.tell(GROUP, Denial::NotAllowed, Language::ENGLISH, Some(UserId::into(ADMIN))).await.unwrap();
        parts.messenger.finish().await;
        let said = said.lock().unwrap();
        said.clone()
    }

    #[tokio::test]
    async fn a_group_is_told_once_whom_to_ask_and_by_which_id() {
        let told_once = told(true, false).await;
        assert_eq!(told_once.len(), 1);
        assert_eq!(told_once[0].0, GROUP.into());
        assert!(told_once[0].1.contains("<code>-1001</code>"), "{told_once:?}");
        assert_eq!(told(false, false).await, []);
    }

    #[tokio::test]
    async fn where_the_bot_may_not_write_whoever_called_it_is_told() {
        let chats: Vec<_> = told(true, true).await.into_iter().map(|(chat, _)| chat).collect();
        assert_eq!(chats, [GROUP.into(), ADMIN.into()]);
    }

    #[tokio::test]
    async fn a_block_is_found_whatever_is_allowed_and_a_list_denies_the_others() {
        let mut world = World::empty();
        let block = Block { at: Timestamp(1), reason: None };
        world
            .tenancies
            .expect_find()
            .times(1)
            .returning(move |_| Ok(Tenancy { block: Some(block.clone()), former_id: None }));
        assert_eq!(world.parts().denials.find(GROUP).await.unwrap(), Some(Denial::Blocked));

        let world = World { allowed_groups: [GroupId(-5)].into_iter().collect(), ..World::empty() };
        assert_eq!(world.parts().denials.find(GROUP).await.unwrap(), Some(Denial::NotAllowed));
        assert_eq!(World::empty().parts().denials.find(GROUP).await.unwrap(), None);
    }
}
