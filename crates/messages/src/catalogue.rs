//! The texts of one language.

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use thiserror::Error;
use unic_langid::LanguageIdentifier;

use crate::{
    direction::{with_leading_marks, with_steady_signs},
    language::{Language, Translation},
    number,
};

/// One language's translations, read.
pub(crate) struct Catalogue {
    pub(crate) language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// Why the translations can't be used: a mistake of whoever wrote them.
#[derive(Debug, Error)]
pub enum TextsError {
    /// A folder is not named by an IETF tag.
    #[error("`{language}` is not a language tag")]
    UnknownLanguage {
        /// The name of its folder.
        language: &'static str,
    },
    /// A translation file does not read, or has a key that another one has.
    #[error("the translation `{language}` can't be read: {reason}")]
    Unreadable {
        /// The language of the file.
        language: &'static str,
        /// What is wrong, as the parser tells it.
        reason: String,
    },
}

impl Catalogue {
    /// Reads a language's files.
    pub(crate) fn new(translation: &Translation) -> Result<Self, TextsError> {
        let language = translation.language.code();
        let tag: LanguageIdentifier = language.parse().map_err(|_| TextsError::UnknownLanguage { language })?;
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks that Fluent would put around every value show up as boxes in some of Telegram's clients: `direction` puts
        // them where they are needed.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(number::show));
        for file in translation.files {
            let is_right_to_left = translation.language.is_right_to_left();
            let file = if is_right_to_left { with_steady_signs(file) } else { (*file).to_owned() };
            let resource = FluentResource::try_new(file)
                .map_err(|(_, errors)| TextsError::Unreadable { language, reason: format!("{errors:?}") })?;
            bundle
                .add_resource(resource)
                .map_err(|errors| TextsError::Unreadable { language, reason: format!("{errors:?}") })?;
        }
        Ok(Self { language: translation.language, bundle })
    }

    /// The text of `key`; `None` if there is none or if it lacks an argument.
    pub(crate) fn format(&self, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
        if !errors.is_empty() {
            return None;
        }
        Some(if self.language.is_right_to_left() { with_leading_marks(&text) } else { text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(file: &'static str) -> Result<Catalogue, TextsError> {
        let files: &'static [&'static str] = Box::leak(Box::new([file]));
        Catalogue::new(&Translation { language: Language::ENGLISH, files })
    }

    #[test]
    fn a_missing_argument_is_told_and_not_shown() {
        let english = catalogue("greeting = Hello { $name }").unwrap();
        assert_eq!(english.format("greeting", &FluentArgs::new()), None);
        assert_eq!(english.format("farewell", &FluentArgs::new()), None);
    }

    #[test]
    fn a_broken_file_and_a_key_given_twice_are_refused() {
        assert!(catalogue("greeting = Hello { $name").is_err());
        assert!(catalogue("greeting = Hello\ngreeting = Hi").is_err());
    }
}
