//! Ordering that many people are let go; a worker carries it out.

use portcullis_domain::{GroupId, job::JobKind};

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Orders that everybody in `group` is let go whom nothing holds any more.
    pub(crate) async fn order_release(&self, group: GroupId) -> Result<(), Setback> {
        self.ports.jobs.put(JobKind::Release, group, self.ports.clock.now()).await?;
        self.releases.notify_one();
        Ok(())
    }
}
