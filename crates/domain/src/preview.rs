//! A preview: a sweep that only looks. It tells how many a gate would stop, and touches nobody.

use std::time::Duration;

use crate::{
    ChannelId, ChatId, GroupId, Timestamp, UserId,
    chat_member::Membership,
    gate::{Decision, Facts, GatePolicy, decide},
    group::{EnforcedChannel, Group},
    setting::Setting,
    settings::{GroupSettings, OnUnknown, Policy},
};

/// Whoever was not seen for so long is not counted: they hardly notice a gate.
pub const PREVIEW_WINDOW: Duration = Duration::from_hours(30 * 24);

/// A gate that is tried out, and how many are not in its channels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The group's title when it was ordered: untrusted text.
    pub title: String,
    /// What would be demanded.
    pub policy: GatePolicy,
    /// The channels in which people would have to be, in their order.
    pub channels: Vec<PreviewedChannel>,
    /// The channel whose discussion group it was when it was ordered; a group that is set up knows better.
    pub linked_channel: Option<ChatId>,
}

/// A channel of a gate that is tried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewedChannel {
    /// The channel; its invite link plays no part.
    pub channel: EnforcedChannel,
    /// How many are known not to be in it.
    pub absent: u64,
}

impl Preview {
    /// These channels, under the policy of a group that is set up, or the usual one.
    #[must_use]
    pub fn of_channels(title: &str, channels: Vec<EnforcedChannel>, settings: Option<&GroupSettings>) -> Self {
        let channels = channels
            .into_iter()
            .map(|channel| PreviewedChannel { channel: EnforcedChannel { invite_link: None, ..channel }, absent: 0 });
        let policy = settings.map(GatePolicy::from).unwrap_or_default();
        Self { title: title.to_owned(), policy, channels: channels.collect(), linked_channel: None }
    }

    /// The gate that a group has, be it switched on or not; `None`: it has no channel.
    #[must_use]
    pub fn of(group: &Group) -> Option<Self> {
        let channels = group.channels.clone();
        (!channels.is_empty()).then(|| Self::of_channels(&group.title, channels, Some(&group.settings)))
    }

    /// The gate that a group would have with the other value of a setting; `None`: it has no such value, or that changes
    /// nothing for anybody.
    #[must_use]
    pub fn of_other(group: &Group, setting: Setting) -> Option<Self> {
        let mut preview = Self::of(group)?;
        match setting {
            Setting::Policy if group.channels.len() > 1 => {
                preview.policy.policy = match preview.policy.policy {
                    Policy::All => Policy::Any,
                    Policy::Any => Policy::All,
                };
            }
            Setting::OnUnknown => {
                preview.policy.on_unknown = match preview.policy.on_unknown {
                    OnUnknown::Allow => OnUnknown::Restrict,
                    OnUnknown::Restrict => OnUnknown::Allow,
                };
            }
            _ => return None,
        }
        Some(preview)
    }

    /// The group as if this gate were on, and every channel had to be asked about; `known` is what it is now, if anybody has
    /// ever set it up.
    #[must_use]
    pub fn group(&self, id: GroupId, known: Option<&Group>) -> Group {
        let settings = known.map(|known| known.settings.clone()).unwrap_or_default();
        Group {
            id,
            // Nobody's: no rule about people asks whose a group is.
            owner: known.map_or(UserId(0), |known| known.owner),
            owner_language_code: known.and_then(|known| known.owner_language_code.clone()),
            title: known.map_or(&self.title, |known| &known.title).clone(),
            enabled: true,
            can_enforce: true,
            settings: GroupSettings { policy: Policy::All, ..settings },
            channels: self.channels.iter().map(|one| one.channel.clone()).collect(),
            linked_channel: known.map_or(self.linked_channel, |known| known.linked_channel),
            exempt: known.map(|known| known.exempt.clone()).unwrap_or_default(),
            braked_at: None,
            created_at: known.map_or(Timestamp(0), |known| known.created_at),
            switched_on_at: known.map_or(Timestamp(0), |known| known.switched_on_at),
            denied: known.and_then(|known| known.denied),
        }
    }

    /// What this gate says of somebody. Of whom nothing certain is known is told apart, whatever the gate makes of them.
    #[must_use]
    pub fn decide(&self, facts: &Facts) -> Decision {
        decide(GatePolicy { on_unknown: OnUnknown::Allow, ..self.policy }, facts)
    }

    /// Counts somebody in who is not in these channels.
    pub fn count_absent(&mut self, absent: &[ChannelId]) {
        for one in self.channels.iter_mut().filter(|one| absent.contains(&one.channel.id)) {
            one.absent += 1;
        }
    }
}

/// The channels in which somebody is known not to be.
#[must_use]
pub fn absent_from(facts: &Facts) -> Vec<ChannelId> {
    let Facts::Memberships(memberships) = facts else { return Vec::new() };
    let absent = memberships.iter().filter(|(_, membership)| *membership == Membership::NotMember);
    absent.map(|(channel, _)| *channel).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Allowed;

    const NEWS: ChannelId = ChannelId(-2);
    const SHOP: ChannelId = ChannelId(-3);

    fn preview(policy: Policy) -> Preview {
        let channel = |id| EnforcedChannel {
            id,
            title: "Tea".to_owned(),
            username: None,
            invite_link: Some("https://t.me/+x".to_owned()),
            can_check: true,
        };
        let settings = GroupSettings { policy, ..GroupSettings::default() };
        Preview::of_channels("Tea lovers", vec![channel(NEWS), channel(SHOP)], Some(&settings))
    }

    fn group(policy: Policy) -> Group {
        let mut group = preview(policy).group(GroupId(-1), None);
        group.settings.policy = policy;
        group
    }

    fn facts(news: Membership, shop: Membership) -> Facts {
        Facts::Memberships(vec![(NEWS, news), (SHOP, shop)])
    }

    #[test]
    fn a_group_that_nobody_has_set_up_is_asked_about_as_if_its_gate_were_on() {
        let group = preview(Policy::Any).group(GroupId(-1), None);
        assert!(group.is_protected() && group.braked_since().is_none());
        assert_eq!((group.channel_ids(), group.settings.policy), (vec![NEWS, SHOP], Policy::All));
        assert!(group.channels.iter().all(|channel| channel.invite_link.is_none()));
    }

    #[test]
    fn the_policy_decides_and_whoever_is_not_known_is_told_apart() {
        let (member, outsider, unknown) = (Membership::Member, Membership::NotMember, Membership::Unknown);
        let half = facts(member, outsider);
        assert_eq!(preview(Policy::Any).decide(&half), Decision::Allow(Allowed::Met));
        assert_eq!(preview(Policy::All).decide(&half), Decision::Restrict { missing: vec![SHOP] });
        let mut strict = preview(Policy::All);
        strict.policy.on_unknown = OnUnknown::Restrict;
        assert_eq!(strict.decide(&facts(member, unknown)), Decision::Allow(Allowed::Unknown));
    }

    #[test]
    fn each_channel_counts_those_who_are_known_not_to_be_in_it() {
        let mut preview = preview(Policy::All);
        preview.count_absent(&absent_from(&facts(Membership::NotMember, Membership::Unknown)));
        preview.count_absent(&absent_from(&facts(Membership::NotMember, Membership::NotMember)));
        preview.count_absent(&absent_from(&Facts::Braked));
        assert_eq!(preview.channels.iter().map(|one| one.absent).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn the_other_value_is_tried_where_it_makes_a_difference() {
        let tried = |group: &Group, setting| Preview::of_other(group, setting).map(|preview| preview.policy);
        let (all, any) = (group(Policy::All), group(Policy::Any));
        assert_eq!(tried(&all, Setting::Policy).unwrap().policy, Policy::Any);
        assert_eq!(tried(&any, Setting::Policy).unwrap().policy, Policy::All);
        assert_eq!(tried(&all, Setting::OnUnknown).unwrap().on_unknown, OnUnknown::Restrict);
        assert_eq!(tried(&all, Setting::Mode), None);
        let one = Group { channels: all.channels[..1].to_vec(), ..all.clone() };
        assert_eq!(tried(&one, Setting::Policy), None);
        assert_eq!(tried(&Group { channels: Vec::new(), ..all }, Setting::OnUnknown), None);
    }
}
