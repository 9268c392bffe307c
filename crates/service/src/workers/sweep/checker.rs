//! One person of a sweep: asked about, and muted if they do not pass.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChannelId, GroupId, Timestamp, UserId,
    brake::SWEEP_WAIT,
    gate::Decision,
    group::Group,
    ports::{BotApi, BotApiError, ChatMember, Clock, GroupRepository, Known, ListedMember},
    restriction::RestrictReason,
    sweep::{SweepOutcome, SweepRefusal},
};
use tokio::time::Instant;

use crate::{
    Setback,
    gate::{AskedStatus, BotRights, CallPace, Enforcer, MemberStatuses, Verifier},
};

/// The sweep stops, and looks at its group before it goes on.
const LOOK_ANEW: Setback = Setback::FloodWait(Duration::ZERO);

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

/// What Telegram says of a person.
enum Judged {
    /// What comes of them.
    Settled(SweepOutcome),
    /// They do not pass, lack these channels, and may be muted.
    Outsider { found: ChatMember, missing: Vec<ChannelId>, asked_at: Instant },
}

impl SweepChecker {
    /// What comes of a person. One about whom something is wrong keeps nobody else from being checked.
    pub(super) async fn check(
        &self,
        group: GroupId,
        member: ListedMember,
        ordered_at: Timestamp,
    ) -> Result<SweepOutcome, Setback> {
        if let Some(since) = member.muted_since {
            // By this very sweep, which has died since and goes on here.
            let is_of_this = since >= ordered_at;
            return Ok(if is_of_this { SweepOutcome::Restricted } else { SweepOutcome::MutedBefore });
        }
        match self.check_unmuted(&*self.group_now(group).await?, member.user).await {
            Err(Setback::Fault(error)) => {
                let user_id = member.user.0;
                tracing::error!(%group, user_id, error = &*error, "somebody can't be checked");
                Ok(SweepOutcome::Unknown)
            }
            other => other,
        }
    }

    /// The group as it is now, unless nobody is to be checked in it any more.
    async fn group_now(&self, group: GroupId) -> Result<Arc<Group>, Setback> {
        let group = self.groups.find(group).await?.filter(|group| SweepRefusal::of(group).is_none());
        let group = group.ok_or(LOOK_ANEW)?;
        // Nobody is muted while the brake holds the gate back; the sweep begins anew after that.
        if group.braked_since().is_some() { Err(Setback::FloodWait(SWEEP_WAIT)) } else { Ok(group) }
    }

    async fn check_unmuted(&self, group: &Group, user: UserId) -> Result<SweepOutcome, Setback> {
        let judged = self.judge(group, user).await;
        if let Err(Setback::FloodWait(wait)) = judged {
            self.pace.note_flood_wait(wait);
        }
        match judged? {
            Judged::Settled(outcome) => Ok(outcome),
            // The look-ups had to wait for their turns.
            Judged::Outsider { .. } if *self.group_now(group.id).await? != *group => Err(LOOK_ANEW),
            Judged::Outsider { found, missing, asked_at } => {
                self.statuses.keep(group.id, user, AskedStatus::now(found.status, asked_at));
                let now = self.clock.now();
                let muted = self.enforcer.restrict(group, &found.person, RestrictReason::Swept, missing, now).await;
                self.statuses.forget(group.id, user);
                muted.map(|()| SweepOutcome::Restricted)
            }
        }
    }

    /// Asks Telegram.
    async fn judge(&self, group: &Group, user: UserId) -> Result<Judged, Setback> {
        let turn = async {
            if self.known.tally(group, user).is_none() {
                self.pace.turn(group.checkable_channels().len()).await;
            }
        };
        let decision = self.verifier.verify_for_sweep(group, user, turn).await?;
        if let Some(outcome) = SweepOutcome::of_decision(&decision) {
            return Ok(Judged::Settled(outcome));
        }
        let Decision::Restrict { missing } = decision else { return Ok(Judged::Settled(SweepOutcome::Passed)) };
        self.pace.turn(1).await;
        let asked_at = Instant::now();
        let found = match self.api.get_chat_member_for_sweep(group.id.into(), user).await {
            Ok(found) => found,
            // No proof that they are gone.
            Err(BotApiError::UserUnknown) => return Ok(Judged::Settled(SweepOutcome::Unknown)),
            Err(BotApiError::ChatUnavailable(_)) => {
                self.bot_rights.look_up(group.id).await?;
                return Ok(Judged::Settled(SweepOutcome::Unknown));
            }
            Err(error) => return Err(Setback::in_group(group.id)(error)),
        };
        Ok(match SweepOutcome::of_outsider(found.status, self.clock.now()) {
            SweepOutcome::Restricted => Judged::Outsider { found, missing, asked_at },
            outcome => Judged::Settled(outcome),
        })
    }
}
