//! The markup that bots may write, and the markup that is refused.

use super::*;

#[test]
fn tags_become_entities_measured_in_utf16() {
    let formatted = parse("👋 <b>Ann</b> &amp; <i>B</i>").unwrap();
    assert_eq!(formatted.text, "👋 Ann & B");
    assert_eq!(formatted.entities[0], json!({ "type": "bold", "offset": 3, "length": 3 }));
    assert_eq!(formatted.entities[1], json!({ "type": "italic", "offset": 9, "length": 1 }));
}

#[test]
fn a_link_keeps_its_decoded_address() {
    let formatted = parse(r#"<a href="https://t.me/x?a=1&amp;b=2">go</a>"#).unwrap();
    assert_eq!(formatted.entities[0]["url"], "https://t.me/x?a=1&b=2");
}

#[test]
fn a_user_link_is_a_mention() {
    let formatted = parse(r#"<a href="tg://user?id=42">Ann</a>"#).unwrap();
    assert_eq!(formatted.entities[0]["type"], "text_mention");
    assert_eq!(formatted.entities[0]["user"]["id"], 42);
}

#[test]
fn a_code_block_carries_its_language() {
    let formatted = parse(r#"<pre><code class="language-rust">fn</code></pre>"#).unwrap();
    assert_eq!(formatted.entities, vec![json!({ "type": "pre", "offset": 0, "length": 2, "language": "rust" })]);
}

#[test]
fn quotes_and_spoilers_are_known() {
    let formatted = parse(r#"<blockquote expandable>q</blockquote><span class="tg-spoiler">s</span>"#).unwrap();
    assert_eq!(formatted.entities[0]["type"], "expandable_blockquote");
    assert_eq!(formatted.entities[1]["type"], "spoiler");
}

#[test]
fn an_unknown_tag_is_refused() {
    assert_eq!(parse("x<br>").unwrap_err(), "Unsupported start tag \"br\" at byte offset 1");
}

#[test]
fn a_bare_bracket_is_refused() {
    assert!(parse("1 < 2").is_err());
    assert!(parse("1 < 2 > 0").is_err());
}

#[test]
fn an_unclosed_tag_is_refused() {
    assert_eq!(parse("<b>x").unwrap_err(), "Can't find end tag corresponding to start tag \"b\"");
}

#[test]
fn wrongly_nested_tags_are_refused() {
    assert!(parse("<b><i>x</b></i>").unwrap_err().starts_with("Unmatched end tag at byte offset 7"));
}

#[test]
fn an_end_tag_alone_is_refused() {
    assert_eq!(parse("x</b>").unwrap_err(), "Unexpected end tag at byte offset 1");
}

#[test]
fn numeric_references_are_decoded_and_strange_ones_left_alone() {
    assert_eq!(parse("&#60;&#x3E; &nbsp; &").unwrap().text, "<> &nbsp; &");
}
