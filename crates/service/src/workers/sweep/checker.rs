//! One person of a sweep: asked about, and muted if they do not pass.

use std::sync::Arc;

use portcullis_domain::{
    Timestamp,
    brake::SWEEP_WAIT,
    gate::Decision,
    group::Group,
    ports::{BotApi, BotApiError, Clock, GroupRepository, Known, ListedMember},
    restriction::RestrictReason,
    sweep::SweepOutcome,
};
use tokio::time::Instant;

use crate::{
    Setback,
    gate::{AskedStatus, BotRights, CallPace, Enforcer, MemberStatuses, Verifier},
};

/// Checks people for sweeps.
pub(crate) struct SweepChecker {
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) known: Arc<dyn Known>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) statuses: Arc<MemberStatuses>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) bot_rights: Arc<BotRights>,
    pub(crate) pace: Arc<CallPace>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl SweepChecker {
    /// What comes of a person. One about whom something is wrong keeps nobody else from being checked.
    pub(super) async fn check(
        &self,
        group: &Group,
        member: ListedMember,
        ordered_at: Timestamp,
    ) -> Result<SweepOutcome, Setback> {
        if let Some(since) = member.muted_since {
            // By this very sweep, which has died since and goes on here.
            let is_of_this = since >= ordered_at;
            return Ok(if is_of_this { SweepOutcome::Restricted } else { SweepOutcome::MutedBefore });
        }
        self.hold_while_braked(group).await?;
        match self.check_unmuted(group, member).await {
            Err(Setback::Fault(error)) => {
                let user_id = member.user.0;
                tracing::error!(group = %group.id, user_id, error = &*error, "somebody can't be checked");
                Ok(SweepOutcome::Unknown)
            }
            Err(Setback::FloodWait(wait)) => {
                self.pace.note_flood_wait(wait);
                Err(Setback::FloodWait(wait))
            }
            other => other,
        }
    }

    /// The sweep waits while the brake holds the gate back: nobody is muted then. It begins anew after that.
    async fn hold_while_braked(&self, group: &Group) -> Result<(), Setback> {
        let group = self.groups.find(group.id).await?;
        let is_braked = group.is_some_and(|group| group.braked_since().is_some());
        if is_braked { Err(Setback::FloodWait(SWEEP_WAIT)) } else { Ok(()) }
    }

    async fn check_unmuted(&self, group: &Group, member: ListedMember) -> Result<SweepOutcome, Setback> {
        let user = member.user;
        let turn = async {
            if self.known.tally(group, user).is_none() {
                self.pace.turn(group.checkable_channels().len()).await;
            }
        };
        let decision = self.verifier.verify_for_sweep(group, user, turn).await?;
        if let Some(outcome) = SweepOutcome::of_decision(&decision) {
            return Ok(outcome);
        }
        let Decision::Restrict { missing } = decision else { return Ok(SweepOutcome::Passed) };
        self.pace.turn(1).await;
        let asked_at = Instant::now();
        let found = match self.api.get_chat_member_for_sweep(group.id.into(), user).await {
            Ok(found) => found,
            // No proof that they are gone.
            Err(BotApiError::UserUnknown) => return Ok(SweepOutcome::Unknown),
            Err(BotApiError::ChatUnavailable(_)) => {
                self.bot_rights.look_up(group.id).await?;
                return Ok(SweepOutcome::Unknown);
            }
            Err(error) => return Err(Setback::in_group(group.id)(error)),
        };
        let now = self.clock.now();
        let outcome = SweepOutcome::of_outsider(found.status, now);
        if outcome == SweepOutcome::Restricted {
            self.statuses.keep(group.id, user, AskedStatus::now(found.status, asked_at));
            let muted = self.enforcer.restrict(group, &found.person, RestrictReason::Swept, missing, now).await;
            self.statuses.forget(group.id, user);
            muted?;
        }
        Ok(outcome)
    }
}
