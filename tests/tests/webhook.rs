//! The bot by webhook: what it answers, and that nothing is lost whatever dies.

use std::time::Duration;

use futures::{StreamExt, stream::FuturesUnordered};
use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{
    LoadBalancer, Operations, Stage, WebhookInstance,
    bot_process::{Binary, command_of},
    operations::value_of,
    postgres::fresh_database,
    sql,
    stage::WAIT_TIMEOUT,
    webhook_instance::{SECRET, SECRET_HEADER, with_one_instance},
};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Longer than a lease and the next look at the inbox.
const UNTIL_OTHERS_TAKE_OVER: Duration = Duration::from_secs(70);

/// How many updates one instance takes in at once, and how many connections it keeps open.
const UPDATES_AT_ONCE: usize = 256;
const CONNECTIONS: usize = 512;

#[tokio::test]
async fn each_request_gets_the_answer_that_is_promised() {
    let (stage, instance) = with_one_instance(Stage::new().await).await;
    let update = || stage.message_update(stage.group, 1, 5, "hello");
    let post = || instance.request(Method::POST, "/webhook");

    for wrong in [None, Some(""), Some("wrong"), Some("the-secret_of_the_webhook-0124")] {
        let request = wrong.map_or_else(&post, |wrong| post().header(SECRET_HEADER, wrong));
        let answer = request.body(update()).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{wrong:?}");
        assert!(answer.bytes().await.unwrap().is_empty());
    }
    let get = instance.request(Method::GET, "/webhook").header(SECRET_HEADER, SECRET).send().await.unwrap();
    assert_eq!(get.status(), StatusCode::METHOD_NOT_ALLOWED);
    for path in ["/", "/webhook/", "/webhook/x", "/health"] {
        let elsewhere = instance.request(Method::POST, path).header(SECRET_HEADER, SECRET);
        assert_eq!(elsewhere.body(update()).send().await.unwrap().status(), StatusCode::NOT_FOUND, "{path}");
    }

    let of_size = |size: usize| format!("{{\"update_id\":2,\"x\":\"{}\"}}", "x".repeat(size - 22));
    assert_eq!(of_size(1024).len(), 1024);
    assert_eq!(instance.post(of_size(1024 * 1024)).await, StatusCode::OK);
    assert_eq!(instance.post(of_size(1024 * 1024 + 1)).await, StatusCode::PAYLOAD_TOO_LARGE);
    for garbage in [&b""[..], b"hello", b"{\"update_id\":3", b"\"\xff\""] {
        assert_eq!(instance.post(garbage).await, StatusCode::BAD_REQUEST, "{garbage:?}");
    }
    for strange in ["{}", "[]", "7", r#"{"update_id":"x"}"#, r#"{"update_id":4,"message":{"message_id":"seven"}}"#] {
        assert_eq!(instance.post(strange).await, StatusCode::OK, "{strange}");
    }
    assert_eq!(instance.post(update()).await, StatusCode::OK);
    let said = async {
        while !stage.log_of("webhook").contains("an update is passed over") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(WAIT_TIMEOUT, said).await.is_ok(), "it says so in the log");
    instance.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn an_overloaded_instance_answers_503_at_once_and_takes_what_it_has_begun() {
    let (stage, instance) = with_one_instance(Stage::new().await.with("DATABASE_URL", &fresh_database())).await;
    stage.settle().await;
    // Nothing can be stored while nobody may write, and a command is never decided from memory.
    let unknown = stage.simulator.add_supergroup(stage.owner, "Coffee lovers");
    let lock = sql::lock_table(&stage.database(), "inbox").await;
    let beyond = 20;
    let count = i64::try_from(UPDATES_AT_ONCE + beyond).unwrap();
    let posts = (1..=count).map(|number| {
        let request = instance.request(Method::POST, "/webhook").header(SECRET_HEADER, SECRET);
        request.body(stage.message_update(unknown, number, 4_000 + number, "/help")).send()
    });
    let mut answers: FuturesUnordered<_> = posts.collect();
    for _ in 0..beyond {
        let answer = answers.next().await.unwrap().unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers()["retry-after"].to_str().unwrap().parse::<u64>().is_ok());
    }
    lock.release().await;
    let mut taken = 0;
    while let Some(answer) = answers.next().await {
        assert_eq!(answer.unwrap().status(), StatusCode::OK);
        taken += 1;
    }
    assert_eq!(taken, UPDATES_AT_ONCE);
    instance.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn whoever_connects_beyond_512_or_says_nothing_is_closed_and_telegram_connects_again() {
    let (stage, instance) = with_one_instance(Stage::new().await.with("DATABASE_URL", &fresh_database())).await;
    stage.simulator.set_webhook_pace(0.05);
    stage.protect().await;
    stage.settle().await;
    let operations = Operations::of_log(|| stage.log_of("webhook")).await;
    let closed = |reason: &str| format!(r#"bot_http_connections_closed_total{{server="webhook",reason="{reason}"}}"#);
    let of = |text: &str, reason: &str| value_of(text, &closed(reason)).unwrap();

    let mut silent = Vec::new();
    while of(&operations.get("/metrics").await.text, "too_many") < 1.0 {
        assert!(silent.len() < 2 * CONNECTIONS, "nobody is ever closed");
        for _ in 0..CONNECTIONS / 4 {
            let mut connection = TcpStream::connect(instance.address()).await.unwrap();
            connection.write_all(b"POST /webhook HTTP/1.1\r\n").await.unwrap();
            silent.push(connection);
        }
    }
    let stranger = stage.stranger("Sam");
    for mut connection in silent {
        let mut answer = Vec::new();
        // Closed, with an answer or without: nobody stays connected who says nothing.
        let _broken = tokio::time::timeout(UNTIL_OTHERS_TAKE_OVER, connection.read_to_end(&mut answer)).await.unwrap();
    }
    let metrics = operations.get("/metrics").await.text;
    assert!(of(&metrics, "silent") > 0.0, "{metrics}");
    stage.until_muted(stranger).await;
    instance.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn it_tells_telegram_where_it_is_what_it_wants_and_how_to_prove_itself() {
    let stage = Stage::new().await.with("WEBHOOK_MAX_CONNECTIONS", "7");
    let (stage, instance) = with_one_instance(stage).await;
    let calls = stage.simulator.calls_of("setWebhook");
    let parameters = &calls[0].parameters;
    assert_eq!(parameters["url"], format!("http://{}/webhook", instance.address()));
    assert_eq!(parameters["secret_token"], SECRET);
    assert_eq!(parameters["max_connections"], 7);
    assert_eq!(parameters["drop_pending_updates"], false);
    let wanted = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "chat_join_request"];
    assert_eq!(parameters["allowed_updates"], Value::from(wanted.to_vec()));
    instance.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn an_instance_whose_webhook_is_refused_for_the_moment_goes_on_trying() {
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
    let refusal = r#"{"ok":false,"error_code":400,"description":"Bad Request: bad webhook: Failed to resolve host"}"#;
    let refused = Effect::Status(400, refusal.to_owned());
    let refused = stage.simulator.inject(Fault::new("setWebhook", refused).times(2));
    let (stage, instance) = with_one_instance(stage).await;
    assert_eq!(refused.hits(), 2);
    stage.protect().await;
    instance.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn without_a_secret_or_an_address_it_says_which_and_ends() {
    let stage = Stage::new().await;
    let instance = WebhookInstance::new("webhook");
    for (changed, value) in [
        ("WEBHOOK_SECRET", ""),
        ("WEBHOOK_SECRET", "no spaces"),
        ("WEBHOOK_URL", ""),
        ("WEBHOOK_URL", "http://bot.example.org"),
        ("WEBHOOK_MAX_CONNECTIONS", "101"),
        ("PORT", "many"),
    ] {
        let mut variables = instance.variables(&stage, instance.address());
        variables.retain(|(name, _)| name != changed);
        variables.push((changed.to_owned(), value.to_owned()));
        let output = command_of(Binary::Webhook, stage.folder(), &variables).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(&format!("portcullis: {changed} is ")), "{said}");
    }
    stage.end().await;
}

#[tokio::test]
async fn a_whole_story_on_postgresql() {
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
    let (stage, instance) = with_one_instance(stage).await;
    stage.protect().await;
    let member = stage.member("Mia");
    assert!(stage.say(member, "hello").is_some());
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.simulator.act(|world| world.join(stage.channel, stranger)).unwrap();
    stage.until_free(stranger).await;
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.is_muted(stage.group, member)));
    instance.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn a_stop_in_good_order_loses_none() {
    let (stage, mut instance) = with_one_instance(Stage::new().await).await;
    stage.simulator.set_webhook_pace(0.05);
    stage.protect().await;
    let strangers: Vec<i64> = (0..60).map(|number| stage.stranger(&format!("Sam {number}"))).collect();
    let status = instance.stop().await;
    assert!(status.success(), "{status}\n{}", stage.log_of("webhook"));
    let public = instance.address();
    instance.start(&stage, public).await;
    for stranger in strangers {
        stage.until_muted(stranger).await;
    }
    stage.settle().await;
    instance.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn while_the_database_is_away_updates_wait_with_telegram_and_the_known_go_on_speaking() {
    let (cable, database) = LoadBalancer::before_database(&fresh_database()).await;
    let (stage, instance) = with_one_instance(Stage::new().await.with("DATABASE_URL", &database)).await;
    stage.simulator.set_webhook_pace(0.1);
    stage.protect().await;
    let member = stage.member("Mia");
    stage.say(member, "hello").unwrap();
    stage.settle().await;

    let stranger = stage.simulator.act(|world| world.add_user("Sam"));
    cable.cut();
    assert_eq!(instance.tell(&stage, 1, member, "still here").await, StatusCode::OK);
    let refused = instance.request(Method::POST, "/webhook").header(SECRET_HEADER, SECRET);
    let refused = refused.body(stage.message_update(stage.group, 2, stranger, "buy this")).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=30).contains(&wait), "{wait}");
    let strangers: Vec<i64> = (0..50).map(|number| stage.stranger(&format!("Sam {number}"))).collect();
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(stage.simulator.pending(stage.bot) >= 50, "{} wait", stage.simulator.pending(stage.bot));

    assert_eq!(stage.count("restrictChatMember"), 0, "nobody is muted meanwhile");

    cable.mend();
    for stranger in strangers {
        stage.until_muted(stranger).await;
    }
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    instance.end(&stage).await;
    stage.end().await;
}

/// Two instances that share a PostgreSQL behind a load balancer.
async fn two_instances() -> (Stage, LoadBalancer, [WebhookInstance; 2]) {
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
    let mut instances = ["a", "b"].map(WebhookInstance::new);
    let balancer = LoadBalancer::start(&instances.each_ref().map(WebhookInstance::address)).await;
    for instance in &mut instances {
        instance.start(&stage, balancer.address()).await;
    }
    stage.simulator.set_webhook_pace(0.05);
    stage.protect().await;
    (stage, balancer, instances)
}

#[tokio::test]
async fn one_of_two_instances_dies_in_the_middle_of_two_hundred_updates_and_none_is_lost() {
    let (stage, _balancer, [mut dying, surviving]) = two_instances().await;
    let strangers: Vec<i64> = (0..100).map(|number| stage.stranger(&format!("Sam {number}"))).collect();
    let spoken: Vec<i64> = strangers.iter().filter_map(|stranger| stage.say(*stranger, "buy this")).collect();
    assert_eq!(spoken.len(), 100);
    let some_are_muted = |world: &portcullis_simulator::World| {
        strangers.iter().filter(|stranger| world.is_muted(stage.group, **stranger)).count() >= 10
    };
    stage.until("some are muted", some_are_muted).await;
    dying.kill();

    let all_is_done = |world: &portcullis_simulator::World| {
        strangers.iter().all(|stranger| world.is_muted(stage.group, *stranger))
            && spoken.iter().all(|id| world.message(stage.group, *id).is_some_and(|message| message.is_deleted))
    };
    let done = stage.simulator.wait_until(UNTIL_OTHERS_TAKE_OVER, all_is_done).await;
    assert!(done.is_ok(), "some were lost\n{}", stage.log_of("b"));
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    surviving.end(&stage).await;
    dying.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn two_instances_in_a_raid_leave_one_notice_standing() {
    let (stage, _balancer, instances) = two_instances().await;
    let strangers: Vec<i64> = (0..60).map(|number| stage.stranger(&format!("Raider {number}"))).collect();
    for stranger in &strangers {
        stage.until_muted(*stranger).await;
    }
    stage.until_one_notice().await;
    stage.settle().await;
    stage.until_one_notice().await;
    assert_eq!(stage.count("restrictChatMember"), strangers.len(), "nobody is muted twice");
    assert!(stage.count("sendMessage") <= 6, "{} messages for a raid", stage.count("sendMessage"));
    for instance in instances {
        instance.end(&stage).await;
    }
    stage.end().await;
}

#[tokio::test]
async fn a_successor_takes_over_at_once_what_its_instance_held() {
    let (stage, balancer, [mut dying, surviving]) = two_instances().await;
    stage.settle().await;
    surviving.end(&stage).await;
    let held = stage.simulator.inject(Fault::new("getChatMember", Effect::HoldBefore).in_chat(stage.channel));
    let stranger = stage.stranger("Sam");
    tokio::time::timeout(WAIT_TIMEOUT, held.held()).await.unwrap();
    dying.kill();
    held.remove();
    let public = balancer.address();
    dying.start(&stage, public).await;
    // Well before the lease runs out.
    stage.until_muted(stranger).await;
    dying.end(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn polling_removes_a_webhook_that_is_set_and_drops_nothing() {
    let (mut stage, mut instance) = with_one_instance(Stage::new().await).await;
    stage.protect().await;
    stage.settle().await;
    instance.kill();
    let strangers: Vec<i64> = (0..10).map(|number| stage.stranger(&format!("Sam {number}"))).collect();
    stage.start();
    for stranger in strangers {
        stage.until_muted(stranger).await;
    }
    let removal = &stage.simulator.calls_of("deleteWebhook")[0];
    assert_eq!(removal.parameters["drop_pending_updates"], false);
    assert!(stage.log().contains("removed the webhook"), "it says so in the log");
    instance.end(&stage).await;
    stage.end().await;
}
