//! A person leaves an enforced channel, or is removed from it.

use portcullis_domain::{ChannelId, Timestamp, gate::Decision, restriction::RestrictReason, sender::Person};

use crate::{Gatekeeper, Setback, restrict::Offence};

impl Gatekeeper {
    /// Judges a person who is no longer in `channel`, in each of its groups in which they were seen.
    pub(crate) async fn left_channel(&self, channel: ChannelId, person: &Person, at: Timestamp) -> Result<(), Setback> {
        let requiring = self.ports.groups.list_requiring(channel).await?;
        // Sightings are written in batches, so those of the last seconds are asked for too.
        self.seen.flush().await?;
        for group in self.ports.group_members.list_seen_in(person.id, &requiring).await? {
            let Some(group) = self.ports.groups.find(group).await? else { continue };
            if !group.settings.gate_on_leave || !group.can_enforce {
                continue;
            }
            if let Decision::Restrict { missing } = self.judge_person(&group, person.id).await? {
                self.restrict(&group, Offence { person, reason: RestrictReason::LeftChannel, missing, at }).await?;
            }
        }
        Ok(())
    }
}
