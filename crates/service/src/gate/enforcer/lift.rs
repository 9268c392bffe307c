//! The end of a restriction: the mute lifted, the notice removed, the record closed.

use portcullis_domain::{
    GroupId,
    exemption::person_exemption,
    ports::{BotApiError, ChatPermissions},
    restriction::{LiftReason, Restriction},
    settings::Mode,
};

use super::Enforcer;
use crate::{Setback, gate::AskedStatus};

impl Enforcer {
    /// Un-mutes a person, if it is still our mute that stands, and closes the record. Where that can't be done, the record
    /// stays open and is looked at again.
    pub(crate) async fn lift(&self, restriction: &Restriction, reason: LiftReason) -> Result<Lift, Setback> {
        self.lift_asked_ahead(restriction, reason, None).await
    }

    /// The same of somebody of whom it was asked ahead what they are in the group, since the record was read: that serves
    /// here, if it still counts.
    pub(crate) async fn lift_asked_ahead(
        &self,
        restriction: &Restriction,
        reason: LiftReason,
        answer: Option<AskedStatus>,
    ) -> Result<Lift, Setback> {
        let lift = self.try_lift_asked_ahead(restriction, reason, answer).await?;
        if matches!(lift, Lift::NotYetMuted | Lift::Refused) {
            self.second_looks.order(restriction.id, reason).await?;
        }
        Ok(lift)
    }

    /// As [`lift`](Self::lift), for whoever looks at it again anyway.
    pub(crate) async fn try_lift(&self, restriction: &Restriction, reason: LiftReason) -> Result<Lift, Setback> {
        self.try_lift_asked_ahead(restriction, reason, None).await
    }

    async fn try_lift_asked_ahead(
        &self,
        restriction: &Restriction,
        reason: LiftReason,
        answer: Option<AskedStatus>,
    ) -> Result<Lift, Setback> {
        let unmute = match restriction.mode {
            Mode::Enforce => self.unmute(restriction, answer).await?,
            Mode::Observe => Unmute::Done(Lift::Free),
        };
        match unmute {
            Unmute::Done(lift) => {
                self.records.close(restriction, reason).await?;
                if lift == Lift::Free && LiftReason::JOINED.contains(&reason) {
                    self.welcome(restriction).await;
                }
                Ok(lift)
            }
            // Somebody may be muting by this record still, and whoever that is looks at its reasons once it is done.
            Unmute::NotYetMuted => Ok(Lift::NotYetMuted),
            Unmute::NotAllowed => {
                self.bot_rights.look_up(restriction.group).await?;
                Ok(Lift::Refused)
            }
            Unmute::Refused(error) => {
                let (group, user_id) = (restriction.group, restriction.user.0);
                let error = &error as &dyn std::error::Error;
                tracing::error!(chat_id = group.0, user_id, error, "somebody can't be un-muted");
                Ok(Lift::Refused)
            }
        }
    }

    /// Has somebody welcomed who was let go because they are in the channels, and not because nothing is asked of them. They
    /// are free, whatever becomes of this.
    async fn welcome(&self, restriction: &Restriction) {
        if let Ok(Some(group)) = self.groups.find(restriction.group).await
            && group.welcomes_people()
            && let Ok(administrators) = self.administrators.get(group.id).await
            && person_exemption(restriction.user, &group, &administrators).is_none()
        {
            self.welcomes.greet_freed(&group, restriction);
        }
    }

    async fn unmute(&self, restriction: &Restriction, answer: Option<AskedStatus>) -> Result<Unmute, Setback> {
        let (group, user) = (restriction.group, restriction.user);
        let status = match answer.and_then(|answer| self.statuses.still_counts(group, user, answer)) {
            Some(status) => status,
            None => match self.api.get_chat_member(group.into(), user).await {
                Ok(status) => status,
                Err(error) => return refused(group, error),
            },
        };
        let now = self.clock.now();
        if !restriction.is_the_mute_of(status, now) {
            return Ok(if status.is_muted(now) {
                Unmute::Done(Lift::HeldByAdministrator)
            } else if restriction.muted_at.is_none() {
                Unmute::NotYetMuted
            } else {
                Unmute::Done(Lift::Free)
            });
        }
        match self.api.restrict_chat_member(group, user, ChatPermissions::All).await {
            Ok(()) => Ok(Unmute::Done(Lift::Free)),
            Err(error) => refused(group, error),
        }
    }
}

/// What came of the attempt to let a person go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lift {
    /// The gate does not hold them any more.
    Free,
    /// The gate does not hold them any more, and an administrator's restriction does.
    HeldByAdministrator,
    /// They are free, and a mute may still be on its way: the record is still open.
    NotYetMuted,
    /// Telegram refused it: they are still muted, and the record is still open.
    Refused,
}

/// What came of un-muting.
#[derive(Debug)]
enum Unmute {
    /// Our mute is gone.
    Done(Lift),
    /// The person is free, and the mute of this record was never confirmed: it may still come.
    NotYetMuted,
    /// The bot may not act in the group.
    NotAllowed,
    /// Telegram refuses it for this person.
    Refused(BotApiError),
}

/// What a refusal means; everything else is tried again.
fn refused(group: GroupId, error: BotApiError) -> Result<Unmute, Setback> {
    match error {
        // Nobody is left whom our mute could hold.
        BotApiError::UserUnknown | BotApiError::UserIsAdministrator | BotApiError::BasicGroup => {
            Ok(Unmute::Done(Lift::Free))
        }
        BotApiError::ChatUnavailable(_) | BotApiError::NotEnoughRights(_) => Ok(Unmute::NotAllowed),
        refused @ BotApiError::Refused { .. } => Ok(Unmute::Refused(refused)),
        other => Err(Setback::in_group(group)(other)),
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        MessageId, RestrictionId, chat_member::ChatMemberStatus, group::Group, settings::GroupSettings,
    };

    use super::*;
    use crate::testing::{ANN, GROUP, NOW, UNTIL, World, group, muted_until, open_restriction};

    #[tokio::test]
    async fn our_own_mute_is_lifted_and_its_notice_removed_with_the_last_it_serves() {
        let mut world = World::with(group()).and_ann_has(muted_until(Some(UNTIL)));
        world = world.and_ann_is_unmuted();
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(0));
        world.deletions.expect_put().times(2).withf(|d| d.message == MessageId(8)).returning(|_| Ok(()));
        world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
        let restriction = Restriction { notice: Some(MessageId(8)), ..open_restriction() };
        let world = world.and_open(Some(restriction.clone()));
        world.parts().enforcer.lift(&restriction, LiftReason::JoinedChannel).await.unwrap();
    }

    #[tokio::test]
    async fn a_notice_that_serves_others_stays() {
        let mut world = World::with(group()).and_ann_has(muted_until(Some(UNTIL)));
        world.api.expect_restrict_chat_member().returning(|_, _, _| Ok(()));
        world.restrictions.expect_count_served_by().times(1).returning(|_, _| Ok(3));
        world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
        world.restrictions.expect_count_served_by().times(1).returning(|_, _| Ok(2));
        let restriction = Restriction { notice: Some(MessageId(8)), ..open_restriction() };
        let world = world.and_open(Some(restriction.clone()));
        world.parts().enforcer.lift(&restriction, LiftReason::JoinedChannel).await.unwrap();
    }

    #[tokio::test]
    async fn an_administrators_mute_is_never_lifted() {
        for status in [muted_until(None), ChatMemberStatus::Kicked, ChatMemberStatus::Member] {
            let mut world = World::with(group()).and_ann_has(status).and_open(Some(open_restriction()));
            world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
            world.parts().enforcer.lift(&open_restriction(), LiftReason::JoinedChannel).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_record_stays_open_while_the_bot_lacks_the_right_to_lift_its_mute() {
        let mut world = World::with(group()).and_ann_has(muted_until(Some(UNTIL)));
        let refused = || BotApiError::NotEnoughRights("not enough rights".to_owned());
        world.api.expect_restrict_chat_member().returning(move |_, _, _| Err(refused()));
        world.api.expect_get_chat_member().returning(|_, _| Ok(ChatMemberStatus::Member));
        world.restrictions.expect_look_again().times(1).returning(|_, _, _| Ok(()));
        world.groups.expect_note_cannot_enforce().times(1).returning(|_| Ok(false));
        world.parts().enforcer.lift(&open_restriction(), LiftReason::JoinedChannel).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_did_what_the_gate_asks_for_is_welcomed_and_nobody_else() {
        let settings = GroupSettings { welcome_text: "Hi {name}".to_owned(), ..GroupSettings::default() };
        let welcoming = Group { settings, ..group() };
        let ours = muted_until(Some(UNTIL));
        for (reason, status, welcomed) in [
            (LiftReason::JoinedChannel, ours, 1),
            (LiftReason::Pressed, ours, 1),
            (LiftReason::Exempted, ours, 0),
            (LiftReason::PolicyEased, ours, 0),
            (LiftReason::Pressed, muted_until(None), 0),
        ] {
            let mut world = World::with(welcoming.clone()).and_open(Some(open_restriction())).and_ann_has(status);
            world.api.expect_restrict_chat_member().returning(|_, _, _| Ok(()));
            world.restrictions.expect_close().returning(|_, _, _| Ok(Some(open_restriction())));
            let claimed = world.group_members.expect_claim_welcomes().times(welcomed);
            claimed.returning(|_, people, _| Ok(people.to_vec()));
            world.api.expect_send_message().times(welcomed).returning(|_, _, _| Ok(MessageId(9)));
            let parts = world.parts();
            parts.enforcer.lift(&open_restriction(), reason).await.unwrap();
            parts.messenger.finish().await;
        }
    }

    #[tokio::test]
    async fn a_record_stays_open_while_its_mute_cannot_be_lifted() {
        let mut world = World::with(group()).and_ann_has(muted_until(Some(UNTIL)));
        world.api.expect_restrict_chat_member().returning(|_, _, _| Err(BotApiError::NoAnswer("away".into())));
        let setback = world.parts().enforcer.lift(&open_restriction(), LiftReason::JoinedChannel).await.unwrap_err();
        assert!(matches!(setback, Setback::TelegramAway(_)));
    }

    #[tokio::test]
    async fn a_record_that_was_never_confirmed_is_left_to_whoever_may_still_be_muting_by_it() {
        let unconfirmed = Restriction { muted_at: None, ..open_restriction() };
        let mut world = World::with(group()).and_ann_has(ChatMemberStatus::Member);
        world
            .restrictions
            .expect_look_again()
            .times(1)
            .withf(|ids, why, at| (ids, *why) == (&[RestrictionId(3)], LiftReason::Unprotected) && *at > NOW)
            .returning(|_, _, _| Ok(()));
        let lift = world.parts().enforcer.lift(&unconfirmed, LiftReason::Unprotected).await.unwrap();
        assert_eq!(lift, Lift::NotYetMuted);
    }

    #[tokio::test]
    async fn what_became_of_it_is_told() {
        let refusal = || BotApiError::Refused { code: 400, description: "strange".to_owned() };
        for (status, refuses, expected) in [
            (muted_until(Some(UNTIL)), false, Lift::Free),
            (muted_until(Some(UNTIL)), true, Lift::Refused),
            (muted_until(None), false, Lift::HeldByAdministrator),
        ] {
            let mut world = World::with(group()).and_ann_has(status).and_open(Some(open_restriction()));
            let answer = move || if refuses { Err(refusal()) } else { Ok(()) };
            world.api.expect_restrict_chat_member().returning(move |_, _, _| answer());
            world
                .restrictions
                .expect_close()
                .times(usize::from(!refuses))
                .returning(|_, _, _| Ok(Some(open_restriction())));
            world.restrictions.expect_look_again().times(usize::from(refuses)).returning(|_, _, _| Ok(()));
            let lift = world.parts().enforcer.lift(&open_restriction(), LiftReason::Pressed).await.unwrap();
            assert_eq!(lift, expected);
        }
    }

    #[tokio::test]
    async fn what_was_only_observed_is_closed_without_a_call() {
        let mut world = World::with(group()).and_open(None);
        world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
        let observed = Restriction { mode: Mode::Observe, ..open_restriction() };
        world.parts().enforcer.lift(&observed, LiftReason::JoinedChannel).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_only_observed_is_closed_without_a_call_whatever_was_asked_ahead() {
        let mut world = World::with(group()).and_ann_has(muted_until(Some(UNTIL))).and_open(None);
        world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
        let observed = Restriction { mode: Mode::Observe, ..open_restriction() };
        let parts = world.parts();
        let answer = parts.statuses.ask(GROUP, ANN).await;
        assert!(answer.is_some());
        let lift = parts.enforcer.lift_asked_ahead(&observed, LiftReason::Pressed, answer).await.unwrap();
        assert_eq!(lift, Lift::Free);
    }
}
