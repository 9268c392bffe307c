//! Growing out of one machine: the commands `export` and `import`, by real processes, and what they refuse.

mod files;
mod from_nezuko;

use std::{
    fs::{self, File},
    path::PathBuf,
    process::{Output, Stdio},
    sync::Arc,
    time::Duration,
};

use portcullis_domain::{
    CaseNumber, ChannelId, ChatId, GroupId, MessageId, ThreadId, Timestamp, UpdateId, UserId,
    event::Lane,
    group::EnforcedChannel,
    inbox::{ClaimLimit, NewInboxUpdate, RawUpdate},
    job::JobKind,
    lease::Holder,
    message::Place,
    notice::PostedNotice,
    pending_join_request::PendingJoinRequest,
    ports::{
        Deletion, DeletionSchedule, ExemptionRecord, ExemptionRepository, GroupMemberRepository, GroupRepository,
        Inbox, JobRepository, NoticeRefusals, PendingJoinRequests, Protection, RestrictionRepository, SeenUsername,
        Sighting,
    },
    restriction::{LiftReason, NewRestriction, RestrictReason},
    sender::Person,
    settings::Mode,
    step::Step,
};
use portcullis_runtime::SystemClock;
use portcullis_storage::{
    Database, DatabaseSettings, SqlDeletionSchedule, SqlExemptionRepository, SqlGroupMemberRepository,
    SqlGroupRepository, SqlInbox, SqlJobRepository, SqlNoticeRefusals, SqlPendingJoinRequests,
    SqlRestrictionRepository,
};
use portcullis_tests::{bot_process::command, postgres::fresh_database, sql, stage::TOKEN};
use tempfile::TempDir;

const NOW: Timestamp = Timestamp(1_700_000_000_123);
const GROUP: GroupId = GroupId(-1_001);
/// Nobody has protected it: the bot is an admin there, and notes whom it sees.
const UNPROTECTED: GroupId = GroupId(-1_099);
const ADMIN: UserId = UserId(11);

/// A folder with files and databases in it.
struct Machine(TempDir);

impl Machine {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn sqlite(&self, name: &str) -> String {
        format!("sqlite://{}", self.file(name).display())
    }

    /// Runs the binary on a database.
    fn run(&self, url: &str, arguments: &[&str], input: Stdio) -> Output {
        let variables = [("BOT_TOKEN", TOKEN), ("DATABASE_URL", url), ("LOG_FORMAT", "json")];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut command = command(self.0.path(), &variables);
        command.args(arguments).stdin(input).output().unwrap()
    }

    fn export(&self, url: &str, file: &str) -> String {
        let output = self.run(url, &["export", file], Stdio::null());
        assert!(output.status.success(), "{}", said(&output));
        fs::read_to_string(self.file(file)).unwrap()
    }

    fn import(&self, url: &str, file: &str) -> Output {
        self.run(url, &["import", file], Stdio::null())
    }

    /// What is said of an export that is no good; the database stays as it was.
    fn refusal(&self, export: &str) -> String {
        fs::write(self.file("bad.jsonl"), export).unwrap();
        let url = self.sqlite("refusing.db");
        let output = self.import(&url, "bad.jsonl");
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert_eq!(self.export(&url, "after.jsonl").lines().count(), 2, "rows were left behind");
        said(&output)
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn connect(url: &str) -> Database {
    let database = Database::connect(&DatabaseSettings { url: url.into(), max_connections: 4 }).await.unwrap();
    database.migrate().await.unwrap();
    database
}

/// Rows in every table, and more than one page of members.
async fn fill(database: &Database, url: &str) {
    protect(database, &[5, 3, 4]).await;
    let params = serde_json::json!({"mode": "observe", "a_key_of_tomorrow": {"z": 1.5, "a": ["é", null]}});
    sql::run(url, format!("UPDATE protected_groups SET params = '{params}' WHERE group_id = {}", GROUP.0)).await;

    let members = SqlGroupMemberRepository::new(database.clone());
    let seen: Vec<_> = (1..=2_500).map(|user| Sighting { group: GROUP, user: UserId(user), at: NOW }).collect();
    members.record(&seen).await.unwrap();
    let elsewhere = [1, 2_501].map(|user| Sighting { group: UNPROTECTED, user: UserId(user), at: NOW });
    members.record(&elsewhere).await.unwrap();
    let named = SeenUsername { user: UserId(1), username: Some("mo".to_owned()), at: NOW };
    members.record_usernames(&[named]).await.unwrap();
    members.claim_welcomes(GROUP, &[UserId(7)], NOW).await.unwrap();
    let exempted = ExemptionRecord { group: GROUP, user: UserId(7), by: ADMIN, at: NOW };
    SqlExemptionRepository::new(database.clone()).put(exempted).await.unwrap();
    let deletion = Deletion { chat: ChatId(GROUP.0), message: MessageId(9), due: NOW };
    SqlDeletionSchedule::new(database.clone()).put(deletion).await.unwrap();
    SqlNoticeRefusals::new(database.clone()).put(GROUP, NOW).await.unwrap();
    let request = PendingJoinRequest { channel: ChannelId(3), user: UserId(7), at: NOW };
    SqlPendingJoinRequests::new(database.clone()).put(request).await.unwrap();

    let restrictions = SqlRestrictionRepository::new(database.clone());
    let past = restrictions.open(&restriction(8)).await.unwrap();
    restrictions.set_muted(past.id, NOW).await.unwrap();
    let posted = PostedNotice {
        group: GROUP,
        message: MessageId(6),
        at: NOW,
        serves: vec![past.id],
        replaces: Vec::new(),
        takes_over: false,
    };
    restrictions.put_notice(&posted).await.unwrap();
    restrictions.close(past.id, LiftReason::Pressed, NOW).await.unwrap();
    restrictions.open(&restriction(9)).await.unwrap();

    let inbox = SqlInbox::new(database.clone());
    let update = |id| NewInboxUpdate {
        update: RawUpdate { id: UpdateId(id), json: format!(r#"{{"update_id":{id},  "x":"\u0000\"é"}}"#) },
        lane: Lane(id),
        received_at: NOW,
    };
    inbox.put_aside(&[update(1), update(2), update(3)], NOW).await.unwrap();
    inbox.dead_letter(UpdateId(2), NOW).await.unwrap();
    let limit = ClaimLimit { lanes: 1, updates_per_lane: 1, updates: 100, bytes: 1 << 20 };
    inbox.claim(&Holder("polling".to_owned()), NOW, limit).await.unwrap();
    SqlJobRepository::new(database.clone()).put(JobKind::Release, GROUP, NOW).await.unwrap();
}

async fn protect(database: &Database, channels: &[i64]) {
    let channel = |id: &i64| EnforcedChannel {
        id: ChannelId(-2_000 - id),
        title: format!("Tea \"{id}\"\n"),
        username: None,
        invite_link: Some("https://t.me/+x".to_owned()),
        can_check: true,
    };
    let by = Person { id: ADMIN, name: "Ada".to_owned(), username: Some("ada".to_owned()), language_code: None };
    let channels = channels.iter().map(channel).collect();
    let protection = Protection { group: GROUP, title: "Tea".to_owned(), by, linked_channel: None, channels, at: NOW };
    SqlGroupRepository::new(database.clone(), Arc::new(SystemClock)).protect(&protection).await.unwrap();
}

fn restriction(user: i64) -> NewRestriction {
    NewRestriction {
        group: GROUP,
        user: UserId(user),
        name: "Mo".to_owned(),
        language_code: Some("pt-br".to_owned()),
        reason: RestrictReason::Spoke,
        missing: vec![ChannelId(-2_005)],
        place: Place { thread: Some(ThreadId(3)), root: None },
        mode: Mode::Enforce,
        step: Step::Remind,
        message: Some(MessageId(44)),
        restricted_at: NOW,
        until: NOW.after(Duration::from_hours(24)),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_goes_to_postgresql_and_back_and_stays_the_same() {
    let machine = Machine::new();
    let (here, there, back) = (machine.sqlite("here.db"), fresh_database(), machine.sqlite("back.db"));
    let database = connect(&here).await;
    fill(&database, &here).await;
    database.close().await.unwrap();

    let first = machine.export(&here, "first.jsonl");
    assert!(first.lines().count() > 2_510, "{}", first.lines().count());
    for user in [1, 2_501] {
        let row =
            format!(r#"{{"first_seen":1700000000123,"group_id":-1099,"last_seen":1700000000123,"user_id":{user},"#);
        assert!(first.contains(&row), "{row}");
    }
    for table in
        ["owners", "protected_groups", "enforced_channels", "group_channel_links", "restrictions"].into_iter().chain([
            "group_members",
            "usernames",
            "exemptions",
            "inbox",
            "jobs",
            "message_deletions",
            "notice_refusals",
            "pending_join_requests",
        ])
    {
        assert!(first.contains(&format!(r#"{{"table":"{table}","row":"#)), "no row of {table}");
    }
    let imported = machine.import(&there, "first.jsonl");
    assert!(imported.status.success(), "{}", said(&imported));
    assert_eq!(machine.export(&there, "second.jsonl"), first);
    let imported = machine.import(&back, "second.jsonl");
    assert!(imported.status.success(), "{}", said(&imported));
    assert_eq!(machine.export(&back, "third.jsonl"), first);

    // Both go on where they were.
    for url in [&there, &back] {
        let database = connect(url).await;
        let groups = SqlGroupRepository::new(database.clone(), Arc::new(SystemClock));
        let group = groups.find(GROUP).await.unwrap().unwrap();
        assert_eq!(group.channel_ids(), [5, 3, 4].map(|id| ChannelId(-2_000 - id)));
        assert_eq!(group.settings.mode, Mode::Observe);
        let members = SqlGroupMemberRepository::new(database.clone());
        assert_eq!(members.count_seen_since(UNPROTECTED, NOW).await.unwrap(), 2);
        protect(&database, &[1]).await;
        let restrictions = SqlRestrictionRepository::new(database.clone());
        let known = restrictions.find_open(GROUP, UserId(9)).await.unwrap().unwrap();
        let new = restrictions.open(&restriction(10)).await.unwrap();
        assert!(new.id > known.id, "{:?} {:?}", new.id, known.id);
        assert_eq!((known.case_number, new.case_number), (Some(CaseNumber(2)), Some(CaseNumber(3))));
        assert_eq!(groups.find(GROUP).await.unwrap().unwrap().channels.len(), 4);
        let limit = ClaimLimit { lanes: 9, updates_per_lane: 9, updates: 100, bytes: 1 << 20 };
        let claimed = SqlInbox::new(database.clone()).claim(&Holder("next".to_owned()), NOW, limit).await.unwrap();
        assert_eq!(claimed.iter().map(|update| update.update.id.0).collect::<Vec<_>>(), [1, 3]);
        database.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dash_is_standard_output_and_input_and_the_log_does_not_get_in_between() {
    let machine = Machine::new();
    let (here, there) = (machine.sqlite("here.db"), machine.sqlite("there.db"));
    let database = connect(&here).await;
    protect(&database, &[1]).await;
    database.close().await.unwrap();
    let exported = machine.run(&here, &["export"], Stdio::null());
    assert!(exported.status.success(), "{}", said(&exported));
    let file = machine.export(&here, "file.jsonl");
    assert_eq!(String::from_utf8(exported.stdout).unwrap(), file);
    let input = File::open(machine.file("file.jsonl")).unwrap();
    let imported = machine.run(&there, &["import", "-"], input.into());
    assert!(imported.status.success() && said(&imported).contains("imported"), "{}", said(&imported));
    assert_eq!(machine.export(&there, "there.jsonl"), file);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_bots_export_is_imported_without_the_updates_it_had_yet_to_carry_out() {
    let machine = Machine::new();
    let (here, there, back) = (machine.sqlite("here.db"), machine.sqlite("there.db"), machine.sqlite("back.db"));
    let database = connect(&here).await;
    fill(&database, &here).await;
    database.note_bot(UserId(7)).await.unwrap();
    database.close().await.unwrap();
    let export = machine.export(&here, "here.jsonl");
    let (of_updates, of_members) = (r#"{"table":"inbox""#, r#"{"table":"group_members""#);
    assert!(export.contains(of_updates));
    let imported = machine.import(&there, "here.jsonl");
    assert!(said(&imported).contains("another bot's updates were left out"), "{}", said(&imported));
    let without = machine.export(&there, "there.jsonl");
    assert!(!without.contains(of_updates));
    assert_eq!(without.matches(of_members).count(), export.matches(of_members).count());
    assert_eq!(sql::number(&there, "SELECT COUNT(*) FROM inbox_lanes").await, 0);

    // Its own come along.
    fs::write(machine.file("own.jsonl"), export.replace(r#""bot":7"#, r#""bot":4242424242"#)).unwrap();
    assert!(machine.import(&back, "own.jsonl").status.success());
    let again = machine.export(&back, "again.jsonl");
    assert_eq!(again.matches(of_updates).count(), export.matches(of_updates).count());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_with_rows_is_not_imported_into() {
    let machine = Machine::new();
    let here = machine.sqlite("here.db");
    let database = connect(&here).await;
    protect(&database, &[1]).await;
    database.close().await.unwrap();
    let export = machine.export(&here, "here.jsonl");
    let again = machine.import(&here, "here.jsonl");
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("the table `owners` is not empty"), "{}", said(&again));
    assert_eq!(machine.export(&here, "here.jsonl"), export);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_is_not_whole_and_right_is_refused_with_its_line() {
    let machine = Machine::new();
    let here = machine.sqlite("here.db");
    let database = connect(&here).await;
    protect(&database, &[1]).await;
    database.close().await.unwrap();
    let good = machine.export(&here, "here.jsonl");
    let lines: Vec<&str> = good.lines().collect();
    let with_second = |line: &str| format!("{}\n{line}\n{}\n", lines[0], lines[2..].join("\n"));

    let cases = [
        (lines[1..].join("\n"), "line 1: is not the first line of an export"),
        (good.replace(r#""format":1"#, r#""format":2"#), "line 1: comes from a newer version"),
        (good.replace(r#""schema":"m"#, r#""schema":"m9"#), "line 1: comes from a newer version"),
        (with_second("{"), "line 2: is not JSON"),
        (with_second(r#"{"table":"owners"}"#), "line 2: has no `table` and `row`"),
        (lines[1].replace("owners", "ghosts"), "line 2: there is no table `ghosts`"),
        (lines[1].replace("user_id", "usr"), "line 2: `owners` has no column `usr`"),
        (lines[1].replace(":11,", ":\"x\","), "line 2: `user_id` can't be \"x\""),
        (lines[1].replace("\"user_id\":11", "\"user_id\":null"), "line 2: `user_id` can't be null"),
        (lines[..lines.len() - 1].join("\n"), "the export is cut short"),
        ([&lines[..lines.len() - 2], &lines[lines.len() - 1..]].concat().join("\n"), "the export should hold"),
        (format!("{}\n{}", lines[0], lines[2..].join("\n")), "lines 2 to 2: the database does not take these rows"),
    ];
    for (export, complaint) in cases {
        let export = if export.lines().count() == 1 { with_second(&export) } else { export };
        let said = machine.refusal(&export);
        assert!(said.contains(complaint), "{said}\n{export}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_of_before_the_numbers_is_numbered_as_it_is_imported() {
    let machine = Machine::new();
    let (here, there) = (machine.sqlite("here.db"), fresh_database());
    let database = connect(&here).await;
    fill(&database, &here).await;
    database.close().await.unwrap();
    let export = machine.export(&here, "new.jsonl");
    let (numbered, without) = (r#""case_number":"#, |line: &str| {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["row"].as_object_mut().unwrap().remove("case_number");
        line.to_string()
    });
    let older = export.lines().map(|line| if line.contains(numbered) { without(line) } else { line.to_owned() });
    let older: Vec<String> = older.collect();
    assert!(!older.join("\n").contains(numbered));
    fs::write(machine.file("old.jsonl"), older.join("\n")).unwrap();
    let imported = machine.import(&there, "old.jsonl");
    assert!(imported.status.success(), "{}", said(&imported));
    assert_eq!(machine.export(&there, "again.jsonl"), export);
}
