//! `/preview`: tells how many a gate would stop, and touches nobody.

use std::sync::Arc;

use portcullis_domain::{
    event::GroupMessage,
    group::Group,
    message::OutgoingMessage,
    preview::Preview,
    sweep::{SweepProgress, SweepRefusal},
};
use portcullis_messages::{Language, Texts};

use super::{ProtectCommand, protect::Obstacle};
use crate::{
    Setback,
    outgoing::{AdministeredGroups, Sweeps},
};

/// Orders previews.
pub(crate) struct PreviewCommand {
    pub(crate) protect: Arc<ProtectCommand>,
    pub(crate) administered: Arc<AdministeredGroups>,
    pub(crate) sweeps: Arc<Sweeps>,
    pub(crate) texts: Texts,
}

impl PreviewCommand {
    /// Orders a preview of the channels that are named, or else of those that the group has; `None`: its own message says
    /// everything from here on.
    pub(super) async fn answer(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        words: &[String],
        language: Language,
    ) -> Result<Option<OutgoingMessage>, Setback> {
        let preview = if words.is_empty() {
            group.and_then(Preview::of)
        } else {
            match self.of_named(message, group, words).await {
                Ok(preview) => Some(preview),
                Err(obstacle) => return self.protect.explain(obstacle, language).map(Some),
            }
        };
        let Some(preview) = preview else { return Ok(Some(self.texts.preview_usage(language))) };
        let begin = SweepProgress {
            thread: message.thread,
            language: Some(language.code().to_owned()),
            preview: Some(preview),
            ..SweepProgress::default()
        };
        let under_way = self.sweeps.order(message.group(), begin).await?;
        Ok(under_way.map(|under_way| self.texts.sweep_refused(language, SweepRefusal::UnderWay(under_way))))
    }

    /// The channels that are named, if all checks pass.
    async fn of_named(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        words: &[String],
    ) -> Result<Preview, Obstacle> {
        let channels = self.protect.check_named(message.into(), words).await?;
        self.administered.note_appointed(message.group());
        // Of a group that is set up this is known, and kept up to date.
        let linked_channel = match group {
            Some(group) => group.linked_channel,
            None => self.protect.linked_channel(message.into()).await?,
        };
        let preview = Preview::of_channels(&message.chat.title, channels, group.map(|group| &group.settings));
        Ok(Preview { linked_channel, ..preview })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use portcullis_domain::{
        JobId,
        sender::Sender,
        settings::Policy,
        sweep::{SweepKind, SweepRecord, SweepState},
    };

    use super::*;
    use crate::testing::{ADMIN, CHANNEL, GROUP, NOW, World, group, message, person};

    /// What is answered to the command, and what was ordered.
    async fn preview(mut world: World, group: Option<&Group>, is_free: bool) -> (Option<String>, Vec<Preview>) {
        world.group_members.expect_count_seen_since().returning(|_, _| Ok(7));
        let tried = Arc::new(Mutex::new(Vec::new()));
        let put = tried.clone();
        world.jobs.expect_put_sweep().returning(move |of, begin, _| {
            assert_eq!((of, begin.counts.total), (GROUP, 7));
            put.lock().unwrap().extend(begin.preview.clone());
            Ok(is_free.then_some(JobId(1)))
        });
        let ports = world.ports();
        let commands = crate::parts::Parts::new(&ports).commands(&ports);
        let asked = message(Sender::Person(person(ADMIN)), "/preview");
        let answer = commands.preview.answer(&asked, group, &[], Language::ENGLISH).await.unwrap();
        let ordered = tried.lock().unwrap().clone();
        (answer.map(|answer| answer.html.to_string()), ordered)
    }

    #[tokio::test]
    async fn without_a_name_the_channels_of_the_group_are_tried_be_its_gate_on_or_not() {
        let off = Group { enabled: false, ..group() };
        let (answer, ordered) = preview(World::empty(), Some(&off), true).await;
        assert_eq!((answer, ordered.len()), (None, 1));
        assert_eq!(ordered[0].channels[0].channel.id, CHANNEL);
        assert_eq!(ordered[0].policy.policy, Policy::All);
    }

    #[tokio::test]
    async fn where_there_is_nothing_to_try_it_says_what_to_type() {
        let usage = World::empty().ports().texts.preview_usage(Language::ENGLISH).html.to_string();
        let bare = Group { channels: Vec::new(), ..group() };
        for group in [None, Some(&bare)] {
            let (answer, ordered) = preview(World::empty(), group, true).await;
            assert_eq!((answer.as_deref(), ordered.len()), (Some(usage.as_str()), 0));
        }
    }

    #[tokio::test]
    async fn while_one_of_the_two_is_under_way_it_says_which() {
        for kind in [SweepKind::Sweep, SweepKind::Preview] {
            let mut world = World::empty();
            let texts = Texts::load().unwrap();
            let running = texts.sweep_refused(Language::ENGLISH, SweepRefusal::UnderWay(kind)).html.to_string();
            let preview_under_way = Preview::of(&group()).filter(|_| kind == SweepKind::Preview);
            let progress = SweepProgress { preview: preview_under_way, ..SweepProgress::default() };
            let record = SweepRecord { state: SweepState::Open, progress, ordered_at: NOW, is_held: true };
            world.jobs.expect_find_sweep().returning(move |_| Ok(Some(record.clone())));
            let (answer, _) = preview(world, Some(&group()), false).await;
            assert_eq!(answer, Some(running));
        }
    }
}
