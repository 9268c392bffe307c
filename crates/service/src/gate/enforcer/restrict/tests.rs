//! What a restriction does, and what it leaves alone.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use portcullis_domain::{
    UserId,
    brake::TripOutcome,
    chat_member::{ChatMemberStatus, Membership},
    notice::NoticeRefusal,
    ports::MockClock,
};

use super::*;
use crate::{
    Ports,
    parts::Parts,
    testing::{
        ANN, CHANNEL, NOW, UNTIL, World, ann_says, group, muted_until, open_restriction, person, stored, wrong_clock,
    },
};

async fn restrict(world: World) -> Result<RestrictOutcome, Setback> {
    let missing = vec![CHANNEL];
    let ann = person(ANN);
    world.act(async |parts| parts.enforcer.restrict(&group(), &ann, RestrictReason::Spoke, missing, NOW).await).await
}

#[tokio::test]
async fn while_the_clock_is_wrong_nobody_is_muted_and_nothing_deleted() {
    let ports = Ports { clock: wrong_clock(), ..World::with(group()).ports() };
    let enforcer = Parts::new(&ports).enforcer;
    let missing = || vec![CHANNEL];
    let outcome = enforcer.restrict(&group(), &person(ANN), RestrictReason::JoinedGroup, missing(), NOW).await.unwrap();
    assert_eq!(outcome, RestrictOutcome::HeldBack);
    enforcer.restrict_speaker(&group(), &person(ANN), missing(), &ann_says("hi")).await.unwrap();
}

#[tokio::test]
async fn a_banned_person_is_never_restricted() {
    let world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Kicked);
    assert_eq!(restrict(world).await.unwrap(), RestrictOutcome::Absent);
}

#[tokio::test]
async fn nobody_is_muted_where_no_notice_can_be_posted() {
    let mut world = World::with(group());
    let refusal = NoticeRefusal { group: group().id, at: NOW, is_owner_told: true };
    world.notice_refusals.expect_find().returning(move |_| Ok(Some(refusal)));
    assert_eq!(restrict(world).await.unwrap(), RestrictOutcome::HeldBack);
}

#[tokio::test]
async fn an_administrators_mute_is_not_touched() {
    let world = World::with(group()).and_open(None).and_ann_has(muted_until(None));
    assert_eq!(restrict(world).await.unwrap(), RestrictOutcome::Spared);
}

#[tokio::test]
async fn a_mute_of_ours_that_a_crash_left_unconfirmed_is_confirmed_and_not_repeated() {
    let unconfirmed = Restriction { muted_at: None, ..open_restriction() };
    let mut world = World::with(group()).and_open(Some(unconfirmed)).and_notices();
    world = world.and_ann_has(muted_until(Some(UNTIL)));
    world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
    assert_eq!(restrict(world).await.unwrap(), RestrictOutcome::Restricted);
}

#[tokio::test]
async fn a_record_that_a_crash_left_without_a_mute_is_muted_with_its_own_end() {
    let unconfirmed = Restriction { muted_at: None, ..open_restriction() };
    let mut world = World::with(group()).and_open(Some(unconfirmed.clone())).and_notices();
    world = world.and_ann_has(ChatMemberStatus::Member);
    world.restrictions.expect_open_unless_braked().returning(move |_, _| Ok(Some(unconfirmed.clone())));
    world
        .api
        .expect_restrict_chat_member()
        .times(1)
        .withf(|_, _, permissions| *permissions == ChatPermissions::NoneUntil(UNTIL))
        .returning(|_, _, _| Ok(()));
    world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
    restrict(world).await.unwrap();
}

#[tokio::test]
async fn a_record_whose_end_is_near_is_closed_and_the_mute_given_a_whole_new_one() {
    let end = Timestamp(NOW.0 + 4_000);
    let nearly_over = Restriction { until: end, muted_at: None, ..open_restriction() };
    let mut world = World::with(group()).and_open(Some(nearly_over.clone())).and_notices();
    world = world.and_ann_has(ChatMemberStatus::Member);
    world.restrictions.expect_open_unless_braked().times(1).return_once(move |_, _| Ok(Some(nearly_over)));
    world.expect_close(LiftReason::Expired);
    world.restrictions.expect_open_unless_braked().times(1).returning(|new, _| Ok(Some(stored(new))));
    world
        .api
        .expect_restrict_chat_member()
        .times(1)
        .withf(|_, _, permissions| *permissions == ChatPermissions::NoneUntil(UNTIL))
        .returning(|_, _, _| Ok(()));
    world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
    restrict(world).await.unwrap();
}

#[tokio::test]
async fn nobody_is_muted_by_a_record_in_which_the_gate_only_observes() {
    let observed = || Restriction { mode: Mode::Observe, muted_at: None, ..open_restriction() };
    let mut world = World::with(group()).and_open(None).and_notices();
    world = world.and_ann_has(ChatMemberStatus::Member);
    // Another instance, to which the gate is still on trial, was quicker.
    world.restrictions.expect_open_unless_braked().times(1).return_once(move |_, _| Ok(Some(observed())));
    world.expect_close(LiftReason::Expired);
    world.restrictions.expect_open_unless_braked().times(1).returning(|new, _| Ok(Some(stored(new))));
    world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
    world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
    restrict(world).await.unwrap();
}

#[tokio::test]
async fn a_record_that_is_written_anew_each_time_mutes_nobody_for_now() {
    let observed = || Restriction { mode: Mode::Observe, muted_at: None, ..open_restriction() };
    let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member);
    world.restrictions.expect_open_unless_braked().returning(move |_, _| Ok(Some(observed())));
    world.restrictions.expect_close().returning(move |_, _, _| Ok(Some(observed())));
    assert!(matches!(restrict(world).await, Err(Setback::Fault(_))));
}

/// Ann says something so many seconds after she was muted.
async fn speak(world: World, seconds_later: u64) -> Result<(), Setback> {
    let muted_at = open_restriction().muted_at.unwrap();
    let date = muted_at.after(Duration::from_secs(seconds_later));
    let message = GroupMessage { date, ..ann_says("hi") };
    let (ann, missing) = (person(ANN), vec![CHANNEL]);
    world.act(async |parts| parts.enforcer.restrict_speaker(&group(), &ann, missing, &message).await).await
}

#[tokio::test]
async fn an_administrators_message_is_not_deleted_even_if_the_promotion_comes_later() {
    for (open, seconds_later) in [(None, 60), (Some(open_restriction()), 2)] {
        let mut world = World::with(group()).and_open(open.clone()).and_ann_has(ChatMemberStatus::Creator);
        world.administrators.expect_forget().times(1).returning(|_| ());
        if open.is_some() {
            world.expect_close(LiftReason::AdministratorActed);
        }
        speak(world, seconds_later).await.unwrap();
    }
}

#[tokio::test]
async fn nothing_is_deleted_before_telegram_has_said_what_the_person_is() {
    let mut world = World::with(group()).and_open(None);
    world.api.expect_get_chat_member().times(1).returning(|_, _| Err(BotApiError::NoAnswer("away".into())));
    assert!(matches!(speak(world, 60).await, Err(Setback::TelegramAway(_))));
}

#[tokio::test]
async fn a_burst_is_deleted_and_asks_at_most_what_the_person_is() {
    for (seconds_later, asked) in [(0, 0), (2, 1)] {
        let mut world = World::with(group()).and_open(Some(open_restriction())).and_notices();
        let status = muted_until(Some(UNTIL));
        world.api.expect_get_chat_member().times(asked).returning(move |_, _| Ok(status));
        world.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        speak(world, seconds_later).await.unwrap();
    }
}

#[tokio::test]
async fn a_delete_that_fails_does_not_keep_the_person_from_being_muted() {
    let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member).and_notices();
    world.api.expect_delete_message().times(1).returning(|_, _| Err(BotApiError::NoAnswer("away".into())));
    world.restrictions.expect_open_unless_braked().returning(|new, _| Ok(Some(stored(new))));
    world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
    world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
    assert!(matches!(speak(world, 60).await, Err(Setback::TelegramAway(_))));
}

#[tokio::test]
async fn whoever_can_not_be_muted_or_is_not_known_learns_all_the_same_why_their_message_goes() {
    let refusal = || BotApiError::Refused { code: 400, description: "strange".to_owned() };
    for error in [Some(refusal()), Some(BotApiError::UserUnknown), None] {
        let mut world = World::with(group()).and_open(None).and_notices();
        let is_known = error.is_some();
        world
            .api
            .expect_get_chat_member()
            .times(1)
            .returning(move |_, _| if is_known { Ok(ChatMemberStatus::Member) } else { Err(BotApiError::UserUnknown) });
        if let Some(error) = error {
            world.api.expect_restrict_chat_member().times(1).return_once(move |_, _, _| Err(error));
        }
        world.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        world.restrictions.expect_open_unless_braked().returning(|new, _| Ok(Some(stored(new))));
        // It stands for the notice alone.
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        speak(world, 60).await.unwrap();
    }
}

#[tokio::test]
async fn a_mute_that_ran_out_is_closed_and_the_person_gated_anew() {
    let run_out = Restriction { until: NOW, ..open_restriction() };
    let mut world = World::with(group()).and_open(Some(run_out)).and_notices();
    world = world.and_ann_has(ChatMemberStatus::Member);
    world.expect_close(LiftReason::Expired);
    world.restrictions.expect_open_unless_braked().times(1).returning(|new, _| Ok(Some(stored(new))));
    world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
    world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
    restrict(world).await.unwrap();
}

#[tokio::test]
async fn somebody_who_turns_out_an_administrator_is_let_be_and_the_list_forgotten() {
    let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Creator);
    world.administrators.expect_forget().times(1).returning(|_| ());
    restrict(world).await.unwrap();
}

#[tokio::test]
async fn whoever_is_found_free_and_nobody_told_why_is_muted_anew_under_a_record_of_its_own() {
    let mut world = World::with(group())
        .and_open(Some(open_restriction()))
        .and_ann_has(ChatMemberStatus::Member)
        .and_ann_is(Membership::NotMember)
        .and_notices();
    world.expect_close(LiftReason::FoundFree);
    world.groups.expect_find_fresh().returning(|_| Ok(Some(std::sync::Arc::new(group()))));
    world.restrictions.expect_open_unless_braked().times(1).returning(|new, _| Ok(Some(stored(new))));
    world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
    world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
    restrict(world).await.unwrap();
}

#[tokio::test]
async fn a_refused_mute_leaves_no_record_open_and_the_rights_are_looked_up() {
    let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member);
    world.restrictions.expect_open_unless_braked().returning(|new, _| Ok(Some(stored(new))));
    let refused = || BotApiError::NotEnoughRights("not enough rights".to_owned());
    world.api.expect_restrict_chat_member().returning(move |_, _, _| Err(refused()));
    world.expect_close(LiftReason::NotMuted);
    world
        .api
        .expect_get_chat_member()
        .withf(|_, user| *user == UserId(999))
        .returning(|_, _| Ok(ChatMemberStatus::Member));
    world.groups.expect_note_cannot_enforce().times(1).returning(|_| Ok(true));
    restrict(world).await.unwrap();
}

#[tokio::test]
async fn a_mute_whose_fate_is_unknown_keeps_its_record_and_is_tried_again() {
    let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member);
    world.restrictions.expect_open_unless_braked().times(1).returning(|new, _| Ok(Some(stored(new))));
    world.api.expect_restrict_chat_member().returning(|_, _, _| Err(BotApiError::NoAnswer("away".into())));
    assert!(matches!(restrict(world).await, Err(Setback::TelegramAway(_))));
}

#[tokio::test]
async fn a_mute_by_a_record_that_somebody_else_has_confirmed_is_undone_too_if_its_reasons_are_gone() {
    let mut world = World::with(Group { enabled: false, ..group() }).and_open(None);
    world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Member));
    world = world.and_ann_has(muted_until(Some(UNTIL)));
    world.restrictions.expect_open_unless_braked().times(1).returning(|_, _| Ok(Some(open_restriction())));
    let is_mute = |permissions: &ChatPermissions| *permissions == ChatPermissions::NoneUntil(UNTIL);
    world
        .api
        .expect_restrict_chat_member()
        .times(1)
        .withf(move |_, _, permissions| is_mute(permissions))
        .returning(|_, _, _| Ok(()));
    world = world.and_ann_is_unmuted();
    world.expect_close(LiftReason::Unprotected);
    restrict(world).await.unwrap();
}

#[tokio::test]
async fn a_record_bears_the_date_of_the_mute_however_long_the_look_at_the_person_took() {
    let now = Arc::new(AtomicI64::new(NOW.0));
    let (told, later) = (now.clone(), NOW.after(Duration::from_secs(90)));
    let mut clock = MockClock::new();
    clock.expect_now().returning(move || Timestamp(told.load(Ordering::Relaxed)));
    clock.expect_is_known_to_be_wrong().returning(|| false);
    let mut world = World::with(group()).and_open(None);
    world.api.expect_get_chat_member().times(1).returning(move |_, _| {
        now.store(later.0, Ordering::Relaxed);
        Ok(ChatMemberStatus::Member)
    });
    world
        .restrictions
        .expect_open_unless_braked()
        .times(1)
        .withf(move |new, _| new.restricted_at == later)
        .returning(|new, _| Ok(Some(stored(new))));
    world.api.expect_restrict_chat_member().returning(|_, _, _| Err(BotApiError::NoAnswer("away".into())));
    let enforcer = Parts::new(&Ports { clock: Arc::new(clock), ..world.ports() }).enforcer;
    let missing = vec![CHANNEL];
    let muted = enforcer.restrict(&group(), &person(ANN), RestrictReason::JoinedGroup, missing, NOW).await;
    assert!(matches!(muted, Err(Setback::TelegramAway(_))));
}

#[tokio::test]
async fn whoever_can_not_be_muted_as_an_administrator_is_let_be_and_the_list_forgotten() {
    let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member);
    world.restrictions.expect_open_unless_braked().returning(|new, _| Ok(Some(stored(new))));
    world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Err(BotApiError::UserIsAdministrator));
    world.administrators.expect_forget().times(1).returning(|_| ());
    world.expect_close(LiftReason::NotMuted);
    assert_eq!(restrict(world).await.unwrap(), RestrictOutcome::Spared);
}

#[tokio::test]
async fn whoever_is_one_too_many_of_the_known_keeps_their_message_and_their_voice() {
    for status in [ChatMemberStatus::Member, muted_until(None)] {
        let is_muted = status != ChatMemberStatus::Member;
        let mut world = World::with(group()).and_open(None).and_ann_has(status);
        if is_muted {
            // An administrator's mute is no business of the brake's.
            world.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        } else {
            world.restrictions.expect_open_unless_braked().times(1).returning(|_, _| Ok(None));
            world.brakes.expect_trip().times(1).returning(|_, _, _, _| Ok(TripOutcome::AlreadyTripped));
        }
        speak(world, 60).await.unwrap();
    }
}

#[tokio::test]
async fn a_mute_that_was_given_while_the_brake_tripped_is_undone() {
    let braked = Group { braked_at: Some(NOW), ..group() };
    let mut world = World::with(braked).and_open(None);
    world.api.expect_get_chat_member().times(1).returning(|_, _| Ok(ChatMemberStatus::Member));
    world = world.and_ann_has(muted_until(Some(UNTIL)));
    world.restrictions.expect_open_unless_braked().times(1).returning(|new, _| Ok(Some(stored(new))));
    let is_mute = |permissions: &ChatPermissions| *permissions == ChatPermissions::NoneUntil(UNTIL);
    world
        .api
        .expect_restrict_chat_member()
        .times(1)
        .withf(move |_, _, permissions| is_mute(permissions))
        .returning(|_, _, _| Ok(()));
    world = world.and_ann_is_unmuted();
    world.expect_close(LiftReason::Braked);
    assert_eq!(restrict(world).await.unwrap(), RestrictOutcome::Spared);
}
