//! The set-up by taps, on mocks.

use std::sync::Mutex;

use portcullis_domain::{
    MessageId, SetupId, UserId,
    administrator_rights::AdministratorRights,
    chat_member::ChatMemberStatus,
    event::{Chat, ChatKind, ChatMemberUpdated},
    message::ReplyKeyboard,
    setup::{Arrival, WaitingSetup},
};

use super::*;
use crate::{
    commands::Commands,
    parts::Parts,
    testing::{ADMIN, ANN, BOT, CHANNEL, GROUP, NOW, World, ann_changes, chat, end, group, person},
};

const SETUP_ID: SetupId = SetupId(7);
const ALL_RIGHTS: ChatMemberStatus = ChatMemberStatus::Administrator(AdministratorRights::ALL);

/// A world with an unprotected group, of which [`ADMIN`] is an administrator and the bot too, linked to the channel or not.
fn world(is_linked: bool) -> World {
    let mut world = World::empty();
    world.groups.expect_find().returning(|_| Ok(None));
    world.groups.expect_find_fresh().returning(|_| Ok(None));
    let is_admin = |user: UserId| if user == ANN { ChatMemberStatus::Member } else { ALL_RIGHTS };
    world
        .api
        .expect_get_chat_member()
        .withf(|chat, _| *chat == GROUP.into())
        .returning(move |_, user| Ok(is_admin(user)));
    world.api.expect_get_chat().returning(move |reference| {
        if *reference == ChannelReference::Id(GROUP.into()) {
            return Ok(ChatProfile { chat: chat(), linked_chat: is_linked.then_some(CHANNEL.into()) });
        }
        let (title, username) = ("Tea news".to_owned(), Some("tea_news".to_owned()));
        let chat = Chat { id: CHANNEL.into(), kind: ChatKind::Channel, title, username };
        Ok(ChatProfile { chat, linked_chat: None })
    });
    world
}

/// The same, and the bot has this status in the channel, one after the other.
fn and_bot_in_channel(mut world: World, statuses: &[ChatMemberStatus]) -> World {
    let statuses = Mutex::new(statuses.to_vec());
    world.api.expect_get_chat_member().withf(|chat, user| *chat == CHANNEL.into() && *user == BOT).returning(
        move |_, _| {
            let mut left = statuses.lock().unwrap();
            Ok(if left.len() > 1 { left.remove(0) } else { left[0] })
        },
    );
    world
}

/// The same, and the group is protected by what follows, once.
fn and_protected(mut world: World) -> World {
    let mut found = 0;
    world.groups.checkpoint();
    world.groups.expect_find_fresh().returning(|_| Ok(None));
    world
        .groups
        .expect_protect()
        .times(1)
        .withf(|put| put.channels[0].id == CHANNEL && put.by.id == ADMIN)
        .returning(|_| Ok(()));
    world.groups.expect_find().returning(move |_| {
        found += 1;
        Ok((found > 1).then(|| Arc::new(group())))
    });
    world
}

/// The same, and the group is told, so many times.
fn and_told(mut world: World, times: usize) -> World {
    world
        .api
        .expect_send_message()
        .times(times)
        .withf(|chat, _, _| *chat == GROUP.into())
        .returning(|_, _, _| Ok(MessageId(1)));
    world
}

async fn act<T>(world: World, act: impl AsyncFnOnce(&Commands) -> T) -> T {
    let ports = world.ports();
    let shared = Parts::new(&ports);
    let commands = shared.commands(&ports);
    let outcome = act(&commands).await;
    shared.messenger.finish().await;
    drop((commands, shared));
    end(ports).await;
    outcome
}

fn shared() -> ChatShared {
    ChatShared { from: person(ADMIN), setup: SETUP_ID, channel: CHANNEL, title: Some("Tea news".to_owned()) }
}

fn press_of(user: UserId) -> CallbackQuery {
    CallbackQuery { id: "q".to_owned(), from: person(user), chat: Some(GROUP.into()), message: None, data: None }
}

fn said(messages: &[OutgoingMessage]) -> Vec<String> {
    messages.iter().map(|message| message.html.to_string()).collect()
}

fn texts() -> Texts {
    Texts::load().unwrap()
}

#[test]
fn only_a_set_up_s_link_leads_into_one() {
    assert_eq!(group_of("setup_-1001"), Some(GROUP));
    for payload in ["setup_", "setup_x", "settings_-1001", "", "setup_99999999999999999999"] {
        assert_eq!(group_of(payload), None, "{payload}");
    }
}

#[tokio::test]
async fn an_admin_is_offered_the_linked_channel_and_every_other() {
    let mut world = world(true);
    world
        .setups
        .expect_begin()
        .times(1)
        .withf(|by, group, _| by.id == ADMIN && *group == GROUP)
        .returning(|_, _, _| Ok(SETUP_ID));
    let offered = act(world, async |commands| commands.setup.begin(GROUP, &person(ADMIN)).await.unwrap()).await;
    assert!(said(&offered)[0].contains("Tea news"), "{offered:?}");
    assert!(matches!(&offered[1].reply_keyboard, Some(ReplyKeyboard::ChooseChannel { setup: SETUP_ID, .. })));
}

#[tokio::test]
async fn whoever_is_no_admin_begins_nothing() {
    let refused = act(world(true), async |commands| commands.setup.begin(GROUP, &person(ANN)).await.unwrap()).await;
    assert_eq!(refused, [texts().setup_administrators_only(Language::ENGLISH)]);
}

#[tokio::test]
async fn a_choice_for_nobody_knows_what_is_answered_and_the_letters_come_back() {
    let mut world = world(false);
    world.setups.expect_find_group().times(1).returning(|_, _, _| Ok(None));
    let answers = act(world, async |commands| commands.setup.take_shared_chat(&shared()).await.unwrap()).await;
    assert_eq!(answers, [texts().setup_outdated(Language::ENGLISH)]);
}

#[tokio::test(start_paused = true)]
async fn a_bot_that_is_appointed_a_moment_after_the_choice_is_waited_for() {
    let mut world = and_bot_in_channel(world(false), &[ChatMemberStatus::Left, ChatMemberStatus::Left, ALL_RIGHTS]);
    world.setups.expect_find_group().returning(|_, _, _| Ok(Some(GROUP)));
    world.setups.expect_wait_for().times(1).returning(|_, _, _, _| Ok(()));
    world.setups.expect_end_wait().times(1).returning(|_, _, _| Ok(true));
    let world = and_told(and_protected(world), 1);
    let answers = act(world, async |commands| commands.setup.take_shared_chat(&shared()).await.unwrap()).await;
    assert_eq!(answers[0], texts().setup_done(Language::ENGLISH));
    assert!(said(&answers)[1].contains("Tea news"), "{answers:?}");
}

#[tokio::test(start_paused = true)]
async fn what_the_bot_can_t_see_yet_goes_on_waiting_and_what_can_t_be_mended_there_does_not() {
    let mut waits = and_bot_in_channel(world(false), &[ChatMemberStatus::Left]);
    waits.setups.expect_find_group().returning(|_, _, _| Ok(Some(GROUP)));
    waits.setups.expect_wait_for().times(1).returning(|_, _, _, _| Ok(()));
    let answers = act(waits, async |commands| commands.setup.take_shared_chat(&shared()).await.unwrap()).await;
    assert!(said(&answers)[0].contains("Add me with the button"), "{answers:?}");

    let mut itself = world(false);
    itself.setups.expect_find_group().returning(|_, _, _| Ok(Some(GROUP)));
    itself.setups.expect_wait_for().times(1).returning(|_, _, _, _| Ok(()));
    itself.setups.expect_end_wait().times(1).returning(|_, _, _| Ok(true));
    let group_itself = ChatShared { channel: ChannelId(GROUP.0), ..shared() };
    let answers = act(itself, async |commands| commands.setup.take_shared_chat(&group_itself).await.unwrap()).await;
    assert!(said(&answers)[0].contains("is this group itself"), "{answers:?}");
}

#[tokio::test]
async fn of_two_who_find_the_bot_appointed_one_says_so() {
    let mut world = and_bot_in_channel(world(false), &[ALL_RIGHTS]);
    let waiting = WaitingSetup { by: person(ADMIN), group: GROUP };
    world.setups.expect_list_waiting().times(1).returning(move |_, _| Ok(vec![waiting.clone()]));
    world.setups.expect_end_wait().times(1).returning(|_, _, _| Ok(false));
    let world = and_told(and_protected(world), 0);
    let answers = act(world, async |commands| commands.setup.go_on(CHANNEL, "Tea news").await.0).await;
    assert_eq!(answers, []);
}

#[tokio::test]
async fn whoever_is_no_admin_any_more_when_a_set_up_goes_on_is_refused() {
    let mut world = world(false);
    let waiting = WaitingSetup { by: person(ANN), group: GROUP };
    world.setups.expect_list_waiting().times(1).returning(move |_, _| Ok(vec![waiting.clone()]));
    world.setups.expect_end_wait().times(1).returning(|_, _, _| Ok(true));
    let answers = act(world, async |commands| commands.setup.go_on(CHANNEL, "Tea news").await.0).await;
    assert_eq!(answers, [(person(ANN), vec![texts().setup_administrators_only(Language::ENGLISH)])]);
}

#[tokio::test]
async fn a_press_of_a_member_and_one_without_a_linked_channel_change_nothing() {
    let texts = texts();
    for (world, user, expected) in [
        (world(true), ANN, texts.setup_press_of_administrators_only(Language::ENGLISH)),
        (world(false), ADMIN, texts.setup_nothing_linked(Language::ENGLISH)),
    ] {
        let press = press_of(user);
        let answer = act(world, async |commands| commands.setup.use_linked_channel(GROUP, &press).await.unwrap()).await;
        assert_eq!(answer, (expected, Vec::new()));
    }
}

#[tokio::test]
async fn a_channel_that_is_enforced_already_is_no_news_to_the_group() {
    let mut world = and_bot_in_channel(world(true), &[ALL_RIGHTS]);
    world.groups.checkpoint();
    world.groups.expect_find().returning(|_| Ok(Some(Arc::new(group()))));
    world.groups.expect_find_fresh().returning(|_| Ok(Some(Arc::new(group()))));
    world.groups.expect_protect().times(1).returning(|_| Ok(()));
    world.setups.expect_wait_for().times(1).returning(|_, _, _, _| Ok(()));
    world.setups.expect_end_wait().times(1).returning(|_, _, _| Ok(true));
    let press = press_of(ADMIN);
    let (answer, messages) =
        act(and_told(world, 0), async |commands| commands.setup.use_linked_channel(GROUP, &press).await.unwrap()).await;
    assert_eq!((answer, messages), (texts().setup_press_done(Language::ENGLISH), Vec::new()));
}

#[tokio::test]
async fn a_long_flood_wait_is_told_and_the_same_button_works_later() {
    let mut world = World::empty();
    world.groups.expect_find().returning(|_| Ok(None));
    world.groups.expect_find_fresh().returning(|_| Ok(None));
    world.api.expect_get_chat_member().returning(|_, _| Ok(ALL_RIGHTS));
    world.api.expect_get_chat().returning(|reference| match reference {
        ChannelReference::Id(id) if *id == GROUP.into() => Ok(ChatProfile { chat: chat(), linked_chat: None }),
        _ => Err(BotApiError::RetryAfter(Duration::from_hours(1))),
    });
    world.setups.expect_find_group().returning(|_, _, _| Ok(Some(GROUP)));
    world.setups.expect_wait_for().returning(|_, _, _, _| Ok(()));
    world.setups.expect_end_wait().returning(|_, _, _| Ok(true));
    let answers = act(world, async |commands| commands.setup.take_shared_chat(&shared()).await.unwrap()).await;
    assert!(said(&answers)[0].contains("60 minutes"), "{answers:?}");
}

fn arrives(old: ChatMemberStatus, new: ChatMemberStatus) -> ChatMemberUpdated {
    let by_language_code = Some("es".to_owned());
    ChatMemberUpdated { person: person(BOT), is_bot: true, by_language_code, ..ann_changes(ADMIN, old, new) }
}

/// What a group is told when the bot arrives there; `None`: nothing.
async fn greeting(world: World, change: &ChatMemberUpdated, is_first: bool) -> Option<String> {
    let (mut world, said) = (world, Arc::new(Mutex::new(None)));
    let heard = said.clone();
    world.api.expect_send_message().returning(move |_, message, _| {
        *heard.lock().unwrap() = Some(message.html.to_string());
        Ok(MessageId(1))
    });
    world.setups.expect_note_greeting().returning(|_, _, _| Ok(()));
    world.groups.expect_find_fresh().returning(|_| Ok(None));
    let arrival = change.arrival();
    world
        .setups
        .expect_claim_greeting()
        .withf(move |group, claimed, at| (*group, Some(*claimed), *at) == (GROUP, arrival, NOW))
        .returning(move |_, _, _| Ok(is_first));
    act(world, async |commands| commands.greeter.greet(change).await.unwrap()).await;
    said.lock().unwrap().clone()
}

#[tokio::test]
async fn the_bot_greets_in_the_language_of_whoever_appoints_it_and_names_the_linked_channel() {
    let change = arrives(ChatMemberStatus::Left, ALL_RIGHTS);
    let said = greeting(world(true), &change, true).await.unwrap();
    assert!(said.contains("¡Gracias") && said.contains("Tea news"), "{said}");
    let said = greeting(world(false), &change, true).await.unwrap();
    assert!(!said.contains("Tea news"), "{said}");
}

#[tokio::test]
async fn what_the_bot_has_become_and_lacks_decides_what_it_says() {
    let no_restricting = AdministratorRights { can_restrict_members: false, ..AdministratorRights::ALL };
    let lacking = arrives(ChatMemberStatus::Member, ChatMemberStatus::Administrator(no_restricting));
    let spanish = Language::of_code("es").unwrap();
    let said = greeting(world(false), &lacking, true).await.unwrap();
    assert!(said.contains("aún me falta"), "{said}");
    let member = arrives(ChatMemberStatus::Left, ChatMemberStatus::Member);
    let bot = World::empty().ports().bot;
    assert_eq!(member.arrival(), Some(Arrival::Member));
    let said = greeting(world(false), &member, true).await.unwrap();
    assert_eq!(said, texts().setup_appoint_me(spanish, &bot).html.to_string());
    let basic = ChatMemberUpdated {
        chat: Chat { kind: ChatKind::BasicGroup, ..chat() },
        ..arrives(ChatMemberStatus::Left, ALL_RIGHTS)
    };
    let said = greeting(world(false), &basic, true).await.unwrap();
    assert_eq!(said, texts().setup_refused(spanish, &ProtectRefusal::BasicGroup, &bot, GROUP).html.to_string());
}

#[tokio::test]
async fn nobody_is_greeted_twice_nor_where_the_gate_is_on_nor_for_other_rights() {
    let change = arrives(ChatMemberStatus::Left, ALL_RIGHTS);
    assert_eq!(greeting(world(false), &change, false).await, None);
    assert_eq!(greeting(World::with(group()), &change, true).await, None);
    assert_eq!(greeting(World::empty(), &arrives(ALL_RIGHTS, ALL_RIGHTS), true).await, None);
    assert_eq!(greeting(World::empty(), &arrives(ALL_RIGHTS, ChatMemberStatus::Kicked), true).await, None);
}
