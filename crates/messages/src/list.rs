//! Several things in one sentence or one under the other, as many as there is room for.

use portcullis_domain::html::Html;

use crate::{Language, Texts, direction::with_leading_marks, markup};

/// How the last thing of a list is joined to the others.
#[derive(Clone, Copy)]
pub(crate) enum Conjunction {
    And,
    Or,
}

/// What «, » or the dot of a line may take, in any language.
const MAX_SEPARATOR: usize = 4;
/// What « and 1234567 more» may take, in any language.
const MAX_REST: usize = 40;

impl Texts {
    /// «A, B and C» in at most `room` letters; what does not fit, and the `hidden` ones, are counted at the end.
    pub(crate) fn list(
        &self,
        language: Language,
        items: &[Html],
        hidden: usize,
        conjunction: Conjunction,
        room: usize,
    ) -> Html {
        let fitting = fitting(items, room.saturating_sub(MAX_REST));
        let shown = items.iter().take(fitting).map(Html::to_string).collect();
        Html::trusted(self.join(language, shown, items.len() - fitting + hidden, conjunction))
    }

    /// «A, B and C» of texts that are fit for their place already, and `rest` more that are only counted.
    pub(crate) fn join(
        &self,
        language: Language,
        mut shown: Vec<String>,
        rest: usize,
        conjunction: Conjunction,
    ) -> String {
        if rest > 0 {
            shown.push(self.plain(language, "list-more", &[("count", rest.into())]));
        }
        let Some(last) = shown.pop() else { return String::new() };
        let comma =
            |items, next: String| self.plain(language, "list-comma", &[("items", items), ("next", next.into())]);
        let Some(items) = shown.into_iter().reduce(|items, next| comma(items.into(), next)) else { return last };
        let key = match conjunction {
            Conjunction::And => "list-and",
            Conjunction::Or => "list-or",
        };
        self.plain(language, key, &[("items", items.into()), ("last", last.into())])
    }

    /// One thing a line, with a dot before it, in at most `room` letters; what does not fit, and the `hidden` ones, are
    /// counted at the end.
    pub(crate) fn bullets(&self, language: Language, items: &[Html], hidden: usize, room: usize) -> Html {
        let fitting = fitting(items, room.saturating_sub(MAX_REST));
        let mut lines: Vec<String> = items.iter().take(fitting).map(|item| format!("• {item}")).collect();
        let rest = items.len() - fitting + hidden;
        if rest > 0 {
            let rest = self.plain(language, "list-more", &[("count", rest.into())]);
            lines.push(format!("• {rest}"));
        }
        let lines = lines.join("\n");
        Html::trusted(if language.is_right_to_left() { with_leading_marks(&lines) } else { lines })
    }
}

/// Texts one under the other, as lines or, with `gap` of two newlines, as paragraphs.
pub(crate) fn stack(parts: &[Html], gap: &str) -> Html {
    Html::trusted(parts.iter().map(Html::as_str).collect::<Vec<_>>().join(gap))
}

/// More things than can fit into `room` letters, however short they are.
pub(crate) const fn most_that_fit(room: usize) -> usize {
    room / MAX_SEPARATOR + 1
}

/// How many of the first items fit into `room` letters.
pub(crate) fn fitting(items: &[Html], room: usize) -> usize {
    let lengths = items.iter().map(|item| markup::visible_length(item.as_str()) + MAX_SEPARATOR);
    let ends = lengths.scan(0, |end: &mut usize, length| {
        *end = end.saturating_add(length);
        Some(*end)
    });
    ends.take_while(|end| *end <= room).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(items: &[&str], hidden: usize, conjunction: Conjunction, room: usize) -> String {
        let items: Vec<Html> = items.iter().map(|item| Html::escape(item)).collect();
        Texts::load().unwrap().list(Language::ENGLISH, &items, hidden, conjunction, room).to_string()
    }

    #[test]
    fn a_list_reads_like_a_sentence() {
        assert_eq!(listed(&[], 0, Conjunction::And, 400), "");
        assert_eq!(listed(&["A"], 0, Conjunction::And, 400), "A");
        assert_eq!(listed(&["A", "B"], 0, Conjunction::Or, 400), "A or B");
        assert_eq!(listed(&["A", "B", "C"], 0, Conjunction::And, 400), "A, B and C");
        assert_eq!(listed(&["A", "B"], 5, Conjunction::And, 400), "A, B and 5 more");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        assert_eq!(listed(&["Alpha", "Beta", "Gamma"], 2, Conjunction::And, MAX_REST + 10), "Alpha and 4 more");
    }
}
