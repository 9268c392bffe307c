//! Everything that is said of a sweep.

use std::time::Duration;

use portcullis_domain::{
    settings::Mode,
    sweep::{SweepCounts, SweepEffect, SweepKind, SweepManner, SweepRefusal},
};
use portcullis_messages::{Language, SweepEnd, Texts};

use crate::{
    said::Said,
    world::{GROUP, World},
};

impl World {
    /// One of each thing that is said of a sweep, by name.
    pub(crate) fn of_a_sweep(&self, texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
        let (count, left) = (self.count.min(1_000_000), Some(Duration::from_secs(200)));
        let (total, passed) = (count * 12, count * 5);
        let counts = SweepCounts { total, passed, restricted: count, muted_before: 3, left: 2, unknown: 1 };
        let group = (GROUP, self.title.as_str());
        let effect = if self.mode == Mode::Observe { SweepEffect::Note } else { SweepEffect::Mute };
        let manner = SweepManner { effect, has_commenters: false };
        let ended = |manner, end| texts.sweep_summary(language, &self.title, manner, &counts, end).into();
        let summary = |end| ended(manner, end);
        let refusal = |why| texts.sweep_refused(language, why).into();
        vec![
            ("sweep_progress", texts.sweep_progress(language, group, manner, &counts, left).into()),
            ("sweep_done", summary(SweepEnd::Done)),
            ("sweep_done_by_steps", ended(SweepManner { effect: SweepEffect::NextStep, ..manner }, SweepEnd::Done)),
            ("sweep_done_of_comments", ended(SweepManner { has_commenters: true, ..manner }, SweepEnd::Done)),
            ("sweep_cancelled", summary(SweepEnd::Cancelled)),
            ("sweep_under_way", refusal(SweepRefusal::UnderWay(SweepKind::Sweep))),
            ("sweep_off", refusal(SweepRefusal::Off)),
            ("sweep_without_rights", refusal(SweepRefusal::WithoutRights)),
            ("sweep_untold", refusal(SweepRefusal::Untold)),
            ("sweep_cancel_refused", texts.sweep_cancel_refused(language).into()),
            ("sweep_cancel_done", texts.sweep_cancelled(language, SweepKind::Sweep).into()),
        ]
    }
}
