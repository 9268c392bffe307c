//! `sweep GROUP_ID` of the binaries, and several instances.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Output, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use portcullis_simulator::world::Rights;
use portcullis_tests::{
    BotProcess, RedisServer, Stage, WebhookInstance, bot_process::command, postgres::fresh_database, sql,
};

use super::crowd::{Crowd, learned_pace, until_said};

/// A worker looks unasked after 45 to 60 seconds.
const SOONER_THAN_UNASKED: Duration = Duration::from_secs(40);

/// The command `sweep` with these arguments.
pub(crate) async fn run(stage: &Stage, arguments: &[&str]) -> Output {
    let mut command = command(stage.folder(), stage.variables());
    command.arg("sweep").args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

/// Everything that a command has said.
pub(crate) fn said(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// The command as it goes on, and the lines that it writes.
struct Ordered {
    process: Child,
    lines: mpsc::Receiver<String>,
}

impl Ordered {
    fn start(stage: &Stage) -> Self {
        let mut command = command(stage.folder(), stage.variables());
        command.args(["sweep", &stage.group.to_string()]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let (tell, lines) = mpsc::channel();
        let written = BufReader::new(process.stdout.take().unwrap()).lines();
        thread::spawn(move || written.map(Result::unwrap).try_for_each(|line| tell.send(line)));
        Self { process, lines }
    }

    /// Waits until it says how far the sweep is.
    async fn looks_on(self) -> Self {
        tokio::task::spawn_blocking(move || {
            let in_time = Duration::from_secs(20);
            while !self.lines.recv_timeout(in_time).unwrap().contains("checked") {}
            self
        })
        .await
        .unwrap()
    }

    /// Waits until it has ended; its exit code, and what it has said since.
    async fn ended(mut self) -> (Option<i32>, String) {
        tokio::task::spawn_blocking(move || {
            let code = self.process.wait().unwrap().code();
            let mut words: String = self.lines.iter().collect();
            self.process.stderr.take().unwrap().read_to_string(&mut words).unwrap();
            (code, words)
        })
        .await
        .unwrap()
    }
}

#[tokio::test]
async fn whoever_looks_on_no_longer_leaves_the_sweep_to_the_bot() {
    let mut stage = Stage::protected().await;
    Crowd::gather(&stage, 30, 0, 0).await;
    learned_pace(&stage, 200).await;
    assert!(stage.stop().await.success());
    let ordered = Ordered::start(&stage).looks_on().await;
    BotProcess::signal_to(ordered.process.id(), "INT");
    let (code, words) = ordered.ended().await;
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("the sweep goes on without this command") && words.contains("--cancel"), "{words}");
    stage.until_number("the order stands", "SELECT COUNT(*) FROM jobs WHERE state = 'open'", 1).await;
    stage.start();
    until_said(&stage, "is checked").await;
    stage.end().await;
}

#[tokio::test]
async fn whoever_looks_on_as_the_group_gets_another_id_is_told_so() {
    let stage = Stage::protected().await;
    Crowd::gather(&stage, 300, 0, 0).await;
    stage.owner_says("/sweep");
    until_said(&stage, "Checked: ").await;
    let ordered = Ordered::start(&stage).looks_on().await;
    let new = stage.simulator.act(|world| {
        let new = world.add_supergroup(stage.owner, "Tea lovers");
        world.add_bot_as_admin(new, stage.bot, Rights::GATEKEEPER).unwrap();
        new
    });
    stage.tell_that_it_moved_to(new);
    let (code, words) = ordered.ended().await;
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("another id") && !words.contains("cancelled"), "{words}");
    let there = format!("SELECT COUNT(*) FROM jobs WHERE kind = 'sweep' AND state = 'open' AND group_id = {new}");
    stage.until_number("the sweep goes on there", &there, 1).await;
    stage.end().await;
}

/// It is ordered while no bot runs, so that nobody waits until one looks; then one starts.
async fn an_operator_orders_a_sweep_and_sees_how_far_it_is(database: Option<&str>) {
    let mut stage = Stage::protected_on(database).await;
    let crowd = Crowd::gather(&stage, 30, 4, 2).await;
    learned_pace(&stage, 200).await;
    assert!(stage.stop().await.success());

    let mut command = command(stage.folder(), stage.variables());
    command.args(["sweep", &stage.group.to_string()]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut ordered = command.spawn().unwrap();
    let lines = BufReader::new(ordered.stdout.take().unwrap()).lines();
    let lines = thread::spawn(move || lines.map(Result::unwrap).collect::<Vec<_>>());
    stage.until_number("it is ordered", "SELECT COUNT(*) FROM jobs WHERE kind = 'sweep' AND state = 'open'", 1).await;
    stage.start();
    let summary = until_said(&stage, "is checked").await;
    assert!(summary.text.contains("Muted now: 4"), "{}", summary.text);
    let ended = tokio::task::spawn_blocking(move || ordered.wait().unwrap()).await.unwrap();
    let lines = tokio::task::spawn_blocking(move || lines.join().unwrap()).await.unwrap();
    assert!(ended.success(), "{lines:?}");
    assert!(lines[0].contains("ordered"), "{lines:?}");
    assert!(lines[1].contains("of 3") && lines[1].contains("checked"), "{lines:?}");
    let last = lines.last().unwrap();
    assert!(last.contains("4 do not pass") && last.contains("2 not in the group,"), "{lines:?}");
    for stranger in &crowd.strangers {
        stage.until_muted(*stranger).await;
    }
    assert!(crowd.asked(&stage).values().all(|times| *times == 1));
    stage.until_the_promise_holds().await;
    stage.end().await;
}

#[tokio::test]
async fn an_operator_orders_a_sweep() {
    an_operator_orders_a_sweep_and_sees_how_far_it_is(None).await;
}

#[tokio::test]
async fn an_operator_orders_a_sweep_on_postgres() {
    an_operator_orders_a_sweep_and_sees_how_far_it_is(Some(&fresh_database())).await;
}

#[tokio::test]
async fn on_postgresql_a_bot_that_runs_begins_at_once_and_a_second_order_looks_on() {
    let stage = Stage::protected_on(Some(&fresh_database())).await;
    Crowd::gather(&stage, 60, 4, 0).await;
    learned_pace(&stage, 10).await;
    let (group, begun) = (stage.group.to_string(), Instant::now());
    let words = [group.as_str()];
    let second = async {
        stage.until_number("it is ordered", "SELECT COUNT(*) FROM jobs WHERE kind = 'sweep'", 1).await;
        run(&stage, &words).await
    };
    let (first, second) = tokio::join!(run(&stage, &words), second);
    for ended in [&first, &second] {
        assert_eq!(ended.status.code(), Some(0), "{}", said(ended));
        // All of them, also those of the last moment.
        assert!(said(ended).contains("64 checked: 60 may write, 4 do not pass"), "{}", said(ended));
    }
    assert!(said(&first).contains("begins at once"), "{}", said(&first));
    assert!(said(&second).contains("under way"), "{}", said(&second));
    assert!(begun.elapsed() < SOONER_THAN_UNASKED, "it was over after {:?}", begun.elapsed());
    until_said(&stage, "is checked").await;
    stage.end().await;
}

#[tokio::test]
async fn an_operator_takes_the_order_back_and_is_told_what_is_wrong() {
    let stage = Stage::protected().await;
    Crowd::gather(&stage, 300, 0, 0).await;
    let group = stage.group.to_string();
    let none = run(&stage, &[&group, "--cancel"]).await;
    assert!(none.status.success() && said(&none).contains("no sweep is under way"), "{}", said(&none));
    stage.owner_says("/sweep");
    until_said(&stage, "Checked: ").await;
    let cancelled = run(&stage, &[&group, "--cancel"]).await;
    assert!(cancelled.status.success() && said(&cancelled).contains("ends within"), "{}", said(&cancelled));
    until_said(&stage, "was cancelled").await;

    for (arguments, code, words) in [
        (&["-1009"][..], 2, "knows no group -1009"),
        (&["tea"][..], 2, "invalid value 'tea'"),
        (&["17"][..], 2, "invalid value '17'"),
        (&[][..], 2, "GROUP_ID"),
    ] {
        let refused = run(&stage, arguments).await;
        assert_eq!(refused.status.code(), Some(code), "{arguments:?}: {}", said(&refused));
        assert!(said(&refused).contains(words), "{arguments:?}: {}", said(&refused));
    }
    stage.owner_says("/unprotect");
    until_said(&stage, "gate of").await;
    let off = run(&stage, &[&group]).await;
    assert_eq!(off.status.code(), Some(1));
    assert!(said(&off).contains("/protect"), "{}", said(&off));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_instance_goes_on_where_one_died_and_asks_nobody_again() {
    let redis = RedisServer::start();
    let mut stage = Stage::new().await.with("DATABASE_URL", &fresh_database()).with("REDIS_URL", &redis.url());
    stage.start();
    stage.protect().await;
    let crowd = Crowd::gather(&stage, 600, 3, 0).await;
    learned_pace(&stage, 100).await;
    stage.owner_says("/sweep");
    until_said(&stage, "Checked: ").await;
    while crowd.asked(&stage).values().sum::<usize>() < 200 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stage.kill();
    // Its lease runs out after half a minute.
    sql::run(&stage.database(), "UPDATE jobs SET lease_until = 1, not_before = 1 WHERE kind = 'sweep'").await;
    let mut heir = WebhookInstance::new("heir");
    heir.start(&stage, heir.address()).await;
    let summary = until_said(&stage, "is checked").await;
    assert!(summary.text.contains("Muted now: 3"), "{}", summary.text);
    let asked = crowd.asked(&stage);
    assert!(asked.values().all(|times| *times >= 1));
    let again = asked.values().filter(|times| **times > 1).count();
    assert!(again <= 64, "{again} were asked again");
    heir.end(&stage).await;
    stage.end().await;
}
