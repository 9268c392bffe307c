//! How many messages all instances together may still send, counted in Redis.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use portcullis_domain::{
    ChatId,
    ports::{MessageAllowance, NoRoom},
};

use super::{connection::RedisConnection, script::Script};

/// Counts a message in each window or, where one is full, in none, and gives how many milliseconds to wait. The time is
/// that of Redis: the instances' clocks may differ.
///
/// `KEYS[1]` the window over all, `KEYS[2]` that of the group if there is one; `ARGV[1]` a name that no other message
/// has, and then for each window its limit and its length in milliseconds.
static TAKE: Script = Script::new(
    r"local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wait = 0
for i, key in ipairs(KEYS) do
    local limit, length = tonumber(ARGV[i * 2]), tonumber(ARGV[i * 2 + 1])
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now - length)
    local excess = redis.call('ZCARD', key) - limit
    if excess >= 0 then
        local first = redis.call('ZRANGE', key, excess, excess, 'WITHSCORES')
        wait = math.max(wait, tonumber(first[2]) + length - now, 1)
    end
end
if wait > 0 then return wait end
for i, key in ipairs(KEYS) do
    redis.call('ZADD', key, now, ARGV[1])
    redis.call('PEXPIRE', key, ARGV[i * 2 + 1])
end
return 0",
);

/// A clock that was set back must not make anybody wait for longer than a window.
const MAX_WAIT: Duration = Duration::from_mins(1);

/// How many messages all instances together may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedMessageLimits {
    /// In any second, over all; at least 1.
    pub per_second: usize,
    /// In any 60 seconds, to one group or channel; at least 1.
    pub per_group_per_minute: usize,
}

/// The instances' messages in sliding windows: no second and no minute has more than its limit, whenever it begins.
pub struct RedisMessageAllowance {
    connection: RedisConnection,
    limits: SharedMessageLimits,
    instance: u64,
    messages: AtomicU64,
}

impl RedisMessageAllowance {
    /// The allowance of all instances on this Redis, each of which must have the same limits.
    #[must_use]
    pub fn new(connection: RedisConnection, limits: SharedMessageLimits) -> Self {
        Self { connection, limits, instance: rand::random(), messages: AtomicU64::new(0) }
    }
}

#[async_trait]
impl MessageAllowance for RedisMessageAllowance {
    async fn take(&self, chat: ChatId) -> Result<(), NoRoom> {
        let name = format!("{:016x}:{}", self.instance, self.messages.fetch_add(1, Ordering::Relaxed));
        // One script needs all its keys on one server of a cluster: the part in braces decides on which.
        let mut keys = vec!["{portcullis:messages}".to_owned()];
        let mut arguments = vec![name, self.limits.per_second.max(1).to_string(), "1000".to_owned()];
        // Private chats alone have positive ids.
        if chat.0 < 0 {
            keys.push(format!("{{portcullis:messages}}:{}", chat.0));
            arguments.extend([self.limits.per_group_per_minute.max(1).to_string(), "60000".to_owned()]);
        }
        let taken = self.connection.call(|redis| async move { TAKE.run::<u64>(&redis, &keys, &arguments).await });
        match taken.await {
            Ok(0) | Err(_) => Ok(()),
            Ok(wait) => Err(NoRoom(Duration::from_millis(wait).min(MAX_WAIT))),
        }
    }
}

impl fmt::Debug for RedisMessageAllowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisMessageAllowance").field("limits", &self.limits).finish_non_exhaustive()
    }
}
