//! A person joins a group. Telegram may tell it twice, as a service message and as a `chat_member` update, in any
//! order, or once, or never; whoever is dealt with already is not dealt with again.

use std::sync::Arc;

use futures::future::join;
use portcullis_domain::{
    Timestamp, UserId,
    event::JoinLine,
    gate::{Allowed, Decision},
    group::Group,
    restriction::RestrictReason,
    sender::Person,
};

use super::{Enforcer, Verifier};
use crate::{
    Setback,
    outgoing::{SeenMembers, Welcomes},
};

/// Judges people who join a group.
pub(crate) struct Newcomers {
    verifier: Arc<Verifier>,
    enforcer: Arc<Enforcer>,
    seen: Arc<SeenMembers>,
    welcomes: Arc<Welcomes>,
}

impl Newcomers {
    pub(crate) fn new(
        verifier: Arc<Verifier>,
        enforcer: Arc<Enforcer>,
        seen: Arc<SeenMembers>,
        welcomes: Arc<Welcomes>,
    ) -> Self {
        Self { verifier, enforcer, seen, welcomes }
    }

    /// Judges a person who joined `group` at this moment, and with them the line that says so, where that is known.
    pub(crate) async fn judge(
        &self,
        group: &Group,
        person: &Person,
        at: Timestamp,
        line: Option<&JoinLine>,
    ) -> Result<(), Setback> {
        self.seen.note_person(group, person);
        if !group.is_protected() {
            return Ok(());
        }
        if !group.settings.gate_on_join || !group.can_enforce {
            return Ok(());
        }
        match self.verifier.verify(group, person.id).await? {
            Decision::Allow(Allowed::Met) => {
                self.welcomes.greet(group, person);
                Ok(())
            }
            Decision::Allow(_) => Ok(()),
            Decision::Restrict { missing } => {
                let restrict = self.enforcer.restrict(group, person, RestrictReason::JoinedGroup, missing, at);
                // Side by side: neither holds up the other, nor keeps it from being done.
                let (restricted, removed) = join(restrict, self.remove_line(group, person.id, line)).await;
                restricted.map(drop).and(removed)
            }
        }
    }

    /// Removes the line that names somebody who does not pass, unless anybody else whom it names does.
    async fn remove_line(&self, group: &Group, user: UserId, line: Option<&JoinLine>) -> Result<(), Setback> {
        let Some(line) = line.filter(|_| group.settings.remove_join_lines) else { return Ok(()) };
        for other in line.people.iter().filter(|other| **other != user) {
            if self.verifier.passes(group, *other).await? {
                return Ok(());
            }
        }
        self.enforcer.delete_join_line(group, line.id).await
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        MessageId,
        chat_member::{ChatMemberStatus, Membership},
        settings::{GroupSettings, Mode},
    };

    use super::*;
    use crate::testing::{ANN, NOW, World, group, person, stored};

    /// Judges Ann, who has joined the group; whether she was noted as seen.
    async fn join(world: World, group: Group) -> bool {
        let parts = world.parts();
        parts.newcomers.judge(&group, &person(ANN), NOW, None).await.unwrap();
        parts.seen.has_unwritten()
    }

    #[tokio::test]
    async fn whoever_joins_and_is_outside_the_channel_is_muted_for_joining() {
        let mut world = World::with(group()).and_ann_is(Membership::NotMember).and_open(None).and_notices();
        world = world.and_ann_has(ChatMemberStatus::Member);
        world
            .restrictions
            .expect_open_unless_braked()
            .times(1)
            .withf(|new, _| new.reason == RestrictReason::JoinedGroup)
            .returning(|new, _| Ok(Some(stored(new))));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        assert!(join(world, group()).await);
    }

    #[tokio::test]
    async fn whoever_is_in_the_channel_joins_unnoticed() {
        assert!(join(World::with(group()).and_ann_is(Membership::Member), group()).await);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_passes_on_joining_is_welcomed_and_nobody_else() {
        let welcoming = |gate_on_join| {
            let settings =
                GroupSettings { welcome_text: "Hi {name}".to_owned(), gate_on_join, ..GroupSettings::default() };
            Group { settings, ..group() }
        };
        let administrator = crate::testing::ADMIN;
        for (user, membership, gate_on_join, welcomed) in [
            (ANN, Membership::Member, true, 1),
            (ANN, Membership::Unknown, true, 0),
            (ANN, Membership::Member, false, 0),
            (administrator, Membership::Member, true, 0),
        ] {
            let group = welcoming(gate_on_join);
            let mut world = World::with(group.clone()).and_ann_is(membership);
            let claimed = world.group_members.expect_claim_welcomes().times(welcomed);
            claimed.returning(|_, people, _| Ok(people.to_vec()));
            world.api.expect_send_message().times(welcomed).returning(|_, _, _| Ok(MessageId(9)));
            let parts = world.parts();
            parts.newcomers.judge(&group, &person(user), NOW, None).await.unwrap();
            parts.messenger.finish().await;
        }
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

    /// Somebody else whom a line names.
    const BEN: UserId = UserId(8);

    /// Judges Ann, whom a line names with these others; only those of `inside` are in the channel.
    async fn join_by_line(group: Group, others: &[UserId], inside: &'static [UserId], deleted: usize) {
        let mut world = World::with(group.clone()).and_open(None).and_notices().and_ann_has(ChatMemberStatus::Member);
        let answer = |user: UserId, channels: &[portcullis_domain::ChannelId]| {
            let membership = if inside.contains(&user) { Membership::Member } else { Membership::NotMember };
            Ok(channels.iter().map(|channel| (*channel, membership)).collect())
        };
        world.memberships.expect_get_confirmed().returning(answer);
        world.memberships.expect_get().returning(answer);
        world.restrictions.expect_open_unless_braked().returning(|new, _| Ok(Some(stored(new))));
        world.restrictions.expect_open().returning(|new| Ok(stored(new)));
        world.restrictions.expect_set_muted().returning(|_, _| Ok(true));
        world.api.expect_restrict_chat_member().returning(|_, _, _| Ok(()));
        let line = JoinLine { id: MessageId(5), people: [&[ANN], others].concat() };
        let delete = world.api.expect_delete_message().times(deleted);
        delete.withf(|_, message| *message == MessageId(5)).returning(|_, _| Ok(()));
        let judged = world.act(async |parts| parts.newcomers.judge(&group, &person(ANN), NOW, Some(&line)).await);
        Box::pin(judged).await.unwrap();
    }

    #[tokio::test]
    async fn the_line_of_somebody_who_does_not_pass_goes() {
        join_by_line(group(), &[], &[], 1).await;
        join_by_line(group(), &[], &[ANN], 0).await;
    }

    #[tokio::test]
    async fn a_line_that_names_several_goes_if_none_of_them_passes() {
        join_by_line(group(), &[BEN], &[], 1).await;
        join_by_line(group(), &[BEN], &[BEN], 0).await;
        join_by_line(group(), &[BEN, crate::testing::ADMIN], &[], 0).await;
    }

    #[tokio::test]
    async fn the_line_stays_where_the_group_keeps_it_or_only_observes_or_judges_nobody_who_joins() {
        let keeps = GroupSettings { remove_join_lines: false, ..GroupSettings::default() };
        let observes = GroupSettings { mode: Mode::Observe, ..GroupSettings::default() };
        let lets_in = GroupSettings { gate_on_join: false, ..GroupSettings::default() };
        for settings in [keeps, observes, lets_in] {
            join_by_line(Group { settings, ..group() }, &[], &[], 0).await;
        }
    }
}
