//! Whoever's mute is gone or is not ours: what is known is written down, and they are told.

use std::time::Duration;

use portcullis_domain::{
    MessageId,
    group::Group,
    ports::BotApiError,
    restriction::{LiftReason, NewRestriction, Restriction},
};

use super::{Enforcer, RestrictOutcome};
use crate::Setback;

/// How long a person is not told again why their messages go.
const TOLD_FOR: Duration = Duration::from_hours(1);

impl Enforcer {
    /// Tells somebody why their messages go whom an administrator's restriction lets write, deletes the one that they wrote, and
    /// mutes nobody.
    ///
    /// Their record stands for the word alone: Telegram shows a restriction with another end, so that nothing is lifted
    /// with it, and the notice goes once they pass.
    pub(super) async fn tell(
        &self,
        group: &Group,
        new: &NewRestriction,
        open: Option<Restriction>,
        written: Option<MessageId>,
    ) -> Result<RestrictOutcome, Setback> {
        if let Some(open) = open
            && new.restricted_at.since(open.restricted_at) > TOLD_FOR
        {
            self.records.close(&open, LiftReason::NotMuted).await?;
        }
        match self.braking.open(group, new).await? {
            Some(record) => {
                let stands = self.beside_delete(group, written, self.confirm(&record)).await?;
                Ok(RestrictOutcome::of_confirmed(stands))
            }
            None => Ok(RestrictOutcome::HeldBack),
        }
    }

    /// Another bot has un-muted somebody, which is no admin's word: the record is closed, and the person gated at the next
    /// message. If that was judged before this was told, our mute stands anew, and the record with it.
    pub(crate) async fn note_unmuted(&self, restriction: &Restriction) -> Result<(), Setback> {
        match self.api.get_chat_member(restriction.group.into(), restriction.user).await {
            Ok(status) if restriction.is_the_mute_of(status, self.clock.now()) => Ok(()),
            Ok(_) | Err(BotApiError::UserUnknown) => Ok(self.records.close(restriction, LiftReason::FoundFree).await?),
            Err(BotApiError::ChatUnavailable(_)) => self.bot_rights.look_up(restriction.group).await,
            Err(error) => Err(Setback::in_group(restriction.group)(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        Timestamp,
        chat_member::{ChatMemberStatus, Membership, RestrictedMember},
    };

    use super::*;
    use crate::testing::{
        ANN, CHANNEL, NOW, UNTIL, World, ann_says, group, muted_until, open_restriction, person, stored,
    };

    /// What an admin has left to a person who may only send text.
    const TEXT_ONLY: ChatMemberStatus =
        ChatMemberStatus::Restricted(RestrictedMember { is_member: true, can_send_messages: true, until: None });

    /// Ann, whom an admin limits to text, writes while this record is open; nobody may be restricted.
    async fn write(open: Option<Restriction>, change: impl FnOnce(&mut World)) {
        let mut world = World::with(group()).and_ann_is(Membership::NotMember).and_open(open).and_ann_has(TEXT_ONLY);
        world = world.and_notices();
        world.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        change(&mut world);
        let (ann, said) = (person(ANN), ann_says("hi"));
        world
            .act(async |parts| parts.enforcer.restrict_speaker(&group(), &ann, vec![CHANNEL], &said).await)
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn whoever_an_admin_limits_to_text_is_told_why_their_messages_go_and_not_muted() {
        write(None, |world| {
            world.groups.expect_find_fresh().returning(|_| Ok(Some(std::sync::Arc::new(group()))));
            world.restrictions.expect_open_unless_braked().times(1).returning(|new, _| Ok(Some(stored(new))));
            world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        })
        .await;
    }

    #[tokio::test]
    async fn they_are_told_again_after_an_hour_and_not_before() {
        let told = |minutes: i64| {
            let at = Timestamp(NOW.0 - minutes * 60_000);
            Restriction { restricted_at: at, muted_at: Some(at), ..open_restriction() }
        };
        write(Some(told(59)), |world| {
            let open = told(59);
            world.restrictions.expect_open_unless_braked().times(1).returning(move |_, _| Ok(Some(open.clone())));
        })
        .await;
        write(Some(told(61)), |world| {
            world.groups.expect_find_fresh().returning(|_| Ok(Some(std::sync::Arc::new(group()))));
            world.restrictions.expect_close().times(1).returning(|_, _, _| Ok(Some(open_restriction())));
            world.restrictions.expect_open_unless_braked().times(1).returning(|new, _| Ok(Some(stored(new))));
            world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        })
        .await;
    }

    #[tokio::test]
    async fn another_bots_unmute_closes_the_record_unless_our_mute_stands_anew() {
        for (status, closed) in [(ChatMemberStatus::Member, 1), (TEXT_ONLY, 1), (muted_until(Some(UNTIL)), 0)] {
            let mut world = World::with(group()).and_open(Some(open_restriction())).and_ann_has(status);
            world
                .restrictions
                .expect_close()
                .times(closed)
                .withf(|_, reason, _| *reason == LiftReason::FoundFree)
                .returning(|_, _, _| Ok(Some(open_restriction())));
            world.parts().enforcer.note_unmuted(&open_restriction()).await.unwrap();
        }
    }
}
