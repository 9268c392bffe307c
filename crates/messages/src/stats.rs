//! The answer to `/stats`.

use portcullis_domain::{
    ChannelId,
    group::Group,
    html::Html,
    message::OutgoingMessage,
    settings::Mode,
    stats::{Period, PeriodStats, Tally},
};

use crate::{Language, Texts, argument::Argument, list::stack, markup::visible_length, number::grouped};

/// How long a caption may be. <https://core.telegram.org/bots/api#sendphoto>
const CAPTION_ROOM: usize = 1_024;

/// The longest title of the group, and of a channel, that is shown: there may be ten channels.
const MAX_TITLE: usize = 48;

/// What is to be known about what a gate has done.
#[derive(Clone, Copy, Debug)]
pub struct StatsText<'a> {
    /// The group.
    pub group: &'a Group,
    /// The last seven days.
    pub week: &'a PeriodStats,
    /// The last thirty days.
    pub month: &'a PeriodStats,
}

impl Texts {
    /// How many people were stopped, and what became of them: the caption of the chart, and an answer of its own.
    #[must_use]
    pub fn stats(&self, language: Language, stats: &StatsText<'_>) -> OutgoingMessage {
        let StatsText { group, week, month } = *stats;
        let mut parts = vec![self.stats_headline(language, group)];
        parts.extend([week, month].map(|period| self.stats_period(language, period)));
        // With one channel, the totals are that channel's.
        let missing_elsewhere = month.channels().any(|channel| group.channels.iter().all(|one| one.id != channel));
        if group.channels.len() > 1 || missing_elsewhere && !group.channels.is_empty() {
            let title = self.html(language, "stats-channels", &[]);
            let taken = visible_length(stack(&parts, "\n\n").as_str()) + visible_length(title.as_str());
            let room = CAPTION_ROOM.saturating_sub(taken + 3);
            let lines: Vec<Html> = group
                .channels
                .iter()
                .map(|channel| self.stats_channel(language, stats, channel.id, &channel.title))
                .collect();
            parts.push(stack(&[title, self.bullets(language, &lines, 0, room)], "\n"));
        }
        OutgoingMessage::text(stack(&parts, "\n\n"))
    }

    fn stats_headline(&self, language: Language, group: &Group) -> Html {
        let title = Html::escape(&self.short_title(language, &group.title, MAX_TITLE));
        let headline = self.html(language, "stats-headline", &[("group", title.into())]);
        match group.settings.mode {
            Mode::Enforce => headline,
            Mode::Observe => stack(&[headline, self.html(language, "stats-observed", &[])], "\n"),
        }
    }

    fn stats_period(&self, language: Language, period: &PeriodStats) -> Html {
        let (title, total) = (self.period_title(language, period), period.total());
        let mut stopped = self.stats_tally(language, total.stopped).to_vec();
        stopped.push(("period", Html::escape(&title).into()));
        let left = self.stats_tally(language, total.left);
        stack(&[self.html(language, "stats-stopped", &stopped), self.html(language, "stats-left", &left)], "\n")
    }

    /// What a period is called: plain text.
    pub(crate) fn period_title(&self, language: Language, period: &PeriodStats) -> String {
        let key = if period.period().length() == Period::WEEK { "stats-week" } else { "stats-month" };
        self.plain(language, key, &[])
    }

    /// How many people, how many of them joined, and their share where there is anybody to have one.
    fn stats_tally(&self, language: Language, tally: Tally) -> [(&'static str, Argument<Html>); 3] {
        let share = Html::escape(&self.stats_share(language, tally));
        [("people", tally.people.into()), ("joined", tally.joined.into()), ("share", share.into())]
    }

    /// « (60%)», or nothing where there is nobody to have a share.
    pub(crate) fn stats_share(&self, language: Language, tally: Tally) -> String {
        let share = |percent: u64| self.plain(language, "stats-share", &[("percent", percent.into())]);
        tally.percent().map_or_else(String::new, |percent| format!(" {}", share(percent)))
    }

    fn stats_channel(&self, language: Language, stats: &StatsText<'_>, id: ChannelId, title: &str) -> Html {
        let (week, month) = (stats.week.of_channel(id), stats.month.of_channel(id));
        let both = |week: u64, month: u64| {
            let (week, month) = (grouped(language.code(), week), grouped(language.code(), month));
            Html::escape(&format!("{week} / {month}"))
        };
        let title = Html::escape(&self.short_title(language, title, MAX_TITLE));
        let arguments = [
            ("channel", title.into()),
            ("stopped", both(week.stopped.people, month.stopped.people).into()),
            ("joined", both(week.stopped.joined, month.stopped.joined).into()),
            ("left", both(week.left.people, month.left.people).into()),
            ("returned", both(week.left.joined, month.left.joined).into()),
        ];
        self.html(language, "stats-channel", &arguments)
    }
}
