//! The languages that the bot speaks, and the translation files of each.

/// A language that the bot speaks; English is the one that others fall back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language(&'static str);

/// A language and its translation files, one for each topic.
pub(crate) struct Translation {
    pub(crate) language: Language,
    pub(crate) files: &'static [&'static str],
}

macro_rules! file {
    ($code:literal, $topic:literal) => {
        include_str!(concat!("../locales/", $code, "/", $topic, ".ftl"))
    };
}

macro_rules! translations {
    ($($code:literal)*) => {
        const LANGUAGES: &[Language] = &[$(Language($code)),*];

        pub(crate) const TRANSLATIONS: &[Translation] = &[$(Translation {
            language: Language($code),
            files: &[
                file!($code, "common"),
                file!($code, "notice"),
                file!($code, "answers"),
                file!($code, "start"),
                file!($code, "settings"),
                file!($code, "panel"),
                file!($code, "help"),
                file!($code, "protect"),
                file!($code, "unprotect"),
                file!($code, "status"),
                file!($code, "stats"),
                file!($code, "sweep"),
                file!($code, "preview"),
                file!($code, "why"),
                file!($code, "exempt"),
                file!($code, "warnings"),
                file!($code, "menu"),
                file!($code, "profile"),
                file!($code, "setup"),
                file!($code, "denied"),
            ],
        }),*];
    };
}

// One line for each folder in `locales`.
translations! {
    "en"
    "es"
    "pt"
    "ru"
    "uk"
    "tr"
    "ar"
    "fa"
    "hi"
    "id"
}

impl Language {
    /// What every language falls back to.
    pub const ENGLISH: Self = Self("en");

    /// Every language, English first.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        LANGUAGES
    }

    /// Its IETF tag, as Telegram writes it: `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// Whether it reads from right to left.
    #[must_use]
    pub const fn is_right_to_left(self) -> bool {
        matches!(self.0.as_bytes(), b"ar" | b"fa")
    }

    /// The language that an IETF tag means, whatever its region: `es-MX` is Spanish.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        LANGUAGES.iter().copied().find(|language| language.code().eq_ignore_ascii_case(primary))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_does_not_matter() {
        for code in ["es", "es-MX", "ES_419"] {
            assert_eq!(Language::of_code(code).map(Language::code), Some("es"), "{code}");
        }
    }

    #[test]
    fn an_unknown_or_empty_code_is_no_language() {
        for code in ["", "-", "tlh", "english"] {
            assert_eq!(Language::of_code(code), None, "{code}");
        }
    }

    #[test]
    fn english_comes_first() {
        assert_eq!(Language::all().first(), Some(&Language::ENGLISH));
    }
}
