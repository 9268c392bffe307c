//! What a group shows to those it has muted, and to those who write in a channel's name.

use portcullis_domain::{
    GroupId,
    html::Html,
    message::{Button, CallbackData, Keyboard, OutgoingMessage},
    notice::{MAX_NAMED, NamedPerson},
    settings::Policy,
};

use crate::{
    ChannelLink, Language, Texts,
    channel_link::needed,
    check_notice_text,
    list::Conjunction,
    notice_text::{CHANNELS_ROOM, Fillings, PEOPLE_ROOM, fill},
};

/// How many channels have a button of their own; Telegram takes a hundred buttons, nobody reads so many.
const MAX_JOIN_BUTTONS: usize = 20;

/// What a notice says.
#[derive(Clone, Copy, Debug)]
pub struct NoticeText<'a> {
    /// The group: what the button is about.
    pub group: GroupId,
    /// Its title, for a text that names it.
    pub group_title: &'a str,
    /// The people called by name.
    pub named: &'a [NamedPerson],
    /// How many more it is for.
    pub others: usize,
    /// What to join.
    pub channels: &'a [ChannelLink],
    /// Whether all of it, or one.
    pub policy: Policy,
    /// The admins' own text (setting `notice_text`); empty: the standard text.
    pub custom: &'a str,
}

impl Texts {
    /// Tells muted people what to do, with a button for each channel and «I have joined».
    ///
    /// Where the admins' own text would be refused by Telegram, the standard one takes its place.
    #[must_use]
    pub fn notice(&self, language: Language, notice: &NoticeText<'_>) -> OutgoingMessage {
        let is_custom = !notice.custom.trim().is_empty() && check_notice_text(notice.custom).is_ok();
        let html = if is_custom {
            fill(notice.custom, &self.fillings(language, notice))
        } else {
            self.standard_notice(language, notice)
        };
        let mut rows = self.join_buttons(language, notice.channels, MAX_JOIN_BUTTONS);
        rows.push(vec![self.joined_button(language, notice.group)]);
        OutgoingMessage::text(html).with_keyboard(Keyboard(rows))
    }

    /// Tells whoever writes in a channel's name to write as a person: a channel can't be muted, nor checked.
    #[must_use]
    pub fn channel_sender_notice(&self, language: Language, sender_title: &str, group_title: &str) -> OutgoingMessage {
        let sender = self.title(language, sender_title);
        let group = self.title(language, group_title);
        self.message(language, "channel-sender-notice", &[("sender", sender.into()), ("group", group.into())])
    }

    /// What is left of a message that is out of date and can be deleted no more.
    #[must_use]
    pub fn outdated_message(&self, language: Language) -> OutgoingMessage {
        self.message(language, "outdated-message", &[])
    }

    /// «I have joined», for one's own restriction in this group.
    pub(crate) fn joined_button(&self, language: Language, group: GroupId) -> Button {
        self.callback_button(language, "button-joined", CallbackData::Joined(group))
    }

    fn standard_notice(&self, language: Language, notice: &NoticeText<'_>) -> Html {
        let Fillings { people, channels, .. } = self.fillings(language, notice);
        let needed = needed(notice.channels.len(), notice.policy);
        let arguments = [("people", people.into()), ("channels", channels.into()), ("needed", needed.into())];
        self.html(language, "notice", &arguments)
    }

    fn fillings(&self, language: Language, notice: &NoticeText<'_>) -> Fillings {
        Fillings {
            people: self.people(language, notice.named, notice.others),
            group: self.title(language, notice.group_title),
            channels: self.channels(language, notice.channels, notice.policy, CHANNELS_ROOM),
        }
    }

    /// «Ana, Ben and 5 more».
    pub(crate) fn people(&self, language: Language, named: &[NamedPerson], others: usize) -> Html {
        let called = named.iter().take(MAX_NAMED).map(|person| self.mention(language, person.user, &person.name));
        let called: Vec<Html> = called.collect();
        let hidden = (named.len() - called.len()).saturating_add(others);
        if called.is_empty() {
            return self.html(language, "people-unnamed", &[]);
        }
        self.list(language, &called, hidden, Conjunction::And, PEOPLE_ROOM)
    }
}
