//! Un-muting many people: after `/unprotect`, or when the policy became easier. Paced, and resumed where
//! it was after a restart.

use std::{sync::Arc, time::Duration};

use futures::future::join_all;
use portcullis_domain::{
    gate::{Allowed, Decision},
    job::Job,
    lease::Holder,
    ports::{Clock, GroupRepository, JobRepository, RestrictionRepository},
    restriction::{LiftReason, Restriction},
};
use tokio_util::sync::CancellationToken;

use crate::{
    Setback,
    gate::{Enforcer, GroupMigration, Verifier},
    outgoing::Releases,
};

/// The time between two people: twenty a second, well under what Telegram has been seen to refuse.
const PACE: Duration = Duration::from_millis(50);

/// How many restrictions are read at a time.
const PAGE: u64 = 50;

/// How often work is looked for that another process ordered or left behind.
const INTERVAL: Duration = Duration::from_secs(10);

/// How many groups are released at once: one that must wait holds up none of the others.
const AT_ONCE: usize = 4;

/// Carries out ordered releases.
pub(crate) struct ReleaseWorker {
    pub(crate) jobs: Arc<dyn JobRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) migration: Arc<GroupMigration>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl ReleaseWorker {
    /// Takes over the releases that the predecessor was at, then carries out several at once, until `stop`.
    pub(crate) async fn run(&self, holder: &Holder, stop: &CancellationToken) {
        if let Err(error) = self.jobs.release(holder).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the predecessor's releases wait for their leases"
            );
        }
        join_all((0..AT_ONCE).map(|_| self.run_one_by_one(holder, stop))).await;
    }

    async fn run_one_by_one(&self, holder: &Holder, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match self.jobs.claim(holder, self.clock.now()).await {
                Ok(Some(job)) => {
                    self.work_on(&job, holder, stop).await;
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "no job can be claimed now"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.releases.ordered() => {}
                () = tokio::time::sleep(INTERVAL) => {}
            }
        }
    }

    async fn work_on(&self, job: &Job, holder: &Holder, stop: &CancellationToken) {
        let Err(setback) = self.release(job, holder, stop).await else { return };
        tracing::warn!(group = %job.group, error = &setback as &dyn std::error::Error, "a release waits");
        let wait = if let Setback::FloodWait(wait) = setback { wait } else { INTERVAL };
        let deferred = self.jobs.defer(job.id, self.clock.now().after(wait)).await;
        if let Err(error) = deferred {
            // Its lease runs out by itself.
            tracing::warn!(error = &error as &dyn std::error::Error, "a release can't be put off");
            tokio::time::sleep(PACE).await;
        }
    }

    async fn release(&self, job: &Job, holder: &Holder, stop: &CancellationToken) -> Result<(), Setback> {
        let mut cursor = job.cursor;
        loop {
            let page = self.restrictions.list_open_in(job.group, cursor, PAGE).await?;
            if page.is_empty() {
                return Ok(self.jobs.finish(job, holder, self.clock.now()).await?);
            }
            for restriction in page {
                if stop.is_cancelled() {
                    return Ok(());
                }
                self.release_or_pass_over(&restriction).await?;
                cursor = Some(restriction.id);
                let now = self.clock.now();
                if !self.jobs.advance(job, holder, restriction.id, now).await? {
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
            Err(Setback::Migrated(migration)) => Ok(self.migration.run(migration).await?),
            other => other,
        }
    }

    async fn release_one(&self, restriction: &Restriction) -> Result<(), Setback> {
        let Some(group) = self.groups.find(restriction.group).await? else {
            return self.enforcer.lift(restriction, LiftReason::Unprotected).await;
        };
        if !group.is_protected() {
            return self.enforcer.lift(restriction, LiftReason::Unprotected).await;
        }
        match self.verifier.verify(&group, restriction.user).await? {
            // A look-up that fails for the moment frees nobody; a channel that can't be looked into any more does.
            Decision::Allow(Allowed::Unknown) if group.channels.iter().all(|channel| channel.can_check) => Ok(()),
            Decision::Allow(_) => self.enforcer.lift(restriction, LiftReason::PolicyEased).await,
            Decision::Restrict { .. } => Ok(()),
        }
    }
}
