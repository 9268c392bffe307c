//! What sends one update after the other over one connection.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::{Mutex, mpsc};

use super::{answers::Answers, connection::Connection};
use crate::updates::Happening;

/// After how long an update that was refused is sent again.
const REFUSED_PAUSE: Duration = Duration::from_millis(100);

/// What happens, by its place in the load, from 0 on.
pub type Source = Arc<dyn Fn(u64) -> Happening + Send + Sync>;

/// What sends over one connection.
pub(super) struct Sender {
    pub(super) connection: Connection,
    pub(super) first_number: i64,
    pub(super) source: Source,
    pub(super) answers: Answers,
    pub(super) body: String,
}

impl Sender {
    pub(super) async fn send_while(
        &mut self,
        next: impl Fn() -> u64,
        is_wanted: impl Fn(u64) -> bool,
    ) -> anyhow::Result<()> {
        loop {
            let place = next();
            if !is_wanted(place) {
                return Ok(());
            }
            self.send_one(place, Instant::now()).await?;
        }
    }

    pub(super) async fn send_as_due(
        &mut self,
        due: &Mutex<mpsc::UnboundedReceiver<(u64, Instant)>>,
    ) -> anyhow::Result<()> {
        loop {
            let next = due.lock().await.recv().await;
            let Some((place, due)) = next else { return Ok(()) };
            self.send_one(place, due).await?;
        }
    }

    /// Sends an update until it is accepted.
    async fn send_one(&mut self, place: u64, due: Instant) -> anyhow::Result<()> {
        self.body.clear();
        (self.source)(place).write(self.first_number + place.cast_signed(), &mut self.body);
        loop {
            match self.connection.post(&self.body).await? {
                200 => break,
                429 | 500.. => {
                    self.answers.refused += 1;
                    tokio::time::sleep(REFUSED_PAUSE).await;
                }
                status => anyhow::bail!("an update was refused with {status}"),
            }
        }
        self.answers.add(due.elapsed());
        self.answers.ended = Instant::now();
        Ok(())
    }
}
