//! The settings panel, on mocks.

use std::sync::Mutex;

use portcullis_domain::{
    chat_member::ChatMemberStatus,
    event::PrivateMessage,
    message::CallbackData,
    ports::{BotApiError, OwnedGroup, SettingsUpdated},
    settings::Policy,
};

use super::*;
use crate::{
    parts::Parts,
    testing::{ADMIN, ANN, GROUP, NOW, World, group, person},
};

const PANEL: MessageId = MessageId(8);
const OTHER: GroupId = GroupId(-2);

/// A world in which [`ADMIN`] administers every group and nobody else any.
fn world() -> World {
    let mut world = World::with(group());
    world.api.expect_get_chat_member().returning(|_, user| {
        let rights = portcullis_domain::administrator_rights::AdministratorRights::ALL;
        Ok(if user == ADMIN { ChatMemberStatus::Administrator(rights) } else { ChatMemberStatus::Member })
    });
    world
}

fn expect_update(world: &mut World, expected: &SettingsUpdate, is_release_ordered: bool) {
    let expected = expected.clone();
    world.groups.expect_update_settings().times(1).withf(move |_, update| *update == expected).returning(
        move |_, update| Ok(Some(SettingsUpdated { settings: group().settings.updated(update), is_release_ordered })),
    );
}

fn change(setting: Setting, value: &str) -> SettingsUpdate {
    SettingsUpdate::Change(SettingChange::new(setting, value).unwrap())
}

fn query(by: UserId, chat: ChatId) -> CallbackQuery {
    CallbackQuery { id: "q".to_owned(), from: person(by), chat: Some(chat), message: Some(PANEL), data: None }
}

/// What a press is answered with, what is asked, and what the panel shows then.
async fn press(mut world: World, press: PanelPress, query: &CallbackQuery) -> (Pressed, Option<OutgoingMessage>) {
    let shown = Arc::new(Mutex::new(None));
    let seen = shown.clone();
    world.api.expect_edit_message().withf(|_, message, _, _| *message == PANEL).returning(move |_, _, text, _| {
        *seen.lock().unwrap() = Some(text.clone());
        Ok(())
    });
    let ports = world.ports();
    let shared = Parts::new(&ports);
    let pressed = shared.commands(&ports).settings.press(GROUP, &press, query).await.unwrap();
    shared.messenger.finish().await;
    let shown = shown.lock().unwrap().take();
    (pressed, shown)
}

fn in_group() -> CallbackQuery {
    query(ADMIN, GROUP.into())
}

fn in_private() -> CallbackQuery {
    query(ADMIN, ADMIN.into())
}

fn expect_kept(world: &mut World) {
    let due = NOW.after(PANEL_STAYS);
    world
        .deletions
        .expect_defer()
        .times(1)
        .withf(move |panel| (panel.message, panel.due) == (PANEL, due))
        .returning(|_| Ok(()));
}

#[tokio::test]
async fn a_press_sets_a_value_keeps_the_panel_and_shows_what_is_now() {
    let mut world = world();
    expect_kept(&mut world);
    expect_update(&mut world, &change(Setting::Policy, "any"), true);
    let (pressed, shown) = press(world, PanelPress::Set(Setting::Policy, "any".to_owned()), &in_group()).await;
    assert!(matches!(pressed.answer, CallbackAnswer::Toast(_)));
    let labels: Vec<String> = shown.unwrap().keyboard.0.concat().into_iter().map(|button| button.label).collect();
    assert!(labels.iter().any(|label| label == "✓ One is enough"), "{labels:?}");
}

#[tokio::test]
async fn in_a_group_the_panel_speaks_the_language_that_was_just_chosen() {
    let mut world = world();
    expect_kept(&mut world);
    expect_update(&mut world, &change(Setting::Language, "es"), false);
    let (pressed, shown) = press(world, PanelPress::Set(Setting::Language, "es".to_owned()), &in_group()).await;
    let texts = Texts::load().unwrap();
    assert_eq!(pressed.answer, texts.panel_done(Language::of_code("es").unwrap()));
    assert!(shown.unwrap().html.to_string().contains("Español"));
}

#[tokio::test]
async fn whoever_is_no_administrator_gets_an_alert_and_telegram_is_asked_once() {
    let mut world = World::with(group());
    world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Member));
    let ports = world.ports();
    let command = Parts::new(&ports).commands(&ports).settings;
    for press in [PanelPress::Open, PanelPress::Set(Setting::Mode, "observe".to_owned()), PanelPress::Close] {
        let pressed = command.press(GROUP, &press, &query(ANN, GROUP.into())).await.unwrap();
        assert!(matches!(pressed.answer, CallbackAnswer::Alert(_)), "{press:?}");
    }
}

#[tokio::test]
async fn what_no_button_says_changes_nothing() {
    for (setting, value) in [
        (Setting::NoticeText, "<b>"),
        (Setting::WelcomeText, "spam"),
        (Setting::Language, "tlh"),
        (Setting::Policy, "most"),
        (Setting::MuteForDays, "0"),
    ] {
        let (pressed, shown) = press(world(), PanelPress::Set(setting, value.to_owned()), &in_private()).await;
        assert!(matches!(pressed.answer, CallbackAnswer::Toast(_)) && shown.is_none(), "{setting:?}");
    }
}

#[tokio::test]
async fn the_panel_of_one_group_is_of_no_use_in_another() {
    let (_, shown) = press(world(), PanelPress::Open, &query(ADMIN, OTHER.into())).await;
    assert_eq!(shown, None);
}

#[tokio::test]
async fn texts_are_asked_for_and_settings_copied_in_private_alone() {
    for pressed in [PanelPress::Ask(Setting::NoticeText), PanelPress::Sources(0), PanelPress::Copy(OTHER)] {
        let mut world = world();
        expect_kept(&mut world);
        let (pressed, shown) = press(world, pressed, &in_group()).await;
        assert!(pressed.question.is_none() && shown.is_none());
    }
    let (pressed, _) = press(world(), PanelPress::Ask(Setting::NoticeText), &in_private()).await;
    let question = pressed.question.unwrap().html.to_string();
    assert!(question.contains(&format!("?start=settings_{GROUP}_notice_text")), "{question}");
}

#[tokio::test]
async fn only_somebody_who_administers_the_other_group_too_copies_from_it() {
    for is_administrator in [true, false] {
        let mut world = World::empty();
        let mut other = group();
        (other.id, other.settings.policy) = (OTHER, Policy::Any);
        let source = Arc::new(other.clone());
        world.groups.expect_find().returning(|_| Ok(Some(Arc::new(group()))));
        world
            .groups
            .expect_find_fresh()
            .returning(move |id| Ok(Some(if id == OTHER { source.clone() } else { Arc::new(group()) })));
        world.api.expect_get_chat_member().returning(move |chat, _| {
            let rights = portcullis_domain::administrator_rights::AdministratorRights::ALL;
            let is_here = chat == GROUP.into();
            Ok(if is_here || is_administrator {
                ChatMemberStatus::Administrator(rights)
            } else {
                ChatMemberStatus::Left
            })
        });
        if is_administrator {
            expect_update(&mut world, &SettingsUpdate::CopyOf(Box::new(other.settings)), true);
        }
        let (pressed, shown) = press(world, PanelPress::Copy(OTHER), &in_private()).await;
        assert_eq!(matches!(pressed.answer, CallbackAnswer::Alert(_)), !is_administrator);
        assert_eq!(shown.is_some(), is_administrator);
    }
}

#[tokio::test]
async fn the_groups_to_copy_from_are_ones_own_in_pages_and_never_this_one() {
    let mut world = world();
    let asked = |owner: &UserId, except: &GroupId, skip: &u64| (*owner, *except, *skip) == (ADMIN, GROUP, 8);
    world.groups.expect_list_owned_by().withf(move |owner, except, skip, _| asked(owner, except, skip)).returning(
        |_, _, _, limit| {
            let owned = |id: i64| OwnedGroup { id: GroupId(-id), title: format!("Group {id}") };
            Ok((1..=i64::try_from(limit).unwrap()).map(owned).collect())
        },
    );
    let (_, shown) = press(world, PanelPress::Sources(1), &in_private()).await;
    let shown = shown.unwrap();
    let text = shown.html.to_string();
    assert!(text.contains("9. ") && text.contains("Group 1"), "{text}");
    let pressed: Vec<String> = shown.keyboard.0.concat().into_iter().map(|button| button.label).collect();
    assert!(pressed.contains(&"Previous".to_owned()) && pressed.contains(&"Next".to_owned()), "{pressed:?}");
    assert!(!text.contains("Group 9"), "it only tells that there is another page");
}

/// What is said to an answer to the question for a setting.
async fn answer(world: World, setting: Setting, by: UserId, text: Option<&str>) -> Vec<String> {
    let ports = world.ports();
    let command = Parts::new(&ports).commands(&ports).settings;
    let answers = Some(SettingsLink { group: GROUP, setting: Some(setting) }.payload());
    let message = PrivateMessage { from: person(by), id: MessageId(1), text: text.map(str::to_owned), answers };
    let said = command.take_answer(&message).await.unwrap().unwrap();
    said.into_iter().map(|message| message.html.to_string()).collect()
}

#[tokio::test]
async fn a_text_that_telegram_takes_is_stored_and_shown_as_people_will_read_it() {
    let mut world = world();
    expect_update(&mut world, &change(Setting::NoticeText, "<b>Hi</b> {name}, join {channels}"), false);
    let said = answer(world, Setting::NoticeText, ADMIN, Some(" <b>Hi</b> {name}, join {channels} ")).await;
    assert_eq!(said.len(), 2);
    assert!(said[1].starts_with("<b>Hi</b> <a href=\"tg://user") && said[1].contains("Tea news"), "{}", said[1]);
}

#[tokio::test]
async fn what_a_setting_does_not_take_is_said_and_stored_nowhere() {
    for (setting, text, reason) in [
        (Setting::NoticeText, Some("Hi {nobody}"), "{nobody}"),
        (Setting::NoticeText, Some("<b>Hi"), "never closed"),
        (Setting::WelcomeText, Some("a < b"), "begins no markup"),
        (Setting::WelcomeText, None, "written text"),
        (Setting::MuteForDays, Some("366"), "1 to 365"),
        (Setting::MuteForDays, None, "1 to 365"),
    ] {
        let said = answer(world(), setting, ADMIN, text).await;
        assert!(said.len() == 1 && said[0].contains(reason), "{said:?}");
    }
}

#[tokio::test]
async fn an_answer_of_somebody_who_is_no_administrator_any_more_changes_nothing() {
    let said = answer(world(), Setting::MuteForDays, ANN, Some("30")).await;
    assert_eq!(said, [Texts::load().unwrap().group_settings_refused(Language::ENGLISH).html.to_string()]);
}

#[tokio::test]
async fn a_number_is_stored() {
    let mut world = world();
    expect_update(&mut world, &change(Setting::MuteForDays, "30"), false);
    let said = answer(world, Setting::MuteForDays, ADMIN, Some("30")).await;
    assert!(said[0].contains("30 days"), "{said:?}");
}

#[tokio::test]
async fn a_press_that_fails_is_answered_and_not_tried_again() {
    let mut world = World::with(group());
    world.known.expect_group().returning(|_| None);
    world.api.expect_get_chat_member().returning(|_, _| Err(BotApiError::NoAnswer("away".into())));
    world
        .api
        .expect_answer_callback_query()
        .times(1)
        .withf(|_, answer| matches!(answer, CallbackAnswer::Alert(_)))
        .returning(|_, _| Ok(()));
    let data = Some(CallbackData::Settings(GROUP, PanelPress::Open).encode());
    let query = CallbackQuery { data, ..in_group() };
    world.handle(portcullis_domain::event::Event::CallbackQuery(query)).await.unwrap();
}
