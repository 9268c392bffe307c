//! A person joins a group. Telegram may tell it twice, as a service message and as a `chat_member` update, in any
//! order, or once, or never; whoever is dealt with already is not dealt with again.

use std::sync::Arc;

use portcullis_domain::{Timestamp, gate::Decision, group::Group, restriction::RestrictReason, sender::Person};

use super::{Enforcer, Verifier};
use crate::{Setback, outgoing::SeenMembers};

/// Judges people who join a group.
pub(crate) struct Newcomers {
    verifier: Arc<Verifier>,
    enforcer: Arc<Enforcer>,
    seen: Arc<SeenMembers>,
}

impl Newcomers {
    pub(crate) fn new(verifier: Arc<Verifier>, enforcer: Arc<Enforcer>, seen: Arc<SeenMembers>) -> Self {
        Self { verifier, enforcer, seen }
    }

    /// Judges a person who joined `group` at this moment.
    pub(crate) async fn judge(&self, group: &Group, person: &Person, at: Timestamp) -> Result<(), Setback> {
        if !group.is_protected() {
            return Ok(());
        }
        self.seen.note(group, person.id);
        if !group.settings.gate_on_join || !group.can_enforce {
            return Ok(());
        }
        match self.verifier.verify(group, person.id).await? {
            Decision::Allow(_) => Ok(()),
            Decision::Restrict { missing } => {
                self.enforcer.restrict(group, person, RestrictReason::JoinedGroup, missing, at).await
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        chat_member::{ChatMemberStatus, Membership},
        settings::GroupSettings,
    };

    use super::*;
    use crate::testing::{ANN, NOW, World, group, person, stored};

    /// Judges Ann, who has joined the group; whether she was noted as seen.
    async fn join(world: World, group: Group) -> bool {
        let parts = world.parts();
        parts.newcomers.judge(&group, &person(ANN), NOW).await.unwrap();
        parts.seen.has_unwritten()
    }

    #[tokio::test]
    async fn whoever_joins_and_is_outside_the_channel_is_muted_for_joining() {
        let mut world = World::with(group()).and_ann_is(Membership::NotMember).and_open(None).and_notices();
        world = world.and_ann_has(ChatMemberStatus::Member);
        world
            .restrictions
            .expect_open()
            .times(1)
            .withf(|new| new.reason == RestrictReason::JoinedGroup)
            .returning(|new| Ok(stored(new)));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        assert!(join(world, group()).await);
    }

    #[tokio::test]
    async fn whoever_is_in_the_channel_joins_unnoticed() {
        assert!(join(World::with(group()).and_ann_is(Membership::Member), group()).await);
    }

    #[tokio::test]
    async fn nobody_is_gated_on_joining_where_that_is_off_or_the_bot_lacks_its_rights() {
        let settings = GroupSettings { gate_on_join: false, ..GroupSettings::default() };
        for group in [Group { settings, ..group() }, Group { can_enforce: false, ..group() }] {
            assert!(join(World::empty(), group).await, "the person is noted all the same");
        }
    }

    #[tokio::test]
    async fn a_group_without_a_gate_notes_nobody() {
        assert!(!join(World::empty(), Group { enabled: false, ..group() }).await);
    }
}
