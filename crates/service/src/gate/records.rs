//! The records of restrictions, and how they end.

use portcullis_domain::{
    Timestamp,
    restriction::{LiftReason, Restriction},
};

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Ends a record without giving anybody a voice.
    pub(crate) async fn close(
        &self,
        open: Option<Restriction>,
        reason: LiftReason,
        now: Timestamp,
    ) -> Result<(), Setback> {
        let Some(restriction) = open else { return Ok(()) };
        self.end_record(&restriction, reason, now).await
    }

    /// Closes a record, and removes its notice if that serves nobody any more.
    pub(crate) async fn end_record(
        &self,
        restriction: &Restriction,
        reason: LiftReason,
        now: Timestamp,
    ) -> Result<(), Setback> {
        let restrictions = &self.ports.restrictions;
        let group = restriction.group;
        // Read again: a notice may have been posted while Telegram was asked.
        let current = restrictions.find_open(group, restriction.user).await?;
        let notice = current.filter(|current| current.id == restriction.id).and_then(|current| current.notice);
        // Scheduled before the record is closed: a crash in between must not leave the notice for ever.
        if let Some(notice) = notice
            && restrictions.count_served_by(group, notice).await? <= 1
        {
            self.deletions.schedule(group.into(), notice, now).await?;
        }
        if restrictions.lift(restriction.id, reason, now).await? {
            self.meters.lifted(reason);
        }
        // Two people who are lifted at the same time each see the other above; the last one sees nobody here.
        if let Some(notice) = notice
            && restrictions.count_served_by(group, notice).await? == 0
        {
            self.deletions.schedule(group.into(), notice, now).await?;
            self.deletions.poke();
        }
        Ok(())
    }
}
