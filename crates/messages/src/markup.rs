//! Telegram's HTML, read: into tags and text, as far as checking and measuring it needs.
//! <https://core.telegram.org/bots/api#html-style>

use crate::foreign::length;

/// A piece of markup.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Text between tags, entities and all.
    Text(&'a str),
    /// `<name attributes>`.
    Open {
        /// The tag's name as written.
        name: &'a str,
        /// What follows the name, trimmed.
        attributes: &'a str,
    },
    /// `</name>`.
    Close(&'a str),
    /// A `<` that no `>` ends: the rest of the markup.
    Broken(&'a str),
}

/// The pieces of markup, in order.
pub(crate) fn tokens(markup: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = markup;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(tag) = rest.strip_prefix('<') else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            rest = after;
            return Some(Token::Text(text));
        };
        let Some(end) = tag_end(tag) else {
            let broken = std::mem::take(&mut rest);
            return Some(Token::Broken(broken));
        };
        rest = &tag[end + 1..];
        Some(tag_token(&tag[..end]))
    })
}

/// The text of markup as a reader sees it.
pub(crate) fn visible_text(markup: &str) -> String {
    let texts = tokens(markup).filter_map(|token| match token {
        Token::Text(text) => Some(decode(text)),
        Token::Broken(text) => Some(text.to_owned()),
        Token::Open { .. } | Token::Close(_) => None,
    });
    texts.collect()
}

/// How long Telegram takes markup to be, once parsed.
pub(crate) fn visible_length(markup: &str) -> usize {
    length(&visible_text(markup))
}

/// The first attribute's value, if it is the only one, is called `name` and stands in quotes.
pub(crate) fn only_attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (key, value) = attributes.split_once('=')?;
    let value = value.trim();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let value = value.strip_prefix(quote)?.strip_suffix(quote)?;
    (key.trim().eq_ignore_ascii_case(name) && !value.contains(quote)).then_some(value)
}

fn tag_token(inside: &str) -> Token<'_> {
    if let Some(name) = inside.strip_prefix('/') {
        return Token::Close(name.trim_end());
    }
    let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    Token::Open { name, attributes: attributes.trim() }
}

/// Where a tag ends: at the first `>` outside of quotes.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.char_indices().find_map(|(at, letter)| {
        match (quote, letter) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
        None
    })
}

/// A text with its entities replaced: the four named ones and numbers are all that Telegram knows.
fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.split_once(';').and_then(|(entity, after)| Some((letter(entity)?, after))) {
            Some((letter, after)) => {
                decoded.push(letter);
                rest = after;
            }
            None => decoded.push('&'),
        }
    }
    decoded.push_str(rest);
    decoded
}

fn letter(entity: &str) -> Option<char> {
    match entity {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "quot" => return Some('"'),
        _ => {}
    }
    let number = entity.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|letter| *letter != '\0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_falls_into_tags_and_text() {
        let found: Vec<Token<'_>> = tokens(r#"a<b>c</b ><a href="x>y">d"#).collect();
        let open = |name, attributes| Token::Open { name, attributes };
        let link = open("a", r#"href="x>y""#);
        assert_eq!(
            found,
            [Token::Text("a"), open("b", ""), Token::Text("c"), Token::Close("b"), link, Token::Text("d")]
        );
    }

    #[test]
    fn a_reader_sees_neither_tags_nor_entities() {
        assert_eq!(visible_text("<b>a &lt; b &amp;&#33; &copy;</b>"), "a < b &! &copy;");
        assert_eq!(visible_length("<b>😀</b>&amp;"), 3);
    }

    #[test]
    fn a_tag_without_an_end_is_told() {
        assert_eq!(tokens("1 < 2").collect::<Vec<_>>(), [Token::Text("1 "), Token::Broken("< 2")]);
    }

    #[test]
    fn an_attribute_is_read_in_either_quotes_and_only_alone() {
        assert_eq!(only_attribute(r#"href="x""#, "href"), Some("x"));
        assert_eq!(only_attribute("href='x'", "href"), Some("x"));
        for attributes in ["", "href", "href=x", r#"href="x" id="y""#, r#"class="x""#, "href=\""] {
            assert_eq!(only_attribute(attributes, "href"), None, "{attributes}");
        }
    }

    proptest! {
        #[test]
        fn no_text_at_all_panics(text in ".*") {
            let _ = visible_length(&text);
        }

        #[test]
        fn what_is_escaped_is_seen_as_it_was(text in ".*") {
            prop_assert_eq!(visible_text(portcullis_domain::html::Html::escape(&text).as_str()), text);
        }
    }
}
