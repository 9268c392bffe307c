//! The administrators of groups, cached.

use std::sync::Arc;

use async_trait::async_trait;

use super::BotApiError;
use crate::{GroupId, administrators::AdministratorList};

/// The creators and administrators of groups, cached by this process and kept up to date by `chat_member` updates.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Administrators: Send + Sync {
    /// The cached list or, if there is none, the answer to one call.
    ///
    /// # Errors
    ///
    /// Those of [`BotApi::get_chat_administrators`](super::BotApi::get_chat_administrators).
    async fn get(&self, group: GroupId) -> Result<Arc<AdministratorList>, BotApiError>;

    /// Forgets a group's list: somebody was promoted or demoted there.
    async fn forget(&self, group: GroupId);
}
