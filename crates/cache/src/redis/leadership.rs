//! The lease of the instance that leads, kept in Redis.

use std::fmt;

use async_trait::async_trait;
use portcullis_domain::{
    UserId,
    lease::Holder,
    ports::{LEADERSHIP_LEASE, Leadership, LeadershipUnknown},
};

use super::{connection::RedisConnection, script::Script};

/// `KEYS[1]` the lease; `ARGV[1]` whoever wants it, `ARGV[2]` for how many milliseconds.
static HOLD: Script = Script::new(
    r"local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1",
);

/// `KEYS[1]` the lease; `ARGV[1]` whoever gives it up.
static RESIGN: Script = Script::new(
    r"if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0",
);

/// The lease as a key of Redis, which expires after [`LEADERSHIP_LEASE`]: `portcullis:leader:{bot_id}`, with the holder's
/// name.
///
/// After `FLUSHALL` the lease is lost: then two may lead until the first asks again.
pub struct RedisLeadership {
    connection: RedisConnection,
    key: String,
}

impl RedisLeadership {
    /// The lease of all instances of this bot on this Redis; other bots there have leases of their own.
    #[must_use]
    pub fn new(connection: RedisConnection, bot: UserId) -> Self {
        Self { connection, key: format!("portcullis:leader:{bot}") }
    }
}

#[async_trait]
impl Leadership for RedisLeadership {
    async fn hold(&self, holder: &Holder) -> Result<bool, LeadershipUnknown> {
        let (keys, arguments) = ([self.key.clone()], [holder.0.clone(), LEADERSHIP_LEASE.as_millis().to_string()]);
        let call = self.connection.call(|redis| async move { HOLD.run(&redis, &keys, &arguments).await });
        call.await.map_err(|_| LeadershipUnknown)
    }

    async fn resign(&self, holder: &Holder) {
        let (keys, arguments) = ([self.key.clone()], [holder.0.clone()]);
        let call = self.connection.call::<i64, _>(|redis| async move { RESIGN.run(&redis, &keys, &arguments).await });
        if call.await.is_err() {
            tracing::debug!("the lease could not be given up; it expires by itself");
        }
    }
}

impl fmt::Debug for RedisLeadership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLeadership").finish_non_exhaustive()
    }
}
