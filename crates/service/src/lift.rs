//! The end of a restriction: the voice back, the notice away, the record closed.

use portcullis_domain::{
    Timestamp,
    ports::{BotApiError, Voice},
    restriction::{LiftReason, Restriction},
    settings::Mode,
};

use crate::{Gatekeeper, Setback, meters};

impl Gatekeeper {
    /// Gives a person their voice back, if it is still our mute that takes it, and closes the record.
    pub(crate) async fn lift(&self, restriction: &Restriction, reason: LiftReason) -> Result<(), Setback> {
        if restriction.mode == Mode::Enforce {
            self.unmute(restriction).await?;
        }
        self.end_record(restriction, reason, self.ports.clock.now()).await
    }

    async fn unmute(&self, restriction: &Restriction) -> Result<(), Setback> {
        let (group, user) = (restriction.group, restriction.user);
        let status = match self.ports.api.get_chat_member(group.into(), user).await {
            Ok(status) => status,
            Err(error) => return out_of_reach(group, error),
        };
        if !restriction.is_the_mute_of(status, self.ports.clock.now()) {
            // Somebody else's word stands, or nothing is left to lift.
            return Ok(());
        }
        match self.ports.api.restrict_chat_member(group, user, Voice::Free).await {
            Ok(()) => Ok(()),
            Err(error) => out_of_reach(group, error),
        }
    }

    /// Closes a record, and removes its notice if that serves nobody any more.
    pub(crate) async fn end_record(
        &self,
        restriction: &Restriction,
        reason: LiftReason,
        now: Timestamp,
    ) -> Result<(), Setback> {
        let restrictions = &self.ports.restrictions;
        let (group, notice) = (restriction.group, restriction.notice);
        // Scheduled before the record is closed: a crash in between must not leave the notice for ever.
        if let Some(notice) = notice
            && restrictions.count_served_by(group, notice).await? <= 1
        {
            self.deletions.schedule(group.into(), notice, now).await?;
        }
        if restrictions.lift(restriction.id, reason, now).await? {
            meters::lifted(reason);
        }
        // Two people who are lifted at the same time each see the other above; the last one sees nobody here.
        if let Some(notice) = notice
            && restrictions.count_served_by(group, notice).await? == 0
        {
            self.deletions.schedule(group.into(), notice, now).await?;
            self.deletions.poke();
        }
        Ok(())
    }
}

/// A refusal means that the bot can do nothing here any more: the record ends all the same. Everything else is tried again.
fn out_of_reach(group: portcullis_domain::GroupId, error: BotApiError) -> Result<(), Setback> {
    match error {
        BotApiError::UserUnknown
        | BotApiError::UserIsAdministrator
        | BotApiError::ChatUnavailable(_)
        | BotApiError::NotEnoughRights(_)
        | BotApiError::BasicGroup => {
            tracing::warn!(error = &error as &dyn std::error::Error, "nobody can be un-muted here");
            Ok(())
        }
        other => Err(Setback::in_group(group)(other)),
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{MessageId, chat_member::ChatMemberStatus};

    use super::*;
    use crate::testing::{UNTIL, World, muted_until, open_restriction};

    #[tokio::test]
    async fn our_own_mute_is_lifted_and_its_notice_removed_with_the_last_it_serves() {
        let mut world = World::empty().and_ann_has(muted_until(Some(UNTIL)));
        let free = |voice: &Voice| *voice == Voice::Free;
        world.api.expect_restrict_chat_member().times(1).withf(move |_, _, v| free(v)).returning(|_, _, _| Ok(()));
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(0));
        world.deletions.expect_put().times(2).withf(|d| d.message == MessageId(8)).returning(|_| Ok(()));
        world.restrictions.expect_lift().times(1).returning(|_, _, _| Ok(true));
        let restriction = Restriction { notice: Some(MessageId(8)), ..open_restriction() };
        world.gatekeeper().lift(&restriction, LiftReason::JoinedChannel).await.unwrap();
    }

    #[tokio::test]
    async fn a_notice_that_serves_others_stays() {
        let mut world = World::empty().and_ann_has(muted_until(Some(UNTIL)));
        world.api.expect_restrict_chat_member().returning(|_, _, _| Ok(()));
        world.restrictions.expect_count_served_by().times(1).returning(|_, _| Ok(3));
        world.restrictions.expect_lift().times(1).returning(|_, _, _| Ok(true));
        world.restrictions.expect_count_served_by().times(1).returning(|_, _| Ok(2));
        let restriction = Restriction { notice: Some(MessageId(8)), ..open_restriction() };
        world.gatekeeper().lift(&restriction, LiftReason::JoinedChannel).await.unwrap();
    }

    #[tokio::test]
    async fn an_administrators_mute_is_never_lifted() {
        for status in [muted_until(None), ChatMemberStatus::Kicked, ChatMemberStatus::Member] {
            let mut world = World::empty().and_ann_has(status);
            world.restrictions.expect_lift().times(1).returning(|_, _, _| Ok(true));
            world.gatekeeper().lift(&open_restriction(), LiftReason::JoinedChannel).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_record_stays_open_while_its_mute_cannot_be_lifted() {
        let mut world = World::empty().and_ann_has(muted_until(Some(UNTIL)));
        world.api.expect_restrict_chat_member().returning(|_, _, _| Err(BotApiError::NoAnswer("away".into())));
        let setback = world.gatekeeper().lift(&open_restriction(), LiftReason::JoinedChannel).await.unwrap_err();
        assert!(matches!(setback, Setback::TelegramAway(_)));
    }

    #[tokio::test]
    async fn what_was_only_observed_is_closed_without_a_call() {
        let mut world = World::empty();
        world.restrictions.expect_lift().times(1).returning(|_, _, _| Ok(true));
        let observed = Restriction { mode: Mode::Observe, ..open_restriction() };
        world.gatekeeper().lift(&observed, LiftReason::JoinedChannel).await.unwrap();
    }
}
