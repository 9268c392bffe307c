//! Whatever strangers write into names, titles and words, every text stays sound and short enough.

use std::sync::LazyLock;

use portcullis_domain::{
    message::{Button, Keyboard},
    ports::CallbackAnswer,
    settings::{Mode, Policy},
};
use portcullis_messages::{Language, Texts, check_notice_text};
use proptest::prelude::*;

use crate::{said::Said, well_formed, world::World};

const LINKS: [Option<&str>; 4] =
    [None, Some("https://t.me/+AbC\"><b>"), Some("javascript:alert(1)"), Some("https://t.me/tea_news")];

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::load().unwrap());

/// How long Telegram takes a text to be.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

fn sound_button(button: &Button) {
    assert!((1..=64).contains(&length(&button.label)), "label of {}", length(&button.label));
}

fn sound_keyboard(keyboard: &Keyboard) {
    let buttons: Vec<_> = keyboard.0.iter().flatten().collect();
    assert!(buttons.len() <= 100, "{} buttons", buttons.len());
    buttons.into_iter().for_each(sound_button);
}

fn sound(name: &str, said: &Said) {
    match said {
        Said::Message(message) => match well_formed::read(message.html.as_str()) {
            Ok(seen) => {
                assert!(!seen.trim().is_empty(), "{name} is empty");
                let longest = if name.starts_with("stats") { 1024 } else { 4096 };
                assert!(length(&seen) <= longest, "{name} has {} letters", length(&seen));
                sound_keyboard(&message.keyboard);
            }
            Err(error) => panic!("{name}: {error} in {}", message.html),
        },
        Said::Answer(CallbackAnswer::Silent) => {}
        Said::Answer(CallbackAnswer::Toast(text) | CallbackAnswer::Alert(text)) => {
            assert!((1..=200).contains(&length(text)), "{name} has {} letters", length(text));
        }
        Said::Menu(menu) => {
            assert!(!menu.commands.is_empty() && menu.commands.len() <= 100, "{name}");
            for line in &menu.commands {
                assert!((1..=256).contains(&length(&line.description)), "{name}: {}", line.command);
            }
        }
        Said::Button(button) => sound_button(button),
    }
}

fn everything_is_sound(world: &World) {
    for language in Texts::languages() {
        everything_is_sound_in(*language, world);
    }
}

fn everything_is_sound_in(language: Language, world: &World) {
    for (name, said) in world.everything(&TEXTS, language) {
        sound(name, &said);
    }
}

#[test]
fn long_and_strange_names_break_nothing() {
    let letters = ["<b>", "</b>", "&", "\"", "\u{202E}", "\u{200F}", "😀", "{name}", "\n", "\u{3164}", "a\u{301}", ""];
    // Each kind of letter in one language, another one each time: what a language adds is the same for all of them.
    let mut languages = Texts::languages().iter().copied().cycle();
    for (at, letter) in letters.iter().enumerate() {
        for (count, language) in [0, 1, 30].into_iter().zip(&mut languages) {
            let mut world = World::of(&letter.repeat(10_000), count, LINKS[at % LINKS.len()]);
            everything_is_sound_in(language, &world);
            world.policy = Policy::Any;
            world.mode = Mode::Observe;
            everything_is_sound_in(language, &world);
        }
    }
}

#[test]
fn thousands_of_people_channels_and_groups_fit() {
    let world = World::of("Tea <News> & Cake", 1_000, Some("https://t.me/tea_news"));
    everything_is_sound(&world);
}

#[test]
fn an_admins_own_text_stays_sound_whatever_it_is_filled_with() {
    let longest = format!("<i>{}</i> {{name}} {{group}} {{channels}}", "x".repeat(1_900));
    for custom in [longest.as_str(), "<b>{name}</b>", "<b>{name}", "{nobody}", "<b></b>"] {
        for letter in ["<", "😀", "{channels}", "x"] {
            let mut world = World::of(&letter.repeat(1_000), 30, LINKS[3]);
            world.custom = custom.to_owned();
            sound(custom, &TEXTS.notice(Language::ENGLISH, &world.notice(usize::MAX)).into());
        }
    }
    assert_eq!(check_notice_text(&longest), Ok(()));
}

#[test]
fn a_welcome_in_the_admins_words_stays_sound_and_one_that_telegram_would_refuse_is_none() {
    for letter in ["<", "😀", "{channels}", "x"] {
        let mut world = World::of(&letter.repeat(1_000), 50, LINKS[3]);
        world.custom = format!("<i>{}</i> {{name}} {{group}} {{channels}}", "x".repeat(1_900));
        sound("welcome", &TEXTS.welcome(Language::ENGLISH, &world.welcome()).unwrap().into());
        for refused in ["<b>{name}", "{nobody}", "<b></b>"] {
            refused.clone_into(&mut world.custom);
            assert!(TEXTS.welcome(Language::ENGLISH, &world.welcome()).is_err(), "{refused}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_name_at_all_breaks_a_text(
        text in r#"([<>&"'/ab=\u{202E}\u{200F}\n😀{}]|\PC){0,300}"#,
        count in 0_usize..12,
        language in proptest::sample::select(Texts::languages()),
    ) {
        everything_is_sound_in(language, &World::of(&text, count, Some(&text)));
    }

    #[test]
    fn an_own_text_that_is_checked_is_sound(custom in r"(<b>|</b>|<i>|</i>|<code>|</code>|[{]name[}]|[{]channels[}]|[{]group[}]|&amp;| |[a-z]){1,12}") {
        let mut world = World::of("A<b>&", 3, None);
        let is_fine = check_notice_text(&custom).is_ok();
        let standard = TEXTS.notice(Language::ENGLISH, &world.notice(0));
        world.custom = custom;
        let notice = TEXTS.notice(Language::ENGLISH, &world.notice(0));
        prop_assert!(is_fine || notice == standard);
        sound("notice", &notice.into());
    }
}
