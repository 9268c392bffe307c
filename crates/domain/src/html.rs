//! Telegram's HTML, in which foreign text can only stand escaped.

use std::fmt;

use crate::UserId;

/// A text in the HTML that Telegram takes with `parse_mode = HTML`.
///
/// Foreign text (names, titles) gets in through [`Html::escape`] alone.
/// <https://core.telegram.org/bots/api#html-style>
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Text that is shown letter for letter, whatever it holds.
    #[must_use]
    pub fn escape(text: &str) -> Self {
        let mut escaped = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                other => escaped.push(other),
            }
        }
        Self(escaped)
    }

    /// Markup that was made with care: a translation whose arguments are escaped.
    #[must_use]
    pub const fn trusted(markup: String) -> Self {
        Self(markup)
    }

    /// A mention of a person by id, so that it works without a username.
    #[must_use]
    pub fn mention(user: UserId, name: &str) -> Self {
        Self(format!("<a href=\"tg://user?id={user}\">{}</a>", Self::escape(name)))
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_leaves_a_bare_bracket_or_quote(text in ".*") {
            let html = Html::escape(&text).to_string();
            prop_assert!(!html.contains(['<', '>', '"']));
        }

        #[test]
        fn escaping_loses_nothing(text in ".*") {
            let html = Html::escape(&text).to_string();
            let back = html.replace("&quot;", "\"").replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
            prop_assert_eq!(back, text);
        }
    }
}
