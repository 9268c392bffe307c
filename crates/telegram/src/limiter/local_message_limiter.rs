//! The limit on messages within one process.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use portcullis_domain::{ChatId, message::SendPriority};

use super::{
    message_limiter::{MessageLimiter, MessageLimits},
    waiters::Waiters,
};

/// Counts the messages of this process only.
///
/// When several wait, notices go before answers and answers before a sweep's progress; a group that is full delays no
/// other. While a message waits, one task grants as time passes; it ends when none does.
pub struct LocalMessageLimiter {
    limits: MessageLimits,
    waiters: Arc<Waiters>,
}

impl LocalMessageLimiter {
    /// A limiter that has let nothing out yet.
    #[must_use]
    pub fn new(limits: MessageLimits) -> Self {
        Self { limits, waiters: Arc::new(Waiters::new(limits)) }
    }
}

#[async_trait]
impl MessageLimiter for LocalMessageLimiter {
    async fn acquire(&self, chat: ChatId, priority: SendPriority) {
        let mut waiter = self.waiters.join(chat, priority);
        if waiter.try_take() {
            return;
        }
        metrics::counter!("bot_rate_limit_delays_total").increment(1);
        waiter.take().await;
    }
}

impl fmt::Debug for LocalMessageLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalMessageLimiter").field("limits", &self.limits).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, time::Duration};

    use tokio::time::{Instant, sleep, timeout};

    use super::*;

    const GROUP: ChatId = ChatId(-1);
    const OTHER: ChatId = ChatId(-2);

    fn limiter(per_second: usize, per_group_per_minute: usize) -> Arc<LocalMessageLimiter> {
        Arc::new(LocalMessageLimiter::new(MessageLimits { per_second, per_group_per_minute }))
    }

    /// Sends many at once, and returns when each went out, in order.
    async fn sent(limiter: &Arc<LocalMessageLimiter>, chats: impl Iterator<Item = ChatId>) -> Vec<(ChatId, Duration)> {
        let start = Instant::now();
        let tasks: Vec<_> = chats
            .map(|chat| {
                let limiter = limiter.clone();
                tokio::spawn(async move {
                    limiter.acquire(chat, SendPriority::Answer).await;
                    (chat, start.elapsed())
                })
            })
            .collect();
        let mut sent = Vec::new();
        for task in tasks {
            sent.push(task.await.unwrap());
        }
        sent.sort_by_key(|(_, when)| *when);
        sent
    }

    fn most_in_any(length: Duration, times: &[Duration]) -> usize {
        let within = |start: &Duration| {
            times.iter().filter(|time| time.checked_sub(*start).is_some_and(|since| since < length)).count()
        };
        times.iter().map(within).max().unwrap_or(0)
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_has_more_than_the_limit_and_none_is_wasted() {
        let sent = sent(&limiter(25, 20), (1..=100).map(ChatId)).await;
        let times: Vec<_> = sent.iter().map(|(_, when)| *when).collect();
        assert_eq!(most_in_any(Duration::from_secs(1), &times), 25);
        assert!(times[99] < Duration::from_millis(3_100), "{:?}", times[99]);
    }

    #[tokio::test(start_paused = true)]
    async fn no_minute_of_a_group_has_more_than_the_limit_however_it_lies() {
        let limiter = limiter(25, 20);
        sleep(Duration::from_secs(30)).await;
        for _ in 0..10 {
            limiter.acquire(GROUP, SendPriority::Notice).await;
            sleep(Duration::from_secs(3)).await;
        }
        let sent = sent(&limiter, std::iter::repeat_n(GROUP, 50)).await;
        let times: Vec<_> = sent.iter().map(|(_, when)| *when).collect();
        assert_eq!(most_in_any(Duration::from_mins(1), &times), 20);
        assert_eq!(times.iter().filter(|time| **time < Duration::from_secs(30)).count(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_group_delays_no_other() {
        let chats = std::iter::repeat_n(GROUP, 60).chain(std::iter::repeat_n(OTHER, 5));
        let sent = sent(&limiter(25, 20), chats).await;
        let mut last = HashMap::new();
        for (chat, when) in sent {
            last.insert(chat, when);
        }
        assert!(last[&OTHER] < Duration::from_secs(2), "{last:?}");
        assert!(last[&GROUP] >= Duration::from_mins(2), "{last:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn notices_go_before_answers_and_those_before_sweeps_and_each_in_turn() {
        let limiter = limiter(1, 20);
        limiter.acquire(ChatId(1), SendPriority::Sweep).await;
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
        let order = [SendPriority::Sweep, SendPriority::Answer, SendPriority::Notice, SendPriority::Notice];
        for (number, priority) in order.into_iter().enumerate() {
            let (limiter, sender) = (limiter.clone(), sender.clone());
            tokio::spawn(async move {
                limiter.acquire(ChatId(i64::try_from(number).unwrap() + 1), priority).await;
                sender.send(number).unwrap();
            });
            tokio::task::yield_now().await;
        }
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push(receiver.recv().await.unwrap());
        }
        assert_eq!(seen, [2, 3, 1, 0]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_private_chat_has_the_overall_limit_only() {
        let sent = sent(&limiter(25, 1), std::iter::repeat_n(ChatId(7), 50)).await;
        assert!(sent[49].1 < Duration::from_millis(1_100), "{:?}", sent[49].1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_message_no_longer_waited_for_counts_for_nothing() {
        let limiter = limiter(25, 1);
        limiter.acquire(GROUP, SendPriority::Notice).await;
        for _ in 0..10 {
            let waited = timeout(Duration::from_secs(1), limiter.acquire(GROUP, SendPriority::Notice)).await;
            assert!(waited.is_err());
        }
        let start = Instant::now();
        limiter.acquire(GROUP, SendPriority::Sweep).await;
        assert!(start.elapsed() <= Duration::from_millis(50_100), "{:?}", start.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_grant_that_nobody_took_is_undone() {
        let limiter = limiter(25, 1);
        let waiter = limiter.waiters.join(GROUP, SendPriority::Notice);
        assert!(timeout(Duration::from_secs(1), limiter.acquire(GROUP, SendPriority::Notice)).await.is_err());
        drop(waiter);
        assert!(timeout(Duration::from_millis(1), limiter.acquire(GROUP, SendPriority::Notice)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn idle_groups_are_forgotten() {
        let limiter = limiter(1_000_000, 20);
        for group in 0..10_000 {
            limiter.acquire(ChatId(-group - 1), SendPriority::Notice).await;
            sleep(Duration::from_secs(1)).await;
        }
        assert!(limiter.waiters.queue().chat_count() <= 512);
    }
}
