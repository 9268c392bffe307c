//! What people read of a preview: how far it is, and how many a gate would stop.

use std::time::Duration;

use portcullis_domain::{
    GroupId,
    html::Html,
    message::{CallbackData, OutgoingMessage},
    preview::{Preview, PreviewedChannel},
    settings::{OnUnknown, Policy},
    sweep::SweepCounts,
};

use crate::{
    Language, SweepEnd, Texts,
    list::{Conjunction, stack},
};

/// The room for the channels in the sentence that sums it up, in letters.
const ROOM: usize = 1_000;

impl Texts {
    /// How far a preview is, with the button that cancels it.
    #[must_use]
    pub fn preview_progress(
        &self,
        language: Language,
        (group, title): (GroupId, &str),
        counts: &SweepCounts,
        time_left: Option<Duration>,
    ) -> OutgoingMessage {
        let arguments = self.progress_arguments(language, title, counts);
        let mut lines = vec![self.html(language, "preview-progress", &arguments)];
        lines.extend(self.time_left(language, time_left));
        self.cancellable(language, CallbackData::CancelPreview(group), &lines)
    }

    /// What a preview has found out. It names nobody.
    #[must_use]
    pub fn preview_summary(
        &self,
        language: Language,
        title: &str,
        preview: &Preview,
        counts: &SweepCounts,
        end: SweepEnd,
    ) -> OutgoingMessage {
        let headline = match end {
            SweepEnd::Done => "preview-done",
            SweepEnd::Cancelled => "preview-cancelled",
        };
        let mut lines = vec![
            self.html(language, headline, &self.progress_arguments(language, title, counts)),
            self.preview_result(language, preview, counts),
        ];
        if preview.channels.len() > 1 {
            lines.extend(preview.channels.iter().map(|one| {
                let arguments = [("channel", self.previewed(language, one).into()), ("absent", one.absent.into())];
                self.html(language, "preview-channel", &arguments)
            }));
        }
        for (count, key) in [(counts.muted_before, "preview-muted"), (counts.left, "preview-left")] {
            lines.extend((count > 0).then(|| self.html(language, key, &[("count", count.into())])));
        }
        if preview.policy.on_unknown == OnUnknown::Restrict {
            lines.push(self.html(language, "preview-unknown-stopped", &[]));
        }
        lines.push(self.html(language, "preview-note", &[]));
        OutgoingMessage::text(stack(&lines, "\n"))
    }

    /// What to type where there is no channel to try.
    #[must_use]
    pub fn preview_usage(&self, language: Language) -> OutgoingMessage {
        self.message(language, "preview-usage", &[])
    }

    fn preview_result(&self, language: Language, preview: &Preview, counts: &SweepCounts) -> Html {
        let (key, conjunction) = match (preview.channels.len(), preview.policy.policy) {
            (..=1, _) => ("preview-one", Conjunction::And),
            (_, Policy::All) => ("preview-all", Conjunction::And),
            (_, Policy::Any) => ("preview-any", Conjunction::Or),
        };
        let channels: Vec<Html> = preview.channels.iter().map(|one| self.previewed(language, one)).collect();
        let arguments = [
            ("total", counts.checked().into()),
            ("stopped", (counts.restricted + counts.muted_before).into()),
            ("unknown", counts.unknown.into()),
            ("channels", self.list(language, &channels, 0, conjunction, ROOM).into()),
        ];
        self.html(language, key, &arguments)
    }

    /// A channel by its public name or, where it has none, its title.
    fn previewed(&self, language: Language, one: &PreviewedChannel) -> Html {
        match &one.channel.username {
            Some(username) => self.title(language, &format!("@{username}")),
            None => self.title(language, &one.channel.title),
        }
    }
}
