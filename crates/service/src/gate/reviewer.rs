//! Whether anything still holds somebody whom the gate has muted.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId, GroupId,
    gate::Review,
    group::Group,
    ports::{GroupRepository, RestrictionRepository},
    restriction::{LiftReason, Restriction},
    settings::Mode,
};

use super::Verifier;
use crate::{Setback, outgoing::Releases};

/// Looks again at people whom the gate has muted.
pub(crate) struct Reviewer {
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) verifier: Arc<Verifier>,
}

/// What holds somebody whom the gate has muted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing, and this is why, if it is the group's doing and not the person's.
    Free(Option<LiftReason>),
    /// They are not in these channels.
    Held(Vec<ChannelId>),
    /// A look-up failed on which it depends.
    CannotTell,
}

impl Reviewer {
    /// What holds the person, by what is remembered of their memberships.
    pub(crate) async fn review(&self, restriction: &Restriction) -> Result<Verdict, Setback> {
        let group = self.groups.find(restriction.group).await?;
        if let Some(reason) = self.freed_by_group(group.as_deref(), restriction).await? {
            return Ok(Verdict::Free(Some(reason)));
        }
        match group {
            Some(group) => self.review_in(&group, restriction).await,
            None => Ok(Verdict::Free(Some(LiftReason::Unprotected))),
        }
    }

    /// What holds a person whom the group has [not freed](Self::freed_by_group), by what is remembered of their memberships.
    pub(crate) async fn review_in(&self, group: &Group, restriction: &Restriction) -> Result<Verdict, Setback> {
        let known = self.verifier.memberships(group, restriction.user).await?;
        Ok(self.verifier.review(group, restriction.user, &known).await?.into())
    }

    /// Why the person is to be let go whatever they are in: the bot does not serve the group, an admin exempts them, the gate does nothing to anyone while it is
    /// on trial, or it was switched off, and not to keep them muted.
    pub(crate) async fn freed_by_group(
        &self,
        group: Option<&Group>,
        restriction: &Restriction,
    ) -> Result<Option<LiftReason>, Setback> {
        let Some(group) = group.filter(|group| group.denied.is_none()) else {
            // Nor may anybody stay muted there whom `/unprotect keep` left so: nobody would answer to `/unprotect`.
            return Ok(Some(LiftReason::Unprotected));
        };
        if group.exempt.contains(&restriction.user) {
            return Ok(Some(LiftReason::Exempted));
        }
        if group.is_protected() && group.settings.mode == Mode::Observe && restriction.mode == Mode::Enforce {
            return Ok(Some(LiftReason::PolicyEased));
        }
        let is_freed = !group.is_protected() && self.is_released(group.id, restriction).await?;
        Ok(is_freed.then_some(LiftReason::Unprotected))
    }

    /// Whether the gate was switched off to let everybody go, and this person's turn has not come, or could not be used.
    async fn is_released(&self, group: GroupId, restriction: &Restriction) -> Result<bool, Setback> {
        Ok(self.releases.is_under_way(group).await?
            || self.restrictions.is_to_be_lifted(restriction.id, LiftReason::Unprotected).await?)
    }
}

impl From<Review> for Verdict {
    fn from(review: Review) -> Self {
        match review {
            Review::Free => Self::Free(None),
            Review::Held { missing } => Self::Held(missing),
            Review::CannotTell => Self::CannotTell,
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{chat_member::Membership, tenancy::Denial};

    use super::*;
    use crate::testing::{ANN, CHANNEL, World, accepting_group, group, open_restriction};

    async fn review(world: World) -> Verdict {
        world.parts().reviewer.review(&open_restriction()).await.unwrap()
    }

    #[tokio::test]
    async fn memberships_decide_where_the_gate_is_on() {
        for (membership, verdict) in [
            (Membership::Member, Verdict::Free(None)),
            (Membership::NotMember, Verdict::Held(vec![CHANNEL])),
            (Membership::Unknown, Verdict::CannotTell),
        ] {
            assert_eq!(review(World::with(group()).and_ann_is(membership)).await, verdict);
        }
    }

    #[tokio::test]
    async fn a_request_to_join_counts_where_the_groups_admins_chose_so() {
        for (requested, verdict) in [(vec![CHANNEL], Verdict::Free(None)), (vec![], Verdict::Held(vec![CHANNEL]))] {
            let world = World::with(accepting_group()).and_ann_is(Membership::NotMember);
            assert_eq!(review(world.and_ann_asked_to_join(&requested)).await, verdict);
        }
    }

    #[tokio::test]
    async fn whoever_is_exempt_is_free_and_nobody_is_asked() {
        let exempt = Group { exempt: [ANN].into(), ..group() };
        assert_eq!(review(World::with(exempt)).await, Verdict::Free(Some(LiftReason::Exempted)));
    }

    #[tokio::test]
    async fn a_gate_on_trial_keeps_nobody_muted() {
        let mut on_trial = group();
        on_trial.settings.mode = Mode::Observe;
        assert_eq!(review(World::with(on_trial)).await, Verdict::Free(Some(LiftReason::PolicyEased)));
    }

    #[tokio::test]
    async fn whoever_is_muted_in_a_group_that_is_not_served_is_free_whatever_was_ordered() {
        for denial in [Denial::NotAllowed, Denial::Blocked] {
            for enabled in [true, false] {
                let denied = Group { enabled, denied: Some(denial), ..group() };
                assert_eq!(review(World::with(denied)).await, Verdict::Free(Some(LiftReason::Unprotected)));
            }
        }
    }

    #[tokio::test]
    async fn a_gate_that_was_switched_off_frees_those_whose_turn_has_not_come_and_keeps_those_it_is_to_keep() {
        for (is_under_way, is_to_be_lifted) in [(true, false), (false, true), (false, false)] {
            let mut world = World::with(Group { enabled: false, ..group() }).and_ann_is(Membership::NotMember);
            world.jobs.expect_is_open().returning(move |_, _| Ok(is_under_way));
            world.restrictions.expect_is_to_be_lifted().returning(move |_, _| Ok(is_to_be_lifted));
            let verdict = if is_under_way || is_to_be_lifted {
                Verdict::Free(Some(LiftReason::Unprotected))
            } else {
                Verdict::Held(vec![CHANNEL])
            };
            assert_eq!(review(world).await, verdict);
        }
    }
}
