//! A sweep: everybody whom the bot knows in a group, checked against the group's channels.

use std::time::Duration;

use crate::{
    MessageId, ThreadId, Timestamp, UserId,
    chat_member::ChatMemberStatus,
    gate::{Allowed, Decision},
    group::Group,
    preview::{PREVIEW_WINDOW, Preview},
    restriction::{MutePlan, RestrictReason, plan_mute},
    settings::Mode,
};

/// How far a sweep has come, and what people are shown of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SweepProgress {
    /// The last person who is done with, in the order of ids; `None` at the beginning.
    pub after: Option<UserId>,
    /// What came of those.
    pub counts: SweepCounts,
    /// The message in the group that shows it, once there is one.
    pub message: Option<MessageId>,
    /// The forum topic in which it was ordered.
    pub thread: Option<ThreadId>,
    /// The language in which it was ordered, an IETF tag; `None`: by the group's operator, in no language.
    pub language: Option<String>,
    /// The gate that it tries out without touching anybody; `None`: whoever does not pass the group's own is muted.
    pub preview: Option<Preview>,
}

/// What came of the people of a sweep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SweepCounts {
    /// How many there were to check when it began.
    pub total: u64,
    /// Those who may write: they meet the policy, are exempt, or an admin has settled it.
    pub passed: u64,
    /// Those who are muted now, or would be while the gate is on trial.
    pub restricted: u64,
    /// Those who had been muted before.
    pub muted_before: u64,
    /// Those who are not in the group. They were forgotten, unless people comment there without being in it.
    pub left: u64,
    /// Those about whom Telegram did not tell: nothing was done about them.
    pub unknown: u64,
}

/// Which of the two is ordered in a group: one of them at a time is under way there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepKind {
    /// A sweep: whoever does not pass is muted.
    Sweep,
    /// A preview: people are only counted.
    Preview,
}

/// What a sweep does to those who do not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepEffect {
    /// They are muted.
    Mute,
    /// They are muted, or told before that, each by the step that is theirs.
    NextStep,
    /// It is noted that they would be muted.
    Note,
}

impl SweepEffect {
    /// What it is in a group like this.
    #[must_use]
    pub fn of(group: &Group) -> Self {
        match group.settings.mode {
            Mode::Observe => Self::Note,
            Mode::Enforce if group.has_steps() => Self::NextStep,
            Mode::Enforce => Self::Mute,
        }
    }
}

/// What a sweep does in a group, and whom it leaves: what people are told of it depends on that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SweepManner {
    /// What it does to those who do not pass.
    pub effect: SweepEffect,
    /// Whether people comment there who are not in the group: nobody can tell them from those who have left, and they are
    /// checked as they write.
    pub has_commenters: bool,
}

impl SweepManner {
    /// What it is in a group like this.
    #[must_use]
    pub fn of(group: &Group) -> Self {
        Self { effect: SweepEffect::of(group), has_commenters: group.has_commenters() }
    }
}

/// Why nobody can be checked in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepRefusal {
    /// One of the two is under way.
    UnderWay(SweepKind),
    /// The gate is off.
    Off,
    /// The bot lacks a right in the group.
    WithoutRights,
    /// No notice can be posted there.
    Untold,
}

impl SweepRefusal {
    /// What keeps everybody from being checked in a group like this; `None`: nothing that it tells.
    #[must_use]
    pub fn of(group: &Group) -> Option<Self> {
        if !group.is_protected() {
            return Some(Self::Off);
        }
        (group.settings.mode == Mode::Enforce && !group.can_enforce).then_some(Self::WithoutRights)
    }
}

impl SweepProgress {
    /// Which of the two it is.
    #[must_use]
    pub const fn kind(&self) -> SweepKind {
        if self.preview.is_some() { SweepKind::Preview } else { SweepKind::Sweep }
    }

    /// Since when whoever is checked must have been seen, in a sweep that was ordered at this moment; `None`: all are.
    #[must_use]
    pub fn seen_since(&self, ordered_at: Timestamp) -> Option<Timestamp> {
        self.preview.as_ref().map(|_| ordered_at.before(PREVIEW_WINDOW))
    }

    /// The beginning of a sweep of so many people.
    #[must_use]
    pub fn of(total: u64) -> Self {
        Self { counts: SweepCounts { total, ..SweepCounts::default() }, ..Self::default() }
    }
}

impl SweepCounts {
    /// How many are done with.
    #[must_use]
    pub const fn checked(&self) -> u64 {
        self.passed + self.restricted + self.muted_before + self.left + self.unknown
    }

    /// How much of it is done, in percent: 100 only once all is.
    #[must_use]
    pub fn percent(&self) -> u64 {
        (self.checked() * 100).checked_div(self.total).unwrap_or(100).min(100)
    }

    /// How long the rest takes if it goes as fast as `checked` people within `elapsed`; `None`: nobody can tell yet.
    #[must_use]
    pub fn time_left(&self, checked: u64, elapsed: Duration) -> Option<Duration> {
        let left = self.total.saturating_sub(self.checked());
        let millis = u64::try_from(elapsed.as_millis()).ok()?.checked_mul(left)?.checked_div(checked)?;
        Some(Duration::from_millis(millis))
    }

    /// Counts a person in.
    pub const fn add(&mut self, outcome: SweepOutcome) {
        match outcome {
            SweepOutcome::Passed => self.passed += 1,
            SweepOutcome::Restricted => self.restricted += 1,
            SweepOutcome::MutedBefore => self.muted_before += 1,
            SweepOutcome::Left => self.left += 1,
            SweepOutcome::Unknown => self.unknown += 1,
        }
    }
}

/// What came of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepOutcome {
    /// They may write.
    Passed,
    /// They are muted, or would be.
    Restricted,
    /// They had been muted before.
    MutedBefore,
    /// They are not in the group: they have left it, are banned, or only comment there.
    Left,
    /// Nobody can tell.
    Unknown,
}

impl SweepOutcome {
    /// What comes of a person by the gate's decision alone; `None`: it also depends on what they are in the group.
    #[must_use]
    pub const fn of_decision(decision: &Decision) -> Option<Self> {
        match decision {
            Decision::Allow(Allowed::Unknown) => Some(Self::Unknown),
            Decision::Allow(_) => Some(Self::Passed),
            Decision::Restrict { .. } => None,
        }
    }

    /// What comes of somebody who does not pass, and is this in the group.
    #[must_use]
    pub fn of_outsider(status: ChatMemberStatus, now: Timestamp) -> Self {
        Self::of_plan(plan_mute(None, status, RestrictReason::Swept, now))
    }

    /// What would come of them in a preview, where nobody waits for them to write.
    #[must_use]
    pub fn of_previewed_outsider(group: &Group, status: ChatMemberStatus, now: Timestamp) -> Self {
        // In a discussion group nobody can tell whoever has left from whoever comments; and who was seen has written.
        let reason = if group.has_commenters() { RestrictReason::Spoke } else { RestrictReason::Swept };
        Self::of_plan(plan_mute(None, status, reason, now))
    }

    const fn of_plan(plan: MutePlan) -> Self {
        match plan {
            MutePlan::Mute | MutePlan::MuteAnew | MutePlan::AlreadyMuted => Self::Restricted,
            MutePlan::Banned | MutePlan::Absent => Self::Left,
            // Whatever an admin has settled stays.
            MutePlan::Administrator | MutePlan::RestrictedByAdministrator | MutePlan::RestrictedInPart => Self::Passed,
        }
    }
}

/// What is known of the sweep that was ordered last in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepRecord {
    /// Whether it goes on.
    pub state: SweepState,
    /// How far it has come.
    pub progress: SweepProgress,
    /// When it was ordered.
    pub ordered_at: Timestamp,
    /// Whether somebody is at it.
    pub is_held: bool,
}

/// Whether a sweep goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepState {
    /// It is to be done, or under way.
    Open,
    /// It is over.
    Done,
    /// Somebody has taken the order back.
    Cancelled,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ChannelId, ChatId, GroupId, administrator_rights::AdministratorRights, exemption::Exemption};

    const NOW: Timestamp = Timestamp::from_secs(1_000_000);

    fn counts(total: u64, passed: u64) -> SweepCounts {
        SweepCounts { total, passed, ..SweepCounts::default() }
    }

    #[test]
    fn everybody_who_is_done_with_counts_once() {
        let mut counts = SweepCounts::default();
        let outcomes = [
            SweepOutcome::Passed,
            SweepOutcome::Restricted,
            SweepOutcome::MutedBefore,
            SweepOutcome::Left,
            SweepOutcome::Unknown,
        ];
        for outcome in outcomes {
            counts.add(outcome);
        }
        assert_eq!(counts.checked(), 5);
        assert_eq!(
            (counts.passed, counts.restricted, counts.muted_before, counts.left, counts.unknown),
            (1, 1, 1, 1, 1)
        );
    }

    #[test]
    fn a_hundred_percent_is_all_of_it() {
        for (total, passed, percent) in [(0, 0, 100), (3, 0, 0), (3, 1, 33), (1_000, 999, 99), (3, 3, 100), (3, 9, 100)]
        {
            assert_eq!(counts(total, passed).percent(), percent, "{passed} of {total}");
        }
    }

    #[test]
    fn the_time_left_is_by_how_fast_it_went_so_far() {
        let (minute, half) = (Duration::from_mins(1), Duration::from_secs(30));
        assert_eq!(counts(300, 100).time_left(200, minute), Some(minute));
        assert_eq!(counts(300, 200).time_left(200, minute), Some(half));
        assert_eq!(counts(300, 0).time_left(0, minute), None);
        assert_eq!(counts(3, 9).time_left(9, minute), Some(Duration::ZERO));
    }

    #[test]
    fn a_decision_settles_everybody_but_who_does_not_pass() {
        for (decision, outcome) in [
            (Decision::Allow(Allowed::Met), Some(SweepOutcome::Passed)),
            (Decision::Allow(Allowed::Exempt(Exemption::ByAdmin)), Some(SweepOutcome::Passed)),
            (Decision::Allow(Allowed::Unknown), Some(SweepOutcome::Unknown)),
            (Decision::Restrict { missing: vec![ChannelId(-1)] }, None),
        ] {
            assert_eq!(SweepOutcome::of_decision(&decision), outcome);
        }
    }

    #[test]
    fn whoever_does_not_pass_is_muted_unless_they_are_gone_or_an_admins_word_stands() {
        for (status, outcome) in [
            (ChatMemberStatus::Member, SweepOutcome::Restricted),
            (ChatMemberStatus::Left, SweepOutcome::Left),
            (ChatMemberStatus::Kicked, SweepOutcome::Left),
            (ChatMemberStatus::Creator, SweepOutcome::Passed),
            (ChatMemberStatus::Administrator(AdministratorRights::ALL), SweepOutcome::Passed),
        ] {
            assert_eq!(SweepOutcome::of_outsider(status, NOW), outcome);
        }
    }

    #[test]
    fn a_preview_counts_whoever_comments_as_stopped_and_whoever_is_banned_as_gone() {
        let group = |linked_channel| {
            Preview { linked_channel, ..Preview::of_channels("Tea", Vec::new(), None) }.group(GroupId(-1), None)
        };
        let (plain, discussion) = (group(None), group(Some(ChatId(-2))));
        for (status, in_plain, in_discussion) in [
            (ChatMemberStatus::Member, SweepOutcome::Restricted, SweepOutcome::Restricted),
            (ChatMemberStatus::Left, SweepOutcome::Left, SweepOutcome::Restricted),
            (ChatMemberStatus::Kicked, SweepOutcome::Left, SweepOutcome::Left),
            (ChatMemberStatus::Creator, SweepOutcome::Passed, SweepOutcome::Passed),
        ] {
            assert_eq!(SweepOutcome::of_previewed_outsider(&plain, status, NOW), in_plain);
            assert_eq!(SweepOutcome::of_previewed_outsider(&discussion, status, NOW), in_discussion);
        }
    }
}
