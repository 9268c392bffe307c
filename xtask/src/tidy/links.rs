//! What a document points to is there.

use super::{breach::Breach, markdown, tree::Tree};

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, text) in tree.texts_ending(".md") {
        for (line, target) in markdown::links(text) {
            if is_relative(&target) && !resolve(path, &target).is_some_and(|target| tree.has(&target)) {
                breaches.push(Breach::new(path, line, format!("there is no `{target}`")));
            }
        }
    }
    breaches
}

/// Whether the target is a file of ours: not an address, a heading of the same page or an item of a crate.
fn is_relative(target: &str) -> bool {
    !target.is_empty() && !target.starts_with('#') && !target.contains(':')
}

/// The path from the top of the repository; `None` if it leads out of it.
fn resolve(document: &str, target: &str) -> Option<String> {
    let target = target.split('#').next().unwrap_or_default();
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
        breaches(&Tree::of(&[("docs/setup.md", text), ("README.md", ""), ("docs/reference/api.md", "")]))
    }

    #[test]
    fn what_is_there_may_be_pointed_to() {
        let text =
            "[a](../README.md) [b](reference/api.md#top) [c](reference/) [d](#e) [f](https://core.telegram.org)\n";
        assert_eq!(breaches_of(text), []);
    }

    #[test]
    fn what_is_not_there_is_a_breach() {
        let found = breaches_of("A.\n\n[a](reference/absent.md)\n");
        assert_eq!(found, [Breach::new("docs/setup.md", 3, "there is no `reference/absent.md`")]);
        assert_eq!(breaches_of("[out](../../elsewhere.md)").len(), 1);
    }
}
