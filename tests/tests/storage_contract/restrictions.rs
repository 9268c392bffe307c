//! The suite of `RestrictionRepository`.

use futures::future::join_all;
use portcullis_domain::{
    MessageId, RestrictionId, UserId,
    notice::{PostedNotice, StandingNotice},
    ports::{RestrictionCounts, RestrictionRepository, Sighting},
    restriction::{LiftReason, NewRestriction, RestrictReason, Restriction},
    settings::Mode,
    step::Step,
};
use portcullis_storage::SqlRestrictionRepository;

use super::stores::{
    GROUP, MEMBER, NEWS, NOW, OTHER_GROUP, OTHER_MEMBER, SHOP, Stores, connect, later, on_both_databases, restriction,
    serving,
};

on_both_databases! {
    what_was_opened_is_found_again,
    an_open_restriction_is_returned_unchanged,
    two_who_open_at_once_get_the_same_one,
    a_restriction_ends_once_and_another_can_follow,
    open_ones_are_listed_by_person,
    open_ones_of_a_group_come_in_pages,
    those_that_have_run_out_come_oldest_first,
    a_notice_serves_those_it_was_noted_for,
    a_notice_serves_whomever_those_served_that_it_replaces,
    groups_whose_muted_people_see_no_notice_are_listed,
    a_group_is_counted_by_what_was_done,
    what_is_due_is_taken_once_and_is_due_again_after_a_growing_pause,
    what_was_opened_a_minute_ago_and_is_not_confirmed_is_due,
    the_next_look_is_when_something_is_due_to_be_taken,
    what_has_ended_or_is_settled_is_looked_at_no_more,
    what_was_ordered_while_a_look_was_under_way_outlasts_it,
    a_mute_that_is_tried_again_is_as_young_as_its_last_try_until_it_is_confirmed,
    a_mute_that_has_ended_is_not_confirmed,
    cases_are_numbered_in_each_group,
    many_who_open_at_once_get_numbers_without_a_gap,
    several_instances_that_open_at_once_get_numbers_without_a_gap,
    the_cases_of_a_person_are_listed_newest_first,
    a_step_is_found_again_as_it_was_taken_and_no_mute_is_counted_for_it,
    of_two_who_take_a_step_at_once_one_does,
}

/// The numbers of these restrictions.
fn numbers<'a>(restrictions: impl IntoIterator<Item = &'a Restriction>) -> Vec<i64> {
    restrictions.into_iter().map(|restriction| restriction.case_number.unwrap().0).collect()
}

async fn cases_are_numbered_in_each_group(stores: &Stores) {
    let first = stores.restrict(GROUP, MEMBER).await;
    assert_eq!(numbers([&first, &stores.restrict(GROUP, MEMBER).await]), [1, 1], "it is the same one");
    let observed = NewRestriction { mode: Mode::Observe, ..restriction(GROUP, OTHER_MEMBER) };
    assert_eq!(numbers([&stores.restrictions.open(&observed).await.unwrap()]), [2]);
    assert_eq!(numbers([&stores.restrict(OTHER_GROUP, MEMBER).await]), [1]);
    stores.restrictions.close(first.id, LiftReason::Pressed, NOW).await.unwrap();
    assert_eq!(numbers([&stores.restrict(GROUP, MEMBER).await]), [3]);
}

async fn many_who_open_at_once_get_numbers_without_a_gap(stores: &Stores) {
    let before = stores.database.statement_count();
    let all = join_all((1..=40).map(|user| stores.restrict(GROUP, UserId(user)))).await;
    let mut numbers = numbers(&all);
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
    assert_eq!(stores.database.statement_count() - before, 40, "nobody asks for a number in vain");
}

async fn several_instances_that_open_at_once_get_numbers_without_a_gap(stores: &Stores) {
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(SqlRestrictionRepository::new(connect(stores.url.clone()).await));
    }
    let open = |user: i64| {
        let other = &others[usize::try_from(user).unwrap() % others.len()];
        // Each person comes up twice, at two instances at once.
        async move { other.open(&restriction(GROUP, UserId(1 + user / 2))).await.unwrap() }
    };
    let mut numbers = numbers(&join_all((0..60).map(open)).await);
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers, (1..=30).collect::<Vec<_>>());
}

async fn the_cases_of_a_person_are_listed_newest_first(stores: &Stores) {
    for _ in 0..3 {
        let open = stores.restrict(GROUP, MEMBER).await;
        stores.restrictions.close(open.id, LiftReason::Pressed, NOW).await.unwrap();
    }
    stores.restrict(GROUP, OTHER_MEMBER).await;
    stores.restrict(OTHER_GROUP, MEMBER).await;
    stores.restrict(GROUP, MEMBER).await;
    let cases = async |limit| stores.restrictions.list_cases(GROUP, MEMBER, limit).await.unwrap();
    assert_eq!(numbers(&cases(9).await), [5, 3, 2, 1]);
    assert_eq!(numbers(&cases(2).await), [5, 3]);
    assert_eq!(cases(9).await[1].lifted.map(|lifted| lifted.reason), Some(LiftReason::Pressed));
}

/// The restrictions that are taken at so many seconds, and what for.
async fn taken(stores: &Stores, seconds: u64) -> Vec<(RestrictionId, Option<LiftReason>)> {
    let looks = stores.restrictions.take_looks(later(seconds), 9).await.unwrap();
    looks.into_iter().map(|look| (look.restriction.id, look.lift_for)).collect()
}

async fn what_is_due_is_taken_once_and_is_due_again_after_a_growing_pause(stores: &Stores) {
    let (here, there) = (stores.restrict(GROUP, MEMBER).await, stores.restrict(OTHER_GROUP, MEMBER).await);
    for restriction in [&here, &there] {
        stores.restrictions.set_muted(restriction.id, NOW).await.unwrap();
    }
    let why = LiftReason::JoinedChannel;
    stores.restrictions.look_again(&[here.id], why, later(10)).await.unwrap();
    assert_eq!(taken(stores, 9).await, []);
    let mut due = 10;
    for pause in [2, 4, 8, 16, 32, 64, 128, 300, 300] {
        assert_eq!(taken(stores, due).await, [(here.id, Some(why))], "after {due} s");
        assert_eq!(taken(stores, due + pause - 1).await, []);
        due += pause;
    }
    assert!(stores.restrictions.is_to_be_lifted(here.id, why).await.unwrap());
    assert!(!stores.restrictions.is_to_be_lifted(here.id, LiftReason::Unprotected).await.unwrap());
    assert!(!stores.restrictions.is_to_be_lifted(there.id, why).await.unwrap());
    // A new reason makes it due sooner, and never later.
    stores.restrictions.look_again(&[here.id], LiftReason::Unprotected, later(20)).await.unwrap();
    stores.restrictions.look_again(&[here.id], LiftReason::Unprotected, later(5_000)).await.unwrap();
    assert_eq!(taken(stores, 21).await, [(here.id, Some(LiftReason::Unprotected))]);
}

async fn what_was_opened_a_minute_ago_and_is_not_confirmed_is_due(stores: &Stores) {
    let unconfirmed = stores.restrict(GROUP, MEMBER).await;
    let confirmed = stores.restrict(GROUP, OTHER_MEMBER).await;
    assert!(stores.restrictions.set_muted(confirmed.id, later(1)).await.unwrap());
    let observed = NewRestriction { mode: Mode::Observe, ..restriction(OTHER_GROUP, MEMBER) };
    stores.restrictions.open(&observed).await.unwrap();
    assert_eq!(taken(stores, 59).await, []);
    assert_eq!(taken(stores, 60).await, [(unconfirmed.id, None)]);
    assert_eq!(taken(stores, 61).await, []);
    assert_eq!(taken(stores, 62).await, [(unconfirmed.id, None)]);
}

async fn what_has_ended_or_is_settled_is_looked_at_no_more(stores: &Stores) {
    let (here, there) = (stores.restrict(GROUP, MEMBER).await, stores.restrict(OTHER_GROUP, MEMBER).await);
    for restriction in [&here, &there] {
        stores.restrictions.set_muted(restriction.id, NOW).await.unwrap();
    }
    stores.restrictions.look_again(&[here.id, there.id], LiftReason::PolicyEased, NOW).await.unwrap();
    stores.restrictions.close(here.id, LiftReason::Pressed, NOW).await.unwrap();
    assert_eq!(taken(stores, 0).await, [(there.id, Some(LiftReason::PolicyEased))]);
    stores.restrictions.settle(there.id).await.unwrap();
    assert_eq!(taken(stores, 900).await, []);
    stores.restrictions.look_again(&[here.id], LiftReason::PolicyEased, NOW).await.unwrap();
    assert_eq!(taken(stores, 900).await, []);
}

async fn what_was_ordered_while_a_look_was_under_way_outlasts_it(stores: &Stores) {
    let open = stores.restrict(GROUP, MEMBER).await;
    stores.restrictions.set_muted(open.id, NOW).await.unwrap();
    stores.restrictions.look_again(&[open.id], LiftReason::Unprotected, NOW).await.unwrap();
    assert_eq!(taken(stores, 0).await.len(), 1);
    stores.restrictions.look_again(&[open.id], LiftReason::JoinedChannel, later(1)).await.unwrap();
    stores.restrictions.settle(open.id).await.unwrap();
    // That the gate was switched off is still why.
    assert_eq!(taken(stores, 1).await, [(open.id, Some(LiftReason::Unprotected))]);
}

async fn the_next_look_is_when_something_is_due_to_be_taken(stores: &Stores) {
    let next_look = async || stores.restrictions.next_look().await.unwrap();
    assert_eq!(next_look().await, None);
    let muted = stores.restrict(GROUP, MEMBER).await;
    assert_eq!(next_look().await, Some(later(60)), "it is not confirmed");
    assert_eq!((taken(stores, 59).await, taken(stores, 60).await.len()), (Vec::new(), 1));
    assert_eq!(next_look().await, Some(later(62)));
    stores.restrictions.set_muted(muted.id, NOW).await.unwrap();
    stores.restrictions.settle(muted.id).await.unwrap();
    assert_eq!(next_look().await, None);
    stores.restrictions.look_again(&[muted.id], LiftReason::JoinedChannel, later(5)).await.unwrap();
    assert_eq!(next_look().await, Some(later(5)));
    stores.restrictions.close(muted.id, LiftReason::Pressed, NOW).await.unwrap();
    assert_eq!(next_look().await, None);
}

async fn a_mute_that_is_tried_again_is_as_young_as_its_last_try_until_it_is_confirmed(stores: &Stores) {
    let again = |seconds| NewRestriction { restricted_at: later(seconds), ..restriction(GROUP, MEMBER) };
    let first = stores.restrict(GROUP, MEMBER).await;
    let second = stores.restrictions.open(&again(50)).await.unwrap();
    assert_eq!((second.id, second.restricted_at, second.until), (first.id, later(50), first.until));
    assert_eq!(taken(stores, 109).await, []);
    stores.restrictions.set_muted(first.id, later(60)).await.unwrap();
    assert_eq!(stores.restrictions.open(&again(100)).await.unwrap().restricted_at, later(50));
}

async fn a_mute_that_has_ended_is_not_confirmed(stores: &Stores) {
    let ended = stores.restrict(GROUP, MEMBER).await;
    stores.restrictions.close(ended.id, LiftReason::AdministratorActed, NOW).await.unwrap();
    assert!(!stores.restrictions.set_muted(ended.id, later(1)).await.unwrap());
}

async fn what_was_opened_is_found_again(stores: &Stores) {
    let opened = stores.restrict(GROUP, MEMBER).await;
    let new = restriction(GROUP, MEMBER);
    let NewRestriction { group, user, name, language_code, reason, missing, mode, .. } = new.clone();
    let NewRestriction { step, message, place, restricted_at, until, .. } = new;
    assert_eq!((opened.group, opened.user, &opened.name), (group, user, &name));
    assert_eq!((opened.reason, &opened.missing, opened.mode), (reason, &missing, mode));
    assert_eq!((opened.step, opened.message), (step, message));
    assert_eq!((opened.restricted_at, opened.until, &opened.language_code), (restricted_at, until, &language_code));
    assert_eq!((opened.place, opened.notice, opened.muted_at, opened.lifted), (place, None, None, None));
    assert_eq!(stores.restrictions.find_open(GROUP, MEMBER).await.unwrap(), Some(opened));
    assert_eq!(stores.restrictions.find_open(GROUP, OTHER_MEMBER).await.unwrap(), None);
    assert_eq!(stores.restrictions.find_open(OTHER_GROUP, MEMBER).await.unwrap(), None);
}

/// The step that is taken with a member who wrote.
fn step(user: UserId, step: Step) -> NewRestriction {
    let message = (step == Step::Remind).then_some(MessageId(44));
    NewRestriction { step, message, ..restriction(GROUP, user) }
}

async fn a_step_is_found_again_as_it_was_taken_and_no_mute_is_counted_for_it(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    for (user, taken) in [(1, Step::Remind), (2, Step::Warn), (3, Step::Mute)] {
        let new = step(UserId(user), taken);
        let opened = stores.restrictions.open(&new).await.unwrap();
        assert_eq!((opened.step, opened.message), (taken, new.message));
        stores.restrictions.set_muted(opened.id, NOW).await.unwrap();
        let found = stores.restrictions.find_open(GROUP, UserId(user)).await.unwrap().unwrap();
        assert_eq!((found.step, found.message), (taken, new.message));
        stores.members.record(&[Sighting { group: GROUP, user: UserId(user), at: NOW }]).await.unwrap();
    }
    // All of them wait for a notice, and one is muted.
    assert_eq!(stores.restrictions.list_for_notice(GROUP, 9).await.unwrap().len(), 3);
    let counts = stores.restrictions.counts(GROUP).await.unwrap();
    assert_eq!((counts.open, counts.total), (1, 1));
    let muted = stores.members.list_page(GROUP, None, None, 9, NOW).await.unwrap();
    assert_eq!(muted.iter().map(|member| member.muted_since.is_some()).collect::<Vec<_>>(), [false, false, true]);
}

async fn of_two_who_take_a_step_at_once_one_does(stores: &Stores) {
    let other = SqlRestrictionRepository::new(connect(stores.url.clone()).await);
    let (remind, warn) = (step(MEMBER, Step::Remind), step(MEMBER, Step::Warn));
    let (here, there) = futures::join!(stores.restrictions.open(&remind), other.open(&warn));
    let (here, there) = (here.unwrap(), there.unwrap());
    assert_eq!((here.id, here.step), (there.id, there.step));
    assert_eq!(stores.restrictions.list_cases(GROUP, MEMBER, 9).await.unwrap().len(), 1);
}

async fn an_open_restriction_is_returned_unchanged(stores: &Stores) {
    let first = stores.restrict(GROUP, MEMBER).await;
    stores.restrictions.set_muted(first.id, later(1)).await.unwrap();
    stores.restrictions.put_notice(&serving(&[first.id], MessageId(7), NOW)).await.unwrap();
    let second = NewRestriction {
        reason: RestrictReason::LeftChannel,
        missing: vec![NEWS],
        name: "X".to_owned(),
        until: later(5),
        ..restriction(GROUP, MEMBER)
    };
    let returned = stores.restrictions.open(&second).await.unwrap();
    assert_eq!((returned.id, returned.until, &returned.name), (first.id, first.until, &first.name));
    assert_eq!((returned.muted_at, returned.notice), (Some(later(1)), Some(MessageId(7))));
}

async fn two_who_open_at_once_get_the_same_one(stores: &Stores) {
    let new = restriction(GROUP, MEMBER);
    let all = futures::future::join_all((0..10).map(|_| stores.restrictions.open(&new))).await;
    let first = all[0].as_ref().unwrap().id;
    assert!(all.iter().all(|opened| opened.as_ref().unwrap().id == first));
}

async fn a_restriction_ends_once_and_another_can_follow(stores: &Stores) {
    let first = stores.restrict(GROUP, MEMBER).await;
    stores.restrictions.put_notice(&serving(&[first.id], MessageId(8), NOW)).await.unwrap();
    let closed = stores.restrictions.close(first.id, LiftReason::Pressed, later(1)).await.unwrap().unwrap();
    assert_eq!((closed.id, closed.notice), (first.id, Some(MessageId(8))));
    assert_eq!(stores.restrictions.close(first.id, LiftReason::Exempted, later(2)).await.unwrap(), None);
    assert_eq!(stores.restrictions.close(RestrictionId(-1), LiftReason::Exempted, later(2)).await.unwrap(), None);
    assert_eq!(stores.restrictions.find_open(GROUP, MEMBER).await.unwrap(), None);
    let second = stores.restrict(GROUP, MEMBER).await;
    assert!(second.id > first.id);
}

async fn open_ones_are_listed_by_person(stores: &Stores) {
    let here = stores.restrict(GROUP, MEMBER).await;
    let there = stores.restrict(OTHER_GROUP, MEMBER).await;
    stores.restrict(GROUP, OTHER_MEMBER).await;
    assert_eq!(stores.restrictions.list_open_of(MEMBER).await.unwrap(), [here.clone(), there.clone()]);
    stores.restrictions.close(here.id, LiftReason::JoinedChannel, NOW).await.unwrap();
    assert_eq!(stores.restrictions.list_open_of(MEMBER).await.unwrap(), [there]);
}

async fn open_ones_of_a_group_come_in_pages(stores: &Stores) {
    let mut ids = Vec::new();
    for user in 1..=5 {
        ids.push(stores.restrict(GROUP, UserId(user)).await.id);
    }
    stores.restrict(OTHER_GROUP, MEMBER).await;
    stores.restrictions.close(ids[1], LiftReason::Pressed, NOW).await.unwrap();
    let page = |after, limit| stores.restrictions.list_open_in(GROUP, after, limit);
    let listed = |page: Vec<portcullis_domain::restriction::Restriction>| page.iter().map(|r| r.id).collect::<Vec<_>>();
    assert_eq!(listed(page(None, 2).await.unwrap()), [ids[0], ids[2]]);
    assert_eq!(listed(page(Some(ids[2]), 9).await.unwrap()), [ids[3], ids[4]]);
}

async fn those_that_have_run_out_come_oldest_first(stores: &Stores) {
    let until = |user, seconds| NewRestriction { until: later(seconds), ..restriction(GROUP, UserId(user)) };
    let mut ids = Vec::new();
    for new in [until(1, 30), until(2, 10), until(3, 20), until(4, 40), until(5, 5)] {
        ids.push(stores.restrictions.open(&new).await.unwrap().id);
    }
    stores.restrictions.close(ids[4], LiftReason::Pressed, NOW).await.unwrap();
    let run_out = stores.restrictions.list_run_out(later(30), 2).await.unwrap();
    assert_eq!(run_out.iter().map(|r| r.id).collect::<Vec<_>>(), [ids[1], ids[2]]);
    assert_eq!(stores.restrictions.list_run_out(later(30), 9).await.unwrap().len(), 3);
}

async fn a_notice_serves_those_it_was_noted_for(stores: &Stores) {
    let first = stores.restrict(GROUP, MEMBER).await;
    let second = stores.restrict(GROUP, OTHER_MEMBER).await;
    stores.restrictions.put_notice(&serving(&[first.id, second.id], MessageId(7), NOW)).await.unwrap();
    stores.restrictions.put_notice(&serving(&[], MessageId(8), NOW)).await.unwrap();
    assert_eq!(stores.restrictions.count_served_by(GROUP, MessageId(7)).await.unwrap(), 2);
    assert_eq!(stores.restrictions.count_served_by(OTHER_GROUP, MessageId(7)).await.unwrap(), 0);
    stores.restrictions.close(first.id, LiftReason::Pressed, NOW).await.unwrap();
    stores.restrictions.put_notice(&serving(&[second.id], MessageId(9), NOW)).await.unwrap();
    assert_eq!(stores.restrictions.count_served_by(GROUP, MessageId(7)).await.unwrap(), 0);
    assert_eq!(stores.restrictions.count_served_by(GROUP, MessageId(9)).await.unwrap(), 1);
}

async fn a_notice_serves_whomever_those_served_that_it_replaces(stores: &Stores) {
    let mut opened = Vec::new();
    for (group, user, notice) in [(GROUP, 1, 7), (GROUP, 2, 8), (GROUP, 3, 7), (OTHER_GROUP, 1, 7)] {
        let restriction = stores.restrict(group, UserId(user)).await;
        stores.restrictions.put_notice(&serving(&[restriction.id], MessageId(notice), NOW)).await.unwrap();
        opened.push(restriction);
    }
    stores.restrictions.close(opened[2].id, LiftReason::Pressed, NOW).await.unwrap();
    let standing = |message, serves| StandingNotice { message: MessageId(message), serves };
    assert_eq!(stores.restrictions.list_standing_notices(GROUP).await.unwrap(), [standing(7, 1), standing(8, 1)]);

    let replaced = [MessageId(7), MessageId(8)];
    let newer = PostedNotice {
        group: GROUP,
        replaces: replaced.to_vec(),
        takes_over: true,
        ..serving(&[], MessageId(9), later(1))
    };
    stores.restrictions.put_notice(&newer).await.unwrap();
    let due = stores.deletions.claim_due(later(1), later(9), 9).await.unwrap();
    let due: Vec<_> = due.into_iter().map(|deletion| (deletion.chat, deletion.message)).collect();
    assert_eq!(due, replaced.map(|message| (GROUP.into(), message)), "what it replaces goes");
    assert_eq!(stores.restrictions.list_standing_notices(GROUP).await.unwrap(), [standing(9, 2)]);
    assert_eq!(stores.restrictions.list_standing_notices(OTHER_GROUP).await.unwrap(), [standing(7, 1)]);
    let moved = stores.restrictions.find_open(GROUP, opened[0].user).await.unwrap().unwrap();
    assert_eq!(moved.notice_posted_at, Some(later(1)));
}

async fn groups_whose_muted_people_see_no_notice_are_listed(stores: &Stores) {
    let muted = stores.restrict(GROUP, MEMBER).await;
    stores.restrict(OTHER_GROUP, MEMBER).await;
    assert_eq!(stores.restrictions.list_awaiting_notice(NOW).await.unwrap(), []);
    stores.restrictions.set_muted(muted.id, NOW).await.unwrap();
    let other = stores.restrict(GROUP, OTHER_MEMBER).await;
    stores.restrictions.set_muted(other.id, NOW).await.unwrap();
    assert_eq!(stores.restrictions.list_awaiting_notice(NOW).await.unwrap(), [GROUP]);
    stores.restrictions.put_notice(&serving(&[muted.id], MessageId(7), NOW)).await.unwrap();
    stores.restrictions.close(other.id, LiftReason::Pressed, NOW).await.unwrap();
    assert_eq!(stores.restrictions.list_awaiting_notice(NOW).await.unwrap(), []);
    assert_eq!(stores.restrictions.list_awaiting_notice(later(1)).await.unwrap(), [GROUP], "an old one");
    stores.restrictions.put_notice(&serving(&[muted.id], MessageId(8), later(1))).await.unwrap();
    assert_eq!(stores.restrictions.list_awaiting_notice(later(1)).await.unwrap(), []);
}

async fn a_group_is_counted_by_what_was_done(stores: &Stores) {
    assert_eq!(stores.restrictions.counts(GROUP).await.unwrap(), RestrictionCounts::default());
    let ends = [Some(LiftReason::Pressed), Some(LiftReason::JoinedChannel), Some(LiftReason::Exempted), None];
    for (user, end) in (1..).zip(ends) {
        let muted = stores.restrict(GROUP, UserId(user)).await;
        stores.restrictions.set_muted(muted.id, NOW).await.unwrap();
        if let Some(reason) = end {
            stores.restrictions.close(muted.id, reason, later(1)).await.unwrap();
        }
    }
    let refused = stores.restrict(GROUP, UserId(8)).await;
    stores.restrictions.close(refused.id, LiftReason::NotMuted, NOW).await.unwrap();
    let observed = NewRestriction { mode: Mode::Observe, missing: vec![SHOP], ..restriction(GROUP, UserId(9)) };
    stores.restrictions.open(&observed).await.unwrap();
    stores.restrict(OTHER_GROUP, MEMBER).await;
    let expected = RestrictionCounts { open: 1, total: 4, joined: 2, observed: 1 };
    assert_eq!(stores.restrictions.counts(GROUP).await.unwrap(), expected);
}
