//! Rust source as tokens: strings and comments are told from code.

use std::str::FromStr;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// A token, or one side of a pair of brackets, as it is written.
#[derive(Debug, PartialEq, Eq)]
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

/// The tokens before the tests, which stand last in a file.
pub(super) fn before_tests(tokens: &[Token]) -> &[Token] {
    const TESTS: [&str; 8] = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
    let is_start = |window: &[Token]| window.iter().map(|token| token.text.as_str()).eq(TESTS);
    let end = tokens.windows(TESTS.len()).position(is_start).unwrap_or(tokens.len());
    &tokens[..end]
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
    fn tests_are_cut_off() {
        let tokens = tokens("fn a() {}\n#[cfg(test)]\nmod tests { fn b() {} }\n").unwrap();
        assert_eq!(texts(before_tests(&tokens)), ["fn", "a", "(", ")", "{", "}"]);
    }

    #[test]
    fn what_is_no_rust_is_none() {
        assert_eq!(tokens("fn ("), None);
    }
}
