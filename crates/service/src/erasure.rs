//! A person asks that nothing be stored about them.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use portcullis_domain::{
    GroupId, RestrictionId, UserId,
    event::Migration,
    ports::{Clock, Erased, ExemptionRepository, PersonalData, RestrictionRepository},
    restriction::{LiftReason, Restriction},
};

use crate::{
    Setback,
    gate::{Enforcer, GroupMigration, Lift},
};

/// How long whatever was being written as a person opted out has time to be written.
const SETTLES_WITHIN: Duration = Duration::from_secs(1);

/// Erases people: un-mutes them wherever the bot has muted them, and removes every row about them.
pub struct Erasure {
    pub(crate) personal_data: Arc<dyn PersonalData>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) exemptions: Arc<dyn ExemptionRepository>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) migration: Arc<GroupMigration>,
    pub(crate) clock: Arc<dyn Clock>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasureReport {
    /// The groups in which the person was muted and is free, or was only noted.
    pub lifted: Vec<GroupId>,
    /// The mutes that Telegram does not let the bot lift: each ends by itself.
    pub refused: Vec<Restriction>,
    /// What is gone from the database.
    pub erased: Erased,
}

impl Erasure {
    /// Erases a person. Where it fails, it can be begun again: what is done is done.
    ///
    /// # Errors
    ///
    /// [`Setback`]: Telegram or the database is away. The rows are still there, but for those of mutes that were lifted.
    pub async fn erase(&self, user: UserId) -> Result<ErasureReport, Setback> {
        self.personal_data.opt_out(user, self.clock.now()).await?;
        tokio::time::sleep(SETTLES_WITHIN).await;
        let mut report = ErasureReport::default();
        self.lift_all(user, &mut report).await?;
        // One by one, as an admin would end them: so every instance hears of it.
        for group in self.personal_data.list_groups_that_exempt(user).await? {
            self.exemptions.remove(group, user).await?;
        }
        report.erased = self.personal_data.erase(user).await?;
        Ok(report)
    }

    async fn lift_all(&self, user: UserId, report: &mut ErasureReport) -> Result<(), Setback> {
        let mut passed = BTreeSet::<RestrictionId>::new();
        loop {
            let open = self.restrictions.list_open_of(user).await?;
            let Some(restriction) = open.into_iter().find(|open| !passed.contains(&open.id)) else { return Ok(()) };
            match self.enforcer.try_lift(&restriction, LiftReason::Erased).await {
                Ok(Lift::Free | Lift::HeldByAdministrator) => {
                    passed.insert(restriction.id);
                    report.lifted.push(restriction.group);
                }
                // A mute that was never confirmed, and may still come: what is left of it ends by itself.
                Ok(Lift::NotYetMuted | Lift::Refused) => {
                    passed.insert(restriction.id);
                    report.refused.push(restriction);
                }
                Err(Setback::FloodWait(wait)) => tokio::time::sleep(wait).await,
                Err(Setback::Migrated(Migration { from, to })) => {
                    self.migration.run(Migration { from, to }).await?;
                }
                Err(Setback::Fault(error)) => {
                    let group = restriction.group;
                    tracing::error!(chat_id = group.0, error = &*error, "somebody who is erased can't be un-muted");
                    passed.insert(restriction.id);
                    report.refused.push(restriction);
                }
                Err(away) => return Err(away),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::ports::{BotApiError, MockPersonalData};

    use super::*;
    use crate::{
        Ports,
        parts::Parts,
        testing::{ANN, GROUP, NOW, UNTIL, World, group, muted_until, open_restriction},
    };

    const EXEMPT_IN: GroupId = GroupId(-5);

    /// What is erased of somebody, in the order in which it must be.
    fn personal_data(erases: usize) -> MockPersonalData {
        let mut data = MockPersonalData::new();
        data.expect_opt_out().times(1).withf(|user, at| (*user, *at) == (ANN, NOW)).returning(|_, _| Ok(()));
        data.expect_list_groups_that_exempt().times(erases).returning(|_| Ok(vec![EXEMPT_IN]));
        data.expect_erase().times(erases).returning(|_| Ok(Erased { rows: 4, owned: Vec::new() }));
        data
    }

    async fn erase(world: World, data: MockPersonalData) -> Result<ErasureReport, Setback> {
        let ports = Ports { personal_data: Arc::new(data), ..world.ports() };
        Parts::new(&ports).erasure(&ports).erase(ANN).await
    }

    /// A world in which a person is muted until somebody closes the record.
    fn muted() -> World {
        let mut world = World::with(group()).and_open(Some(open_restriction()));
        world.restrictions.expect_list_open_of().times(1).returning(|_| Ok(vec![open_restriction()]));
        world.restrictions.expect_list_open_of().returning(|_| Ok(Vec::new()));
        world
    }

    fn exempt(mut world: World) -> World {
        world.exemptions.expect_remove().times(1).withf(|group, _| *group == EXEMPT_IN).returning(|_, _| Ok(true));
        world
    }

    #[tokio::test(start_paused = true)]
    async fn a_muted_person_is_let_go_before_what_tells_of_it_is_gone() {
        let mut world = exempt(muted()).and_ann_has(muted_until(Some(UNTIL))).and_ann_is_unmuted();
        let closed = world.restrictions.expect_close().times(1).withf(|_, reason, _| *reason == LiftReason::Erased);
        closed.returning(|_, _, _| Ok(Some(open_restriction())));
        let report = erase(world, personal_data(1)).await.unwrap();
        assert_eq!(report.lifted, [GROUP]);
        assert_eq!(report.erased.rows, 4);
    }

    #[tokio::test(start_paused = true)]
    async fn while_telegram_is_away_nothing_is_removed() {
        let mut world = muted();
        world.api.expect_get_chat_member().returning(|_, _| Err(BotApiError::NoAnswer("away".into())));
        assert!(matches!(erase(world, personal_data(0)).await, Err(Setback::TelegramAway(_))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_mute_that_telegram_does_not_let_go_is_told_and_keeps_nothing_stored() {
        let mut world = World::with(group()).and_ann_has(muted_until(Some(UNTIL)));
        world.restrictions.expect_list_open_of().returning(|_| Ok(vec![open_restriction()]));
        let refused = || BotApiError::Refused { code: 400, description: "strange".to_owned() };
        world.api.expect_restrict_chat_member().times(1).returning(move |_, _, _| Err(refused()));
        let report = erase(exempt(world), personal_data(1)).await.unwrap();
        assert_eq!((report.lifted.len(), report.refused.len()), (0, 1));
    }
}
