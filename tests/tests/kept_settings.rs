//! What is stored of a group's settings survives whatever is done to the group.

use portcullis_simulator::world::{Permissions, Rights, Status};
use portcullis_tests::{Stage, sql};

use crate::settings_panel::Opened;

const PARAMS: &str = r#"{"mute_for_days": "soon", "colour_of_roses": {"red": [1, 2]}, "remove_join_lines": false}"#;

/// Whether everything is still there that the program does not know, or can not use.
async fn everything_is_there(stage: &Stage) -> bool {
    let each = ["\"soon\"", "colour_of_roses", "\"red\"", "remove_join_lines"];
    let like = each.map(|part| format!("params LIKE '%{part}%'")).join(" AND ");
    sql::number(&stage.database(), &format!("SELECT COUNT(*) FROM protected_groups WHERE {like}")).await == 1
}

#[tokio::test]
async fn what_the_program_does_not_know_or_can_not_use_survives_every_command_a_change_and_a_restart() {
    let stage = Stage::protected_with(PARAMS).await;
    for command in ["/protect @tea_news", "/unprotect keep", "/protect", "/unprotect", "/protect @tea_news"] {
        stage.owner_says(command);
        stage.settle().await;
        assert!(everything_is_there(&stage).await, "{command}");
    }
    let panel = Opened::in_private(stage).await;
    let group = panel.stage.group;
    let answer = panel.forge(panel.stage.owner, &format!("set:{group}:policy=any")).await;
    assert_eq!(answer.text.as_deref(), Some("Saved."));
    let mut stage = panel.stage;
    assert!(everything_is_there(&stage).await);
    stage.settle().await;
    assert!(stage.stop().await.success());
    stage.start();
    // A value that does not fit counts as its default.
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    let lasts = stage.muted_for(sam);
    assert!((lasts - 7 * 86_400).abs() < 60, "it ends in {lasts} s");
    assert!(everything_is_there(&stage).await);
    let log = stage.log();
    let told = log.lines().filter(|line| line.contains("\"WARN\"") && line.contains("mute_for_days")).count();
    assert_eq!(told, 2, "it is said once in each of two runs\n{log}");
    stage.end().await;
}

#[tokio::test]
async fn a_group_with_a_new_id_keeps_its_settings_its_exemptions_and_its_open_mutes() {
    let stage = Stage::protected_with(r#"{"mute_for_days": 3}"#).await;
    let eve = stage.simulator.add_user("Eve");
    stage.owner_says(&format!("/exempt {eve}"));
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    stage.until_one_notice_serves_all().await;
    stage.settle().await;

    // Telegram moves the people with what they are, and tells of the move in both chats.
    let new = stage.simulator.act(|world| {
        let Status::Restricted { until_date, .. } = world.member(stage.group, sam) else { panic!("Sam is muted") };
        let new = world.add_supergroup(stage.owner, "Tea lovers");
        world.add_bot_as_admin(new, stage.bot, Rights::GATEKEEPER).unwrap();
        world.join(new, sam).unwrap();
        world.restrict_by(new, stage.bot, sam, Permissions::NONE, until_date).unwrap();
        world.take_updates();
        new
    });
    stage.tell_that_it_moved_to(new);
    stage.settle().await;
    let moved = format!("SELECT COUNT(*) FROM protected_groups WHERE group_id = {new} AND params LIKE '%3%'");
    stage.until_number("its settings moved", &moved, 1).await;
    stage.simulator.join(stage.channel, sam).unwrap();
    stage.until("Sam may speak in the new group", |world| !world.is_muted(new, sam)).await;
    let message = stage.simulator.act(|world| {
        world.join(new, eve).unwrap();
        world.say(new, eve, "hello").unwrap()
    });
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.is_muted(new, eve) && !world.message(new, message).unwrap().is_deleted);
    });
    stage.ends_in_mid_air("the old group is left as Telegram leaves it: nobody is let go there");
}
