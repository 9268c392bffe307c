//! An instance's turn at posting a group's notice.

use std::{pin::pin, time::Duration};

use portcullis_domain::{
    GroupId, notice,
    ports::{NoticeTurns, StoreError},
};

/// How long a turn lasts unless it is renewed: no longer than anybody should wait for an instance that died in it.
const TURN: Duration = Duration::from_secs(15);

/// How often it is renewed meanwhile: a send may wait for the limit on messages, or for Telegram, for a minute and more.
const RENEWAL_INTERVAL: Duration = Duration::from_secs(5);

/// The turn in a group.
pub(super) struct Turn<'a> {
    turns: &'a dyn NoticeTurns,
    group: GroupId,
}

impl<'a> Turn<'a> {
    /// Takes the turn; `None` while another instance has it.
    pub(super) async fn take(turns: &'a dyn NoticeTurns, group: GroupId) -> Result<Option<Self>, StoreError> {
        Ok(turns.take(group, TURN).await?.then_some(Self { turns, group }))
    }

    /// Renews it for as long as `work` lasts.
    pub(super) async fn keep_during<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = tokio::time::sleep(RENEWAL_INTERVAL) => {
                    // Lost or not, what is on its way can't be called back: that is looked at when it stands.
                    if let Err(error) = self.turns.take(self.group, TURN).await {
                        tracing::debug!(error = &error as &dyn std::error::Error, "a turn can't be renewed now");
                    }
                }
            }
        }
    }

    /// Renews it; `false` if another instance has taken it meanwhile.
    pub(super) async fn is_kept(&self) -> Result<bool, StoreError> {
        self.turns.take(self.group, TURN).await
    }

    /// Gives it back: another instance may post at once.
    pub(super) async fn give_back(self) -> Result<(), StoreError> {
        self.turns.take(self.group, Duration::ZERO).await.map(drop)
    }

    /// Ends it, and keeps every instance at a distance until the next notice may follow.
    pub(super) async fn end_after_spacing(self) -> Result<(), StoreError> {
        self.turns.take(self.group, notice::SPACING).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use portcullis_domain::ports::MockNoticeTurns;
    use tokio::time::Instant;

    use super::*;
    use crate::testing::GROUP;

    #[tokio::test(start_paused = true)]
    async fn a_turn_lasts_for_as_long_as_what_is_done_in_it() {
        let held_until = Arc::new(Mutex::new(Instant::now()));
        let mut turns = MockNoticeTurns::new();
        let renewed = held_until.clone();
        turns.expect_take().returning(move |_, lasting| {
            let mut until = renewed.lock().unwrap();
            assert!(*until >= Instant::now(), "anybody could have taken it");
            *until = Instant::now() + lasting;
            Ok(true)
        });
        let turn = Turn::take(&turns, GROUP).await.unwrap().unwrap();
        turn.keep_during(tokio::time::sleep(Duration::from_mins(10))).await;
        assert!(*held_until.lock().unwrap() > Instant::now());
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_can_not_be_renewed_ends_no_work() {
        let mut turns = MockNoticeTurns::new();
        turns.expect_take().times(1).returning(|_, _| Ok(true));
        turns.expect_take().returning(|_, _| Err(StoreError::Unavailable("away".into())));
        let turn = Turn::take(&turns, GROUP).await.unwrap().unwrap();
        assert_eq!(
            turn.keep_during(async {
                tokio::time::sleep(Duration::from_mins(1)).await;
                7
            })
            .await,
            7
        );
    }
}
