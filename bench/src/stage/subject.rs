//! The process that takes the updates: the bot with all it needs, or the server that does nothing.

use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{
    bot::Bot,
    do_nothing,
    operations::{self, Metrics},
    process::Process,
    seed::Population,
    store::{Servers, Store},
    store_kind::StoreKind,
};
use crate::{
    ids,
    load::Generator,
    telegram::{Latencies, Telegram},
    updates::{Happening, Kind},
};

/// How often is looked whether what is waited for has come.
const LOOK_INTERVAL: Duration = Duration::from_millis(5);

/// What is measured, while it runs.
#[derive(Debug)]
pub struct Subject {
    /// What posts updates to it.
    pub generator: Generator,
    /// The process.
    pub process: Process,
    /// What only a bot has.
    pub gate: Option<Gate>,
    http: reqwest::Client,
}

/// What a bot has around it.
#[derive(Debug)]
pub struct Gate {
    /// Where it calls.
    pub telegram: Telegram,
    /// Where its state is.
    pub store: Store,
    operations: String,
    folder: TempDir,
}

/// What was ended and has started again.
#[derive(Debug)]
pub struct Restarted {
    /// What runs now.
    pub subject: Subject,
    /// From the wish that it end to its end.
    pub stop: Duration,
    /// From its start to the first update that it took.
    pub first_200: Duration,
}

impl Subject {
    /// The server that does nothing.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn that_does_nothing() -> anyhow::Result<Self> {
        let (process, address) = do_nothing::start()?;
        Ok(Self { generator: Generator::new(address), process, gate: None, http: reqwest::Client::new() })
    }

    /// The bot on a fresh database.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub async fn bot(
        servers: &mut Servers,
        kind: StoreKind,
        population: Population,
        latencies: Latencies,
    ) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("portcullis-bench-").tempdir()?;
        let store = servers.store(kind, folder.path(), population).await?;
        let telegram = Telegram::start(latencies).await?;
        let Bot { process, address, operations } = Bot::start(folder.path(), &store, &telegram.url()).await?;
        let http = reqwest::Client::new();
        operations::until_ready(&http, &operations).await?;
        let gate = Gate { telegram, store, operations, folder };
        Ok(Self { generator: Generator::new(address), process, gate: Some(gate), http })
    }

    /// Ends the process as an operator does, with connections open that have said nothing for so long, and starts it anew
    /// on what it has stored.
    ///
    /// # Errors
    ///
    /// If it does not end, or does not start and take an update.
    pub async fn restart(self, silent_for: Duration) -> anyhow::Result<Restarted> {
        let Self { generator, process, gate, http } = self;
        let open = generator.connect().await?;
        tokio::time::sleep(silent_for).await;
        let asked = Instant::now();
        process.stop().await?;
        let stop = asked.elapsed();
        drop(open);

        let started = Instant::now();
        let (process, address, gate) = if let Some(gate) = gate {
            let bot = Bot::start(gate.folder.path(), &gate.store, &gate.telegram.url()).await?;
            (bot.process, bot.address, Some(Gate { operations: bot.operations, ..gate }))
        } else {
            let (process, address) = do_nothing::start()?;
            (process, address, None)
        };
        let generator = generator.moved_to(address);
        generator.post_one(Happening { kind: Kind::Message, chat: ids::group(0), person: ids::member(0) }).await?;
        let first_200 = started.elapsed();
        Ok(Restarted { subject: Self { generator, process, gate, http }, stop, first_200 })
    }

    /// What the bot tells of itself; nothing where there is none.
    ///
    /// # Errors
    ///
    /// If it does not answer.
    pub async fn metrics(&self) -> anyhow::Result<Metrics> {
        match &self.gate {
            Some(gate) => operations::look(&self.http, &gate.operations).await,
            None => Ok(Metrics::default()),
        }
    }

    /// Waits until a bot's Telegram shows something, and gives when that was seen; `None` if it was not within `limit`. A
    /// server that does nothing has nothing to wait for.
    pub async fn until(&self, limit: Duration, mut is_so: impl FnMut(&Telegram) -> bool) -> Option<Instant> {
        let deadline = Instant::now() + limit;
        while let Some(gate) = &self.gate {
            if is_so(&gate.telegram) {
                break;
            }
            if Instant::now() > deadline {
                return None;
            }
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
        Some(Instant::now())
    }

    /// Waits until nothing is stored any more that is to be carried out; gives how many updates still are after `limit`.
    ///
    /// # Errors
    ///
    /// If the bot does not answer.
    pub async fn until_worked_off(&self, limit: Duration) -> anyhow::Result<f64> {
        let deadline = Instant::now() + limit;
        loop {
            let pending = self.metrics().await?.sum("bot_inbox_pending", &[]);
            if pending < 0.5 || Instant::now() > deadline {
                return Ok(pending);
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}
