//! The command `erase`: a person is let go wherever the bot has muted them, and nothing is stored about them.

use std::process::Output;

use portcullis_tests::{Stage, bot_process::command, postgres, sql};

async fn erase(stage: &Stage, person: &str) -> Output {
    let mut command = command(stage.folder(), stage.variables());
    tokio::task::spawn_blocking({
        let person = person.to_owned();
        move || command.args(["erase", &person]).output().unwrap()
    })
    .await
    .unwrap()
}

fn said(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// In how many rows a person stands, by id or by name.
async fn rows_about(stage: &Stage, person: i64) -> i64 {
    let tables = ["group_members", "usernames", "exemptions", "restrictions", "pending_join_requests", "setups"];
    let counts = tables.map(|table| format!("(SELECT COUNT(*) FROM {table} WHERE user_id = {person})"));
    sql::number(&stage.database(), &format!("SELECT {}", counts.join(" + "))).await
}

async fn a_muted_person_is_erased(database: Option<&str>) {
    let stage = Stage::protected_on(database).await;
    let (sam, ben) = (stage.stranger("Sam"), stage.stranger("Ben"));
    stage.simulator.act(|world| world.set_username(sam, Some("sam_the_first"))).unwrap();
    for person in [sam, ben] {
        stage.say(person, "hello");
        stage.until_muted(person).await;
    }
    stage.until_one_notice_serves_all().await;
    let seen = format!("SELECT COUNT(*) FROM group_members WHERE user_id IN ({sam}, {ben})");
    stage.until_number("both were seen", &seen, 2).await;
    assert!(rows_about(&stage, sam).await >= 2);

    let erased = erase(&stage, &sam.to_string()).await;
    assert!(erased.status.success(), "{}", said(&erased));
    assert!(said(&erased).contains("let go in 1 group(s)"), "{}", said(&erased));
    stage.until_free(sam).await;
    assert_eq!(rows_about(&stage, sam).await, 0);
    stage.simulator.read(|world| assert!(world.is_muted(stage.group, ben), "somebody else was let go"));

    // The gate is for everybody: they are muted again, which must be written to be ended. Where they were seen is not.
    stage.say(sam, "hello again");
    stage.until_muted(sam).await;
    stage.until_one_notice_serves_all().await;
    let mia = stage.stranger("Mia");
    stage.say(mia, "and I");
    stage.until_muted(mia).await;
    stage.until_one_notice_serves_all().await;
    stage.until_number("Mia was seen", &format!("SELECT COUNT(*) FROM group_members WHERE user_id = {mia}"), 1).await;
    let seen = format!("SELECT COUNT(*) FROM group_members WHERE user_id = {sam}");
    assert_eq!(sql::number(&stage.database(), &seen).await, 0);
    stage.end().await;
}

#[tokio::test]
async fn a_muted_person_is_let_go_forgotten_and_noted_no_more() {
    a_muted_person_is_erased(None).await;
}

#[tokio::test]
async fn a_muted_person_is_let_go_forgotten_and_noted_no_more_on_postgres() {
    a_muted_person_is_erased(Some(&postgres::fresh_database())).await;
}

#[tokio::test]
async fn while_telegram_is_away_nothing_is_erased_and_the_command_says_so() {
    let stage = Stage::protected().await;
    let sam = stage.stranger("Sam");
    stage.say(sam, "hello");
    stage.until_muted(sam).await;
    stage.until_number("he was seen", &format!("SELECT COUNT(*) FROM group_members WHERE user_id = {sam}"), 1).await;
    stage.settle().await;
    let before = rows_about(&stage, sam).await;
    let variables: Vec<_> = stage.variables().iter().filter(|(name, _)| name != "TELEGRAM_API_URL").cloned().collect();
    let nowhere = ("TELEGRAM_API_URL".to_owned(), "http://127.0.0.1:9".to_owned());
    let mut command = command(stage.folder(), &variables);
    command.env(nowhere.0, nowhere.1).args(["erase", &sam.to_string()]);
    let refused = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert_eq!(rows_about(&stage, sam).await, before);
    stage.end().await;
}

#[tokio::test]
async fn what_is_no_persons_id_is_refused_at_once() {
    let stage = Stage::new().await;
    for wrong in ["0", "-1001", "@sam"] {
        let refused = erase(&stage, wrong).await;
        assert_eq!(refused.status.code(), Some(2), "{wrong}: {}", said(&refused));
    }
    stage.end().await;
}
