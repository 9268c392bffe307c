//! What a document points to is there: files, and headings of documents.

use super::{breach::Breach, markdown, tree::Tree};

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, text) in tree.texts_ending(".md") {
        for (line, target) in markdown::links(text) {
            if is_relative(&target) && !is_there(tree, path, &target) {
                breaches.push(Breach::new(path, line, format!("there is no `{target}`")));
            }
        }
    }
    breaches
}

/// Whether the target is one of ours: not an address, or an item of a crate.
fn is_relative(target: &str) -> bool {
    !target.is_empty() && !target.contains(':')
}

fn is_there(tree: &Tree, document: &str, target: &str) -> bool {
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let file = if file.is_empty() { Some(document.to_owned()) } else { resolve(document, file) };
    file.is_some_and(|file| {
        let has_heading =
            || tree.text(&file).is_some_and(|text| markdown::anchors(text).iter().any(|is| is == heading));
        tree.has(&file) && (heading.is_empty() || has_heading())
    })
}

/// The path from the top of the repository; `None` if it leads out of it.
fn resolve(document: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches_of(text: &str) -> Vec<Breach> {
        let api = "# API\n\n## What `call_me` answers, and when\n\n## Twice\n\n## Twice\n\n```sh\n# no heading\n```\n";
        breaches(&Tree::of(&[("docs/setup.md", text), ("README.md", ""), ("docs/reference/api.md", api)]))
    }

    #[test]
    fn what_is_there_may_be_pointed_to() {
        let text = "[a](../README.md) [b](reference/api.md) [c](reference/) [f](https://core.telegram.org#g)\n";
        assert_eq!(breaches_of(text), []);
    }

    #[test]
    fn headings_may_be_pointed_to_that_are_there() {
        let text = "# Setup\n\n[a](#setup) [b](reference/api.md#what-call_me-answers-and-when) [c](reference/api.md#twice-1)\n";
        assert_eq!(breaches_of(text), []);
        for absent in ["#set-up", "reference/api.md#what", "reference/api.md#twice-2", "reference/api.md#no-heading"] {
            let found = breaches_of(&format!("# Setup\n\n[a]({absent})\n"));
            assert_eq!(found, [Breach::new("docs/setup.md", 3, format!("there is no `{absent}`"))]);
        }
    }

    #[test]
    fn what_is_not_there_is_a_breach() {
        let found = breaches_of("A.\n\n[a](reference/absent.md)\n");
        assert_eq!(found, [Breach::new("docs/setup.md", 3, "there is no `reference/absent.md`")]);
        assert_eq!(breaches_of("[out](../../elsewhere.md)").len(), 1);
    }
}
