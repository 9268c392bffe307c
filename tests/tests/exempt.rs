//! Exemptions by public name, as people were seen in the group.

use portcullis_simulator::world::{Message, Rights};
use portcullis_tests::Stage;

/// What the bot answered to the message `command` in this group.
async fn answer_in(stage: &Stage, group: i64, command: i64) -> String {
    let answers = |message: &Message| message.from == Some(stage.bot) && message.reply_to == Some(command);
    stage.until("the bot answers", |world| world.visible_messages(group).iter().any(answers)).await;
    stage.simulator.read(|world| world.visible_messages(group).into_iter().find(answers)).unwrap().text
}

async fn answer_to(stage: &Stage, text: &str) -> String {
    answer_in(stage, stage.group, stage.owner_says(text)).await
}

fn call(stage: &Stage, person: i64, name: Option<&str>) {
    stage.simulator.act(|world| world.set_username(person, name)).unwrap();
}

#[tokio::test]
async fn a_person_is_exempted_and_gated_again_by_the_name_they_were_seen_by() {
    let stage = Stage::protected().await;
    let sam = stage.simulator.act(|world| world.add_user("Sam"));
    call(&stage, sam, Some("Sam_the_first"));
    stage.simulator.join(stage.group, sam).unwrap();
    stage.until_muted(sam).await;
    let said = answer_to(&stage, "/why @sam_the_FIRST").await;
    assert!(said.contains("Here: muted by me"), "{said}");
    answer_to(&stage, "/exempt @sam_the_first").await;
    stage.until_free(sam).await;
    let list = answer_to(&stage, "/exempt").await;
    assert!(list.contains(&format!("{sam} · @sam_the_first")), "{list}");
    let said = answer_to(&stage, "/exempt @nobody_here").await;
    assert!(said.contains("I haven’t seen @nobody_here in this group"), "{said}");

    // The name goes to somebody else, who is seen by it.
    call(&stage, sam, Some("sam_the_second"));
    // His messages are let stand from memory, which reads no name.
    stage.simulator.leave(stage.group, sam).unwrap();
    stage.simulator.join(stage.group, sam).unwrap();
    stage.settle().await;
    let mia = stage.simulator.act(|world| world.add_user("Mia"));
    call(&stage, mia, Some("sam_the_first"));
    stage.simulator.join(stage.group, mia).unwrap();
    stage.until_muted(mia).await;
    let said = answer_to(&stage, "/unexempt @sam_the_first").await;
    assert!(said.contains("wasn’t exempt"), "{said}");
    let said = answer_to(&stage, "/unexempt @sam_the_second").await;
    assert!(said.contains("no longer exempt"), "{said}");
    stage.end().await;
}

#[tokio::test]
async fn somebody_seen_in_another_group_is_not_found_here_also_in_another_language() {
    let stage = Stage::protected_with(r#"{"language": "es"}"#).await;
    let (other, person) = stage.simulator.act(|world| {
        let owner = world.add_user("Otto");
        let group = world.add_supergroup(owner, "Coffee lovers");
        let channel = world.add_channel(owner, "Coffee news", Some("coffee_news"));
        world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER).unwrap();
        world.add_bot_as_admin(channel, stage.bot, Rights::INVITE_USERS).unwrap();
        world.say(group, owner, "/protect @coffee_news").unwrap();
        (group, world.add_user("Cora"))
    });
    call(&stage, person, Some("cora_coffee"));
    stage.settle().await;
    stage.simulator.join(other, person).unwrap();
    stage.until("they are muted in the other group", |world| world.is_muted(other, person)).await;
    for command in ["/exempt @cora_coffee", "/unexempt @cora_coffee", "/why @cora_coffee"] {
        let said = answer_to(&stage, command).await;
        assert!(said.contains("No he visto a @cora_coffee en este grupo"), "{command}: {said}");
    }
    stage.end().await;
}
