//! How many messages all instances together may still send, counted in Redis.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use portcullis_domain::{
    UserId,
    message::SendPriority,
    ports::{MessageAllowance, NoRoom, WaitingMessage},
};

use super::{connection::RedisConnection, script::Script};

/// Counts a message in each window or, where one is full, in none, and gives how many milliseconds to wait. The time is
/// that of Redis: the instances' clocks may differ.
///
/// A message that only the window over all keeps waiting is noted, and room is kept for it before any that is less urgent.
/// It asks again after its wait; if it does not, it has gone away, and half a second later so has its note. One whose
/// group is full keeps nobody else waiting.
///
/// `KEYS[1]` the window over all, `KEYS[2]` the notes of those as urgent as this message, then the notes of those more
/// urgent, as many as `ARGV[2]` says, and last the window of the group if there is one; `ARGV[1]` a name that no other
/// message has, and from `ARGV[3]` on for each window its limit and its length in milliseconds.
static TAKE: Script = Script::new(
    r"local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local name, more_urgent = ARGV[1], tonumber(ARGV[2])
local function wait_for(key, limit, length)
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now - length)
    local excess = redis.call('ZCARD', key) - limit
    if excess < 0 then return 0 end
    local first = redis.call('ZRANGE', key, excess, excess, 'WITHSCORES')
    if not first[2] then return length end
    return math.max(tonumber(first[2]) + length - now, 1)
end
local group = KEYS[3 + more_urgent]
local wait = 0
if group then wait = wait_for(group, tonumber(ARGV[5]), tonumber(ARGV[6])) end
if wait == 0 then
    local kept = 0
    for i = 3, 2 + more_urgent do
        redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
        kept = kept + redis.call('ZCARD', KEYS[i])
    end
    wait = wait_for(KEYS[1], tonumber(ARGV[3]) - kept, tonumber(ARGV[4]))
    if wait > 0 then
        redis.call('ZADD', KEYS[2], now + wait + 500, name)
        redis.call('PEXPIRE', KEYS[2], 60000)
        return wait
    end
end
redis.call('ZREM', KEYS[2], name)
if wait > 0 then return wait end
redis.call('ZADD', KEYS[1], now, name)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
if group then
    redis.call('ZADD', group, now, name)
    redis.call('PEXPIRE', group, ARGV[6])
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
    /// With which every key begins: the part in braces decides on which server of a cluster it is, and one script needs all
    /// its keys on one.
    key: String,
}

impl RedisMessageAllowance {
    /// The allowance of all instances of this bot on this Redis, each of which must have the same limits. Telegram counts
    /// each bot's messages for itself, and so do bots that share a Redis.
    #[must_use]
    pub fn new(connection: RedisConnection, bot: UserId, limits: SharedMessageLimits) -> Self {
        Self { connection, limits, instance: rand::random(), key: format!("{{portcullis:messages:{bot}}}") }
    }
}

#[async_trait]
impl MessageAllowance for RedisMessageAllowance {
    async fn take(&self, message: WaitingMessage) -> Result<(), NoRoom> {
        let name = format!("{:016x}:{}", self.instance, message.number);
        let notes = |name: &str| format!("{}:waiting:{name}", self.key);
        let more_urgent = || SendPriority::ALL.into_iter().filter(|priority| *priority > message.priority);
        let mut keys = vec![self.key.clone(), notes(word(message.priority))];
        keys.extend(more_urgent().map(|priority| notes(word(priority))));
        let mut arguments = vec![name, more_urgent().count().to_string()];
        arguments.extend([self.limits.per_second.max(1).to_string(), "1000".to_owned()]);
        // Private chats alone have positive ids.
        if message.chat.0 < 0 {
            keys.push(format!("{}:{}", self.key, message.chat.0));
            arguments.extend([self.limits.per_group_per_minute.max(1).to_string(), "60000".to_owned()]);
        }
        let taken = self.connection.call(|redis| async move { TAKE.run::<u64>(&redis, &keys, &arguments).await });
        match taken.await {
            Ok(0) | Err(_) => Ok(()),
            Ok(wait) => Err(NoRoom(Duration::from_millis(wait).min(MAX_WAIT))),
        }
    }
}

/// The word for a priority in keys.
const fn word(priority: SendPriority) -> &'static str {
    match priority {
        SendPriority::Notice => "notice",
        SendPriority::AdministratorAnswer => "administrator_answer",
        SendPriority::Answer => "answer",
        SendPriority::Welcome => "welcome",
        SendPriority::Sweep => "sweep",
    }
}

impl fmt::Debug for RedisMessageAllowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisMessageAllowance").field("limits", &self.limits).finish_non_exhaustive()
    }
}
