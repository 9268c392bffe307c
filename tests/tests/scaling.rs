//! Several instances, as `docs/scaling.md` promises them: a story for each row of its tables that has none elsewhere
//! (what an instance answers is in `webhook.rs`, what Redis shares in `redis`).

mod taken_over_lanes;

use std::time::Duration;

use portcullis_simulator::{
    Effect, Fault, FaultHandle, World,
    world::{Permissions, Rights, Status},
};
use portcullis_tests::{
    LoadBalancer, Operations, Stage, WebhookInstance,
    postgres::fresh_database,
    sql,
    stage::{SILENCE, WAIT_TIMEOUT, has_spoken, notices},
    until_given_up,
};
use reqwest::StatusCode;
use serde_json::json;

/// Longer than a lease and the next look at what is due.
const UNTIL_OTHERS_TAKE_OVER: Duration = Duration::from_secs(70);

/// Two instances on one PostgreSQL. Telegram delivers to the first; the second is told by hand.
struct Two {
    stage: Stage,
    first: WebhookInstance,
    second: WebhookInstance,
}

impl Two {
    async fn new() -> Self {
        let stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
        let [mut first, mut second] = ["first", "second"].map(WebhookInstance::new);
        let public = first.address();
        for instance in [&mut second, &mut first] {
            instance.start(&stage, public).await;
        }
        stage.simulator.set_webhook_pace(0.05);
        stage.protect().await;
        stage.settle().await;
        Self { stage, first, second }
    }

    async fn tell_second(&self, number: i64, from: i64, text: &str) {
        assert_eq!(self.second.tell(&self.stage, number, from, text).await, StatusCode::OK);
    }

    /// The owner mutes somebody for ever, and the second is told of it, while the first waits for this look-up. What the
    /// owner did stands in the end.
    async fn owner_mutes_while_the_first_waits(&self, person: i64, look_up: &FaultHandle) {
        let Self { stage, second, .. } = self;
        let updates = stage.simulator.act(|world| {
            world.restrict_by(stage.group, stage.owner, person, Permissions::NONE, 0).unwrap();
            world.take_updates()
        });
        let is_ours = |bot: i64, kind: &str| bot == stage.bot && kind == "chat_member";
        let change = updates.into_iter().find(|update| is_ours(update.bot, update.kind)).unwrap().payload;
        let update = json!({"update_id": 900_000_001, "chat_member": change}).to_string();
        assert_eq!(second.post(update).await, StatusCode::OK);
        stage.simulator.quiet_for(SILENCE).await;
        look_up.release();
        stage.settle().await;
        let mutes = stage.simulator.calls_of("restrictChatMember").into_iter();
        assert_eq!(mutes.filter(|call| call.parameters["user_id"] == person).count(), 0, "{}", stage.log_of("first"));
        let status = stage.simulator.member(stage.group, person);
        assert!(matches!(status, Status::Restricted { until_date: 0, .. }), "{status:?}");
    }

    /// The look-up of a person in the channel is held back, once.
    fn hold_look_up(&self, person: i64) -> FaultHandle {
        let look_up = Fault::new("getChatMember", Effect::HoldBefore).in_chat(self.stage.channel).about(person);
        self.stage.simulator.inject(look_up.once())
    }

    async fn end(self) {
        self.first.end(&self.stage).await;
        self.second.end(&self.stage).await;
        self.stage.end().await;
    }
}

/// Waits until a call is held.
async fn until_held(stage: &Stage, held: &FaultHandle) {
    let in_time = tokio::time::timeout(WAIT_TIMEOUT, held.held()).await;
    assert!(in_time.is_ok(), "no call was held back\n{}", stage.log_of("first"));
}

#[tokio::test]
async fn what_a_stopped_instance_does_not_finish_it_gives_back_and_another_takes_it_at_once() {
    let mut two = Two::new().await;
    let held = two.stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore).once());
    let stranger = two.stage.stranger("Sam");
    until_held(&two.stage, &held).await;
    let database = two.stage.database();
    let leased = "SELECT COUNT(*) FROM inbox_lanes WHERE holder IS NOT NULL";
    assert!(sql::number(&database, leased).await > 0);
    let statement = "SELECT COUNT(*) FROM inbox_lanes WHERE holder IN (SELECT name FROM first_instance)";
    let note = "CREATE TABLE first_instance AS SELECT holder AS name FROM inbox_lanes WHERE holder IS NOT NULL";
    sql::run(&database, note).await;

    let status = two.first.stop().await;
    assert!(status.success(), "{status}\n{}", two.stage.log_of("first"));
    assert_eq!(sql::number(&database, statement).await, 0, "it gives back what it held");
    two.stage.until_muted(stranger).await;
    two.stage.until_one_notice().await;
    let public = two.first.address();
    two.first.start(&two.stage, public).await;
    two.end().await;
}

#[tokio::test]
async fn what_a_killed_instance_was_to_remove_another_removes_two_minutes_later() {
    let two = Two::new().await;
    let Two { stage, mut first, mut second } = two;
    second.kill();
    let held = stage.simulator.inject(Fault::new("deleteMessage", Effect::HoldBefore).once());
    let database = stage.database();
    // Nobody waits for the minute after which it is due, nor for that after which an instance looks unasked.
    first.kill();
    sql::run(&database, "UPDATE message_deletions SET due_at = 1").await;
    let address = first.address();
    first.start(&stage, address).await;
    until_held(&stage, &held).await;
    stage.until_number("all others are removed", "SELECT COUNT(*) FROM message_deletions", 1).await;
    let line = sql::number(&database, "SELECT CAST(message_id AS BIGINT) FROM message_deletions").await;
    first.kill();
    until_given_up(&held).await;
    let public = first.address();
    second.start(&stage, public).await;
    tokio::time::sleep(SILENCE).await;
    stage.simulator.read(|world| assert!(!world.message(stage.group, line).unwrap().is_deleted, "it is claimed"));
    let minutes = Duration::from_mins(2).as_millis();
    second.kill();
    sql::run(&database, format!("UPDATE message_deletions SET due_at = due_at - {minutes}")).await;
    second.start(&stage, public).await;
    stage
        .until("the other removes it", |world| world.message(stage.group, line).is_some_and(|line| line.is_deleted))
        .await;
    second.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn two_instances_remove_each_message_once() {
    let Two { stage, mut first, mut second } = Two::new().await;
    let lines: Vec<i64> = (0..60).map(|number| stage.owner_says(&format!("line {number}"))).collect();
    stage.settle().await;
    let before = stage.count("deleteMessage");
    for instance in [&mut first, &mut second] {
        instance.kill();
    }
    // Both see at their start when all of it is due.
    let soon = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) + 5000";
    let scheduled =
        lines.iter().map(|line| format!("({}, {line}, {soon})", stage.group)).collect::<Vec<_>>().join(", ");
    let schedule = format!("INSERT INTO message_deletions (chat_id, message_id, due_at) VALUES {scheduled}");
    sql::run(&stage.database(), schedule).await;
    let public = first.address();
    for instance in [&mut first, &mut second] {
        instance.start(&stage, public).await;
    }
    stage
        .until("all are removed", |world| {
            lines.iter().all(|line| world.message(stage.group, *line).is_none_or(|line| line.is_deleted))
        })
        .await;
    stage.settle().await;
    assert_eq!(stage.count("deleteMessage") - before, lines.len());
    Two { stage, first, second }.end().await;
}

#[tokio::test]
async fn a_release_that_dies_with_its_instance_is_finished_by_another() {
    let two = Two::new().await;
    let Two { stage, mut first, second } = two;
    let strangers: Vec<i64> = (0..12).map(|number| stage.stranger(&format!("Sam {number}"))).collect();
    for stranger in &strangers {
        stage.until_muted(*stranger).await;
    }
    stage.until_one_notice().await;
    stage.settle().await;
    // The second finds nothing to release before the first has begun: its job is ordered and leased by now.
    let held = stage.simulator.inject(Fault::new("restrictChatMember", Effect::HoldBefore).about(strangers[3]));
    stage.owner_says("/unprotect");
    until_held(&stage, &held).await;
    first.kill();
    until_given_up(&held).await;
    let all_are_free = |world: &World| strangers.iter().all(|one| !world.is_muted(stage.group, *one));
    let done = stage.simulator.wait_until(UNTIL_OTHERS_TAKE_OVER, all_are_free).await;
    assert!(done.is_ok(), "somebody stays muted\n{}", stage.log_of("second"));
    second.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn while_the_load_balancer_is_away_updates_wait_with_telegram_and_none_is_lost() {
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
    let mut instances = ["first", "second"].map(WebhookInstance::new);
    let balancer = LoadBalancer::start(&instances.each_ref().map(WebhookInstance::address)).await;
    for instance in &mut instances {
        instance.start(&stage, balancer.address()).await;
    }
    stage.simulator.set_webhook_pace(0.05);
    stage.protect().await;
    stage.settle().await;

    balancer.cut();
    let strangers: Vec<i64> = (0..20).map(|number| stage.stranger(&format!("Sam {number}"))).collect();
    stage.simulator.quiet_for(SILENCE).await;
    assert!(stage.simulator.pending(stage.bot) >= strangers.len());
    assert_eq!(stage.count("restrictChatMember"), 0);
    balancer.mend();
    for stranger in &strangers {
        stage.until_muted(*stranger).await;
    }
    stage.until_one_notice().await;
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), strangers.len(), "nobody is muted twice");
    for instance in instances {
        instance.end(&stage).await;
    }
    stage.end().await;
}

#[tokio::test]
async fn an_instance_that_lost_the_connection_on_which_it_listens_keeps_its_caches_and_reads_them_anew_once_it_is_back()
{
    let database = fresh_database();
    let (cable, beyond) = LoadBalancer::before_database(&database).await;
    let stage = Stage::new().await.with("DATABASE_URL", &beyond);
    let [mut first, mut second] = ["first", "second"].map(WebhookInstance::new);
    // As long as the second is alone, whatever there is to know it learns.
    let public = second.address();
    second.start(&stage, public).await;
    stage.simulator.set_webhook_pace(0.05);
    stage.protect().await;
    let member = stage.member("Mia");
    stage.say(member, "hello").unwrap();
    let other = stage.simulator.act(|world| {
        let other = world.add_supergroup(stage.owner, "Green tea");
        world.add_bot_as_admin(other, stage.bot, Rights::GATEKEEPER).unwrap();
        other
    });
    let stranger = stage.simulator.add_user("Sam");
    stage.simulator.join(other, stranger).unwrap();
    stage.settle().await;
    let stage = stage.with("DATABASE_URL", &database);
    let public = first.address();
    first.start(&stage, public).await;
    // In the channel: what they are in the group may be asked meanwhile, and goes by how long a look-up takes.
    let looked_up = || {
        let asked = json!({"chat_id": stage.channel, "user_id": member});
        stage.simulator.calls_of("getChatMember").into_iter().filter(|call| call.parameters == asked).count()
    };
    let before = looked_up();

    cable.cut();
    stage.simulator.say(other, stage.owner, "/protect @tea_news").unwrap();
    stage
        .until("the other group is protected", |world| {
            has_spoken(world, other, stage.bot, |message| message.text.contains("Tea news"))
        })
        .await;
    let says = |number: i64| second.post(stage.message_update(other, number, stranger, "hello"));
    assert_eq!(says(1).await, StatusCode::OK, "it can't know that the group is protected");
    assert_eq!(second.tell(&stage, 2, member, "hello again").await, StatusCode::OK, "what is cached stays");
    assert_eq!((looked_up(), stage.simulator.is_muted(other, stranger)), (before, false));

    cable.mend();
    let mut number = 3;
    while !stage.simulator.is_muted(other, stranger) {
        assert!(number < 100, "the second never reads the group anew\n{}", stage.log_of("second"));
        // Until its connections are there again, it can't store what it does not know.
        says(number).await;
        number += 1;
        stage.simulator.quiet_for(SILENCE / 2).await;
    }
    stage.until("the stranger is told", |world| notices(world, other, stage.bot).len() == 1).await;
    assert_eq!(second.tell(&stage, 200, member, "still here").await, StatusCode::OK);
    stage.settle().await;
    assert_eq!(looked_up(), before + 1, "the member is looked up anew");
    first.end(&stage).await;
    second.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn an_instance_that_no_longer_hears_the_others_says_so_and_goes_on() {
    let two = Two::new().await;
    let stage = &two.stage;
    let operations = Operations::of_log(|| stage.log_of("second")).await;
    let hears = |wanted: &'static str| {
        move |answer: &portcullis_tests::operations::Answer| {
            answer.json()["checks"]["invalidations"]["status"] == wanted
        }
    };
    operations.until("/health", hears("healthy")).await;
    let database = stage.database();
    let (base, name) = database.rsplit_once('/').unwrap();
    let server = format!("{base}/postgres");
    // Whoever listens says nothing else but `SELECT 1` now and then; other connections may stay, and no new one is let in.
    let cut = format!(
        "ALTER DATABASE {name} ALLOW_CONNECTIONS false;
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = '{name}' AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')"
    );
    sql::run(&server, cut).await;
    let health = operations.until("/health", hears("degraded")).await;
    assert_ne!(health.json()["status"], "healthy");

    sql::run(&server, format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
    operations.until("/health", hears("healthy")).await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    two.end().await;
}

#[tokio::test]
async fn while_telegram_is_out_of_reach_stored_updates_wait_and_are_carried_out_once_it_is_back() {
    let two = Two::new().await;
    let stage = &two.stage;
    stage.server.stop_answering().await;
    let strangers = ["Sam", "Tom"].map(|name| stage.stranger(name));
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    let waiting = "SELECT COUNT(DISTINCT lane) FROM inbox WHERE attempts = 0 AND dead_at IS NULL";
    stage.until_number("both are stored", waiting, 2).await;
    stage.server.resume().await;
    for stranger in strangers {
        stage.until_muted(stranger).await;
    }
    two.end().await;
}

#[tokio::test]
async fn an_instance_that_starts_while_telegram_is_out_of_reach_goes_on_trying() {
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
    let mut instance = WebhookInstance::new("webhook");
    stage.server.stop_answering().await;
    let public = instance.address();
    let back = async {
        let operations = Operations::of_log(|| stage.log_of("webhook")).await;
        let waits = |answer: &portcullis_tests::operations::Answer| answer.json()["waiting_for"] == json!(["telegram"]);
        operations.until("/ready", waits).await;
        stage.server.resume().await;
        operations.until_status("/ready", 200).await;
    };
    tokio::join!(instance.start(&stage, public), back);
    stage.protect().await;
    instance.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn one_persons_updates_are_carried_out_in_order_whichever_instances_take_them() {
    let two = Two::new().await;
    let stage = &two.stage;
    let held = stage.simulator.inject(Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.channel));
    let stranger = stage.stranger("Sam");
    until_held(stage, &held).await;
    let message = stage.say(stranger, "buy this").unwrap();
    two.tell_second(1, stranger, "buy that").await;
    stage.simulator.quiet_for(SILENCE).await;
    // Whoever takes the second may look the person up by then, and has no effect before the first is done.
    assert_eq!((stage.count("deleteMessage"), stage.count("restrictChatMember")), (0, 0));
    stage.simulator.read(|world| assert!(!world.message(stage.group, message).unwrap().is_deleted));
    held.remove();
    stage.until_muted(stranger).await;
    stage
        .until("the message goes", |world| {
            world.message(stage.group, message).is_some_and(|message| message.is_deleted)
        })
        .await;
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 1);
    two.end().await;
}

#[tokio::test]
async fn an_exemption_by_one_instance_is_so_for_the_other() {
    let two = Two::new().await;
    let stage = &two.stage;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    two.tell_second(1, stranger, "hello").await;
    stage.settle().await;
    stage.owner_says(&format!("/exempt {stranger}"));
    stage.until_free(stranger).await;
    stage.settle().await;
    let mutes = stage.count("restrictChatMember");
    two.tell_second(2, stranger, "hello").await;
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), mutes);
    two.end().await;
}

#[tokio::test]
async fn an_administrators_mute_of_a_newcomer_that_another_instance_hears_of_is_left_alone() {
    let two = Two::new().await;
    let stage = &two.stage;
    let ann = stage.simulator.add_user("Ann");
    let held = two.hold_look_up(ann);
    stage.simulator.join(stage.group, ann).unwrap();
    until_held(stage, &held).await;
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    two.owner_mutes_while_the_first_waits(ann, &held).await;
    two.end().await;
}

#[tokio::test]
async fn an_administrators_mute_that_another_instance_hears_of_after_the_status_was_asked_is_left_alone() {
    let two = Two::new().await;
    let stage = &two.stage;
    let [ann, ben] = ["Ann", "Ben"].map(|name| stage.simulator.add_user(name));
    stage.join_unnoticed(stage.group, ann);
    stage.join_unnoticed(stage.group, ben);
    // Whoever follows somebody who was muted is asked about beside the look-up.
    stage.say(ann, "hello").unwrap();
    stage.until_muted(ann).await;
    stage.settle().await;
    let held = two.hold_look_up(ben);
    stage.simulator.clear_calls();
    stage.say(ben, "hello").unwrap();
    until_held(stage, &held).await;
    let asked = stage.simulator.wait_for_calls("getChatMember", 1, WAIT_TIMEOUT).await;
    assert!(asked.is_ok(), "{}", stage.log_of("first"));
    // Once it is stored, it is the first's to carry out.
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    two.owner_mutes_while_the_first_waits(ben, &held).await;
    two.end().await;
}
