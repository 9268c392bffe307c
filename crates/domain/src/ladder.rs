//! The ladder: what comes before a mute, and the amnesty of those who were in a group before its gate.
//!
//! Every step taken is a record of its own, with the word that goes with it, so that the next one follows from what is written
//! down, whichever instance asks.

use std::time::Duration;

use crate::{
    Timestamp,
    brake::KNOWN_FOR,
    group::Group,
    restriction::{LiftReason, RestrictReason, Restriction},
    settings::{Ladder, Mode},
    step::Step,
};

/// How long after a step whatever a person writes belongs to the same offence: an album, a burst, what was under way before
/// the notice could be read.
pub const GRACE: Duration = Duration::from_mins(1);

/// For how long a warning counts.
pub const WARNED_FOR: Duration = Duration::from_hours(24);

/// How many warnings come before a mute.
const WARNINGS: usize = 2;

/// How many of a person's last records the next step follows from: more than a day of warnings leaves, and more mutes than
/// anybody bears between two reminders.
pub const RECORDS: u64 = 20;

/// What is known of somebody whom the gate restricts.
#[derive(Clone, Copy, Debug)]
pub struct LadderFacts<'a> {
    /// What they did.
    pub reason: RestrictReason,
    /// When they did it, by Telegram's clock.
    pub at: Timestamp,
    /// When they were first seen in the group; `None`: never.
    pub first_seen: Option<Timestamp>,
    /// Their last records in the group, the newest first, [`RECORDS`] at most.
    pub records: &'a [Restriction],
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// This step is taken.
    Take(Step),
    /// Nothing: they were reminded, or did nothing that is worth another word.
    Stand,
    /// Nothing, whatever they write until then: they were reminded, and the amnesty goes on.
    StandUntil(Timestamp),
    /// What they wrote goes, as a part of what they were warned for.
    Delete,
}

impl Group {
    /// Whether anything comes before a mute here.
    #[must_use]
    pub fn has_steps(&self) -> bool {
        self.settings.ladder != Ladder::Mute || self.settings.amnesty_days.get() > 0
    }

    /// Until when those who were here before the gate was switched on may write.
    #[must_use]
    pub fn amnesty_until(&self) -> Timestamp {
        self.switched_on_at.after(Duration::from_hours(24 * u64::from(self.settings.amnesty_days.get())))
    }
}

/// What follows what somebody did whom the gate of `group` restricts.
///
/// Only writing climbs the ladder: whoever leaves a channel, or is found by a sweep, is told once and judged by what they
/// write next. Who joins the group is known to nobody, so that only the amnesty spares them.
#[must_use]
pub fn next_step(group: &Group, facts: LadderFacts<'_>) -> NextStep {
    let taken: Vec<&Restriction> = taken(group, &facts).collect();
    let of = |step| taken.iter().filter(move |record| record.step == step);
    let is_of_one_offence = |record: &&&Restriction| facts.at <= record.restricted_at.after(GRACE);
    // First of all: an update that comes again is no second offence, whatever has become of the settings.
    if of(Step::Remind).any(|record| is_of_one_offence(&record)) {
        return NextStep::Stand;
    }
    if has_amnesty(group, &facts) {
        let is_reminded = of(Step::Remind).next().is_some();
        return if is_reminded { NextStep::StandUntil(group.amnesty_until()) } else { NextStep::Take(Step::Remind) };
    }
    let has_written = facts.reason == RestrictReason::Spoke;
    match group.settings.ladder {
        _ if facts.reason == RestrictReason::JoinedGroup => NextStep::Take(Step::Mute),
        Ladder::Remind if is_known(&facts) => {
            // Their first message is answered, whatever they were told before without one.
            let counts = |record: &&&Restriction| !has_written || record.reason == RestrictReason::Spoke;
            if !of(Step::Remind).any(|record| counts(&record)) {
                NextStep::Take(Step::Remind)
            } else if has_written {
                NextStep::Take(Step::Mute)
            } else {
                NextStep::Stand
            }
        }
        Ladder::Warn => {
            let is_fresh = |record: &&&Restriction| record.restricted_at.after(WARNED_FOR) > facts.at;
            let warnings = of(Step::Warn).filter(is_fresh).count();
            if warnings > 0 && !has_written {
                NextStep::Stand
            } else if of(Step::Warn).any(|record| is_of_one_offence(&record)) {
                NextStep::Delete
            } else {
                NextStep::Take(if warnings < WARNINGS { Step::Warn } else { Step::Mute })
            }
        }
        Ladder::Remind | Ladder::Mute => NextStep::Take(Step::Mute),
    }
}

/// The steps that count, the newest first: those taken since the gate was switched on and since the person was last in the
/// channels, of which they were told.
fn taken<'a>(group: &Group, facts: &LadderFacts<'a>) -> impl Iterator<Item = &'a Restriction> {
    let switched_on_at = group.switched_on_at;
    // Somebody who has just left a channel was in it.
    let records = if facts.reason == RestrictReason::LeftChannel { standing(facts.records) } else { facts.records };
    let since_joined = records.iter().take_while(|record| !has_ended_by(record, &LiftReason::JOINED));
    since_joined.filter(move |record| {
        let is_told =
            record.mode == Mode::Enforce && record.muted_at.is_some() && record.restricted_at >= switched_on_at;
        let has_come_to_its_end =
            has_ended_by(record, &[LiftReason::Expired, LiftReason::FoundFree, LiftReason::NextStep]);
        is_told && (record.lifted.is_none() || has_come_to_its_end)
    })
}

/// The newest record alone, if it is open.
fn standing(records: &[Restriction]) -> &[Restriction] {
    match records {
        [newest, ..] if newest.lifted.is_none() => &records[..1],
        _ => &[],
    }
}

fn has_ended_by(record: &Restriction, reasons: &[LiftReason]) -> bool {
    record.lifted.is_some_and(|lifted| reasons.contains(&lifted.reason))
}

/// Whether the person was in the group before its gate, and it is early enough.
fn has_amnesty(group: &Group, facts: &LadderFacts<'_>) -> bool {
    facts.at < group.amnesty_until() && facts.first_seen.is_some_and(|seen| seen < group.switched_on_at)
}

/// Whether the group has long known the person.
fn is_known(facts: &LadderFacts<'_>) -> bool {
    facts.first_seen.is_some_and(|seen| seen.after(KNOWN_FOR) <= facts.at)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{
        ChannelId, GroupId, RestrictionId, UserId,
        message::Place,
        restriction::Lifted,
        settings::{AmnestyDays, GroupSettings},
    };

    /// When the gate was switched on.
    const ON: Timestamp = Timestamp::from_secs(1_800_000_000);
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;

    fn after(seconds: u64) -> Timestamp {
        ON.after(Duration::from_secs(seconds))
    }

    fn group(ladder: Ladder, amnesty_days: u32) -> Group {
        let amnesty_days = AmnestyDays::try_from(amnesty_days).unwrap();
        Group {
            id: GroupId(-1),
            owner: UserId(1),
            owner_language_code: None,
            title: "Tea".to_owned(),
            enabled: true,
            can_enforce: true,
            settings: GroupSettings { ladder, amnesty_days, ..GroupSettings::default() },
            channels: Vec::new(),
            linked_channel: None,
            exempt: HashSet::new(),
            braked_at: None,
            created_at: ON,
            switched_on_at: ON,
            denied: None,
        }
    }

    fn record(step: Step, at: Timestamp, end: Option<LiftReason>) -> Restriction {
        Restriction {
            id: RestrictionId(1),
            case_number: None,
            group: GroupId(-1),
            user: UserId(2),
            name: "N".to_owned(),
            language_code: None,
            reason: RestrictReason::Spoke,
            missing: vec![ChannelId(-3)],
            mode: Mode::Enforce,
            step,
            message: None,
            place: Place::default(),
            notice: None,
            notice_posted_at: None,
            restricted_at: at,
            until: at.after(Duration::from_secs(7 * DAY)),
            muted_at: Some(at),
            lifted: end.map(|reason| Lifted { at, reason }),
        }
    }

    /// What follows what somebody does so long after the gate was switched on, who was first seen a month before.
    fn next(group: &Group, reason: RestrictReason, at: u64, records: &[Restriction]) -> NextStep {
        let first_seen = Some(ON.before(Duration::from_secs(30 * DAY)));
        next_step(group, LadderFacts { reason, at: after(at), first_seen, records })
    }

    fn speaks(ladder: Ladder, at: u64, records: &[Restriction]) -> NextStep {
        next(&group(ladder, 0), RestrictReason::Spoke, at, records)
    }

    const REMIND: NextStep = NextStep::Take(Step::Remind);
    const WARN: NextStep = NextStep::Take(Step::Warn);
    const MUTE: NextStep = NextStep::Take(Step::Mute);

    #[test]
    fn without_a_ladder_everybody_is_muted_at_once() {
        for reason in RestrictReason::ALL {
            assert_eq!(next(&group(Ladder::Mute, 0), reason, DAY, &[]), MUTE);
        }
        assert!(!group(Ladder::Mute, 0).has_steps());
        assert!(group(Ladder::Warn, 0).has_steps() && group(Ladder::Mute, 1).has_steps());
    }

    #[test]
    fn a_known_member_is_reminded_once_and_muted_after_that() {
        assert_eq!(speaks(Ladder::Remind, DAY, &[]), REMIND);
        let reminded = [record(Step::Remind, after(DAY), None)];
        for (seconds, follows) in
            [(0, NextStep::Stand), (MINUTE, NextStep::Stand), (MINUTE + 1, MUTE), (300 * DAY, MUTE)]
        {
            assert_eq!(speaks(Ladder::Remind, DAY + seconds, &reminded), follows, "{seconds} s later");
        }
        for end in [LiftReason::Expired, LiftReason::NextStep, LiftReason::FoundFree] {
            assert_eq!(
                speaks(Ladder::Remind, 9 * DAY, &[record(Step::Remind, after(DAY), Some(end))]),
                MUTE,
                "{end:?}"
            );
        }
    }

    #[test]
    fn whoever_passed_since_or_was_never_told_is_reminded_anew() {
        for end in [LiftReason::JoinedChannel, LiftReason::Pressed, LiftReason::NotTold, LiftReason::Braked] {
            assert_eq!(
                speaks(Ladder::Remind, 9 * DAY, &[record(Step::Remind, after(DAY), Some(end))]),
                REMIND,
                "{end:?}"
            );
        }
        let muted_then_joined = [
            record(Step::Mute, after(3 * DAY), Some(LiftReason::Pressed)),
            record(Step::Remind, after(2 * DAY), Some(LiftReason::NextStep)),
        ];
        assert_eq!(speaks(Ladder::Remind, 9 * DAY, &muted_then_joined), REMIND);
        let unconfirmed = Restriction { muted_at: None, ..record(Step::Remind, after(DAY), None) };
        assert_eq!(speaks(Ladder::Remind, DAY, &[unconfirmed]), REMIND);
        let before_the_gate = [record(Step::Remind, ON.before(Duration::from_secs(HOUR)), Some(LiftReason::Expired))];
        assert_eq!(speaks(Ladder::Remind, DAY, &before_the_gate), REMIND);
    }

    #[test]
    fn a_newcomer_is_muted_and_so_is_whoever_joins() {
        let group = group(Ladder::Remind, 0);
        for (first_seen, follows) in [(None, MUTE), (Some(after(1)), MUTE), (Some(ON), REMIND)] {
            let facts = LadderFacts { reason: RestrictReason::Spoke, at: after(DAY), first_seen, records: &[] };
            assert_eq!(next_step(&group, facts), follows, "{first_seen:?}");
        }
        for ladder in [Ladder::Remind, Ladder::Warn] {
            assert_eq!(next(&self::group(ladder, 0), RestrictReason::JoinedGroup, DAY, &[]), MUTE);
        }
    }

    #[test]
    fn the_third_offence_within_a_day_mutes_and_a_burst_is_one() {
        let warned = |at| record(Step::Warn, after(at), Some(LiftReason::NextStep));
        let twice = [warned(2 * HOUR), warned(HOUR)];
        for (records, at, follows) in [
            (&[][..], HOUR, WARN),
            (&twice[1..], HOUR + MINUTE, NextStep::Delete),
            (&twice[1..], HOUR + MINUTE + 1, WARN),
            (&twice[..], HOUR, NextStep::Delete),
            (&twice[..], 2 * HOUR + MINUTE, NextStep::Delete),
            (&twice[..], 3 * HOUR, MUTE),
            (&twice[..], HOUR + DAY - 1, MUTE),
            (&twice[..], HOUR + DAY, WARN),
            (&twice[..], 2 * HOUR + DAY, WARN),
        ] {
            assert_eq!(speaks(Ladder::Warn, at, records), follows, "{at} s after {} warnings", records.len());
        }
    }

    #[test]
    fn whoever_leaves_a_channel_or_is_swept_is_told_once_and_judged_by_what_they_write() {
        for (ladder, first) in [(Ladder::Remind, Step::Remind), (Ladder::Warn, Step::Warn)] {
            let told = [record(first, after(HOUR), None)];
            for reason in [RestrictReason::LeftChannel, RestrictReason::Swept] {
                assert_eq!(next(&group(ladder, 0), reason, HOUR, &[]), NextStep::Take(first));
                assert_eq!(next(&group(ladder, 0), reason, 2 * HOUR, &told), NextStep::Stand, "{ladder:?} {reason:?}");
            }
        }
        // A reminder that answered nothing may have gone unheard.
        let unheard = [Restriction { reason: RestrictReason::Swept, ..record(Step::Remind, after(HOUR), None) }];
        assert_eq!(next(&group(Ladder::Remind, 0), RestrictReason::Spoke, 2 * HOUR, &unheard), REMIND);
        // Who has left was in the channel: what went before is over.
        let long_ago = [record(Step::Remind, after(HOUR), Some(LiftReason::Expired))];
        assert_eq!(next(&group(Ladder::Remind, 0), RestrictReason::LeftChannel, 9 * DAY, &long_ago), REMIND);
        assert_eq!(next(&group(Ladder::Remind, 0), RestrictReason::Swept, 9 * DAY, &long_ago), NextStep::Stand);
    }

    #[test]
    fn whoever_was_here_before_the_gate_may_write_for_so_many_days_and_is_reminded_once() {
        let reminded = [record(Step::Remind, after(HOUR), Some(LiftReason::Expired))];
        for ladder in [Ladder::Mute, Ladder::Warn, Ladder::Remind] {
            let amnesty = group(ladder, 14);
            for reason in RestrictReason::ALL.into_iter().filter(|reason| *reason != RestrictReason::LeftChannel) {
                assert_eq!(next(&amnesty, reason, HOUR, &[]), REMIND);
                assert_eq!(next(&amnesty, reason, 14 * DAY - 1, &reminded), NextStep::StandUntil(after(14 * DAY)));
            }
        }
        assert_eq!(next(&group(Ladder::Mute, 14), RestrictReason::Spoke, 14 * DAY, &reminded), MUTE);
        assert_eq!(next(&group(Ladder::Remind, 14), RestrictReason::Spoke, 14 * DAY, &reminded), MUTE);
        assert_eq!(next(&group(Ladder::Warn, 14), RestrictReason::Spoke, 14 * DAY, &reminded), WARN);
    }

    #[test]
    fn whoever_came_with_the_gate_or_later_has_no_amnesty() {
        for (first_seen, follows) in
            [(Some(ON.before(Duration::from_millis(1))), REMIND), (Some(ON), MUTE), (None, MUTE)]
        {
            let facts = LadderFacts { reason: RestrictReason::Spoke, at: after(HOUR), first_seen, records: &[] };
            assert_eq!(next_step(&group(Ladder::Mute, 14), facts), follows, "{first_seen:?}");
        }
    }

    #[test]
    fn a_reminder_is_still_read_for_a_minute_when_the_settings_change() {
        let reminded = [record(Step::Remind, after(DAY), None)];
        assert_eq!(speaks(Ladder::Mute, DAY + 30, &reminded), NextStep::Stand);
        assert_eq!(speaks(Ladder::Mute, DAY + 90, &reminded), MUTE);
    }

    #[test]
    fn every_step_has_a_word_of_its_own() {
        let words: HashSet<_> = Step::ALL.map(Step::word).into();
        assert_eq!(words.len(), Step::ALL.len());
    }
}
