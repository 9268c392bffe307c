//! Why the gate decides about a person as it does, and what the person is in the group: what an admin is told who asks.

use crate::{
    ChannelId, Timestamp, UserId,
    administrators::AdministratorList,
    chat_member::{ChatMemberStatus, Membership},
    exemption::{Exemption, person_exemption},
    gate::{Allowed, Decision, Facts, GatePolicy, decide},
    group::Group,
    restriction::Restriction,
    settings::{OnUnknown, Policy},
};

/// The gate's decision about a person, and the rule by which it falls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The rule that decides.
    pub rule: Rule,
    /// What the gate does with whoever is judged so.
    pub decision: Decision,
}

/// The rule that decides about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Where the group is not protected, everybody may speak.
    NotProtected,
    /// Where the brake has tripped, everybody may speak.
    Braked,
    /// Such people are never gated.
    Exempt(Exemption),
    /// Where nobody can tell who the administrators are, nobody is gated.
    AdministratorsUnknown,
    /// The channels that are known settle it.
    Policy(Policy),
    /// The channels that are known don't settle it, and this is what the group does then.
    OnUnknown(OnUnknown),
}

/// What the gate of `group` goes by of a person who is this in it, and has these memberships. Where it is not known what
/// they are, `administrators` tells, if that is known; `None`: nobody can tell whether they are one.
#[must_use]
pub fn facts_of(
    group: &Group,
    user: UserId,
    status: Option<ChatMemberStatus>,
    administrators: Option<&AdministratorList>,
    memberships: &[(ChannelId, Membership)],
) -> Option<Facts> {
    if let Some(settled) = Facts::of_everybody_in(group) {
        return Some(settled);
    }
    if status.is_some_and(ChatMemberStatus::is_administrator) {
        return Some(Facts::Exempt(Exemption::Administrator));
    }
    let nobody = AdministratorList::default();
    let listed = administrators.filter(|_| status.is_none());
    match person_exemption(user, group, listed.unwrap_or(&nobody)) {
        Some(exemption) => Some(Facts::Exempt(exemption)),
        None => (status.is_some() || listed.is_some()).then(|| Facts::of(group, memberships)),
    }
}

/// Applies a group's policy to what is known of a person, and tells by which rule; `None`: nobody can tell whether they
/// are an administrator.
#[must_use]
pub fn judge(policy: GatePolicy, facts: Option<&Facts>) -> Judgement {
    let Some(facts) = facts else {
        return Judgement { rule: Rule::AdministratorsUnknown, decision: Decision::Allow(Allowed::Unknown) };
    };
    let rule = match facts {
        Facts::NotProtected => Rule::NotProtected,
        Facts::Braked => Rule::Braked,
        Facts::Exempt(exemption) => Rule::Exempt(*exemption),
        // What would be let pass for not being known is settled by nothing else.
        Facts::Memberships(_) => match decide(GatePolicy { on_unknown: OnUnknown::Allow, ..policy }, facts) {
            Decision::Allow(Allowed::Unknown) => Rule::OnUnknown(policy.on_unknown),
            _ => Rule::Policy(policy.policy),
        },
    };
    Judgement { rule, decision: decide(policy, facts) }
}

/// What Telegram says of a person in a group, as an admin asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberState {
    /// The creator or an administrator.
    Administrator,
    /// In the group, and nobody restricts them.
    Member,
    /// Muted by the gate.
    MutedByGate,
    /// Muted by an admin or another bot.
    MutedByAdministrator,
    /// Restricted in part, which the gate never does.
    RestrictedInPart,
    /// Not in the group.
    Absent,
    /// Banned from it.
    Banned,
    /// Telegram knows nobody by this id there.
    NotKnown,
    /// Telegram did not say.
    CannotTell,
}

impl MemberState {
    /// The state of a person with this status, whose open restriction is `open`.
    #[must_use]
    pub fn of(status: ChatMemberStatus, open: Option<&Restriction>, now: Timestamp) -> Self {
        match status {
            ChatMemberStatus::Creator | ChatMemberStatus::Administrator(_) => Self::Administrator,
            ChatMemberStatus::Kicked => Self::Banned,
            _ if open.is_some_and(|open| open.is_the_mute_of(status, now)) => Self::MutedByGate,
            _ if status.is_muted(now) => Self::MutedByAdministrator,
            _ if status.restriction(now).is_some() => Self::RestrictedInPart,
            ChatMemberStatus::Left => Self::Absent,
            ChatMemberStatus::Restricted(restricted) if !restricted.is_member => Self::Absent,
            ChatMemberStatus::Member | ChatMemberStatus::Restricted(_) => Self::Member,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        CaseNumber, ChannelId, GroupId, RestrictionId, UserId,
        chat_member::{Membership, RestrictedMember},
        message::Place,
        restriction::RestrictReason,
        settings::Mode,
    };

    const NOW: Timestamp = Timestamp::from_secs(1_000_000);
    const UNTIL: Timestamp = Timestamp::from_secs(1_600_000);
    const NEWS: ChannelId = ChannelId(-1);
    const SHOP: ChannelId = ChannelId(-2);

    fn facts(news: Membership, shop: Membership) -> Facts {
        Facts::Memberships(vec![(NEWS, news), (SHOP, shop)])
    }

    #[test]
    fn what_is_known_settles_it_or_what_the_group_does_where_it_is_not() {
        use Membership::{Member, NotMember, Unknown};
        let all = |on_unknown| GatePolicy { policy: Policy::All, on_unknown };
        for on_unknown in [OnUnknown::Allow, OnUnknown::Restrict] {
            let refused = judge(all(on_unknown), Some(&facts(NotMember, Unknown)));
            assert_eq!(refused.rule, Rule::Policy(Policy::All));
            assert_eq!(refused.decision, Decision::Restrict { missing: vec![NEWS] });
            let met = judge(all(on_unknown), Some(&facts(Member, Member)));
            assert_eq!((met.rule, met.decision), (Rule::Policy(Policy::All), Decision::Allow(Allowed::Met)));
            let open = judge(all(on_unknown), Some(&facts(Member, Unknown)));
            assert_eq!(open.rule, Rule::OnUnknown(on_unknown));
        }
        let any = GatePolicy { policy: Policy::Any, on_unknown: OnUnknown::Restrict };
        let met = judge(any, Some(&facts(Member, Unknown)));
        assert_eq!((met.rule, met.decision), (Rule::Policy(Policy::Any), Decision::Allow(Allowed::Met)));
    }

    #[test]
    fn whoever_is_not_looked_at_passes_by_the_rule_that_says_so() {
        let policy = GatePolicy { policy: Policy::All, on_unknown: OnUnknown::Restrict };
        let off = judge(policy, Some(&Facts::NotProtected));
        assert_eq!((off.rule, off.decision), (Rule::NotProtected, Decision::Allow(Allowed::NotProtected)));
        let exempt = judge(policy, Some(&Facts::Exempt(Exemption::ByAdmin)));
        assert_eq!(exempt.rule, Rule::Exempt(Exemption::ByAdmin));
        let doubt = judge(policy, None);
        assert_eq!((doubt.rule, doubt.decision), (Rule::AdministratorsUnknown, Decision::Allow(Allowed::Unknown)));
    }

    #[test]
    fn our_mute_is_told_from_an_admins_by_its_end() {
        let open = Restriction {
            id: RestrictionId(1),
            case_number: Some(CaseNumber(1)),
            group: GroupId(-1),
            user: UserId(2),
            name: "N".to_owned(),
            language_code: None,
            reason: RestrictReason::Spoke,
            missing: vec![NEWS],
            mode: Mode::Enforce,
            step: crate::step::Step::Mute,
            message: None,
            place: Place::default(),
            notice: None,
            notice_posted_at: None,
            restricted_at: NOW,
            until: UNTIL,
            muted_at: Some(NOW),
            lifted: None,
        };
        let restricted = |can_send_messages, until| {
            ChatMemberStatus::Restricted(RestrictedMember { is_member: true, can_send_messages, until })
        };
        for (status, state) in [
            (restricted(false, Some(UNTIL)), MemberState::MutedByGate),
            (restricted(false, None), MemberState::MutedByAdministrator),
            (restricted(true, None), MemberState::RestrictedInPart),
            (restricted(false, Some(NOW)), MemberState::Member),
            (ChatMemberStatus::Creator, MemberState::Administrator),
            (ChatMemberStatus::Member, MemberState::Member),
            (ChatMemberStatus::Left, MemberState::Absent),
            (ChatMemberStatus::Kicked, MemberState::Banned),
        ] {
            assert_eq!(MemberState::of(status, Some(&open), NOW), state, "{status:?}");
        }
        assert_eq!(MemberState::of(restricted(false, Some(UNTIL)), None, NOW), MemberState::MutedByAdministrator);
    }
}
