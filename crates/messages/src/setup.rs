//! Setting a group up without typing: what the group is greeted with, what is tapped in private, and what comes of it.

use portcullis_domain::{
    GroupId, SetupId,
    administrator_rights::MissingRight,
    message::{Button, ButtonAction, CallbackData, Keyboard, OutgoingMessage, ReplyKeyboard},
    ports::{BotIdentity, CallbackAnswer},
};

use crate::{
    Language, ProtectRefusal, ProtectedText, Texts,
    channel_link::{MAX_LABEL, conjunction},
    foreign::cut,
    protect_refusal::minutes,
    start::{add_to_group, only},
};

/// What the channels may take of the line that tells a group of its gate.
const CHANNELS_ROOM: usize = 2_600;

/// The rights that the bot needs in a group.
const IN_GROUP: [MissingRight; 2] = [MissingRight::DeleteMessages, MissingRight::RestrictMembers];

/// The channel whose discussion group a group is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedChannel {
    /// Its title: hostile text; `None` where the bot may not see it yet.
    pub title: Option<String>,
}

/// A group that made the bot its admin.
#[derive(Clone, Copy, Debug)]
pub struct GreetingText<'a> {
    /// The group.
    pub group: GroupId,
    /// The rights that the bot lacks there all the same.
    pub missing: &'a [MissingRight],
    /// The channel that the group may want.
    pub linked: Option<&'a LinkedChannel>,
    /// The bot, for the link into private.
    pub bot: &'a BotIdentity,
}

impl Texts {
    /// What is left to do in a group whose admin the bot has become, with the buttons for it.
    #[must_use]
    pub fn setup_greeting(&self, language: Language, greeting: &GreetingText<'_>) -> OutgoingMessage {
        let GreetingText { group, missing, linked, bot } = *greeting;
        let mut rows = Vec::new();
        rows.extend(linked.map(|linked| vec![self.use_linked_button(language, linked, group)]));
        rows.push(vec![self.choose_button(language, bot, group)]);
        let text = if missing.is_empty() {
            let (kind, channel) = self.linked_arguments(language, linked);
            self.message(language, "setup-greeting", &[("linked", kind.into()), ("channel", channel.into())])
        } else {
            self.message(language, "setup-greeting-lacking", &[("rights", self.rights(language, missing).into())])
        };
        text.with_keyboard(Keyboard(rows))
    }

    /// The bot was added without rights: how to make it an admin.
    #[must_use]
    pub fn setup_appoint_me(&self, language: Language, bot: &BotIdentity) -> OutgoingMessage {
        let rights = self.rights(language, &IN_GROUP);
        let text = self.message(language, "setup-appoint-me", &[("rights", rights.into())]);
        text.with_keyboard(only(self.appoint_button(language, bot)))
    }

    /// In private: shall it be the linked channel?
    #[must_use]
    pub fn setup_linked(
        &self,
        language: Language,
        group_title: &str,
        linked: &LinkedChannel,
        group: GroupId,
    ) -> OutgoingMessage {
        let (kind, channel) = self.linked_arguments(language, Some(linked));
        let arguments =
            [("group", self.title(language, group_title).into()), ("linked", kind.into()), ("channel", channel.into())];
        let button = self.use_linked_button(language, linked, group);
        self.message(language, "setup-linked", &arguments).with_keyboard(only(button))
    }

    /// In private: which channel? With the button that chooses one.
    #[must_use]
    pub fn setup_choose(&self, language: Language, group_title: &str, setup: SetupId) -> OutgoingMessage {
        let label = cut(&self.plain(language, "button-setup-choose", &[]), MAX_LABEL);
        let group = self.title(language, group_title);
        let text = self.message(language, "setup-choose", &[("group", group.into())]);
        text.with_reply_keyboard(ReplyKeyboard::ChooseChannel { label, setup })
    }

    /// In private: it is done, and the letters come back.
    #[must_use]
    pub fn setup_done(&self, language: Language) -> OutgoingMessage {
        self.message(language, "setup-done", &[]).with_reply_keyboard(ReplyKeyboard::Remove)
    }

    /// In private: everything that is in force, and what can be done next.
    #[must_use]
    pub fn setup_protected(&self, language: Language, protected: &ProtectedText<'_>) -> OutgoingMessage {
        let query = format!("start=setup_{}", protected.group);
        let rows = [
            self.link_button(language, "button-setup-another", protected.bot, &query),
            self.settings_button(language, protected.bot, protected.group),
        ];
        self.protected(language, protected).with_keyboard(Keyboard(rows.map(|button| vec![button]).to_vec()))
    }

    /// In the group: one line that the gate is on.
    #[must_use]
    pub fn setup_gate_on(&self, language: Language, protected: &ProtectedText<'_>) -> OutgoingMessage {
        let policy = protected.policy;
        let names: Vec<_> = protected.channels.iter().map(|channel| self.channel(language, channel)).collect();
        let channels = self.list(language, &names, 0, conjunction(policy), CHANNELS_ROOM);
        let arguments = [("mode", protected.mode.word().into()), ("channels", channels.into())];
        self.message(language, "setup-gate-on", &arguments)
    }

    /// In private: only the group's admins may set it up.
    #[must_use]
    pub fn setup_administrators_only(&self, language: Language) -> OutgoingMessage {
        self.message(language, "setup-administrators-only", &[])
    }

    /// In private: nobody knows any more which group a channel was chosen for.
    #[must_use]
    pub fn setup_outdated(&self, language: Language) -> OutgoingMessage {
        self.message(language, "setup-outdated", &[]).with_reply_keyboard(ReplyKeyboard::Remove)
    }

    /// The answer to a press of somebody who is no admin.
    #[must_use]
    pub fn setup_press_of_administrators_only(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Alert(self.plain(language, "setup-administrators-only", &[]))
    }

    /// The answer to a press where no channel is linked any more.
    #[must_use]
    pub fn setup_nothing_linked(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Alert(self.plain(language, "setup-nothing-linked", &[]))
    }

    /// The answer to a press that switched the gate on.
    #[must_use]
    pub fn setup_press_done(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Toast(self.plain(language, "setup-press-done", &[]))
    }

    /// The answer to a press after which a check failed: a message says which.
    #[must_use]
    pub fn setup_press_refused(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Toast(self.plain(language, "setup-press-refused", &[]))
    }

    /// Which check failed, and what to tap; what taps alone can't lead to is said in the words of `/protect`.
    #[must_use]
    pub fn setup_refused(
        &self,
        language: Language,
        refusal: &ProtectRefusal,
        bot: &BotIdentity,
        group: GroupId,
    ) -> OutgoingMessage {
        let about = |key, title: &str| self.message(language, key, &[("channel", self.title(language, title).into())]);
        let naming = |key, missing: &[MissingRight]| {
            self.message(language, key, &[("rights", self.rights(language, missing).into())])
        };
        match refusal {
            ProtectRefusal::BasicGroup => {
                let text = self.message(language, "setup-basic-group", &[]);
                text.with_keyboard(only(self.appoint_button(language, bot)))
            }
            ProtectRefusal::BotIsNoAdministrator => {
                naming("setup-not-appointed", &IN_GROUP).with_keyboard(only(self.appoint_button(language, bot)))
            }
            ProtectRefusal::BotLacks(missing) => {
                naming("setup-bot-lacks", missing).with_keyboard(only(self.choose_button(language, bot, group)))
            }
            ProtectRefusal::BotNotInChannel(title) => {
                about("setup-not-in-channel", title).with_keyboard(only(self.add_to_channel_button(language, bot)))
            }
            ProtectRefusal::BotMayNotInvite(title) => {
                let right = self.html(language, "right-add-subscribers", &[]);
                let channel = self.title(language, title);
                self.message(language, "setup-may-not-invite", &[("channel", channel.into()), ("right", right.into())])
            }
            ProtectRefusal::CallerNotInChannel(title) => about("setup-caller-not-in-channel", title),
            ProtectRefusal::MustWait(wait) => {
                self.message(language, "setup-must-wait", &[("minutes", minutes(*wait).into())])
            }
            other => self.protect_refused(language, other, bot),
        }
    }

    /// What the translations choose by, and the channel's title.
    fn linked_arguments(
        &self,
        language: Language,
        linked: Option<&LinkedChannel>,
    ) -> (&'static str, portcullis_domain::html::Html) {
        let title = linked.and_then(|linked| linked.title.as_deref());
        let kind = match (linked, title) {
            (_, Some(_)) => "named",
            (Some(_), None) => "unseen",
            (None, None) => "none",
        };
        (kind, self.title(language, title.unwrap_or_default()))
    }

    fn use_linked_button(&self, language: Language, linked: &LinkedChannel, group: GroupId) -> Button {
        let label = match &linked.title {
            Some(title) => {
                let channel = self.plain_title(language, title);
                self.plain(language, "button-setup-use-linked", &[("channel", channel.into())])
            }
            None => self.plain(language, "button-setup-use-unseen", &[]),
        };
        let action = ButtonAction::Callback(CallbackData::UseLinkedChannel(group));
        Button { label: cut(&label, MAX_LABEL), action }
    }

    fn choose_button(&self, language: Language, bot: &BotIdentity, group: GroupId) -> Button {
        self.link_button(language, "button-setup-choose", bot, &format!("start=setup_{group}"))
    }

    fn appoint_button(&self, language: Language, bot: &BotIdentity) -> Button {
        self.link_button(language, "button-setup-appoint", bot, &add_to_group())
    }
}
