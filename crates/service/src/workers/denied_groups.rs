//! Groups that were protected and are not on the list of those that may use the bot any more: whoever is muted there is let
//! go, and the group is told once.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    GroupId,
    ports::{GroupRepository, StoreError, TenancyRepository, Tenant},
    tenancy::{AllowedGroups, Denial},
};
use portcullis_messages::Texts;
use tokio_util::sync::CancellationToken;

use crate::outgoing::{Denials, Releases};

/// How many groups are read at a time.
const PAGE: u64 = 500;

/// How often all groups are gone through. Once would do, if an instance with the list of before did not go on muting until it
/// is replaced.
const INTERVAL: Duration = Duration::from_hours(1);

/// How long after a failure it is gone on.
const RETRY_DELAY: Duration = Duration::from_secs(10);

/// What is done to every group that is not allowed, one thing in all of them before the next.
#[derive(Clone, Copy, Debug)]
enum Task {
    /// Whoever is muted there is let go.
    LetGo,
    /// The group is told; each word takes its turn among all messages.
    Tell,
}

/// Lets go whom the bot has muted where it may not be used any more.
pub(crate) struct DeniedGroupsWorker {
    pub(crate) allowed: AllowedGroups,
    pub(crate) tenancies: Arc<dyn TenancyRepository>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) denials: Arc<Denials>,
    pub(crate) texts: Texts,
}

impl DeniedGroupsWorker {
    /// Goes through all groups at the start and every hour, until `stop`; where every group is allowed, there is nothing to do.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        if !self.allowed.is_limited() {
            return stop.cancelled().await;
        }
        let (mut task, mut after) = (Task::LetGo, None);
        while let Some(gone_through) = stop.run_until_cancelled(self.go_through_page(task, after)).await {
            let wait = match (gone_through, task) {
                (Ok(Some(last)), _) => {
                    after = Some(last);
                    continue;
                }
                (Ok(None), Task::LetGo) => {
                    (task, after) = (Task::Tell, None);
                    continue;
                }
                (Ok(None), Task::Tell) => {
                    (task, after) = (Task::LetGo, None);
                    INTERVAL
                }
                (Err(error), _) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "groups that are not allowed can't be let go now"
                    );
                    RETRY_DELAY
                }
            };
            let _ended = stop.run_until_cancelled(tokio::time::sleep(wait)).await;
        }
    }

    /// The last group of the page; `None`: there is none after this one.
    async fn go_through_page(&self, task: Task, after: Option<GroupId>) -> Result<Option<GroupId>, StoreError> {
        let page = self.tenancies.list(after, PAGE).await?;
        for tenant in &page {
            // Whoever blocks a group has the release ordered with that.
            if tenant.tenancy.denial(tenant.group, &self.allowed) == Some(Denial::NotAllowed) {
                match task {
                    Task::LetGo => self.let_go(tenant).await?,
                    Task::Tell => self.tell(tenant).await?,
                }
            }
        }
        Ok(page.last().map(|last| last.group))
    }

    async fn let_go(&self, tenant: &Tenant) -> Result<(), StoreError> {
        let group = tenant.group;
        if tenant.has_muted && !self.releases.is_under_way(group).await? {
            tracing::info!(
                chat_id = group.0,
                "a group is not in ALLOWED_GROUPS any more: whoever is muted there is let go"
            );
            self.releases.order(group).await?;
        }
        Ok(())
    }

    async fn tell(&self, tenant: &Tenant) -> Result<(), StoreError> {
        // Where no gate was on, nothing has changed for anybody.
        if tenant.enabled && !tenant.is_told {
            // In which language matters less than that one group holds up no other.
            let known = self.groups.find(tenant.group).await.ok().flatten();
            let language = self.texts.language_for(known.as_deref(), None);
            self.denials.tell_uncalled(tenant.group, Denial::NotAllowed, language).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        JobId, MessageId, Timestamp,
        tenancy::{Block, Tenancy},
    };

    use super::*;
    use crate::{
        parts::Parts,
        testing::{GROUP, World, group},
    };

    const OTHER: GroupId = GroupId(-1_009);

    fn tenant(group: GroupId) -> Tenant {
        Tenant { group, tenancy: Tenancy::default(), enabled: true, is_told: false, has_muted: true }
    }

    /// A world in which only [`OTHER`] is allowed, and these groups are known.
    fn world(tenants: Vec<Tenant>) -> World {
        let mut world = World { allowed_groups: [OTHER].into_iter().collect(), ..World::with(group()) };
        let last = tenants.last().map(|last| last.group);
        // Once for those who are muted, once for the word.
        let first = move |_, _| Ok(tenants.clone());
        world.tenancies.expect_list().times(2).withf(|after, _| after.is_none()).returning(first);
        world.tenancies.expect_list().times(2).withf(move |after, _| *after == last).returning(|_, _| Ok(Vec::new()));
        world
    }

    async fn go_through(world: World) {
        let ports = world.ports();
        let assembled = Parts::new(&ports);
        let worker = assembled.workers(&ports).denied_groups;
        let stop = CancellationToken::new();
        let _stopped = tokio::time::timeout(INTERVAL / 2, worker.run(&stop)).await;
        assembled.messenger.finish().await;
        drop((worker, assembled));
        crate::testing::end(ports).await;
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_muted_where_the_bot_may_not_be_used_any_more_is_let_go_and_the_group_is_told() {
        let mut world = world(vec![tenant(GROUP), tenant(OTHER)]);
        world.jobs.expect_is_open().returning(|_, _| Ok(false));
        world.jobs.expect_put().times(1).withf(|_, group, _| *group == GROUP).returning(|_, _, _| Ok(JobId(1)));
        world
            .tenancies
            .expect_claim_denial()
            .times(1)
            .withf(|group, _, _| *group == GROUP)
            .returning(|_, _, _| Ok(true));
        world.api.expect_send_message().times(1).returning(|_, _, _| Ok(MessageId(9)));
        go_through(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn who_was_told_is_not_told_again_and_a_release_that_is_under_way_goes_on() {
        let mut world = world(vec![Tenant { is_told: true, ..tenant(GROUP) }]);
        world.jobs.expect_is_open().returning(|_, _| Ok(true));
        go_through(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn where_no_gate_was_on_nobody_is_told() {
        let off = Tenant { enabled: false, has_muted: false, ..tenant(GROUP) };
        let blocked = Tenancy { block: Some(Block { at: Timestamp(1), reason: None }), ..Tenancy::default() };
        let blocked = Tenant { group: GroupId(-1_000), tenancy: blocked, ..tenant(GROUP) };
        let migrated = Tenancy { former_id: Some(OTHER), ..Tenancy::default() };
        let migrated = Tenant { group: GroupId(-999), tenancy: migrated, ..tenant(GROUP) };
        go_through(world(vec![off, blocked, migrated])).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_that_is_away_is_asked_again() {
        let mut world = World { allowed_groups: [OTHER].into_iter().collect(), ..World::empty() };
        world.tenancies.expect_list().times(1).returning(|_, _| Err(StoreError::Unavailable("away".into())));
        world.tenancies.expect_list().times(2).returning(|_, _| Ok(Vec::new()));
        go_through(world).await;
    }

    #[tokio::test(start_paused = true)]
    async fn where_every_group_is_allowed_none_is_looked_for() {
        let mut world = World::empty();
        world.tenancies.expect_list().never();
        go_through(world).await;
    }
}
