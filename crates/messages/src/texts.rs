//! The texts of all languages, and which language a person reads.

use std::{fmt, sync::Arc};

use portcullis_domain::{group::Group, html::Html, message::OutgoingMessage, sender::Person, settings::LanguageChoice};

use crate::{
    Language,
    argument::{Arguments, fluent},
    catalogue::{Catalogue, TextsError},
    language::TRANSLATIONS,
};

/// Every text that a person reads, in every language. Cheap to clone.
#[derive(Clone)]
pub struct Texts(Arc<[Catalogue]>);

impl Texts {
    /// Reads the translations, which are part of the program.
    ///
    /// # Errors
    ///
    /// [`TextsError`]: a translation is faulty; the tests of this crate keep that from being released.
    pub fn load() -> Result<Self, TextsError> {
        TRANSLATIONS.iter().map(Catalogue::new).collect::<Result<Vec<_>, _>>().map(|all| Self(all.into()))
    }

    /// Every language, English first.
    #[must_use]
    pub const fn languages() -> &'static [Language] {
        Language::all()
    }

    /// The language to speak: the group's setting, else the person's own (`User.language_code`, with or without a
    /// region), else English. <https://core.telegram.org/bots/api#user>
    #[must_use]
    pub fn language(&self, choice: &LanguageChoice, person_code: Option<&str>) -> Language {
        let chosen = match choice {
            LanguageChoice::Auto => None,
            LanguageChoice::Code(code) => Language::of_code(code),
        };
        chosen.or_else(|| person_code.and_then(Language::of_code)).unwrap_or(Language::ENGLISH)
    }

    /// The [`language`](Self::language) to speak to `person` in `group`, where there is either. Where nobody in particular is
    /// spoken to, it is to the group's admins, of whom the owner's language is known.
    #[must_use]
    pub fn language_for(&self, group: Option<&Group>, person: Option<&Person>) -> Language {
        let choice = group.map_or(&LanguageChoice::Auto, |group| &group.settings.language);
        let code = match person {
            Some(person) => person.language_code.as_deref(),
            None => group.and_then(|group| group.owner_language_code.as_deref()),
        };
        self.language(choice, code)
    }

    /// A text in Telegram's HTML.
    pub(crate) fn html(&self, language: Language, key: &str, arguments: Arguments<'_, Html>) -> Html {
        Html::trusted(self.format(language, key, arguments))
    }

    /// A text that is shown letter for letter: on a button, in the answer to one, in a menu.
    pub(crate) fn plain(&self, language: Language, key: &str, arguments: Arguments<'_, String>) -> String {
        self.format(language, key, arguments)
    }

    /// A message of one text, without buttons.
    pub(crate) fn message(&self, language: Language, key: &str, arguments: Arguments<'_, Html>) -> OutgoingMessage {
        OutgoingMessage::text(self.html(language, key, arguments))
    }

    /// The text in this language, else in English, else the key's name: something wrong is better than nothing.
    fn format<T: ToString>(&self, language: Language, key: &str, arguments: Arguments<'_, T>) -> String {
        let arguments = fluent(arguments);
        let in_language = |language| self.0.iter().find(|one| one.language == language)?.format(key, &arguments);
        in_language(language).or_else(|| in_language(Language::ENGLISH)).unwrap_or_else(|| key.to_owned())
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|one| one.language)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Translation;

    fn code(code: &str) -> LanguageChoice {
        LanguageChoice::Code(code.to_owned())
    }

    fn spanish() -> Language {
        Language::of_code("es").unwrap()
    }

    #[test]
    fn a_group_s_setting_goes_before_the_person_s_language_and_that_before_english() {
        let texts = Texts::load().unwrap();
        assert_eq!(texts.language(&code("es"), Some("en")), spanish());
        assert_eq!(texts.language(&LanguageChoice::Auto, Some("es-MX")), spanish());
        assert_eq!(texts.language(&LanguageChoice::Auto, Some("tlh")), Language::ENGLISH);
        assert_eq!(texts.language(&LanguageChoice::Auto, None), Language::ENGLISH);
    }

    #[test]
    fn a_setting_that_names_no_language_of_ours_counts_as_automatic() {
        let texts = Texts::load().unwrap();
        assert_eq!(texts.language(&code("tlh"), Some("es")), spanish());
    }

    #[test]
    fn a_text_that_fails_falls_back_to_english_and_then_to_its_key() {
        let english = Translation { language: Language::ENGLISH, files: &["hello = Hello\nname = Hi { $name }"] };
        let spanish_too = Translation { language: spanish(), files: &["hello = Hola { $name }"] };
        let catalogues = [english, spanish_too].iter().map(Catalogue::new).collect::<Result<Vec<_>, _>>().unwrap();
        let texts = Texts(catalogues.into());
        assert_eq!(texts.plain(spanish(), "hello", &[]), "Hello");
        assert_eq!(texts.plain(spanish(), "name", &[("name", "Ana".to_owned().into())]), "Hi Ana");
        assert_eq!(texts.plain(spanish(), "name", &[]), "name");
        assert_eq!(texts.plain(spanish(), "nowhere", &[]), "nowhere");
    }
}
