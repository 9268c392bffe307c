//! An update is taken for a deed of whoever did it, and of nobody else who merely stands in it.

use portcullis_simulator::{Effect, Fault, World, world::Permissions};
use portcullis_tests::{
    Stage,
    stage::{SILENCE, WAIT_TIMEOUT, has_spoken, notices},
};
use serde_json::json;

fn stands(stage: &Stage, message: i64) -> bool {
    stage.simulator.read(|world| world.visible_messages(stage.group).iter().any(|one| one.id == message))
}

#[tokio::test]
async fn a_reaction_of_somebody_else_gates_no_author() {
    let mut stage = Stage::new().await;
    let ann = stage.stranger("Ann");
    let old = stage.say(ann, "an old message").unwrap();
    stage.start();
    // What she wrote is judged before there is a gate.
    stage.settle().await;
    stage.protect().await;
    let mia = stage.member("Mia");
    stage.simulator.act(|world| world.react(stage.group, mia, old, "👍")).unwrap();
    stage.settle().await;
    assert!(stands(&stage, old));
    assert!(!stage.simulator.is_muted(stage.group, ann));
    stage.end().await;
}

#[tokio::test]
async fn an_exemption_in_answer_to_a_line_about_people_means_whom_the_line_is_about() {
    let stage = Stage::protected().await;
    let ben = stage.member("Ben");
    let carl = stage.simulator.act(|world| world.add_user("Carl"));
    stage.simulator.act(|world| world.add_member(stage.group, ben, carl)).unwrap();
    stage.until_muted(carl).await;
    let line = stage.simulator.read(|world| {
        let mut lines = world.visible_messages(stage.group).into_iter();
        lines.rfind(|message| message.service.is_some()).unwrap().id
    });
    stage.simulator.act(|world| world.reply(stage.group, stage.owner, line, "/exempt")).unwrap();
    stage.until_free(carl).await;
    stage
        .until("the answer names Carl", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("Carl"))
        })
        .await;
    stage.simulator.act(|world| world.leave(stage.channel, ben)).unwrap();
    stage.until_muted(ben).await;
    stage.end().await;
}

#[tokio::test]
async fn an_exemption_in_answer_to_a_line_about_several_people_exempts_nobody_and_asks_which() {
    let stage = Stage::protected().await;
    let people = ["Carl", "Dora"].map(|name| stage.stranger(name));
    for person in people {
        stage.until_muted(person).await;
    }
    stage.until_one_notice().await;
    let chat = json!({"id": stage.group, "type": "supergroup", "title": "Tea lovers"});
    let olga = json!({"id": stage.owner, "is_bot": false, "first_name": "Olga"});
    let now = stage.simulator.read(World::now);
    let joined = people.map(|id| json!({"id": id, "is_bot": false, "first_name": "Somebody"}));
    let line = json!({"message_id": 9_000, "date": now, "chat": chat, "from": olga, "new_chat_members": joined});
    let command = json!([{"type": "bot_command", "offset": 0, "length": 7}]);
    stage.simulator.push_raw(
        stage.bot,
        json!({"message": {
            "message_id": 9_001, "date": now, "chat": chat, "from": olga,
            "text": "/exempt", "entities": command, "reply_to_message": line,
        }}),
    );
    stage
        .until("the bot asks which", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("several people"))
        })
        .await;
    stage.settle().await;
    assert!(people.iter().all(|person| stage.simulator.is_muted(stage.group, *person)));
    stage.end().await;
}

#[tokio::test]
async fn another_bots_unmute_exempts_nobody_and_the_next_message_is_gated() {
    let stage = Stage::protected().await;
    let other = stage.second_bot("RiddlesBot");
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    stage.simulator.act(|world| world.unrestrict_by(stage.group, other, ann)).unwrap();
    stage.settle().await;
    let message = stage.say(ann, "hello").unwrap();
    stage.until_muted(ann).await;
    stage
        .until("the message goes", |world| !world.visible_messages(stage.group).iter().any(|one| one.id == message))
        .await;
    stage.until_one_notice().await;
    stage.end().await;
}

#[tokio::test]
async fn whoever_is_found_free_and_nobody_told_why_is_gated_again_and_told() {
    let stage = Stage::protected().await;
    let other = stage.second_bot("RiddlesBot");
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    let first = stage.until_one_notice().await;
    stage.settle().await;
    stage.simulator.act(|world| {
        world.take_updates();
        world.unrestrict_by(stage.group, other, ann).unwrap();
        world.take_updates()
    });
    // Later than the mute by more than a burst takes: what follows is no message that was on its way already.
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    stage.say(ann, "hello").unwrap();
    stage.until_muted(ann).await;
    stage
        .until("another notice tells her", |world| {
            let standing = notices(world, stage.group, stage.bot);
            standing.len() == 1 && standing[0].id != first.id
        })
        .await;
    stage.end().await;
}

#[tokio::test]
async fn an_unmute_in_part_by_an_admin_is_an_exemption() {
    let stage = Stage::protected().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    stage.until_one_notice().await;
    let all_but_polls = Permissions::ALL.without(Permissions::SEND_POLLS);
    stage.simulator.act(|world| world.restrict_by(stage.group, stage.owner, ann, all_but_polls, 0)).unwrap();
    stage
        .until("the bot says that Ann is exempt", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("/unexempt"))
        })
        .await;
    let message = stage.say(ann, "hello").unwrap();
    stage.settle().await;
    assert!(stands(&stage, message));
    stage.end().await;
}

#[tokio::test]
async fn whoever_an_admin_limits_to_text_is_told_why_their_messages_go() {
    let stage = Stage::protected().await;
    let ben = stage.member("Ben");
    let text_only = Permissions::SEND_MESSAGES;
    stage.simulator.act(|world| world.restrict_by(stage.group, stage.owner, ben, text_only, 0)).unwrap();
    stage.simulator.act(|world| world.leave(stage.channel, ben)).unwrap();
    stage.settle().await;
    stage.say(ben, "hello").unwrap();
    let notice = stage.until_one_notice().await;
    assert!(notice.text.contains("Ben"), "{}", notice.text);
    assert!(!stage.simulator.is_muted(stage.group, ben), "the restriction is the admin's to choose");
    stage.settle().await;
    stage.simulator.join(stage.channel, ben).unwrap();
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    let message = stage.say(ben, "hello again").unwrap();
    stage.settle().await;
    assert!(stands(&stage, message));
    stage.end().await;
}

#[tokio::test]
async fn a_command_that_its_sender_did_not_type_is_none() {
    let stage = Stage::protected().await;
    let guest = stage.simulator.act(|world| world.add_bot("6161616161:AAguest", "Guest", "GuestBot"));
    let mia = stage.member("Mia");
    let words = stage.say(mia, "/unprotect").unwrap();
    stage.simulator.act(|world| {
        world.forward(stage.group, stage.owner, stage.group, words).unwrap();
        world.say_via_bot(stage.group, stage.owner, guest, "/unprotect").unwrap();
        world.say_by_guest_bot(stage.group, guest, stage.owner, "/unprotect").unwrap();
    });
    stage.settle().await;
    let ann = stage.stranger("Ann");
    stage.until_muted(ann).await;
    stage.until_one_notice().await;
    stage.end().await;
}

#[tokio::test]
async fn an_update_of_an_hour_ago_that_somebody_left_mutes_nobody() {
    let stage = Stage::protected().await;
    let mia = stage.member("Mia");
    stage.say(mia, "hello").unwrap();
    stage.settle().await;
    let user = json!({"id": mia, "is_bot": false, "first_name": "Mia"});
    let hour_ago = stage.simulator.read(World::now) - 3_600;
    stage.simulator.push_raw(
        stage.bot,
        json!({"chat_member": {
            "chat": {"id": stage.channel, "type": "channel", "title": "Tea news"}, "from": user, "date": hour_ago,
            "old_chat_member": {"status": "member", "user": user}, "new_chat_member": {"status": "left", "user": user},
        }}),
    );
    stage.settle().await;
    let message = stage.say(mia, "still here").unwrap();
    stage.settle().await;
    assert!(stands(&stage, message));
    assert_eq!(stage.count("restrictChatMember"), 0);
    stage.end().await;
}

#[tokio::test]
async fn an_update_that_somebody_left_and_that_comes_again_mutes_nobody() {
    let stage = Stage::protected().await;
    let mia = stage.member("Mia");
    stage.say(mia, "hello").unwrap();
    stage.settle().await;
    let left = stage.simulator.act(|world| {
        world.leave(stage.channel, mia).unwrap();
        world.now()
    });
    stage.until_muted(mia).await;
    stage.until_one_notice().await;
    stage.simulator.join(stage.channel, mia).unwrap();
    stage.until_free(mia).await;
    stage.settle().await;
    let mutes = stage.count("restrictChatMember");
    let user = json!({"id": mia, "is_bot": false, "first_name": "Mia"});
    stage.simulator.push_raw(
        stage.bot,
        json!({"chat_member": {
            "chat": {"id": stage.channel, "type": "channel", "title": "Tea news"}, "from": user, "date": left,
            "old_chat_member": {"status": "member", "user": user}, "new_chat_member": {"status": "left", "user": user},
        }}),
    );
    stage.settle().await;
    assert!(stage.say(mia, "still here").is_some());
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), mutes);
    stage.end().await;
}

#[tokio::test]
async fn a_press_during_a_flood_wait_is_answered_while_it_lives() {
    let stage = Stage::protected().await;
    let ann = stage.stranger("Ann");
    let notice = stage.until_one_notice().await;
    let flood = Fault::new("getChatMember", Effect::FloodWait(600)).in_chat(stage.channel);
    let _flood = stage.simulator.inject(flood);
    let last = notice.reply_markup.as_ref().unwrap()["inline_keyboard"].as_array().unwrap().len() - 1;
    let press = stage.simulator.press(stage.group, notice.id, ann, last, 0).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
    let answer = stage.simulator.read(|world| world.callback_answer(&press)).unwrap();
    assert!(answer.show_alert && answer.text.unwrap().contains("can’t check"));
    stage.end().await;
}

#[tokio::test]
async fn an_admins_unmute_of_a_commenter_who_is_not_in_the_group_is_an_exemption() {
    let mut stage = Stage::new().await;
    stage.simulator.act(|world| world.link(stage.channel, stage.group)).unwrap();
    stage.start();
    stage.protect().await;
    let post = stage.simulator.act(|world| world.forward_channel_post(stage.channel, "fresh oolong")).unwrap();
    let ann = stage.simulator.add_user("Ann");
    let comment = |text: &str| stage.simulator.act(|world| world.reply(stage.group, ann, post, text));
    let first = comment("buy this").unwrap();
    stage.until_muted(ann).await;
    stage.until("the comment goes", |world| world.message(stage.group, first).is_some_and(|one| one.is_deleted)).await;
    stage.until_one_notice().await;
    assert!(!stage.simulator.member(stage.group, ann).is_member(), "she only comments");

    stage.simulator.act(|world| world.unrestrict_by(stage.group, stage.owner, ann)).unwrap();
    stage
        .until("the bot says that Ann is exempt", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("/unexempt"))
        })
        .await;
    let second = comment("thank you").unwrap();
    stage.settle().await;
    assert!(stands(&stage, second));
    assert!(!stage.simulator.is_muted(stage.group, ann));
    stage.end().await;
}

#[tokio::test]
async fn people_in_one_service_message_wait_for_their_own_events_and_for_nobody_elses() {
    let stage = Stage::protected().await;
    let [carl, dora] = ["Carl", "Dora"].map(|name| stage.simulator.add_user(name));
    for person in [carl, dora] {
        stage.join_unnoticed(stage.group, person);
    }
    let hold = |method, person| stage.simulator.inject(Fault::new(method, Effect::HoldBefore).about(person));
    let look_up = hold("getChatMember", carl);
    let mute = hold("restrictChatMember", dora);
    let person = |id: i64, name: &str| json!({"id": id, "is_bot": false, "first_name": name});
    let (carl_joins, dora_joins) = (person(carl, "Carl"), person(dora, "Dora"));
    let owner = person(stage.owner, "Olga");
    stage.simulator.push_raw(
        stage.bot,
        json!({"message": {
            "message_id": 9_000, "date": stage.simulator.read(World::now), "from": owner,
            "chat": {"id": stage.group, "type": "supergroup", "title": "Tea lovers"},
            "new_chat_members": [carl_joins, dora_joins],
        }}),
    );
    // Carl's look-up hangs, and Dora's mute has begun all the same.
    look_up.held().await;
    mute.held().await;
    // Dora joins the channel: that is carried out after her own part of the line, not before.
    stage.simulator.join(stage.channel, dora).unwrap();
    stage.simulator.wait_until_confirmed(stage.bot, WAIT_TIMEOUT).await.unwrap();
    stage.simulator.quiet_for(SILENCE).await;
    assert_eq!((mute.hits(), stage.count("restrictChatMember")), (1, 1), "her next event waits");
    assert!(!stage.simulator.is_muted(stage.group, dora));
    mute.remove();
    let was_muted = |world: &World| world.mutes().iter().any(|mute| mute.user == dora);
    stage.until("Dora's mute has come through", was_muted).await;
    stage.until_free(dora).await;
    look_up.remove();
    stage.until_muted(carl).await;
    stage.until_one_notice().await;
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, dora));
    stage.end().await;
}
