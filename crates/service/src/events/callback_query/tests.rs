//! What a press finds out, does and answers.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use futures::{FutureExt, future::poll_immediate};
use portcullis_domain::{
    GroupId,
    chat_member::{ChatMemberStatus, RestrictedMember},
    event::Event,
    ports::{BotApiError, StoreError},
};

use super::*;
use crate::{
    Gatekeeper, Ports, UpdateDelivery,
    testing::{
        ANN, CHANNEL, GROUP, Held, UNTIL, World, accepting_group, ann_says, group, muted_until, open_restriction,
        person,
    },
};

fn press() -> CallbackQuery {
    let data = CallbackData::Joined(GROUP).encode();
    CallbackQuery { id: "q".to_owned(), from: person(ANN), chat: Some(GROUP.into()), message: None, data: Some(data) }
}

/// Records the one answer that is given.
fn expect_answer(world: &mut World) -> Arc<Mutex<Option<CallbackAnswer>>> {
    let given = Arc::new(Mutex::new(None));
    let kept = given.clone();
    world.api.expect_answer_callback_query().times(1).returning(move |_, answer| {
        *kept.lock().unwrap() = Some(answer.clone());
        Ok(())
    });
    given
}

fn expect_fresh(world: &mut World, membership: Membership) {
    let times = if membership == Membership::NotMember { 3 } else { 1 };
    world
        .memberships
        .expect_get_fresh_for_press()
        .times(times)
        .returning(move |_, channels| Ok(channels.iter().map(|channel| (*channel, membership)).collect()));
}

#[tokio::test]
async fn whoever_has_joined_speaks_again() {
    let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_has(muted_until(Some(UNTIL)));
    expect_fresh(&mut world, Membership::Member);
    world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
    world
        .restrictions
        .expect_close()
        .times(1)
        .withf(|_, reason, _| *reason == LiftReason::Pressed)
        .returning(|_, _, _| Ok(Some(open_restriction())));
    let answer = expect_answer(&mut world);
    world.handle(Event::CallbackQuery(press())).await.unwrap();
    assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
}

#[tokio::test(start_paused = true)]
async fn whoever_has_joined_a_moment_ago_is_asked_about_again_before_the_answer_is_no() {
    let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_has(muted_until(Some(UNTIL)));
    let begun = tokio::time::Instant::now();
    for membership in [Membership::NotMember, Membership::NotMember, Membership::Member] {
        world.memberships.expect_get_fresh_for_press().times(1).returning(move |_, _| Ok(vec![(CHANNEL, membership)]));
    }
    world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
    world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
    let answer = expect_answer(&mut world);
    world.handle(Event::CallbackQuery(press())).await.unwrap();
    assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
    assert!(begun.elapsed() <= Duration::from_millis(1_500));
}

#[tokio::test(start_paused = true)]
async fn a_flood_wait_longer_than_the_press_lives_is_told_at_once_and_a_shorter_one_waited_out() {
    for (seconds, waited) in [(60, 0), (3, 3)] {
        let mut world = World::with(group()).and_open(Some(open_restriction()));
        world = world.and_ann_has(muted_until(Some(UNTIL)));
        let wait = FloodWait(Duration::from_secs(seconds));
        world.memberships.expect_get_fresh_for_press().times(1).returning(move |_, _| Err(wait));
        world.memberships.expect_get_fresh_for_press().returning(|_, _| Ok(vec![(CHANNEL, Membership::Unknown)]));
        let (answer, begun) = (expect_answer(&mut world), tokio::time::Instant::now());
        world.handle(Event::CallbackQuery(press())).await.unwrap();
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Alert(_))));
        assert_eq!(begun.elapsed().as_secs(), waited);
    }
}

#[tokio::test]
async fn a_press_that_can_not_be_carried_out_now_is_answered_and_tried_again() {
    let mut world = World::empty();
    world.known.expect_group().returning(|_| None);
    let away = || StoreError::Unavailable("away".into());
    world.groups.expect_find().returning(move |_| Err(away()));
    let answer = expect_answer(&mut world);
    let setback = world.handle(Event::CallbackQuery(press())).await.unwrap_err();
    assert!(matches!(setback, Setback::StoreAway(_)));
    assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Alert(_))));
}

#[tokio::test]
async fn whoever_an_administrator_lets_write_in_part_is_not_told_to_be_muted() {
    let partial = RestrictedMember { is_member: true, can_send_messages: true, until: None };
    let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Restricted(partial));
    let answer = expect_answer(&mut world);
    world.handle(Event::CallbackQuery(press())).await.unwrap();
    assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
}

#[tokio::test(start_paused = true)]
async fn whoever_has_not_is_told_which_channel_is_missing() {
    let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_has(muted_until(Some(UNTIL)));
    expect_fresh(&mut world, Membership::NotMember);
    let answer = expect_answer(&mut world);
    world.handle(Event::CallbackQuery(press())).await.unwrap();
    let answer = answer.lock().unwrap();
    assert!(matches!(&*answer, Some(CallbackAnswer::Alert(text)) if text.contains("Tea news")), "{answer:?}");
}

#[tokio::test]
async fn whoever_has_asked_to_join_where_that_counts_speaks_again_and_is_asked_about_once() {
    let mut world = World::with(accepting_group()).and_open(Some(open_restriction()));
    world = world.and_ann_has(muted_until(Some(UNTIL))).and_ann_is_unmuted().and_ann_asked_to_join(&[CHANNEL]);
    world
        .memberships
        .expect_get_fresh_for_press()
        .times(1)
        .returning(|_, _| Ok(vec![(CHANNEL, Membership::NotMember)]));
    world.expect_close(LiftReason::Pressed);
    let answer = expect_answer(&mut world);
    world.handle(Event::CallbackQuery(press())).await.unwrap();
    assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
}

#[tokio::test]
async fn a_check_that_fails_changes_nothing() {
    let mut world = World::with(group()).and_open(Some(open_restriction()));
    expect_fresh(&mut world, Membership::Unknown);
    let answer = expect_answer(&mut world);
    world.handle(Event::CallbackQuery(press())).await.unwrap();
    assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Alert(_))));
}

#[tokio::test(start_paused = true)]
async fn a_press_right_after_another_is_answered_from_what_is_known() {
    let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_has(muted_until(Some(UNTIL)));
    expect_fresh(&mut world, Membership::NotMember);
    world.memberships.expect_get().times(2).returning(|_, _| Ok(vec![(CHANNEL, Membership::NotMember)]));
    world.api.expect_answer_callback_query().times(3).returning(|_, _| Ok(()));
    let gatekeeper = world.gatekeeper();
    for _ in 0..3 {
        gatekeeper.handle(&Event::CallbackQuery(press())).await.unwrap();
    }
}

#[tokio::test]
async fn whoever_presses_though_nothing_holds_them_is_asked_about_once_in_a_while_whatever_group_they_name() {
    let mut world = World::with(group()).and_open(None);
    world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Member));
    let told = Arc::new(Mutex::new(Vec::new()));
    let kept = told.clone();
    world.api.expect_answer_callback_query().times(3).returning(move |_, answer| {
        kept.lock().unwrap().push(answer.clone());
        Ok(())
    });
    let gatekeeper = world.gatekeeper();
    for number in 0..3 {
        let query = CallbackQuery { id: format!("q{number}"), ..press() };
        gatekeeper.handle(&Event::CallbackQuery(query)).await.unwrap();
    }
    let told = told.lock().unwrap();
    assert!(told.iter().all(|answer| *answer == told[0] && matches!(answer, CallbackAnswer::Toast(_))), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn what_was_asked_for_a_press_serves_no_message_that_comes_later() {
    let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_is(Membership::NotMember);
    world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(muted_until(Some(UNTIL))));
    expect_fresh(&mut world, Membership::NotMember);
    let _answer = expect_answer(&mut world);
    // She was promoted since: what she writes stands.
    world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Creator));
    world.administrators.expect_forget().times(1).returning(|_| ());
    world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
    let gatekeeper = world.gatekeeper();
    gatekeeper.handle(&Event::CallbackQuery(press())).await.unwrap();
    gatekeeper.handle(&Event::GroupMessage(ann_says("hi"))).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_was_asked_before_a_mute_serves_no_press() {
    let mut world = World::with(group()).and_open(Some(open_restriction()));
    world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Member));
    world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(muted_until(Some(UNTIL))));
    world = world.and_ann_is_unmuted();
    world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
    expect_fresh(&mut world, Membership::Member);
    let _answer = expect_answer(&mut world);
    let gatekeeper = world.gatekeeper();
    gatekeeper.callback_query.statuses.ask_ahead(GROUP, ANN).await;
    // So the press asks nothing ahead itself.
    gatekeeper.callback_query.forecast.note_outsider(GROUP);
    gatekeeper.handle(&Event::CallbackQuery(press())).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_the_presser_is_in_the_group_is_asked_once_more_where_the_look_up_took_much_longer() {
    for delivery in [UpdateDelivery::Polling, UpdateDelivery::Webhook] {
        let mut world = World::with(group()).and_open(Some(open_restriction()));
        world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Member));
        world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(muted_until(Some(UNTIL))));
        world = world.and_ann_is_unmuted();
        world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
        for membership in [Membership::NotMember, Membership::Member] {
            let asked = world.memberships.expect_get_fresh_for_press().times(1);
            asked.returning(move |_, _| Ok(vec![(CHANNEL, membership)]));
        }
        let _answer = expect_answer(&mut world);
        let gatekeeper = Gatekeeper::new(Ports { delivery, ..world.ports() });
        gatekeeper.handle(&Event::CallbackQuery(press())).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_presser_is_in_the_group_is_asked_while_the_look_up_is_on_its_way_unless_others_had_not_joined() {
    for (is_expected, questions) in [(true, 1), (false, 0)] {
        let mut world = World::with(group()).and_open(Some(open_restriction()));
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        world.api.expect_get_chat_member().times(1).returning(move |_, _| {
            count.fetch_add(1, Ordering::SeqCst);
            Ok(muted_until(Some(UNTIL)))
        });
        world = world.and_ann_is_unmuted();
        world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
        expect_fresh(&mut world, Membership::Member);
        let answer = expect_answer(&mut world);
        let held = Arc::new(Held::new(std::mem::take(&mut world.memberships)));
        let gatekeeper = Gatekeeper::new(Ports { memberships: held.clone(), ..world.ports() });
        if !is_expected {
            gatekeeper.callback_query.forecast.note_outsider(GROUP);
        }
        let event = Event::CallbackQuery(press());
        let mut pressed = gatekeeper.handle(&event).boxed();
        assert!(poll_immediate(&mut pressed).await.is_none());
        assert_eq!(asked.load(Ordering::SeqCst), questions);
        held.release();
        pressed.await.unwrap();
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
    }
}

#[tokio::test]
async fn somebody_elses_button_changes_nothing() {
    let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member);
    let answer = expect_answer(&mut world);
    world.handle(Event::CallbackQuery(press())).await.unwrap();
    assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
}

#[tokio::test]
async fn whoever_an_administrator_has_muted_learns_that_it_was_not_the_gate() {
    let mut world = World::with(group()).and_open(None).and_ann_has(muted_until(None));
    let answer = expect_answer(&mut world);
    world.handle(Event::CallbackQuery(press())).await.unwrap();
    assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Alert(_))));
}

#[tokio::test]
async fn forged_data_and_strange_groups_get_a_short_answer() {
    let strange = CallbackData::Joined(GroupId(-5)).encode();
    for data in [None, Some("joined:".to_owned()), Some("x".repeat(64)), Some(strange)] {
        let mut world = World::with(group());
        world.known.expect_group().returning(|_| None);
        let answer = expect_answer(&mut world);
        let forged = CallbackQuery { data, ..press() };
        world.handle(Event::CallbackQuery(forged)).await.unwrap();
        assert!(matches!(&*answer.lock().unwrap(), Some(CallbackAnswer::Toast(_))));
    }
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_not_tried_again() {
    let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member);
    world.api.expect_answer_callback_query().returning(|_, _| Err(BotApiError::QueryExpired));
    world.handle(Event::CallbackQuery(press())).await.unwrap();
}
