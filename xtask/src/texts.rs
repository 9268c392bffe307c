//! `cargo xtask texts`: every text of a language as a chat on a phone shows it, for whoever translates or reviews one.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;

use crate::{binaries, process};

/// Where the tests of the texts keep what each looks like.
const SNAPSHOTS: &str = "crates/messages/tests/texts/snapshots";

const HEAD: &str = include_str!("texts/head.html");

/// What the tests write before the answer to a press: whether it goes by itself or is closed with a tap.
const ANSWERS: [&str; 2] = ["toast", "alert"];

/// Which texts are shown.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The language, as its folder in `locales` is called; all of them if none is named.
    language: Option<String>,
}

/// A text as the tests have written it down.
struct Shown {
    name: String,
    /// Telegram's HTML, or the plain text of an answer to a press or of a menu.
    text: String,
    /// The labels of the buttons under it.
    buttons: Vec<String>,
    /// What stands in the empty input field.
    placeholder: Option<String>,
}

impl Shown {
    /// As a chat shows it.
    fn bubble(&self) -> String {
        let Self { name, text, buttons, placeholder } = self;
        let plain = |class: &str, text: &String| {
            format!("<div class=\"{class}\" dir=\"auto\">{}</div>", text.replace('<', "&lt;"))
        };
        let buttons: String = buttons.iter().map(|label| plain("button", label)).collect();
        let field = placeholder.as_ref().map(|text| plain("field", text)).unwrap_or_default();
        format!("<h2 dir=\"ltr\">{name}</h2><div class=\"bubble\" dir=\"auto\">{text}</div>{buttons}{field}\n")
    }
}

/// Writes a page for each language and says where it is.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let folder = binaries::target_directory()?.join("texts");
    fs::create_dir_all(&folder)?;
    let languages = match &options.language {
        Some(language) => vec![language.clone()],
        None => languages(&process::root().join("crates/messages/locales"))?,
    };
    for language in languages {
        let shown = read(&process::root().join(SNAPSHOTS), &language)?;
        anyhow::ensure!(!shown.is_empty(), "there are no texts in the language `{language}`");
        let page = folder.join(format!("{language}.html"));
        fs::write(&page, write(&language, &shown))?;
        eprintln!("{}", page.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn languages(locales: &Path) -> anyhow::Result<Vec<String>> {
    let names = sorted(locales)?.into_iter();
    Ok(names.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect())
}

fn read(snapshots: &Path, language: &str) -> anyhow::Result<Vec<Shown>> {
    let prefix = format!("{language}__");
    let mut shown = Vec::new();
    for path in sorted(snapshots)? {
        let name = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.strip_prefix(&prefix));
        let Some(name) = name else { continue };
        let file = fs::read_to_string(&path)?;
        // Behind the head that insta writes, between two lines of dashes.
        let said = file.splitn(3, "---\n").nth(2).unwrap_or_default();
        shown.push(parse(name, said));
    }
    Ok(shown)
}

fn parse(name: &str, said: &str) -> Shown {
    let is_button = |line: &&str| line.starts_with('[') && line.contains("] -> ");
    let placeholder_in = |line: &str| Some(line.strip_prefix("(reply: ")?.strip_suffix(')')?.to_owned());
    let answer = |kind: &str| Some((format!("{name} · {kind}"), said.strip_prefix(&format!("({kind}) "))?));
    let (name, said) = ANSWERS.into_iter().find_map(answer).unwrap_or_else(|| (name.to_owned(), said));
    let is_text = |line: &&str| !is_button(line) && placeholder_in(line).is_none();
    let text = said.lines().filter(is_text).collect::<Vec<_>>().join("\n");
    let label = |line: &str| line.split("] -> ").next().unwrap_or_default().trim_start_matches('[').to_owned();
    let buttons = said.lines().filter(is_button).map(label).collect();
    Shown { name, text, buttons, placeholder: said.lines().find_map(placeholder_in) }
}

fn write(language: &str, shown: &[Shown]) -> String {
    let direction = if matches!(language, "ar" | "fa") { "rtl" } else { "ltr" };
    let mut page = HEAD.replace("LANGUAGE", language).replace("DIRECTION", direction);
    page.extend(shown.iter().map(Shown::bubble));
    page
}

fn sorted(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_are_told_from_the_text() {
        let shown = parse(
            "notice",
            "Please <b>join</b>.\nThen press.\n[Join Tea] -> https://t.me/tea\n[I have joined] -> joined:-1",
        );
        assert_eq!(shown.text, "Please <b>join</b>.\nThen press.");
        assert_eq!(shown.buttons, ["Join Tea", "I have joined"]);
    }

    #[test]
    fn what_is_no_part_of_the_text_is_not_shown_in_it() {
        let answer = parse("done", "(toast) Saved.");
        assert_eq!((answer.name.as_str(), answer.text.as_str()), ("done · toast", "Saved."));
        let question = parse("question", "How long?\n(reply: A number)");
        assert_eq!((question.text.as_str(), question.placeholder.as_deref()), ("How long?", Some("A number")));
    }

    #[test]
    fn every_language_has_texts_to_show() {
        let languages = languages(&process::root().join("crates/messages/locales")).unwrap();
        assert!(languages.len() >= 10);
        for language in languages {
            assert!(read(&process::root().join(SNAPSHOTS), &language).unwrap().len() > 40, "{language}");
        }
    }
}
