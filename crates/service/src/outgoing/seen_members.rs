//! Who was seen where, noted cheaply: a filter in memory, and one write for many sightings.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use portcullis_compact::{CompactMap, Pair};
use portcullis_domain::{
    UserId,
    group::Group,
    ports::{Clock, GroupMemberRepository, SeenUsername, Sighting, StoreError},
    sender::Person,
};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// For how long a person who was noted is not noted again: `last_seen` is as coarse as this.
const RESOLUTION: Duration = Duration::from_hours(24);

/// How many sightings the filter remembers: 39 bytes each at most, 24 once it is full. One that is forgotten costs one write
/// more.
const REMEMBERED: usize = 1_500_000;

/// How many sightings may wait to be written, some 24 bytes each: while the database is away, more of them are not noted.
const MAX_UNWRITTEN: usize = 200_000;

/// How many people's public names the filter remembers: 32 bytes each at most. One that is forgotten costs one write more.
const REMEMBERED_NAMES: usize = 500_000;

/// How many public names may wait to be written, some 70 bytes each: more of them are noted the next time.
const MAX_UNWRITTEN_NAMES: usize = 50_000;

/// How often sightings are written.
const INTERVAL: Duration = Duration::from_secs(5);

/// Notes who was seen in which group.
pub(crate) struct SeenMembers {
    repository: Arc<dyn GroupMemberRepository>,
    clock: Arc<dyn Clock>,
    noted: CompactMap<Pair, ()>,
    unwritten: Mutex<Vec<Sighting>>,
    /// Of whom it is known by which public name they were written last: its hash.
    names: CompactMap<UserId, u32>,
    unwritten_names: Mutex<Vec<SeenUsername>>,
    /// Held by whoever writes: what is taken to be written is neither in memory nor in the database meanwhile.
    writing: tokio::sync::Mutex<()>,
}

impl SeenMembers {
    pub(crate) fn new(repository: Arc<dyn GroupMemberRepository>, clock: Arc<dyn Clock>) -> Self {
        Self {
            repository,
            clock,
            noted: CompactMap::new(REMEMBERED, now()),
            unwritten: Mutex::default(),
            names: CompactMap::new(REMEMBERED_NAMES, now()),
            unwritten_names: Mutex::default(),
            writing: tokio::sync::Mutex::default(),
        }
    }

    /// Notes in memory that a person was seen in a protected group; it is written within seconds.
    pub(crate) fn note(&self, group: &Group, user: UserId) {
        if !group.is_protected() {
            return;
        }
        // Whoever has ids that are no pair is written each time.
        let pair = Pair::new(user.0, group.id.0);
        if !pair.is_none_or(|pair| self.noted.insert_if_absent(pair, (), RESOLUTION, now())) {
            return;
        }
        let mut unwritten = self.unwritten();
        if unwritten.len() < MAX_UNWRITTEN {
            unwritten.push(Sighting { group: group.id, user, at: self.clock.now() });
        } else if let Some(pair) = pair {
            self.noted.remove(&pair);
        }
    }

    /// The same with the public name by which they were seen, which is written if it has changed, and once a day. Of a message
    /// that memory lets stand the name is not read: a new one is noted with the next look-up.
    pub(crate) fn note_person(&self, group: &Group, person: &Person) {
        self.note(group, person.id);
        let (hash, now) = (hash_of(person.username.as_deref()), now());
        if !group.is_protected() || self.names.get(&person.id, now) == Some(hash) {
            return;
        }
        let mut unwritten = self.unwritten_names();
        if unwritten.len() < MAX_UNWRITTEN_NAMES {
            let username = person.username.clone();
            unwritten.push(SeenUsername { user: person.id, username, at: self.clock.now() });
            self.names.insert(person.id, hash, RESOLUTION, now);
        }
    }

    /// Writes what was noted, and waits for what somebody else is writing: whoever asks the database next finds all of it.
    /// What can't be written is kept for the next time.
    pub(crate) async fn flush(&self) -> Result<(), StoreError> {
        let _writing = self.writing.lock().await;
        self.flush_sightings().await?;
        self.flush_names().await
    }

    async fn flush_sightings(&self) -> Result<(), StoreError> {
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

    async fn flush_names(&self) -> Result<(), StoreError> {
        let names = std::mem::take(&mut *self.unwritten_names());
        if names.is_empty() {
            return Ok(());
        }
        let written = self.repository.record_usernames(&names).await;
        if written.is_err() {
            self.unwritten_names().extend(names);
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

    fn unwritten_names(&self) -> std::sync::MutexGuard<'_, Vec<SeenUsername>> {
        self.unwritten_names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unwritten(&self) -> std::sync::MutexGuard<'_, Vec<Sighting>> {
        // A list of sightings is whole at every moment, so a panic elsewhere can't have broken it.
        self.unwritten.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells names apart, but for their capitals.
fn hash_of(username: Option<&str>) -> u32 {
    let mut hasher = DefaultHasher::new();
    let letters = username.map(str::bytes).into_iter().flatten();
    letters.for_each(|letter| letter.to_ascii_lowercase().hash(&mut hasher));
    // Half of it is enough.
    (hasher.finish() >> 32) as u32
}

fn now() -> std::time::Instant {
    Instant::now().into_std()
}

#[cfg(test)]
mod tests {
    use portcullis_domain::ports::MockGroupMemberRepository;

    use super::*;
    use crate::testing::{ANN, clock, group, person};

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
    async fn whoever_is_not_noted_for_want_of_room_is_noted_once_there_is_some() {
        let mut repository = MockGroupMemberRepository::new();
        repository.expect_record().times(1).withf(|sightings| sightings.len() == MAX_UNWRITTEN).returning(|_| Ok(()));
        repository.expect_record().times(1).withf(|sightings| sightings[0].user == ANN).returning(|_| Ok(()));
        let seen = SeenMembers::new(Arc::new(repository), clock());
        (1_000..).take(MAX_UNWRITTEN).for_each(|user| seen.note(&group(), UserId(user)));
        seen.note(&group(), ANN);
        seen.flush().await.unwrap();
        seen.note(&group(), ANN);
        seen.flush().await.unwrap();
    }

    #[tokio::test]
    async fn a_public_name_is_written_once_and_again_when_it_changes_or_goes() {
        let mut repository = MockGroupMemberRepository::new();
        repository.expect_record().times(1).returning(|_| Ok(()));
        for name in [Some("ann"), Some("anna"), None] {
            let written = repository.expect_record_usernames().times(1);
            written.withf(move |seen| seen.len() == 1 && seen[0].username.as_deref() == name).returning(|_| Ok(()));
        }
        let seen = SeenMembers::new(Arc::new(repository), clock());
        for name in [Some("ann"), Some("ANN"), Some("anna"), Some("anna"), None, None] {
            let person = Person { username: name.map(str::to_owned), ..person(ANN) };
            seen.note_person(&group(), &person);
            seen.flush().await.unwrap();
        }
    }

    #[tokio::test]
    async fn nobody_is_noted_where_no_gate_is_on() {
        let seen = SeenMembers::new(Arc::new(MockGroupMemberRepository::new()), clock());
        seen.note(&Group { enabled: false, ..group() }, ANN);
        seen.flush().await.unwrap();
    }
}
