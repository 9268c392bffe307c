//! The effect of a restriction: record, mute, notice. In this order, so that a crash leaves a record of what it may
//! have done, by which the next try knows its own mute from an administrator's.

use std::time::Duration;

use portcullis_domain::{
    ChannelId, Timestamp,
    group::Group,
    ports::{BotApiError, ChatPermissions},
    restriction::{LiftReason, MutePlan, NewRestriction, RestrictReason, Restriction, mute_until, plan_mute},
    sender::Person,
    settings::Mode,
};

use super::Enforcer;
use crate::Setback;

/// How long after a mute a message may still have been sent before it: Telegram's clock counts whole seconds and is not
/// ours, and a burst is already on its way when the first of its messages is judged.
const BURST: Duration = Duration::from_secs(5);

impl Enforcer {
    /// Mutes a person who misses these channels, and orders the notice; in observe mode, only records that it would have.
    ///
    /// `at` is when the event happened, by Telegram's clock.
    pub(crate) async fn restrict(
        &self,
        group: &Group,
        person: &Person,
        reason: RestrictReason,
        missing: Vec<ChannelId>,
        at: Timestamp,
    ) -> Result<(), Setback> {
        let now = self.clock.now();
        let new = new_restriction(group, person, reason, missing, now);
        let open = self.current_restriction(&new).await?;
        if group.settings.mode == Mode::Observe {
            self.restrictions.open(&new).await?;
            return Ok(());
        }
        if open.as_ref().is_some_and(|open| is_of_one_burst(open, at)) {
            self.notices.request(group.id);
            return Ok(());
        }
        // Facts: what Telegram says of the person here. Without it an administrator's mute could be taken for ours.
        let status = match self.api.get_chat_member(group.id.into(), person.id).await {
            Ok(status) => status,
            Err(BotApiError::UserUnknown) => return Ok(()),
            Err(BotApiError::ChatUnavailable(_)) => return self.bot_rights.look_up(group.id).await,
            Err(error) => return Err(Setback::in_group(group.id)(error)),
        };
        match plan_mute(open.as_ref(), status, reason, now) {
            MutePlan::Mute => self.mute(&new).await,
            MutePlan::AlreadyMuted => {
                if let Some(open) = &open {
                    self.confirm(open).await?;
                }
                Ok(())
            }
            MutePlan::ReleasedByAdministrator => self.exemptions.exempt_unmuted(group, person, None).await,
            MutePlan::Administrator => {
                self.administrators.forget(group.id).await;
                Ok(self.records.close_open(open.as_ref(), LiftReason::AdministratorActed).await?)
            }
            MutePlan::RestrictedByAdministrator | MutePlan::Banned | MutePlan::Absent => {
                Ok(self.records.close_open(open.as_ref(), LiftReason::AdministratorActed).await?)
            }
        }
    }

    /// The open restriction, unless its time is over or it belongs to the group's other mode: then it ends here.
    async fn current_restriction(&self, new: &NewRestriction) -> Result<Option<Restriction>, Setback> {
        let Some(open) = self.restrictions.find_open(new.group, new.user).await? else { return Ok(None) };
        let has_run_out = open.has_run_out(new.restricted_at);
        if open.mode == new.mode && !has_run_out {
            return Ok(Some(open));
        }
        if has_run_out || open.mode == Mode::Observe {
            self.records.close(&open, LiftReason::Expired).await?;
            return Ok(None);
        }
        // Muted before the group began only to observe: that mute stands until it is lifted.
        Ok(Some(open))
    }

    async fn mute(&self, new: &NewRestriction) -> Result<(), Setback> {
        let restriction = self.restrictions.open(new).await?;
        let permissions = ChatPermissions::NoneUntil(restriction.until);
        match self.api.restrict_chat_member(new.group, new.user, permissions).await {
            Ok(()) => self.confirm(&restriction).await,
            Err(BotApiError::UserIsAdministrator) => {
                self.administrators.forget(new.group).await;
                Ok(self.records.close(&restriction, LiftReason::NotMuted).await?)
            }
            Err(BotApiError::UserUnknown) => Ok(self.records.close(&restriction, LiftReason::NotMuted).await?),
            Err(BotApiError::NotEnoughRights(_) | BotApiError::ChatUnavailable(_) | BotApiError::BasicGroup) => {
                self.records.close(&restriction, LiftReason::NotMuted).await?;
                self.bot_rights.look_up(new.group).await
            }
            Err(error) => Err(Setback::in_group(new.group)(error)),
        }
    }

    /// Notes that Telegram has confirmed the mute, unless that was noted before, and orders the notice.
    async fn confirm(&self, restriction: &Restriction) -> Result<(), Setback> {
        if restriction.muted_at.is_none() {
            self.restrictions.set_muted(restriction.id, self.clock.now()).await?;
        }
        self.notices.request(restriction.group);
        Ok(())
    }
}

fn new_restriction(
    group: &Group,
    person: &Person,
    reason: RestrictReason,
    missing: Vec<ChannelId>,
    now: Timestamp,
) -> NewRestriction {
    NewRestriction {
        group: group.id,
        user: person.id,
        name: person.name.clone(),
        language_code: person.language_code.clone(),
        reason,
        missing,
        mode: group.settings.mode,
        restricted_at: now,
        until: mute_until(now, group.settings.mute_for_days),
    }
}

/// Whether an event was on its way already when the person was muted.
fn is_of_one_burst(open: &Restriction, at: Timestamp) -> bool {
    open.muted_at.is_some_and(|muted_at| at <= muted_at.after(BURST))
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        UserId,
        chat_member::{ChatMemberStatus, Membership},
    };

    use super::*;
    use crate::testing::{ANN, CHANNEL, NOW, UNTIL, World, group, muted_until, open_restriction, person, stored};

    async fn restrict(world: World) -> Result<(), Setback> {
        let missing = vec![CHANNEL];
        world.parts().enforcer.restrict(&group(), &person(ANN), RestrictReason::Spoke, missing, NOW).await
    }

    fn expect_close(world: &mut World, reason: LiftReason) {
        world.restrictions.expect_lift().times(1).withf(move |_, why, _| *why == reason).returning(|_, _, _| Ok(true));
    }

    #[tokio::test]
    async fn a_banned_person_is_never_restricted() {
        restrict(World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Kicked)).await.unwrap();
    }

    #[tokio::test]
    async fn an_administrators_mute_is_not_touched() {
        let world = World::with(group()).and_open(None).and_ann_has(muted_until(None));
        restrict(world).await.unwrap();
    }

    #[tokio::test]
    async fn a_mute_of_ours_that_a_crash_left_unconfirmed_is_confirmed_and_not_repeated() {
        let unconfirmed = Restriction { muted_at: None, ..open_restriction() };
        let mut world = World::with(group()).and_open(Some(unconfirmed)).and_notices();
        world = world.and_ann_has(muted_until(Some(UNTIL)));
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(()));
        restrict(world).await.unwrap();
    }

    #[tokio::test]
    async fn a_record_that_a_crash_left_without_a_mute_is_muted_with_its_own_end() {
        let unconfirmed = Restriction { muted_at: None, ..open_restriction() };
        let mut world = World::with(group()).and_open(Some(unconfirmed.clone())).and_notices();
        world = world.and_ann_has(ChatMemberStatus::Member);
        world.restrictions.expect_open().returning(move |_| Ok(unconfirmed.clone()));
        world
            .api
            .expect_restrict_chat_member()
            .times(1)
            .withf(|_, _, permissions| *permissions == ChatPermissions::NoneUntil(UNTIL))
            .returning(|_, _, _| Ok(()));
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(()));
        restrict(world).await.unwrap();
    }

    #[tokio::test]
    async fn a_mute_that_ran_out_is_closed_and_the_person_gated_anew() {
        let run_out = Restriction { until: NOW, ..open_restriction() };
        let mut world = World::with(group()).and_open(Some(run_out)).and_notices();
        world = world.and_ann_has(ChatMemberStatus::Member);
        expect_close(&mut world, LiftReason::Expired);
        world.restrictions.expect_open().times(1).returning(|new| Ok(stored(new)));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(()));
        restrict(world).await.unwrap();
    }

    #[tokio::test]
    async fn somebody_who_turns_out_an_administrator_is_let_be_and_the_list_forgotten() {
        let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Creator);
        world.administrators.expect_forget().times(1).returning(|_| ());
        restrict(world).await.unwrap();
    }

    #[tokio::test]
    async fn an_unmute_that_nobody_told_of_is_taken_as_an_administrators_exemption() {
        let mut world = World::with(group())
            .and_open(Some(open_restriction()))
            .and_ann_has(ChatMemberStatus::Member)
            .and_ann_is(Membership::NotMember);
        world.exemptions.expect_put().times(1).returning(|_| Ok(true));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(portcullis_domain::MessageId(1)));
        expect_close(&mut world, LiftReason::Exempted);
        restrict(world).await.unwrap();
    }

    #[tokio::test]
    async fn a_refused_mute_leaves_no_record_open_and_the_rights_are_looked_up() {
        let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member);
        world.restrictions.expect_open().returning(|new| Ok(stored(new)));
        let refused = || BotApiError::NotEnoughRights("not enough rights".to_owned());
        world.api.expect_restrict_chat_member().returning(move |_, _, _| Err(refused()));
        expect_close(&mut world, LiftReason::NotMuted);
        world
            .api
            .expect_get_chat_member()
            .withf(|_, user| *user == UserId(999))
            .returning(|_, _| Ok(ChatMemberStatus::Member));
        world.groups.expect_note_cannot_enforce().times(1).returning(|_| Ok(true));
        restrict(world).await.unwrap();
    }

    #[tokio::test]
    async fn a_mute_whose_fate_is_unknown_keeps_its_record_and_is_tried_again() {
        let mut world = World::with(group()).and_open(None).and_ann_has(ChatMemberStatus::Member);
        world.restrictions.expect_open().times(1).returning(|new| Ok(stored(new)));
        world.api.expect_restrict_chat_member().returning(|_, _, _| Err(BotApiError::NoAnswer("away".into())));
        assert!(matches!(restrict(world).await, Err(Setback::TelegramAway(_))));
    }
}
