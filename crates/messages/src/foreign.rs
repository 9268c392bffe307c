//! Text that strangers wrote: names, titles, words. It is cleaned and cut before it is escaped.
//!
//! Lengths are UTF-16 units, as Telegram counts them: an emoji is two.
//! <https://core.telegram.org/bots/api#messageentity>

use portcullis_domain::{UserId, html::Html};

use crate::{Language, Texts, direction::isolated};

/// The longest name of a person that is shown.
const MAX_NAME: usize = 64;
/// The longest title of a chat that is shown: Telegram's own limit.
const MAX_TITLE: usize = 128;
/// The longest piece of a command that is quoted.
const MAX_WORD: usize = 64;

/// How long Telegram takes a text to be.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// At most `max` of a text, with `…` in place of what is left out.
pub(crate) fn cut(text: &str, max: usize) -> String {
    if length(text) <= max {
        return text.to_owned();
    }
    let mut room = max.saturating_sub(1);
    let fitting = text.chars().take_while(|letter| {
        let fits = letter.len_utf16() <= room;
        room = room.saturating_sub(letter.len_utf16());
        fits
    });
    let mut short: String = fitting.collect();
    short.push('…');
    short
}

/// Whether a text shows nothing at all.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

impl Texts {
    /// A chat's title.
    pub(crate) fn title(&self, language: Language, title: &str) -> Html {
        Html::escape(&self.plain_title(language, title))
    }

    /// A chat's title for where plain text is shown.
    pub(crate) fn plain_title(&self, language: Language, title: &str) -> String {
        self.short_title(language, title, MAX_TITLE)
    }

    /// The same in at most `max` letters, what isolates it aside.
    pub(crate) fn short_title(&self, language: Language, title: &str, max: usize) -> String {
        let shown = clean(title, max.min(MAX_TITLE));
        if is_blank(&shown) { self.plain(language, "unnamed-chat", &[]) } else { isolated(language, &shown) }
    }

    /// A person's name that calls them: it is a mention.
    pub(crate) fn mention(&self, language: Language, user: UserId, name: &str) -> Html {
        let shown = clean(name, MAX_NAME);
        let shown =
            if is_blank(&shown) { self.plain(language, "unnamed-person", &[]) } else { isolated(language, &shown) };
        Html::mention(user, &shown)
    }

    /// The same where the name may not be known.
    pub(crate) fn mention_or_id(&self, language: Language, user: UserId, name: Option<&str>) -> Html {
        match name {
            Some(name) => self.mention(language, user, name),
            None => Html::mention(user, &isolated(language, &user.to_string())),
        }
    }
}

/// A person's name that calls nobody, or the id where the name is not known.
pub(crate) fn name_or_id(language: Language, user: UserId, name: Option<&str>) -> Html {
    match name.map(|name| clean(name, MAX_NAME)).filter(|name| !is_blank(name)) {
        Some(name) => Html::escape(&isolated(language, &name)),
        None => code(language, &user.to_string()),
    }
}

/// What is typed letter for letter, and copied by a tap.
pub(crate) fn code(language: Language, text: &str) -> Html {
    Html::trusted(isolated(language, &format!("<code>{}</code>", Html::escape(text))))
}

/// A word that somebody typed, for a translation to quote as code. Where that reads from right to left, its code is isolated
/// already.
pub(crate) fn typed(language: Language, text: &str) -> Html {
    if language.is_right_to_left() { Html::escape(&clean(text, MAX_WORD)) } else { word(language, text) }
}

/// A word of no language: a setting's key, say.
pub(crate) fn word(language: Language, text: &str) -> Html {
    Html::escape(&isolated(language, &clean(text, MAX_WORD)))
}

/// A text on one line that neither hides nor turns around what stands beside it.
fn clean(text: &str, max: usize) -> String {
    let on_one_line = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let upright = on_one_line.filter(|letter| !turns_text_around(*letter)).skip_while(|letter| letter.is_whitespace());
    // One letter more than may be shown tells that something is left out; the rest need not be looked at.
    let start: String = upright.take(max + 1).collect();
    cut(start.trim_end(), max)
}

/// The embeddings, overrides and isolates of Unicode's bidirectional algorithm: one that is not closed runs on into our text.
const fn turns_text_around(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Blanks, and letters of no width that names are made of to be unreadable.
fn is_invisible(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}')
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(letter, '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}')
        || matches!(letter, '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_that_shows_nothing_is_replaced() {
        let texts = Texts::load().unwrap();
        for name in ["", " \n", "\u{3164}\u{200D}", "\u{202E}"] {
            let mention = texts.mention(Language::ENGLISH, UserId(7), name);
            assert_eq!(mention.as_str(), r#"<a href="tg://user?id=7">someone</a>"#, "{name:?}");
        }
    }

    #[test]
    fn a_name_can_neither_break_the_line_nor_turn_it_around() {
        assert_eq!(clean("A\u{202E}b\nc ", MAX_NAME), "Ab c");
    }

    #[test]
    fn an_emoji_is_never_cut_in_two() {
        assert_eq!(cut("😀😀😀", 5), "😀😀…");
        assert_eq!(cut("😀😀😀", 4), "😀…");
        assert_eq!(cut("😀😀😀", 6), "😀😀😀");
    }

    proptest! {
        #[test]
        fn what_is_cut_fits(text in ".*", max in 1_usize..80) {
            prop_assert!(length(&cut(&text, max)) <= max);
        }
    }
}
