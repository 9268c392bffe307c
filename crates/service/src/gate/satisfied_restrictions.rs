//! The restrictions of somebody who has just done what the gate asks for.

use std::sync::Arc;

use futures::future::join_all;
use portcullis_domain::{
    RestrictionId,
    restriction::{LiftReason, Restriction},
};

use super::{Enforcer, Reviewer, SecondLooks, Verdict};
use crate::Setback;

/// How many restrictions of one person are lifted at once, while their other events wait.
const LIFTED_AT_ONCE: usize = 20;

/// Lets go whoever meets the policies of the groups that hold them.
pub(crate) struct SatisfiedRestrictions {
    pub(crate) reviewer: Arc<Reviewer>,
    pub(crate) second_looks: Arc<SecondLooks>,
    pub(crate) enforcer: Arc<Enforcer>,
}

impl SatisfiedRestrictions {
    /// Lifts each of these open restrictions of one person whose group's policy they now meet.
    pub(crate) async fn lift(&self, open: &[Restriction]) -> Result<(), Setback> {
        let (first, rest) = open.split_at(open.len().min(LIFTED_AT_ONCE));
        // Somebody with very many must not keep their own presses waiting: a worker lifts the others.
        if !rest.is_empty() {
            let rest: Vec<RestrictionId> = rest.iter().map(|restriction| restriction.id).collect();
            self.second_looks.order_now(&rest, LiftReason::JoinedChannel).await?;
        }
        // One group that must wait holds up no other; the next try finds only what is left.
        join_all(first.iter().map(|restriction| self.lift_if_satisfied(restriction))).await.into_iter().collect()
    }

    /// Where nobody can tell now, it is looked at again.
    async fn lift_if_satisfied(&self, restriction: &Restriction) -> Result<(), Setback> {
        let settled = match self.reviewer.review(restriction).await {
            Ok(Verdict::Free(reason)) => {
                let reason = reason.unwrap_or(LiftReason::JoinedChannel);
                self.enforcer.lift(restriction, reason).await.map(|_| true)
            }
            Ok(Verdict::Held(_)) => Ok(true),
            Ok(Verdict::CannotTell) => Ok(false),
            Err(setback) => Err(setback),
        };
        match settled {
            Ok(true) => Ok(()),
            Err(setback @ (Setback::StoreAway(_) | Setback::Migrated(_))) => Err(setback),
            Ok(false) | Err(_) => Ok(self.second_looks.order(restriction.id, LiftReason::JoinedChannel).await?),
        }
    }
}
