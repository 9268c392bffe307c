//! Requests to join a channel that wait for its admins: whether they count as being in it is the group's choice.

use std::time::Duration;

use crate::{
    ChannelId, Timestamp, UserId,
    chat_member::Membership,
    gate::{Allowed, Decision, Facts, decide},
    group::Group,
    settings::PendingJoinRequests,
};

/// For how long a request counts: no update tells that it was declined, or taken back.
pub const PENDING_FOR: Duration = Duration::from_hours(7 * 24);

/// A request to join a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingJoinRequest {
    /// The channel.
    pub channel: ChannelId,
    /// The person who asks.
    pub user: UserId,
    /// When they asked.
    pub at: Timestamp,
}

impl Group {
    /// Whether a request to join `channel` counts here as being in it.
    #[must_use]
    pub fn accepts_requests_to(&self, channel: ChannelId) -> bool {
        self.settings.pending_join_requests == PendingJoinRequests::Accept
            && self.channels.iter().any(|own| own.id == channel)
    }

    /// The channels to which a request would count for somebody of whom these memberships are `known`: none where requests
    /// don't count, or where the person meets the policy without.
    #[must_use]
    pub fn channels_to_request(&self, known: &[(ChannelId, Membership)]) -> Vec<ChannelId> {
        let is_met = || decide((&self.settings).into(), &Facts::of(self, known)) == Decision::Allow(Allowed::Met);
        if self.settings.pending_join_requests == PendingJoinRequests::Ignore || is_met() {
            return Vec::new();
        }
        let is_in = |channel: &ChannelId| known.contains(&(*channel, Membership::Member));
        self.channel_ids().into_iter().filter(|channel| !is_in(channel)).collect()
    }
}

/// The memberships that are `known`, where a request to join one of the `requested` channels counts as being in it, whatever
/// was found out about it: whoever waits there is not in it yet, and a look-up that failed says nothing against them.
#[must_use]
pub fn with_requests(known: &[(ChannelId, Membership)], requested: &[ChannelId]) -> Vec<(ChannelId, Membership)> {
    let others = known.iter().filter(|(channel, _)| !requested.contains(channel)).copied();
    others.chain(requested.iter().map(|channel| (*channel, Membership::Member))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{
        GroupId,
        gate::{Review, review},
        group::EnforcedChannel,
        settings::{GroupSettings, Policy},
    };

    const FIRST: ChannelId = ChannelId(-1);
    const SECOND: ChannelId = ChannelId(-2);

    fn group(policy: Policy, pending_join_requests: PendingJoinRequests) -> Group {
        let channel =
            |id| EnforcedChannel { id, title: String::new(), username: None, invite_link: None, can_check: true };
        Group {
            id: GroupId(-9),
            owner: UserId(1),
            owner_language_code: None,
            title: String::new(),
            enabled: true,
            can_enforce: true,
            settings: GroupSettings { policy, pending_join_requests, ..GroupSettings::default() },
            channels: vec![channel(FIRST), channel(SECOND)],
            linked_channel: None,
            exempt: HashSet::new(),
            braked_at: None,
            created_at: Timestamp(0),
            switched_on_at: Timestamp(0),
            denied: None,
        }
    }

    fn known(first: Membership, second: Membership) -> [(ChannelId, Membership); 2] {
        [(FIRST, first), (SECOND, second)]
    }

    #[test]
    fn nothing_is_asked_for_where_requests_do_not_count_or_the_policy_is_met() {
        use Membership::{Member, NotMember, Unknown};
        use PendingJoinRequests::{Accept, Ignore};
        let asked = |policy, setting, first, second| group(policy, setting).channels_to_request(&known(first, second));
        assert_eq!(asked(Policy::All, Ignore, NotMember, NotMember), []);
        assert_eq!(asked(Policy::All, Accept, Member, Member), []);
        assert_eq!(asked(Policy::Any, Accept, NotMember, Member), []);
        assert_eq!(asked(Policy::All, Accept, NotMember, Member), [FIRST]);
        assert_eq!(asked(Policy::All, Accept, Unknown, NotMember), [FIRST, SECOND]);
        // One that the bot may not look into is not among those that are known.
        let accepting = group(Policy::All, Accept);
        assert_eq!(accepting.channels_to_request(&[(FIRST, NotMember)]), [FIRST, SECOND]);
    }

    #[test]
    fn a_request_counts_for_whoever_is_outside_and_for_whoever_nobody_could_ask_about() {
        use Membership::{Member, NotMember, Unknown};
        let all = group(Policy::All, PendingJoinRequests::Accept);
        let decided = |first, second, requested: &[ChannelId]| {
            let known = with_requests(&known(first, second), requested);
            assert_eq!(
                decide((&all.settings).into(), &Facts::of(&all, &known)) == Decision::Allow(Allowed::Met),
                review(&all, &known) == Review::Free,
            );
            review(&all, &known)
        };
        assert_eq!(decided(NotMember, Member, &[FIRST]), Review::Free);
        assert_eq!(decided(Unknown, Member, &[FIRST]), Review::Free);
        assert_eq!(decided(NotMember, NotMember, &[FIRST]), Review::Held { missing: vec![SECOND] });
        assert_eq!(decided(Member, NotMember, &[]), Review::Held { missing: vec![SECOND] });
        assert_eq!(with_requests(&[], &[FIRST]), [(FIRST, Member)], "also where it was not even looked up");
    }

    #[test]
    fn requests_count_only_in_groups_that_say_so_and_to_channels_of_theirs() {
        let accepting = group(Policy::All, PendingJoinRequests::Accept);
        assert!(accepting.accepts_requests_to(SECOND));
        assert!(!accepting.accepts_requests_to(ChannelId(-3)));
        assert!(!group(Policy::All, PendingJoinRequests::Ignore).accepts_requests_to(SECOND));
    }
}
