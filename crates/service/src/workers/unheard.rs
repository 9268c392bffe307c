//! Groups in which no notice can be posted: the owner is told once, and whoever was muted without a word is let go.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    notice::NoticeRefusal,
    ports::{Clock, GroupRepository, NoticeRefusals, RestrictionRepository},
    restriction::{LiftReason, Restriction},
};
use tokio_util::sync::CancellationToken;

use crate::{Setback, gate::Enforcer, outgoing::NoticeBoard};

/// When refusals are looked at again whose effects must wait.
const RETRY_DELAY: Duration = Duration::from_secs(30);

/// How many people are let go in one go.
const PAGE: u64 = 100;

/// Lets go whom no notice can reach.
pub(crate) struct UnheardWorker {
    pub(crate) refusals: Arc<dyn NoticeRefusals>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) notices: Arc<NoticeBoard>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl UnheardWorker {
    /// Looks at all refusals, now, at each new one and once a minute, until `stop`.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        while let Some(looked) = stop.run_until_cancelled(self.look_at_all()).await {
            let is_done = looked.unwrap_or_else(|setback| {
                tracing::warn!(error = &setback as &dyn std::error::Error, "refused notices can't be looked at now");
                false
            });
            let next = (!is_done).then(|| self.clock.now().after(RETRY_DELAY));
            stop.run_until_cancelled(self.notices.wait_for_refusal(next)).await;
        }
    }

    /// Whether all of them are looked at and none must wait.
    async fn look_at_all(&self) -> Result<bool, Setback> {
        let mut is_done = true;
        for refusal in self.refusals.list().await? {
            // One group that must wait holds up no other.
            if let Err(setback) = self.look_at(&refusal).await {
                let error = &setback as &dyn std::error::Error;
                tracing::warn!(chat_id = refusal.group.0, error, "whoever was muted unheard waits");
                is_done = false;
            }
        }
        Ok(is_done)
    }

    async fn look_at(&self, refusal: &NoticeRefusal) -> Result<(), Setback> {
        let open = self.restrictions.list_for_notice(refusal.group, PAGE).await?;
        for restriction in open.iter().filter(|restriction| is_unheard(restriction, refusal)) {
            self.enforcer.lift(restriction, LiftReason::NotTold).await?;
        }
        if !refusal.is_owner_told
            && let Some(group) = self.groups.find(refusal.group).await?.filter(|group| group.denied.is_none())
        {
            self.notices.tell_owner(&group).await?;
        }
        Ok(())
    }
}

/// Whether no notice serves a person who was muted before the refusal: it was theirs that was refused.
fn is_unheard(restriction: &Restriction, refusal: &NoticeRefusal) -> bool {
    restriction.notice.is_none() && restriction.muted_at.is_some_and(|muted_at| muted_at <= refusal.at)
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{MessageId, RestrictionId};

    use super::*;
    use crate::testing::{ADMIN, GROUP, NOW, UNTIL, World, group, muted_until, open_restriction};

    fn worker(world: World) -> UnheardWorker {
        let ports = world.ports();
        let shared = crate::parts::Parts::new(&ports);
        UnheardWorker {
            refusals: ports.notice_refusals,
            restrictions: ports.restrictions,
            groups: ports.groups,
            enforcer: shared.enforcer,
            notices: shared.notices,
            clock: ports.clock,
        }
    }

    fn refused(is_owner_told: bool) -> World {
        let mut world = World::with(group());
        let refusal = NoticeRefusal { group: GROUP, at: NOW, is_owner_told };
        world.notice_refusals.expect_list().returning(move || Ok(vec![refusal]));
        world.notice_refusals.expect_find().returning(move |_| Ok(Some(refusal)));
        world
    }

    #[tokio::test]
    async fn whoever_was_muted_unheard_is_let_go_and_whoever_has_a_notice_is_not() {
        let told = Restriction { id: RestrictionId(1), notice: Some(MessageId(4)), ..open_restriction() };
        let later = Restriction { id: RestrictionId(2), muted_at: Some(NOW.after(PAUSE)), ..open_restriction() };
        let mut world = refused(true).and_ann_has(muted_until(Some(UNTIL))).and_open(Some(open_restriction()));
        world
            .restrictions
            .expect_list_for_notice()
            .returning(move |_, _| Ok(vec![open_restriction(), told.clone(), later.clone()]));
        world = world.and_ann_is_unmuted();
        world
            .restrictions
            .expect_close()
            .times(1)
            .withf(|id, reason, _| (*id, *reason) == (open_restriction().id, LiftReason::NotTold))
            .returning(|_, _, _| Ok(Some(open_restriction())));
        assert!(worker(world).look_at_all().await.unwrap());
    }

    const PAUSE: Duration = Duration::from_secs(1);

    #[tokio::test]
    async fn the_owner_is_told_once() {
        for is_told in [false, true] {
            let mut world = refused(is_told).and_notices();
            if !is_told {
                world
                    .api
                    .expect_send_message()
                    .times(1)
                    .withf(|chat, _, _| *chat == ADMIN.into())
                    .returning(|_, _, _| Ok(MessageId(8)));
                world.notice_refusals.expect_set_owner_told().times(1).returning(|_| Ok(()));
            }
            assert!(worker(world).look_at_all().await.unwrap());
        }
    }
}
