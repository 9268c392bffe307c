//! Groups of a bot that ran Nezuko, from the schema of its first version and from that of its later ones.

use std::{path::Path, process::Stdio, sync::Arc};

use portcullis_domain::{ChannelId, GroupId, Timestamp, ports::GroupRepository, settings::JoinRequests};
use portcullis_runtime::SystemClock;
use portcullis_storage::SqlGroupRepository;
use portcullis_tests::{postgres::fresh_database, sql};

use super::{ADMIN, GROUP, Machine, connect, protect, said};

/// As Nezuko v1 makes it.
const NEZUKO: &str = "
    CREATE TABLE owners (user_id BIGINT PRIMARY KEY, username VARCHAR(255), created_at TIMESTAMP NOT NULL,
        updated_at TIMESTAMP NOT NULL);
    CREATE TABLE protected_groups (group_id BIGINT PRIMARY KEY, owner_id BIGINT REFERENCES owners, title VARCHAR(255),
        enabled BOOLEAN NOT NULL, params JSON, created_at TIMESTAMP NOT NULL, updated_at TIMESTAMP NOT NULL);
    CREATE TABLE enforced_channels (channel_id BIGINT PRIMARY KEY, title VARCHAR(255), username VARCHAR(255),
        created_at TIMESTAMP, updated_at TIMESTAMP);
    CREATE TABLE group_channel_links (id INTEGER PRIMARY KEY, group_id BIGINT, channel_id BIGINT);
";

/// As its later versions make it: counters, moments with a zone, and channels that are named and not required.
const LATER_NEZUKO: &str = "
    CREATE TABLE owners (user_id BIGINT PRIMARY KEY, username VARCHAR(64), created_at {moment} NOT NULL,
        updated_at {moment} NOT NULL);
    CREATE TABLE protected_groups (group_id BIGINT PRIMARY KEY, owner_id BIGINT NOT NULL REFERENCES owners,
        title VARCHAR(255), enabled BOOLEAN NOT NULL, params {json}, created_at {moment} NOT NULL,
        updated_at {moment} NOT NULL, member_count INTEGER NOT NULL DEFAULT 7,
        linked_channels_count INTEGER NOT NULL DEFAULT 2, last_sync_at {moment}, join_request_preferred BOOLEAN);
    CREATE TABLE enforced_channels (channel_id BIGINT PRIMARY KEY, title VARCHAR(255), username VARCHAR(64),
        created_at {moment}, updated_at {moment}, invite_link TEXT, subscriber_count INTEGER NOT NULL DEFAULT 500,
        linked_groups_count INTEGER NOT NULL DEFAULT 1, last_sync_at {moment});
    CREATE TABLE group_channel_links (id INTEGER PRIMARY KEY, group_id BIGINT NOT NULL, channel_id BIGINT NOT NULL,
        is_required BOOLEAN NOT NULL DEFAULT TRUE, created_at {moment});
";

/// The rows that both have.
const NEZUKO_ROWS: &str = "
    INSERT INTO owners (user_id, username, created_at, updated_at) VALUES
        (11, 'ada', '2024-01-02 03:04:05.678', '2024-01-02 03:04:05.678');
    INSERT INTO protected_groups (group_id, owner_id, title, enabled, params, created_at, updated_at) VALUES
        (-1001, 11, 'Nezuko''s', FALSE, '{\"retries\": 3}', '2024-01-02 03:04:05.678', '2024-01-02 03:04:05.678'),
        (-1002, 11, NULL, TRUE, NULL, '2024-01-02 03:04:05', '2024-01-02 03:04:05');
    INSERT INTO enforced_channels (channel_id, title, username, created_at, updated_at) VALUES
        (-2001, 'News', '@news', NULL, NULL), (-2002, NULL, NULL, NULL, NULL);
    INSERT INTO group_channel_links (id, group_id, channel_id) VALUES
        (1, -1002, -2002), (2, -1002, -2001), (3, -1001, -2001), (4, -9, -2001);
";

/// Those that only the later one can have.
const LATER_NEZUKO_ROWS: &str = "
    INSERT INTO protected_groups (group_id, owner_id, title, enabled, params, join_request_preferred, created_at, updated_at)
    VALUES
        (-1003, 11, 'In a column', TRUE, NULL, TRUE, '2024-01-02 03:04:05+00:00', '2024-01-02 05:04:05+02:00'),
        (-1004, 11, 'In a key', TRUE, '{\"join_request_preferred\": true, \"retries\": 4}', NULL,
            '2024-01-02 03:04:05+00:00', '2024-01-02 03:04:05+00:00'),
        (-1005, 11, 'Neither', TRUE, '{\"join_request_preferred\": \"perhaps\"}', FALSE,
            '2024-01-02 03:04:05+00:00', '2024-01-02 03:04:05+00:00'),
        (-1006, 11, 'Chosen here', TRUE, '{\"join_request_preferred\": true, \"join_requests\": \"off\"}', NULL,
            '2024-01-02 03:04:05+00:00', '2024-01-02 03:04:05+00:00');
    UPDATE enforced_channels SET invite_link = 'https://t.me/+news' WHERE channel_id = -2001;
    INSERT INTO group_channel_links (id, group_id, channel_id, is_required, created_at) VALUES
        (5, -1003, -2001, FALSE, '2024-01-02 03:04:05+00:00'), (6, -1003, -2002, TRUE, '2024-01-02 03:04:05+00:00'),
        (7, -1004, -2001, FALSE, '2024-01-02 03:04:05+00:00');
";

async fn takes_nezuko_over(nezuko: &str, machine: &Machine) {
    let here = machine.sqlite("here.db");
    let database = connect(&here).await;
    // This group is known here already, and stays as it is.
    protect(&database, &[5]).await;
    let output = machine.run(&here, &["import", "--from-nezuko", nezuko], Stdio::null());
    assert!(output.status.success(), "{}", said(&output));

    let groups = SqlGroupRepository::new(database.clone(), Arc::new(SystemClock));
    let kept = groups.find(GROUP).await.unwrap().unwrap();
    assert_eq!((kept.title.as_str(), kept.enabled, kept.channels.len()), ("Tea", true, 1));
    let new = groups.find(GroupId(-1_002)).await.unwrap().unwrap();
    assert_eq!((new.title.as_str(), new.enabled, new.owner), ("-1002", true, ADMIN));
    assert_eq!(new.channel_ids(), [ChannelId(-2_002), ChannelId(-2_001)]);
    assert_eq!(new.channels[1].username.as_deref(), Some("news"));
    assert_eq!(new.created_at, Timestamp(1_704_164_645_000));
    assert_eq!(new.settings.join_requests, JoinRequests::Off);
    database.close().await.unwrap();

    // Into an empty database all of it goes, settings of Nezuko's own included.
    let there = machine.sqlite("there.db");
    let output = machine.run(&there, &["import", "--from-nezuko", nezuko], Stdio::null());
    assert!(output.status.success(), "{}", said(&output));
    let export = machine.export(&there, "there.jsonl");
    assert!(export.contains(r#""retries":3"#) && export.contains("1704164645678"), "{export}");
    let again = machine.run(&there, &["import", "--from-nezuko", &there], Stdio::null());
    assert!(said(&again).contains("it is one of Portcullis"), "{}", said(&again));
}

async fn takes_later_nezuko_over(nezuko: &str, machine: &Machine) {
    let kinds = if nezuko.starts_with("sqlite") { ("TIMESTAMP", "JSON") } else { ("TIMESTAMPTZ", "JSONB") };
    let schema = LATER_NEZUKO.replace("{moment}", kinds.0).replace("{json}", kinds.1);
    sql::run(nezuko, format!("{schema}{NEZUKO_ROWS}")).await;
    takes_nezuko_over(nezuko, machine).await;
    sql::run(nezuko, LATER_NEZUKO_ROWS).await;
    let url = machine.sqlite("later.db");
    let output = machine.run(&url, &["import", "--from-nezuko", nezuko], Stdio::null());
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains(r#""not_required":2"#), "{}", said(&output));

    let database = connect(&url).await;
    let groups = SqlGroupRepository::new(database.clone(), Arc::new(SystemClock));
    let mut taken = Vec::new();
    for id in [-1_003, -1_004, -1_005, -1_006] {
        let group = groups.find(GroupId(id)).await.unwrap().unwrap();
        assert_eq!(group.created_at, Timestamp(1_704_164_645_000));
        taken.push((group.title.clone(), group.settings.join_requests, group.channel_ids()));
    }
    // A channel that nobody had to be in is none that people have to be in here.
    assert_eq!(
        taken,
        [
            ("In a column".to_owned(), JoinRequests::Approve, vec![ChannelId(-2_002)]),
            ("In a key".to_owned(), JoinRequests::Approve, vec![]),
            ("Neither".to_owned(), JoinRequests::Off, vec![]),
            ("Chosen here".to_owned(), JoinRequests::Off, vec![]),
        ]
    );
    let new = groups.find(GroupId(-1_002)).await.unwrap().unwrap();
    assert_eq!(new.channels[1].invite_link.as_deref(), Some("https://t.me/+news"));
    database.close().await.unwrap();
    let export = machine.export(&url, "later.jsonl");
    assert!(export.contains(r#""params":{"join_requests":"approve","retries":4}"#), "{export}");
    assert!(export.contains(r#""params":{"join_request_preferred":"perhaps"}"#), "{export}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nezukos_groups_are_taken_over_from_sqlite() {
    let machine = Machine::new();
    let nezuko = machine.sqlite("nezuko.db");
    sql::run(&nezuko, format!("{NEZUKO}{NEZUKO_ROWS}")).await;
    takes_nezuko_over(&nezuko, &machine).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nezukos_groups_are_taken_over_from_postgresql() {
    let nezuko = fresh_database();
    sql::run(&nezuko, format!("{NEZUKO}{NEZUKO_ROWS}")).await;
    takes_nezuko_over(&nezuko, &Machine::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_of_a_later_nezuko_are_taken_over_from_sqlite() {
    let machine = Machine::new();
    takes_later_nezuko_over(&machine.sqlite("nezuko.db"), &machine).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_of_a_later_nezuko_are_taken_over_from_postgresql() {
    takes_later_nezuko_over(&fresh_database(), &Machine::new()).await;
}

#[test]
fn what_is_not_nezukos_is_said() {
    let machine = Machine::new();
    let refused =
        |url: &str| said(&machine.run(&machine.sqlite("x.db"), &["import", "--from-nezuko", url], Stdio::null()));
    assert!(refused(&machine.sqlite("none.db")).contains("can't be opened"));
    assert!(!Path::new(&machine.file("none.db")).exists());
    assert!(refused(&fresh_database()).contains("it has no `protected_groups`"));
}
