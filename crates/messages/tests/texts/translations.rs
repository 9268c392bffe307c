//! The translations are complete: every key in every language, with the same variables, and every key is used.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use portcullis_messages::Texts;

type Keys = BTreeMap<String, Entry>;

/// What a translation is made of.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entry {
    variables: BTreeSet<String>,
    references: BTreeSet<String>,
    /// The variants of each selection, which choose what is shown.
    choices: BTreeSet<String>,
}

fn crate_folder(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn files(folder: &Path, extension: &str) -> Vec<(String, String)> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let ours = paths.filter(|path| path.extension().is_some_and(|found| found == extension));
    ours.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// The words after each `mark`, as long as they are made of small letters and hyphens.
fn words_after<'a>(line: &'a str, mark: &'a str) -> impl Iterator<Item = String> + 'a {
    let word = |text: &str| text.chars().take_while(|one| one.is_ascii_lowercase() || *one == '-').collect::<String>();
    line.match_indices(mark).map(move |(at, _)| word(&line[at + mark.len()..])).filter(|word| !word.is_empty())
}

fn keys(language: &str) -> Keys {
    let mut keys = Keys::new();
    let mut current = String::new();
    for (_, file) in files(&crate_folder("locales").join(language), "ftl") {
        for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                line.split(" =").next().unwrap().clone_into(&mut current);
            }
            let entry = keys.entry(current.clone()).or_default();
            entry.variables.extend(words_after(line, "$"));
            entry.references.extend(words_after(line, "{ "));
            entry.choices.extend(words_after(line.trim_start(), "["));
        }
    }
    keys
}

/// Texts that are the same as in English because that is how the language says it.
const SAME_IN: &[(&str, &str)] = &[];

/// What is said under each key, as it is written.
fn spoken(language: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::<String, String>::new();
    let mut current = String::new();
    for (_, file) in files(&crate_folder("locales").join(language), "ftl") {
        for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let said = match line.split_once(" =") {
                Some((key, said)) if line.starts_with(|first: char| first.is_ascii_lowercase()) => {
                    key.clone_into(&mut current);
                    said
                }
                _ => line,
            };
            texts.entry(current.clone()).or_default().push_str(said.trim());
        }
    }
    texts
}

/// Every string of the code that looks like a key. Names of tags, attributes and
/// locales do too, hence three files are left out.
fn strings_of_the_code() -> BTreeSet<String> {
    let sources = files(&crate_folder("src"), "rs").into_iter();
    let speaking = sources.filter(|(name, _)| !matches!(name.as_str(), "markup.rs" | "notice_text.rs" | "number.rs"));
    let code = speaking.map(|(_, text)| text.split("#[cfg(test)]").next().unwrap().to_owned());
    let strings = code.flat_map(|code| code.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
    let is_key = |text: &String| {
        let letters = text.chars().all(|one| one.is_ascii_lowercase() || one == '-');
        letters && !text.starts_with('-') && !text.ends_with('-') && !text.is_empty()
    };
    strings.filter(is_key).collect()
}

#[test]
fn every_language_has_the_same_keys_with_the_same_variables() {
    let english = keys("en");
    assert!(english.len() > 50, "{}", english.len());
    for language in Texts::languages() {
        let translated = keys(language.code());
        let names = |keys: &Keys| keys.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(names(&translated), names(&english), "{}", language.code());
        for (key, entry) in &translated {
            let same = &english[key];
            assert_eq!(entry.variables, same.variables, "{} {key}", language.code());
            assert_eq!(entry.references, same.references, "{} {key}", language.code());
        }
    }
}

#[test]
fn every_language_tells_the_same_choices_apart() {
    // What grammar asks for differs; these do not belong to it.
    let plurals = ["zero", "one", "two", "few", "many", "other"];
    let english = keys("en");
    for language in Texts::languages() {
        for (key, mut entry) in keys(language.code()) {
            let mut same = english[&key].choices.clone();
            same.retain(|choice| !plurals.contains(&choice.as_str()));
            entry.choices.retain(|choice| !plurals.contains(&choice.as_str()));
            assert_eq!(entry.choices, same, "{} {key}", language.code());
        }
    }
}

#[test]
fn a_language_that_has_more_plural_forms_uses_them() {
    let forms: &[(&str, &[&str])] =
        &[("ru", &["one", "few", "many"]), ("uk", &["one", "few", "many"]), ("ar", &["one", "two", "few", "many"])];
    let english = keys("en");
    for (language, forms) in forms {
        for (key, entry) in keys(language) {
            if english[&key].choices.contains("one") {
                let missing: Vec<_> = forms.iter().filter(|form| !entry.choices.contains(**form)).collect();
                assert!(missing.is_empty(), "{language} {key} lacks {missing:?}");
            }
        }
    }
}

#[test]
fn nothing_is_left_in_english() {
    let english = spoken("en");
    for language in Texts::languages().iter().filter(|language| language.code() != "en") {
        for (key, text) in spoken(language.code()) {
            let has_words = text.split(['{', '}']).step_by(2).any(|text| text.chars().any(char::is_alphabetic));
            let is_same = has_words && english.get(&key) == Some(&text);
            assert!(
                !is_same || SAME_IN.contains(&(language.code(), key.as_str())),
                "{} {key}: {text}",
                language.code()
            );
        }
    }
}

#[test]
fn every_key_is_used_and_every_key_that_is_used_exists() {
    let english = keys("en");
    let in_code = strings_of_the_code();
    let referenced: BTreeSet<String> = english.values().flat_map(|entry| entry.references.iter().cloned()).collect();
    for key in english.keys() {
        assert!(in_code.contains(key) || referenced.contains(key), "nobody uses {key}");
    }
    let variables: BTreeSet<&String> = english.values().flat_map(|entry| &entry.variables).collect();
    for text in in_code.iter().filter(|text| text.contains('-') && !variables.contains(text)) {
        assert!(english.contains_key(text), "there is no text {text}");
    }
    for key in referenced {
        assert!(english.contains_key(&key), "there is no text {key}");
    }
}

#[test]
fn every_folder_is_a_language_and_every_language_has_every_file() {
    let folders: BTreeSet<String> = fs::read_dir(crate_folder("locales"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let codes: BTreeSet<String> = Texts::languages().iter().map(|language| language.code().to_owned()).collect();
    assert_eq!(folders, codes);
    let names = |code: &str| -> BTreeSet<String> {
        files(&crate_folder("locales").join(code), "ftl").into_iter().map(|(name, _)| name).collect()
    };
    let english = names("en");
    let sources = fs::read_to_string(crate_folder("src/language.rs")).unwrap();
    for name in &english {
        assert!(sources.contains(&format!("\"{}\"", name.trim_end_matches(".ftl"))), "{name} is not read");
    }
    for code in codes {
        assert_eq!(names(&code), english, "{code}");
    }
}

#[test]
fn plain_texts_hold_no_markup() {
    for language in Texts::languages() {
        for (name, file) in files(&crate_folder("locales").join(language.code()), "ftl") {
            if matches!(name.as_str(), "common.ftl" | "answers.ftl" | "menu.ftl") {
                assert!(!file.contains(['<', '&']), "{} {name}", language.code());
            }
        }
    }
}
