//! The suite of `Brakes`, and of the restrictions that bring one nearer.

use std::time::Duration;

use futures::future::join_all;
use portcullis_domain::{
    ChatId, GroupId, MessageId, Timestamp, UserId,
    brake::{BRAKE_LEASE, Brake, BrakeEnd, BrakeLimit, SWEEP_WAIT, TripOutcome, next_look},
    event::Migration,
    job::{JobKind, JobProgress},
    ports::{RestrictionRepository, Sighting},
    restriction::{LiftReason, NewRestriction, Restriction},
    step::Step,
    sweep::{SweepCounts, SweepProgress},
};
use portcullis_storage::SqlRestrictionRepository;

use super::stores::{
    ABSENT_GROUP, ADMIN, GROUP, NEWS, NOW, OTHER_GROUP, Stores, connect, holder, later, on_both_databases, restriction,
};

on_both_databases! {
    ten_known_members_may_fail_and_no_more,
    whoever_came_lately_or_failed_long_ago_does_not_count,
    a_person_counts_once_and_never_against_themselves,
    several_instances_at_once_stay_within_the_limit,
    what_trips_frees_those_of_the_window_and_opens_nothing_more,
    what_trips_has_the_sweep_of_the_group_begin_anew,
    a_limit_that_is_not_reached_trips_nothing,
    whoever_was_only_reminded_brings_none_nearer_and_is_not_freed,
    what_is_over_counts_anew_and_may_trip_again,
    whoever_goes_on_is_let_be_for_a_day,
    a_brake_is_held_by_one_and_what_changes_meanwhile_is_due_again,
    the_message_and_the_looks_are_remembered,
    a_group_with_a_new_id_is_still_braked,
}

fn limit_at(now: Timestamp) -> BrakeLimit {
    BrakeLimit::new(now, 0)
}

/// A protected group that has known these people for two days.
async fn known(stores: &Stores, people: std::ops::Range<i64>) {
    stores.protect(GROUP, &[NEWS]).await;
    let at = NOW.before(Duration::from_hours(48));
    let sightings: Vec<_> = people.map(|user| Sighting { group: GROUP, user: UserId(user), at }).collect();
    stores.members.record(&sightings).await.unwrap();
}

async fn fails_at(stores: &Stores, user: i64, at: Timestamp) -> Option<Restriction> {
    let new = NewRestriction {
        restricted_at: at,
        until: at.after(Duration::from_hours(1)),
        ..restriction(GROUP, UserId(user))
    };
    stores.restrictions.open_unless_braked(&new, limit_at(at)).await.unwrap()
}

async fn whoever_was_only_reminded_brings_none_nearer_and_is_not_freed(stores: &Stores) {
    known(stores, 1..30).await;
    for user in 1..=10 {
        let reminded = NewRestriction { step: Step::Remind, ..restriction(GROUP, UserId(user)) };
        stores.restrictions.open(&reminded).await.unwrap();
    }
    for user in 11..=20 {
        assert!(fails(stores, user).await.is_some(), "{user} is one of ten");
    }
    assert_eq!(fails(stores, 21).await, None);
    let tripped = stores.brakes.trip(GROUP, UserId(21), limit_at(NOW), NOW).await.unwrap();
    assert_eq!(tripped, TripOutcome::Tripped { failed: 11, freed: 10 });
}

async fn fails(stores: &Stores, user: i64) -> Option<Restriction> {
    fails_at(stores, user, NOW).await
}

async fn trip_at(stores: &Stores, user: i64, at: Timestamp) -> TripOutcome {
    stores.brakes.trip(GROUP, UserId(user), limit_at(at), at).await.unwrap()
}

/// Ten known members have failed, and the eleventh has tripped the brake.
async fn tripped(stores: &Stores) {
    known(stores, 0..40).await;
    for user in 0..10 {
        assert!(fails(stores, user).await.is_some());
    }
    assert_eq!(trip_at(stores, 10, NOW).await, TripOutcome::Tripped { failed: 11, freed: 10 });
}

async fn claim_at(stores: &Stores, at: Timestamp) -> Vec<Brake> {
    stores.brakes.claim(at, 10).await.unwrap()
}

async fn braked_at(stores: &Stores, group: GroupId) -> Option<Timestamp> {
    stores.groups.find(group).await.unwrap().unwrap().braked_at
}

async fn ten_known_members_may_fail_and_no_more(stores: &Stores) {
    known(stores, 0..20).await;
    for user in 0..10 {
        assert!(fails(stores, user).await.is_some(), "{user}");
    }
    assert_eq!(fails(stores, 10).await, None);
    assert_eq!(stores.restrictions.find_open(GROUP, UserId(10)).await.unwrap(), None);
    let lenient = BrakeLimit::new(NOW, 44);
    let more = stores.restrictions.open_unless_braked(&restriction(GROUP, UserId(10)), lenient).await.unwrap();
    assert!(more.is_some(), "where so many pass, eleven are no more than a fifth");
}

async fn whoever_came_lately_or_failed_long_ago_does_not_count(stores: &Stores) {
    known(stores, 0..20).await;
    let lately = NOW.before(Duration::from_hours(23));
    let newcomers: Vec<_> = (100..130).map(|user| Sighting { group: GROUP, user: UserId(user), at: lately }).collect();
    stores.members.record(&newcomers).await.unwrap();
    for user in (100..130).chain(200..230) {
        assert!(fails(stores, user).await.is_some(), "{user}");
    }
    for user in 0..10 {
        assert!(fails(stores, user).await.is_some(), "{user}");
    }
    assert!(fails(stores, 300).await.is_some(), "strangers are muted also where known members fail");
    assert!(fails_at(stores, 11, later(600)).await.is_some(), "what was ten minutes ago is past");
}

async fn a_person_counts_once_and_never_against_themselves(stores: &Stores) {
    known(stores, 0..20).await;
    for _ in 0..20 {
        let open = fails(stores, 0).await.unwrap();
        stores.restrictions.close(open.id, LiftReason::FoundFree, NOW).await.unwrap();
    }
    for user in 1..10 {
        assert!(fails(stores, user).await.is_some(), "{user}");
    }
    assert!(fails(stores, 5).await.is_some(), "the record is theirs already");
    assert_eq!(fails(stores, 10).await, None);
}

async fn several_instances_at_once_stay_within_the_limit(stores: &Stores) {
    known(stores, 0..60).await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(SqlRestrictionRepository::new(connect(stores.url.clone()).await));
    }
    let open = |user: i64| {
        let other = &others[usize::try_from(user).unwrap() % others.len()];
        async move { other.open_unless_braked(&restriction(GROUP, UserId(user)), limit_at(NOW)).await.unwrap() }
    };
    let opened = join_all((0..60).map(open)).await;
    assert_eq!(opened.iter().flatten().count(), 10);
}

async fn what_trips_has_the_sweep_of_the_group_begin_anew(stores: &Stores) {
    known(stores, 0..20).await;
    let jobs = &stores.jobs;
    let counts = SweepCounts { total: 20, ..SweepCounts::default() };
    let begin = SweepProgress { counts, message: Some(MessageId(5)), ..SweepProgress::default() };
    jobs.put_sweep(GROUP, &begin, NOW).await.unwrap();
    let sweep = jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap().unwrap();
    let counts = SweepCounts { restricted: 10, ..counts };
    let progress = JobProgress::Sweep(SweepProgress { after: Some(UserId(9)), counts, ..begin.clone() });
    assert!(jobs.advance(&sweep, &holder("a"), &progress, NOW).await.unwrap());
    for user in 0..10 {
        fails(stores, user).await.unwrap();
    }
    assert_eq!(trip_at(stores, 10, NOW).await, TripOutcome::Tripped { failed: 11, freed: 10 });
    assert!(!jobs.advance(&sweep, &holder("a"), &progress, NOW).await.unwrap(), "whoever is at it stops");
    assert_eq!(jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap(), None, "it waits");
    let anew = jobs.claim(JobKind::Sweep, &holder("a"), NOW.after(SWEEP_WAIT)).await.unwrap().unwrap();
    assert_eq!(anew.progress, JobProgress::Sweep(begin));
}

async fn what_trips_frees_those_of_the_window_and_opens_nothing_more(stores: &Stores) {
    known(stores, 0..20).await;
    let long_ago = NOW.before(Duration::from_mins(11));
    let before = fails_at(stores, 19, long_ago).await.unwrap();
    let stranger = fails(stores, 500).await.unwrap();
    for user in 0..10 {
        fails(stores, user).await.unwrap();
    }
    assert_eq!(trip_at(stores, 10, NOW).await, TripOutcome::Tripped { failed: 11, freed: 11 });
    assert_eq!(trip_at(stores, 11, NOW).await, TripOutcome::AlreadyTripped);
    assert_eq!(braked_at(stores, GROUP).await, Some(NOW));
    for user in [10, 19, 700] {
        assert_eq!(fails(stores, user).await, None, "{user}");
    }
    let looks = stores.restrictions.take_looks(NOW, 100).await.unwrap();
    let to_free = looks.iter().filter(|look| look.lift_for == Some(LiftReason::Braked));
    let mut freed: Vec<_> = to_free.map(|look| look.restriction.id).collect();
    freed.sort_unstable();
    assert_eq!(freed.len(), 11);
    assert!(freed.contains(&stranger.id) && !freed.contains(&before.id));
    stores.restrictions.look_again(&freed, LiftReason::PolicyEased, NOW).await.unwrap();
    let again = stores.restrictions.take_looks(later(1), 100).await.unwrap();
    assert!(
        again
            .iter()
            .filter(|look| freed.contains(&look.restriction.id))
            .all(|look| look.lift_for == Some(LiftReason::Braked))
    );
    assert!(
        stores
            .brakes
            .trip(OTHER_GROUP, UserId(1), limit_at(NOW), NOW)
            .await
            .is_ok_and(|outcome| outcome == TripOutcome::NotReached)
    );
}

async fn a_limit_that_is_not_reached_trips_nothing(stores: &Stores) {
    known(stores, 0..20).await;
    for user in 0..9 {
        fails(stores, user).await.unwrap();
    }
    assert_eq!(trip_at(stores, 10, NOW).await, TripOutcome::NotReached);
    assert_eq!((braked_at(stores, GROUP).await, stores.brakes.next_due().await.unwrap()), (None, None));
    assert!(!stores.brakes.end(GROUP, &BrakeEnd::Recovered, NOW).await.unwrap());
}

async fn what_is_over_counts_anew_and_may_trip_again(stores: &Stores) {
    tripped(stores).await;
    assert!(stores.brakes.end(GROUP, &BrakeEnd::Recovered, later(60)).await.unwrap());
    assert!(!stores.brakes.end(GROUP, &BrakeEnd::Recovered, later(60)).await.unwrap());
    assert_eq!(braked_at(stores, GROUP).await, None);
    for user in 20..30 {
        assert!(fails_at(stores, user, later(61)).await.is_some(), "{user}");
    }
    assert_eq!(fails_at(stores, 30, later(61)).await, None);
    assert_eq!(trip_at(stores, 30, later(61)).await, TripOutcome::Tripped { failed: 11, freed: 20 });
    let [brake] = &claim_at(stores, later(61)).await[..] else { panic!("it is due") };
    assert_eq!((brake.tripped_at, brake.end.clone(), brake.looks, brake.is_told), (later(61), None, 0, false));
}

async fn whoever_goes_on_is_let_be_for_a_day(stores: &Stores) {
    tripped(stores).await;
    let end = BrakeEnd::Overridden { by: ADMIN, name: "A\0da".to_owned() };
    assert!(stores.brakes.end(GROUP, &end, later(60)).await.unwrap());
    for user in 10..30 {
        assert!(fails_at(stores, user, later(61)).await.is_some(), "{user}");
    }
    assert_eq!(trip_at(stores, 30, later(62)).await, TripOutcome::NotReached);
    let [brake] = &claim_at(stores, later(62)).await[..] else { panic!("it is due") };
    assert_eq!(brake.end, Some(BrakeEnd::Overridden { by: ADMIN, name: "Ada".to_owned() }));
    let next_day = later(60 + 24 * 3_600);
    for user in 0..10 {
        let open = stores.restrictions.find_open(GROUP, UserId(user)).await.unwrap().unwrap();
        stores.restrictions.close(open.id, LiftReason::Expired, next_day).await.unwrap();
        fails_at(stores, user, next_day).await.unwrap();
    }
    assert!(matches!(trip_at(stores, 31, next_day).await, TripOutcome::Tripped { failed: 11, .. }));
}

async fn a_brake_is_held_by_one_and_what_changes_meanwhile_is_due_again(stores: &Stores) {
    tripped(stores).await;
    assert_eq!(stores.brakes.next_due().await.unwrap(), Some(NOW));
    let [brake] = &claim_at(stores, NOW).await[..] else { panic!("it is due") };
    assert_eq!((brake.group, brake.failed, brake.freed), (GROUP, 11, 10));
    assert_eq!((brake.look_at, brake.lease), (next_look(0, NOW), NOW.after(BRAKE_LEASE)));
    assert_eq!(claim_at(stores, later(1)).await, [], "it is held");
    assert_eq!(claim_at(stores, later(10)).await.len(), 1, "nobody has worked on it");
    assert!(!stores.brakes.put_off(brake, Some(later(99))).await.unwrap(), "somebody else holds it");

    let [held] = &claim_at(stores, later(20)).await[..] else { panic!("it is due") };
    assert!(stores.brakes.put_off(held, Some(later(40))).await.unwrap());
    let held = Brake { lease: later(40), ..held.clone() };
    stores.brakes.end(GROUP, &BrakeEnd::SwitchedOff, later(21)).await.unwrap();
    stores.brakes.put_off(&held, None).await.unwrap();
    let [ended] = &claim_at(stores, later(21)).await[..] else { panic!("it has ended, and that is to be told") };
    assert_eq!(ended.end, Some(BrakeEnd::SwitchedOff));
    stores.brakes.put_off(ended, None).await.unwrap();
    assert_eq!(stores.brakes.next_due().await.unwrap(), None);
}

async fn the_message_and_the_looks_are_remembered(stores: &Stores) {
    tripped(stores).await;
    let [brake] = &claim_at(stores, NOW).await[..] else { panic!("it is due") };
    stores.brakes.put_message(brake, Some((ChatId(GROUP.0), MessageId(77)))).await.unwrap();
    stores.brakes.put_look(brake, later(120)).await.unwrap();
    stores.brakes.put_off(brake, Some(later(120))).await.unwrap();
    assert_eq!(stores.brakes.next_due().await.unwrap(), Some(later(120)));
    let [again] = &claim_at(stores, later(120)).await[..] else { panic!("it is due") };
    assert_eq!((again.message, again.is_told), (Some((ChatId(GROUP.0), MessageId(77))), true));
    assert_eq!((again.looks, again.look_at), (1, later(120)));
    let failed = stores.brakes.list_failed(again, 4).await.unwrap();
    assert_eq!(failed.iter().map(|member| member.user.0).collect::<Vec<_>>(), [9, 8, 7, 6]);
    assert_eq!(failed[0].name, "Mo");
}

async fn a_group_with_a_new_id_is_still_braked(stores: &Stores) {
    tripped(stores).await;
    let [brake] = &claim_at(stores, NOW).await[..] else { panic!("it is due") };
    stores.brakes.put_message(brake, Some((ChatId(GROUP.0), MessageId(77)))).await.unwrap();
    stores.groups.migrate(Migration { from: GROUP, to: ABSENT_GROUP }).await.unwrap();
    assert_eq!(braked_at(stores, ABSENT_GROUP).await, Some(NOW));
    let [moved] = &claim_at(stores, later(1)).await[..] else { panic!("it is to be told in the new chat") };
    assert_eq!((moved.group, moved.message, moved.is_told), (ABSENT_GROUP, None, false));
}
