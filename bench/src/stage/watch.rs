//! What a process does while nothing is asked of it.

use std::time::{Duration, Instant};

use super::{
    operations::STATEMENTS,
    postgres_statistics::transactions,
    process::{processor_time, processor_time_of_family},
    subject::Subject,
};

/// The beginning of a time in which a process is watched, without a word to it.
#[derive(Debug)]
pub struct Watch {
    at: Instant,
    process: Duration,
    wakeups: u64,
    postgres: Option<Duration>,
    transactions: Option<i64>,
    statements: Option<f64>,
}

/// What was seen in a time.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// How long it was.
    pub time: Duration,
    /// Processor time of the process.
    pub process: Duration,
    /// How often its threads woke up.
    pub wakeups: u64,
    /// Processor time of PostgreSQL.
    pub postgres: Option<Duration>,
    /// Transactions that ended in its database.
    pub transactions: Option<u64>,
    /// Statements, as the bot counts them; a few are those by which it answers the one look at the end.
    pub statements: Option<f64>,
}

impl Watch {
    /// From now on.
    ///
    /// # Errors
    ///
    /// If something has ended.
    pub async fn begin(subject: &Subject) -> anyhow::Result<Self> {
        // Looked at first: the bot counts rows to answer.
        let statements = statements(subject).await?;
        Ok(Self { statements, ..Self::so_far(subject).await? })
    }

    async fn so_far(subject: &Subject) -> anyhow::Result<Self> {
        let store = subject.gate.as_ref().map(|gate| &gate.store);
        let servers = store.and_then(|store| Some((&store.url, store.processes?.0)));
        Ok(Self {
            at: Instant::now(),
            process: processor_time(subject.process.id())?,
            wakeups: subject.process.wakeups()?,
            postgres: servers.map(|(_, postgres)| processor_time_of_family(postgres)).transpose()?,
            transactions: match servers {
                Some((url, _)) => Some(transactions(url).await),
                None => None,
            },
            statements: None,
        })
    }

    /// Until now.
    ///
    /// # Errors
    ///
    /// If something has ended.
    pub async fn end(self, subject: &Subject) -> anyhow::Result<Seen> {
        let now = Self::so_far(subject).await?;
        let statements = statements(subject).await?;
        let transactions = now.transactions.zip(self.transactions);
        Ok(Seen {
            time: now.at - self.at,
            process: now.process.saturating_sub(self.process),
            wakeups: now.wakeups.saturating_sub(self.wakeups),
            postgres: now.postgres.zip(self.postgres).map(|(now, before)| now.saturating_sub(before)),
            transactions: transactions.map(|(now, before)| now.abs_diff(before)),
            statements: statements.zip(self.statements).map(|(now, before)| now - before),
        })
    }
}

async fn statements(subject: &Subject) -> anyhow::Result<Option<f64>> {
    let metrics = subject.metrics().await?;
    Ok(subject.gate.is_some().then(|| metrics.sum(STATEMENTS, &[])))
}
