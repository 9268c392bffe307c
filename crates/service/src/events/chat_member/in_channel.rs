//! Somebody's status in an enforced channel changed.

use std::sync::Arc;

use futures::future::join_all;
use portcullis_domain::{
    ChannelId, GroupId, Timestamp,
    chat_member::Membership,
    event::ChatMemberUpdated,
    gate::Decision,
    ports::{Clock, GroupMemberRepository, GroupRepository, Memberships, PendingJoinRequests, RestrictionRepository},
    restriction::RestrictReason,
    sender::Person,
};

use super::changes::LastChanges;
use crate::{
    Setback,
    gate::{Enforcer, SatisfiedRestrictions, Verifier},
    outgoing::SeenMembers,
};

/// In how many groups a person who left a channel is judged at once.
const JUDGED_AT_ONCE: usize = 16;

/// Lets go whoever joined a channel, and judges whoever left one.
pub(crate) struct ChannelMemberHandler {
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) memberships: Arc<dyn Memberships>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) group_members: Arc<dyn GroupMemberRepository>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) pending_join_requests: Arc<dyn PendingJoinRequests>,
    pub(crate) satisfied: Arc<SatisfiedRestrictions>,
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
        let told = change.new.membership();
        let is_new = self.changes.note(user, channel, change.date) && !change.is_old(self.clock.now());
        let is_believed = is_new || told != Membership::NotMember;
        let membership = if is_believed {
            told
        } else {
            let found = self.memberships.get_fresh(user, &[channel]).await?;
            found.first().map_or(Membership::Unknown, |(_, membership)| *membership)
        };
        // A look-up caches what it finds; where it finds nothing, what was cached before must not stand for the answer.
        if is_believed || membership == Membership::Unknown {
            self.memberships.record(user, channel, membership).await;
        }
        if change.is_bot {
            return Ok(());
        }
        // Whatever became of a request that was made before, the person has joined, or left, or was removed.
        self.pending_join_requests.end(channel, user, change.date).await?;
        match membership {
            Membership::Member => {
                let open = self.restrictions.list_open_of(user).await?;
                self.satisfied.lift(&open).await
            }
            Membership::NotMember => self.left_channel(channel, &change.person, change.date).await,
            Membership::Unknown => Ok(()),
        }
    }

    /// Judges a person who is no longer in `channel`, in each of its groups in which they were seen.
    async fn left_channel(&self, channel: ChannelId, person: &Person, at: Timestamp) -> Result<(), Setback> {
        // Sightings are written in batches, so those of the last seconds are asked for too.
        self.seen.flush().await?;
        let mut ended = Ok(());
        // One group that must wait holds up no other, and somebody seen in very many does not keep their own presses
        // waiting for long.
        for some in self.group_members.list_seen_in(person.id, channel).await?.chunks(JUDGED_AT_ONCE) {
            let judged = join_all(some.iter().map(|group| self.judge_in(*group, person, at))).await;
            ended = judged.into_iter().fold(ended, Result::and);
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
                self.enforcer.restrict(&group, person, RestrictReason::LeftChannel, missing, at).await.map(drop)
            }
        }
    }
}
