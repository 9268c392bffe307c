//! Everything that is said of a preview.

use std::time::Duration;

use portcullis_domain::{
    ChannelId,
    gate::GatePolicy,
    group::EnforcedChannel,
    preview::{Preview, PreviewedChannel},
    settings::{OnUnknown, Policy},
    sweep::{SweepCounts, SweepKind, SweepRefusal},
};
use portcullis_messages::{Language, SweepEnd, Texts};

use crate::{
    said::Said,
    world::{GROUP, World},
};

/// A gate of these channels that is tried out.
pub(crate) fn preview(titles: &[(&str, Option<&str>)], policy: Policy) -> Preview {
    let channel = |(title, username): &(&str, Option<&str>)| PreviewedChannel {
        channel: EnforcedChannel {
            id: ChannelId(-2),
            title: (*title).to_owned(),
            username: username.map(str::to_owned),
            invite_link: None,
            can_check: true,
        },
        absent: 97,
    };
    let policy = GatePolicy { policy, on_unknown: OnUnknown::default() };
    Preview {
        title: "Tea House".to_owned(),
        policy,
        channels: titles.iter().map(channel).collect(),
        linked_channel: None,
    }
}

impl World {
    /// One of each thing that is said of a preview, by name.
    pub(crate) fn of_a_preview(&self, texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
        let (count, left) = (self.count.min(1_000_000), Some(Duration::from_secs(200)));
        let (total, passed) = (count * 12, count * 5);
        let counts = SweepCounts { total, passed, restricted: count, muted_before: 3, left: 2, unknown: 1 };
        let titles: Vec<(&str, Option<&str>)> =
            self.channels.iter().take(10).map(|channel| (channel.title.as_str(), None)).collect();
        let mut strict = preview(&titles, Policy::Any);
        strict.policy.on_unknown = OnUnknown::Restrict;
        let summary =
            |preview: &Preview, end| texts.preview_summary(language, &self.title, preview, &counts, end).into();
        let named = preview(&[(self.title.as_str(), Some("tea_news"))], Policy::All);
        vec![
            ("preview_progress", texts.preview_progress(language, (GROUP, self.title.as_str()), &counts, left).into()),
            ("preview_of_one", summary(&named, SweepEnd::Done)),
            ("preview_of_all", summary(&preview(&titles, Policy::All), SweepEnd::Done)),
            ("preview_of_any", summary(&strict, SweepEnd::Done)),
            ("preview_cancelled", summary(&named, SweepEnd::Cancelled)),
            ("preview_usage", texts.preview_usage(language).into()),
            ("preview_under_way", texts.sweep_refused(language, SweepRefusal::UnderWay(SweepKind::Preview)).into()),
            ("preview_cancel_done", texts.sweep_cancelled(language, SweepKind::Preview).into()),
            ("preview_ordered", texts.panel_preview_ordered(language).into()),
            ("preview_running", texts.panel_preview_running(language).into()),
        ]
    }
}
