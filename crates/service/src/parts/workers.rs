//! What goes on beside the updates, put together.

use std::sync::Arc;

use super::Parts;
use crate::{
    Ports,
    workers::{
        BrakeWorker, DeniedGroupsWorker, Pruning, RefreshWorker, ReleaseWorker, SecondLookWorker, SweepWorker,
        UnheardWorker, Workers,
    },
};

impl Parts {
    /// What goes on beside the updates, made of these parts.
    pub(crate) fn workers(&self, ports: &Ports) -> Workers {
        let Ports { groups, restrictions, group_members, inbox, jobs, clock, .. } = ports.clone();
        Workers {
            notices: self.notices.clone(),
            deletions: self.deletions.clone(),
            messenger: self.messenger.clone(),
            announcer: self.announcer.clone(),
            seen: self.seen.clone(),
            refresh: Arc::new(RefreshWorker {
                schedule: ports.looks.clone(),
                looks: self.looks.clone(),
                suspicions: ports.suspicions.clone(),
                migration: self.migration.clone(),
                clock: clock.clone(),
            }),
            release: Arc::new(ReleaseWorker {
                jobs,
                restrictions: restrictions.clone(),
                groups: groups.clone(),
                releases: self.releases.clone(),
                reviewer: self.reviewer.clone(),
                second_looks: self.second_looks.clone(),
                enforcer: self.enforcer.clone(),
                migration: self.migration.clone(),
                clock: clock.clone(),
            }),
            sweep: Arc::new(self.sweep_worker(ports)),
            second_looks: Arc::new(SecondLookWorker {
                restrictions: restrictions.clone(),
                groups: groups.clone(),
                second_looks: self.second_looks.clone(),
                reviewer: self.reviewer.clone(),
                enforcer: self.enforcer.clone(),
                records: self.records.clone(),
                migration: self.migration.clone(),
                clock: clock.clone(),
            }),
            brakes: Arc::new(BrakeWorker {
                api: ports.api.clone(),
                brakes: ports.brakes.clone(),
                braking: self.braking.clone(),
                groups: groups.clone(),
                memberships: ports.memberships.clone(),
                verifier: self.verifier.clone(),
                migration: self.migration.clone(),
                texts: ports.texts.clone(),
                clock: clock.clone(),
            }),
            denied_groups: Arc::new(DeniedGroupsWorker {
                allowed: ports.allowed_groups.clone(),
                tenancies: ports.tenancies.clone(),
                groups: groups.clone(),
                releases: self.releases.clone(),
                denials: self.denials.clone(),
                texts: ports.texts.clone(),
            }),
            unheard: Arc::new(UnheardWorker {
                refusals: ports.notice_refusals.clone(),
                restrictions: restrictions.clone(),
                groups,
                enforcer: self.enforcer.clone(),
                notices: self.notices.clone(),
                clock: clock.clone(),
            }),
            pruning: Arc::new(Pruning {
                tenancies: ports.tenancies.clone(),
                inbox,
                group_members,
                pending_join_requests: ports.pending_join_requests.clone(),
                restrictions,
                records: self.records.clone(),
                member_retention: ports.member_retention,
                clock,
            }),
        }
    }

    fn sweep_worker(&self, ports: &Ports) -> SweepWorker {
        let (verifier, statuses) = (self.verifier.clone(), self.statuses.clone());
        let (enforcer, bot_rights) = (self.enforcer.clone(), self.bot_rights.clone());
        let checker = self.sweeping.checker(ports, (verifier, statuses), (enforcer, bot_rights));
        self.sweeping.worker(ports, checker, self.notices.clone(), self.migration.clone())
    }
}
