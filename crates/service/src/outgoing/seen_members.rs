//! Who was seen where, noted cheaply: a filter in memory, and one write for many sightings.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_compact::{CompactMap, Pair};
use portcullis_domain::{
    GroupId, UserId,
    group::Group,
    ports::{Clock, GroupMemberRepository, SeenUsername, Sighting, StoreError},
    sender::Person,
};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::AdministeredGroups;

/// For how long a person who was noted is not noted again: `last_seen` is as coarse as this.
const RESOLUTION: Duration = Duration::from_hours(24);

/// How many sightings the filter remembers: 39 bytes each at most, 24 once it is full. One that is forgotten costs one write
/// more.
const REMEMBERED: usize = 1_500_000;

/// How many sightings may wait to be written, some 24 bytes each: while the database is away, more of them are not noted.
const MAX_UNWRITTEN: usize = 200_000;

/// How many sightings may wait until it is known whether the bot is an admin of their group, some 24 bytes each.
const MAX_UNSETTLED: usize = 50_000;

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
    administered: Arc<AdministeredGroups>,
    /// In groups without a gate, of which it is not known whether the bot is an admin.
    unsettled: Mutex<Vec<Sighting>>,
    /// Of whom it is known by which public name they were written last: its hash.
    names: CompactMap<UserId, u32>,
    unwritten_names: Mutex<Vec<SeenUsername>>,
    /// Held by whoever writes: what is taken to be written is neither in memory nor in the database meanwhile.
    writing: tokio::sync::Mutex<()>,
}

impl SeenMembers {
    pub(crate) fn new(
        repository: Arc<dyn GroupMemberRepository>,
        administered: Arc<AdministeredGroups>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            repository,
            clock,
            noted: CompactMap::new(REMEMBERED, now()),
            unwritten: Mutex::default(),
            administered,
            unsettled: Mutex::default(),
            names: CompactMap::new(REMEMBERED_NAMES, now()),
            unwritten_names: Mutex::default(),
            writing: tokio::sync::Mutex::default(),
        }
    }

    /// Notes in memory that a person was seen in a group; it is written within seconds.
    pub(crate) fn note(&self, group: &Group, user: UserId) {
        if group.denied.is_some() {
            return;
        }
        if !group.is_protected() {
            self.note_without_gate(group.id, user);
        } else if self.is_news(group.id, user) {
            self.keep(self.unwritten(), MAX_UNWRITTEN, group.id, user);
        }
    }

    /// The same in a group without a gate: it is written if the bot is an admin there, which is looked up by and by.
    pub(crate) fn note_without_gate(&self, group: GroupId, user: UserId) {
        if !self.is_news(group, user) {
            return;
        }
        match self.administered.find(group) {
            Some(true) => self.keep(self.unwritten(), MAX_UNWRITTEN, group, user),
            Some(false) => self.forget(group, user),
            None => self.keep(self.unsettled(), MAX_UNSETTLED, group, user),
        }
    }

    /// Whether a person was not noted in a group lately; from here on they are.
    fn is_news(&self, group: GroupId, user: UserId) -> bool {
        // Whoever has ids that are no pair is written each time.
        Pair::new(user.0, group.0).is_none_or(|pair| self.noted.insert_if_absent(pair, (), RESOLUTION, now()))
    }

    /// Has a person noted anew with the next that is seen of them.
    pub(super) fn forget(&self, group: GroupId, user: UserId) {
        if let Some(pair) = Pair::new(user.0, group.0) {
            self.noted.remove(&pair);
        }
    }

    fn keep(&self, mut list: MutexGuard<'_, Vec<Sighting>>, room: usize, group: GroupId, user: UserId) {
        if list.len() < room {
            list.push(Sighting { group, user, at: self.clock.now() });
        } else {
            self.forget(group, user);
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
        self.settle();
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

    /// Has what was seen in groups of which it is known now written, or forgets it.
    fn settle(&self) {
        let mut unsettled = self.unsettled();
        let waiting = std::mem::take(&mut *unsettled);
        let mut settled = Vec::new();
        for sighting in waiting {
            match self.administered.find(sighting.group) {
                Some(true) => settled.push(sighting),
                Some(false) => self.forget(sighting.group, sighting.user),
                None => unsettled.push(sighting),
            }
        }
        drop(unsettled);
        self.unwritten().extend(settled);
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
            let pass = async {
                tokio::time::sleep(INTERVAL).await;
                // What an update has told meanwhile is not looked up.
                self.settle();
                let groups: BTreeSet<GroupId> = self.unsettled().iter().map(|sighting| sighting.group).collect();
                self.administered.look_up(groups.into_iter()).await;
            };
            is_running = stop.run_until_cancelled(pass).await.is_some();
            if let Err(error) = self.flush().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "sightings can't be written now");
            }
        }
    }

    fn unwritten_names(&self) -> MutexGuard<'_, Vec<SeenUsername>> {
        self.unwritten_names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unsettled(&self) -> MutexGuard<'_, Vec<Sighting>> {
        self.unsettled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unwritten(&self) -> MutexGuard<'_, Vec<Sighting>> {
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
    use portcullis_domain::{
        administrator_rights::AdministratorRights,
        chat_member::ChatMemberStatus,
        ports::{BotApi, MockBotApi, MockGroupMemberRepository},
        tenancy::{AllowedGroups, Denial},
    };

    use super::*;
    use crate::testing::{ANN, BOT, GROUP, clock, denials, group, person};

    fn seen(repository: MockGroupMemberRepository) -> SeenMembers {
        seen_by(MockBotApi::new(), repository)
    }

    fn seen_by(api: MockBotApi, repository: MockGroupMemberRepository) -> SeenMembers {
        seen_serving(AllowedGroups::All, api, repository)
    }

    fn seen_serving(allowed: AllowedGroups, api: MockBotApi, repository: MockGroupMemberRepository) -> SeenMembers {
        let api: Arc<dyn BotApi> = Arc::new(api);
        let denials = denials(allowed, api.clone());
        let administered = Arc::new(AdministeredGroups::new(BOT, api, denials));
        SeenMembers::new(Arc::new(repository), administered, clock())
    }

    #[tokio::test]
    async fn a_person_who_speaks_often_is_written_once() {
        let mut repository = MockGroupMemberRepository::new();
        repository.expect_record().times(1).withf(|sightings| sightings.len() == 1).returning(|_| Ok(()));
        let seen = seen(repository);
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
        let seen = seen(repository);
        seen.note(&group(), ANN);
        seen.flush().await.unwrap_err();
        seen.flush().await.unwrap();
    }

    #[tokio::test]
    async fn whoever_is_not_noted_for_want_of_room_is_noted_once_there_is_some() {
        let mut repository = MockGroupMemberRepository::new();
        repository.expect_record().times(1).withf(|sightings| sightings.len() == MAX_UNWRITTEN).returning(|_| Ok(()));
        repository.expect_record().times(1).withf(|sightings| sightings[0].user == ANN).returning(|_| Ok(()));
        let seen = seen(repository);
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
        let seen = seen(repository);
        for name in [Some("ann"), Some("ANN"), Some("anna"), Some("anna"), None, None] {
            let person = Person { username: name.map(str::to_owned), ..person(ANN) };
            seen.note_person(&group(), &person);
            seen.flush().await.unwrap();
        }
    }

    #[tokio::test]
    async fn where_the_bot_is_not_to_be_used_nobody_is_noted_and_telegram_is_not_asked() {
        let allowed = [GroupId(-5)].into_iter().collect();
        let seen = seen_serving(allowed, MockBotApi::new(), MockGroupMemberRepository::new());
        for _ in 0..2 {
            seen.note(&Group { denied: Some(Denial::NotAllowed), ..group() }, ANN);
            seen.flush().await.unwrap();
            seen.administered.look_up([GROUP].into_iter()).await;
        }
        assert_eq!(seen.administered.find(GROUP), Some(false));
    }

    /// What is written of Ann, who speaks in a group without a gate in which the bot is this.
    async fn written_without_gate(status: ChatMemberStatus) -> usize {
        let (mut api, mut repository) = (MockBotApi::new(), MockGroupMemberRepository::new());
        api.expect_get_chat_member().times(1).withf(|_, user| *user == BOT).returning(move |_, _| Ok(status));
        let counted = Arc::new(Mutex::new(0));
        let counts = counted.clone();
        repository.expect_record().returning(move |sightings| {
            *counts.lock().unwrap() += sightings.len();
            Ok(())
        });
        let seen = seen_by(api, repository);
        for _ in 0..3 {
            seen.note(&Group { enabled: false, ..group() }, ANN);
            // Nobody waits for a look-up.
            seen.flush().await.unwrap();
        }
        seen.administered.look_up([GROUP].into_iter()).await;
        seen.flush().await.unwrap();
        seen.note_without_gate(GROUP, ANN);
        seen.flush().await.unwrap();
        *counted.lock().unwrap()
    }

    #[tokio::test]
    async fn where_no_gate_is_on_people_are_noted_once_the_bot_is_known_to_be_an_admin_and_else_not() {
        let administrator = ChatMemberStatus::Administrator(AdministratorRights::ALL);
        assert_eq!(written_without_gate(administrator).await, 1);
        assert_eq!(written_without_gate(ChatMemberStatus::Member).await, 0);
    }

    #[tokio::test]
    async fn whoever_wrote_before_the_bot_was_appointed_is_noted_when_they_write_again() {
        let mut repository = MockGroupMemberRepository::new();
        repository.expect_record().times(1).withf(|sightings| sightings.len() == 1).returning(|_| Ok(()));
        let seen = seen(repository);
        seen.administered.note_dismissed(GROUP);
        seen.note_without_gate(GROUP, ANN);
        seen.flush().await.unwrap();
        seen.administered.note_appointed(GROUP);
        seen.note_without_gate(GROUP, ANN);
        seen.flush().await.unwrap();
    }
}
