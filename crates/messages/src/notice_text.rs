//! The text of a notice that a group's admins wrote themselves: checked when it is set, filled when it is shown.

use portcullis_domain::html::Html;
use thiserror::Error;

use crate::{
    foreign::is_blank,
    markup::{Token, only_attribute, tokens, visible_text},
};

/// The longest message that Telegram takes, after parsing. <https://core.telegram.org/bots/api#sendmessage>
pub(crate) const MAX_MESSAGE: usize = 4096;
/// What the people named may take of a notice.
pub(crate) const PEOPLE_ROOM: usize = 1_000;
/// What the channels named may take of a notice.
pub(crate) const CHANNELS_ROOM: usize = 1_000;
/// What a title may take of a notice.
const GROUP_ROOM: usize = 128;

/// Why a text of an admin's own can't be sent.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NoticeTextError {
    /// A `<` begins no tag; to show one, write `&lt;`.
    #[error("a `<` begins no tag")]
    BrokenTag,
    /// Telegram has no such tag.
    #[error("Telegram knows no tag `<{0}>`")]
    UnknownTag(String),
    /// A tag whose attribute is missing, or is not one that Telegram takes.
    #[error("the tag `<{0}>` has wrong attributes")]
    InvalidAttributes(String),
    /// A tag that is never closed.
    #[error("the tag `<{0}>` is not closed")]
    UnclosedTag(String),
    /// A closing tag that closes nothing, or not what was opened last.
    #[error("`</{0}>` closes nothing")]
    UnexpectedClosingTag(String),
    /// A quotation inside a quotation.
    #[error("a quotation can't hold another one")]
    NestedQuotation,
    /// A placeholder that is none of `{name}`, `{group}` and `{channels}`.
    #[error("there is no placeholder `{{{0}}}`")]
    UnknownPlaceholder(String),
    /// A placeholder in an address, or in a tag that can't hold the links it is filled with.
    #[error("the placeholder `{{{placeholder}}}` can't stand in `<{tag}>`")]
    MisplacedPlaceholder {
        /// The word between the braces.
        placeholder: String,
        /// The name of the tag around it.
        tag: String,
    },
    /// Filled with long names it could grow longer than a message may be.
    #[error("the text can grow to {length} letters, {max} are allowed")]
    TooLong {
        /// How long it can grow.
        length: usize,
        /// How long it may.
        max: usize,
    },
    /// There is markup, and nothing to read in it.
    #[error("the text shows nothing")]
    Empty,
}

/// Checks the text of a notice that an admin wants: Telegram's HTML with `{name}`, `{group}` and `{channels}`. An empty
/// one is fine: it stands for the standard text.
///
/// # Errors
///
/// [`NoticeTextError`] names the first thing that Telegram would refuse.
pub fn check_notice_text(text: &str) -> Result<(), NoticeTextError> {
    if text.is_empty() {
        return Ok(());
    }
    let mut open: Vec<String> = Vec::new();
    for token in tokens(text) {
        match token {
            Token::Text(text) => check_placeholders(text, &open)?,
            Token::Open { name, attributes } => open.push(checked_tag(name, attributes, &open)?),
            Token::Close(name) => {
                let name = name.to_ascii_lowercase();
                if open.pop().as_ref() != Some(&name) {
                    return Err(NoticeTextError::UnexpectedClosingTag(name));
                }
            }
            Token::Broken(_) => return Err(NoticeTextError::BrokenTag),
        }
    }
    match open.pop() {
        Some(tag) => Err(NoticeTextError::UnclosedTag(tag)),
        None => check_length(text),
    }
}

/// What a notice's placeholders stand for.
pub(crate) struct Fillings {
    pub(crate) people: Html,
    pub(crate) group: Html,
    pub(crate) channels: Html,
}

/// A checked text with its placeholders filled; what is filled in is not searched for placeholders again.
pub(crate) fn fill(text: &str, fillings: &Fillings) -> Html {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, name, after)) = next_placeholder(rest) {
        filled.push_str(before);
        match name {
            "name" => filled.push_str(fillings.people.as_str()),
            "group" => filled.push_str(fillings.group.as_str()),
            "channels" => filled.push_str(fillings.channels.as_str()),
            // Only an address can still hold another word in braces.
            other => filled.extend(["{", other, "}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    Html::trusted(filled)
}

/// What stands before the first `{word}`, the word, and what stands behind it. Other braces are text.
fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('{').find_map(|(at, _)| {
        let (name, after) = text[at + 1..].split_once('}')?;
        let is_word = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '_');
        is_word.then_some((&text[..at], name, after))
    })
}

fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, name, after) = next_placeholder(rest)?;
        rest = after;
        Some(name)
    })
}

/// How much a placeholder may grow to; `None` if there is no such placeholder.
fn room(placeholder: &str) -> Option<usize> {
    match placeholder {
        "name" => Some(PEOPLE_ROOM),
        "group" => Some(GROUP_ROOM),
        "channels" => Some(CHANNELS_ROOM),
        _ => None,
    }
}

fn check_placeholders(text: &str, open: &[String]) -> Result<(), NoticeTextError> {
    // Links and mentions can't stand inside these; Telegram would drop them without a word.
    let narrow = open.iter().find(|tag| matches!(tag.as_str(), "a" | "code" | "pre" | "tg-emoji"));
    for name in placeholders(text) {
        if room(name).is_none() {
            return Err(NoticeTextError::UnknownPlaceholder(name.to_owned()));
        }
        if let Some(tag) = narrow {
            return Err(NoticeTextError::MisplacedPlaceholder { placeholder: name.to_owned(), tag: tag.clone() });
        }
    }
    Ok(())
}

/// The tag's name in lower case, if Telegram takes it here with these attributes.
fn checked_tag(name: &str, attributes: &str, open: &[String]) -> Result<String, NoticeTextError> {
    let name = name.to_ascii_lowercase();
    if let Some(placeholder) = placeholders(attributes).find(|placeholder| room(placeholder).is_some()) {
        return Err(NoticeTextError::MisplacedPlaceholder { placeholder: placeholder.to_owned(), tag: name });
    }
    let value = |attribute: &str| only_attribute(attributes, attribute);
    let fits = match name.as_str() {
        "b" | "strong" | "i" | "em" | "u" | "ins" | "s" | "strike" | "del" | "tg-spoiler" | "pre" => {
            attributes.is_empty()
        }
        "code" => {
            let in_pre = open.last().is_some_and(|tag| tag == "pre");
            attributes.is_empty() || in_pre && value("class").is_some_and(|class| class.starts_with("language-"))
        }
        "span" => value("class") == Some("tg-spoiler"),
        "blockquote" => attributes.is_empty() || attributes == "expandable",
        "tg-emoji" => value("emoji-id").is_some_and(|id| id.parse::<u64>().is_ok()),
        "a" => value("href").is_some_and(is_address),
        _ => return Err(NoticeTextError::UnknownTag(name)),
    };
    if !fits {
        return Err(NoticeTextError::InvalidAttributes(name));
    }
    if name == "blockquote" && open.contains(&name) {
        return Err(NoticeTextError::NestedQuotation);
    }
    Ok(name)
}

fn is_address(href: &str) -> bool {
    let behind_scheme = ["https://", "http://", "tg://"].iter().find_map(|scheme| href.strip_prefix(scheme));
    behind_scheme.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

fn check_length(text: &str) -> Result<(), NoticeTextError> {
    let shown = visible_text(text);
    if is_blank(&shown) {
        return Err(NoticeTextError::Empty);
    }
    let growth = |name: &str| room(name).map(|room| room - name.len() - "{}".len());
    let grown: usize = placeholders(text).filter_map(growth).sum();
    let length = crate::foreign::length(&shown) + grown;
    if length > MAX_MESSAGE { Err(NoticeTextError::TooLong { length, max: MAX_MESSAGE }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(text: &str) -> String {
        check_notice_text(text).unwrap_err().to_string()
    }

    #[test]
    fn everything_that_telegram_s_html_has_is_taken() {
        for text in [
            "",
            "Hello {name}, join {channels} to write in {group}.",
            "<b>bold <i>italic <u>under <s>struck</s></u></i></b> <tg-spoiler>x</tg-spoiler>",
            r#"<a href="https://t.me/tea">tea</a> <span class="tg-spoiler">x</span> <STRONG>y</strong>"#,
            r#"<pre><code class="language-rust">x</code></pre> <code>y</code>"#,
            "<blockquote expandable>a</blockquote><blockquote>b</blockquote>",
            r#"<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>"#,
            "1 &lt; 2 & {} { name } {1} 5 > 4",
        ] {
            assert_eq!(check_notice_text(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn each_mistake_is_named() {
        for (text, error) in [
            ("1 < 2", "a `<` begins no tag"),
            ("<h1>x</h1>", "Telegram knows no tag `<h1>`"),
            ("<b class=\"x\">x</b>", "the tag `<b>` has wrong attributes"),
            ("<a>x</a>", "the tag `<a>` has wrong attributes"),
            ("<a href=\"javascript:x\">x</a>", "the tag `<a>` has wrong attributes"),
            ("<b>x", "the tag `<b>` is not closed"),
            ("<b><i>x</b></i>", "`</b>` closes nothing"),
            ("x</b>", "`</b>` closes nothing"),
            ("<blockquote>a<blockquote>b</blockquote></blockquote>", "a quotation can't hold another one"),
            ("Hello {Name}", "there is no placeholder `{Name}`"),
            ("<code>{name}</code>", "the placeholder `{name}` can't stand in `<code>`"),
            ("<a href=\"https://t.me/{group}\">x</a>", "the placeholder `{group}` can't stand in `<a>`"),
            ("<b> </b>", "the text shows nothing"),
            ("&#32;", "the text shows nothing"),
        ] {
            assert_eq!(refused(text), error, "{text}");
        }
    }

    #[test]
    fn a_text_that_could_grow_too_long_is_refused_when_it_is_set() {
        let long = "x".repeat(MAX_MESSAGE - PEOPLE_ROOM);
        assert_eq!(check_notice_text(&format!("{long}{{name}}")), Ok(()));
        assert!(check_notice_text(&format!("{long}x{{name}}")).is_err());
        assert_eq!(check_notice_text(&"x".repeat(MAX_MESSAGE)), Ok(()));
        let error = check_notice_text(&"😀".repeat(MAX_MESSAGE)).unwrap_err();
        assert_eq!(error, NoticeTextError::TooLong { length: 2 * MAX_MESSAGE, max: MAX_MESSAGE });
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let name = Html::escape("{group}");
        let fillings = Fillings { people: name, group: Html::escape("G"), channels: Html::escape("C") };
        assert_eq!(fill("{name} {group} {channels} {x} {", &fillings).as_str(), "{group} G C {x} {");
    }

    proptest! {
        #[test]
        fn no_text_at_all_panics(text in "[<>/ab{}name&;\"= ]*") {
            let _ = check_notice_text(&text);
        }
    }
}
