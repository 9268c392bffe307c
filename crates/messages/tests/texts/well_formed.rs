//! An independent reader of Telegram's HTML, as strict as a program may be with its own markup.

/// The text as a reader sees it, or what is wrong with the markup.
pub(crate) fn read(markup: &str) -> Result<String, String> {
    let mut seen = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = markup;
    while let Some(first) = rest.chars().next() {
        match first {
            '<' => {
                let (tag, after) = rest[1..].split_once('>').ok_or("a tag without an end")?;
                rest = after;
                match tag.strip_prefix('/') {
                    Some(name) if open.pop() == Some(name) => {}
                    Some(name) => return Err(format!("</{name}> closes nothing")),
                    None => open.push(opened(tag)?),
                }
            }
            '>' | '"' if open.is_empty() && first == '>' => return Err("a bare >".to_owned()),
            '&' => {
                let known = [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')];
                let (entity, letter) = known.iter().find(|(e, _)| rest.starts_with(e)).ok_or("a bare &")?;
                seen.push(*letter);
                rest = &rest[entity.len()..];
            }
            letter => {
                seen.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    if open.is_empty() { Ok(seen) } else { Err(format!("not closed: {open:?}")) }
}

/// The name of an opening tag that our texts may use.
fn opened(tag: &str) -> Result<&str, String> {
    if matches!(tag, "b" | "i" | "code") {
        return Ok(tag);
    }
    let href = tag.strip_prefix("a href=\"").and_then(|rest| rest.strip_suffix('"'));
    match href {
        Some(href) if !href.contains(['"', '<', ' ']) => Ok("a"),
        _ => Err(format!("a foreign tag <{tag}>")),
    }
}

#[test]
fn good_markup_is_read() {
    assert_eq!(read("a <b>b &lt; <a href=\"https://x\">c</a></b>"), Ok("a b < c".to_owned()));
}

#[test]
fn bad_markup_is_found() {
    for markup in
        ["<b>", "</b>", "<b><i></b></i>", "a < b", "a > b", "a & b", "<script></script>", "<a href=\"x\" y>z</a>"]
    {
        assert!(read(markup).is_err(), "{markup}");
    }
}
