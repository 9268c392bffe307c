//! Why what has just begun must not stand: whatever ended the gate meanwhile could not see it.

use portcullis_domain::{
    ChannelId,
    chat_member::Membership,
    gate::{Review, review},
    group::Group,
    restriction::{LiftReason, RestrictReason, Restriction},
    settings::{Mode, OnUnknown},
};

use super::Enforcer;
use crate::Setback;

impl Enforcer {
    /// Why a mute that has just begun must not stand, by what the database says of the group now; `None` if it may.
    pub(super) async fn reason_to_undo(&self, restriction: &Restriction) -> Result<Option<LiftReason>, Setback> {
        let Some(group) = self.groups.find_fresh(restriction.group).await? else {
            return Ok(Some(LiftReason::Unprotected));
        };
        if !group.is_protected() {
            return Ok(Some(LiftReason::Unprotected));
        }
        if group.exempt.contains(&restriction.user) {
            return Ok(Some(LiftReason::Exempted));
        }
        if group.settings.mode == Mode::Observe {
            return Ok(Some(LiftReason::PolicyEased));
        }
        if group.braked_since().is_some() {
            return Ok(Some(LiftReason::Braked));
        }
        let is_settled = !self.still_holds(&group, restriction).await?;
        let is_swept = restriction.reason == RestrictReason::Swept;
        Ok(is_settled.then_some(if is_swept { LiftReason::JoinedChannel } else { LiftReason::PolicyEased }))
    }

    /// Whether the gate still keeps the person out. What was missing a moment ago is missing now, unless the bot has lost
    /// sight of it; only where the group has changed since does anything else matter.
    ///
    /// A sweep stands in no order with what the person does, and may have waited long since it asked: whoever has joined a
    /// channel meanwhile had no record then that could have been lifted.
    async fn still_holds(&self, group: &Group, restriction: &Restriction) -> Result<bool, Setback> {
        let checkable = group.checkable_channels();
        let missing = restriction.missing.iter().filter(|channel| checkable.contains(channel));
        let missing: Vec<(ChannelId, Membership)> = missing.map(|channel| (*channel, Membership::NotMember)).collect();
        let missing = self.verifier.count_requests(group, restriction.user, missing).await?;
        if restriction.reason != RestrictReason::Swept
            && let Review::Held { .. } = review(group, &missing)
        {
            return Ok(true);
        }
        let known = self.verifier.memberships(group, restriction.user).await?;
        Ok(match review(group, &known) {
            Review::Held { .. } => true,
            Review::CannotTell => group.settings.on_unknown == OnUnknown::Restrict,
            Review::Free => false,
        })
    }
}
