//! A person leaves an enforced channel, or is removed from it.

use portcullis_domain::{ChannelId, GroupId, Timestamp, gate::Decision, restriction::RestrictReason, sender::Person};

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Judges a person who is no longer in `channel`, in each of its groups in which they were seen.
    pub(crate) async fn left_channel(&self, channel: ChannelId, person: &Person, at: Timestamp) -> Result<(), Setback> {
        let requiring = self.ports.groups.list_requiring(channel).await?;
        // Sightings are written in batches, so those of the last seconds are asked for too.
        self.parts.seen.flush().await?;
        let mut ended = Ok(());
        for group in self.ports.group_members.list_seen_in(person.id, &requiring).await? {
            // One group that must wait holds up no other.
            ended = ended.and(self.left_channel_of(group, person, at).await);
        }
        ended
    }

    async fn left_channel_of(&self, group: GroupId, person: &Person, at: Timestamp) -> Result<(), Setback> {
        let Some(group) = self.ports.groups.find(group).await? else { return Ok(()) };
        if !group.settings.gate_on_leave || !group.can_enforce {
            return Ok(());
        }
        match self.parts.verifier.verify(&group, person.id).await? {
            Decision::Allow(_) => Ok(()),
            Decision::Restrict { missing } => {
                self.parts.enforcer.restrict(&group, person, RestrictReason::LeftChannel, missing, at).await
            }
        }
    }
}
