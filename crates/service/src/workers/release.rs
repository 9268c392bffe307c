//! Giving many people their voices back: after `/unprotect`, or when the policy became easier. Paced, and resumed where
//! it was after a restart.

use std::time::Duration;

use portcullis_domain::{
    gate::{Allowed, Decision},
    job::Job,
    lease::Holder,
    restriction::{LiftReason, Restriction},
};
use tokio_util::sync::CancellationToken;

use crate::{Gatekeeper, Setback};

/// The time between two people: twenty a second, well under what Telegram has been seen to refuse.
const PACE: Duration = Duration::from_millis(50);

/// How many restrictions are read at a time.
const PAGE: u64 = 50;

/// How often work is looked for that another process ordered or left behind.
const INTERVAL: Duration = Duration::from_secs(10);

impl Gatekeeper {
    /// Carries out ordered releases, one at a time, until `stop`.
    pub(crate) async fn run_releases(&self, holder: &Holder, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.ports.jobs.claim(holder, self.ports.clock.now()).await {
                Ok(Some(job)) => {
                    self.work_on(&job, holder, &stop).await;
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "no job can be claimed now"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.parts.releases.ordered() => {}
                () = tokio::time::sleep(INTERVAL) => {}
            }
        }
    }

    async fn work_on(&self, job: &Job, holder: &Holder, stop: &CancellationToken) {
        let Err(setback) = self.release(job, holder, stop).await else { return };
        tracing::warn!(group = %job.group, error = &setback as &dyn std::error::Error, "a release waits");
        let wait = if let Setback::FloodWait(wait) = setback { wait } else { INTERVAL };
        let deferred = self.ports.jobs.defer(job.id, self.ports.clock.now().after(wait)).await;
        if let Err(error) = deferred {
            // Its lease runs out by itself.
            tracing::warn!(error = &error as &dyn std::error::Error, "a release can't be put off");
            tokio::time::sleep(PACE).await;
        }
    }

    async fn release(&self, job: &Job, holder: &Holder, stop: &CancellationToken) -> Result<(), Setback> {
        let mut cursor = job.cursor;
        loop {
            let page = self.ports.restrictions.list_open_in(job.group, cursor, PAGE).await?;
            if page.is_empty() {
                return Ok(self.ports.jobs.finish(job, holder, self.ports.clock.now()).await?);
            }
            for restriction in page {
                if stop.is_cancelled() {
                    return Ok(());
                }
                self.release_or_pass_over(&restriction).await?;
                cursor = Some(restriction.id);
                let now = self.ports.clock.now();
                if !self.ports.jobs.advance(job, holder, restriction.id, now).await? {
                    return Ok(());
                }
                tokio::time::sleep(PACE).await;
            }
        }
    }

    /// One person about whom something is wrong does not keep the others muted.
    async fn release_or_pass_over(&self, restriction: &Restriction) -> Result<(), Setback> {
        match self.release_one(restriction).await {
            Err(Setback::Fault(error)) => {
                let user_id = restriction.user.0;
                tracing::error!(group = %restriction.group, user_id, error = &*error, "somebody can't be let go");
                Ok(())
            }
            Err(Setback::Migrated(migration)) => Ok(self.parts.migration.run(migration).await?),
            other => other,
        }
    }

    async fn release_one(&self, restriction: &Restriction) -> Result<(), Setback> {
        let Some(group) = self.ports.groups.find(restriction.group).await? else {
            return self.parts.enforcer.lift(restriction, LiftReason::Unprotected).await;
        };
        if !group.is_protected() {
            return self.parts.enforcer.lift(restriction, LiftReason::Unprotected).await;
        }
        match self.parts.verifier.verify(&group, restriction.user).await? {
            // A look-up that fails for the moment frees nobody; a channel that can't be looked into any more does.
            Decision::Allow(Allowed::Unknown) if group.channels.iter().all(|channel| channel.can_check) => Ok(()),
            Decision::Allow(_) => self.parts.enforcer.lift(restriction, LiftReason::PolicyEased).await,
            Decision::Restrict { .. } => Ok(()),
        }
    }
}
