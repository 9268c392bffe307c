//! Everything that the settings panel says.

use portcullis_domain::{GroupId, ports::OwnedGroup, setting::Setting};
use portcullis_messages::{Language, NoticeTextError, PanelPlace, PanelRefusal, Texts};

use crate::{said::Said, world::World};

/// A page of the settings panel for each setting.
const PAGES: [(&str, Setting); 17] = [
    ("panel_mode", Setting::Mode),
    ("panel_policy", Setting::Policy),
    ("panel_on_unknown", Setting::OnUnknown),
    ("panel_gate_on_join", Setting::GateOnJoin),
    ("panel_gate_on_leave", Setting::GateOnLeave),
    ("panel_mute_for_days", Setting::MuteForDays),
    ("panel_ladder", Setting::Ladder),
    ("panel_amnesty_days", Setting::AmnestyDays),
    ("panel_channel_senders", Setting::ChannelSenders),
    ("panel_pending_join_requests", Setting::PendingJoinRequests),
    ("panel_language", Setting::Language),
    ("panel_notice_text", Setting::NoticeText),
    ("panel_notice_delete_after_seconds", Setting::NoticeDeleteAfterSeconds),
    ("panel_command_delete_after_seconds", Setting::CommandDeleteAfterSeconds),
    ("panel_welcome_text", Setting::WelcomeText),
    ("panel_brake", Setting::Brake),
    ("panel_remove_join_lines", Setting::RemoveJoinLines),
];

impl World {
    /// One of each thing that is said on the panel, by name.
    pub(crate) fn on_the_panel(&self, texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
        let (group, unusual, bot) = (self.group(), self.unusual_group(), self.bot());
        let owned: Vec<OwnedGroup> =
            (1..=3).map(|id| OwnedGroup { id: GroupId(-id), title: self.title.clone() }).collect();
        let mut all = vec![
            ("panel", texts.panel(language, &group, PanelPlace::InGroup).into()),
            ("panel_changed", texts.panel(language, &unusual, PanelPlace::InPrivate).into()),
            ("panel_unfit", texts.panel(language, &self.group_with_unfit_settings(), PanelPlace::InPrivate).into()),
            ("panel_sources", texts.panel_sources(language, &group, 1, &owned, true).into()),
            ("panel_no_sources", texts.panel_sources(language, &group, 0, &[], false).into()),
            ("panel_saved_text", texts.panel_saved(language, &unusual, Setting::NoticeText).into()),
            ("panel_saved_number", texts.panel_saved(language, &unusual, Setting::MuteForDays).into()),
            ("panel_question_text", texts.panel_question(language, &group, Setting::NoticeText, &bot).into()),
            ("panel_question_days", texts.panel_question(language, &group, Setting::MuteForDays, &bot).into()),
            ("panel_question_seconds", {
                texts.panel_question(language, &group, Setting::CommandDeleteAfterSeconds, &bot).into()
            }),
            ("panel_done", texts.panel_done(language).into()),
            ("panel_asked", texts.panel_asked(language).into()),
            ("panel_copied", texts.panel_copied(language).into()),
            ("panel_administrators_only", texts.panel_administrators_only(language).into()),
            ("panel_copy_refused", texts.panel_copy_refused(language).into()),
        ];
        for (name, setting) in PAGES {
            let place = if setting == Setting::WelcomeText { PanelPlace::InGroup } else { PanelPlace::InPrivate };
            all.push((name, texts.panel_page(language, &unusual, setting, place, &bot).into()));
        }
        let refused = |(name, refusal)| (name, texts.panel_refused(language, Setting::MuteForDays, &refusal).into());
        all.extend(self.panel_refusals().map(refused));
        all
    }

    /// Everything that can be wrong with an answer to the panel's question.
    fn panel_refusals(&self) -> [(&'static str, PanelRefusal); 12] {
        let word = || self.word.clone();
        let text = PanelRefusal::Text;
        let misplaced = NoticeTextError::MisplacedPlaceholder { placeholder: word(), tag: word() };
        [
            ("panel_refused_no_text", PanelRefusal::NoText),
            ("panel_refused_number", PanelRefusal::Number),
            ("panel_refused_broken_tag", text(NoticeTextError::BrokenTag)),
            ("panel_refused_unknown_tag", text(NoticeTextError::UnknownTag(word()))),
            ("panel_refused_attributes", text(NoticeTextError::InvalidAttributes(word()))),
            ("panel_refused_unclosed", text(NoticeTextError::UnclosedTag(word()))),
            ("panel_refused_closing", text(NoticeTextError::UnexpectedClosingTag(word()))),
            ("panel_refused_quotation", text(NoticeTextError::NestedQuotation)),
            ("panel_refused_placeholder", text(NoticeTextError::UnknownPlaceholder(word()))),
            ("panel_refused_misplaced", text(misplaced)),
            ("panel_refused_long", text(NoticeTextError::TooLong { length: 5_000, max: 4_096 })),
            ("panel_refused_empty", text(NoticeTextError::Empty)),
        ]
    }
}
