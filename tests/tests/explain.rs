//! What an operator is told of a stored update, and of the bot's rights in its groups; nothing comes of either.

use std::process::Output;

use portcullis_simulator::world::Rights;
use portcullis_tests::{
    Stage,
    bot_process::{Binary, command_of},
    postgres, sql,
};
use serde_json::json;

async fn run(stage: &Stage, binary: Binary, arguments: &[&str]) -> Output {
    let mut command = command_of(binary, stage.folder(), stage.variables());
    command.args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

/// An update in which somebody writes in the group, as it is stored.
async fn store(stage: &Stage, id: i64, person: i64, dead_at: &str) {
    let update = json!({
        "update_id": id,
        "message": {
            "message_id": 900, "date": 1_700_000_000, "text": "the secret words",
            "from": {"id": person, "is_bot": false, "first_name": "Sam"},
            "chat": {"id": stage.group, "type": "supergroup", "title": "Tea lovers"},
        },
    });
    let row = format!(
        "INSERT INTO inbox (update_id, position, lane, raw, received_at, attempts, dead_at) \
         VALUES ({id}, 1, {person}, '{update}', 1700000000000, 6, {dead_at})"
    );
    sql::run(&stage.database(), row).await;
}

async fn a_stored_update_is_explained_and_nothing_comes_of_it(database: Option<&str>) {
    let mut stage = Stage::protected_on(database).await;
    let (mia, sam) = (stage.member("Mia"), stage.stranger("Sam"));
    stage.until_muted(sam).await;
    stage.until_one_notice().await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    store(&stage, 71, sam, "1700000060000").await;
    store(&stage, 72, mia, "NULL").await;
    let methods = ["deleteMessage", "restrictChatMember", "sendMessage", "editMessageText"];
    let calls = || methods.map(|method| stage.count(method));
    let (before, rows) = (calls(), rows(&stage).await);

    for binary in [Binary::Polling, Binary::Webhook] {
        let explained = run(&stage, binary, &["explain", "71"]).await;
        let text = said(&explained);
        assert!(explained.status.success(), "{text}");
        for words in [
            format!("update 71 (message in {} by {sam})", stage.group),
            "dead-lettered at 2023-11-14T22:14:20Z".to_owned(),
            "6 attempt(s) failed".to_owned(),
            "gate on, mode enforce".to_owned(),
            format!("person {sam}, muted there by this bot"),
            "«Tea news»: not in".to_owned(),
            "rule     policy all".to_owned(),
            format!("decision restrict, until they are in {}", stage.channel),
        ] {
            assert!(text.contains(&words), "«{words}» is missing in {text}");
        }
        assert!(!text.contains("secret words"), "{text}");
    }
    let member = said(&run(&stage, Binary::Polling, &["explain", "72"]).await);
    assert!(member.contains("«Tea news»: in\n") && member.contains("decision allow"), "{member}");
    assert_eq!((calls(), self::rows(&stage).await), (before, rows), "something came of it");

    let missing = run(&stage, Binary::Polling, &["explain", "73"]).await;
    assert_eq!(missing.status.code(), Some(1), "{}", said(&missing));
    assert!(said(&missing).contains("no update 73 is stored"), "{}", said(&missing));
    let check = said(&run(&stage, Binary::Polling, &["check"]).await);
    assert!(check.contains("1 were dead-lettered") && check.contains("71"), "{check}");
    sql::run(&stage.database(), "DELETE FROM inbox").await;
    stage.end().await;
}

/// How many rows there are of what an update might change.
async fn rows(stage: &Stage) -> i64 {
    let tables = ["inbox", "inbox_lanes", "restrictions", "group_members", "jobs", "message_deletions", "leases"];
    let counts = tables.map(|table| format!("(SELECT COUNT(*) FROM {table})"));
    sql::number(&stage.database(), &format!("SELECT {}", counts.join(" * 100 + "))).await
}

#[tokio::test]
async fn a_stored_update_is_explained() {
    a_stored_update_is_explained_and_nothing_comes_of_it(None).await;
}

#[tokio::test]
async fn a_stored_update_is_explained_on_postgres() {
    a_stored_update_is_explained_and_nothing_comes_of_it(Some(&postgres::fresh_database())).await;
}

#[tokio::test]
async fn check_looks_at_the_rights_in_each_group_and_says_who_can_mend_them() {
    let stage = Stage::protected().await;
    stage.settle().await;
    let well = run(&stage, Binary::Polling, &["check", "--groups"]).await;
    let words = format!("{} «Tea lovers»: the bot may delete and mute", stage.group);
    assert!(well.status.success() && said(&well).contains(&words), "{}", said(&well));

    stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
    let blind = run(&stage, Binary::Polling, &["check", "--groups"]).await;
    assert_eq!(blind.status.code(), Some(1), "{}", said(&blind));
    assert!(said(&blind).contains("«Tea news»"), "{}", said(&blind));
    let without = run(&stage, Binary::Polling, &["check"]).await;
    assert!(without.status.success(), "{}", said(&without));

    stage.simulator.act(|world| world.add_bot_as_admin(stage.channel, stage.bot, Rights::INVITE_USERS)).unwrap();
    stage.settle().await;
    stage.end().await;
}

#[tokio::test]
async fn check_says_that_a_proxy_takes_no_connection() {
    let stage = Stage::new().await.with("ALL_PROXY", "socks5://user:s3cret@127.0.0.1:9");
    let output = run(&stage, Binary::Polling, &["check"]).await;
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    let line = text.lines().find(|line| line.contains(" proxy ")).unwrap();
    assert!(line.starts_with("FAILED") && line.contains("ALL_PROXY takes no connection at 127.0.0.1:9"), "{text}");
    assert!(!text.contains("s3cret"), "{text}");
    stage.end().await;
}
