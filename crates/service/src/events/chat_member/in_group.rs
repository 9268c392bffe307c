//! Somebody's status in a protected group changed.

use std::sync::Arc;

use portcullis_domain::{
    UserId,
    chat_member::ChatMemberStatus,
    event::ChatMemberUpdated,
    group::Group,
    ports::{Administrators, Clock, RestrictionRepository},
    restriction::{LiftReason, Restriction},
    settings::Mode,
};

use crate::{
    Setback,
    gate::{Enforcer, Exemptions, Newcomers, Records},
};

/// Keeps to what an admin did to a person, and judges whoever joined.
pub(crate) struct GroupMemberHandler {
    pub(crate) bot: UserId,
    pub(crate) administrators: Arc<dyn Administrators>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) records: Arc<Records>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) exemptions: Arc<Exemptions>,
    pub(crate) newcomers: Arc<Newcomers>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl GroupMemberHandler {
    pub(crate) async fn handle(&self, group: &Group, change: &ChatMemberUpdated) -> Result<(), Setback> {
        if change.old.is_administrator() || change.new.is_administrator() {
            self.administrators.forget(group.id).await;
        }
        if change.is_bot {
            return Ok(());
        }
        let is_unban = change.old == ChatMemberStatus::Kicked && change.new != ChatMemberStatus::Kicked;
        if change.by == self.bot && is_unban {
            return self.enforcer.ban_again(group.id, change).await;
        }
        let by_somebody_else = change.by != change.person.id && change.by != self.bot;
        // Where the gate only observes it has muted nobody, and no admin's deed is about it.
        let is_mute = |open: &Restriction| open.mode == Mode::Enforce && open.is_of_mute();
        if by_somebody_else
            && let Some(open) = self.restrictions.find_open(group.id, change.person.id).await?.filter(is_mute)
        {
            return self.administrator_acted(group, change, open).await;
        }
        if change.is_join() {
            self.newcomers.judge(group, &change.person, change.date, None).await?;
        }
        Ok(())
    }

    /// An admin changed the rights of somebody whom the bot had muted: the admin's word stands.
    async fn administrator_acted(
        &self,
        group: &Group,
        change: &ChatMemberUpdated,
        open: Restriction,
    ) -> Result<(), Setback> {
        let now = self.clock.now();
        if open.is_the_mute_of(change.new, now) {
            // The mute itself is untouched: somebody only let the person in or out.
            return Ok(());
        }
        match (change.is_unmute(), change.is_by_bot) {
            // Where the bot does nothing, an admin's deed is no word about its gate.
            (true, false) if group.denied.is_none() => self.exemptions.exempt_unmuted(group, change).await,
            // Another gate's riddle was solved, say: that is no admin's word about this gate.
            (true, true) => self.enforcer.note_unmuted(&open).await,
            (false, _) | (true, false) => Ok(self.records.close(&open, LiftReason::AdministratorActed).await?),
        }
    }
}
