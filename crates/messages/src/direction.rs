//! Text of two directions in one line: what reads from right to left beside names, links and commands that don't.
//!
//! By Unicode's bidirectional algorithm, whatever stands beside a piece of the other direction may be moved: a bracket to its
//! wrong side, a number behind a name, the slash behind its command. <https://www.unicode.org/reports/tr9/>

use icu_properties::{CodePointMapData, props::BidiClass};

use crate::Language;

/// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE: what stands between them turns nothing around outside.
const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// LEFT-TO-RIGHT MARK: what follows reads as if it stood behind a Latin letter.
const LEFT_TO_RIGHT_MARK: char = '\u{200E}';

/// The tags around a piece of code.
const CODE: &str = "<code>";
const END_OF_CODE: &str = "</code>";

/// RIGHT-TO-LEFT MARK: a line that begins with it reads from right to left.
const RIGHT_TO_LEFT_MARK: char = '\u{200F}';

/// A foreign piece of text, isolated where it does not read all the way as the language around it does. Elsewhere it stays as
/// it is: some of Telegram's clients show the marks as boxes.
pub(crate) fn isolated(language: Language, text: &str) -> String {
    let needs = if language.is_right_to_left() {
        !text.chars().all(|letter| is_right_to_left(letter) || letter.is_whitespace())
    } else {
        text.chars().any(is_right_to_left)
    };
    if needs { format!("{ISOLATE}{text}{END_OF_ISOLATE}") } else { text.to_owned() }
}

/// A text in which signs that belong to a Latin word stay in front of it: `/protect`, `@name`, `-100…`. For languages that
/// read from right to left.
///
/// A piece of code keeps a direction of its own, though it may be signs and hardly a letter: `{name}`, `<b>…</b>`. The marks
/// stand around it and not inside: whoever taps it copies what to send.
pub(crate) fn with_steady_signs(text: &str) -> String {
    let mut steady = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some((prose, code, after)) = next_code(rest) {
        push_steady(&mut steady, prose);
        steady.push(ISOLATE);
        steady.push_str(code);
        steady.push(END_OF_ISOLATE);
        rest = after;
    }
    push_steady(&mut steady, rest);
    steady
}

/// What stands before the next piece of code, that piece with its tags, and what stands behind it.
fn next_code(text: &str) -> Option<(&str, &str, &str)> {
    let begin = text.find(CODE)?;
    let end = begin + text[begin..].find(END_OF_CODE)? + END_OF_CODE.len();
    Some((&text[..begin], &text[begin..end], &text[end..]))
}

fn push_steady(steady: &mut String, prose: &str) {
    let mut before = None;
    let mut letters = prose.chars().peekable();
    while let Some(letter) = letters.next() {
        let begins =
            before.is_none_or(|before: char| before.is_whitespace() || matches!(before, '>' | '(' | '«' | '“'));
        let belongs = letters.peek().is_some_and(char::is_ascii_alphanumeric);
        if begins && belongs && matches!(letter, '/' | '@' | '-') {
            steady.push(LEFT_TO_RIGHT_MARK);
        }
        steady.push(letter);
        before = Some(letter);
    }
}

/// A text each of whose lines reads from right to left, though it begins with a name, a command or a number: a line goes by
/// its first letter. For languages that read from right to left.
pub(crate) fn with_leading_marks(text: &str) -> String {
    let lead = |line: &str| match first_letter(line) {
        _ if line.is_empty() => String::new(),
        Some(letter) if letter == RIGHT_TO_LEFT_MARK || is_right_to_left(letter) => line.to_owned(),
        _ => format!("{RIGHT_TO_LEFT_MARK}{line}"),
    };
    text.split('\n').map(lead).collect::<Vec<_>>().join("\n")
}

/// The letter by which a line of markup goes: none in a tag. By the algorithm what is isolated does not count either, but not
/// every client knows that.
fn first_letter(line: &str) -> Option<char> {
    let mut is_in_tag = false;
    line.chars().find(|letter| {
        match letter {
            '<' => is_in_tag = true,
            '>' => is_in_tag = false,
            _ => {}
        }
        !is_in_tag && (letter.is_alphabetic() || *letter == RIGHT_TO_LEFT_MARK)
    })
}

/// A letter of a script that reads from right to left.
fn is_right_to_left(letter: char) -> bool {
    if letter.is_ascii() {
        return false;
    }
    let class = CodePointMapData::<BidiClass>::new().get(letter);
    matches!(class, BidiClass::RightToLeft | BidiClass::ArabicLetter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(code: &str) -> Language {
        Language::of_code(code).unwrap()
    }

    #[test]
    fn a_name_of_the_other_direction_is_isolated() {
        assert_eq!(isolated(language("en"), "Tea"), "Tea");
        assert_eq!(isolated(language("en"), "شاي!"), "\u{2068}شاي!\u{2069}");
        assert_eq!(isolated(language("fa"), "چای خوب"), "چای خوب");
        assert_eq!(isolated(language("fa"), "Tea (2)"), "\u{2068}Tea (2)\u{2069}");
    }

    #[test]
    fn a_line_that_begins_with_a_name_or_a_command_reads_from_right_to_left_all_the_same() {
        let text = "<b>\u{2068}Tea\u{2069}</b>: مفعّل\n\n• <a href=\"x\">\u{2068}Tea\u{2069}</a>\n/start هنا\nمرحبا";
        let lines = "\u{200F}<b>\u{2068}Tea\u{2069}</b>: مفعّل\n\n\u{200F}• <a href=\"x\">\u{2068}Tea\u{2069}</a>\n\u{200F}/start هنا\nمرحبا";
        assert_eq!(with_leading_marks(text), lines);
        assert_eq!(with_leading_marks(lines), lines);
    }

    #[test]
    fn a_sign_stays_before_its_word_and_no_markup_is_touched() {
        let text = "اكتب /protect @tea <a href=\"https://t.me/x\">ش/ش</a>";
        let steady = "اكتب \u{200E}/protect \u{200E}@tea <a href=\"https://t.me/x\">ش/ش</a>";
        assert_eq!(with_steady_signs(text), steady);
        assert_eq!(with_steady_signs(steady), steady);
    }

    #[test]
    fn code_is_isolated_and_what_is_copied_has_no_marks_in_it() {
        let text = "<code>{\"{\"}name{\"}\"}</code> – /why, <code>/protect @tea -100123</code>";
        let steady = "\u{2068}<code>{\"{\"}name{\"}\"}</code>\u{2069} – \u{200E}/why, \u{2068}<code>/protect @tea -100123</code>\u{2069}";
        assert_eq!(with_steady_signs(text), steady);
        assert_eq!(with_steady_signs("<code>open"), "<code>open");
    }
}
