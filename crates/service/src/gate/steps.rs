//! What follows what a person did whom the gate restricts: the facts of the ladder, read where a group has one.

use std::sync::Arc;

use portcullis_domain::{
    Timestamp, UserId,
    group::Group,
    ladder::{LadderFacts, NextStep, RECORDS, next_step},
    ports::{GroupMemberRepository, RestrictionRepository, StoreError},
    restriction::{RestrictReason, Restriction},
    settings::Mode,
    step::Step,
};

use super::amnesties::Amnesties;

/// Finds out which step is the next.
pub(crate) struct Steps {
    restrictions: Arc<dyn RestrictionRepository>,
    group_members: Arc<dyn GroupMemberRepository>,
    amnesties: Amnesties,
}

impl Steps {
    pub(crate) fn new(
        restrictions: Arc<dyn RestrictionRepository>,
        group_members: Arc<dyn GroupMemberRepository>,
    ) -> Self {
        Self { restrictions, group_members, amnesties: Amnesties::default() }
    }

    /// What follows what a person did at that moment, by Telegram's clock. `open` is their open record: where a group has no
    /// ladder and nobody was reminded, nothing is read.
    pub(crate) async fn next(
        &self,
        group: &Group,
        user: UserId,
        reason: RestrictReason,
        at: Timestamp,
        open: Option<&Restriction>,
    ) -> Result<NextStep, StoreError> {
        let has_steps = group.has_steps() || open.is_some_and(|open| !open.is_of_mute());
        if !has_steps || group.settings.mode == Mode::Observe {
            return Ok(NextStep::Take(Step::Mute));
        }
        let records = self.restrictions.list_cases(group.id, user, RECORDS).await?;
        let first_seen = self.group_members.first_seen(group.id, user).await?;
        let next = next_step(group, LadderFacts { reason, at, first_seen, records: &records });
        if let NextStep::StandUntil(end) = next {
            self.amnesties.note(group.id, user, end);
        }
        Ok(next)
    }

    /// Whether it is remembered that whatever a person writes in `group` at that moment stands, though they do not pass.
    pub(crate) fn lets_write(&self, group: &Group, user: UserId, at: Timestamp) -> bool {
        group.settings.mode == Mode::Enforce && self.amnesties.covers(group, user, at)
    }
}
