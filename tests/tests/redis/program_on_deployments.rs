//! The whole program on each kind of Redis: reached by TLS, found by sentinels, spread over a cluster.

use std::{path::Path, time::Duration};

use portcullis_tests::{
    RedisServer, Stage,
    bot_process::command,
    redis::{Certificates, RedisCluster, RedisSentinels},
    stage::WAIT_TIMEOUT,
};
use tokio::task::block_in_place;

use super::instance::eventually;

/// What `check` says, and its exit code.
fn checked(stage: &Stage) -> (Option<i32>, String) {
    let output = command(stage.folder(), stage.variables()).arg("check").output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

/// A bot at work on a Redis, with a protected group.
async fn at_work(url: &str, authority: Option<&Path>) -> Stage {
    let mut stage = Stage::new().await.with("REDIS_URL", url);
    if let Some(authority) = authority {
        stage = stage.with("SSL_CERT_FILE", &authority.display().to_string());
    }
    stage.start();
    stage.protect().await;
    stage
}

/// The gate works, what it learnt is in Redis, and all that tells of Redis says that it is well.
async fn all_is_well(stage: &Stage, name: &str, stored: impl Fn(&str) -> String) {
    stage.operations().await.until("/health", |answer| answer.json()["checks"]["redis"]["status"] == "healthy").await;
    // On its way back it is not used until what it missed is made up for.
    for number in 0.. {
        let stranger = stage.stranger(&format!("{name} {number}"));
        let _gated_as_they_joined = stage.say(stranger, "buy this");
        stage.until_muted(stranger).await;
        if stored(&format!("verify:{stranger}:{}", stage.channel)) == "0" {
            break;
        }
        assert!(number < 20, "nothing is stored\n{}", stage.log());
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let (code, said) = block_in_place(|| checked(stage));
    assert!(code == Some(0) && said.contains("ok      redis     it answers within"), "{said}");
}

/// A Redis that can't be used: it is said what is wrong, and the gate works without it.
async fn it_is_said_what_is_wrong(url: &str, authority: &Path, expected: &str) {
    let stage = at_work(url, Some(authority)).await;
    let stranger = stage.stranger("Sam");
    let _gated_as_they_joined = stage.say(stranger, "buy this");
    stage.until_muted(stranger).await;
    let health = stage.operations().await.until("/health", |answer| answer.json()["status"] == "degraded").await;
    assert_eq!(health.status, 200);
    eventually("the log says why", WAIT_TIMEOUT, || stage.log().contains("Redis is out of reach")).await;
    let log = stage.log();
    let line = log.lines().find(|line| line.contains("Redis is out of reach")).unwrap();
    assert!(line.contains(expected), "{line}");
    let (code, said) = block_in_place(|| checked(&stage));
    assert_eq!(code, Some(1), "{said}");
    let line = said.lines().find(|line| line.starts_with("FAILED  redis")).unwrap();
    assert!(line.contains(expected) && line.contains("check REDIS_URL"), "{line}");
    assert!(!said.contains("panicked") && !log.contains("panicked"), "{log}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_works_by_tls_with_a_private_authority() {
    let certificates = Certificates::issued_for("IP:127.0.0.1");
    let server = RedisServer::start_by_tls(&certificates);
    let stage = at_work(&server.url(), Some(&certificates.authority())).await;
    all_is_well(&stage, "Sam", |key| server.command(&["GET", key])).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_does_not_do_is_named_by_check_and_log() {
    let [certificates, others] = ["IP:127.0.0.1", "DNS:redis.example.org"].map(Certificates::issued_for);
    let server = RedisServer::start_by_tls(&certificates);
    it_is_said_what_is_wrong(&server.url(), &others.authority(), "none of the authorities that are trusted").await;
    let misnamed = RedisServer::start_by_tls(&others);
    it_is_said_what_is_wrong(&misnamed.url(), &others.authority(), "is for another name or address").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_authorities_without_any_ends_the_start_with_a_word_how_to_mend_it() {
    let stage = Stage::new().await.with("REDIS_URL", "rediss://127.0.0.1:6380");
    let nothing = stage.folder().join("nothing.pem");
    std::fs::write(&nothing, "").unwrap();
    let stage = stage.with("SSL_CERT_FILE", &nothing.display().to_string());
    let output = block_in_place(|| command(stage.folder(), stage.variables()).arg("run").output().unwrap());
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("REDIS_URL is wrong: no authority is trusted") && said.contains("SSL_CERT_FILE"), "{said}");
    stage.end().await;
}

/// Members who are known, and speak while servers die.
async fn members(stage: &Stage) -> Vec<i64> {
    let members: Vec<i64> = (0..10).map(|number| stage.member(&format!("Mia {number}"))).collect();
    all_speak(stage, &members);
    stage.settle().await;
    members
}

fn all_speak(stage: &Stage, members: &[i64]) {
    for member in members {
        assert!(stage.say(*member, "hello").is_some(), "a member was muted\n{}", stage.log());
    }
}

/// People speak while `fail_over` goes on: members are let be, and strangers stopped.
async fn nobody_is_muted_by_mistake_while(stage: &Stage, members: &[i64], fail_over: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let failing_over = scope.spawn(fail_over);
        block_in_place(|| {
            while !failing_over.is_finished() {
                all_speak(stage, members);
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        failing_over.join().unwrap();
    });
    stage.settle().await;
    all_speak(stage, members);
    let stranger = stage.stranger("Meanwhile");
    let _gated_as_they_joined = stage.say(stranger, "buy this");
    stage.until_muted(stranger).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_goes_on_when_sentinels_put_a_replica_in_the_masters_place() {
    let mut sentinels = block_in_place(|| RedisSentinels::start(3, 2));
    let stage = at_work(&sentinels.url(), None).await;
    all_is_well(&stage, "Sam", |key| sentinels.leader().command(&["GET", key])).await;
    let members = members(&stage).await;
    nobody_is_muted_by_mistake_while(&stage, &members, || sentinels.fail_over()).await;
    all_is_well(&stage, "Sue", |key| sentinels.leader().command(&["GET", key])).await;
    all_speak(&stage, &members);
    for words in ["Redis is lost", "Redis is back"] {
        assert_eq!(stage.log().matches(words).count(), 1, "`{words}`\n{}", stage.log());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_goes_on_when_a_server_of_a_cluster_dies_and_when_keys_move() {
    let mut cluster = block_in_place(RedisCluster::start);
    let stage = at_work(&cluster.url(), None).await;
    all_is_well(&stage, "Sam", |key| cluster.command(key, &["GET", key])).await;
    let members = members(&stage).await;
    nobody_is_muted_by_mistake_while(&stage, &members, || cluster.fail_over()).await;
    all_is_well(&stage, "Sue", |key| cluster.command(key, &["GET", key])).await;

    let moved = format!("{{portcullis:messages:{}}}", stage.bot);
    block_in_place(|| {
        cluster.move_slot_of(&moved);
        for member in &members {
            cluster.move_slot_of(&format!("verify:{member}:{}", stage.channel));
        }
    });
    all_speak(&stage, &members);
    all_is_well(&stage, "Sid", |key| cluster.command(key, &["GET", key])).await;
    let of_group = format!("{moved}:{}", stage.group);
    let _counted_before = cluster.command(&moved, &["DEL", &of_group]);
    // The first message that meets moved keys on a connection is not counted.
    for number in 0.. {
        let stranger = stage.stranger(&format!("Sol {number}"));
        let _gated_as_they_joined = stage.say(stranger, "buy this");
        stage.until_muted(stranger).await;
        stage.until_the_promise_holds().await;
        if cluster.command(&moved, &["EXISTS", &of_group]) == ":1" {
            break;
        }
        assert!(number < 10, "messages are not counted where the keys are now\n{}", stage.log());
    }
    all_speak(&stage, &members);
    stage.end().await;
}
