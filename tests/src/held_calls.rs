//! Calls that the simulated Telegram holds back, and what becomes of them as the bot dies.

use std::time::Duration;

use portcullis_simulator::FaultHandle;

use crate::{Stage, stage::WAIT_TIMEOUT};

impl Stage {
    /// Waits until a call of the bot is held back.
    ///
    /// # Panics
    ///
    /// After [`WAIT_TIMEOUT`], with the bot's log.
    pub async fn until_held(&self, held: &FaultHandle) {
        let in_time = tokio::time::timeout(WAIT_TIMEOUT, held.held()).await;
        assert!(in_time.is_ok(), "no call was held back\n{}", self.log());
    }

    /// Kills the bot; what is held back before it was carried out never is.
    ///
    /// # Panics
    ///
    /// If the bot does not run, and after [`WAIT_TIMEOUT`].
    pub async fn kill_while_held(&mut self, held: &FaultHandle) {
        self.kill();
        until_given_up(held).await;
    }
}

/// Waits until Telegram has noticed that whoever called is dead, and holds nothing back any more.
///
/// # Panics
///
/// After [`WAIT_TIMEOUT`].
pub async fn until_given_up(held: &FaultHandle) {
    let noticed = async {
        while held.held_now() > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(WAIT_TIMEOUT, noticed).await.expect("the client has hung up");
    held.remove();
}
