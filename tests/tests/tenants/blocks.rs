//! The commands `block` and `unblock`, beside the bot and without one.

use std::time::{Duration, Instant};

use portcullis_simulator::{Effect, world::Rights};
use portcullis_tests::{Stage, postgres::fresh_database, sql, stage::WAIT_TIMEOUT};

use super::{calls_in, may_all_write, muted_stranger, ran, tenant, until_turned_away};

/// A worker looks unasked after 45 to 60 seconds, and has let go whom it finds by then.
const UNASKED: Duration = Duration::from_secs(90);

/// Where a bot is told of what a command has changed, nothing waits for that.
const SOONER_THAN_UNASKED: Duration = Duration::from_secs(40);

/// Waits as long as it takes a bot that is told of nothing.
async fn until_free_unasked(stage: &Stage, person: i64) {
    let free = stage.simulator.wait_until(UNASKED, |world| !world.is_muted(stage.group, person)).await;
    assert!(free.is_ok(), "still muted\n{}", stage.log());
}

async fn a_group_is_blocked_and_let_back_while_the_bot_runs(database: Option<&str>) {
    let mut stage = Stage::protected_on(database).await;
    let (sam, ben) = (muted_stranger(&stage, "Sam").await, muted_stranger(&stage, "Ben").await);
    stage.until_one_notice_serves_all().await;
    stage.settle().await;

    let (group, begun) = (stage.group.to_string(), Instant::now());
    let words = ran(&stage, &["block", &group, "--reason", "sells\nraids"]).await;
    assert!(words.contains("is blocked") && words.contains("open restrictions there: 2"), "{words}");
    for person in [sam, ben] {
        until_free_unasked(&stage, person).await;
    }
    if database.is_some() {
        assert!(begun.elapsed() < SOONER_THAN_UNASKED, "nobody told the bot: {:?}", begun.elapsed());
    }
    stage.settle().await;
    stage.simulator.clear_calls();
    let mia = stage.stranger("Mia");
    may_all_write(&stage, &[sam, ben, mia]).await;
    for text in ["/status", "/protect", "/protect @tea_news", "/settings", "/start"] {
        stage.owner_says(text);
    }
    until_turned_away(&stage, stage.group).await;
    stage.settle().await;
    assert_eq!(calls_in(&stage, stage.group), ["sendMessage"], "one word, and nothing else");

    // It survives a restart, and the bot being removed and added again.
    assert!(stage.stop().await.success());
    stage.start();
    stage.simulator.act(|world| {
        world.kick(stage.group, stage.owner, stage.bot, 0).unwrap();
        world.unban(stage.group, stage.owner, stage.bot).unwrap();
        world.add_bot_as_admin(stage.group, stage.bot, Rights::GATEKEEPER).unwrap();
    });
    stage.owner_says("/protect @tea_news");
    stage.settle().await;
    assert!(stage.say(mia, "still").is_some());
    stage.settle().await;
    assert_eq!(calls_in(&stage, stage.group), ["sendMessage"], "not a second word");
    let told = tenant(&stage, stage.group).await;
    assert_eq!((&told["state"], &told["block_reason"]), (&"blocked".into(), &"sells\nraids".into()));
    assert_eq!((&told["protected"], &told["open_restrictions"]), (&false.into(), &0.into()));
    let again = ran(&stage, &["block", &group]).await;
    assert!(again.contains("was blocked before"), "{again}");

    let words = ran(&stage, &["unblock", &group]).await;
    assert!(words.contains("is not blocked any more"), "{words}");
    let settled = "SELECT COUNT(*) FROM jobs WHERE kind = 'release' AND state = 'open'";
    let deadline = Instant::now() + UNASKED;
    while sql::number(&stage.database(), settled).await != 0 {
        assert!(Instant::now() < deadline, "the bot never learned of it\n{}", stage.log());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    stage.say(mia, "and now?");
    stage.until_muted(mia).await;
    assert!(ran(&stage, &["unblock", &group]).await.contains("is not blocked"));
    stage.end().await;
}

#[tokio::test]
async fn a_group_is_blocked_and_let_back_on_sqlite() {
    a_group_is_blocked_and_let_back_while_the_bot_runs(None).await;
}

#[tokio::test]
async fn a_group_is_blocked_and_let_back_on_postgres() {
    a_group_is_blocked_and_let_back_while_the_bot_runs(Some(&fresh_database())).await;
}

#[tokio::test]
async fn a_mute_that_is_under_way_as_its_group_is_blocked_does_not_stand() {
    let stage = Stage::protected_on(Some(&fresh_database())).await;
    let (sam, held) = stage.join_while_the_mute_is_held("Sam", Effect::HoldBefore).await;
    ran(&stage, &["block", &stage.group.to_string()]).await;
    let released = "SELECT COUNT(*) FROM jobs WHERE kind = 'release' AND state = 'open'";
    stage.until_number("the release is done", released, 0).await;
    held.release();
    stage.simulator.wait_for_calls("restrictChatMember", 2, WAIT_TIMEOUT).await.unwrap();
    stage.until_free(sam).await;
    stage.end().await;
}

#[tokio::test]
async fn a_block_moves_with_an_export_and_holds_for_a_group_that_is_not_known_yet() {
    let mut stage = Stage::new().await;
    let other = stage.simulator.act(|world| world.add_supergroup(stage.owner, "Coffee lovers"));
    let words = ran(&stage, &["block", &other.to_string(), "--reason", "known for raids"]).await;
    assert!(words.contains("nobody has set this bot up there"), "{words}");
    ran(&stage, &["export", "groups.jsonl"]).await;
    stage = stage.with("DATABASE_URL", "sqlite://other.db");
    ran(&stage, &["import", "groups.jsonl"]).await;
    assert_eq!(tenant(&stage, other).await["block_reason"], "known for raids");
    let listed = ran(&stage, &["groups"]).await;
    assert!(listed.lines().any(|line| line.starts_with(&other.to_string()) && line.contains("blocked")), "{listed}");
    stage.start();
    stage.simulator.act(|world| world.add_bot_as_admin(other, stage.bot, Rights::GATEKEEPER)).unwrap();
    until_turned_away(&stage, other).await;
    stage.simulator.act(|world| world.say(other, stage.owner, "/protect @tea_news")).unwrap();
    stage.settle().await;
    assert_eq!(calls_in(&stage, other), ["sendMessage"]);
    stage.end().await;
}
