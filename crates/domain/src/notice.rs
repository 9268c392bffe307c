//! Notices, merged: one names several people and serves all of them, so that many joining at once can't flood the group.

use std::{collections::BTreeSet, time::Duration};

use crate::{
    ChannelId, GroupId, MessageId, RestrictionId, Timestamp, UserId,
    message::Place,
    restriction::{RestrictReason, Restriction},
    settings::Mode,
};

/// How many people one notice names; the others are counted.
pub const MAX_NAMED: usize = 10;

/// The least time between two notices in a group: ten a minute at most, half of what Telegram lets a group have, so
/// that answers to commands find room.
pub const SPACING: Duration = Duration::from_secs(6);

/// After what time a notice is replaced that still serves somebody. Telegram deletes no message that is older than 48
/// hours (<https://core.telegram.org/bots/api#deletemessage>); the rest is for waits and outages.
pub const REPLACE_AFTER: Duration = Duration::from_hours(44);

/// For how long nobody is gated in a group that has refused a notice: nobody is muted without a word. The next person
/// gated after that is the next try.
pub const REFUSAL_HOLDS: Duration = Duration::from_hours(1);

/// That Telegram takes no notice in a group, wherever in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeRefusal {
    /// The group.
    pub group: GroupId,
    /// When it last refused one.
    pub at: Timestamp,
    /// Whether the group's owner was told.
    pub is_owner_told: bool,
}

impl NoticeRefusal {
    /// Whether nobody is gated because of it.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.at.after(REFUSAL_HOLDS) > now
    }
}

/// A notice that stands in its group, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedNotice {
    /// The group.
    pub group: GroupId,
    /// The message.
    pub message: MessageId,
    /// When it was posted.
    pub at: Timestamp,
    /// The restrictions it serves.
    pub serves: Vec<RestrictionId>,
    /// The notices that it replaces.
    pub replaces: Vec<MessageId>,
    /// Whether it serves whomever else those serve.
    pub takes_over: bool,
}

/// A notice to post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePlan {
    /// The people it names, those restricted last first: only such as no notice has named before, if there are any.
    pub named: Vec<NamedPerson>,
    /// How many more it serves without naming them.
    pub others: usize,
    /// The channels that at least one of those it serves is missing, of those whose restrictions were read.
    pub missing: Vec<ChannelId>,
    /// The restrictions it serves, but for those that were not read: they are served by the notices it replaces.
    pub serves: Vec<RestrictionId>,
    /// The notices that it replaces: whomever they serve, it serves.
    pub replaces: Vec<MessageId>,
    /// Where it may stand, the best place first: where the newest of those it serves wrote, then "General", then the other
    /// topics in which they wrote. The next is for where the one before is closed.
    pub places: Vec<Place>,
    /// The message of the newest of those it serves, if it was left standing: the notice answers it, where it stands at the
    /// first place.
    pub reply_to: Option<MessageId>,
}

impl NoticePlan {
    /// Whether it serves people whose restrictions were not read.
    #[must_use]
    pub fn serves_more_than_were_read(&self) -> bool {
        self.named.len() + self.others > self.serves.len()
    }
}

/// A notice that stands in a group, and how many open restrictions it serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandingNotice {
    /// The notice.
    pub message: MessageId,
    /// How many people it serves.
    pub serves: u64,
}

/// A person whom a notice names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPerson {
    /// The person's id: a mention by id works without a username.
    pub user: UserId,
    /// The name shown: untrusted text.
    pub name: String,
}

/// Merges the open restrictions of a group into one notice; `None` if nobody waits for one.
///
/// Only people are named who were muted, warned or reminded: whoever is only observed never learns of it. A newer notice replaces the
/// older ones and goes on serving those they served; so does one whose only use is to replace a notice that could soon be
/// deleted no more.
///
/// Where `open` is not all of them, whoever waits comes first in it, and `standing` are the group's notices, which serve
/// more than those in `open`; else `standing` may be empty.
#[must_use]
pub fn merge(open: &[Restriction], standing: &[StandingNotice], now: Timestamp) -> Option<NoticePlan> {
    let mut served: Vec<&Restriction> = open.iter().filter(|one| has_a_notice(one)).collect();
    if !served.iter().any(|restriction| needs_notice(restriction, now)) {
        return None;
    }
    // The people whom no notice serves yet come first, the newest of them at the top.
    served.sort_by_key(|one| (one.notice.is_some(), std::cmp::Reverse((one.restricted_at, one.id))));
    let missing: BTreeSet<ChannelId> = served.iter().flat_map(|one| one.missing.iter().copied()).collect();
    let read = served.iter().filter_map(|one| one.notice);
    let replaces: BTreeSet<MessageId> = read.chain(standing.iter().map(|notice| notice.message)).collect();
    let waiting = served.iter().filter(|one| one.notice.is_none()).count();
    let served_before: u64 = standing.iter().map(|notice| notice.serves).sum();
    let count = served.len().max(waiting.saturating_add(usize::try_from(served_before).unwrap_or(usize::MAX)));
    // Whoever was named once is not mentioned again each time somebody else comes.
    let nobody_waits = served.iter().all(|one| one.notice.is_some());
    let called = served.iter().filter(|one| nobody_waits || one.notice.is_none()).take(MAX_NAMED);
    let named: Vec<_> = called.map(|one| NamedPerson { user: one.user, name: one.name.clone() }).collect();
    Some(NoticePlan {
        others: count - named.len(),
        named,
        missing: missing.into_iter().collect(),
        serves: served.iter().map(|one| one.id).collect(),
        replaces: replaces.into_iter().collect(),
        places: places(&served),
        reply_to: served.first().and_then(|newest| newest.message),
    })
}

fn places(served: &[&Restriction]) -> Vec<Place> {
    let wrote = || served.iter().filter(|one| one.reason == RestrictReason::Spoke).map(|one| one.place);
    let topics = wrote().filter(|place| place.thread.is_some());
    let mut places: Vec<Place> = Vec::new();
    for place in wrote().take(1).chain([Place::default()]).chain(topics) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn needs_notice(restriction: &Restriction, now: Timestamp) -> bool {
    let is_young = |at: Timestamp| at.after(REPLACE_AFTER) > now;
    restriction.notice.is_none() || !restriction.notice_posted_at.is_some_and(is_young)
}

/// When the next notice in a group may be posted, given when the last one was.
#[must_use]
pub fn next_at(last: Option<Timestamp>, now: Timestamp) -> Timestamp {
    last.map_or(now, |last| last.after(SPACING).max(now))
}

/// Whether anybody is to be told of it: it was done, and stands.
fn has_a_notice(restriction: &Restriction) -> bool {
    restriction.mode == Mode::Enforce && restriction.muted_at.is_some() && restriction.lifted.is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{ThreadId, step::Step};

    const NOW: Timestamp = Timestamp(1_000);

    fn restriction(id: i64, notice: Option<i32>) -> Restriction {
        Restriction {
            id: RestrictionId(id),
            case_number: None,
            group: GroupId(-1),
            user: UserId(id),
            name: format!("N{id}"),
            language_code: None,
            reason: RestrictReason::Spoke,
            missing: vec![ChannelId(-3)],
            mode: Mode::Enforce,
            step: Step::Mute,
            message: None,
            place: Place::default(),
            notice: notice.map(MessageId),
            notice_posted_at: notice.map(|_| NOW),
            restricted_at: Timestamp(id),
            until: Timestamp(1_000_000),
            muted_at: Some(Timestamp(id)),
            lifted: None,
        }
    }

    #[test]
    fn nobody_waiting_means_no_notice() {
        assert_eq!(merge(&[], &[], NOW), None);
        assert_eq!(merge(&[restriction(1, Some(7))], &[], NOW), None);
    }

    #[test]
    fn a_newer_notice_replaces_the_older_and_serves_its_people_too() {
        let plan = merge(&[restriction(1, Some(7)), restriction(2, None)], &[], NOW).unwrap();
        assert_eq!(plan.replaces, [MessageId(7)]);
        assert_eq!(plan.serves, [RestrictionId(2), RestrictionId(1)]);
        assert_eq!(plan.named.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["N2"]);
        assert_eq!(plan.others, 1);
        assert!(!plan.serves_more_than_were_read());
    }

    #[test]
    fn people_beyond_those_read_are_counted_and_served_by_what_takes_the_place_of_their_notice() {
        let standing = [(7, 900), (8, 100)].map(|(id, serves)| StandingNotice { message: MessageId(id), serves });
        let plan = merge(&[restriction(2, None), restriction(1, Some(7))], &standing, NOW).unwrap();
        assert_eq!(plan.replaces, [MessageId(7), MessageId(8)]);
        assert_eq!((plan.named.len(), plan.others), (1, 1_000));
        assert!(plan.serves_more_than_were_read());
    }

    #[test]
    fn whoever_is_only_observed_or_not_yet_muted_is_not_named() {
        let observed = Restriction { mode: Mode::Observe, ..restriction(1, None) };
        let unmuted = Restriction { muted_at: None, ..restriction(2, None) };
        assert_eq!(merge(&[observed, unmuted], &[], NOW), None);
    }

    #[test]
    fn a_notice_that_could_soon_be_deleted_no_more_is_replaced_and_names_those_it_serves() {
        let served = [restriction(1, Some(7)), restriction(2, Some(7))];
        assert_eq!(merge(&served, &[], NOW.after(REPLACE_AFTER).before(Duration::from_millis(1))), None);
        let plan = merge(&served, &[], NOW.after(REPLACE_AFTER)).unwrap();
        assert_eq!(plan.replaces, [MessageId(7)]);
        assert_eq!(plan.named.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["N2", "N1"]);
        assert_eq!(plan.others, 0);
        let undated = Restriction { notice_posted_at: None, ..restriction(1, Some(7)) };
        assert!(merge(&[undated], &[], NOW).is_some());
    }

    #[test]
    fn a_notice_goes_where_the_newest_wrote_then_to_general_then_to_the_other_topics() {
        let topic = |thread| Place { thread: Some(ThreadId(thread)), root: None };
        let wrote = |id, place| Restriction { place, ..restriction(id, None) };
        let joined = Restriction { reason: RestrictReason::JoinedGroup, ..restriction(9, None) };
        let open = [joined, wrote(1, topic(4)), wrote(2, topic(5)), wrote(3, topic(4)), wrote(4, topic(6))];
        assert_eq!(merge(&open, &[], NOW).unwrap().places, [topic(6), Place::default(), topic(4), topic(5)]);
        let comment = Place { thread: None, root: Some(MessageId(3)) };
        assert_eq!(merge(&[wrote(1, comment)], &[], NOW).unwrap().places, [comment, Place::default()]);
        assert_eq!(merge(&[restriction(1, None)], &[], NOW).unwrap().places, [Place::default()]);
    }

    #[test]
    fn a_notice_answers_the_message_of_the_newest_if_that_was_left_standing() {
        let reminded = |id, message| Restriction {
            step: Step::Remind,
            message: Some(MessageId(message)),
            ..restriction(id, None)
        };
        let answers = |open: &[Restriction]| merge(open, &[], NOW).unwrap().reply_to;
        assert_eq!(answers(&[reminded(1, 11), reminded(2, 12)]), Some(MessageId(12)));
        assert_eq!(answers(&[reminded(1, 11), restriction(2, None)]), None);
    }

    #[test]
    fn two_notices_are_at_least_the_spacing_apart() {
        assert_eq!(next_at(None, Timestamp(5)), Timestamp(5));
        assert_eq!(next_at(Some(Timestamp(5)), Timestamp(6)), Timestamp(6_005));
        assert_eq!(next_at(Some(Timestamp(5)), Timestamp(60_000)), Timestamp(60_000));
    }

    proptest! {
        #[test]
        fn one_notice_serves_everybody_and_names_a_few(count in 1_i64..200) {
            let open: Vec<_> = (1..=count).map(|id| restriction(id, None)).collect();
            let plan = merge(&open, &[], NOW).unwrap();
            prop_assert_eq!(plan.serves.len(), open.len());
            prop_assert!(plan.named.len() <= MAX_NAMED);
            prop_assert_eq!(plan.named.len() + plan.others, open.len());
        }
    }
}
