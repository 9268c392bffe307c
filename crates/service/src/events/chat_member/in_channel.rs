//! Somebody's status in an enforced channel changed.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId, GroupId, Timestamp, UserId,
    chat_member::Membership,
    event::ChatMemberUpdated,
    gate::{Allowed, Decision},
    ports::{Clock, GroupMemberRepository, GroupRepository, Memberships, RestrictionRepository},
    restriction::{LiftReason, RestrictReason, Restriction},
    sender::Person,
};

use super::changes::LastChanges;
use crate::{
    Setback,
    gate::{Enforcer, Verifier},
    outgoing::SeenMembers,
};

/// Lets go whoever joined a channel, and judges whoever left one.
pub(crate) struct ChannelMemberHandler {
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) memberships: Arc<dyn Memberships>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) group_members: Arc<dyn GroupMemberRepository>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) seen: Arc<SeenMembers>,
    pub(crate) changes: LastChanges,
    pub(crate) clock: Arc<dyn Clock>,
}

impl ChannelMemberHandler {
    /// What Telegram tells unasked is the freshest truth: remembered before anything is decided by it. That somebody left
    /// is believed once and while it is new; a late update, or one that comes again, may be past.
    pub(crate) async fn handle(&self, channel: ChannelId, change: &ChatMemberUpdated) -> Result<(), Setback> {
        let user = change.person.id;
        let mut membership = change.new.membership();
        let is_new = self.changes.note(user, channel, change.date) && !change.is_old(self.clock.now());
        if membership == Membership::NotMember && !is_new {
            let found = self.memberships.get_fresh(user, &[channel]).await?;
            membership = found.first().map_or(Membership::Unknown, |(_, membership)| *membership);
        } else {
            self.memberships.record(user, channel, membership).await;
        }
        if change.is_bot {
            return Ok(());
        }
        match membership {
            Membership::Member => self.lift_satisfied(change.person.id).await,
            Membership::NotMember => self.left_channel(channel, &change.person, change.date).await,
            Membership::Unknown => Ok(()),
        }
    }

    /// Judges a person who is no longer in `channel`, in each of its groups in which they were seen.
    async fn left_channel(&self, channel: ChannelId, person: &Person, at: Timestamp) -> Result<(), Setback> {
        // Sightings are written in batches, so those of the last seconds are asked for too.
        self.seen.flush().await?;
        let mut ended = Ok(());
        for group in self.group_members.list_seen_in(person.id, channel).await? {
            // One group that must wait holds up no other.
            ended = ended.and(self.judge_in(group, person, at).await);
        }
        ended
    }

    async fn judge_in(&self, group: GroupId, person: &Person, at: Timestamp) -> Result<(), Setback> {
        let Some(group) = self.groups.find(group).await? else { return Ok(()) };
        if !group.settings.gate_on_leave || !group.can_enforce {
            return Ok(());
        }
        match self.verifier.verify(&group, person.id).await? {
            Decision::Allow(_) => Ok(()),
            Decision::Restrict { missing } => {
                self.enforcer.restrict(&group, person, RestrictReason::LeftChannel, missing, at).await
            }
        }
    }

    /// Lifts each restriction of a person, in every group, whose group's policy they now meet.
    async fn lift_satisfied(&self, user: UserId) -> Result<(), Setback> {
        let mut ended = Ok(());
        for restriction in self.restrictions.list_open_of(user).await? {
            // One group that must wait holds up no other; the next try finds only what is left.
            ended = ended.and(self.lift_if_satisfied(&restriction).await);
        }
        ended
    }

    async fn lift_if_satisfied(&self, restriction: &Restriction) -> Result<(), Setback> {
        let Some(group) = self.groups.find(restriction.group).await? else { return Ok(()) };
        let memberships = self.memberships.get(restriction.user, &group.checkable_channels()).await?;
        match self.verifier.decide_by(&group, restriction.user, &memberships).await? {
            Decision::Allow(Allowed::Unknown) | Decision::Restrict { .. } => Ok(()),
            Decision::Allow(_) => self.enforcer.lift(restriction, LiftReason::JoinedChannel).await.map(drop),
        }
    }
}
