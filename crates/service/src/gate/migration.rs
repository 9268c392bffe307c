//! A basic group becomes a supergroup, with a new id.

use std::sync::Arc;

use portcullis_domain::{
    event::Migration,
    ports::{Administrators, GroupRepository, StoreError},
    tenancy::AllowedGroups,
};

use crate::outgoing::{NoticeBoard, Releases, Sweeps};

/// Moves groups to their new ids.
pub(crate) struct GroupMigration {
    groups: Arc<dyn GroupRepository>,
    administrators: Arc<dyn Administrators>,
    notices: Arc<NoticeBoard>,
    releases: Arc<Releases>,
    sweeps: Arc<Sweeps>,
    allowed: AllowedGroups,
}

impl GroupMigration {
    pub(crate) fn new(
        groups: Arc<dyn GroupRepository>,
        administrators: Arc<dyn Administrators>,
        notices: Arc<NoticeBoard>,
        releases: Arc<Releases>,
        sweeps: Arc<Sweeps>,
        allowed: AllowedGroups,
    ) -> Self {
        Self { groups, administrators, notices, releases, sweeps, allowed }
    }

    /// Moves everything the bot knows of a group to its new id. Both chats tell of it; the second time changes nothing.
    pub(crate) async fn run(&self, migration: Migration) -> Result<(), StoreError> {
        self.groups.migrate(migration).await?;
        self.administrators.forget(migration.from).await;
        self.administrators.forget(migration.to).await;
        // Notices stay behind in the old chat.
        self.notices.rescan();
        // What was ordered, or under way, is ordered anew under the new id.
        self.releases.wake();
        self.sweeps.wake();
        let is_on_list = self.allowed.is_limited() && self.allowed.contains(migration.from);
        if is_on_list && !self.allowed.contains(migration.to) {
            tracing::warn!(
                chat_id = migration.from.0,
                new_chat_id = migration.to.0,
                "ALLOWED_GROUPS names a group by the id that it had before; it is served all the same"
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use portcullis_domain::GroupId;

    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn the_rows_move_and_neither_ids_administrators_are_remembered() {
        let migration = Migration { from: GroupId(-5), to: GroupId(-1_005) };
        let mut world = World::empty();
        world.groups.expect_migrate().times(1).withf(move |asked| *asked == migration).returning(|_| Ok(()));
        for id in [migration.from, migration.to] {
            world.administrators.expect_forget().times(1).withf(move |group| *group == id).returning(|_| ());
        }
        let parts = world.parts();
        parts.migration.run(migration).await.unwrap();
        assert!(parts.releases.wait(None).now_or_never().is_some(), "a release may have moved with them");
        assert!(parts.sweeping.orders.wait(None).now_or_never().is_some(), "a sweep may have moved with them");
    }
}
