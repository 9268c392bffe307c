//! What a group says to those who have passed its gate, in its admins' words.

use portcullis_domain::{message::OutgoingMessage, notice::NamedPerson, settings::Policy};

use crate::{
    ChannelLink, Language, NoticeTextError, Texts, check_notice_text,
    notice_text::{CHANNELS_ROOM, Fillings, fill},
};

/// What a welcome says.
#[derive(Clone, Copy, Debug)]
pub struct WelcomeText<'a> {
    /// The group's title, for a text that names it.
    pub group_title: &'a str,
    /// The people who are welcomed: the first of them are called by name, the others counted.
    pub named: &'a [NamedPerson],
    /// The group's channels.
    pub channels: &'a [ChannelLink],
    /// Whether all of them are needed, or one.
    pub policy: Policy,
    /// The admins' text (setting `welcome_text`).
    pub custom: &'a str,
}

impl Texts {
    /// The admins' welcome, filled in.
    ///
    /// # Errors
    ///
    /// [`NoticeTextError`]: Telegram would refuse the text.
    pub fn welcome(&self, language: Language, welcome: &WelcomeText<'_>) -> Result<OutgoingMessage, NoticeTextError> {
        check_notice_text(welcome.custom)?;
        let fillings = Fillings {
            people: self.people(language, welcome.named, 0),
            group: self.title(language, welcome.group_title),
            channels: self.channels(language, welcome.channels, welcome.policy, CHANNELS_ROOM),
        };
        Ok(OutgoingMessage::text(fill(welcome.custom, &fillings)))
    }
}
