//! The check with which every story ends finds what it is there to find.

use portcullis_simulator::world::Permissions;
use portcullis_tests::{Stage, stage::notices};
use serde_json::json;

/// The bot mutes somebody past all that it keeps: no record, no word.
fn mute_in_silence(stage: &Stage, person: i64, until_date: i64) {
    let parameters = json!({
        "chat_id": stage.group, "user_id": person, "permissions": Permissions::NONE.to_json(),
        "use_independent_chat_permissions": true, "until_date": until_date,
    });
    stage.simulator.call_as(stage.bot, "restrictChatMember", &parameters).unwrap();
}

#[tokio::test]
async fn a_mute_that_nobody_recorded_or_told_is_found() {
    let mut stage = Stage::protected().await;
    let member = stage.member("Mia");
    stage.settle().await;
    assert!(stage.stop().await.success());
    assert_eq!(stage.broken_promises().await, Vec::<String>::new());
    let now = stage.simulator.read(portcullis_simulator::World::now);
    mute_in_silence(&stage, member, now + 3_600);
    let broken = stage.broken_promises().await.join("\n");
    assert!(broken.contains("without an open record") && broken.contains("was never told why"), "{broken}");
    stage.simulator.act(|world| world.unrestrict_by(stage.group, stage.owner, member)).unwrap();
    stage.end().await;
}

#[tokio::test]
async fn a_mute_without_an_end_is_found_even_when_it_is_over() {
    let mut stage = Stage::protected().await;
    let member = stage.member("Mia");
    stage.settle().await;
    assert!(stage.stop().await.success());
    let now = stage.simulator.read(portcullis_simulator::World::now);
    for until_date in [0, now + 4, now + 367 * 86_400, now + 45] {
        let before = stage.broken_promises().await.len();
        mute_in_silence(&stage, member, until_date);
        stage.simulator.act(|world| world.unrestrict_by(stage.group, stage.owner, member)).unwrap();
        assert_eq!(stage.broken_promises().await.len(), before + 1, "{until_date}");
    }
    let ends = std::panic::AssertUnwindSafe(|| stage.ends_in_mid_air("even so it can't be passed over"));
    assert!(std::panic::catch_unwind(ends).is_err());
}

#[tokio::test]
async fn a_notice_that_is_gone_tells_nobody() {
    let mut stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    let notice = stage.until_one_notice().await;
    stage.until_the_promise_holds().await;
    assert!(stage.stop().await.success());
    stage.simulator.act(|world| world.delete_by(stage.group, stage.owner, notice.id)).unwrap();
    assert!(stage.simulator.read(|world| notices(world, stage.group, stage.bot).is_empty()));
    let broken = stage.broken_promises().await;
    assert!(broken.len() == 1 && broken[0].contains("was never told why"), "{broken:?}");
    stage.ends_in_mid_air("the owner has deleted the notice");
}

#[tokio::test]
async fn a_story_that_does_not_say_how_it_ends_fails() {
    let stage = Stage::new().await;
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(stage))).is_err());
}
