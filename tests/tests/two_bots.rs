//! Two bots on one machine: they share a Redis and a PostgreSQL and never meet, and none works on the other's tables.

use std::{fs::File, path::Path, process::Output, time::Duration};

use portcullis_simulator::world::Rights;
use portcullis_tests::{
    BotProcess, RedisServer, Stage, bot_process::command, postgres::fresh_database, sql, stage::SILENCE,
};

/// The token of the bot that is not the stage's.
const OTHER_TOKEN: &str = "7770007770:BBthe_secret_half_of_the_other_token_456";

/// What is said of a database that is another bot's.
const REFUSAL: &str = "leads to the database of bot 4242424242, and BOT_TOKEN is that of bot 7770007770";

/// The second bot, with a group and a channel of its own, on a stage of the first.
struct Other {
    bot: i64,
    owner: i64,
    group: i64,
    channel: i64,
    variables: Vec<(String, String)>,
    process: Option<BotProcess>,
}

impl Other {
    /// It differs from the stage's bot by its token and by these variables, and does not run yet.
    fn on(stage: &Stage, variables: &[(&str, &str)]) -> Self {
        let (bot, owner, group, channel) = stage.simulator.act(|world| {
            let bot = world.add_bot(OTHER_TOKEN, "Portcullis II", "SecondBot");
            let owner = world.add_user("Carl");
            let group = world.add_supergroup(owner, "Coffee lovers");
            let channel = world.add_channel(owner, "Coffee news", Some("coffee_news"));
            world.add_bot_as_admin(group, bot, Rights::GATEKEEPER).unwrap();
            world.add_bot_as_admin(channel, bot, Rights::INVITE_USERS).unwrap();
            (bot, owner, group, channel)
        });
        stage.simulator.lose_waiting_updates(bot);
        let mut all = stage.variables().to_vec();
        for (name, value) in [("BOT_TOKEN", OTHER_TOKEN)].iter().chain(variables) {
            all.retain(|(known, _)| known != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        Self { bot, owner, group, channel, variables: all, process: None }
    }

    fn start(&mut self, stage: &Stage) {
        let log = File::options().create(true).append(true).open(stage.folder().join("other.log")).unwrap();
        self.process = Some(BotProcess::start(stage.folder(), &self.variables, &log));
    }

    async fn stop(&mut self) {
        assert!(self.process.take().unwrap().stop().await.success());
    }

    async fn protect(&self, stage: &Stage) {
        stage.simulator.act(|world| world.say(self.group, self.owner, "/protect @coffee_news")).unwrap();
        stage
            .until("the other group is protected", |world| {
                let said = world.visible_messages(self.group);
                said.iter().any(|message| message.from == Some(self.bot) && message.text.contains("Coffee news"))
            })
            .await;
    }

    /// A stranger of its group speaks, and is muted there.
    async fn gates(&self, stage: &Stage, name: &str) {
        let person = stage.simulator.act(|world| world.add_user(name));
        stage.simulator.act(|world| world.join(self.group, person)).unwrap();
        let _gated_as_they_joined = stage.simulator.act(|world| world.say(self.group, person, "buy this")).is_err();
        stage.until("the other bot mutes", |world| world.is_muted(self.group, person)).await;
        // Told why, and free again as they join.
        stage.simulator.act(|world| world.join(self.channel, person)).unwrap();
        stage.until("the other bot frees", |world| !world.is_muted(self.group, person)).await;
    }

    /// Runs a command with its configuration; the exit code, and what it says.
    fn run(&self, folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
        let Output { status, stdout, stderr } = command(folder, &self.variables).args(arguments).output().unwrap();
        (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
    }
}

async fn gates(stage: &Stage, name: &str) {
    let stranger = stage.stranger(name);
    let _gated_as_they_joined = stage.say(stranger, "buy this");
    stage.until_muted(stranger).await;
}

fn logged(stage: &Stage, name: &str, words: &str) -> usize {
    stage.log_of(name).matches(words).count()
}

fn in_schema(database: &str, schema: &str) -> String {
    format!("{database}?options=-c%20search_path={schema}")
}

#[tokio::test]
async fn two_bots_share_a_redis_and_a_postgresql_and_never_meet() {
    let (redis, database) = (RedisServer::start(), fresh_database());
    sql::run(&database, "CREATE SCHEMA tea; CREATE SCHEMA coffee").await;
    let stage = Stage::new().await;
    let mut stage = stage.with("REDIS_URL", &redis.url()).with("DATABASE_URL", &in_schema(&database, "tea"));
    let mut other = Other::on(&stage, &[("DATABASE_URL", &in_schema(&database, "coffee"))]);
    stage.start();
    other.start(&stage);
    stage.protect().await;
    other.protect(&stage).await;
    gates(&stage, "Sam").await;
    other.gates(&stage, "Sue").await;
    for name in ["bot", "other"] {
        assert_eq!((logged(&stage, name, "at work"), logged(&stage, name, "standing by")), (1, 0), "{name}");
    }
    for schema in ["tea", "coffee"] {
        let groups = format!("SELECT COUNT(*) FROM {schema}.protected_groups");
        assert_eq!(sql::number(&database, &groups).await, 1);
    }
    let in_public = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'";
    assert_eq!(sql::number(&database, in_public).await, 0);
    for key in ["{portcullis:messages:4242424242}", "{portcullis:messages:7770007770}"] {
        let groups = format!("{}:{}", key, if key.contains("4242") { stage.group } else { other.group });
        assert_eq!(redis.command(&["EXISTS", &groups]), ":1", "{groups}");
    }

    // What the other does, be it its end and its start, the first hears nothing of: it stays warm.
    let member = stage.member("Mia");
    stage.say(member, "hello").unwrap();
    stage.settle().await;
    let looked_up = stage.count("getChatMember");
    other.stop().await;
    other.start(&stage);
    while logged(&stage, "other", "at work") < 2 {
        assert!(other.process.as_mut().unwrap().is_running(), "{}", stage.log_of("other"));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stage.say(member, "hello again").unwrap();
    tokio::time::sleep(SILENCE).await;
    assert_eq!(stage.count("getChatMember"), looked_up, "it looks up again");
    other.gates(&stage, "Sid").await;
    gates(&stage, "Sal").await;
    assert_eq!(logged(&stage, "bot", "leads no more") + logged(&stage, "other", "standing by"), 0);
    other.stop().await;
    stage.end().await;
}

#[tokio::test]
async fn two_bots_on_files_of_their_own_lead_on_one_redis() {
    let redis = RedisServer::start();
    let mut stage = Stage::new().await.with("REDIS_URL", &redis.url());
    let mut other = Other::on(&stage, &[("DATABASE_URL", "sqlite://other.db")]);
    stage.start();
    stage.protect().await;
    other.start(&stage);
    other.protect(&stage).await;
    other.gates(&stage, "Sue").await;
    gates(&stage, "Sam").await;
    for bot in [stage.bot, other.bot] {
        assert_eq!(redis.command(&["EXISTS", &format!("portcullis:leader:{bot}")]), ":1", "{bot}");
    }
    assert_eq!(logged(&stage, "bot", "standing by") + logged(&stage, "other", "standing by"), 0);
    other.stop().await;
    stage.end().await;
}

async fn another_bot_is_refused(stage: Stage) {
    let mut stage = stage;
    stage.start();
    stage.protect().await;
    gates(&stage, "Sam").await;
    stage.until_the_promise_holds().await;
    assert!(stage.stop().await.success());
    let other = Other::on(&stage, &[]);
    let group = stage.group.to_string();
    let refused: [&[&str]; 7] =
        [&["run"], &["migrate"], &["sweep", &group], &["erase", "5"], &["explain", "5"], &["import", "-"], &["check"]];
    for arguments in refused {
        let (code, said) = other.run(stage.folder(), arguments);
        let expected = if arguments == ["check"] { 1 } else { 2 };
        assert_eq!(code, Some(expected), "{arguments:?}: {said}");
        assert!(said.contains(&format!("DATABASE_URL {REFUSAL}")), "{arguments:?}: {said}");
        assert!(said.contains("search_path") && said.contains("`export`"), "{said}");
        assert!(!said.contains("secret_half"), "{said}");
    }
    // The bot itself finds everything as it was.
    stage.start();
    gates(&stage, "Sue").await;

    // What is there may go to another bot, in a database of its own.
    let stranger = stage.stranger("Sid");
    stage.until_muted(stranger).await;
    stage.until_the_promise_holds().await;
    assert!(stage.stop().await.success());
    let (code, said) = other.run(stage.folder(), &["export", "all.jsonl"]);
    assert_eq!(code, Some(0), "{said}");
    let mut heir = Other { variables: other.variables.clone(), process: None, ..other };
    heir.variables.retain(|(name, _)| name != "DATABASE_URL");
    heir.variables.push(("DATABASE_URL".to_owned(), "sqlite://heir.db".to_owned()));
    let (code, said) = heir.run(stage.folder(), &["import", "all.jsonl"]);
    assert_eq!(code, Some(0), "{said}");
    let heirs = format!("sqlite://{}", stage.folder().join("heir.db").display());
    assert_eq!(sql::number(&heirs, "SELECT COUNT(*) FROM bots").await, 0, "nobody has started on it");
    heir.start(&stage);
    heir.protect(&stage).await;
    heir.gates(&stage, "Sol").await;
    assert_eq!(sql::number(&heirs, "SELECT bot_id FROM bots").await, heir.bot);
    assert_eq!(sql::number(&heirs, "SELECT COUNT(*) FROM protected_groups").await, 2);
    heir.stop().await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_is_refused_on_the_file_of_another_with_a_word_how_to_mend_it() {
    another_bot_is_refused(Stage::new().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_is_refused_on_the_postgresql_of_another_with_a_word_how_to_mend_it() {
    another_bot_is_refused(Stage::new().await.with("DATABASE_URL", &fresh_database())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_schema_that_is_not_there_is_named_with_a_word_how_to_make_it() {
    let stage = Stage::new().await;
    let stage = stage.with("DATABASE_URL", &in_schema(&fresh_database(), "nowhere"));
    for (arguments, expected) in [(["run"], 2), (["migrate"], 2), (["check"], 1)] {
        let output = command(stage.folder(), stage.variables()).args(arguments).output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(expected), "{said}");
        assert!(said.contains("no schema of the search path `nowhere`: make one with `CREATE SCHEMA`"), "{said}");
    }
    stage.end().await;
}
