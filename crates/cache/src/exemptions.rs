//! Exemptions, whose writes make the groups that hold them be read anew.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use portcullis_domain::{
    GroupId, UserId,
    ports::{ExemptionRecord, ExemptionRepository, StoreError},
};

use crate::groups::CachedGroupRepository;

/// A repository of exemptions that caches nothing itself: exemptions are read as part of their group, which is
/// invalidated when one is written.
pub struct CachedExemptionRepository {
    inner: Arc<dyn ExemptionRepository>,
    groups: Arc<CachedGroupRepository>,
}

impl CachedExemptionRepository {
    /// In front of `inner`, and beside the cache of `groups`.
    #[must_use]
    pub fn new(inner: Arc<dyn ExemptionRepository>, groups: Arc<CachedGroupRepository>) -> Self {
        Self { inner, groups }
    }
}

#[async_trait]
impl ExemptionRepository for CachedExemptionRepository {
    async fn put(&self, exemption: ExemptionRecord) -> Result<bool, StoreError> {
        let inner = Arc::clone(&self.inner);
        self.groups.write(vec![exemption.group], async move { inner.put(exemption).await }).await
    }

    async fn remove(&self, group: GroupId, user: UserId) -> Result<bool, StoreError> {
        let inner = Arc::clone(&self.inner);
        self.groups.write(vec![group], async move { inner.remove(group, user).await }).await
    }

    async fn list(&self, group: GroupId, skip: u64, limit: u64) -> Result<Vec<ExemptionRecord>, StoreError> {
        self.inner.list(group, skip, limit).await
    }
}

impl fmt::Debug for CachedExemptionRepository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedExemptionRepository").finish_non_exhaustive()
    }
}
