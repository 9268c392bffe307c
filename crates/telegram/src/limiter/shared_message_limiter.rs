//! The limit on messages over several instances.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use portcullis_domain::{
    ChatId,
    message::SendPriority,
    ports::{MessageAllowance, NoRoom, WaitingMessage},
};

use super::{local_message_limiter::LocalMessageLimiter, message_limiter::MessageLimiter};

/// Counts the messages of all instances together, after those of this one.
///
/// The order is by priority in both: a message that this process has let pass still waits for more urgent ones, of other
/// instances as well. Where the instances can't be asked together, this process's own limit alone holds.
pub struct SharedMessageLimiter {
    local: LocalMessageLimiter,
    allowance: Arc<dyn MessageAllowance>,
    messages: AtomicU64,
}

impl SharedMessageLimiter {
    /// A limiter with the same limits as `allowance`.
    #[must_use]
    pub fn new(local: LocalMessageLimiter, allowance: Arc<dyn MessageAllowance>) -> Self {
        Self { local, allowance, messages: AtomicU64::new(0) }
    }
}

#[async_trait]
impl MessageLimiter for SharedMessageLimiter {
    async fn acquire(&self, chat: ChatId, priority: SendPriority) {
        self.local.acquire(chat, priority).await;
        let message = WaitingMessage { number: self.messages.fetch_add(1, Ordering::Relaxed), chat, priority };
        while let Err(NoRoom(wait)) = self.allowance.take(message).await {
            metrics::counter!("bot_rate_limit_delays_total").increment(1);
            tokio::time::sleep(wait).await;
        }
    }
}

impl fmt::Debug for SharedMessageLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedMessageLimiter").field("local", &self.local).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::ports::MockMessageAllowance;
    use tokio::time::Instant;

    use super::*;
    use crate::MessageLimits;

    #[tokio::test(start_paused = true)]
    async fn it_waits_until_the_instances_together_have_room() {
        let mut allowance = MockMessageAllowance::new();
        allowance.expect_take().times(2).returning(|_| Err(NoRoom(Duration::from_secs(2))));
        allowance.expect_take().once().returning(|_| Ok(()));
        let limiter =
            SharedMessageLimiter::new(LocalMessageLimiter::new(MessageLimits::default()), Arc::new(allowance));
        let begun = Instant::now();
        limiter.acquire(ChatId(-1), SendPriority::Notice).await;
        assert!((4..5).contains(&begun.elapsed().as_secs()));
    }
}
