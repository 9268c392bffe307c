//! A restriction: the record that the bot muted a person, from the mute to its end.

use std::time::Duration;

use crate::{
    CaseNumber, ChannelId, GroupId, MessageId, RestrictionId, Timestamp, UserId,
    chat_member::ChatMemberStatus,
    message::Place,
    settings::{Mode, MuteDays},
    step::Step,
    words::words,
};

/// The record that the bot muted a person in a group, or in observe mode that it would have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// Its row.
    pub id: RestrictionId,
    /// Its number in the group, which it got as it was written; `None`: an older version of the program wrote it beside
    /// this one.
    pub case_number: Option<CaseNumber>,
    /// The group.
    pub group: GroupId,
    /// The person.
    pub user: UserId,
    /// The person's name when it began, for the notice: untrusted text.
    pub name: String,
    /// The language of the person's client when it began, for the notice.
    pub language_code: Option<String>,
    /// What brought it about.
    pub reason: RestrictReason,
    /// The channels that the person was not in.
    pub missing: Vec<ChannelId>,
    /// Whether anything was done at all.
    pub mode: Mode,
    /// What was done: a person who is only reminded or warned is not muted, and the record stands for the word alone.
    pub step: Step,
    /// The message that was left standing, which the notice answers.
    pub message: Option<MessageId>,
    /// Where the person wrote, if writing brought it about.
    pub place: Place,
    /// The notice in the group that serves it now.
    pub notice: Option<MessageId>,
    /// When that notice was posted.
    pub notice_posted_at: Option<Timestamp>,
    /// When it was decided and written, before Telegram was asked.
    pub restricted_at: Timestamp,
    /// When the mute ends by itself; what Telegram was given as `until_date`, so whole seconds.
    pub until: Timestamp,
    /// When Telegram confirmed the mute; `None`: not yet, so that the mute may or may not stand. Of a step before a mute: when
    /// it was taken.
    pub muted_at: Option<Timestamp>,
    /// Its end, if it has ended.
    pub lifted: Option<Lifted>,
}

/// A restriction to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRestriction {
    /// The group.
    pub group: GroupId,
    /// The person.
    pub user: UserId,
    /// The person's name.
    pub name: String,
    /// The language of the person's client.
    pub language_code: Option<String>,
    /// What brings it about.
    pub reason: RestrictReason,
    /// The channels that the person is not in.
    pub missing: Vec<ChannelId>,
    /// Whether anything is done or only noted.
    pub mode: Mode,
    /// What is done.
    pub step: Step,
    /// The message that is left standing, for the notice to answer.
    pub message: Option<MessageId>,
    /// Where the person wrote, if writing brings it about.
    pub place: Place,
    /// When it was decided.
    pub restricted_at: Timestamp,
    /// When the mute will end by itself.
    pub until: Timestamp,
}

words! {
    /// The event that brought a restriction about.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum RestrictReason {
        /// The person spoke.
        Spoke = "spoke",
        /// The person joined the group.
        JoinedGroup = "joined_group",
        /// The person left a channel, or was removed from it.
        LeftChannel = "left_channel",
        /// A sweep found the person outside a channel.
        Swept = "swept",
    }
}

/// The end of a restriction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifted {
    /// When it ended.
    pub at: Timestamp,
    /// Why it ended.
    pub reason: LiftReason,
}

words! {
    /// Why a restriction ended.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum LiftReason {
        /// The person joined what was missing, and an update said so.
        JoinedChannel = "joined_channel",
        /// The person pressed «I have joined», and it was so.
        Pressed = "pressed",
        /// The gate of the group was switched off.
        Unprotected = "unprotected",
        /// The policy became easier: a channel was removed, or can no longer be looked into.
        PolicyEased = "policy_eased",
        /// An admin exempted the person.
        Exempted = "exempted",
        /// An admin changed the person's rights: the admin's decision stands.
        AdministratorActed = "administrator_acted",
        /// The mute ran out by itself.
        Expired = "expired",
        /// The mute could not be carried out: the person is gone, or Telegram refuses it.
        NotMuted = "not_muted",
        /// The mute was gone before its end, and no person is known to have ended it: another bot has, or the update is lost.
        FoundFree = "found_free",
        /// The bot was removed from the group, or the group is gone: nobody can lift the mute before it runs out.
        BotRemoved = "bot_removed",
        /// No notice could be posted: nobody stays muted without a word of why.
        NotTold = "not_told",
        /// The person asked that nothing be stored about them; a moment later the record itself is gone.
        Erased = "erased",
        /// Too many known members had failed at once, so that the answers were doubted.
        Braked = "braked",
        /// The person did it again after a step before a mute, and the next one followed.
        NextStep = "next_step",
    }
}

impl LiftReason {
    /// Those that say that the person was in the channels.
    pub const JOINED: [Self; 2] = [Self::JoinedChannel, Self::Pressed];
}

/// How far our clock and Telegram's may be apart: a mute that ends within this time may have ended already.
const CLOCK_MARGIN: Duration = Duration::from_mins(1);

/// The nearest end of a mute: Telegram takes one less than 30 s ahead for none at all, and its clock is not ours.
/// <https://core.telegram.org/bots/api#restrictchatmember>
const NEAREST_END: Duration = Duration::from_mins(1);

/// The farthest end of a mute: Telegram takes one more than 366 days ahead for none at all.
const FARTHEST_END: Duration = Duration::from_hours(366 * 24);

/// Whether a mute can be given this end `now`: one that is nearer than a minute or farther than 366 days would last for
/// ever.
#[must_use]
pub fn is_possible_end(end: Timestamp, now: Timestamp) -> bool {
    now.after(NEAREST_END) <= end && end <= now.after(FARTHEST_END)
}

/// When a mute that begins `now` ends by itself: whole seconds, as Telegram keeps it.
#[must_use]
pub fn mute_until(now: Timestamp, days: MuteDays) -> Timestamp {
    let end = now.after(Duration::from_secs(u64::from(days.get()) * 86_400));
    Timestamp::from_secs(end.as_secs())
}

impl Restriction {
    /// A restriction of the same person for the same reasons with the same end, to be opened `now`.
    #[must_use]
    pub fn anew(&self, now: Timestamp) -> NewRestriction {
        NewRestriction {
            group: self.group,
            user: self.user,
            name: self.name.clone(),
            language_code: self.language_code.clone(),
            reason: self.reason,
            missing: self.missing.clone(),
            mode: self.mode,
            step: self.step,
            message: self.message,
            place: self.place,
            restricted_at: now,
            until: self.until,
        }
    }

    /// Whether it speaks of a mute, be it done or only noted, and not of a step before one.
    #[must_use]
    pub fn is_of_mute(&self) -> bool {
        self.step == Step::Mute
    }

    /// Whether its mute would have ended by itself by `now`.
    #[must_use]
    pub fn has_run_out(&self, now: Timestamp) -> bool {
        self.until <= now
    }

    /// Whether the restriction that Telegram shows is the one this record speaks of, by
    /// [`is_muted_until`](ChatMemberStatus::is_muted_until).
    #[must_use]
    pub fn is_the_mute_of(&self, status: ChatMemberStatus, now: Timestamp) -> bool {
        self.is_of_mute() && status.is_muted_until(self.until, now)
    }
}

/// What to do about a person whom the gate restricts, given what Telegram says of them in the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MutePlan {
    /// Mute them.
    Mute,
    /// They are muted already, by us.
    AlreadyMuted,
    /// Our mute does not stand any more, and nobody is known to have ended it: they are muted anew, and told.
    MuteAnew,
    /// An admin has muted them: that is not ours to touch, neither now nor when they join the channels.
    RestrictedByAdministrator,
    /// An admin has restricted them and lets them write: not ours to touch either, so their messages go one by one, and
    /// they are told why.
    RestrictedInPart,
    /// They are an administrator themselves.
    Administrator,
    /// They are banned: muting would un-ban them.
    Banned,
    /// They are not in the group, and nothing of theirs stands in it: there is nobody to mute.
    Absent,
}

/// Chooses what to do about a person whom the gate restricts because of `reason`.
///
/// `open` is our open record, `status` the person's status in the group.
#[must_use]
pub fn plan_mute(
    open: Option<&Restriction>,
    status: ChatMemberStatus,
    reason: RestrictReason,
    now: Timestamp,
) -> MutePlan {
    if status == ChatMemberStatus::Kicked {
        return MutePlan::Banned;
    }
    if status.is_administrator() {
        return MutePlan::Administrator;
    }
    if status.restriction(now).is_some() {
        return match open {
            Some(restriction) if restriction.is_the_mute_of(status, now) => MutePlan::AlreadyMuted,
            _ if reason == RestrictReason::Spoke && !status.is_muted(now) => MutePlan::RestrictedInPart,
            _ => MutePlan::RestrictedByAdministrator,
        };
    }
    let is_due_to_stand =
        |open: &Restriction| open.is_of_mute() && open.muted_at.is_some() && !open.has_run_out(now.after(CLOCK_MARGIN));
    if open.is_some_and(is_due_to_stand) {
        return MutePlan::MuteAnew;
    }
    // Somebody who comments in a discussion group speaks without being in it, and can be muted all the same.
    if status == ChatMemberStatus::Left && reason != RestrictReason::Spoke {
        return MutePlan::Absent;
    }
    MutePlan::Mute
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{administrator_rights::AdministratorRights, chat_member::RestrictedMember};

    const NOW: Timestamp = Timestamp::from_secs(1_000_000);
    const UNTIL: Timestamp = Timestamp::from_secs(1_600_000);

    fn record(muted_at: Option<Timestamp>) -> Restriction {
        Restriction {
            id: RestrictionId(1),
            case_number: Some(CaseNumber(1)),
            group: GroupId(-1),
            user: UserId(2),
            name: "N".to_owned(),
            language_code: None,
            reason: RestrictReason::Spoke,
            missing: vec![ChannelId(-3)],
            mode: Mode::Enforce,
            step: Step::Mute,
            message: None,
            place: Place::default(),
            notice: None,
            notice_posted_at: None,
            restricted_at: NOW,
            until: UNTIL,
            muted_at,
            lifted: None,
        }
    }

    fn muted_until(until: Option<Timestamp>) -> ChatMemberStatus {
        ChatMemberStatus::Restricted(RestrictedMember { is_member: true, can_send_messages: false, until })
    }

    fn plan(open: Option<&Restriction>, status: ChatMemberStatus) -> MutePlan {
        plan_mute(open, status, RestrictReason::Spoke, NOW)
    }

    #[test]
    fn a_person_without_a_record_is_muted() {
        assert_eq!(plan(None, ChatMemberStatus::Member), MutePlan::Mute);
    }

    #[test]
    fn a_commenter_who_is_not_in_the_group_is_muted_for_speaking_only() {
        assert_eq!(plan(None, ChatMemberStatus::Left), MutePlan::Mute);
        let on_leave = plan_mute(None, ChatMemberStatus::Left, RestrictReason::LeftChannel, NOW);
        assert_eq!(on_leave, MutePlan::Absent);
    }

    #[test]
    fn a_banned_person_is_left_alone_whatever_the_record_says() {
        for open in [None, Some(&record(None)), Some(&record(Some(NOW)))] {
            assert_eq!(plan(open, ChatMemberStatus::Kicked), MutePlan::Banned);
        }
    }

    #[test]
    fn an_administrator_is_never_muted() {
        let administrator = ChatMemberStatus::Administrator(AdministratorRights::default());
        assert_eq!(plan(Some(&record(None)), administrator), MutePlan::Administrator);
        assert_eq!(plan(None, ChatMemberStatus::Creator), MutePlan::Administrator);
    }

    #[test]
    fn a_mute_that_began_before_a_crash_is_known_by_its_end() {
        assert_eq!(plan(Some(&record(None)), muted_until(Some(UNTIL))), MutePlan::AlreadyMuted);
        assert_eq!(plan(Some(&record(None)), ChatMemberStatus::Member), MutePlan::Mute);
    }

    #[test]
    fn a_mute_by_an_administrator_is_known_by_another_end() {
        for until in [None, Some(Timestamp::from_secs(1_600_001))] {
            for open in [None, Some(&record(None)), Some(&record(Some(NOW)))] {
                assert_eq!(plan(open, muted_until(until)), MutePlan::RestrictedByAdministrator);
            }
        }
    }

    #[test]
    fn a_partial_restriction_by_an_administrator_is_not_touched_and_whoever_writes_under_it_is_told() {
        let partial =
            ChatMemberStatus::Restricted(RestrictedMember { is_member: true, can_send_messages: true, until: None });
        for open in [None, Some(&record(None)), Some(&record(Some(NOW)))] {
            assert_eq!(plan(open, partial), MutePlan::RestrictedInPart);
            let silent = plan_mute(open, partial, RestrictReason::LeftChannel, NOW);
            assert_eq!(silent, MutePlan::RestrictedByAdministrator);
        }
    }

    #[test]
    fn whoever_is_found_free_before_our_mute_ends_is_muted_anew() {
        let open = record(Some(NOW));
        assert_eq!(plan(Some(&open), ChatMemberStatus::Member), MutePlan::MuteAnew);
        let late = plan_mute(Some(&open), ChatMemberStatus::Member, RestrictReason::Spoke, UNTIL);
        assert_eq!(late, MutePlan::Mute);
    }

    #[test]
    fn whoever_was_only_reminded_is_muted_by_no_record_and_no_mute_is_taken_for_one_of_it() {
        let reminded = Restriction { step: Step::Remind, ..record(Some(NOW)) };
        assert_eq!(plan(Some(&reminded), ChatMemberStatus::Member), MutePlan::Mute);
        assert_eq!(plan(Some(&reminded), muted_until(Some(UNTIL))), MutePlan::RestrictedByAdministrator);
    }

    #[test]
    fn a_restriction_that_has_run_out_is_no_restriction() {
        assert_eq!(plan(None, muted_until(Some(NOW))), MutePlan::Mute);
    }

    #[test]
    fn an_end_nearer_than_a_minute_or_farther_than_366_days_is_none_for_a_mute() {
        for (seconds, is_possible) in [(59, false), (60, true), (366 * 86_400, true), (366 * 86_400 + 1, false)] {
            assert_eq!(is_possible_end(NOW.after(Duration::from_secs(seconds)), NOW), is_possible, "{seconds} s");
        }
        assert!(is_possible_end(mute_until(NOW, MuteDays::try_from(365).unwrap()), NOW));
    }

    #[test]
    fn a_mute_ends_on_a_whole_second() {
        let until = mute_until(Timestamp(1_234), MuteDays::try_from(1).unwrap());
        assert_eq!(until, Timestamp::from_secs(86_401));
    }
}
