//! A stage: a simulated Telegram with a group, a channel and their owner, and the real bot before it.

use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
    process::ExitStatus,
    time::{Duration, Instant},
};

use portcullis_simulator::{
    Simulator, SimulatorServer, World,
    world::{Message, Rights},
};
use tempfile::TempDir;

use crate::{
    bot_process::BotProcess,
    operations::{self, Operations},
    private_words, promise, sql,
};

/// The bot's token on every stage; its secret half must show up nowhere.
pub const TOKEN: &str = "4242424242:AAthe_secret_half_of_the_token_0123";

/// How long a story waits for what must come.
pub const WAIT_TIMEOUT: Duration = Duration::from_secs(20);

/// How long a story listens for what must not come.
pub const SILENCE: Duration = Duration::from_millis(700);

/// A simulated Telegram and the bot before it, in a folder of their own.
pub struct Stage {
    /// Telegram.
    pub simulator: Simulator,
    /// The server that speaks for it.
    pub server: SimulatorServer,
    /// The bot's id.
    pub bot: i64,
    /// Who made the group and the channel.
    pub owner: i64,
    /// A supergroup in which the bot may delete, restrict and invite.
    pub group: i64,
    /// The public channel `@tea_news`, in which the bot is an administrator.
    pub channel: i64,
    folder: TempDir,
    variables: Vec<(String, String)>,
    process: Option<BotProcess>,
    /// Whether its Telegram quotes people in what it refuses.
    quotes_people: bool,
    /// Whether the story has ended as a story must.
    is_over: bool,
}

impl Stage {
    /// Everything is in place, and the bot is not running yet.
    pub async fn new() -> Self {
        let simulator = Simulator::new();
        let (server, url) = SimulatorServer::start(simulator.clone(), "127.0.0.1:0").await.expect("a port is free");
        let (bot, owner, group, channel) = simulator.act(|world| {
            let bot = world.add_bot(TOKEN, "Portcullis", "PortcullisBot");
            let owner = world.add_user("Olga");
            let group = world.add_supergroup(owner, "Tea lovers");
            let channel = world.add_channel(owner, "Tea news", Some("tea_news"));
            world.add_bot_as_admin(group, bot, Rights::GATEKEEPER).expect("the owner may appoint the bot");
            world.add_bot_as_admin(channel, bot, Rights::INVITE_USERS).expect("the owner may appoint the bot");
            (bot, owner, group, channel)
        });
        // It was appointed long ago: what it would say to that has been said.
        simulator.lose_waiting_updates(bot);
        let variables = [
            ("BOT_TOKEN", TOKEN),
            ("TELEGRAM_API_URL", &url),
            // Stages run side by side, so that each needs a port of its own.
            ("OPS_LISTEN", "127.0.0.1:0"),
            ("LOG_LEVEL", "debug"),
            ("LOG_FORMAT", "json"),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self {
            simulator,
            server,
            bot,
            owner,
            group,
            channel,
            folder,
            variables,
            process: None,
            quotes_people: false,
            is_over: false,
        }
    }

    /// The bot runs, and the owner has protected the group with the channel.
    pub async fn protected() -> Self {
        Self::protected_on(None).await
    }

    /// The same on this database, or on the default.
    pub async fn protected_on(database: Option<&str>) -> Self {
        let mut stage = Self::new().await;
        if let Some(database) = database {
            stage = stage.with("DATABASE_URL", database);
        }
        stage.start();
        stage.protect().await;
        stage
    }

    /// The same with these settings of the group, as JSON: stored, and read at a start.
    pub async fn protected_with(params: &str) -> Self {
        let mut stage = Self::protected().await;
        stage.settle().await;
        stage.restart_with(params).await;
        stage
    }

    /// Replaces the settings of the group while the bot is down, and starts it again.
    ///
    /// # Panics
    ///
    /// If the bot does not run, or does not stop in good order.
    pub async fn restart_with(&mut self, params: &str) {
        assert!(self.stop().await.success(), "the bot stops\n{}", self.log());
        let update = format!("UPDATE protected_groups SET params = '{params}' WHERE group_id = {}", self.group);
        sql::run(&self.database(), update).await;
        self.start();
    }

    /// Sets a variable for the bot's next start.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Has Telegram's refusals quote people, as no server of Telegram's does: the log tells whatever a refusal says.
    #[must_use]
    pub const fn where_refusals_quote_people(mut self) -> Self {
        self.quotes_people = true;
        self
    }

    /// Takes a variable away for the bot's next start.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    /// Starts the bot.
    ///
    /// # Panics
    ///
    /// If it runs already.
    pub fn start(&mut self) {
        assert!(self.process.is_none(), "the bot runs already");
        let log = self.open_log("bot");
        self.process = Some(BotProcess::start(self.folder.path(), &self.variables, &log));
    }

    /// Starts another process with the same configuration; its log goes to a file of that name, see
    /// [`Stage::log_of`].
    #[must_use]
    pub fn start_another(&self, name: &str) -> BotProcess {
        BotProcess::start(self.folder.path(), &self.variables, &self.open_log(name))
    }

    /// Ends the bot as a crash would.
    ///
    /// # Panics
    ///
    /// If it does not run.
    pub fn kill(&mut self) {
        self.process.take().expect("the bot runs").kill();
    }

    /// Asks the bot to stop, and waits until it has.
    ///
    /// # Panics
    ///
    /// If it does not run, or does not stop.
    pub async fn stop(&mut self) -> ExitStatus {
        self.process.take().expect("the bot runs").stop().await
    }

    /// The running bot, which is the story's to end from now on.
    ///
    /// # Panics
    ///
    /// If it does not run.
    pub fn take_process(&mut self) -> BotProcess {
        self.process.take().expect("the bot runs")
    }

    /// The owner protects the group with the channel, and the bot has said that it is done.
    ///
    /// # Panics
    ///
    /// If the bot does not say so in time.
    pub async fn protect(&self) {
        self.owner_says("/protect @tea_news");
        self.until("the group is protected", |world| {
            has_spoken(world, self.group, self.bot, |message| message.text.contains("Tea news"))
        })
        .await;
    }

    /// The owner writes in the group.
    ///
    /// # Panics
    ///
    /// If Telegram would not let them.
    pub fn owner_says(&self, text: &str) -> i64 {
        self.simulator.act(|world| world.say(self.group, self.owner, text)).expect("the owner may speak")
    }

    /// A person who is in the group, and not in the channel.
    ///
    /// # Panics
    ///
    /// If the group does not let them in.
    pub fn stranger(&self, name: &str) -> i64 {
        let person = self.simulator.act(|world| world.add_user(name));
        self.simulator.act(|world| world.join(self.group, person)).expect("the group is open");
        person
    }

    /// A person who is in the channel and in the group.
    ///
    /// # Panics
    ///
    /// If the channel does not let them in.
    pub fn member(&self, name: &str) -> i64 {
        let person = self.simulator.act(|world| world.add_user(name));
        self.simulator.act(|world| world.join(self.channel, person)).expect("the channel is open");
        self.simulator.act(|world| world.join(self.group, person)).expect("the group is open");
        person
    }

    /// Somebody writes in the group; `None` if they are muted.
    pub fn say(&self, person: i64, text: &str) -> Option<i64> {
        self.simulator.act(|world| world.say(self.group, person, text)).ok()
    }

    /// Waits until the world is as described.
    ///
    /// # Panics
    ///
    /// After [`WAIT_TIMEOUT`], with the bot's log.
    pub async fn until(&self, what: &str, is_so: impl FnMut(&World) -> bool) {
        let happened = self.simulator.wait_until(WAIT_TIMEOUT, is_so).await;
        assert!(happened.is_ok(), "it never happened that {what}\n{}\n{}", self.calls_in_short(), self.log());
    }

    /// Waits until somebody is muted in the group.
    pub async fn until_muted(&self, person: i64) {
        self.until("the person is muted", |world| world.is_muted(self.group, person)).await;
    }

    /// Waits until somebody may speak in the group.
    pub async fn until_free(&self, person: i64) {
        self.until("the person may speak", |world| !world.is_muted(self.group, person)).await;
    }

    /// Waits until exactly one notice with a button stands in the group, and gives it.
    pub async fn until_one_notice(&self) -> Message {
        self.until("one notice stands in the group", |world| notices(world, self.group, self.bot).len() == 1).await;
        self.simulator.read(|world| notices(world, self.group, self.bot).remove(0))
    }

    /// Waits until everybody who is muted has been told why, and gives the one notice that serves them all. Of people who
    /// are muted one after the other, the first may have a notice of their own for a while.
    pub async fn until_one_notice_serves_all(&self) -> Message {
        self.until_the_promise_holds().await;
        self.until_one_notice().await
    }

    /// Waits until the bot has confirmed every update and called nothing for a while.
    ///
    /// # Panics
    ///
    /// If it does not confirm them in time.
    pub async fn settle(&self) {
        let confirmed = self.simulator.wait_until_confirmed(self.bot, WAIT_TIMEOUT).await;
        assert!(confirmed.is_ok(), "updates stay unconfirmed\n{}", self.log());
        self.simulator.quiet_for(SILENCE).await;
    }

    /// How many calls of a method the bot has made.
    #[must_use]
    pub fn count(&self, method: &str) -> usize {
        self.simulator.calls_of(method).len()
    }

    /// Everything the bot has logged.
    #[must_use]
    pub fn log(&self) -> String {
        self.log_of("bot")
    }

    /// Everything that another process has logged.
    #[must_use]
    pub fn log_of(&self, name: &str) -> String {
        std::fs::read_to_string(self.log_path(name)).unwrap_or_default()
    }

    /// What the bot tells an operator's tools.
    pub async fn operations(&self) -> Operations {
        Operations::of_log(|| self.log()).await
    }

    /// The bot's folder, with its database.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The variables of the bot.
    #[must_use]
    pub fn variables(&self) -> &[(String, String)] {
        &self.variables
    }

    /// The URL of the bot's database.
    #[must_use]
    pub fn database(&self) -> String {
        let set = self.variables.iter().rev().find(|(name, _)| name == "DATABASE_URL").map(|(_, value)| value.clone());
        let url = set.unwrap_or_else(|| "sqlite://portcullis.db".to_owned());
        match url.strip_prefix("sqlite://").filter(|path| !path.starts_with('/')) {
            Some(path) => format!("sqlite://{}", self.folder.path().join(path).display()),
            None => url,
        }
    }

    /// Waits until a query of the bot's database gives this number.
    ///
    /// # Panics
    ///
    /// After [`WAIT_TIMEOUT`], with the bot's log.
    pub async fn until_number(&self, what: &str, query: &str, wanted: i64) {
        let deadline = Instant::now() + WAIT_TIMEOUT;
        while sql::number(&self.database(), query).await != wanted {
            assert!(Instant::now() < deadline, "it never happened that {what}\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// What is wrong at this moment with the people whom the bot has muted, a line each; see
    /// [`Stage::until_the_promise_holds`].
    pub async fn broken_promises(&self) -> Vec<String> {
        promise::broken(&self.simulator, self.bot, &self.database()).await
    }

    /// Waits until nobody whom the bot has muted is left without an open record, without a word that says why, and
    /// without an end: the promise with which each story ends.
    ///
    /// # Panics
    ///
    /// After [`WAIT_TIMEOUT`], with what is broken and the bot's log.
    pub async fn until_the_promise_holds(&self) {
        let deadline = Instant::now() + WAIT_TIMEOUT;
        loop {
            let broken = self.broken_promises().await;
            if broken.is_empty() {
                return;
            }
            let text = broken.join("\n");
            assert!(Instant::now() < deadline, "{text}\n{}\n{}", self.calls_in_short(), self.log());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Ends a story that stops in the middle of work, so that nobody can say how people are left: `why` says what
    /// stands in the way. Mutes must have an end all the same.
    ///
    /// # Panics
    ///
    /// If a mute has none.
    pub fn ends_in_mid_air(mut self, why: &str) {
        assert!(why.len() > 10, "a story that ends in the middle of work says why");
        let endless = self.simulator.read(|world| promise::endless(world, self.bot));
        assert!(endless.is_empty(), "{endless:#?}");
        self.is_over = true;
        self.tells_operators_of_nobody(String::new());
    }

    /// Neither the logs nor what else was `read` by operators tells what people are called or have written.
    fn tells_operators_of_nobody(&self, mut read: String) {
        if self.quotes_people {
            return;
        }
        for file in std::fs::read_dir(self.folder.path()).expect("the folder is there").flatten() {
            if file.path().extension().is_some_and(|extension| extension == "log") {
                read.push_str(&String::from_utf8_lossy(&std::fs::read(file.path()).unwrap_or_default()));
            }
        }
        let private = self.simulator.read(|world| private_words::told_in(world, &read));
        assert!(private.is_empty(), "operators read what is none of their business: {private:?}");
    }

    /// Ends the story: nobody is muted without a record, a word and an end; the bot stops in good order, has broken
    /// none of Telegram's rules, has told nobody its token, and no operator what people are called or have written.
    ///
    /// # Panics
    ///
    /// If any of that is not so.
    pub async fn end(mut self) {
        self.until_the_promise_holds().await;
        self.is_over = true;
        let mut read_by_operators = String::new();
        if self.process.is_some() {
            if operations::has_address(&self.log()) {
                read_by_operators = self.operations().await.get("/metrics").await.text;
            }
            let status = self.stop().await;
            assert!(status.success(), "the bot ended with {status}\n{}", self.log());
        }
        let violations = self.simulator.violations();
        assert!(violations.is_empty(), "the Bot API's rules were broken: {violations:#?}");
        let secret = TOKEN.split_once(':').expect("a token has two halves").1;
        assert!(!self.log().contains(secret), "the token stands in the log");
        for file in std::fs::read_dir(self.folder.path()).expect("the folder is there").flatten() {
            let content = std::fs::read(file.path()).unwrap_or_default();
            let holds_secret = content.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!holds_secret, "the token stands in {}", file.path().display());
        }
        self.tells_operators_of_nobody(read_by_operators);
    }

    fn calls_in_short(&self) -> String {
        let calls = self.simulator.calls();
        let lines = calls.iter().map(|call| format!("{} {} {:?}", call.at_ms, call.method, call.outcome));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Where the log of a process of that name is.
    pub(crate) fn log_path(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.log"))
    }

    fn open_log(&self, name: &str) -> File {
        let opened = OpenOptions::new().create(true).append(true).open(self.log_path(name));
        opened.expect("the log can be written")
    }
}

impl Drop for Stage {
    /// # Panics
    ///
    /// If a story that went well so far does not end as stories must.
    fn drop(&mut self) {
        let is_well = self.is_over || std::thread::panicking();
        assert!(is_well, "a story ends with `end`, or says by `ends_in_mid_air` why it can't");
    }
}

/// The messages with buttons that a bot has standing in a group.
#[must_use]
pub fn notices(world: &World, group: i64, bot: i64) -> Vec<Message> {
    let has_callback = |message: &Message| {
        message.reply_markup.as_ref().is_some_and(|markup| markup.to_string().contains("callback_data"))
    };
    let standing = world.visible_messages(group).into_iter();
    standing.filter(|message| message.from == Some(bot) && has_callback(message)).collect()
}

/// Whether a message of `author` that fits stands in a chat.
#[must_use]
pub fn has_spoken(world: &World, chat: i64, author: i64, fits: impl Fn(&Message) -> bool) -> bool {
    world.visible_messages(chat).iter().any(|message| message.from == Some(author) && fits(message))
}
