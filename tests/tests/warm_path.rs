//! What messages of members cost: the first a look-up, and no row of the inbox unless that takes long; the others no call,
//! no query, no write. First messages of many groups at once are not three statements for each.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use futures::future::join_all;
use portcullis_domain::{
    ChannelId, GroupId, UpdateId, UserId,
    group::EnforcedChannel,
    inbox::RawUpdate,
    lease::Holder,
    ports::{Clock, GroupRepository, Protection, UpdateSink},
    sender::Person,
};
use portcullis_runtime::{Composition, Settings, Shared, SystemClock, compose};
use portcullis_service::{Background, DispatcherSettings, Intake};
use portcullis_simulator::{Simulator, world::Rights};
use portcullis_storage::{Database, DatabaseSettings, SqlGroupRepository};
use portcullis_telegram::{ApiClient, FrankensteinBotApi, LocalMessageLimiter};
use portcullis_tests::{Stage, postgres::fresh_database, sql, stage::TOKEN};
use serde_json::json;

fn message(stage: &Stage, person: i64, number: i64) -> RawUpdate {
    message_in(stage, stage.group, person, number)
}

fn message_in(stage: &Stage, group: i64, person: i64, number: i64) -> RawUpdate {
    let now = stage.simulator.read(portcullis_simulator::World::now);
    let update = json!({
        "update_id": number,
        "message": {
            "message_id": 1_000 + number, "date": now, "text": "hello",
            "chat": {"id": group, "type": "supergroup", "title": "Tea lovers"},
            "from": {"id": person, "is_bot": false, "first_name": "Mia"},
        },
    });
    RawUpdate { id: UpdateId(number), json: update.to_string() }
}

fn calls(simulator: &Simulator) -> usize {
    simulator.calls().iter().filter(|call| call.method != "getUpdates").count()
}

/// The parts of the real binary in this process, where every statement can be counted.
struct InProcess {
    intake: Intake,
    background: Background,
    database: Database,
    /// What each statement was, as metrics name it.
    statements: Arc<Mutex<Vec<String>>>,
}

impl InProcess {
    /// On the database of a stage whose bot has stopped.
    async fn start(stage: &Stage) -> Self {
        let variables: HashMap<_, _> = stage.variables().iter().cloned().collect();
        let settings = Settings::from_sources(variables, stage.folder()).unwrap();
        let url = stage.database().into();
        let database = Database::connect(&DatabaseSettings { url, max_connections: 2 }).await.unwrap();
        let statements = Arc::<Mutex<Vec<String>>>::default();
        let noted = statements.clone();
        database.on_statement(move |statement| noted.lock().unwrap().push(statement.name()));
        let client = ApiClient::new(&settings.telegram_api_url, TOKEN.parse().unwrap(), &settings.proxies).unwrap();
        let limiter = Arc::new(LocalMessageLimiter::new(settings.limits));
        let api = Arc::new(FrankensteinBotApi::new(client, limiter));
        let bot = api.get_me().await.unwrap();
        let holder = Holder("test".to_owned());
        let clock = Arc::new(SystemClock);
        let Composition { gatekeeper, .. } =
            compose(&settings, &database, Shared::default(), api, bot, clock, &holder).unwrap();
        let (background, intake) = Background::start(&gatekeeper, DispatcherSettings::new(holder));
        Self { intake, background, database, statements }
    }

    fn cost(&self, stage: &Stage) -> (usize, u64) {
        (calls(&stage.simulator), self.database.statement_count())
    }
}

/// A group that the real binary has protected; it has stopped by now.
async fn protected(database: Option<&str>) -> Stage {
    let mut stage = Stage::protected_on(database).await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    stage
}

#[tokio::test]
async fn the_second_message_of_a_verified_member_makes_no_call_no_query_and_no_write() {
    let stage = protected(None).await;
    let member = stage.simulator.act(|world| {
        let member = world.add_user("Mia");
        world.join(stage.channel, member).unwrap();
        member
    });
    let bot = InProcess::start(&stage).await;
    let before = bot.cost(&stage);
    bot.intake.accept(message(&stage, member, 1)).await.unwrap();
    stage.simulator.quiet_for(portcullis_tests::stage::SILENCE).await;
    assert!(bot.cost(&stage).0 > before.0, "the first message is looked up");

    // Whatever goes on beside the updates is stopped, so that only the messages themselves are counted.
    bot.background.stop().await;
    let cost = |bot: &Database| (calls(&stage.simulator), bot.statement_count());
    let before = cost(&bot.database);
    for number in 2..1_002 {
        assert!(bot.intake.try_accept(&message(&stage, member, number).json), "memory is enough");
    }
    assert_eq!(cost(&bot.database), before, "calls and statements of 1 000 messages");
    bot.database.close().await.unwrap();
    stage.end().await;
}

/// A member of an allowed group costs what a member costs where every group is allowed; and whoever writes in a group that is
/// not allowed, or is blocked, costs nothing at all once the group was read.
async fn messages_cost_no_statement_whoever_is_served(allowed: Option<i64>, is_blocked: bool) {
    let mut stage = protected(None).await;
    if let Some(allowed) = allowed {
        let allowed = if allowed == 0 { stage.group } else { allowed };
        stage = stage.with("ALLOWED_GROUPS", &allowed.to_string());
    }
    if is_blocked {
        let block = format!("INSERT INTO tenancies (group_id, blocked_at) VALUES ({}, 1)", stage.group);
        sql::run(&stage.database(), block).await;
    }
    let member = stage.simulator.act(|world| {
        let member = world.add_user("Mia");
        world.join(stage.channel, member).unwrap();
        member
    });
    let bot = InProcess::start(&stage).await;
    bot.intake.accept(message(&stage, member, 1)).await.unwrap();
    stage.simulator.quiet_for(portcullis_tests::stage::SILENCE).await;
    bot.background.stop().await;
    let cost = |bot: &Database| (calls(&stage.simulator), bot.statement_count());
    let before = cost(&bot.database);
    for number in 2..1_002 {
        // Of the others, nobody was seen before.
        let person = if is_blocked || allowed.is_some_and(|allowed| allowed != 0) { number } else { member };
        assert!(bot.intake.try_accept(&message(&stage, person, number).json), "memory is enough");
    }
    assert_eq!(cost(&bot.database), before, "calls and statements of 1 000 messages");
    bot.database.close().await.unwrap();
    stage.end().await;
}

#[tokio::test]
async fn a_member_of_an_allowed_group_costs_no_statement_more() {
    messages_cost_no_statement_whoever_is_served(Some(0), false).await;
}

#[tokio::test]
async fn messages_in_a_group_that_is_not_allowed_cost_nothing() {
    messages_cost_no_statement_whoever_is_served(Some(-1_000_000_000_042), false).await;
}

#[tokio::test]
async fn messages_in_a_blocked_group_cost_nothing() {
    messages_cost_no_statement_whoever_is_served(None, true).await;
}

/// A thousand members' first messages, each a look-up that is answered at once.
async fn first_messages_cost_a_look_up_each_and_next_to_no_statement(database: Option<&str>) {
    let stage = protected(database).await;
    let members: Vec<i64> = stage.simulator.act(|world| {
        let joined = (0..1_000).map(|number| {
            let member = world.add_user(&format!("Mia {number}"));
            world.join(stage.channel, member).unwrap();
            member
        });
        joined.collect()
    });
    let bot = InProcess::start(&stage).await;
    bot.intake.accept(message(&stage, members[0], 1)).await.unwrap();
    let before = bot.cost(&stage);
    for (number, member) in (2..).zip(&members[1..]) {
        bot.intake.accept(message(&stage, *member, number)).await.unwrap();
    }
    bot.background.stop().await;
    let calls = calls(&stage.simulator) - before.0;
    assert!((999..=1_004).contains(&calls), "{calls} calls");
    let statements = std::mem::take(&mut *bot.statements.lock().unwrap());
    // Sightings, many together, and two for each look-up that took too long, as some do on a busy machine. The others look
    // for work of their own, some times a second, whatever comes in.
    let of_messages = |name: &&String| name.contains("inbox") || name.contains("group_members");
    let count = statements.iter().filter(of_messages).count();
    assert!(count <= 250, "{count} statements: {statements:?}");
    bot.database.close().await.unwrap();
    stage.end().await;
}

#[tokio::test]
async fn first_messages_cost_a_look_up_each_and_next_to_no_statement_of_sqlite() {
    first_messages_cost_a_look_up_each_and_next_to_no_statement(None).await;
}

#[tokio::test]
async fn first_messages_cost_a_look_up_each_and_next_to_no_statement_of_postgresql() {
    first_messages_cost_a_look_up_each_and_next_to_no_statement(Some(&fresh_database())).await;
}

/// As many groups more, protected, with one member in each.
async fn groups_with_a_member(stage: &Stage, count: usize) -> Vec<(i64, i64)> {
    let url = stage.database().into();
    let database = Database::connect(&DatabaseSettings { url, max_connections: 1 }).await.unwrap();
    let repository = SqlGroupRepository::new(database.clone(), Arc::new(SystemClock));
    let (id, username) = (ChannelId(stage.channel), Some("tea_news".to_owned()));
    let channel = EnforcedChannel { id, title: "Tea news".to_owned(), username, invite_link: None, can_check: true };
    let mut groups = Vec::new();
    for number in 0..count {
        let (group, member) = stage.simulator.act(|world| {
            let group = world.add_supergroup(stage.owner, "Tea lovers");
            world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER).unwrap();
            let member = world.add_user(&format!("Mia {number}"));
            world.join(stage.channel, member).unwrap();
            (group, member)
        });
        let by = Person { id: UserId(stage.owner), name: "Olga".to_owned(), username: None, language_code: None };
        let title = "Tea lovers".to_owned();
        let (channels, at) = (vec![channel.clone()], SystemClock.now());
        let protection = Protection { group: GroupId(group), title, by, linked_channel: None, channels, at };
        repository.protect(&protection).await.unwrap();
        groups.push((group, member));
    }
    database.close().await.unwrap();
    groups
}

/// The first messages of three hundred groups at once.
async fn groups_that_speak_for_the_first_time_are_read_together(database: Option<&str>) {
    const GROUPS: usize = 300;
    let stage = protected(database).await;
    let groups = groups_with_a_member(&stage, GROUPS).await;
    let bot = InProcess::start(&stage).await;
    let messages = (1..).zip(&groups).map(|(number, (group, member))| message_in(&stage, *group, *member, number));
    let accepted = join_all(messages.map(|message| bot.intake.accept(message))).await;
    assert!(accepted.iter().all(Result::is_ok), "{accepted:?}");
    stage.until_number("all are carried out", "SELECT COUNT(*) FROM inbox", 0).await;
    let looked_up = stage.simulator.calls_of("getChatAdministrators");
    let looked_up =
        looked_up.iter().filter(|call| groups.iter().any(|(group, _)| call.parameters["chat_id"] == *group));
    assert!(looked_up.count() >= GROUPS, "every group's message was looked at");
    bot.background.stop().await;
    let statements = std::mem::take(&mut *bot.statements.lock().unwrap());
    let tables = ["protected_groups", "enforced_channels", "group_channel_links", "exemptions"];
    let is_of_groups = |name: &&String| name.strip_prefix("select_").is_some_and(|table| tables.contains(&table));
    let count = statements.iter().filter(is_of_groups).count();
    assert!(count <= 30, "{count} statements of {} read {GROUPS} groups", statements.len());
    bot.database.close().await.unwrap();
    stage.end().await;
}

#[tokio::test]
async fn groups_that_speak_for_the_first_time_are_read_together_from_sqlite() {
    groups_that_speak_for_the_first_time_are_read_together(None).await;
}

#[tokio::test]
async fn groups_that_speak_for_the_first_time_are_read_together_from_postgresql() {
    groups_that_speak_for_the_first_time_are_read_together(Some(&fresh_database())).await;
}
