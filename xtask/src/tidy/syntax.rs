//! What tokens make when they stand together: paths, types, the bodies of types.

use super::tokens::{Token, closing};

/// A block `impl`.
pub(super) struct Impl<'a> {
    /// The path of its type.
    pub(super) path: Vec<String>,
    pub(super) is_of_trait: bool,
    pub(super) body: &'a [Token],
}

/// The blocks `impl` at any depth.
pub(super) fn impls(tokens: &[Token]) -> Vec<Impl<'_>> {
    // Elsewhere, `impl` says what is taken or given.
    let begins = |index: usize| index == 0 || matches!(&*tokens[index - 1].text, "}" | ";" | "]" | "{" | "unsafe");
    let starts = (0..tokens.len()).filter(|&index| tokens[index].text == "impl" && begins(index));
    let blocks = starts.filter_map(|index| {
        let header: &[Token] = tokens[index + 1..].split(|token| token.text == "{").next()?;
        let after_trait = header.windows(2).position(|pair| pair[0].text == "for" && pair[1].text != "<");
        let start = after_trait.unwrap_or_else(|| after_parameters(header));
        let path = (start..header.len()).map(|index| path_at(header, index)).find(|path| !path.is_empty())?;
        Some(Impl { path, is_of_trait: after_trait.is_some(), body: body(&tokens[index..]) })
    });
    blocks.collect()
}

/// What stands in the first braces.
pub(super) fn body(tokens: &[Token]) -> &[Token] {
    let open = tokens.iter().position(|token| token.text == "{");
    open.map_or(&[], |open| tokens.get(open + 1..closing(tokens, open)).unwrap_or_default())
}

/// The functions and constants that a body declares.
pub(super) fn members(body: &[Token]) -> impl Iterator<Item = &str> {
    let declared = body.windows(2).filter(|pair| matches!(&*pair[0].text, "fn" | "const") && is_name(&pair[1].text));
    declared.map(|pair| &*pair[1].text)
}

/// The parts of the path that begins here; none if none does, or if it is a name of one part that may be a variable's.
pub(super) fn path_at(tokens: &[Token], start: usize) -> Vec<String> {
    let text = |index: usize| tokens.get(index).map_or("", |token: &Token| token.text.as_str());
    let before = |back: usize| start.checked_sub(back).map_or("", text);
    let continues = matches!(before(1), "." | "'" | "fn" | "mod" | "let") || (before(1) == ":" && before(2) == ":");
    if continues || !is_name(text(start)) {
        return Vec::new();
    }
    let (mut parts, mut index) = (vec![text(start).to_owned()], start + 1);
    while text(index) == ":" && text(index + 1) == ":" && is_name(text(index + 2)) {
        parts.push(text(index + 2).to_owned());
        index += 3;
    }
    let is_item = parts.len() > 1 || parts[0].starts_with(char::is_uppercase) || matches!(text(index), "(" | "!");
    if is_item { parts } else { Vec::new() }
}

/// The tokens of the type that stands first.
pub(super) fn type_at(tokens: &[Token]) -> &[Token] {
    let mut end = after_parameters(tokens);
    while let Some(token) = tokens.get(end) {
        match token.text.as_str() {
            "," | ";" | "=" | ")" | "]" | "{" | "}" => break,
            "<" => end += after_parameters(&tokens[end..]).max(1),
            _ => end = closing(tokens, end) + 1,
        }
    }
    &tokens[..end.min(tokens.len())]
}

/// Where `<…>` ends that the tokens may begin with.
fn after_parameters(tokens: &[Token]) -> usize {
    let (mut depth, mut before) = (0_usize, "");
    for (index, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "<" => depth += 1,
            ">" if before != "-" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return if token.text == ">" { index + 1 } else { index };
        }
        before = &token.text;
    }
    0
}

/// Whether this is an identifier or a keyword.
pub(super) fn is_name(text: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.chars().all(is_letter) && !text.starts_with(|letter: char| letter.is_ascii_digit()) && !text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tokens::tokens;

    fn texts(tokens: &[Token]) -> String {
        tokens.iter().map(|token| token.text.as_str()).collect()
    }

    #[test]
    fn blocks_know_their_type_and_what_they_declare() {
        let source = "impl<T: Fn(u8) -> bool> Door<T> { const A: u8 = 1; async fn b() {} }\n\
                      fn f(c: impl Fn()) -> impl Sized {}\n\
                      impl<'a> Open<u8> for &'a crate::x::Wall where u8: for<'b> D<'b> { fn e() {} }\n";
        let tokens = tokens(source).unwrap();
        let blocks = impls(&tokens);
        let read: Vec<_> = blocks.iter().map(|block| (block.path.join("::"), block.is_of_trait)).collect();
        assert_eq!(read, [("Door".to_owned(), false), ("crate::x::Wall".to_owned(), true)]);
        assert_eq!(
            blocks.iter().map(|block| members(block.body).collect()).collect::<Vec<Vec<_>>>(),
            [["A", "b"][..].to_vec(), vec!["e"]]
        );
    }

    #[test]
    fn a_path_is_told_from_a_variable() {
        let tokens = tokens("a.b(c::d::E, F, g, h(i!())); fn j() {}").unwrap();
        let paths = (0..tokens.len()).map(|index| path_at(&tokens, index).join("::"));
        assert_eq!(paths.filter(|path| !path.is_empty()).collect::<Vec<_>>(), ["c::d::E", "F", "h", "i"]);
    }

    #[test]
    fn a_type_ends_where_what_follows_begins() {
        for (source, first) in
            [("A<B, C<D>> = e", "A<B,C<D>>"), ("&mut (A, B), c", "&mut(A,B)"), ("A<fn(B) -> C>", "A<fn(B)->C>")]
        {
            let tokens = tokens(source).unwrap();
            assert_eq!(texts(type_at(&tokens)), first);
        }
    }
}
