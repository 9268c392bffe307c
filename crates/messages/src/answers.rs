//! The answers to «I have joined»: plain text of up to 200 letters.
//! <https://core.telegram.org/bots/api#answercallbackquery>

use portcullis_domain::{ports::CallbackAnswer, settings::Policy};

use crate::{
    ChannelLink, Language, Texts,
    channel_link::{conjunction, needed},
    foreign::{cut, length},
};

/// The longest answer to a pressed button.
const MAX_ANSWER: usize = 200;
/// What one channel's title may take of it.
const MAX_LONE_TITLE: usize = 80;
/// How many channels an answer names at most.
const MAX_NAMED: usize = 10;

impl Texts {
    /// The person is in the channels and may write again.
    #[must_use]
    pub fn passed(&self, language: Language, group_title: &str) -> CallbackAnswer {
        let group = self.plain_title(language, group_title);
        let text = self.plain(language, "answer-passed", &[("group", group.into())]);
        CallbackAnswer::Toast(cut(&text, MAX_ANSWER))
    }

    /// The person is not in the channels yet: names them, as many as there is room for.
    #[must_use]
    pub fn still_missing(&self, language: Language, channels: &[ChannelLink], policy: Policy) -> CallbackAnswer {
        let most = channels.len().min(MAX_NAMED);
        let mut texts = (1..=most).rev().map(|shown| self.still_missing_naming(language, channels, shown, policy));
        let fitting = texts.find(|text| length(text) <= MAX_ANSWER);
        let text = fitting.unwrap_or_else(|| self.still_missing_naming(language, channels, most.min(1), policy));
        CallbackAnswer::Alert(cut(&text, MAX_ANSWER))
    }

    /// The person is not muted here.
    #[must_use]
    pub fn not_restricted(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Toast(self.answer(language, "answer-not-restricted"))
    }

    /// It was an admin who muted the person, so the bot leaves it at that.
    #[must_use]
    pub fn restricted_by_administrator(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Alert(self.answer(language, "answer-restricted-by-administrator"))
    }

    /// Telegram does not answer; nothing has changed.
    #[must_use]
    pub fn could_not_check(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Alert(self.answer(language, "answer-could-not-check"))
    }

    /// The person is in the channels, and Telegram does not let the bot un-mute them.
    #[must_use]
    pub fn could_not_unmute(&self, language: Language, group_title: &str) -> CallbackAnswer {
        let group = self.plain_title(language, group_title);
        let text = self.plain(language, "answer-could-not-unmute", &[("group", group.into())]);
        CallbackAnswer::Alert(cut(&text, MAX_ANSWER))
    }

    /// The button is one of a notice that means nothing any more.
    #[must_use]
    pub fn outdated_button(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Toast(self.answer(language, "answer-outdated-button"))
    }

    /// A text in the room that the answer to a press has.
    pub(crate) fn answer(&self, language: Language, key: &str) -> String {
        cut(&self.plain(language, key, &[]), MAX_ANSWER)
    }

    /// The answer with the first `shown` channels named and the others counted.
    fn still_missing_naming(
        &self,
        language: Language,
        channels: &[ChannelLink],
        shown: usize,
        policy: Policy,
    ) -> String {
        // A title that stands alone is shortened rather than left out: it is what the person has to look for.
        let room = if shown == 1 { MAX_LONE_TITLE } else { MAX_ANSWER };
        let titles = channels.iter().take(shown).map(|channel| self.short_title(language, &channel.title, room));
        let list = self.join(language, titles.collect(), channels.len() - shown, conjunction(policy));
        let needed = needed(channels.len(), policy);
        self.plain(language, "answer-still-missing", &[("channels", list.into()), ("needed", needed.into())])
    }
}
