//! Memberships in this process: millions of them, in some bytes each.

use std::{sync::Arc, time::Duration};

use portcullis_compact::{CompactMap, Pair};
use portcullis_domain::{ChannelId, UserId, chat_member::Membership};
use tokio::time::Instant;

use super::generations::Generations;
use crate::{
    loading_cache::{expiring::now, jitter::Jitter, values::Values},
    settings::MembershipCacheSettings,
};

/// For how long it is known when Telegram said of somebody that they are in no channel: longer than such an answer is
/// believed without asking again, since that is asked while other channels are still being looked up.
const REFUSED_FOR: Duration = Duration::from_secs(10);

/// Of how many memberships that is known. Of one more it is not, which costs a look-up.
const MAX_REFUSED: usize = 20_000;

/// Who is in which channel, each in its generation.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct MembershipKey {
    pub(super) user: UserId,
    pub(super) channel: ChannelId,
    pub(super) generation: u32,
}

/// A membership, since when it is known, and for how long at most.
#[derive(Clone, Copy)]
pub(super) struct CachedMembership {
    pub(super) membership: Membership,
    /// When Telegram was asked, or told it unasked; `None` if another instance knows. Kept of those alone who are no member.
    pub(super) known_since: Option<Instant>,
    /// The rest of its TTL in Redis: two tiers must not cache it twice as long.
    pub(super) max_ttl: Option<Duration>,
}

impl CachedMembership {
    pub(super) const fn new(membership: Membership, known_since: Instant) -> Self {
        Self { membership, known_since: Some(known_since), max_ttl: None }
    }

    fn ttl(&self, settings: &MembershipCacheSettings) -> Duration {
        let ttl = settings.ttl(self.membership);
        self.max_ttl.map_or(ttl, |max_ttl| ttl.min(max_ttl))
    }
}

/// The memberships that this process has cached.
pub(super) struct CompactMemberships {
    memberships: CompactMap<Pair, Stamped>,
    /// When Telegram said of whoever is no member that they are none.
    refused: CompactMap<Pair, Instant>,
    generations: Arc<Generations>,
    settings: MembershipCacheSettings,
    jitter: Jitter,
}

impl CompactMemberships {
    pub(super) fn new(settings: MembershipCacheSettings, jitter: Jitter, generations: Arc<Generations>) -> Self {
        let capacity = usize::try_from(settings.capacity).unwrap_or(usize::MAX);
        let memberships = CompactMap::new(capacity, now());
        Self { memberships, refused: CompactMap::new(MAX_REFUSED, now()), generations, settings, jitter }
    }
}

impl Values<MembershipKey, CachedMembership> for CompactMemberships {
    fn get(&self, key: &MembershipKey) -> Option<CachedMembership> {
        let (pair, now) = (key.pair()?, now());
        let membership = self.memberships.get(&pair, now)?.membership_in(key.generation)?;
        let is_refused = membership == Membership::NotMember;
        let known_since = if is_refused { self.refused.get(&pair, now) } else { None };
        Some(CachedMembership { membership, known_since, max_ttl: None })
    }

    fn insert(&self, key: MembershipKey, cached: CachedMembership) {
        // What was invalidated meanwhile must not take the place of what is newer.
        let is_of_now = self.generations.of(key.channel) == key.generation;
        let Some(pair) = key.pair().filter(|_| is_of_now) else { return };
        let ttl = self.jitter.apply(cached.ttl(&self.settings));
        // In this order whoever reads meanwhile takes no membership for younger than it is.
        self.refused.remove(&pair);
        self.memberships.insert(pair, Stamped::new(cached.membership, key.generation), ttl, now());
        if let (Membership::NotMember, Some(known_since)) = (cached.membership, cached.known_since) {
            self.refused.insert(pair, known_since, REFUSED_FOR, now());
        }
    }

    fn remove(&self, key: &MembershipKey) {
        if let Some(pair) = key.pair() {
            self.memberships.remove(&pair);
        }
    }
}

impl MembershipKey {
    /// `None` for ids that Telegram does not give: of those nothing is cached.
    fn pair(&self) -> Option<Pair> {
        Pair::new(self.user.0, self.channel.0)
    }
}

/// A membership with its generation, in four bytes.
#[derive(Clone, Copy)]
struct Stamped(u32);

impl Stamped {
    /// The lowest bits are the membership, the others the lower ones of the generation.
    const MEMBERSHIP_BITS: u32 = 2;

    const fn new(membership: Membership, generation: u32) -> Self {
        let code = match membership {
            Membership::Unknown => 0,
            Membership::NotMember => 1,
            Membership::Member => 2,
        };
        Self(generation << Self::MEMBERSHIP_BITS | code)
    }

    /// `None` if it is of another generation.
    fn membership_in(self, generation: u32) -> Option<Membership> {
        [Membership::Unknown, Membership::NotMember, Membership::Member]
            .into_iter()
            .find(|&membership| Self::new(membership, generation).0 == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: UserId = UserId(1);
    const NEWS: ChannelId = ChannelId(-1_001);

    fn key(generation: u32) -> MembershipKey {
        MembershipKey { user: ALICE, channel: NEWS, generation }
    }

    fn empty() -> (CompactMemberships, Arc<Generations>) {
        let generations = Arc::<Generations>::default();
        let jitter = Jitter::new(0, Arc::new(|| 0.5));
        (CompactMemberships::new(MembershipCacheSettings::default(), jitter, Arc::clone(&generations)), generations)
    }

    fn asked_now(membership: Membership) -> CachedMembership {
        CachedMembership::new(membership, Instant::now())
    }

    fn known(memberships: &CompactMemberships, generation: u32) -> Option<Membership> {
        memberships.get(&key(generation)).map(|cached| cached.membership)
    }

    #[tokio::test(start_paused = true)]
    async fn each_answer_lives_for_its_own_time() {
        for (membership, seconds) in [(Membership::Member, 600), (Membership::NotMember, 60), (Membership::Unknown, 5)]
        {
            let (memberships, _) = empty();
            memberships.insert(key(0), asked_now(membership));
            tokio::time::advance(Duration::from_millis(seconds * 1_000 - 1)).await;
            assert_eq!(known(&memberships, 0), Some(membership));
            tokio::time::advance(Duration::from_millis(1)).await;
            assert_eq!(known(&memberships, 0), None);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_another_instance_knows_lives_no_longer_here_than_in_redis() {
        let (memberships, _) = empty();
        let max_ttl = Some(Duration::from_secs(20));
        memberships.insert(key(0), CachedMembership { known_since: None, max_ttl, ..asked_now(Membership::Member) });
        tokio::time::advance(Duration::from_secs(20)).await;
        assert_eq!(known(&memberships, 0), None);
    }

    #[tokio::test]
    async fn what_is_of_an_earlier_generation_neither_is_found_nor_displaces_what_is_newer() {
        let (memberships, generations) = empty();
        memberships.insert(key(0), asked_now(Membership::Member));
        generations.advance(NEWS);
        assert_eq!(known(&memberships, 1), None);
        memberships.insert(key(1), asked_now(Membership::NotMember));
        memberships.insert(key(0), asked_now(Membership::Member));
        assert_eq!(known(&memberships, 1), Some(Membership::NotMember));
    }

    #[tokio::test(start_paused = true)]
    async fn since_when_somebody_is_no_member_is_told_of_what_telegram_said_alone() {
        let (memberships, _) = empty();
        let asked = asked_now(Membership::NotMember);
        memberships.insert(key(0), asked);
        tokio::time::advance(Duration::from_secs(4)).await;
        let since = || memberships.get(&key(0)).and_then(|cached| cached.known_since);
        assert_eq!(since(), asked.known_since);
        memberships.insert(key(0), CachedMembership { known_since: None, ..asked });
        assert_eq!((known(&memberships, 0), since()), (Some(Membership::NotMember), None));
    }

    #[tokio::test]
    async fn nothing_is_kept_of_ids_that_telegram_does_not_give() {
        let (memberships, _) = empty();
        let stranger = MembershipKey { user: UserId(-1), ..key(0) };
        memberships.insert(stranger.clone(), asked_now(Membership::Member));
        memberships.remove(&stranger);
        assert!(memberships.get(&stranger).is_none());
    }

    #[test]
    fn a_membership_and_its_generation_survive_being_stamped() {
        for generation in [0, 1, u32::MAX >> 2, u32::MAX] {
            for membership in [Membership::Unknown, Membership::NotMember, Membership::Member] {
                let stamped = Stamped::new(membership, generation);
                assert_eq!(stamped.membership_in(generation), Some(membership));
                assert_eq!(stamped.membership_in(generation.wrapping_add(1)), None);
            }
        }
    }
}
