//! `cargo xtask repository-links`, which mdBook runs on each page: what a page links to outside of `docs` is not in the book, so the
//! book names it instead. On a forge these links stay what they are.

use std::{io, process::ExitCode};

use anyhow::Context;
use serde_json::Value;

/// What mdBook asks; without a question, pages are to be worked on.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// `supports RENDERER`.
    question: Vec<String>,
}

/// Reads mdBook's book from standard input, and writes it to standard output with the links named. Every renderer is supported.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    if options.question.is_empty() {
        let (_context, mut book): (Value, Value) =
            serde_json::from_reader(io::stdin().lock()).context("mdBook gives the book as JSON")?;
        name_links(&mut book);
        serde_json::to_writer(io::stdout().lock(), &book)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Works on every text `content` of the book, at any depth.
fn name_links(book: &mut Value) {
    match book {
        Value::Array(values) => values.iter_mut().for_each(name_links),
        Value::Object(fields) => {
            if let Some(Value::String(content)) = fields.get_mut("content") {
                *content = with_named_links(content);
            }
            fields.values_mut().for_each(name_links);
        }
        _ => {}
    }
}

fn with_named_links(page: &str) -> String {
    let mut is_fenced = false;
    let lines = page.split_inclusive('\n').map(|line| {
        is_fenced ^= line.trim_start().starts_with("```");
        if is_fenced { line.to_owned() } else { with_named_links_in_line(line) }
    });
    lines.collect()
}

/// `[the unit](../ops/a.service)` becomes «the unit (`ops/a.service`)», and a label that is the path itself stays alone.
fn with_named_links_in_line(line: &str) -> String {
    let mut named = String::new();
    let mut rest = line;
    while let Some((front, target)) = rest.split_once("](../")
        && let Some((before, label)) = front.rsplit_once('[')
        && let Some((target, behind)) = target.split_once(')')
    {
        let path = target.split('#').next().unwrap_or_default();
        named.push_str(before);
        named.push_str(label);
        if !path.ends_with(label.trim_matches('`')) {
            named.extend([" (`", path, "`)"]);
        }
        rest = behind;
    }
    named + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn links_out_of_the_book_are_named_and_others_stay() {
        let page = "[the unit](../ops/a.service) and [B](b.md#c), [`ops/x.yml`](../ops/x.yml) [README.md](../README.md#d)\n\
                    ```sh\n[a](../b)\n```\n";
        let named = "the unit (`ops/a.service`) and [B](b.md#c), `ops/x.yml` README.md\n```sh\n[a](../b)\n```\n";
        let chapter = |content| {
            json!({"items": [{"Chapter": {"content": content, "sub_items": [
            {"Chapter": {"content": content, "sub_items": []}}]}}, "Separator"]})
        };
        let mut book = chapter(page);
        name_links(&mut book);
        assert_eq!(book, chapter(named));
    }
}
