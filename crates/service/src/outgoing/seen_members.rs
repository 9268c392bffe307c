//! Who was seen where, noted cheaply: a filter in memory, and one write for many sightings.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use portcullis_domain::{
    GroupId, UserId,
    group::Group,
    ports::{Clock, GroupMemberRepository, Sighting, StoreError},
};
use tokio_util::sync::CancellationToken;

/// For how long a person who was noted is not noted again: `last_seen` is as coarse as this.
const RESOLUTION: Duration = Duration::from_hours(24);

/// How many sightings the filter remembers: some 360 bytes each. One that is forgotten costs one write more.
const REMEMBERED: u64 = 500_000;

/// How often sightings are written.
const INTERVAL: Duration = Duration::from_secs(5);

/// Notes who was seen in which group.
pub(crate) struct SeenMembers {
    repository: Arc<dyn GroupMemberRepository>,
    clock: Arc<dyn Clock>,
    noted: moka::sync::Cache<(GroupId, UserId), ()>,
    unwritten: Mutex<Vec<Sighting>>,
}

impl SeenMembers {
    pub(crate) fn new(repository: Arc<dyn GroupMemberRepository>, clock: Arc<dyn Clock>) -> Self {
        Self {
            repository,
            clock,
            noted: moka::sync::Cache::builder().max_capacity(REMEMBERED).time_to_live(RESOLUTION).build(),
            unwritten: Mutex::new(Vec::new()),
        }
    }

    /// Notes in memory that a person was seen in a protected group; it is written within seconds.
    pub(crate) fn note(&self, group: &Group, user: UserId) {
        if !group.is_protected() || self.noted.contains_key(&(group.id, user)) {
            return;
        }
        self.noted.insert((group.id, user), ());
        self.unwritten().push(Sighting { group: group.id, user, at: self.clock.now() });
    }

    /// Writes what was noted. What can't be written is kept for the next time.
    pub(crate) async fn flush(&self) -> Result<(), StoreError> {
        let sightings = std::mem::take(&mut *self.unwritten());
        if sightings.is_empty() {
            return Ok(());
        }
        let written = self.repository.record(&sightings).await;
        if written.is_err() {
            self.unwritten().extend(sightings);
        }
        written
    }

    /// Whether a sighting is noted and not yet written.
    #[cfg(test)]
    pub(crate) fn has_unwritten(&self) -> bool {
        !self.unwritten().is_empty()
    }

    /// Writes every few seconds until `stop`, and once more then.
    pub(crate) async fn run(&self, stop: CancellationToken) {
        let mut is_running = true;
        while is_running {
            is_running = stop.run_until_cancelled(tokio::time::sleep(INTERVAL)).await.is_some();
            if let Err(error) = self.flush().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "sightings can't be written now");
            }
        }
    }

    fn unwritten(&self) -> std::sync::MutexGuard<'_, Vec<Sighting>> {
        // A list of sightings is whole at every moment, so a panic elsewhere can't have broken it.
        self.unwritten.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::ports::MockGroupMemberRepository;

    use super::*;
    use crate::testing::{ANN, clock, group};

    #[tokio::test]
    async fn a_person_who_speaks_often_is_written_once() {
        let mut repository = MockGroupMemberRepository::new();
        repository.expect_record().times(1).withf(|sightings| sightings.len() == 1).returning(|_| Ok(()));
        let seen = SeenMembers::new(Arc::new(repository), clock());
        for _ in 0..100 {
            seen.note(&group(), ANN);
        }
        seen.flush().await.unwrap();
        seen.flush().await.unwrap();
    }

    #[tokio::test]
    async fn a_sighting_that_cannot_be_written_is_kept() {
        let mut repository = MockGroupMemberRepository::new();
        let away = || StoreError::Unavailable("away".into());
        repository.expect_record().times(1).returning(move |_| Err(away()));
        repository.expect_record().times(1).withf(|sightings| sightings.len() == 1).returning(|_| Ok(()));
        let seen = SeenMembers::new(Arc::new(repository), clock());
        seen.note(&group(), ANN);
        seen.flush().await.unwrap_err();
        seen.flush().await.unwrap();
    }

    #[tokio::test]
    async fn nobody_is_noted_where_no_gate_is_on() {
        let seen = SeenMembers::new(Arc::new(MockGroupMemberRepository::new()), clock());
        seen.note(&Group { enabled: false, ..group() }, ANN);
        seen.flush().await.unwrap();
    }
}
