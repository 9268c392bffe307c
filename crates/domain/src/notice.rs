//! Notices, merged: one names several people and serves all of them, so that many joining at once can't flood the group.

use std::{collections::BTreeSet, time::Duration};

use crate::{ChannelId, MessageId, RestrictionId, Timestamp, UserId, restriction::Restriction, settings::Mode};

/// How many people one notice names; the others are counted.
pub const MAX_NAMED: usize = 10;

/// The least time between two notices in a group: ten a minute at most, half of what Telegram lets a group have, so
/// that answers to commands find room.
pub const SPACING: Duration = Duration::from_secs(6);

/// A notice to post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePlan {
    /// The people it names, those restricted last first: only such as no notice has named before.
    pub named: Vec<NamedPerson>,
    /// How many more it serves without naming them.
    pub others: usize,
    /// The channels that at least one of those it serves is missing.
    pub missing: Vec<ChannelId>,
    /// The restrictions it serves.
    pub serves: Vec<RestrictionId>,
    /// The notices that it replaces.
    pub replaces: Vec<MessageId>,
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
/// Only people who were muted are named: whoever is only observed never learns of it. A newer notice replaces the
/// older ones and goes on serving those they served.
#[must_use]
pub fn merge(open: &[Restriction]) -> Option<NoticePlan> {
    let mut served: Vec<&Restriction> = open.iter().filter(|one| is_muted(one)).collect();
    if !served.iter().any(|restriction| restriction.notice.is_none()) {
        return None;
    }
    // The people whom no notice serves yet come first, the newest of them at the top.
    served.sort_by_key(|one| (one.notice.is_some(), std::cmp::Reverse((one.restricted_at, one.id))));
    let missing: BTreeSet<ChannelId> = served.iter().flat_map(|one| one.missing.iter().copied()).collect();
    let replaces: BTreeSet<MessageId> = served.iter().filter_map(|one| one.notice).collect();
    // Whoever was named once is not mentioned again each time somebody else comes.
    let waiting = served.iter().filter(|one| one.notice.is_none()).take(MAX_NAMED);
    let named: Vec<_> = waiting.map(|one| NamedPerson { user: one.user, name: one.name.clone() }).collect();
    Some(NoticePlan {
        others: served.len() - named.len(),
        named,
        missing: missing.into_iter().collect(),
        serves: served.iter().map(|one| one.id).collect(),
        replaces: replaces.into_iter().collect(),
    })
}

/// When the next notice in a group may be posted, given when the last one was.
#[must_use]
pub fn next_at(last: Option<Timestamp>, now: Timestamp) -> Timestamp {
    last.map_or(now, |last| last.after(SPACING).max(now))
}

fn is_muted(restriction: &Restriction) -> bool {
    restriction.mode == Mode::Enforce && restriction.muted_at.is_some() && restriction.lifted.is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{GroupId, restriction::RestrictReason};

    fn restriction(id: i64, notice: Option<i32>) -> Restriction {
        Restriction {
            id: RestrictionId(id),
            group: GroupId(-1),
            user: UserId(id),
            name: format!("N{id}"),
            language_code: None,
            reason: RestrictReason::Spoke,
            missing: vec![ChannelId(-3)],
            mode: Mode::Enforce,
            notice: notice.map(MessageId),
            restricted_at: Timestamp(id),
            until: Timestamp(1_000_000),
            muted_at: Some(Timestamp(id)),
            lifted: None,
        }
    }

    #[test]
    fn nobody_waiting_means_no_notice() {
        assert_eq!(merge(&[]), None);
        assert_eq!(merge(&[restriction(1, Some(7))]), None);
    }

    #[test]
    fn a_newer_notice_replaces_the_older_and_serves_its_people_too() {
        let plan = merge(&[restriction(1, Some(7)), restriction(2, None)]).unwrap();
        assert_eq!(plan.replaces, [MessageId(7)]);
        assert_eq!(plan.serves, [RestrictionId(2), RestrictionId(1)]);
        assert_eq!(plan.named.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["N2"]);
        assert_eq!(plan.others, 1);
    }

    #[test]
    fn whoever_is_only_observed_or_not_yet_muted_is_not_named() {
        let observed = Restriction { mode: Mode::Observe, ..restriction(1, None) };
        let unmuted = Restriction { muted_at: None, ..restriction(2, None) };
        assert_eq!(merge(&[observed, unmuted]), None);
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
            let plan = merge(&open).unwrap();
            prop_assert_eq!(plan.serves.len(), open.len());
            prop_assert!(plan.named.len() <= MAX_NAMED);
            prop_assert_eq!(plan.named.len() + plan.others, open.len());
        }
    }
}
