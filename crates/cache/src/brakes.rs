//! Brakes, which stop every instance at once: the groups that they are part of are read anew.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use portcullis_domain::{
    ChatId, GroupId, MessageId, Timestamp, UserId,
    brake::{Brake, BrakeEnd, BrakeLimit, FailedMember, TripOutcome},
    ports::{Brakes, StoreError},
};

use crate::groups::CachedGroupRepository;

/// Brakes of which nothing is cached here: whether one has tripped is read as part of its group, which is invalidated when
/// one trips or ends.
pub struct CachedBrakes {
    inner: Arc<dyn Brakes>,
    groups: Arc<CachedGroupRepository>,
}

impl CachedBrakes {
    /// In front of `inner`, and beside the cache of `groups`.
    #[must_use]
    pub fn new(inner: Arc<dyn Brakes>, groups: Arc<CachedGroupRepository>) -> Self {
        Self { inner, groups }
    }
}

#[async_trait]
impl Brakes for CachedBrakes {
    async fn trip(
        &self,
        group: GroupId,
        user: UserId,
        limit: BrakeLimit,
        at: Timestamp,
    ) -> Result<TripOutcome, StoreError> {
        let inner = Arc::clone(&self.inner);
        self.groups.write(vec![group], async move { inner.trip(group, user, limit, at).await }).await
    }

    async fn end(&self, group: GroupId, end: &BrakeEnd, at: Timestamp) -> Result<bool, StoreError> {
        let (inner, end) = (Arc::clone(&self.inner), end.clone());
        self.groups.write(vec![group], async move { inner.end(group, &end, at).await }).await
    }

    async fn claim(&self, now: Timestamp, limit: u64) -> Result<Vec<Brake>, StoreError> {
        self.inner.claim(now, limit).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.inner.next_due().await
    }

    async fn put_off(&self, brake: &Brake, until: Option<Timestamp>) -> Result<bool, StoreError> {
        self.inner.put_off(brake, until).await
    }

    async fn put_message(&self, brake: &Brake, message: Option<(ChatId, MessageId)>) -> Result<(), StoreError> {
        self.inner.put_message(brake, message).await
    }

    async fn put_look(&self, brake: &Brake, next: Timestamp) -> Result<(), StoreError> {
        self.inner.put_look(brake, next).await
    }

    async fn list_failed(&self, brake: &Brake, limit: u64) -> Result<Vec<FailedMember>, StoreError> {
        self.inner.list_failed(brake, limit).await
    }
}

impl fmt::Debug for CachedBrakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedBrakes").finish_non_exhaustive()
    }
}
