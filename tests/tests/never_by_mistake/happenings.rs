//! What can happen on a stage happens as in Telegram.

use portcullis_simulator::world::{GENERAL, Permissions};
use portcullis_tests::Stage;

#[tokio::test]
async fn a_person_in_a_topic_is_muted_told_and_freed_by_a_press_though_the_join_is_lost() {
    let stage = Stage::protected().await;
    let topic = stage.make_forum();
    let stranger = stage.simulator.act(|world| {
        world.hide_join_messages(stage.group);
        world.add_user("Sam")
    });
    let lost = stage.lose_updates("chat_member");
    stage.simulator.join(stage.group, stranger).unwrap();
    stage.say_in_topic(stranger, topic, "hello").unwrap();
    stage.until_muted(stranger).await;
    let notice = stage.until_one_notice().await;
    stage.simulator.join(stage.channel, stranger).unwrap();
    let answer = stage.press_joined(&notice, stranger).await;
    assert!(answer.text.is_some());
    stage.until_free(stranger).await;
    assert!(lost.hits() > 0);
    stage.close_topic(GENERAL);
    assert_eq!(stage.say(stranger, "closed"), None);
    stage.settle().await;
    stage.end().await;
}

#[tokio::test]
async fn an_administrator_frees_somebody_in_part_and_another_bot_somebody_else() {
    let stage = Stage::protected().await;
    let second = stage.second_bot("riddle_bot");
    let [ann, ben] = ["Ann", "Ben"].map(|name| stage.stranger(name));
    for person in [ann, ben] {
        stage.until_muted(person).await;
    }
    stage.settle().await;
    stage.unmute_but(stage.owner, ann, Permissions::SEND_POLLS);
    stage.unmute_but(second, ben, Permissions::NONE);
    for person in [ann, ben] {
        stage.until_free(person).await;
    }
    stage.settle().await;
    stage.end().await;
}
