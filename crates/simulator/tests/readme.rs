//! The README shows code that is tested.

#[test]
fn the_readme_shows_the_greeting_bot_as_it_is_tested() {
    let (_, code) = include_str!("greeting_bot.rs").split_once("\n\n").unwrap();
    assert!(include_str!("../README.md").contains(code), "copy tests/greeting_bot.rs into the README");
}
