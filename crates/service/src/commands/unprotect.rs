//! `/unprotect`: switches the gate off and keeps its settings, or removes channels from it.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId,
    channel_reference::ChannelReference,
    command::Unprotect,
    group::{EnforcedChannel, Group},
    message::OutgoingMessage,
    ports::{GroupRepository, RestrictionRepository},
};
use portcullis_messages::{ChannelLink, Language, Texts};

use crate::{Setback, outgoing::Releases};

/// Switches a group's gate off, or removes channels from it.
pub(crate) struct UnprotectCommand {
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) texts: Texts,
}

impl UnprotectCommand {
    /// Carries out `/unprotect`; the text says what came of it.
    pub(crate) async fn answer(
        &self,
        group: Option<&Group>,
        what: Unprotect,
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let texts = &self.texts;
        let Some(group) = group else { return Ok(texts.not_protected(language)) };
        match what {
            Unprotect::Release => self.switch_off(group, language).await,
            _ if !group.enabled => Ok(texts.not_protected(language)),
            Unprotect::Channels(words) => self.remove_channels(group, &words, language).await,
            Unprotect::Keep => {
                let muted = self.restrictions.counts(group.id).await?.open;
                // With the gate off, a release under way would let everybody go.
                self.releases.cancel(group.id).await?;
                self.groups.disable(group.id).await?;
                // One that was ordered in between, while the gate was on still.
                self.releases.cancel(group.id).await?;
                Ok(texts.unprotected_keep(language, &group.title, muted))
            }
        }
    }

    /// Also where the gate is off already: somebody may still be muted after `keep`.
    async fn switch_off(&self, group: &Group, language: Language) -> Result<OutgoingMessage, Setback> {
        let muted = self.restrictions.counts(group.id).await?.open;
        if !group.enabled && muted == 0 {
            return Ok(self.texts.not_protected(language));
        }
        self.groups.disable(group.id).await?;
        self.releases.order(group.id).await?;
        Ok(self.texts.unprotected(language, &group.title, muted))
    }

    async fn remove_channels(
        &self,
        group: &Group,
        words: &[String],
        language: Language,
    ) -> Result<OutgoingMessage, Setback> {
        let mut removed: Vec<ChannelId> = Vec::new();
        for word in words {
            match group.channels.iter().find(|channel| is_named(channel, word)) {
                Some(channel) => removed.push(channel.id),
                None => return Ok(self.texts.channel_not_enforced(language, word)),
            }
        }
        // Ordered before as well: should the process die in between, the next try finds no channel to remove.
        self.releases.store(group.id).await?;
        self.groups.remove_channels(group.id, &removed).await?;
        self.releases.order(group.id).await?;
        let (gone, left): (Vec<_>, Vec<_>) = group.channels.iter().partition(|channel| removed.contains(&channel.id));
        let links = |channels: Vec<&EnforcedChannel>| channels.into_iter().map(ChannelLink::from).collect::<Vec<_>>();
        Ok(self.texts.channels_removed(language, &links(gone), &links(left)))
    }
}

/// Whether `word` names this channel: by its public name, a link to it, or its id.
fn is_named(channel: &EnforcedChannel, word: &str) -> bool {
    match word.parse() {
        Ok(ChannelReference::Username(name)) => {
            channel.username.as_deref().is_some_and(|username| username.eq_ignore_ascii_case(&name))
        }
        Ok(ChannelReference::Id(id)) => channel.id == id.into(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use mockall::Sequence;
    use portcullis_domain::{
        JobId,
        ports::{MockGroupRepository, MockJobRepository, MockRestrictionRepository, RestrictionCounts},
    };

    use super::*;
    use crate::testing::{CHANNEL, GROUP, clock, group};

    /// What the command answers in `group`, where one person is muted, with these mocks.
    async fn unprotect(
        group: Option<&Group>,
        what: Unprotect,
        mocks: (MockGroupRepository, MockJobRepository),
    ) -> OutgoingMessage {
        unprotect_with(1, group, what, mocks).await
    }

    /// The same, where so many people are muted.
    async fn unprotect_with(
        muted: u64,
        group: Option<&Group>,
        what: Unprotect,
        mocks: (MockGroupRepository, MockJobRepository),
    ) -> OutgoingMessage {
        let mut restrictions = MockRestrictionRepository::new();
        let counts = RestrictionCounts { open: muted, ..RestrictionCounts::default() };
        restrictions.expect_counts().returning(move |_| Ok(counts));
        let (groups, jobs) = mocks;
        let command = UnprotectCommand {
            groups: Arc::new(groups),
            restrictions: Arc::new(restrictions),
            releases: Arc::new(Releases::new(Arc::new(jobs), clock())),
            texts: texts(),
        };
        command.answer(group, what, Language::ENGLISH).await.unwrap()
    }

    fn texts() -> Texts {
        Texts::load().unwrap()
    }

    fn nothing() -> (MockGroupRepository, MockJobRepository) {
        (MockGroupRepository::new(), MockJobRepository::new())
    }

    fn expecting_disable() -> MockGroupRepository {
        let mut groups = MockGroupRepository::new();
        groups.expect_disable().times(1).withf(|group| *group == GROUP).returning(|_| Ok(true));
        groups
    }

    #[tokio::test]
    async fn the_gate_is_switched_off_and_the_muted_are_let_go() {
        let mut jobs = MockJobRepository::new();
        jobs.expect_put().times(1).returning(|_, _, _| Ok(JobId(1)));
        let answer = unprotect(Some(&group()), Unprotect::Release, (expecting_disable(), jobs)).await;
        assert_eq!(answer, texts().unprotected(Language::ENGLISH, "Tea", 1));
    }

    #[tokio::test]
    async fn a_gate_that_is_off_already_still_lets_go_whom_keep_left_muted() {
        let mut jobs = MockJobRepository::new();
        jobs.expect_put().times(1).returning(|_, _, _| Ok(JobId(1)));
        let off = Group { enabled: false, ..group() };
        unprotect(Some(&off), Unprotect::Release, (expecting_disable(), jobs)).await;
    }

    #[tokio::test]
    async fn keep_switches_off_and_takes_back_what_would_let_everybody_go() {
        let mut jobs = MockJobRepository::new();
        jobs.expect_cancel().times(2).returning(|_, _, _| Ok(true));
        let answer = unprotect(Some(&group()), Unprotect::Keep, (expecting_disable(), jobs)).await;
        assert_eq!(answer, texts().unprotected_keep(Language::ENGLISH, "Tea", 1));
    }

    #[tokio::test]
    async fn where_nothing_is_protected_nothing_is_done() {
        let off = Group { enabled: false, ..group() };
        let answer = texts().not_protected(Language::ENGLISH);
        assert_eq!(unprotect(None, Unprotect::Release, nothing()).await, answer);
        assert_eq!(unprotect(Some(&off), Unprotect::Keep, nothing()).await, answer);
        assert_eq!(unprotect_with(0, Some(&off), Unprotect::Release, nothing()).await, answer);
    }

    #[tokio::test]
    async fn a_release_is_stored_before_a_channel_is_removed_and_ordered_after() {
        let (mut order, mut groups, mut jobs) = (Sequence::new(), MockGroupRepository::new(), MockJobRepository::new());
        jobs.expect_put().times(1).in_sequence(&mut order).returning(|_, _, _| Ok(JobId(1)));
        groups
            .expect_remove_channels()
            .times(1)
            .in_sequence(&mut order)
            .withf(|_, removed| removed == [CHANNEL])
            .returning(|_, _| Ok(()));
        jobs.expect_put().times(1).in_sequence(&mut order).returning(|_, _, _| Ok(JobId(1)));
        let named = Unprotect::Channels(vec!["@tea_news".to_owned()]);
        let answer = unprotect(Some(&group()), named, (groups, jobs)).await;
        let gone = [ChannelLink::from(&group().channels[0])];
        assert_eq!(answer, texts().channels_removed(Language::ENGLISH, &gone, &[]));
    }

    #[tokio::test]
    async fn one_channel_that_is_not_enforced_keeps_all_of_them() {
        let named = Unprotect::Channels(vec!["@tea_news".to_owned(), "@other".to_owned()]);
        let answer = unprotect(Some(&group()), named, nothing()).await;
        assert_eq!(answer, texts().channel_not_enforced(Language::ENGLISH, "@other"));
    }

    #[test]
    fn a_channel_is_named_as_it_was_when_it_was_added() {
        let channel = EnforcedChannel {
            id: ChannelId(-1_001),
            title: "Tea".to_owned(),
            username: Some("Tea_News".to_owned()),
            invite_link: None,
            can_check: true,
        };
        for word in ["@tea_news", "t.me/Tea_News", "-1001"] {
            assert!(is_named(&channel, word), "{word}");
        }
        for word in ["@tea", "-1002", "Tea"] {
            assert!(!is_named(&channel, word), "{word}");
        }
    }
}
