//! What the gate thinks of an update, without carrying it out: it looks, and changes nothing.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId, UserId,
    administrators::AdministratorList,
    chat_member::{ChatMemberStatus, Membership},
    event::Event,
    exemption::exemption,
    gate::Facts,
    group::Group,
    judgement::{Judgement, MemberState, facts_of, judge},
    ports::{BotApi, Clock, GroupRepository, RestrictionRepository, StoreError},
    sender::Sender,
};

/// Judges the people whom an update is about as they are now. Only looks: at rows, and at Telegram by `getChatMember`.
pub struct Explainer {
    /// Telegram.
    pub api: Arc<dyn BotApi>,
    /// The groups.
    pub groups: Arc<dyn GroupRepository>,
    /// The open restrictions.
    pub restrictions: Arc<dyn RestrictionRepository>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// What the gate of a group thinks of whoever an update is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The group.
    pub group: Arc<Group>,
    /// The person; `None`: a chat or a bot speaks.
    pub person: Option<UserId>,
    /// What the person is in the group.
    pub state: Option<MemberState>,
    /// The person's memberships, as Telegram tells them now; none where none is asked for.
    pub memberships: Vec<(ChannelId, Membership)>,
    /// The rule and the decision; `None`: somebody writes as a channel that is not let through, so that the message is
    /// deleted and nobody muted.
    pub judgement: Option<Judgement>,
}

impl Explainer {
    /// What the gate thinks of an update: once for each person and each group that it concerns. Nothing, if none does.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn explain(&self, event: &Event) -> Result<Vec<Explanation>, StoreError> {
        let mut explanations = Vec::new();
        for group in self.groups_of(event).await? {
            match event {
                Event::GroupMessage(message) if message.sender.person().is_none() => {
                    explanations.push(of_sender(&group, &message.sender));
                }
                Event::NewChatMembers(joined) => {
                    for person in &joined.people {
                        explanations.push(self.of_person(&group, person.id).await?);
                    }
                }
                event => {
                    if let Some(user) = event.user() {
                        explanations.push(self.of_person(&group, user).await?);
                    }
                }
            }
        }
        Ok(explanations)
    }

    /// The group that an update comes from, or those that enforce the channel it comes from.
    async fn groups_of(&self, event: &Event) -> Result<Vec<Arc<Group>>, StoreError> {
        let Some(chat) = event.chat() else { return Ok(Vec::new()) };
        if let Some(group) = self.groups.find(chat.into()).await? {
            return Ok(vec![group]);
        }
        let mut groups = Vec::new();
        for group in self.groups.list_with_channel(ChannelId(chat.0)).await? {
            groups.extend(self.groups.find(group).await?);
        }
        Ok(groups)
    }

    async fn of_person(&self, group: &Arc<Group>, user: UserId) -> Result<Explanation, StoreError> {
        // Read the facts.
        let open = self.restrictions.find_open(group.id, user).await?;
        let status = self.api.get_chat_member(group.id.into(), user).await.ok();
        let state =
            status.map_or(MemberState::CannotTell, |status| MemberState::of(status, open.as_ref(), self.clock.now()));
        let mut memberships = Vec::new();
        for channel in group.checkable_channels() {
            let status = self.api.get_chat_member(channel.into(), user).await;
            memberships.push((channel, status.map_or(Membership::Unknown, ChatMemberStatus::membership)));
        }
        let facts = facts_of(group, user, status, None, &memberships);

        let judgement = judge((&group.settings).into(), facts.as_ref());
        let (group, state, judgement) = (group.clone(), Some(state), Some(judgement));
        Ok(Explanation { group, person: Some(user), state, memberships, judgement })
    }
}

/// Who is no person is exempt, or a channel whose messages go.
fn of_sender(group: &Arc<Group>, sender: &Sender) -> Explanation {
    let exempt = || exemption(sender, group, &AdministratorList::default()).map(Facts::Exempt);
    let facts = Facts::of_everybody_in(group).or_else(exempt);
    let judgement = facts.map(|facts| judge((&group.settings).into(), Some(&facts)));
    Explanation { group: group.clone(), person: None, state: None, memberships: Vec::new(), judgement }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        ChatId,
        exemption::Exemption,
        gate::{Allowed, Decision},
        judgement::Rule,
        ports::{BotApiError, MockBotApi, MockGroupRepository, MockRestrictionRepository},
        sender::SenderChannel,
        settings::Policy,
    };

    use super::*;
    use crate::testing::{ANN, CHANNEL, ann_says, clock, group, message};

    /// An explainer before a group in which Ann is this, in the channel that. Whatever would change something fails the
    /// test: no mock expects it.
    fn explainer(here: Option<ChatMemberStatus>, there: Option<ChatMemberStatus>) -> Explainer {
        let mut api = MockBotApi::new();
        api.expect_get_chat_member().returning(move |chat, _| {
            let status = if chat == ChatId::from(CHANNEL) { there } else { here };
            status.ok_or_else(|| BotApiError::NoAnswer("away".into()))
        });
        let mut groups = MockGroupRepository::new();
        groups.expect_find().returning(|id| Ok((id == group().id).then(|| Arc::new(group()))));
        groups.expect_list_with_channel().returning(|_| Ok(vec![group().id]));
        let mut restrictions = MockRestrictionRepository::new();
        restrictions.expect_find_open().returning(|_, _| Ok(None));
        Explainer { api: Arc::new(api), groups: Arc::new(groups), restrictions: Arc::new(restrictions), clock: clock() }
    }

    async fn explained(
        here: Option<ChatMemberStatus>,
        there: Option<ChatMemberStatus>,
    ) -> (Option<MemberState>, Judgement) {
        let explained = explainer(here, there).explain(&Event::GroupMessage(ann_says("hi"))).await.unwrap();
        assert_eq!((explained.len(), explained[0].person), (1, Some(ANN)));
        (explained[0].state, explained[0].judgement.clone().unwrap())
    }

    #[tokio::test]
    async fn a_message_is_judged_by_what_telegram_says_now() {
        let (member, left) = (Some(ChatMemberStatus::Member), Some(ChatMemberStatus::Left));
        let (state, judgement) = explained(member, left).await;
        assert_eq!(state, Some(MemberState::Member));
        assert_eq!(judgement.rule, Rule::Policy(Policy::All));
        assert_eq!(judgement.decision, Decision::Restrict { missing: vec![CHANNEL] });
        assert_eq!(explained(member, member).await.1.decision, Decision::Allow(Allowed::Met));
        let (_, doubt) = explained(member, None).await;
        assert_eq!(doubt.decision, Decision::Allow(Allowed::Unknown));
        assert_eq!(explained(None, left).await.1.rule, Rule::AdministratorsUnknown);
        let (_, admin) = explained(Some(ChatMemberStatus::Creator), left).await;
        assert_eq!(admin.rule, Rule::Exempt(Exemption::Administrator));
    }

    #[tokio::test]
    async fn whoever_writes_as_a_channel_is_judged_without_a_look_up() {
        let sender = Sender::Channel(SenderChannel { id: ChatId(-5), title: "Spam".to_owned() });
        let explained = explainer(None, None).explain(&Event::GroupMessage(message(sender, "buy"))).await.unwrap();
        assert_eq!((explained[0].person, &explained[0].judgement), (None, &None));
    }

    #[tokio::test]
    async fn what_concerns_no_group_is_explained_by_nothing() {
        assert!(explainer(None, None).explain(&Event::Other).await.unwrap().is_empty());
    }
}
