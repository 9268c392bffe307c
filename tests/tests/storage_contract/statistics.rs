//! The suite of `GateStatistics`.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use portcullis_domain::{
    ChannelId, Timestamp, UserId,
    restriction::{LiftReason, NewRestriction, RestrictReason},
    settings::Mode,
    stats::{Day, MILLIS_PER_DAY, Period, PeriodStats, Tallies, Tally},
};

use super::stores::{GROUP, NEWS, NOW, OTHER_GROUP, SHOP, Stores, on_both_databases, restriction};

on_both_databases! {
    where_nothing_happened_everything_is_zero,
    a_period_begins_and_ends_at_midnight_in_utc,
    only_whoever_joined_counts_as_joined,
    whoever_is_stopped_twice_counts_once_on_the_first_day,
    whoever_left_is_counted_apart,
    each_channel_counts_those_who_missed_it,
    what_was_never_confirmed_and_other_groups_do_not_count,
    what_was_only_observed_is_counted_by_itself,
    the_database_counts_as_the_rules_say,
}

const DAY: Duration = Duration::from_hours(24);

/// Midnight in UTC, as the day of [`NOW`] begins.
fn today() -> Timestamp {
    Day::of(NOW).start()
}

fn stopped(people: u64, joined: u64) -> Tallies {
    Tallies { stopped: Tally { people, joined }, left: Tally::default() }
}

fn left(people: u64, joined: u64) -> Tallies {
    Tallies { left: Tally { people, joined }, stopped: Tally::default() }
}

async fn week(stores: &Stores) -> PeriodStats {
    stores.statistics.count(GROUP, Mode::Enforce, Period::last_days(Period::WEEK, NOW)).await.unwrap()
}

/// Somebody is muted at that moment, and the mute has ended if there is a reason why.
async fn mute(stores: &Stores, new: NewRestriction, end: Option<LiftReason>) {
    let opened = stores.restrictions.open(&new).await.unwrap();
    if new.mode == Mode::Enforce {
        assert!(stores.restrictions.set_muted(opened.id, new.restricted_at).await.unwrap());
    }
    if let Some(reason) = end {
        stores.restrictions.close(opened.id, reason, new.restricted_at.after(Duration::from_mins(1))).await.unwrap();
    }
}

fn at(user: i64, moment: Timestamp) -> NewRestriction {
    NewRestriction { restricted_at: moment, ..restriction(GROUP, UserId(user)) }
}

async fn where_nothing_happened_everything_is_zero(stores: &Stores) {
    let week = week(stores).await;
    assert_eq!((week.total(), week.channels().count()), (Tallies::default(), 0));
    assert_eq!(week.days().count(), 7);
}

async fn a_period_begins_and_ends_at_midnight_in_utc(stores: &Stores) {
    let first = today().before(DAY * 6);
    let tomorrow = today().after(DAY);
    let moments = [first.before(Duration::from_millis(1)), first, tomorrow.before(Duration::from_millis(1)), tomorrow];
    for (user, moment) in (1..).zip(moments) {
        mute(stores, at(user, moment), None).await;
    }
    let days: Vec<_> = week(stores).await.days().filter(|(_, tallies)| *tallies != Tallies::default()).collect();
    assert_eq!(days, [(Day::of(first), stopped(1, 0)), (Day::of(NOW), stopped(1, 0))]);
}

async fn only_whoever_joined_counts_as_joined(stores: &Stores) {
    for (user, reason) in (1..).zip(LiftReason::ALL) {
        mute(stores, at(user, today()), Some(reason)).await;
    }
    mute(stores, at(99, today()), None).await;
    let everybody = u64::try_from(LiftReason::ALL.len()).unwrap() + 1;
    assert_eq!(week(stores).await.total(), stopped(everybody, 2));
}

async fn whoever_is_stopped_twice_counts_once_on_the_first_day(stores: &Stores) {
    // Once they were let go, once they joined; and long before that they were stopped too.
    mute(stores, at(1, today().before(DAY * 20)), Some(LiftReason::Expired)).await;
    mute(stores, at(1, today().before(DAY * 3)), Some(LiftReason::Expired)).await;
    mute(stores, at(1, today()), Some(LiftReason::Pressed)).await;
    let days: Vec<_> = week(stores).await.days().filter(|(_, tallies)| *tallies != Tallies::default()).collect();
    assert_eq!(days, [(Day::of(today().before(DAY * 3)), stopped(1, 1))]);
    let month = stores.statistics.count(GROUP, Mode::Enforce, Period::last_days(Period::MONTH, NOW)).await.unwrap();
    let days: Vec<_> = month.days().filter(|(_, tallies)| *tallies != Tallies::default()).collect();
    assert_eq!(days, [(Day::of(today().before(DAY * 20)), stopped(1, 1))]);
    assert_eq!(month.of_channel(NEWS), stopped(1, 1));
}

async fn whoever_left_is_counted_apart(stores: &Stores) {
    let leaves = |user, moment| NewRestriction { reason: RestrictReason::LeftChannel, ..at(user, moment) };
    // One joins when stopped, leaves later and comes back; another only leaves.
    mute(stores, at(1, today().before(DAY)), Some(LiftReason::JoinedChannel)).await;
    mute(stores, leaves(1, today()), Some(LiftReason::JoinedChannel)).await;
    mute(stores, leaves(2, today()), None).await;
    let joins_group = NewRestriction { reason: RestrictReason::JoinedGroup, ..at(3, today()) };
    mute(stores, joins_group, None).await;
    let week = week(stores).await;
    assert_eq!(week.total(), stopped(2, 1).plus(left(2, 1)));
    assert_eq!(week.of_channel(SHOP), stopped(2, 1).plus(left(2, 1)));
}

async fn each_channel_counts_those_who_missed_it(stores: &Stores) {
    let missing = |user, channels: &[ChannelId]| NewRestriction { missing: channels.to_vec(), ..at(user, today()) };
    mute(stores, missing(1, &[NEWS]), Some(LiftReason::Pressed)).await;
    mute(stores, missing(2, &[NEWS, SHOP]), None).await;
    mute(stores, missing(3, &[SHOP, SHOP]), None).await;
    mute(stores, missing(4, &[]), None).await;
    let week = week(stores).await;
    assert_eq!((week.of_channel(NEWS), week.of_channel(SHOP)), (stopped(2, 1), stopped(2, 0)));
    assert_eq!((week.total(), week.channels().count()), (stopped(4, 1), 2));
}

async fn what_was_never_confirmed_and_other_groups_do_not_count(stores: &Stores) {
    let never = stores.restrictions.open(&at(1, today())).await.unwrap();
    stores.restrictions.close(never.id, LiftReason::NotMuted, NOW).await.unwrap();
    mute(stores, NewRestriction { group: OTHER_GROUP, ..at(2, today()) }, None).await;
    mute(stores, NewRestriction { mode: Mode::Observe, ..at(3, today()) }, None).await;
    assert_eq!(week(stores).await.total(), Tallies::default());
}

async fn what_was_only_observed_is_counted_by_itself(stores: &Stores) {
    let observed = |user| NewRestriction { mode: Mode::Observe, ..at(user, today()) };
    mute(stores, observed(1), Some(LiftReason::JoinedChannel)).await;
    mute(stores, observed(2), None).await;
    mute(stores, at(3, today()), None).await;
    let observed = stores.statistics.count(GROUP, Mode::Observe, Period::last_days(Period::WEEK, NOW)).await.unwrap();
    assert_eq!((observed.total(), week(stores).await.total()), (stopped(2, 1), stopped(1, 0)));
}

/// One restriction of a history, as the rules see it.
struct Row {
    user: i64,
    moment: Timestamp,
    has_left: bool,
    channels: Vec<ChannelId>,
    joined: bool,
}

/// A long history, the same each time, in which people come up again and again.
fn history() -> Vec<(NewRestriction, Option<LiftReason>)> {
    let mut state = 17_u64;
    let mut random = |below: u64| {
        // <https://en.wikipedia.org/wiki/Linear_congruential_generator>, with the numbers of Knuth's MMIX.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let begin = today().before(DAY * 40);
    let mut moment = begin;
    let ends = u64::try_from(LiftReason::ALL.len()).unwrap();
    let mut rows = Vec::new();
    while moment < today().after(DAY) {
        let channels = [&[NEWS][..], &[SHOP], &[NEWS, SHOP], &[ChannelId(-2_003)]][usize::try_from(random(4)).unwrap()];
        let new = NewRestriction {
            reason: RestrictReason::ALL[usize::try_from(random(3)).unwrap()],
            missing: channels.to_vec(),
            mode: if random(5) == 0 { Mode::Observe } else { Mode::Enforce },
            ..at(i64::try_from(random(60)).unwrap() + 1, moment)
        };
        rows.push((new, Some(LiftReason::ALL[usize::try_from(random(ends)).unwrap()])));
        moment = moment.after(Duration::from_millis(random(u64::try_from(MILLIS_PER_DAY / 4).unwrap()) + 60_001));
    }
    rows
}

/// What the rules of `portcullis_domain::stats` make of rows, person by person.
fn by_the_rules(rows: &[Row], period: Period) -> PeriodStats {
    let within: Vec<&Row> =
        rows.iter().filter(|row| period.start() <= row.moment && row.moment < period.end()).collect();
    let people: BTreeSet<(i64, bool)> = within.iter().map(|row| (row.user, row.has_left)).collect();
    let (mut days, mut channels) = (Vec::new(), BTreeMap::<ChannelId, Tallies>::new());
    for (user, has_left) in people {
        let tally = |rows: &[&Row]| {
            let joined = u64::from(rows.iter().any(|row| row.joined));
            if has_left { left(1, joined) } else { stopped(1, joined) }
        };
        let theirs: Vec<&Row> =
            within.iter().copied().filter(|row| (row.user, row.has_left) == (user, has_left)).collect();
        days.push((Day::of(theirs.iter().map(|row| row.moment).min().unwrap()), tally(&theirs)));
        for channel in theirs.iter().flat_map(|row| row.channels.clone()).collect::<BTreeSet<_>>() {
            let missed: Vec<&Row> = theirs.iter().copied().filter(|row| row.channels.contains(&channel)).collect();
            let sum = channels.entry(channel).or_default();
            *sum = sum.plus(tally(&missed));
        }
    }
    PeriodStats::new(period, days, channels)
}

async fn the_database_counts_as_the_rules_say(stores: &Stores) {
    let history = history();
    assert!(history.len() > 200, "{}", history.len());
    for (new, end) in &history {
        mute(stores, new.clone(), *end).await;
    }
    for mode in Mode::ALL {
        let rows: Vec<Row> = history
            .iter()
            .filter(|(new, _)| new.mode == mode)
            .map(|(new, end)| Row {
                user: new.user.0,
                moment: new.restricted_at,
                has_left: new.reason == RestrictReason::LeftChannel,
                channels: new.missing.clone(),
                joined: matches!(end, Some(LiftReason::JoinedChannel | LiftReason::Pressed)),
            })
            .collect();
        for days in [1, 2, Period::WEEK, Period::MONTH, 40] {
            let period = Period::last_days(days, NOW);
            let counted = stores.statistics.count(GROUP, mode, period).await.unwrap();
            let expected = by_the_rules(&rows, period);
            assert_eq!(counted.total(), expected.total(), "{mode:?}, {days} days");
            assert_eq!(
                counted.days().collect::<Vec<_>>(),
                expected.days().collect::<Vec<_>>(),
                "{mode:?}, {days} days"
            );
            for channel in [NEWS, SHOP, ChannelId(-2_003), ChannelId(-9)] {
                assert_eq!(
                    counted.of_channel(channel),
                    expected.of_channel(channel),
                    "{mode:?}, {days} days, {channel}"
                );
            }
        }
    }
}
