//! What orders, carries out and shows sweeps, put together.

use std::sync::Arc;

use portcullis_domain::message::SendPriority;

use crate::{
    Ports,
    commands::{Authority, SweepCommand},
    gate::{BotRights, CallPace, Enforcer, GroupMigration, MemberStatuses, Verifier},
    outgoing::{Edits, Messenger, NoticeBoard, SeenMembers, SweepBoard, Sweeps},
    workers::{SweepChecker, SweepWorker},
};

/// The parts that the command and the worker share.
pub(crate) struct Sweeping {
    pub(crate) orders: Arc<Sweeps>,
    pub(crate) board: SweepBoard,
    pub(crate) pace: Arc<CallPace>,
}

impl Sweeping {
    pub(crate) fn new(ports: &Ports, seen: &Arc<SeenMembers>, messenger: &Messenger) -> Self {
        let Ports { api, jobs, group_members, paces, texts, clock, .. } = ports.clone();
        let edits = Edits::new(api, messenger.clone(), SendPriority::Sweep);
        Self {
            orders: Arc::new(Sweeps::new(jobs, group_members, seen.clone(), clock.clone())),
            board: SweepBoard { edits, messenger: messenger.clone(), texts },
            pace: Arc::new(CallPace::new(paces, clock)),
        }
    }

    /// `/sweep`.
    pub(crate) fn command(&self, ports: &Ports, authority: Arc<Authority>) -> SweepCommand {
        SweepCommand {
            authority,
            groups: ports.groups.clone(),
            sweeps: self.orders.clone(),
            board: self.board.clone(),
            texts: ports.texts.clone(),
        }
    }

    /// What checks one person.
    pub(crate) fn checker(
        &self,
        ports: &Ports,
        (verifier, statuses): (Arc<Verifier>, Arc<MemberStatuses>),
        (enforcer, bot_rights): (Arc<Enforcer>, Arc<BotRights>),
    ) -> SweepChecker {
        let Ports { api, groups, known, clock, .. } = ports.clone();
        SweepChecker { api, groups, known, verifier, statuses, enforcer, bot_rights, pace: self.pace.clone(), clock }
    }

    /// What carries sweeps out.
    pub(crate) fn worker(
        &self,
        ports: &Ports,
        checker: SweepChecker,
        notices: Arc<NoticeBoard>,
        migration: Arc<GroupMigration>,
    ) -> SweepWorker {
        let Ports { jobs, group_members: members, groups, clock, .. } = ports.clone();
        let (sweeps, pace, board) = (self.orders.clone(), self.pace.clone(), self.board.clone());
        SweepWorker { jobs, members, groups, sweeps, checker, pace, notices, board, migration, clock }
    }
}
