//! Processes with one token: what they share tells which of them leads, and the others stand by.

mod file_and_redis;
mod standby;

use std::sync::Arc;

use async_trait::async_trait;
use portcullis_cache::{RedisConnection, RedisLeadership};
use portcullis_domain::{
    UserId,
    lease::Holder,
    ports::{Leadership, LeadershipUnknown},
};
use portcullis_storage::{Backend, Database, SqlLeadership};

use self::file_and_redis::FileAndRedis;
pub(crate) use self::standby::{Standby, Term};

/// The adapter that fits what the processes of this bot share.
pub(crate) fn leadership(database: &Database, redis: Option<&RedisConnection>, bot: UserId) -> Arc<dyn Leadership> {
    let of_database = SqlLeadership::new(database, bot);
    match (database.backend(), redis) {
        (Backend::Postgres, _) => Arc::new(of_database),
        (Backend::Sqlite, Some(redis)) => {
            Arc::new(FileAndRedis { file: of_database, redis: RedisLeadership::new(redis.clone(), bot) })
        }
        (Backend::Sqlite, None) => Arc::new(SoleLeadership),
    }
}

/// Nothing is shared: this process is the only one, and leads.
struct SoleLeadership;

#[async_trait]
impl Leadership for SoleLeadership {
    async fn hold(&self, _: &Holder) -> Result<bool, LeadershipUnknown> {
        Ok(true)
    }

    async fn resign(&self, _: &Holder) {}
}
