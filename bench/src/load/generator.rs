//! Posting updates: as fast as they are taken, or at a fixed rate.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

use tokio::{
    sync::{Mutex, mpsc},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use super::{
    answers::Answers,
    connection::Connection,
    pace::{Load, pace},
    sender::{Sender, Source},
};
use crate::{
    ids,
    updates::{Happening, Kind},
};

/// How many connections Telegram opens, unless it is told otherwise.
const CONNECTIONS: usize = 40;

/// The owner writes, an administrator who is checked by nobody.
const WITHOUT_CONSEQUENCE: Happening = Happening { kind: Kind::Message, chat: ids::group(0), person: ids::OWNER };

/// Posts updates to one address. No two of its updates have the same number.
#[derive(Debug)]
pub struct Generator {
    address: SocketAddr,
    /// The number of the next load's first update.
    next: AtomicI64,
}

impl Generator {
    /// Posts to `address`.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self { address, next: AtomicI64::new(1_000) }
    }

    /// Posts to another address, and goes on with the numbers.
    #[must_use]
    pub fn moved_to(self, address: SocketAddr) -> Self {
        Self { address, ..self }
    }

    /// Opens the connections that Telegram would, each of which has brought an update and is kept alive.
    ///
    /// # Errors
    ///
    /// If an update is not accepted.
    pub async fn connect(&self) -> anyhow::Result<Vec<Connection>> {
        let mut connections = Vec::new();
        for _ in 0..CONNECTIONS {
            let mut connection = Connection::open(self.address).await?;
            self.post(&mut connection, WITHOUT_CONSEQUENCE).await?;
            connections.push(connection);
        }
        Ok(connections)
    }

    /// Posts one update.
    ///
    /// # Errors
    ///
    /// If it is not accepted.
    pub async fn post_one(&self, happening: Happening) -> anyhow::Result<()> {
        self.post(&mut Connection::open(self.address).await?, happening).await
    }

    async fn post(&self, connection: &mut Connection, happening: Happening) -> anyhow::Result<()> {
        let mut body = String::new();
        happening.write(self.next.fetch_add(1, Ordering::Relaxed), &mut body);
        let status = connection.post(&body).await?;
        anyhow::ensure!(status == 200, "an update was refused with {status}");
        Ok(())
    }

    /// Sends a load, and gives what came back once all is accepted.
    ///
    /// # Errors
    ///
    /// If a connection breaks, or an update is refused for good.
    pub async fn send(&self, load: Load, source: Source) -> anyhow::Result<Answers> {
        let stop = CancellationToken::new();
        let ended = stop.clone().drop_guard();
        let first_number = self.next.fetch_add(load.numbers(), Ordering::Relaxed);
        let mut connections = Vec::new();
        for _ in 0..CONNECTIONS {
            connections.push(Connection::open(self.address).await?);
        }
        let begun = Instant::now();
        let (tell, due) = mpsc::unbounded_channel();
        let due = Arc::new(Mutex::new(due));
        let place = Arc::new(AtomicU64::new(0));
        if let Load::Open { count, per_second } = load {
            thread::Builder::new()
                .name("pace".to_owned())
                .spawn(move || pace(begun, count, per_second, &tell, &stop))?;
        }
        let mut senders = JoinSet::new();
        for connection in connections {
            let mut sender = Sender {
                connection,
                first_number,
                source: source.clone(),
                answers: Answers::of(first_number, begun),
                body: String::new(),
            };
            let (due, place) = (due.clone(), place.clone());
            senders.spawn(async move {
                match load {
                    Load::Closed(count) => {
                        sender.send_while(|| place.fetch_add(1, Ordering::Relaxed), |at| at < count).await
                    }
                    Load::ClosedFor(time) => {
                        sender.send_while(|| place.fetch_add(1, Ordering::Relaxed), |_| begun.elapsed() < time).await
                    }
                    Load::Open { .. } => sender.send_as_due(&due).await,
                }
                .map(|()| sender.answers)
            });
        }
        let mut answers = Answers::of(first_number, begun);
        while let Some(sent) = senders.join_next().await {
            answers.merge(&sent??);
        }
        drop(ended);
        Ok(answers)
    }
}
