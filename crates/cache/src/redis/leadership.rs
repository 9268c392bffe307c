//! The lease of the instance that leads, kept in Redis.

use std::fmt;

use async_trait::async_trait;
use portcullis_domain::{
    lease::Holder,
    ports::{LEADERSHIP_LEASE, Leadership, LeadershipUnknown},
};

use super::{connection::RedisConnection, script::Script};

/// The key of the lease; its value is the holder's name.
const KEY: &str = "portcullis:leader";

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

/// The lease as a key of Redis, which expires after [`LEADERSHIP_LEASE`].
///
/// After `FLUSHALL` the lease is lost: then two may lead until the first asks again.
pub struct RedisLeadership(RedisConnection);

impl RedisLeadership {
    /// The lease of all instances on this Redis.
    #[must_use]
    pub const fn new(connection: RedisConnection) -> Self {
        Self(connection)
    }
}

#[async_trait]
impl Leadership for RedisLeadership {
    async fn hold(&self, holder: &Holder) -> Result<bool, LeadershipUnknown> {
        let (keys, arguments) = ([KEY.to_owned()], [holder.0.clone(), LEADERSHIP_LEASE.as_millis().to_string()]);
        let call = self.0.call(|redis| async move { HOLD.run(&redis, &keys, &arguments).await });
        call.await.map_err(|_| LeadershipUnknown)
    }

    async fn resign(&self, holder: &Holder) {
        let (keys, arguments) = ([KEY.to_owned()], [holder.0.clone()]);
        let call = self.0.call::<i64, _>(|redis| async move { RESIGN.run(&redis, &keys, &arguments).await });
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
