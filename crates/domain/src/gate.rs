//! The gate's decision: facts in, a value out, nothing else.

use crate::{
    ChannelId,
    chat_member::Membership,
    exemption::Exemption,
    group::Group,
    settings::{GroupSettings, OnUnknown, Policy},
};

/// What a group demands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GatePolicy {
    /// Whether the person must be in all channels, or in any of them.
    pub policy: Policy,
    /// What it means when nothing certain can be learned.
    pub on_unknown: OnUnknown,
}

impl From<&GroupSettings> for GatePolicy {
    fn from(settings: &GroupSettings) -> Self {
        Self { policy: settings.policy, on_unknown: settings.on_unknown }
    }
}

/// What is known of one person before one group's gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facts {
    /// The group is not protected: nobody is asked about anybody.
    NotProtected,
    /// The group's brake has tripped: nobody is asked about anybody.
    Braked,
    /// The person is never gated here, so no membership was looked up.
    Exempt(Exemption),
    /// The person's membership of each of the group's channels, in the group's order.
    Memberships(Vec<(ChannelId, Membership)>),
}

impl Facts {
    /// What the state of `group` settles for everybody, so that nobody is asked about; `None`: it settles nothing.
    #[must_use]
    pub fn of_everybody_in(group: &Group) -> Option<Self> {
        if !group.is_protected() {
            return Some(Self::NotProtected);
        }
        group.braked_since().map(|_| Self::Braked)
    }

    /// What is known of somebody who is not exempt in `group`: the memberships that are `known`, completed with `Unknown`
    /// for the channels that the bot may not look into.
    #[must_use]
    pub fn of(group: &Group, known: &[(ChannelId, Membership)]) -> Self {
        let membership = |channel: ChannelId| {
            known.iter().find(|(known, _)| *known == channel).map_or(Membership::Unknown, |(_, membership)| *membership)
        };
        Self::Memberships(group.channels.iter().map(|channel| (channel.id, membership(channel.id))).collect())
    }
}

/// What the gate decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The person may speak.
    Allow(Allowed),
    /// The person may not speak until they are in these channels.
    Restrict {
        /// The channels that the person is not known to be in, in the group's order.
        missing: Vec<ChannelId>,
    },
}

/// Why a person may speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// The group is not protected.
    NotProtected,
    /// The group's brake has tripped, so that nobody is gated.
    Braked,
    /// The person is never gated here.
    Exempt(Exemption),
    /// The person meets the policy.
    Met,
    /// The memberships are not known, and the group lets people speak then.
    Unknown,
}

/// How many of a group's channels a person is known to be in, known not to be in, and neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    members: usize,
    not_members: usize,
    unknown: usize,
}

impl Tally {
    /// The tally of a person's memberships of the channels of `group` that are `cached`, asked for one by one; a channel
    /// that the bot may not look into is `Unknown`. `None`: one that matters is not cached.
    #[must_use]
    pub fn of_cached(group: &Group, mut cached: impl FnMut(ChannelId) -> Option<Membership>) -> Option<Self> {
        let mut tally = Self::default();
        let mut is_complete = true;
        for channel in &group.channels {
            match if channel.can_check { cached(channel.id) } else { Some(Membership::Unknown) } {
                Some(membership) => tally.add(membership),
                None => is_complete = false,
            }
        }
        let is_certain = is_complete || (group.settings.policy == Policy::Any && tally.members > 0);
        is_certain.then_some(tally)
    }

    const fn add(&mut self, membership: Membership) {
        match membership {
            Membership::Member => self.members += 1,
            Membership::NotMember => self.not_members += 1,
            Membership::Unknown => self.unknown += 1,
        }
    }

    /// Why somebody with this tally may speak; `None` if they may not.
    ///
    /// A channel that nobody could ask about neither meets nor refuses the policy: only a `NotMember` refuses it.
    #[must_use]
    pub const fn allowed(self, policy: GatePolicy) -> Option<Allowed> {
        let Self { members, not_members, unknown } = self;
        let (is_met, is_refused) = match policy.policy {
            Policy::All => (not_members + unknown == 0, not_members > 0),
            Policy::Any => (members > 0 || not_members + unknown == 0, not_members > 0 && unknown == 0),
        };
        match policy.on_unknown {
            _ if is_met => Some(Allowed::Met),
            OnUnknown::Allow if !is_refused => Some(Allowed::Unknown),
            OnUnknown::Allow | OnUnknown::Restrict => None,
        }
    }
}

impl FromIterator<Membership> for Tally {
    fn from_iter<I: IntoIterator<Item = Membership>>(memberships: I) -> Self {
        let mut tally = Self::default();
        memberships.into_iter().for_each(|membership| tally.add(membership));
        tally
    }
}

/// Applies a group's policy to what is known of a person.
#[must_use]
pub fn decide(policy: GatePolicy, facts: &Facts) -> Decision {
    let memberships = match facts {
        Facts::NotProtected => return Decision::Allow(Allowed::NotProtected),
        Facts::Braked => return Decision::Allow(Allowed::Braked),
        Facts::Exempt(exemption) => return Decision::Allow(Allowed::Exempt(*exemption)),
        Facts::Memberships(memberships) => memberships,
    };
    match memberships.iter().map(|(_, membership)| *membership).collect::<Tally>().allowed(policy) {
        Some(allowed) => Decision::Allow(allowed),
        None => Decision::Restrict { missing: missing(memberships) },
    }
}

/// What the gate says of somebody whom it has muted, now that their memberships were asked for again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Review {
    /// Nothing holds them any more.
    Free,
    /// They are still not in these channels, in the group's order.
    Held {
        /// The channels that the person is not known to be in.
        missing: Vec<ChannelId>,
    },
    /// A look-up failed on which it depends: to be asked again.
    CannotTell,
}

/// Applies the policy of `group` to somebody whom it has muted, given the memberships that are `known`.
///
/// Other than for [`decide`], it matters why something is not known: a channel that the bot may look into can be asked
/// again, and until it has answered nobody is let go; one that it may not look into holds nobody, unless the group's
/// admins chose so.
#[must_use]
pub fn review(group: &Group, known: &[(ChannelId, Membership)]) -> Review {
    let facts = Facts::of(group, known);
    let lenient = GatePolicy { policy: group.settings.policy, on_unknown: OnUnknown::Allow };
    match (decide(lenient, &facts), &facts) {
        (Decision::Restrict { missing }, _) => Review::Held { missing },
        (Decision::Allow(Allowed::Unknown), Facts::Memberships(memberships)) => {
            let can_check = group.checkable_channels();
            let can_ask_again = |(channel, known): &(ChannelId, Membership)| {
                *known == Membership::Unknown && can_check.contains(channel)
            };
            match group.settings.on_unknown {
                _ if memberships.iter().any(can_ask_again) => Review::CannotTell,
                OnUnknown::Allow => Review::Free,
                OnUnknown::Restrict => Review::Held { missing: missing(memberships) },
            }
        }
        (Decision::Allow(_), _) => Review::Free,
    }
}

/// The channels to name: those the person is known not to be in; where there is no such, those nobody could ask about.
fn missing(memberships: &[(ChannelId, Membership)]) -> Vec<ChannelId> {
    let those = |wanted| {
        let matching = memberships.iter().filter(move |(_, membership)| *membership == wanted);
        matching.map(|(channel, _)| *channel).collect::<Vec<_>>()
    };
    let absent = those(Membership::NotMember);
    if absent.is_empty() { those(Membership::Unknown) } else { absent }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use std::collections::HashSet;

    use super::*;
    use crate::{GroupId, Timestamp, UserId, group::EnforcedChannel};

    fn memberships(of: &[Membership]) -> Facts {
        Facts::Memberships((1..).map(|id| ChannelId(-id)).zip(of.iter().copied()).collect())
    }

    fn policies() -> impl Strategy<Value = GatePolicy> {
        let policy = prop_oneof![Just(Policy::All), Just(Policy::Any)];
        let on_unknown = prop_oneof![Just(OnUnknown::Allow), Just(OnUnknown::Restrict)];
        (policy, on_unknown).prop_map(|(policy, on_unknown)| GatePolicy { policy, on_unknown })
    }

    fn any_memberships() -> impl Strategy<Value = Vec<Membership>> {
        let one = prop_oneof![Just(Membership::Member), Just(Membership::NotMember), Just(Membership::Unknown)];
        prop::collection::vec(one, 0..6)
    }

    fn exemptions() -> impl Strategy<Value = Exemption> {
        prop_oneof![
            Just(Exemption::Administrator),
            Just(Exemption::AnonymousAdministrator),
            Just(Exemption::LinkedChannel),
            Just(Exemption::EnforcedChannel),
            Just(Exemption::AllowedChannel),
            Just(Exemption::TelegramService),
            Just(Exemption::Bot),
            Just(Exemption::ByAdmin),
        ]
    }

    fn allows(decision: &Decision) -> bool {
        matches!(decision, Decision::Allow(_))
    }

    proptest! {
        #[test]
        fn without_a_not_member_the_default_policy_restricts_nobody(known in any_memberships()) {
            let known: Vec<_> = known.into_iter().filter(|membership| *membership != Membership::NotMember).collect();
            for policy in [Policy::All, Policy::Any] {
                let gate = GatePolicy { policy, ..GatePolicy::default() };
                prop_assert!(allows(&decide(gate, &memberships(&known))));
            }
        }

        #[test]
        fn an_exempt_person_is_never_restricted(policy in policies(), exemption in exemptions()) {
            prop_assert!(allows(&decide(policy, &Facts::Exempt(exemption))));
        }

        #[test]
        fn adding_a_membership_never_turns_allow_into_restrict(
            policy in policies(), known in any_memberships(), index: prop::sample::Index,
        ) {
            prop_assume!(!known.is_empty());
            let before = decide(policy, &memberships(&known));
            let mut joined = known.clone();
            joined[index.index(known.len())] = Membership::Member;
            let after = decide(policy, &memberships(&joined));
            prop_assert!(!allows(&before) || allows(&after), "{before:?} became {after:?}");
        }

        #[test]
        fn being_in_every_channel_is_always_enough(policy in policies(), count in 0_usize..6) {
            let decision = decide(policy, &memberships(&vec![Membership::Member; count]));
            prop_assert_eq!(decision, Decision::Allow(Allowed::Met));
        }

        #[test]
        fn whoever_is_in_no_channel_is_restricted_and_told_them_all(policy in policies(), count in 1_usize..6) {
            let decision = decide(policy, &memberships(&vec![Membership::NotMember; count]));
            let Decision::Restrict { missing } = decision else { panic!("{decision:?}") };
            prop_assert_eq!(missing.len(), count);
        }

        #[test]
        fn a_restriction_names_no_channel_that_the_person_is_in(policy in policies(), known in any_memberships()) {
            let facts = memberships(&known);
            if let (Decision::Restrict { missing }, Facts::Memberships(all)) = (decide(policy, &facts), &facts) {
                prop_assert!(!missing.is_empty());
                for (channel, membership) in all {
                    prop_assert!(*membership != Membership::Member || !missing.contains(channel));
                }
            }
        }

        #[test]
        fn one_not_member_refuses_the_policy_all_whatever_is_unknown(known in any_memberships()) {
            let mut known = known;
            known.push(Membership::NotMember);
            prop_assert!(!allows(&decide(GatePolicy::default(), &memberships(&known))));
        }
    }

    fn group(policy: Policy, on_unknown: OnUnknown, channels: &[(i64, bool)]) -> Group {
        let channel = |(id, can_check): &(i64, bool)| EnforcedChannel {
            id: ChannelId(*id),
            title: String::new(),
            username: None,
            invite_link: None,
            can_check: *can_check,
        };
        Group {
            id: GroupId(-9),
            owner: UserId(1),
            owner_language_code: None,
            title: String::new(),
            enabled: true,
            can_enforce: true,
            settings: GroupSettings { policy, on_unknown, ..GroupSettings::default() },
            channels: channels.iter().map(channel).collect(),
            linked_channel: None,
            exempt: HashSet::new(),
            braked_at: None,
            created_at: Timestamp(0),
            switched_on_at: Timestamp(0),
            denied: None,
        }
    }

    #[test]
    fn what_is_cached_decides_where_what_is_not_changes_nothing() {
        let allowed = |policy, cached: [Option<Membership>; 2]| {
            let group = group(policy, OnUnknown::Allow, &[(-1, true), (-2, true)]);
            let tally = Tally::of_cached(&group, |channel| cached[usize::from(channel == ChannelId(-2))]);
            tally.and_then(|tally| tally.allowed((&group.settings).into()))
        };
        let (inside, outside, unknown) = (Membership::Member, Membership::NotMember, Membership::Unknown);
        assert_eq!(allowed(Policy::All, [Some(inside), Some(inside)]), Some(Allowed::Met));
        assert_eq!(allowed(Policy::All, [Some(inside), Some(unknown)]), Some(Allowed::Unknown));
        assert_eq!(allowed(Policy::All, [Some(inside), None]), None);
        assert_eq!(allowed(Policy::Any, [Some(inside), None]), Some(Allowed::Met));
        assert_eq!(allowed(Policy::Any, [Some(unknown), None]), None);
        assert_eq!(allowed(Policy::Any, [Some(outside), Some(outside)]), None);
        let blind = group(Policy::All, OnUnknown::Allow, &[(-1, false)]);
        let tally = Tally::of_cached(&blind, |_| panic!("nobody may look"));
        assert_eq!(tally.unwrap().allowed((&blind.settings).into()), Some(Allowed::Unknown));
    }

    #[test]
    fn a_look_up_that_failed_is_asked_again_and_a_channel_that_cannot_be_checked_holds_nobody() {
        let (inside, outside, unknown) = (Membership::Member, Membership::NotMember, Membership::Unknown);
        let both = group(Policy::All, OnUnknown::Allow, &[(-1, true), (-2, true)]);
        let known = |first, second| [(ChannelId(-1), first), (ChannelId(-2), second)];
        assert_eq!(review(&both, &known(inside, unknown)), Review::CannotTell);
        assert_eq!(review(&both, &known(inside, inside)), Review::Free);
        assert_eq!(review(&both, &known(outside, unknown)), Review::Held { missing: vec![ChannelId(-1)] });
        let any = group(Policy::Any, OnUnknown::Allow, &[(-1, true), (-2, true)]);
        assert_eq!(review(&any, &known(outside, unknown)), Review::CannotTell);
        assert_eq!(review(&any, &known(inside, unknown)), Review::Free);

        let blind = group(Policy::All, OnUnknown::Allow, &[(-1, true), (-2, false)]);
        assert_eq!(review(&blind, &[(ChannelId(-1), inside)]), Review::Free);
        assert_eq!(review(&blind, &[(ChannelId(-1), unknown)]), Review::CannotTell);
        let strict = group(Policy::All, OnUnknown::Restrict, &[(-1, true), (-2, false)]);
        assert_eq!(review(&strict, &[(ChannelId(-1), inside)]), Review::Held { missing: vec![ChannelId(-2)] });
        assert_eq!(review(&strict, &[(ChannelId(-1), unknown)]), Review::CannotTell);
    }

    #[test]
    fn an_unprotected_group_lets_everybody_speak() {
        let decision = decide(GatePolicy::default(), &Facts::NotProtected);
        assert_eq!(decision, Decision::Allow(Allowed::NotProtected));
    }

    #[test]
    fn under_any_an_unknown_leaves_the_question_open() {
        let facts = memberships(&[Membership::NotMember, Membership::Unknown]);
        let any = GatePolicy { policy: Policy::Any, on_unknown: OnUnknown::Allow };
        assert_eq!(decide(any, &facts), Decision::Allow(Allowed::Unknown));

        let strict = GatePolicy { on_unknown: OnUnknown::Restrict, ..any };
        assert_eq!(decide(strict, &facts), Decision::Restrict { missing: vec![ChannelId(-1)] });
    }
}
