//! Every page of `docs` is in the book.

use super::{breach::Breach, markdown, tree::Tree};

/// What the book is made from.
const SUMMARY: &str = "docs/SUMMARY.md";
/// What a forge shows of the folder, in place of the book's own list of pages.
const FRONT: &str = "docs/README.md";

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let listed = markdown::links(tree.text(SUMMARY).unwrap_or_default());
    let is_listed = |page: &str| listed.iter().any(|(_, target)| format!("docs/{target}") == page);
    let pages = tree.texts_ending(".md").map(|(path, _)| path).filter(|path| path.starts_with("docs/"));
    let absent = pages.filter(|page| ![SUMMARY, FRONT].contains(page) && !is_listed(page));
    absent.map(|page| Breach::new(page, 1, format!("{SUMMARY} does not list this page"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_no_line_lists_is_a_breach() {
        let tree = |summary| {
            Tree::of(&[
                (SUMMARY, summary),
                (FRONT, ""),
                ("docs/install.md", ""),
                ("docs/faq.md", ""),
                ("CONTRIBUTING.md", ""),
            ])
        };
        assert_eq!(breaches(&tree("# The book\n\n- [Install](install.md)\n  - [Questions](faq.md)\n")), []);
        let found = breaches(&tree("# The book\n\n- [Install](install.md)\n"));
        assert_eq!(found, [Breach::new("docs/faq.md", 1, "docs/SUMMARY.md does not list this page")]);
    }
}
