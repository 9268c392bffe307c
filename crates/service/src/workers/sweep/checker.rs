//! One person of a sweep: asked about, and muted if they do not pass; or of a preview, where they are only asked about.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChannelId, GroupId, Timestamp, UserId,
    brake::SWEEP_WAIT,
    gate::Decision,
    group::Group,
    ports::{BotApi, BotApiError, ChatMember, Clock, GroupRepository, Known, ListedMember},
    preview::{Preview, absent_from},
    restriction::RestrictReason,
    sweep::{SweepOutcome, SweepRefusal},
};
use tokio::time::Instant;

use crate::{
    Setback,
    gate::{AskedStatus, BotRights, CallPace, Enforcer, MemberStatuses, RestrictOutcome, Verifier},
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

/// What was found out about a person.
pub(super) struct Checked {
    pub(super) outcome: SweepOutcome,
    /// In a preview, the channels in which they are known not to be.
    pub(super) absent: Vec<ChannelId>,
}

impl From<SweepOutcome> for Checked {
    fn from(outcome: SweepOutcome) -> Self {
        Self { outcome, absent: Vec::new() }
    }
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
        let checked = self.check_unmuted(&*self.group_now(group).await?, member.user).await;
        unless_faulty(group, member.user, checked)
    }

    /// What the gate that is tried out would do to a person, to whom nothing is done. `group` is what it would be.
    pub(super) async fn look_at(
        &self,
        group: &Group,
        preview: &Preview,
        member: ListedMember,
    ) -> Result<Checked, Setback> {
        let looked = self.look_at_one(group, preview, member).await;
        if let Err(Setback::FloodWait(wait)) = looked {
            self.pace.note_flood_wait(wait);
        }
        unless_faulty(group.id, member.user, looked)
    }

    async fn look_at_one(&self, group: &Group, preview: &Preview, member: ListedMember) -> Result<Checked, Setback> {
        let user = member.user;
        let Some(facts) = self.verifier.facts_for_preview(group, user, self.turn(group, user)).await? else {
            return Ok(SweepOutcome::Unknown.into());
        };
        let outcome = match SweepOutcome::of_decision(&preview.decide(&facts)) {
            Some(outcome) => outcome,
            None if member.muted_since.is_some() => SweepOutcome::MutedBefore,
            None => match self.find_in_group(group.id, user).await? {
                Some((found, _)) => SweepOutcome::of_previewed_outsider(group, found.status, self.clock.now()),
                None => SweepOutcome::Unknown,
            },
        };
        // Whoever has left the group is nobody's concern.
        let absent = if outcome == SweepOutcome::Left { Vec::new() } else { absent_from(&facts) };
        Ok(Checked { outcome, absent })
    }

    /// Waits for the turn of a person's look-ups, if there are any to make.
    async fn turn(&self, group: &Group, user: UserId) {
        if self.known.tally(group, user).is_none() {
            self.pace.turn(group.checkable_channels().len()).await;
        }
    }

    /// What a person is in a group, and when that was asked; `None`: nobody can tell.
    async fn find_in_group(&self, group: GroupId, user: UserId) -> Result<Option<(ChatMember, Instant)>, Setback> {
        self.pace.turn(1).await;
        let asked_at = Instant::now();
        match self.api.get_chat_member_for_sweep(group.into(), user).await {
            Ok(found) => Ok(Some((found, asked_at))),
            // No proof that they are gone.
            Err(BotApiError::UserUnknown) => Ok(None),
            Err(BotApiError::ChatUnavailable(_)) => {
                self.bot_rights.look_up(group).await?;
                Ok(None)
            }
            Err(error) => Err(Setback::in_group(group)(error)),
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
                Ok(match muted? {
                    RestrictOutcome::Restricted => SweepOutcome::Restricted,
                    RestrictOutcome::MutedBefore => SweepOutcome::MutedBefore,
                    RestrictOutcome::Spared => SweepOutcome::Passed,
                    RestrictOutcome::Absent => SweepOutcome::Left,
                    RestrictOutcome::Unknown => SweepOutcome::Unknown,
                    RestrictOutcome::HeldBack => return Err(LOOK_ANEW),
                })
            }
        }
    }

    /// Asks Telegram.
    async fn judge(&self, group: &Group, user: UserId) -> Result<Judged, Setback> {
        let decision = self.verifier.verify_for_sweep(group, user, self.turn(group, user)).await?;
        if let Some(outcome) = SweepOutcome::of_decision(&decision) {
            return Ok(Judged::Settled(outcome));
        }
        let Decision::Restrict { missing } = decision else { return Ok(Judged::Settled(SweepOutcome::Passed)) };
        let Some((found, asked_at)) = self.find_in_group(group.id, user).await? else {
            return Ok(Judged::Settled(SweepOutcome::Unknown));
        };
        Ok(match SweepOutcome::of_outsider(found.status, self.clock.now()) {
            SweepOutcome::Restricted => Judged::Outsider { found, missing, asked_at },
            outcome => Judged::Settled(outcome),
        })
    }
}

/// One about whom something is wrong keeps nobody else from being checked.
fn unless_faulty<T: From<SweepOutcome>>(
    group: GroupId,
    user: UserId,
    checked: Result<T, Setback>,
) -> Result<T, Setback> {
    match checked {
        Err(Setback::Fault(error)) => {
            let user_id = user.0;
            tracing::error!(chat_id = group.0, user_id, error = &*error, "somebody can't be checked");
            Ok(SweepOutcome::Unknown.into())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    };

    use portcullis_domain::{
        chat_member::{ChatMemberStatus, Membership},
        ports::{BotApiError, FloodWait},
    };

    use super::*;
    use crate::testing::{ADMIN, ANN, CHANNEL, GROUP, NOW, World, group, person, stored};

    /// What Telegram says of somebody.
    struct Said {
        /// In the channel.
        membership: Result<Membership, FloodWait>,
        /// In the group; `None`: nobody asks.
        status: Option<Result<ChatMemberStatus, BotApiError>>,
    }

    /// Somebody who is not in the channel, and is this in the group.
    const fn outsider(status: Result<ChatMemberStatus, BotApiError>) -> Said {
        Said { membership: Ok(Membership::NotMember), status: Some(status) }
    }

    const fn known(membership: Membership) -> Said {
        Said { membership: Ok(membership), status: None }
    }

    /// What a preview makes of somebody. It fails if anything is done about them.
    async fn look_at(group: &Group, member: ListedMember, said: Said) -> Result<Checked, Setback> {
        let (mut world, touched) = (World::with(group.clone()), Arc::new(AtomicUsize::new(0)));
        // Also what a task does that nobody waits for is found out.
        let touch = || {
            let touched = touched.clone();
            move || touched.fetch_add(1, Ordering::SeqCst)
        };
        let (mute, delete, delete_later, tell, write, note) = (touch(), touch(), touch(), touch(), touch(), touch());
        world.api.expect_restrict_chat_member().returning(move |_, _, _| {
            mute();
            Ok(())
        });
        world.api.expect_delete_message().returning(move |_, _| {
            delete();
            Ok(())
        });
        world.deletions.expect_put().returning(move |_| {
            delete_later();
            Ok(())
        });
        world.api.expect_send_message().returning(move |_, _, _| {
            tell();
            Ok(portcullis_domain::MessageId(9))
        });
        world.restrictions.expect_open().returning(move |new| {
            write();
            Ok(stored(new))
        });
        world.restrictions.expect_list_for_notice().returning(move |_, _| {
            note();
            Ok(Vec::new())
        });
        world.known.expect_tally().returning(|_, _| None);
        let Said { membership, status } = said;
        world.memberships.expect_get_confirmed_for_sweep().returning(move |_, channels| {
            membership.map(|membership| channels.iter().map(|channel| (*channel, membership)).collect())
        });
        if let Some(status) = status {
            let status = Mutex::new(Some(status));
            world.api.expect_get_chat_member_for_sweep().times(1).returning(move |_, user| {
                let status = status.lock().unwrap().take().unwrap();
                status.map(|status| ChatMember { person: person(user), status })
            });
        }
        let preview = Preview::of(group).unwrap();
        let tried = preview.group(GROUP, Some(group));
        let ports = world.ports();
        let shared = crate::parts::Parts::new(&ports);
        let (verifier, statuses) = (shared.verifier.clone(), shared.statuses.clone());
        let (enforcer, bot_rights) = (shared.enforcer.clone(), shared.bot_rights.clone());
        let checker = shared.sweeping.checker(&ports, (verifier, statuses), (enforcer, bot_rights));
        let looked = checker.look_at(&tried, &preview, member).await;
        drop((checker, shared));
        crate::testing::end(ports).await;
        assert_eq!(touched.load(Ordering::SeqCst), 0, "somebody was touched");
        looked
    }

    const fn free(user: UserId) -> ListedMember {
        ListedMember { user, muted_since: None }
    }

    async fn outcome(group: &Group, member: ListedMember, said: Said) -> (SweepOutcome, Vec<ChannelId>) {
        let Checked { outcome, absent } = look_at(group, member, said).await.unwrap();
        (outcome, absent)
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_in_the_channels_or_an_admin_passes() {
        let passed = (SweepOutcome::Passed, Vec::new());
        assert_eq!(outcome(&group(), free(ANN), known(Membership::Member)).await, passed);
        // In no channel, and nobody asks.
        assert_eq!(outcome(&group(), free(ADMIN), known(Membership::NotMember)).await, passed);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_not_would_be_stopped_or_has_been() {
        let said = outsider(Ok(ChatMemberStatus::Member));
        assert_eq!(outcome(&group(), free(ANN), said).await, (SweepOutcome::Restricted, vec![CHANNEL]));
        let muted = ListedMember { user: ANN, muted_since: Some(NOW) };
        let said = known(Membership::NotMember);
        assert_eq!(outcome(&group(), muted, said).await, (SweepOutcome::MutedBefore, vec![CHANNEL]));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_has_left_is_missed_in_no_channel_and_whoever_comments_has_not_left() {
        let said = outsider(Ok(ChatMemberStatus::Left));
        assert_eq!(outcome(&group(), free(ANN), said).await, (SweepOutcome::Left, Vec::new()));
        let discussion = Group { linked_channel: Some(CHANNEL.into()), ..group() };
        let said = outsider(Ok(ChatMemberStatus::Left));
        assert_eq!(outcome(&discussion, free(ANN), said).await, (SweepOutcome::Restricted, vec![CHANNEL]));
    }

    #[tokio::test(start_paused = true)]
    async fn of_whom_telegram_does_not_tell_nobody_knows() {
        let said = known(Membership::Unknown);
        assert_eq!(outcome(&group(), free(ANN), said).await, (SweepOutcome::Unknown, Vec::new()));
        let said = outsider(Err(BotApiError::UserUnknown));
        assert_eq!(outcome(&group(), free(ANN), said).await, (SweepOutcome::Unknown, vec![CHANNEL]));
    }

    #[tokio::test(start_paused = true)]
    async fn one_of_whom_something_is_wrong_keeps_nobody_else_from_being_counted() {
        let refusal = BotApiError::Refused { code: 400, description: "strange".to_owned() };
        let counted = outcome(&group(), free(ANN), outsider(Err(refusal))).await;
        assert_eq!(counted, (SweepOutcome::Unknown, Vec::new()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_wait_counts_for_nobody() {
        let wait = Duration::from_secs(7);
        let in_channel = Said { membership: Err(FloodWait(wait)), status: None };
        for said in [in_channel, outsider(Err(BotApiError::RetryAfter(wait)))] {
            let looked = look_at(&group(), free(ANN), said).await;
            assert!(matches!(looked, Err(Setback::FloodWait(told)) if told == wait));
        }
    }
}
