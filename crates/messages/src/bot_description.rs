//! What the bot says of itself to whoever has not written to it yet.

use portcullis_domain::ports::Description;

use crate::{Language, Texts, foreign::cut};

/// How long Telegram lets a description be, and a short one.
/// <https://core.telegram.org/bots/api#setmydescription> <https://core.telegram.org/bots/api#setmyshortdescription>
const MAX_FULL: usize = 512;
const MAX_SHORT: usize = 120;

impl Texts {
    /// The description in this language; without a language: for everybody whose language is not spoken.
    #[must_use]
    pub fn bot_description(&self, which: Description, language: Option<Language>) -> String {
        let language = language.unwrap_or(Language::ENGLISH);
        match which {
            Description::Full => cut(&self.plain(language, "bot-description", &[]), MAX_FULL),
            Description::Short => cut(&self.plain(language, "bot-short-description", &[]), MAX_SHORT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_description_is_said_whole() {
        let texts = Texts::load().unwrap();
        for language in Language::all() {
            for which in [Description::Full, Description::Short] {
                let said = texts.bot_description(which, Some(*language));
                assert!(!said.is_empty() && !said.ends_with('…'), "{}: {said}", language.code());
            }
        }
    }
}
