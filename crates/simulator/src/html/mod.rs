//! Telegram's [HTML style](https://core.telegram.org/bots/api#html-style): from markup to plain text and entities.

use serde_json::{Value, json};

/// A text and the [`MessageEntity`](https://core.telegram.org/bots/api#messageentity) objects about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) entities: Vec<Value>,
}

/// Parses `markup`. The error is the end of the Bot API's "can't parse entities: …"; offsets in it are bytes.
pub(crate) fn parse(markup: &str) -> Result<Formatted, String> {
    let mut parser = Parser { markup, at: 0, text: String::new(), units: 0, open: Vec::new(), entities: Vec::new() };
    while let Some(next) = parser.rest().chars().next() {
        match next {
            '<' if parser.rest().starts_with("</") => parser.close_tag()?,
            '<' => parser.open_tag()?,
            '&' => parser.reference(),
            other => {
                parser.push(other);
                parser.at += other.len_utf8();
            }
        }
    }
    match parser.open.last() {
        Some(tag) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", tag.name)),
        None => Ok(parser.finish()),
    }
}

struct Parser<'a> {
    markup: &'a str,
    at: usize,
    text: String,
    /// The length of `text` in UTF-16 code units.
    units: usize,
    open: Vec<OpenTag>,
    entities: Vec<Value>,
}

struct OpenTag {
    name: String,
    attribute: Option<String>,
    is_expandable: bool,
    start: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.markup[self.at..]
    }

    fn push(&mut self, character: char) {
        self.text.push(character);
        self.units += character.len_utf16();
    }

    fn finish(mut self) -> Formatted {
        self.entities.sort_by_key(|entity| (entity["offset"].as_u64(), std::cmp::Reverse(entity["length"].as_u64())));
        Formatted { text: self.text, entities: self.entities }
    }

    /// `&lt;`, `&#60;` and the like; anything else stands for itself.
    fn reference(&mut self) {
        let body = self.rest()[1..].split_once(';').map(|(body, _)| body).filter(|body| body.len() <= 10);
        let decoded = body.and_then(|body| Some((body.len() + 2, decode(body)?)));
        let (length, character) = decoded.unwrap_or((1, '&'));
        self.push(character);
        self.at += length;
    }

    fn open_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let inside = self.tag_body(1)?;
        let (name, attributes) = match inside.split_once(|letter: char| letter.is_ascii_whitespace()) {
            Some((name, attributes)) => (name.to_ascii_lowercase(), attributes.to_owned()),
            None => (inside.to_ascii_lowercase(), String::new()),
        };
        if !is_tag(&name) {
            return Err(format!("Unsupported start tag \"{name}\" at byte offset {begin}"));
        }
        let attributes = attributes_of(&attributes);
        let value = |wanted: &str| attributes.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.clone());
        if name == "span" && value("class").as_deref() != Some("tg-spoiler") {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"));
        }
        let attribute = match name.as_str() {
            "a" => value("href"),
            "tg-emoji" => value("emoji-id"),
            "code" => value("class").and_then(|class| class.strip_prefix("language-").map(str::to_owned)),
            _ => None,
        };
        let is_expandable = value("expandable").is_some();
        self.open.push(OpenTag { name, attribute, is_expandable, start: self.units });
        Ok(())
    }

    fn close_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let name = self.tag_body(2)?.trim().to_ascii_lowercase();
        let Some(tag) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        if !name.is_empty() && name != tag.name {
            let expected = &tag.name;
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{expected}>\", found \"</{name}>\""
            ));
        }
        if self.units > tag.start {
            self.add_entity(&tag);
        }
        Ok(())
    }

    /// What stands between the bracket (and `skip` characters in all) and the closing bracket outside quotes.
    fn tag_body(&mut self, skip: usize) -> Result<String, String> {
        let (begin, mut quote) = (self.at, None);
        let body = &self.rest()[skip..];
        for (index, letter) in body.char_indices() {
            match (quote, letter) {
                (None, '>') => {
                    let body = body[..index].to_owned();
                    self.at += skip + index + 1;
                    return Ok(body);
                }
                (None, '"' | '\'') => quote = Some(letter),
                (Some(open), letter) if open == letter => quote = None,
                _ => {}
            }
        }
        Err(format!("Unclosed start tag at byte offset {begin}"))
    }

    fn add_entity(&mut self, tag: &OpenTag) {
        let Some(kind) = kind_of(tag) else { return };
        let mut entity = json!({ "type": kind, "offset": tag.start, "length": self.units - tag.start });
        let attribute = tag.attribute.clone().unwrap_or_default();
        match kind {
            "text_link" => entity["url"] = json!(attribute),
            "text_mention" => {
                entity["user"] = json!({ "id": mentioned(&attribute), "is_bot": false, "first_name": "" });
            }
            "custom_emoji" => entity["custom_emoji_id"] = json!(attribute),
            "code" if self.names_language(tag) => return,
            "pre" => {
                if let Some(language) = &tag.attribute {
                    entity["language"] = json!(language);
                }
            }
            _ => {}
        }
        self.entities.push(entity);
    }

    /// `<pre><code class="language-…">` is one entity: the inner tag leaves its language to the outer.
    fn names_language(&mut self, tag: &OpenTag) -> bool {
        let Some(language) = tag.attribute.as_ref().filter(|_| self.open.last().is_some_and(|tag| tag.name == "pre"))
        else {
            return false;
        };
        if let Some(outer) = self.open.last_mut() {
            outer.attribute = Some(language.clone());
        }
        true
    }
}

fn is_tag(name: &str) -> bool {
    const TAGS: &str = "b strong i em u ins s strike del span tg-spoiler a code pre blockquote tg-emoji";
    TAGS.split(' ').any(|tag| tag == name)
}

fn kind_of(tag: &OpenTag) -> Option<&'static str> {
    Some(match tag.name.as_str() {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "span" | "tg-spoiler" => "spoiler",
        "code" => "code",
        "pre" => "pre",
        "blockquote" if tag.is_expandable => "expandable_blockquote",
        "blockquote" => "blockquote",
        "tg-emoji" => "custom_emoji",
        "a" => match tag.attribute.as_deref() {
            Some(url) if mentioned(url).is_some() => "text_mention",
            Some(url) if !url.is_empty() => "text_link",
            _ => return None,
        },
        _ => return None,
    })
}

/// The id in `tg://user?id=…`.
fn mentioned(url: &str) -> Option<i64> {
    url.strip_prefix("tg://user?id=")?.parse().ok()
}

fn decode(body: &str) -> Option<char> {
    match body {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        _ => {
            let number = body.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| *character != '\0')
        }
    }
}

/// The attributes of a tag: `name="value"`, `name='value'`, `name=value` or `name`.
fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let name_end = rest.find(|letter: char| letter == '=' || letter.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..name_end].to_ascii_lowercase();
        rest = rest[name_end..].trim_start();
        let Some(after) = rest.strip_prefix('=').map(str::trim_start) else {
            attributes.push((name, String::new()));
            continue;
        };
        let (value, left) = attribute_value(after);
        attributes.push((name, decoded(value)));
        rest = left.trim_start();
    }
    attributes
}

fn attribute_value(text: &str) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split_once(quote).unwrap_or((&text[1..], "")),
        _ => text.split_once(char::is_whitespace).unwrap_or((text, "")),
    }
}

fn decoded(value: &str) -> String {
    let mut pieces = value.split('&');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let reference = piece.split_once(';').and_then(|(body, rest)| Some((decode(body)?, rest)));
        if let Some((character, rest)) = reference {
            text.push(character);
            text.push_str(rest);
        } else {
            text.push('&');
            text.push_str(piece);
        }
    }
    text
}

#[cfg(test)]
mod tests;
