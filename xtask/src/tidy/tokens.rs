//! Rust source as tokens: strings and comments are told from code.

use std::str::FromStr;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// A token, or one side of a pair of brackets, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) text: String,
    /// The first line it stands on, from 1.
    pub(super) line: usize,
    /// The last, which is another for a long string.
    pub(super) last_line: usize,
}

impl Token {
    /// What a plain string says.
    pub(super) fn string(&self) -> Option<&str> {
        self.text.strip_prefix('"')?.strip_suffix('"')
    }
}

/// The tokens of a file, without its comments, documentation among them; `None` if it is no Rust.
pub(super) fn tokens(source: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    flatten(TokenStream::from_str(source).ok()?, &mut tokens);
    Some(tokens)
}

/// The tokens without every item that stands behind `#[cfg(test)]`.
pub(super) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    const TEST_ONLY: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut rest = tokens;
    while let [first, behind @ ..] = rest {
        if begins_with(rest, &TEST_ONLY) {
            rest = &rest[TEST_ONLY.len() + length_of_item(&rest[TEST_ONLY.len()..])..];
        } else {
            kept.push(first.clone());
            rest = behind;
        }
    }
    kept
}

/// Whether the tokens begin with these.
pub(super) fn begins_with(tokens: &[Token], texts: &[&str]) -> bool {
    tokens.len() >= texts.len() && tokens.iter().zip(texts).all(|(token, text)| token.text == *text)
}

/// How many tokens an item has that they begin with, its `;` or closing brace counted.
fn length_of_item(tokens: &[Token]) -> usize {
    let (mut index, mut is_import) = (0, false);
    while let Some(token) = tokens.get(index) {
        is_import |= token.text == "use";
        let end = closing(tokens, index) + 1;
        if token.text == ";" || (token.text == "{" && !is_import) {
            return end;
        }
        index = end;
    }
    index
}

/// Where the bracket is closed that stands at `open`; there itself if none does.
pub(super) fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    open
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            // A doc comment comes as an attribute.
            TokenTree::Punct(ref punct) if punct.as_char() == '#' => {
                let bang = trees.next_if(|next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == '!'));
                if trees.next_if(is_doc_comment).is_none() {
                    tokens.push(token(tree.to_string(), tree.span()));
                    tokens.extend(bang.map(|bang| token(bang.to_string(), bang.span())));
                }
            }
            TokenTree::Group(group) => {
                let (open, close) = brackets(group.delimiter());
                tokens.push(token(open.to_owned(), group.span_open()));
                flatten(group.stream(), tokens);
                tokens.push(token(close.to_owned(), group.span_close()));
            }
            tree => tokens.push(token(tree.to_string(), tree.span())),
        }
    }
}

fn token(text: String, span: Span) -> Token {
    Token { text, line: span.start().line, last_line: span.end().line }
}

const fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

fn is_doc_comment(tree: &TokenTree) -> bool {
    let TokenTree::Group(group) = tree else { return false };
    let inner: Vec<TokenTree> = group.stream().into_iter().take(3).collect();
    match inner.as_slice() {
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(_)] => name == "doc",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(tokens: &[Token]) -> Vec<&str> {
        tokens.iter().map(|token| token.text.as_str()).collect()
    }

    #[test]
    fn comments_are_left_out_and_strings_stay_whole() {
        let tokens = tokens("//! a::b\n/// c\n// d\nlet e = \"f::g\";\n").unwrap();
        assert_eq!(texts(&tokens), ["let", "e", "=", "\"f::g\"", ";"]);
        assert!(tokens.iter().all(|token| token.line == 4));
        assert_eq!(tokens[3].string(), Some("f::g"));
    }

    #[test]
    fn attributes_stay() {
        let tokens = tokens("#![doc = include_str!(\"x\")]\n#[test]\n").unwrap();
        assert_eq!(texts(&tokens)[..5], ["#", "!", "[", "doc", "="]);
    }

    #[test]
    fn what_is_for_tests_alone_is_left_out() {
        let left = |source: &str| texts(&without_tests(&tokens(source).unwrap())).join(" ");
        assert_eq!(left("fn a() {}\n#[cfg(test)]\nmod tests { fn b() {} }\nfn c() {}"), "fn a ( ) { } fn c ( ) { }");
        assert_eq!(left("#[cfg(test)]\npub(super) use a::{b, c};\n#[cfg(test)]\nmod d;\nfn e();"), "fn e ( ) ;");
        assert_eq!(
            left("impl A { #[cfg(test)] fn b(&self) -> [u8; 2] { [1; 2] } fn c() {} }"),
            "impl A { fn c ( ) { } }"
        );
    }

    #[test]
    fn a_bracket_is_closed_by_its_own() {
        let tokens = tokens("a(b[c], {d})(e)").unwrap();
        assert_eq!((closing(&tokens, 1), closing(&tokens, 3), closing(&tokens, 0)), (10, 5, 0));
    }

    #[test]
    fn what_is_no_rust_is_none() {
        assert_eq!(tokens("fn ("), None);
    }
}
