//! What people read of a sweep: how far it is, and what came of it.

use std::time::Duration;

use portcullis_domain::{
    GroupId,
    html::Html,
    message::{Button, ButtonAction, CallbackData, Keyboard, OutgoingMessage},
    ports::CallbackAnswer,
    sweep::{SweepCounts, SweepEffect, SweepKind, SweepManner, SweepRefusal},
};

use crate::{Language, Texts, argument::Argument, list::stack};

/// How many parts the bar has.
const PARTS: u64 = 10;

/// How a sweep has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepEnd {
    /// Everybody was checked.
    Done,
    /// An admin has cancelled it.
    Cancelled,
}

impl Texts {
    /// How far a sweep is, with the button that cancels it.
    #[must_use]
    pub fn sweep_progress(
        &self,
        language: Language,
        (group, title): (GroupId, &str),
        manner: SweepManner,
        counts: &SweepCounts,
        time_left: Option<Duration>,
    ) -> OutgoingMessage {
        let mut lines = vec![self.html(language, "sweep-progress", &self.progress_arguments(language, title, counts))];
        lines.extend(self.time_left(language, time_left));
        lines.push(self.sweep_counts(language, manner, counts));
        self.cancellable(language, CallbackData::CancelSweep(group), &lines)
    }

    /// What came of a sweep.
    #[must_use]
    pub fn sweep_summary(
        &self,
        language: Language,
        title: &str,
        manner: SweepManner,
        counts: &SweepCounts,
        end: SweepEnd,
    ) -> OutgoingMessage {
        let group = self.title(language, title);
        let headline = match end {
            SweepEnd::Done => self.html(language, "sweep-done", &[("group", group.into())]),
            SweepEnd::Cancelled => {
                let (checked, total) = (counts.checked(), counts.total.max(counts.checked()));
                let arguments = [("group", group.into()), ("checked", checked.into()), ("total", total.into())];
                self.html(language, "sweep-cancelled", &arguments)
            }
        };
        OutgoingMessage::text(stack(&[headline, self.sweep_counts(language, manner, counts)], "\n"))
    }

    /// Why nobody is checked.
    #[must_use]
    pub fn sweep_refused(&self, language: Language, why: SweepRefusal) -> OutgoingMessage {
        let key = match why {
            SweepRefusal::UnderWay(SweepKind::Sweep) => "sweep-running",
            SweepRefusal::UnderWay(SweepKind::Preview) => "preview-running",
            SweepRefusal::Off => "sweep-off",
            SweepRefusal::WithoutRights => "sweep-without-rights",
            SweepRefusal::Untold => "sweep-untold",
        };
        self.message(language, key, &[])
    }

    /// Somebody who is no admin wanted to cancel a sweep or a preview.
    #[must_use]
    pub fn sweep_cancel_refused(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Alert(self.plain(language, "answer-sweep-refused", &[]))
    }

    /// One of the two is cancelled.
    #[must_use]
    pub fn sweep_cancelled(&self, language: Language, kind: SweepKind) -> CallbackAnswer {
        let key = match kind {
            SweepKind::Sweep => "answer-sweep-cancelled",
            SweepKind::Preview => "answer-preview-cancelled",
        };
        CallbackAnswer::Toast(self.plain(language, key, &[]))
    }

    /// What a line about how far it is can tell.
    pub(crate) fn progress_arguments(
        &self,
        language: Language,
        title: &str,
        counts: &SweepCounts,
    ) -> [(&'static str, Argument<Html>); 5] {
        [
            ("group", self.title(language, title).into()),
            ("bar", bar(counts.percent()).into()),
            ("percent", counts.percent().into()),
            ("checked", counts.checked().into()),
            ("total", counts.total.max(counts.checked()).into()),
        ]
    }

    /// How long it takes, if anybody can tell.
    pub(crate) fn time_left(&self, language: Language, time_left: Option<Duration>) -> Option<Html> {
        let minutes = time_left?.as_secs().div_ceil(60).max(1);
        Some(self.html(language, "sweep-time-left", &[("minutes", minutes.into())]))
    }

    /// Lines with the button that cancels what they tell of.
    pub(crate) fn cancellable(&self, language: Language, cancel: CallbackData, lines: &[Html]) -> OutgoingMessage {
        let label = self.plain(language, "button-cancel-sweep", &[]);
        let cancel = Button { label, action: ButtonAction::Callback(cancel) };
        OutgoingMessage::text(stack(lines, "\n")).with_keyboard(Keyboard(vec![vec![cancel]]))
    }

    fn sweep_counts(&self, language: Language, manner: SweepManner, counts: &SweepCounts) -> Html {
        let effect = match manner.effect {
            SweepEffect::Mute => "mute",
            SweepEffect::NextStep => "step",
            SweepEffect::Note => "note",
        };
        let arguments = [
            ("passed", counts.passed.into()),
            ("effect", effect.into()),
            ("restricted", counts.restricted.into()),
            ("before", counts.muted_before.into()),
            ("outside", if manner.has_commenters { "commenters" } else { "gone" }.into()),
            ("left", counts.left.into()),
            ("unknown", counts.unknown.into()),
        ];
        self.html(language, "sweep-counts", &arguments)
    }
}

fn bar(percent: u64) -> Html {
    let full = usize::try_from(percent * PARTS / 100).unwrap_or_default();
    let empty = usize::try_from(PARTS).unwrap_or_default().saturating_sub(full);
    Html::escape(&format!("{}{}", "▓".repeat(full), "░".repeat(empty)))
}
