//! `/stats`: how many people the gate stopped, how many of them joined, and a chart of it.

use std::sync::Arc;

use portcullis_domain::{
    group::Group,
    message::OutgoingMessage,
    picture::Picture,
    ports::{ChartRenderer, Clock, GateStatistics},
    stats::Period,
};
use portcullis_messages::{Language, StatsText, Texts};

use crate::Setback;

/// Tells what a group's gate has done.
pub(crate) struct StatsCommand {
    pub(crate) statistics: Arc<dyn GateStatistics>,
    pub(crate) charts: Arc<dyn ChartRenderer>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
}

impl StatsCommand {
    /// The numbers of the last week and month, and the picture of the month; without the picture if it can't be made.
    pub(crate) async fn answer(
        &self,
        group: Option<&Group>,
        language: Language,
    ) -> Result<(OutgoingMessage, Option<Picture>), Setback> {
        let Some(group) = group else { return Ok((self.texts.status_unprotected(language), None)) };
        let (now, mode) = (self.clock.now(), group.settings.mode);
        let week = self.statistics.count(group.id, mode, Period::last_days(Period::WEEK, now)).await?;
        let month = self.statistics.count(group.id, mode, Period::last_days(Period::MONTH, now)).await?;
        let text = self.texts.stats(language, &StatsText { group, week: &week, month: &month });
        let picture = match self.charts.render(&self.texts.stats_chart(language, mode, &month)).await {
            Ok(picture) => Some(picture),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "/stats is answered without a chart");
                None
            }
        };
        Ok((text, picture))
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        MessageId,
        administrator_rights::AdministratorRights,
        chat_member::ChatMemberStatus,
        command::Command,
        ports::ChartError,
        sender::Sender,
        settings::Mode,
        stats::{Day, PeriodStats, Tallies, Tally},
    };

    use super::*;
    use crate::testing::{ADMIN, GROUP, NOW, World, group, message, observing_group, person};

    /// Two were stopped today, and one of them has joined.
    fn world(group: Group) -> World {
        let mode = group.settings.mode;
        let mut world = World::with(group);
        world
            .statistics
            .expect_count()
            .times(2)
            .withf(move |of, counted, _| (*of, *counted) == (GROUP, mode))
            .returning(|_, _, period| {
                let today = Tallies { stopped: Tally { people: 2, joined: 1 }, left: Tally::default() };
                Ok(PeriodStats::new(period, [(Day::of(NOW), today)], []))
            });
        world
    }

    async fn answer(world: World, group: &Group) -> (OutgoingMessage, Option<Picture>) {
        let ports = world.ports();
        let commands = crate::parts::Parts::new(&ports).commands(&ports);
        commands.stats.answer(Some(group), Language::ENGLISH).await.unwrap()
    }

    #[tokio::test]
    async fn the_numbers_come_with_a_picture_of_the_mode_that_the_group_is_in() {
        for group in [group(), observing_group()] {
            let mut world = world(group.clone());
            let title = if group.settings.mode == Mode::Observe { "Would have been stopped" } else { "Stopped" };
            world
                .charts
                .expect_render()
                .times(1)
                .withf(move |drawing| drawing.0.contains(title))
                .returning(|_| Ok(Picture::png(vec![1])));
            let (text, picture) = answer(world, &group).await;
            assert!(text.html.as_str().contains("(50%)"), "{}", text.html);
            assert_eq!(picture, Some(Picture::png(vec![1])));
        }
    }

    #[tokio::test]
    async fn without_a_picture_the_numbers_go_alone() {
        let mut world = world(group());
        world.charts.expect_render().returning(|_| Err(ChartError::TooSlow));
        let (text, picture) = answer(world, &group()).await;
        assert!(text.html.as_str().contains("(50%)") && picture.is_none(), "{}", text.html);
    }

    #[tokio::test]
    async fn an_admin_gets_the_picture_as_a_photo() {
        let mut world = world(group());
        world.charts.expect_render().returning(|_| Ok(Picture::png(vec![7])));
        world.deletions.expect_put().times(2).returning(|_| Ok(()));
        let administrator = ChatMemberStatus::Administrator(AdministratorRights::ALL);
        world.api.expect_get_chat_member().returning(move |_, _| Ok(administrator));
        world
            .api
            .expect_send_photo()
            .times(1)
            .withf(|chat, picture, caption, _| {
                *chat == GROUP.into() && picture.as_bytes() == [7] && caption.reply_to.is_some()
            })
            .returning(|_, _, _, _| Ok(MessageId(9)));
        let ports = world.ports();
        let shared = crate::parts::Parts::new(&ports);
        let asked = message(Sender::Person(person(ADMIN)), "/stats");
        shared.commands(&ports).answer_in_group(Command::Stats, &asked, Some(&group())).await.unwrap();
        shared.messenger.finish().await;
    }

    #[tokio::test]
    async fn in_a_group_without_a_gate_there_is_nothing_to_count() {
        let ports = World::with(group()).ports();
        let commands = crate::parts::Parts::new(&ports).commands(&ports);
        let (text, picture) = commands.stats.answer(None, Language::ENGLISH).await.unwrap();
        assert_eq!((text, picture), (ports.texts.status_unprotected(Language::ENGLISH), None));
    }
}
