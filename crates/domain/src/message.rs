//! What the bot sends: text and buttons, and how urgent it is.

use crate::{MessageId, SetupId, ThreadId, html::Html, settings_panel::PanelPress};

/// A message to send or the new content of one to edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingMessage {
    /// 1 to 4096 letters after parsing.
    pub html: Html,
    /// Rows of buttons under the text; empty: none.
    pub keyboard: Keyboard,
    /// What becomes of the keyboard under the input field of a private chat; only where there are no buttons under the
    /// text. `None`: it stays as it is.
    pub reply_keyboard: Option<ReplyKeyboard>,
    /// The message this one answers; if that is gone, it is sent all the same.
    pub reply_to: Option<MessageId>,
    /// The forum topic it belongs in; `None` for the general topic and for groups without topics.
    pub thread: Option<ThreadId>,
}

impl OutgoingMessage {
    /// A message without buttons that answers nothing.
    #[must_use]
    pub const fn text(html: Html) -> Self {
        Self { html, keyboard: Keyboard(Vec::new()), reply_keyboard: None, reply_to: None, thread: None }
    }

    /// The same with `keyboard` under it.
    #[must_use]
    pub fn with_keyboard(self, keyboard: Keyboard) -> Self {
        Self { keyboard, ..self }
    }

    /// The same, which changes the keyboard of a private chat.
    #[must_use]
    pub fn with_reply_keyboard(self, keyboard: ReplyKeyboard) -> Self {
        Self { reply_keyboard: Some(keyboard), ..self }
    }

    /// The same as an answer to `message`.
    #[must_use]
    pub fn in_reply_to(self, message: MessageId) -> Self {
        Self { reply_to: Some(message), ..self }
    }

    /// The same at a place in a group.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { thread: place.thread, reply_to: place.root.or(self.reply_to), ..self }
    }

    /// The same in a forum's topic.
    #[must_use]
    pub fn in_thread(self, thread: Option<ThreadId>) -> Self {
        Self { thread, ..self }
    }
}

/// Where in a group something was written, so that a word about it finds the place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The forum topic; `None`: "General", or the group has no topics.
    pub thread: Option<ThreadId>,
    /// Outside forums, the first message of the chain of answers it belongs to: among the comments under a channel's post
    /// that is the post's copy in the group. Telegram ignores `message_thread_id` there, so that only an answer reaches the
    /// comments.
    pub root: Option<MessageId>,
}

/// Rows of buttons under a message.
/// <https://core.telegram.org/bots/api#inlinekeyboardmarkup>
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keyboard(pub Vec<Vec<Button>>);

/// What becomes of the keyboard under the input field of a private chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplyKeyboard {
    /// One button, by which a person chooses a channel: Telegram adds the bot there, and names the channel.
    /// <https://core.telegram.org/bots/api#keyboardbuttonrequestchat>
    ChooseChannel {
        /// What stands on it: plain text.
        label: String,
        /// What the answer is about.
        setup: SetupId,
    },
    /// The person is asked to answer this very message. <https://core.telegram.org/bots/api#forcereply>
    Reply {
        /// What stands in the empty input field: plain text of 1 to 64 letters.
        placeholder: String,
    },
    /// The letters come back.
    Remove,
}

/// A button under a message.
/// <https://core.telegram.org/bots/api#inlinekeyboardbutton>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What stands on it: plain text.
    pub label: String,
    /// What it does.
    pub action: ButtonAction,
}

/// What a button does when pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ButtonAction {
    /// Opens an http(s) or tg:// address.
    Url(String),
    /// Sends a callback query with this data.
    Callback(CallbackData),
}

/// What a button of ours carries: the action and the group it concerns, never a person, since anybody can press it
/// and the data can be forged. It is 1 to 64 bytes on the wire.
/// <https://core.telegram.org/bots/api#callbackquery>
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackData {
    /// «I have joined»: check the presser's own restriction in this group.
    Joined(crate::GroupId),
    /// «Use the linked channel»: protect this group with the channel whose discussion group it is.
    UseLinkedChannel(crate::GroupId),
    /// A button of the panel of this group's settings.
    Settings(crate::GroupId, PanelPress),
    /// «Go on»: end the brake of this group.
    GoOn(crate::GroupId),
    /// «Cancel» under the progress of this group's sweep.
    CancelSweep(crate::GroupId),
    /// «Cancel» under the progress of this group's preview.
    CancelPreview(crate::GroupId),
    /// A page of the list of those who are exempt in this group, counted from 0.
    Exemptions(crate::GroupId, u32),
}

impl CallbackData {
    /// The data as it goes over the wire.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Joined(group) => format!("joined:{group}"),
            Self::UseLinkedChannel(group) => format!("linked:{group}"),
            Self::CancelSweep(group) => format!("sweep:{group}"),
            Self::CancelPreview(group) => format!("preview:{group}"),
            Self::Settings(group, press) => format!("set:{group}:{}", press.encode()),
            Self::GoOn(group) => format!("brake:{group}"),
            Self::Exemptions(group, page) => format!("exempt:{group}:{page}"),
        }
    }

    /// The group whose admins alone may press the button; `None`: anybody may.
    #[must_use]
    pub const fn administered_group(&self) -> Option<crate::GroupId> {
        match self {
            Self::Joined(_) => None,
            Self::UseLinkedChannel(group)
            | Self::Settings(group, _)
            | Self::GoOn(group)
            | Self::CancelSweep(group)
            | Self::CancelPreview(group)
            | Self::Exemptions(group, _) => Some(*group),
        }
    }

    /// Reads data back; `None` for anything that this program does not put on a button.
    #[must_use]
    pub fn decode(data: &str) -> Option<Self> {
        let (action, rest) = data.split_once(':')?;
        let (group, rest) = rest.split_once(':').map_or((rest, None), |(group, rest)| (group, Some(rest)));
        let group = crate::GroupId(group.parse().ok()?);
        match (action, rest) {
            ("joined", None) => Some(Self::Joined(group)),
            ("linked", None) => Some(Self::UseLinkedChannel(group)),
            ("brake", None) => Some(Self::GoOn(group)),
            ("sweep", None) => Some(Self::CancelSweep(group)),
            ("preview", None) => Some(Self::CancelPreview(group)),
            ("set", Some(press)) => PanelPress::decode(press).map(|press| Self::Settings(group, press)),
            ("exempt", Some(page)) => page.parse().ok().map(|page| Self::Exemptions(group, page)),
            _ => None,
        }
    }
}

/// How urgent a message is when the limit on messages leaves room for one only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SendPriority {
    /// Progress of a sweep: last.
    Sweep,
    /// A word to people who have passed the gate: nobody waits for it.
    Welcome,
    /// The answer to anybody's command or private message.
    Answer,
    /// The answer to a group's admin.
    AdministratorAnswer,
    /// A notice that says to a muted person what to do: first.
    Notice,
}

impl SendPriority {
    /// Every priority, from the most urgent on.
    pub const ALL: [Self; 5] = [Self::Notice, Self::AdministratorAnswer, Self::Answer, Self::Welcome, Self::Sweep];
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        GroupId,
        setting::{Setting, SettingValues},
    };

    proptest! {
        #[test]
        fn callback_data_survives_the_wire_within_64_bytes(group: i64, other: i64, page: u32) {
            let group = GroupId(group);
            let mut all = vec![
                CallbackData::Joined(group), CallbackData::UseLinkedChannel(group), CallbackData::Exemptions(group, page),
                CallbackData::CancelSweep(group), CallbackData::CancelPreview(group),
            ];
            let presses = [
                PanelPress::Open, PanelPress::Close, PanelPress::Sources(page), PanelPress::Copy(GroupId(other)),
            ];
            let of_setting = |setting: Setting| {
                let longest = match setting.values() {
                    SettingValues::Words(words) => words.iter().max_by_key(|word| word.len()).unwrap_or(&"").to_string(),
                    SettingValues::Number { most, .. } => most.to_string(),
                    SettingValues::Text => String::new(),
                    SettingValues::Language => "zh-hans".to_owned(),
                };
                [PanelPress::Page(setting), PanelPress::Ask(setting), PanelPress::Set(setting, longest)]
            };
            let presses = presses.into_iter().chain(Setting::ALL.into_iter().flat_map(of_setting));
            all.extend(presses.map(|press| CallbackData::Settings(group, press)));
            for data in all {
                prop_assert!(data.encode().len() <= 64, "{}", data.encode());
                prop_assert_eq!(CallbackData::decode(&data.encode()), Some(data));
            }
        }

        #[test]
        fn forged_callback_data_is_refused_quietly_or_is_what_a_button_may_carry(
            data in prop_oneof![".*", "[a-z]{0,9}:[-+0-9]{0,22}.{0,3}", "joined:[-+]?[0-9]{1,20}",
                "set:[-+]?[0-9]{1,20}:[a-z_]{0,30}=?.{0,9}"],
        ) {
            if let Some(read) = CallbackData::decode(&data) {
                let written = read.encode();
                prop_assert!(written.len() <= 64);
                prop_assert_eq!(CallbackData::decode(&written), Some(read));
            }
        }
    }

    #[test]
    fn notices_go_before_answers_and_an_admins_before_anybodys_and_those_before_welcomes_and_sweeps() {
        assert!(SendPriority::ALL.is_sorted_by(|more, less| more > less));
        assert_eq!(SendPriority::ALL[0], SendPriority::Notice);
        assert_eq!(SendPriority::ALL[3..], [SendPriority::Welcome, SendPriority::Sweep]);
    }
}
