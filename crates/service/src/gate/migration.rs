//! A basic group becomes a supergroup, with a new id.

use portcullis_domain::event::Migration;

use crate::{Gatekeeper, Setback};

impl Gatekeeper {
    /// Moves everything the bot knows of a group to its new id. Both chats tell of it; the second time changes nothing.
    pub(crate) async fn migrate_group(&self, migration: Migration) -> Result<(), Setback> {
        self.ports.groups.migrate(migration).await?;
        self.ports.administrators.forget(migration.from).await;
        self.ports.administrators.forget(migration.to).await;
        Ok(())
    }
}
