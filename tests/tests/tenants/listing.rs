//! The command `groups`, and what the commands about groups refuse.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use portcullis_tests::{Stage, bot_process::command, postgres::fresh_database, sql};
use serde_json::Value;

use super::{ran, run, said};

#[tokio::test]
async fn what_is_no_groups_id_is_not_blocked_and_an_unknown_group_is_not_shown() {
    let stage = Stage::new().await;
    for arguments in [["block", "1001"], ["unblock", "@tea"], ["groups", "0"]] {
        let output = run(&stage, &arguments).await;
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    }
    let long = "x".repeat(501);
    let output = run(&stage, &["block", "-1001", "--reason", &long]).await;
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("longer than 500 letters"), "{}", said(&output));
    let output = run(&stage, &["groups", "-1009"]).await;
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("knows no group -1009"), "{}", said(&output));
    stage.end().await;
}

/// So many groups, every tenth of them blocked, the first with more people than are counted; and one more that is blocked
/// and was never protected.
fn many_groups(count: u64) -> String {
    let numbers = |up_to: u64| {
        format!(
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {up_to}) SELECT i FROM n) AS n"
        )
    };
    let (groups, members) = (numbers(count), numbers(10_001));
    format!(
        "INSERT INTO owners SELECT i, NULL, i, i FROM {groups};
         INSERT INTO protected_groups (group_id, owner_id, title, enabled, can_enforce, params, created_at, updated_at)
             SELECT -i, i, 'Group ' || i, i % 7 > 0, i % 5 > 0, '{{}}', i / 2, i FROM {groups};
         INSERT INTO enforced_channels (channel_id, title, can_check, created_at, updated_at) VALUES (-1, 'C', TRUE, 1, 1);
         INSERT INTO group_channel_links (group_id, channel_id) SELECT -i, -1 FROM {groups};
         INSERT INTO group_members (group_id, user_id, first_seen, last_seen) SELECT -i, 1, i, i * 1000 FROM {groups};
         INSERT INTO group_members (group_id, user_id, first_seen, last_seen) SELECT -1, i + 1, 1, 5000 FROM {members};
         INSERT INTO tenancies (group_id, blocked_at, block_reason)
             SELECT -i * 10, i, 'spam' FROM {groups} WHERE i <= {} ;
         INSERT INTO tenancies (group_id, blocked_at) VALUES (-9000001, 7);",
        count / 10
    )
}

async fn many_groups_are_listed_page_by_page(database: Option<&str>) {
    const COUNT: usize = 2_345;
    let mut stage = Stage::new().await;
    if let Some(database) = database {
        stage = stage.with("DATABASE_URL", database);
    }
    ran(&stage, &["migrate"]).await;
    sql::run(&stage.database(), many_groups(COUNT as u64)).await;
    stage = stage.with("ALLOWED_GROUPS", "-1");
    let lines = ran(&stage, &["groups", "--json"]).await;
    let listed: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<i64> = listed.iter().map(|one| one["id"].as_i64().unwrap()).collect();
    assert_eq!(ids.len(), COUNT + 1, "each once");
    // By age, and of one age by id; whoever was never protected at the end.
    let mut sorted: Vec<i64> = (1..=2_345).map(|id| -id).collect();
    sorted.sort_by_key(|id| (-id / 2, *id));
    sorted.push(-9_000_001);
    assert_eq!(ids, sorted);
    let one = |id: i64| listed.iter().find(|one| one["id"] == id).unwrap();
    assert_eq!((&one(-1)["state"], &one(-1)["members_seen"]), (&"protected".into(), &10_000.into()));
    assert_eq!(one(-1)["members_seen_is_more"], true);
    assert_eq!((&one(-2)["state"], &one(-2)["members_seen"]), (&"not_allowed".into(), &1.into()));
    assert_eq!(one(-2)["last_activity"], "1970-01-01T00:00:02Z");
    assert_eq!((&one(-10)["state"], &one(-10)["block_reason"]), (&"blocked".into(), &"spam".into()));
    assert_eq!(one(-9_000_001)["state"], "blocked");

    stage = stage.without("ALLOWED_GROUPS");
    let table = ran(&stage, &["groups"]).await;
    assert_eq!(table.lines().count(), COUNT + 2, "a head, and a line for each");
    assert!(table.lines().any(|line| line.starts_with("-7 ") && line.contains(" off ")), "{table}");
    assert!(table.lines().any(|line| line.starts_with("-5 ") && line.contains(" without_rights ")), "{table}");

    // Whoever reads a few lines only and goes away leaves no error behind.
    let mut command = command(stage.folder(), stage.variables());
    command.args(["groups", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ended = tokio::task::spawn_blocking(move || {
        let mut listing = command.spawn().unwrap();
        let mut lines = BufReader::with_capacity(64, listing.stdout.take().unwrap()).lines();
        assert!(lines.next().unwrap().unwrap().contains("\"id\""));
        drop(lines);
        listing.wait_with_output().unwrap()
    });
    let ended = ended.await.unwrap();
    assert!(ended.status.success() && !said(&ended).contains("panicked"), "{}", said(&ended));
    stage.end().await;
}

#[tokio::test]
async fn many_groups_are_listed_page_by_page_from_sqlite() {
    many_groups_are_listed_page_by_page(None).await;
}

#[tokio::test]
async fn many_groups_are_listed_page_by_page_from_postgres() {
    many_groups_are_listed_page_by_page(Some(&fresh_database())).await;
}
