//! The webhook binary on a stage: one instance, or several behind a load balancer.

use std::{
    fs::{File, OpenOptions},
    net::SocketAddr,
    process::ExitStatus,
    time::Duration,
};

use reqwest::{Client, RequestBuilder, StatusCode};
use tokio::net::TcpStream;

use crate::{BotProcess, Stage, bot_process::Binary, free_address, stage::WAIT_TIMEOUT};

/// The secret of every webhook on a stage; it must show up in no log.
pub const SECRET: &str = "the-secret_of_the_webhook-0123";

/// The header in which Telegram sends it.
pub const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// A running instance of the webhook binary.
pub struct WebhookInstance {
    name: String,
    address: SocketAddr,
    client: Client,
    process: Option<BotProcess>,
}

/// A stage with one instance at work, by the name `webhook`.
///
/// # Panics
///
/// If it does not come up.
pub async fn with_one_instance(stage: Stage) -> (Stage, WebhookInstance) {
    let mut instance = WebhookInstance::new("webhook");
    instance.start(&stage, instance.address()).await;
    (stage, instance)
}

impl WebhookInstance {
    /// An instance at a free port of this machine, not running yet.
    ///
    /// # Panics
    ///
    /// If no port is free.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let address = free_address();
        // No connection is used twice: the server closes idle ones, perhaps at the moment of the next request.
        let client = Client::builder().no_proxy().pool_max_idle_per_host(0).build().expect("a client can be made");
        Self { name: name.to_owned(), address, client, process: None }
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its variables, where Telegram finds it at `public`.
    #[must_use]
    pub fn variables(&self, stage: &Stage, public: SocketAddr) -> Vec<(String, String)> {
        let own = [
            ("WEBHOOK_URL", format!("http://{public}")),
            ("WEBHOOK_SECRET", SECRET.to_owned()),
            ("WEBHOOK_LISTEN", self.address.to_string()),
            ("OPS_LISTEN", "127.0.0.1:0".to_owned()),
        ];
        let own = own.map(|(name, value)| (name.to_owned(), value));
        // Where a variable stands twice, the later one counts.
        stage.variables().iter().cloned().chain(own).collect()
    }

    /// Starts it, and waits until it listens and Telegram has been told of it.
    ///
    /// # Panics
    ///
    /// If that does not come about.
    pub async fn start(&mut self, stage: &Stage, public: SocketAddr) {
        let log = open(&stage.log_path(&self.name));
        let variables = self.variables(stage, public);
        let before = stage.log_of(&self.name).matches("the webhook is set").count();
        self.process = Some(BotProcess::start_binary(Binary::Webhook, stage.folder(), &variables, &log));
        let up = async {
            while stage.log_of(&self.name).matches("the webhook is set").count() == before
                || TcpStream::connect(self.address).await.is_err()
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let in_time = tokio::time::timeout(WAIT_TIMEOUT, up).await;
        assert!(in_time.is_ok(), "{} does not come up\n{}", self.name, stage.log_of(&self.name));
    }

    /// Ends it as a crash would.
    ///
    /// # Panics
    ///
    /// If it does not run.
    pub fn kill(&mut self) {
        self.process.take().expect("the instance runs").kill();
    }

    /// Stops it where it stands (SIGSTOP): it keeps its connections and its leases, and does nothing.
    ///
    /// # Panics
    ///
    /// If it does not run.
    pub fn pause(&self) {
        self.process.as_ref().expect("the instance runs").signal("STOP");
    }

    /// Lets it go on.
    ///
    /// # Panics
    ///
    /// If it does not run.
    pub fn resume(&self) {
        self.process.as_ref().expect("the instance runs").signal("CONT");
    }

    /// Asks it to stop, and waits until it has.
    ///
    /// # Panics
    ///
    /// If it does not run, or does not stop.
    pub async fn stop(&mut self) -> ExitStatus {
        self.process.take().expect("the instance runs").stop().await
    }

    /// A request to it, without the secret.
    pub fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    /// Posts a body as Telegram does, and gives the status of the answer.
    ///
    /// # Panics
    ///
    /// If there is no answer.
    pub async fn post(&self, body: impl Into<reqwest::Body>) -> StatusCode {
        let request = self.request(reqwest::Method::POST, "/webhook").header(SECRET_HEADER, SECRET);
        request.body(body).send().await.expect("the instance answers").status()
    }

    /// Delivers that somebody has written in the group, as Telegram would to it, and gives the status of the answer.
    ///
    /// # Panics
    ///
    /// If there is no answer.
    pub async fn tell(&self, stage: &Stage, number: i64, from: i64, text: &str) -> StatusCode {
        self.post(stage.message_update(stage.group, number, from, text)).await
    }

    /// Ends the story of this instance: nobody is muted without a record, a word and an end; it stops in good order and
    /// has told nobody its secret.
    ///
    /// # Panics
    ///
    /// If any of that is not so.
    pub async fn end(mut self, stage: &Stage) {
        stage.until_the_promise_holds().await;
        if self.process.is_some() {
            let status = self.stop().await;
            assert!(status.success(), "{} ended with {status}\n{}", self.name, stage.log_of(&self.name));
        }
        let log = stage.log_of(&self.name);
        assert!(!log.contains(SECRET), "the secret stands in the log of {}", self.name);
    }
}

fn open(path: &std::path::Path) -> File {
    let opened = OpenOptions::new().create(true).append(true).open(path);
    opened.expect("the log can be written")
}
