//! `ALLOWED_GROUPS`: only certain groups may use the bot.

use portcullis_simulator::world::Rights;
use portcullis_tests::{
    Stage,
    postgres::fresh_database,
    sql,
    stage::{has_spoken, notices},
};

use super::{
    another_group, calls_in, may_all_write, muted_stranger, ran, run, said, tenant, turns_away, until_turned_away,
};
use crate::setup::{ever_said_in, told};

async fn an_allowed_group_is_served_and_another_is_told_once_whom_to_ask(database: Option<&str>) {
    let mut stage = Stage::new().await;
    if let Some(database) = database {
        stage = stage.with("DATABASE_URL", database);
    }
    let allowed = format!("{}, -1000000000042", stage.group);
    stage = stage.with("ALLOWED_GROUPS", &allowed);
    stage.start();
    stage.protect().await;
    muted_stranger(&stage, "Sam").await;
    stage.until_one_notice_serves_all().await;

    let other = another_group(&stage, "Coffee lovers");
    until_turned_away(&stage, other).await;
    let ben = stage.simulator.act(|world| {
        let ben = world.add_user("Ben");
        world.join(other, ben).unwrap();
        ben
    });
    let in_other = |person: i64, text: &str| stage.simulator.act(|world| world.say(other, person, text)).unwrap();
    for text in ["/protect @tea_news", "/status", "/settings", "/preview @tea_news", "hello"] {
        in_other(stage.owner, text);
        in_other(ben, text);
    }
    // By the link from private, too.
    for (answers, payload) in [(1, format!("setup_{other}")), (2, format!("settings_{other}"))] {
        stage.simulator.start_private(stage.owner, stage.bot, Some(&payload)).unwrap();
        stage.until("the link is answered", |world| told(world, &stage, stage.owner).len() == answers).await;
    }
    stage.simulator.read(|world| {
        assert!(told(world, &stage, stage.owner).iter().all(|message| turns_away(message, other)));
    });
    stage.settle().await;
    assert_eq!(calls_in(&stage, other), ["sendMessage"], "one word, and nothing else");
    stage.until_number("nothing is stored of it", "SELECT COUNT(*) FROM protected_groups", 1).await;

    // Not after a restart either, nor when the bot is added again.
    assert!(stage.stop().await.success());
    stage.start();
    stage.simulator.act(|world| {
        world.kick(other, stage.owner, stage.bot, 0).unwrap();
        world.unban(other, stage.owner, stage.bot).unwrap();
        world.add_bot_as_admin(other, stage.bot, Rights::GATEKEEPER).unwrap();
        world.say(other, stage.owner, "/help").unwrap();
    });
    stage.settle().await;
    assert_eq!(stage.simulator.read(|world| ever_said_in(world, &stage, other)), 1);
    assert_eq!(calls_in(&stage, other), ["sendMessage"], "one word, and nothing else");
    let seen = format!("SELECT COUNT(*) FROM group_members WHERE group_id = {other}");
    assert_eq!(sql::number(&stage.database(), &seen).await, 0, "nor is anybody noted");
    stage.end().await;
}

#[tokio::test]
async fn an_allowed_group_is_served_and_another_is_told_once_on_sqlite() {
    an_allowed_group_is_served_and_another_is_told_once_whom_to_ask(None).await;
}

#[tokio::test]
async fn an_allowed_group_is_served_and_another_is_told_once_on_postgres() {
    an_allowed_group_is_served_and_another_is_told_once_whom_to_ask(Some(&fresh_database())).await;
}

async fn whoever_is_muted_in_a_group_that_is_not_allowed_any_more_is_let_go(database: Option<&str>) {
    let mut stage = Stage::protected_on(database).await;
    let (sam, ben) = (muted_stranger(&stage, "Sam").await, muted_stranger(&stage, "Ben").await);
    stage.until_one_notice_serves_all().await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    let list = "-1000000000042";
    stage = stage.with("ALLOWED_GROUPS", list);
    stage.start();
    for person in [sam, ben] {
        stage.until_free(person).await;
    }
    until_turned_away(&stage, stage.group).await;
    stage.until("no notice stands", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    stage.settle().await;
    stage.simulator.clear_calls();
    let mia = stage.stranger("Mia");
    may_all_write(&stage, &[sam, ben, mia]).await;
    stage.owner_says("/status");
    stage.settle().await;
    assert_eq!(calls_in(&stage, stage.group), Vec::<String>::new(), "it does nothing there");
    assert_eq!(tenant(&stage, stage.group).await["state"], "not_allowed");

    // The settings are kept: allowed again, its gate is on.
    assert!(stage.stop().await.success());
    stage = stage.without("ALLOWED_GROUPS");
    stage.start();
    stage.say(mia, "and now?");
    stage.until_muted(mia).await;
    stage.end().await;
}

#[tokio::test]
async fn whoever_is_muted_where_the_bot_may_not_be_used_any_more_is_let_go_on_sqlite() {
    whoever_is_muted_in_a_group_that_is_not_allowed_any_more_is_let_go(None).await;
}

#[tokio::test]
async fn whoever_is_muted_where_the_bot_may_not_be_used_any_more_is_let_go_on_postgres() {
    whoever_is_muted_in_a_group_that_is_not_allowed_any_more_is_let_go(Some(&fresh_database())).await;
}

#[tokio::test]
async fn whom_keep_left_muted_is_let_go_too() {
    let mut stage = Stage::protected().await;
    let sam = muted_stranger(&stage, "Sam").await;
    stage.until_one_notice_serves_all().await;
    stage.owner_says("/unprotect keep");
    stage.until_number("the gate is off", "SELECT COUNT(*) FROM protected_groups WHERE enabled", 0).await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    stage.simulator.read(|world| assert!(world.is_muted(stage.group, sam)));
    stage = stage.with("ALLOWED_GROUPS", "-1000000000042");
    stage.start();
    stage.until_free(sam).await;
    stage.settle().await;
    stage.simulator.read(|world| {
        let is_told = has_spoken(world, stage.group, stage.bot, |message| turns_away(message, stage.group));
        assert!(!is_told, "no gate was on, and nobody has asked");
    });
    stage.end().await;
}

#[tokio::test]
async fn a_group_that_is_allowed_by_its_old_id_stays_so_as_a_supergroup() {
    let mut stage = Stage::new().await;
    let group = stage.group.to_string();
    stage = stage.with("ALLOWED_GROUPS", &group);
    stage.start();
    stage.protect().await;
    stage.settle().await;
    let new = another_group(&stage, "Tea lovers");
    stage.tell_that_it_moved_to(new);
    let moved = format!("SELECT COUNT(*) FROM protected_groups WHERE group_id = {new}");
    stage.until_number("its rows have moved", &moved, 1).await;
    stage.settle().await;
    assert!(stage.log().contains("ALLOWED_GROUPS names a group by the id that it had before"), "{}", stage.log());
    let sam = stage.simulator.act(|world| {
        let sam = world.add_user("Sam");
        world.join(new, sam).unwrap();
        world.say(new, sam, "hello").unwrap();
        sam
    });
    stage.until("the gate is on there", |world| world.is_muted(new, sam)).await;
    let told = tenant(&stage, new).await;
    assert_eq!((&told["state"], &told["former_id"]), (&"protected".into(), &stage.group.into()));
    assert!(ran(&stage, &["groups", &new.to_string()]).await.contains("to ALLOWED_GROUPS instead"));
    stage.end().await;
}

#[tokio::test]
async fn a_basic_group_that_is_allowed_is_so_as_a_supergroup_though_nothing_was_stored_of_it() {
    let mut stage = Stage::new().await;
    let basic = stage.simulator.act(|world| world.add_basic_group(stage.owner, "Book club"));
    stage = stage.with("ALLOWED_GROUPS", &basic.to_string());
    stage.start();
    stage.simulator.act(|world| world.add_member(basic, stage.owner, stage.bot)).unwrap();
    stage.settle().await;
    let new = stage.simulator.act(|world| {
        let new = world.upgrade_to_supergroup(basic).unwrap();
        world.add_bot_as_admin(new, stage.bot, Rights::GATEKEEPER).unwrap();
        new
    });
    stage.settle().await;
    stage.simulator.act(|world| world.say(new, stage.owner, "/protect @tea_news")).unwrap();
    let protected = format!("SELECT COUNT(*) FROM protected_groups WHERE group_id = {new}");
    stage.until_number("it is protected", &protected, 1).await;
    stage.settle().await;
    stage.simulator.read(|world| assert!(!has_spoken(world, new, stage.bot, |message| turns_away(message, new))));
    stage.end().await;
}

#[tokio::test]
async fn a_wrong_list_of_groups_ends_the_start_with_2_and_says_what_is_wrong() {
    let mut stage = Stage::new().await;
    for (value, why) in
        [("@tea_lovers", "entry 1 of it is no group's id"), ("-1001,7", "entry 2 of it"), (",", "names no group")]
    {
        stage = stage.with("ALLOWED_GROUPS", value);
        let output = run(&stage, &[]).await;
        assert_eq!(output.status.code(), Some(2), "{value}: {}", said(&output));
        let words = said(&output);
        assert!(words.contains("ALLOWED_GROUPS") && words.contains(why), "{words}");
        assert!(words.contains("Example: ALLOWED_GROUPS=-100"), "{words}");
    }
    // In the file it may be a list.
    stage = stage.without("ALLOWED_GROUPS");
    let file = stage.folder().join("portcullis.toml");
    std::fs::write(&file, "allowed_groups = [-1001, \"tea\"]").unwrap();
    let output = run(&stage, &["groups"]).await;
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    std::fs::write(&file, format!("allowed_groups = [-1001, {}]", stage.group)).unwrap();
    stage.start();
    stage.protect().await;
    stage.end().await;
}
