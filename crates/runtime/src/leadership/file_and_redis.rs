//! The leadership of processes on one SQLite file that also share a Redis.

use async_trait::async_trait;
use portcullis_domain::{
    lease::Holder,
    ports::{Leadership, LeadershipUnknown},
};

/// Whoever leads must lead in both. While Redis is away the file alone decides: the bot goes on without Redis, and the
/// processes on one file still know each other.
pub(super) struct FileAndRedis<F, R> {
    pub(super) file: F,
    pub(super) redis: R,
}

#[async_trait]
impl<F: Leadership, R: Leadership> Leadership for FileAndRedis<F, R> {
    async fn hold(&self, holder: &Holder) -> Result<bool, LeadershipUnknown> {
        if !self.file.hold(holder).await? {
            return Ok(false);
        }
        match self.redis.hold(holder).await {
            Ok(true) | Err(LeadershipUnknown) => Ok(true),
            Ok(false) => {
                self.file.resign(holder).await;
                Ok(false)
            }
        }
    }

    async fn resign(&self, holder: &Holder) {
        // In the opposite order, so that nobody who has the file must wait for Redis.
        self.redis.resign(holder).await;
        self.file.resign(holder).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// A lease that is free, another's, or out of reach.
    struct Lease {
        answer: Result<bool, LeadershipUnknown>,
        asked: Mutex<usize>,
        resigned: Mutex<usize>,
    }

    impl Lease {
        fn that_says(answer: Result<bool, LeadershipUnknown>) -> Self {
            Self { answer, asked: Mutex::new(0), resigned: Mutex::new(0) }
        }
    }

    #[async_trait]
    impl Leadership for Lease {
        async fn hold(&self, _: &Holder) -> Result<bool, LeadershipUnknown> {
            *self.asked.lock().unwrap() += 1;
            self.answer
        }

        async fn resign(&self, _: &Holder) {
            *self.resigned.lock().unwrap() += 1;
        }
    }

    async fn hold(
        file: Result<bool, LeadershipUnknown>,
        redis: Result<bool, LeadershipUnknown>,
    ) -> (Result<bool, LeadershipUnknown>, FileAndRedis<Lease, Lease>) {
        let both = FileAndRedis { file: Lease::that_says(file), redis: Lease::that_says(redis) };
        (both.hold(&Holder("me".to_owned())).await, both)
    }

    #[tokio::test]
    async fn the_bot_goes_on_without_redis() {
        assert_eq!(hold(Ok(true), Err(LeadershipUnknown)).await.0, Ok(true));
        assert_eq!(hold(Ok(true), Ok(true)).await.0, Ok(true));
        assert_eq!(hold(Err(LeadershipUnknown), Ok(true)).await.0, Err(LeadershipUnknown));
    }

    #[tokio::test]
    async fn whoever_stands_by_holds_neither() {
        let (answer, both) = hold(Ok(false), Ok(true)).await;
        assert_eq!((answer, *both.redis.asked.lock().unwrap()), (Ok(false), 0));
        let (answer, both) = hold(Ok(true), Ok(false)).await;
        assert_eq!((answer, *both.file.resigned.lock().unwrap()), (Ok(false), 1));
    }
}
