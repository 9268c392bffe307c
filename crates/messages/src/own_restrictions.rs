//! What a muted person is told in private: where, since when, why, and what to do.

use portcullis_domain::{
    CaseNumber, GroupId, Timestamp,
    html::Html,
    message::{Button, ButtonAction, CallbackData, Keyboard, OutgoingMessage},
    settings::Policy,
};

use crate::{
    ChannelLink, Language, Texts,
    channel_link::{MAX_LABEL, needed},
    foreign::cut,
    list::{Conjunction, fitting, stack},
    why::or_none,
};

/// What the groups may take of the message.
const GROUPS_ROOM: usize = 3_200;
/// What the channels of one group may take of it.
const CHANNELS_ROOM: usize = 600;
/// How many groups have their buttons, and how many of their channels: Telegram takes a hundred in all.
const MAX_GROUPS: usize = 12;
const MAX_JOIN_BUTTONS: usize = 7;

/// One restriction, as the person it concerns sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRestriction {
    /// The group's title: hostile text.
    pub group_title: String,
    /// The group.
    pub group: GroupId,
    /// The channels that are missing.
    pub channels: Vec<ChannelLink>,
    /// When the person was muted.
    pub since: Timestamp,
    /// What an admin can ask for it by.
    pub case: Option<CaseNumber>,
    /// Whether all of the channels are needed, or one.
    pub policy: Policy,
}

impl Texts {
    /// Tells a muted person which channels are missing in which group since when, with the buttons to mend it.
    #[must_use]
    pub fn restrictions_of(&self, language: Language, restrictions: &[OwnRestriction]) -> OutgoingMessage {
        let blocks: Vec<Html> =
            restrictions.iter().take(MAX_GROUPS).map(|one| self.restriction(language, one)).collect();
        let shown = fitting(&blocks, GROUPS_ROOM);
        if shown == 0 {
            return self.message(language, "restrictions-none", &[]);
        }
        let mut parts = vec![self.html(language, "restrictions-intro", &[])];
        parts.extend_from_slice(&blocks[..shown]);
        if shown < restrictions.len() {
            parts.push(self.html(language, "restrictions-more", &[("count", (restrictions.len() - shown).into())]));
        }
        parts.push(self.html(language, "restrictions-outro", &[]));
        let joined = |one| match restrictions {
            [only] => self.joined_button(language, only.group),
            _ => self.joined_in_button(language, one),
        };
        let rows = restrictions[..shown].iter().flat_map(|one| {
            let mut rows = self.join_buttons(language, &one.channels, MAX_JOIN_BUTTONS);
            rows.push(vec![joined(one)]);
            rows
        });
        OutgoingMessage::text(stack(&parts, "\n\n")).with_keyboard(Keyboard(rows.collect()))
    }

    /// Tells someone that it was an admin who muted them in these groups, and not the gate.
    #[must_use]
    pub fn restricted_by_administrator_in(&self, language: Language, group_titles: &[String]) -> OutgoingMessage {
        if group_titles.is_empty() {
            return self.message(language, "restrictions-none", &[]);
        }
        let bold = |title: &String| Html::trusted(format!("<b>{}</b>", self.title(language, title)));
        let titles: Vec<Html> = group_titles.iter().map(bold).collect();
        let groups = self.list(language, &titles, 0, Conjunction::And, GROUPS_ROOM);
        self.message(language, "restricted-by-administrator-in", &[("groups", groups.into())])
    }

    fn restriction(&self, language: Language, one: &OwnRestriction) -> Html {
        let channels = self.channels(language, &one.channels, one.policy, CHANNELS_ROOM);
        let arguments = [
            ("group", self.title(language, &one.group_title).into()),
            ("since", self.moment(language, one.since).into()),
            ("case", or_none(one.case)),
            ("channels", channels.into()),
            ("needed", needed(one.channels.len(), one.policy).into()),
        ];
        self.html(language, "restriction", &arguments)
    }

    /// «I have joined», with the title of the group on it.
    fn joined_in_button(&self, language: Language, one: &OwnRestriction) -> Button {
        let group = self.plain_title(language, &one.group_title);
        let label = self.plain(language, "button-joined-in", &[("group", group.into())]);
        Button { label: cut(&label, MAX_LABEL), action: ButtonAction::Callback(CallbackData::Joined(one.group)) }
    }
}
