//! Five real processes start at once on an empty PostgreSQL: one brings the schema up to date, the others wait for it.

use std::{process::Stdio, time::Duration};

use portcullis_tests::{BotProcess, Stage, bot_process::command, postgres::fresh_database, stage::WAIT_TIMEOUT};

const INSTANCES: usize = 5;

#[tokio::test]
async fn five_that_migrate_at_once_all_succeed() {
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
    let started = (0..INSTANCES).map(|_| {
        let mut command = command(stage.folder(), stage.variables());
        command.arg("migrate").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    });
    let started: Vec<_> = started.collect();
    for process in started {
        let output = process.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stdout));
    }
    stage.end().await;
}

#[tokio::test]
async fn of_five_that_run_at_once_one_works_and_four_stand_by() {
    let stage = Stage::new().await.with("DATABASE_URL", &fresh_database());
    let names: Vec<String> = (0..INSTANCES).map(|number| format!("bot{number}")).collect();
    let mut started: Vec<BotProcess> = names.iter().map(|name| stage.start_another(name)).collect();
    let logged = |words: &str| names.iter().filter(|name| stage.log_of(name).contains(words)).count();
    let all_are_up = async {
        while (logged("at work"), logged("standing by")) != (1, INSTANCES - 1) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let logs = || names.iter().map(|name| stage.log_of(name)).collect::<Vec<_>>().join("\n");
    assert!(tokio::time::timeout(WAIT_TIMEOUT, all_are_up).await.is_ok(), "{}", logs());

    stage.protect().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.settle().await;
    assert!(started.iter_mut().all(BotProcess::is_running), "{}", logs());
    assert_eq!(stage.count("restrictChatMember"), 1);
    for process in started {
        assert!(process.stop().await.success());
    }
    stage.end().await;
}
