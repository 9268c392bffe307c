//! The pages that mdBook has made: where their links lead.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::Context;

/// Where the book holds all of its pages once more, to be printed. What leads elsewhere there leads elsewhere in the pages too.
const ALL_IN_ONE: &str = "print.html";
/// Its links are to work wherever it is shown, so they begin at the top of a server.
const NOT_FOUND: &str = "404.html";

/// The links of the pages in `folder` that lead to no page or to no heading of it, each with the page that it stands on.
pub(super) fn dead_links(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "html") && ![ALL_IN_ONE, NOT_FOUND].contains(&&*name) {
            pages.insert(name, fs::read_to_string(&path)?);
        }
    }
    anyhow::ensure!(pages.len() > 1, "{} holds no book", folder.display());
    let is_file = |name: &str| folder.join(name).is_file();
    Ok(dead_links_of(&pages, is_file))
}

fn dead_links_of(pages: &BTreeMap<String, String>, is_file: impl Fn(&str) -> bool) -> Vec<String> {
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(name, html)| (name.as_str(), attributes(html, "id").collect())).collect();
    let mut dead = Vec::new();
    for (name, html) in pages {
        for target in attributes(html, "href").chain(attributes(html, "src")).filter(|target| !is_address(target)) {
            let (page, heading) = target.split_once('#').unwrap_or((target, ""));
            let page = if page.is_empty() { name } else { page };
            let has_heading = || ids.get(page).is_some_and(|ids| ids.contains(heading));
            if !(is_file(page) && (heading.is_empty() || has_heading())) {
                dead.push(format!("{name}: `{target}` leads nowhere"));
            }
        }
    }
    dead
}

fn is_address(target: &str) -> bool {
    target.contains(':')
}

/// The values of an attribute, in any tag.
fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let begin = format!(" {name}=\"");
    let starts: Vec<usize> = html.match_indices(&begin).map(|(start, _)| start + begin.len()).collect();
    starts.into_iter().filter_map(|start| html[start..].split('"').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_pages_headings_files_and_addresses_are_alive_and_no_others() {
        let pages = BTreeMap::from([
            ("a.html".to_owned(), r##"<h1 id="top">A</h1><a href="b.html#x">b</a><a href="#top">a</a>"##.to_owned()),
            (
                "b.html".to_owned(),
                r##"<h1 class="y" id="x">B</h1><a href="https://core.telegram.org">t</a><script src="a.js"></script>
                    <a href="c.html">c</a><a href="a.html#x">d</a><a href="#top">e</a><a href="../README.html">f</a>"##
                    .to_owned(),
            ),
        ]);
        let is_file = |name: &str| ["a.html", "b.html", "a.js"].contains(&name);
        let expected = ["c.html", "a.html#x", "#top", "../README.html"];
        assert_eq!(dead_links_of(&pages, is_file), expected.map(|target| format!("b.html: `{target}` leads nowhere")));
    }
}
