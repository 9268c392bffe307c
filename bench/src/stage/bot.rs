//! The bot: the real webhook binary.

use std::{
    fs::OpenOptions,
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context;
use portcullis_tests::{
    bot_process::{Binary, command_of},
    free_address,
    stage::TOKEN,
    webhook_instance::SECRET,
};
use tokio::net::TcpStream;

use super::{process::Process, store::Store};

/// How long the bot may take to be ready.
const START_TIMEOUT: Duration = Duration::from_mins(2);

/// A running bot.
#[derive(Debug)]
pub(super) struct Bot {
    pub(super) process: Process,
    /// Where it takes updates.
    pub(super) address: SocketAddr,
    /// The base of `/metrics`.
    pub(super) operations: String,
}

impl Bot {
    /// Starts the bot in `folder`, and waits until it takes connections; it may still be busy with its start then.
    pub(super) async fn start(folder: &Path, store: &Store, telegram_url: &str) -> anyhow::Result<Self> {
        let (address, operations) = (free_address(), free_address());
        let variables = [
            ("BOT_TOKEN", TOKEN.to_owned()),
            ("TELEGRAM_API_URL", telegram_url.to_owned()),
            ("DATABASE_URL", store.url.clone()),
            ("REDIS_URL", store.redis_url.clone().unwrap_or_default()),
            ("WEBHOOK_URL", format!("http://{address}")),
            ("WEBHOOK_SECRET", SECRET.to_owned()),
            ("WEBHOOK_LISTEN", address.to_string()),
            ("OPS_LISTEN", operations.to_string()),
            ("LOG_FORMAT", "json".to_owned()),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value));
        let log = folder.join("bot.log");
        let file = OpenOptions::new().create(true).append(true).open(&log)?;
        let mut command = command_of(Binary::Webhook, folder, &variables);
        let process = Process::start(command.stdout(file.try_clone()?).stderr(file))?;
        let bot = Self { process, address, operations: format!("http://{operations}") };
        bot.wait_until_it_listens().await.with_context(|| {
            format!("the bot does not start:\n{}", std::fs::read_to_string(&log).unwrap_or_default())
        })?;
        Ok(bot)
    }

    async fn wait_until_it_listens(&self) -> anyhow::Result<()> {
        let deadline = Instant::now() + START_TIMEOUT;
        while TcpStream::connect(self.address).await.is_err() {
            anyhow::ensure!(Instant::now() < deadline, "nobody listens");
            // It fails once the process has ended.
            self.process.resident_bytes()?;
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }
}
