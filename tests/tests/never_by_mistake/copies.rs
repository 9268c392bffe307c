//! What the bot knows of chats is a copy: names, titles and links follow what Telegram shows.

use portcullis_simulator::{Effect, Fault, World, world::Rights};
use portcullis_tests::{
    Stage, sql,
    stage::{has_spoken, notices},
};

/// Where the notices that stand in the group lead.
fn links(world: &World, stage: &Stage) -> String {
    let markups = notices(world, stage.group, stage.bot).into_iter().filter_map(|notice| notice.reply_markup);
    markups.map(|markup| markup.to_string()).collect()
}

/// As if the bot had been down for a day.
async fn age(stage: &Stage) {
    sql::run(
        &stage.database(),
        "UPDATE protected_groups SET looked_at = 0; UPDATE enforced_channels SET looked_at = 0",
    )
    .await;
}

/// The channel has another name, and a stranger takes the one it had.
fn change_hands(stage: &Stage) {
    stage.simulator.act(|world| {
        assert!(world.set_chat_username(stage.channel, Some("tea_time")).is_ok());
        let thief = world.add_user("Theo");
        world.add_channel(thief, "Free prizes", Some("tea_news"));
    });
}

async fn until_the_notice_leads_to_the_new_name(stage: &Stage) {
    stage
        .until("the notice leads to the channel's new name alone", |world| {
            let links = links(world, stage);
            links.contains("t.me/tea_time") && !links.contains("tea_news")
        })
        .await;
}

#[tokio::test]
async fn a_public_name_that_changed_hands_while_the_bot_was_down_leads_nobody_to_the_stranger() {
    let mut stage = Stage::protected().await;
    let stranger = stage.stranger("Ann");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    assert!(stage.simulator.read(|world| links(world, &stage)).contains("t.me/tea_news"));
    stage.settle().await;
    assert!(stage.stop().await.success());
    change_hands(&stage);
    age(&stage).await;
    stage.start();
    until_the_notice_leads_to_the_new_name(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn a_new_public_name_is_taken_over_with_the_next_update_of_the_channel() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Ann");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    // A notice is brought up to date once the bot has noted which message it is.
    stage.settle().await;
    change_hands(&stage);
    stage.member("Mia");
    until_the_notice_leads_to_the_new_name(&stage).await;
    stage.end().await;
}

#[tokio::test]
async fn a_groups_new_title_is_taken_over_from_what_people_write() {
    let stage = Stage::protected().await;
    let member = stage.member("Mia");
    stage.say(member, "hello").unwrap();
    stage.settle().await;
    // Nothing but an update can tell the title.
    let _refused = stage.simulator.inject(Fault::new("getChat", Effect::Status(400, refusal("strange"))));
    stage.simulator.act(|world| world.rename_chat(stage.group, stage.owner, "Coffee lovers")).unwrap();
    stage.say(member, "nice").unwrap();
    stage.settle().await;
    let look_ups = stage.count("getChatMember");
    for _ in 0..5 {
        stage.say(member, "indeed").unwrap();
    }
    stage.settle().await;
    assert_eq!(stage.count("getChatMember"), look_ups, "what is known is decided from memory again");
    stage.owner_says("/status");
    stage
        .until("the status bears the new title", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("Coffee lovers"))
        })
        .await;
    stage.end().await;
}

fn refusal(description: &str) -> String {
    format!(r#"{{"ok":false,"error_code":400,"description":"Bad Request: {description}"}}"#)
}

#[tokio::test]
async fn a_dead_invite_link_is_made_anew_by_the_next_look_and_by_protecting_again() {
    let mut stage = Stage::new().await;
    let secret = stage.simulator.act(|world| {
        let secret = world.add_channel(stage.owner, "Tea secrets", None);
        world.add_bot_as_admin(secret, stage.bot, Rights::INVITE_USERS).unwrap();
        secret
    });
    let revoke = |stage: &Stage| {
        stage.simulator.act(|world| {
            world.chat_mut(secret).unwrap().invite_links.iter_mut().for_each(|link| link.is_revoked = true);
        });
    };
    stage.start();
    let protect = format!("/protect {secret}");
    stage.owner_says(&protect);
    stage.simulator.wait_for_calls("createChatInviteLink", 1, portcullis_tests::stage::WAIT_TIMEOUT).await.unwrap();
    stage.settle().await;
    stage.owner_says(&protect);
    stage.settle().await;
    assert_eq!(stage.count("createChatInviteLink"), 1, "a link that works is kept");

    revoke(&stage);
    stage.owner_says(&protect);
    stage.simulator.wait_for_calls("createChatInviteLink", 2, portcullis_tests::stage::WAIT_TIMEOUT).await.unwrap();
    stage.settle().await;

    assert!(stage.stop().await.success());
    revoke(&stage);
    age(&stage).await;
    stage.start();
    stage.simulator.wait_for_calls("createChatInviteLink", 3, portcullis_tests::stage::WAIT_TIMEOUT).await.unwrap();
    stage.end().await;
}

#[tokio::test]
async fn a_linked_channel_is_learned_and_unlearned_by_the_next_look() {
    let mut stage = Stage::protected().await;
    let (writer, talk) = stage.simulator.act(|world| {
        let writer = world.add_user("Wendy");
        let talk = world.add_channel(stage.owner, "Tea talk", None);
        world.join(stage.group, writer).unwrap();
        (writer, talk)
    });
    stage.until_muted(writer).await;
    stage.owner_says(&format!("/exempt {writer}"));
    stage.until_free(writer).await;
    let link = |stage: &Stage, is_linked: bool| {
        stage.simulator.act(|world| {
            for (chat, other) in [(talk, stage.group), (stage.group, talk)] {
                world.chat_mut(chat).unwrap().linked_chat = is_linked.then_some(other);
            }
        });
    };
    for is_linked in [true, false] {
        stage.settle().await;
        assert!(stage.stop().await.success());
        link(&stage, is_linked);
        age(&stage).await;
        stage.start();
        let known = format!("SELECT COUNT(*) FROM protected_groups WHERE linked_channel_id = {talk}");
        stage.until_number("the look has found it", &known, i64::from(is_linked)).await;
        let message = stage.simulator.act(|world| world.say_as_channel(stage.group, writer, talk, "news")).unwrap();
        stage.settle().await;
        let stands = stage.simulator.read(|world| !world.message(stage.group, message).unwrap().is_deleted);
        assert_eq!(stands, is_linked, "whoever writes as the linked channel is let be, and nobody else");
    }
    stage.end().await;
}
