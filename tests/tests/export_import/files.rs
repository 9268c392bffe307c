//! The file that an export becomes: whole or not there, its owner's alone, whatever goes wrong meanwhile; and what is shown
//! until then.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    process::{Command, Stdio},
};

use portcullis_storage::{Database, DatabaseSettings};
use portcullis_tests::{bot_process::command, sql, stage::TOKEN};

use super::{Machine, connect, fill, said};

/// The files of a folder.
fn files(machine: &Machine) -> Vec<String> {
    let names = fs::read_dir(machine.0.path()).unwrap().flatten();
    let mut names: Vec<_> = names.map(|file| file.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn an_export_that_fails_leaves_yesterdays_as_it_was_and_touches_no_schema() {
    let machine = Machine::new();
    let url = machine.sqlite("portcullis.db");
    assert!(machine.run(&url, &["migrate"], Stdio::null()).status.success());
    let yesterdays = machine.export(&url, "portcullis.jsonl");

    let missing = machine.run(&machine.sqlite("nowhere.db"), &["export", "portcullis.jsonl"], Stdio::null());
    assert_eq!(missing.status.code(), Some(1), "{}", said(&missing));
    assert!(!machine.file("nowhere.db").exists(), "an export made a database");

    // The last steps were not taken yet, as after an update of the program.
    let database = Database::connect(&DatabaseSettings { url: url.as_str().into(), max_connections: 1 }).await.unwrap();
    let all_steps = database.pending_migrations().await.unwrap();
    assert!(all_steps.is_empty());
    sql::run(&url, "DELETE FROM seaql_migrations WHERE version LIKE '%_create_leases'").await;
    let behind = machine.run(&url, &["export", "portcullis.jsonl"], Stdio::null());
    assert_eq!(behind.status.code(), Some(1), "{}", said(&behind));
    assert!(said(&behind).contains("1 step(s) behind") && said(&behind).contains("migrate"), "{}", said(&behind));
    assert_eq!(database.pending_migrations().await.unwrap().len(), 1, "an export migrated the schema");

    // A table is broken: the export ends half-way.
    sql::run(&url, "INSERT INTO seaql_migrations VALUES ('m20261101_000007_create_leases', 0)").await;
    sql::run(&url, "DROP TABLE message_deletions").await;
    let broken = machine.run(&url, &["export", "portcullis.jsonl"], Stdio::null());
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));

    assert_eq!(fs::read_to_string(machine.file("portcullis.jsonl")).unwrap(), yesterdays);
    assert!(files(&machine).iter().all(|name| !name.contains(".part")), "{:?}", files(&machine));
}

/// The rights of a file.
fn mode(machine: &Machine, file: &str) -> u32 {
    fs::metadata(machine.file(file)).unwrap().permissions().mode() & 0o7777
}

#[test]
fn an_export_is_its_owners_alone_whatever_stood_there_before() {
    let machine = Machine::new();
    let url = machine.sqlite("portcullis.db");
    assert!(machine.run(&url, &["migrate"], Stdio::null()).status.success());
    machine.export(&url, "new.jsonl");
    assert_eq!(mode(&machine, "new.jsonl"), 0o600);
    for (before, after) in [(0o644, 0o600), (0o666, 0o600), (0o4755, 0o600), (0o600, 0o600), (0o440, 0o400)] {
        fs::write(machine.file("old.jsonl"), "yesterday's").unwrap();
        fs::set_permissions(machine.file("old.jsonl"), Permissions::from_mode(before)).unwrap();
        machine.export(&url, "old.jsonl");
        assert_eq!(mode(&machine, "old.jsonl"), after, "after {before:o}");
        assert_ne!(fs::read_to_string(machine.file("old.jsonl")).unwrap(), "yesterday's");
        fs::remove_file(machine.file("old.jsonl")).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_leaves_yesterdays_export_as_it_was() {
    let machine = Machine::new();
    let url = machine.sqlite("portcullis.db");
    let database = connect(&url).await;
    fill(&database, &url).await;
    database.close().await.unwrap();
    let yesterdays = machine.export(&url, "portcullis.jsonl");
    assert!(yesterdays.len() > 200_000, "{}", yesterdays.len());
    sql::run(&url, "UPDATE protected_groups SET title = 'Today'").await;

    // No file may grow beyond this: what writes more is refused, as it is on a full disk.
    let variables = [("BOT_TOKEN", TOKEN), ("DATABASE_URL", &url), ("LOG_FORMAT", "json")];
    let program = command(machine.0.path(), &[]).get_program().to_owned();
    let limited = Command::new("sh")
        .args(["-c", r#"trap '' XFSZ; exec prlimit --fsize=100000 "$@""#, "sh"])
        .arg(program)
        .args(["export", "portcullis.jsonl"])
        .current_dir(machine.0.path())
        .envs(variables)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(limited.status.code(), Some(1), "{}", said(&limited));
    assert!(said(&limited).contains("the export can't be written: File too large"), "{}", said(&limited));
    assert_eq!(fs::read_to_string(machine.file("portcullis.jsonl")).unwrap(), yesterdays);
    assert!(files(&machine).iter().all(|name| !name.contains(".part")), "{:?}", files(&machine));

    // A device that is full.
    let full = machine.run(&url, &["export", "/dev/full"], Stdio::null());
    assert_eq!(full.status.code(), Some(1), "{}", said(&full));
    assert!(said(&full).contains("the export can't be written: No space left on device"), "{}", said(&full));
    // And with room again.
    assert!(machine.export(&url, "portcullis.jsonl").contains("Today"));
}

/// What a command shows on a terminal of its own, which `script` gives it; standard output is a file.
fn seen_on_a_terminal(machine: &Machine, url: &str, arguments: &str) -> String {
    let program = command(machine.0.path(), &[]).get_program().to_owned();
    let shown = Command::new("script")
        .args(["--quiet", "--return", "--command"])
        .arg(format!("{} {arguments} > out.jsonl", program.display()))
        .arg(machine.file("typescript"))
        .current_dir(machine.0.path())
        .envs([("BOT_TOKEN", TOKEN), ("DATABASE_URL", url), ("TERM", "xterm")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    let seen = fs::read_to_string(machine.file("typescript")).unwrap();
    assert!(shown.success(), "{seen}");
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_terminal_shows_how_far_it_is_and_the_export_holds_rows_alone() {
    let machine = Machine::new();
    let (here, there) = (machine.sqlite("here.db"), machine.sqlite("there.db"));
    let database = connect(&here).await;
    fill(&database, &here).await;
    database.close().await.unwrap();
    let export = machine.export(&here, "plain.jsonl");

    let seen = seen_on_a_terminal(&machine, &here, "export");
    assert!(seen.contains('%') && seen.contains("rows,") && seen.contains("exported"), "{seen:?}");
    assert_eq!(fs::read_to_string(machine.file("out.jsonl")).unwrap(), export);
    let seen = seen_on_a_terminal(&machine, &there, "import plain.jsonl");
    assert!(seen.contains('%') && seen.contains("rows,") && seen.contains("imported"), "{seen:?}");
    assert_eq!(machine.export(&there, "there.jsonl"), export);

    // Where nobody looks there is none of it.
    let piped = machine.run(&here, &["export"], Stdio::null());
    assert_eq!(String::from_utf8(piped.stdout.clone()).unwrap(), export);
    assert!(said(&piped).lines().count() == 1 && !said(&piped).contains('%'), "{}", said(&piped));
}
