//! A mute that stands is confirmed, if its reasons still do: whatever ended the gate while Telegram was asked could not see
//! it.

use portcullis_domain::{
    chat_member::ChatMemberStatus,
    ports::BotApiError,
    restriction::{LiftReason, Restriction},
};

use super::Enforcer;
use crate::Setback;

impl Enforcer {
    /// Notes that Telegram has confirmed the mute, unless that was noted before, and orders the notice. A mute whose
    /// reasons are gone meanwhile is undone instead, and no notice ordered: `false`.
    pub(crate) async fn confirm(&self, restriction: &Restriction) -> Result<bool, Setback> {
        if !restriction.is_of_mute() {
            return self.confirm_step(restriction).await;
        }
        if restriction.muted_at.is_some() {
            self.notices.request(restriction.group);
            return Ok(true);
        }
        let now = self.clock.now();
        let muted = Restriction { muted_at: Some(now), ..restriction.clone() };
        if let Some(reason) = self.reason_to_undo(restriction).await? {
            self.lift(&muted, reason).await?;
            return Ok(false);
        }
        // It had ended meanwhile: somebody had changed the person's rights, or let them go. Should un-muting fail now, a
        // record must speak of the mute that stands.
        if !self.restrictions.set_muted(restriction.id, now).await? {
            let record = self.restrictions.open(&restriction.anew(now)).await?;
            let muted = Restriction { muted_at: Some(now), ..record };
            self.lift(&muted, LiftReason::AdministratorActed).await?;
            return Ok(false);
        }
        let (group, user_id, case_number) =
            (restriction.group, restriction.user.0, restriction.case_number.map(|case| case.0));
        tracing::info!(
            chat_id = group.0,
            user_id,
            case_number,
            reason = restriction.reason.word(),
            "somebody is muted"
        );
        self.notices.request(restriction.group);
        Ok(true)
    }

    /// Ends the uncertainty about a mute that nobody is at any more: it is confirmed if it stands, and else closed.
    pub(crate) async fn resolve_unconfirmed(&self, restriction: &Restriction) -> Result<(), Setback> {
        if !restriction.is_of_mute() {
            return self.confirm_step(restriction).await.map(drop);
        }
        let group = restriction.group;
        let status = match self.api.get_chat_member(group.into(), restriction.user).await {
            Ok(status) => status,
            Err(BotApiError::UserUnknown) => ChatMemberStatus::Left,
            Err(BotApiError::ChatUnavailable(_)) => return self.bot_rights.look_up(group).await,
            Err(error) => return Err(Setback::in_group(group)(error)),
        };
        let now = self.clock.now();
        if restriction.is_the_mute_of(status, now) {
            return self.confirm(restriction).await.map(drop);
        }
        let is_restricted = status.restriction(now).is_some();
        let reason = if is_restricted { LiftReason::AdministratorActed } else { LiftReason::NotMuted };
        Ok(self.records.close(restriction, reason).await?)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        ChannelId,
        chat_member::Membership,
        group::{EnforcedChannel, Group},
        settings::{GroupSettings, Mode},
    };

    use super::*;
    use crate::testing::{ANN, CHANNEL, UNTIL, World, accepting_group, group, muted_until, open_restriction, stored};

    const OTHER: ChannelId = ChannelId(-1_003);

    fn unconfirmed() -> Restriction {
        Restriction { muted_at: None, ..open_restriction() }
    }

    /// A world in which our mute of Ann stands, and the database says this of the group now.
    fn muted(current: Option<Group>) -> World {
        let mut world = World::empty().and_open(Some(unconfirmed()));
        world.groups.expect_find_fresh().times(1).return_once(move |_| Ok(current.map(std::sync::Arc::new)));
        world
    }

    async fn confirm(world: World) {
        world.act(async |parts| parts.enforcer.confirm(&unconfirmed()).await).await.unwrap();
    }

    fn with_other_channel() -> Group {
        Group { channels: vec![EnforcedChannel { id: OTHER, ..group().channels[0].clone() }], ..group() }
    }

    #[tokio::test]
    async fn a_mute_whose_reasons_are_gone_is_undone_and_its_record_says_why() {
        let exempt = Group { exempt: [ANN].into(), ..group() };
        let observing =
            Group { settings: GroupSettings { mode: Mode::Observe, ..GroupSettings::default() }, ..group() };
        for (current, why) in [
            (None, LiftReason::Unprotected),
            (Some(Group { enabled: false, ..group() }), LiftReason::Unprotected),
            (Some(exempt), LiftReason::Exempted),
            (Some(observing), LiftReason::PolicyEased),
        ] {
            let mut world = muted(current).and_ann_has(muted_until(Some(UNTIL)));
            world = world.and_ann_is_unmuted();
            world
                .restrictions
                .expect_close()
                .times(1)
                .withf(move |_, told, _| *told == why)
                .returning(|_, _, _| Ok(Some(open_restriction())));
            confirm(world).await;
        }
    }

    #[tokio::test]
    async fn a_channel_that_was_removed_holds_nobody_and_another_that_is_missing_does() {
        let mut world = muted(Some(with_other_channel())).and_ann_is(Membership::NotMember).and_notices();
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        confirm(world).await;

        for known in [Membership::Member, Membership::Unknown] {
            let mut world = muted(Some(with_other_channel())).and_ann_is(known).and_ann_has(muted_until(Some(UNTIL)));
            world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
            world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
            confirm(world).await;
        }
    }

    #[tokio::test]
    async fn a_channel_that_the_bot_has_lost_sight_of_meanwhile_holds_nobody() {
        let lost =
            Group { channels: vec![EnforcedChannel { can_check: false, ..group().channels[0].clone() }], ..group() };
        let mut world = muted(Some(lost)).and_ann_is(Membership::NotMember).and_ann_has(muted_until(Some(UNTIL)));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        let why = |reason| reason == LiftReason::PolicyEased;
        world
            .restrictions
            .expect_close()
            .times(1)
            .withf(move |_, reason, _| why(*reason))
            .returning(|_, _, _| Ok(Some(open_restriction())));
        confirm(world).await;
    }

    #[tokio::test]
    async fn a_request_to_join_that_counts_by_now_holds_nobody_and_one_that_was_not_made_does() {
        let mut world = muted(Some(accepting_group())).and_ann_asked_to_join(&[CHANNEL]);
        world = world.and_ann_is(Membership::NotMember).and_ann_has(muted_until(Some(UNTIL))).and_ann_is_unmuted();
        world.expect_close(LiftReason::PolicyEased);
        confirm(world).await;

        let mut world = muted(Some(accepting_group())).and_ann_asked_to_join(&[]).and_notices();
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        confirm(world).await;
    }

    #[tokio::test]
    async fn a_mute_whose_reasons_stand_asks_nobody_again() {
        let mut world = muted(Some(group())).and_notices();
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        confirm(world).await;
    }

    #[tokio::test]
    async fn a_mute_whose_record_had_ended_before_is_undone_unless_somebody_else_restricts_the_person() {
        for (status, lifts) in [(muted_until(Some(UNTIL)), 1), (muted_until(None), 0), (ChatMemberStatus::Kicked, 0)] {
            let mut world = muted(Some(group())).and_ann_has(status);
            world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(false));
            world.restrictions.expect_open().times(1).returning(|new| Ok(stored(new)));
            world.api.expect_restrict_chat_member().times(lifts).returning(|_, _, _| Ok(()));
            world.restrictions.expect_close().returning(|_, _, _| Ok(None));
            confirm(world).await;
        }
    }

    #[tokio::test]
    async fn what_was_confirmed_before_only_asks_for_its_notice() {
        let world = World::empty().and_notices();
        world.parts().enforcer.confirm(&open_restriction()).await.unwrap();
    }
}
