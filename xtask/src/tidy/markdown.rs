//! The parts of a Markdown document that the rules are about.

/// One row of a table, below its heading.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    /// Where it stands, from 1.
    pub(super) line: usize,
    /// What stands above the first column, in lower case.
    pub(super) heading: String,
    /// The first cell.
    pub(super) first: &'a str,
}

/// The rows of all tables.
pub(super) fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut heading: Option<String> = None;
    for (line, content) in prose(text) {
        match (first_cell(content), &heading) {
            (None, _) => heading = None,
            (Some(first), None) => heading = Some(first.to_lowercase()),
            (Some(first), Some(_)) if first.chars().all(|letter| "-: ".contains(letter)) => {}
            (Some(first), Some(heading)) => rows.push(Row { line, heading: heading.clone(), first }),
        }
    }
    rows
}

/// What stands between single backticks.
pub(super) fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The pieces of a document that stand between backticks, with their lines; what goes over two lines is two pieces.
pub(super) fn code(text: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let mut is_code = false;
    for (line, content) in prose(text) {
        is_code &= !content.trim().is_empty();
        for (index, piece) in content.split('`').enumerate() {
            is_code ^= index > 0;
            if is_code {
                pieces.push((line, piece));
            }
        }
    }
    pieces
}

/// The targets of all links with their lines: `[text](target)`, pictures, and `[label]: target`.
pub(super) fn links(text: &str) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    for (line, content) in prose(text) {
        let content = without_code(content);
        let inline = content.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        links.extend(inline.map(|target| (line, bare(target))));
        if let Some((label, target)) = content.split_once("]: ")
            && label.starts_with('[')
            && !label.starts_with("[^")
        {
            links.push((line, bare(target)));
        }
    }
    links
}

/// By what the headings of a document are pointed to (`#the-rule`), as forges and mdBook agree: in lower case, with a hyphen for
/// each blank and without what is neither a letter, a digit, `-` nor `_`; one that comes again gets a number.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let mut plain: Vec<String> = Vec::new();
    let mut anchors = Vec::new();
    for (_, line) in prose(text) {
        let Some(heading) = line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')) else {
            continue;
        };
        let heading = heading.trim().to_lowercase();
        let hyphenated = heading.chars().map(|letter| if letter == ' ' { '-' } else { letter });
        let anchor: String = hyphenated.filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect();
        let before = plain.iter().filter(|other| **other == anchor).count();
        anchors.push(if before == 0 { anchor.clone() } else { format!("{anchor}-{before}") });
        plain.push(anchor);
    }
    anchors
}

/// The lines outside fenced blocks of code, numbered from 1.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut is_fenced = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            is_fenced = !is_fenced;
            return None;
        }
        (!is_fenced).then_some((index + 1, line))
    })
}

fn first_cell(line: &str) -> Option<&str> {
    line.trim().strip_prefix('|')?.split('|').next().map(str::trim)
}

fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("``")
}

/// A target without its title and angle brackets.
fn bare(target: &str) -> String {
    target.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_table_know_their_heading() {
        let text = "# A\n\n| Variable | default |\n|---|:-:|\n| `A`, `B` | 1 |\n\n| command |\n|---|\n| `/c x` |\n";
        let rows = rows(text);
        let read: Vec<_> = rows.iter().map(|row| (row.line, row.heading.as_str(), row.first)).collect();
        assert_eq!(read, [(5, "variable", "`A`, `B`"), (9, "command", "`/c x`")]);
        assert_eq!(code_spans(rows[0].first).collect::<Vec<_>>(), ["A", "B"]);
    }

    #[test]
    fn code_is_found_also_over_two_lines_and_not_where_it_is_never_closed() {
        let text = "`a` b `` `c` `` `d\ne` f `g\n\nh `i`\n```\n`j`\n```\n";
        let found: Vec<_> = code(text).into_iter().filter(|(_, piece)| !piece.trim().is_empty()).collect();
        assert_eq!(found, [(1, "a"), (1, "c"), (1, "d"), (2, "e"), (2, "g"), (4, "i")]);
    }

    #[test]
    fn links_are_found_outside_code_alone() {
        let text = "[a](b.md) ![c](<d.png> \"e\") `[f](g)`\n```\n[h](i)\n```\n[j]: k.md\n";
        let expected = [(1, "b.md"), (1, "d.png"), (5, "k.md")].map(|(line, target)| (line, target.to_owned()));
        assert_eq!(links(text), expected);
    }
}
