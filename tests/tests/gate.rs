//! The stories of the gate: what each event leads to, in the real program before a simulated Telegram.

use std::time::Duration;

use portcullis_simulator::world::{Rights, Status};
use portcullis_tests::{Stage, stage::notices};

#[tokio::test]
async fn a_member_of_the_channel_speaks_and_sees_nothing_of_the_gate() {
    let stage = Stage::protected().await;
    let member = stage.member("Mia");
    let message = stage.say(member, "good morning").unwrap();
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.message(stage.group, message).unwrap().is_deleted);
        assert!(!world.is_muted(stage.group, member));
        assert!(notices(world, stage.group, stage.bot).is_empty());
    });
    stage.end().await;
}

#[tokio::test]
async fn a_burst_of_ten_ends_as_ten_deletes_one_mute_one_notice() {
    let stage = Stage::protected().await;
    let stranger = stage.simulator.act(|world| {
        let stranger = world.add_user("Sam");
        world.hide_join_messages(stage.group);
        stranger
    });
    // All in one moment, so that ten messages get out before the mute.
    let messages: Vec<i64> = stage.simulator.act(|world| {
        world.join(stage.group, stranger).unwrap();
        (0..10).map(|number| world.say(stage.group, stranger, &format!("spam {number}")).unwrap()).collect()
    });
    stage.until_muted(stranger).await;
    stage
        .until("all ten are deleted", |world| {
            messages.iter().all(|id| world.message(stage.group, *id).is_some_and(|message| message.is_deleted))
        })
        .await;
    stage.until_one_notice().await;
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 1);
    let deleted = stage.simulator.calls_of("deleteMessage");
    let of_the_ten = deleted.iter().filter(|call| messages.iter().any(|id| call.parameters["message_id"] == *id));
    assert_eq!(of_the_ten.count(), 10);
    // The one other message is the answer to /protect.
    assert_eq!(stage.count("sendMessage"), 2);
    stage.end().await;
}

#[tokio::test]
async fn a_mute_ends_by_itself_after_seven_days() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    let lasts = stage.muted_for(stranger);
    assert!((lasts - 7 * 86_400).abs() < 60, "it ends in {lasts} s");
    stage.end().await;
}

#[tokio::test]
async fn joining_the_channel_lifts_the_mute_by_itself_and_removes_the_notice() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.simulator.act(|world| world.join(stage.channel, stranger)).unwrap();
    stage.until_free(stranger).await;
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    assert_eq!(stage.simulator.read(|world| world.member(stage.group, stranger)), Status::Member);

    // An un-mute is exactly all permissions true.
    let calls = stage.simulator.calls_of("restrictChatMember");
    let permissions = calls.last().unwrap().parameters["permissions"].clone();
    assert_eq!(permissions, portcullis_simulator::world::Permissions::ALL.to_json());
    stage.end().await;
}

#[tokio::test]
async fn pressing_the_button_tells_what_is_missing_and_later_lifts_the_mute() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    let notice = stage.until_one_notice().await;
    let buttons = notice.reply_markup.as_ref().unwrap()["inline_keyboard"].as_array().unwrap().len();
    let press = || stage.simulator.act(|world| world.press(stage.group, notice.id, stranger, buttons - 1, 0)).unwrap();

    let first = press();
    stage.until("the press is answered", |world| world.callback_answer(&first).is_some()).await;
    let answer = stage.simulator.read(|world| world.callback_answer(&first)).unwrap();
    assert!(answer.show_alert && answer.text.unwrap().contains("Tea news"));

    // They join, and Telegram loses the update that says so, so that the press alone can free them. Fresh checks of one
    // person are three seconds apart.
    stage.simulator.act(|world| {
        world.take_updates();
        world.join(stage.channel, stranger).unwrap();
        world.take_updates()
    });
    tokio::time::sleep(Duration::from_millis(3_100)).await;
    assert!(stage.simulator.read(|world| world.is_muted(stage.group, stranger)), "nobody told the bot");
    let second = press();
    stage.until("the press is answered", |world| world.callback_answer(&second).is_some()).await;
    stage.until_free(stranger).await;
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    stage.end().await;
}

#[tokio::test]
async fn somebody_elses_press_changes_nothing() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    let notice = stage.until_one_notice().await;
    let member = stage.member("Mia");
    let last = notice.reply_markup.as_ref().unwrap()["inline_keyboard"].as_array().unwrap().len() - 1;
    let press = stage.simulator.act(|world| world.press(stage.group, notice.id, member, last, 0)).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
    stage.settle().await;
    assert!(stage.simulator.read(|world| world.is_muted(stage.group, stranger)));
    assert!(stage.simulator.read(|world| !world.is_muted(stage.group, member)));
    stage.end().await;
}

#[tokio::test]
async fn leaving_the_channel_mutes_in_every_group_in_which_the_person_was_seen_and_in_no_other() {
    let stage = Stage::protected().await;
    let member = stage.member("Mia");
    let [second, strange] = [(); 2].map(|()| {
        stage.simulator.act(|world| {
            let group = world.add_supergroup(stage.owner, "Green tea");
            world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER).unwrap();
            world.say(group, stage.owner, "/protect @tea_news").unwrap();
            group
        })
    });
    // Whoever joins a group that is not protected yet is not seen in it.
    stage.settle().await;
    stage.simulator.act(|world| world.join(second, member)).unwrap();
    stage.say(member, "hello").unwrap();
    stage.settle().await;
    stage.simulator.act(|world| world.leave(stage.channel, member)).unwrap();
    stage.until_muted(member).await;
    stage.until("the second group mutes too", |world| world.is_muted(second, member)).await;
    stage.until_one_notice().await;
    stage.settle().await;
    assert!(stage.simulator.read(|world| notices(world, strange, stage.bot).is_empty()));
    assert_eq!(stage.count("restrictChatMember"), 2);
    stage.end().await;
}

#[tokio::test]
async fn a_gated_persons_command_is_deleted_and_not_carried_out() {
    let stage = Stage::protected().await;
    let stranger = stage.simulator.act(|world| world.add_user("Sam"));
    let command = stage.simulator.act(|world| {
        world.hide_join_messages(stage.group);
        world.join(stage.group, stranger).unwrap();
        world.say(stage.group, stranger, "/help buy this").unwrap()
    });
    stage.until("the command is deleted", |world| world.message(stage.group, command).unwrap().is_deleted).await;
    stage.until_one_notice().await;
    stage.settle().await;
    assert_eq!(stage.count("sendMessage"), 2, "the answer to /protect and the notice");
    stage.end().await;
}

#[tokio::test]
async fn administrators_anonymous_ones_and_the_linked_channel_are_never_gated() {
    let stage = Stage::protected().await;
    let (admin, hidden, post) = stage.simulator.act(|world| {
        let admin = world.add_user("Ada");
        world.join(stage.group, admin).unwrap();
        world.set_admin(stage.group, stage.owner, admin, Rights::PIN_MESSAGES).unwrap();
        let said = world.say(stage.group, admin, "hello").unwrap();
        let hidden = world.say_anonymously(stage.group, stage.owner, "rules").unwrap();
        world.link(stage.channel, stage.group).unwrap();
        (said, hidden, world.forward_channel_post(stage.channel, "news").unwrap())
    });
    stage.settle().await;
    stage.simulator.read(|world| {
        for message in [admin, hidden, post] {
            assert!(world.message(stage.group, message).is_some_and(|message| !message.is_deleted), "{message}");
        }
    });
    stage.end().await;
}

#[tokio::test]
async fn a_message_in_a_foreign_channels_name_is_deleted() {
    let stage = Stage::protected().await;
    let message = stage.simulator.act(|world| {
        let spammer = world.add_user("Spam");
        world.join(stage.group, spammer).unwrap();
        let foreign = world.add_channel(spammer, "Cheap tea", None);
        world.say_as_channel(stage.group, spammer, foreign, "buy").unwrap()
    });
    stage.until("it is deleted", |world| world.message(stage.group, message).unwrap().is_deleted).await;
    stage.end().await;
}

#[tokio::test]
async fn the_person_behind_a_guest_bot_is_gated() {
    let stage = Stage::protected().await;
    let stranger = stage.simulator.act(|world| world.add_user("Sam"));
    let message = stage.simulator.act(|world| {
        let guest = world.add_bot("777:another_bots_token_which_is_long_enough", "Guest", "GuestBot");
        world.hide_join_messages(stage.group);
        world.join(stage.group, stranger).unwrap();
        world.say_by_guest_bot(stage.group, guest, stranger, "look").unwrap()
    });
    stage.until("it is deleted", |world| world.message(stage.group, message).unwrap().is_deleted).await;
    stage.until_muted(stranger).await;
    stage.end().await;
}

#[tokio::test]
async fn a_mute_by_a_human_admin_survives_everything_the_bot_does() {
    let stage = Stage::protected().await;
    let victim = stage.member("Vic");
    stage.settle().await;
    let none = portcullis_simulator::world::Permissions::NONE;
    stage.simulator.act(|world| world.restrict_by(stage.group, stage.owner, victim, none, 0)).unwrap();
    let muted = stage.simulator.read(|world| world.member(stage.group, victim));

    // They leave the channel and come back, press, ask, and the gate is switched off.
    stage.simulator.act(|world| world.leave(stage.channel, victim)).unwrap();
    stage.settle().await;
    stage.simulator.act(|world| world.join(stage.channel, victim)).unwrap();
    stage.settle().await;
    stage.owner_says("/unprotect");
    stage.settle().await;
    assert_eq!(stage.simulator.read(|world| world.member(stage.group, victim)), muted);
    stage.end().await;
}

#[tokio::test]
async fn an_admins_own_mute_of_somebody_whom_the_bot_had_muted_stands() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    let notice = stage.until_one_notice().await;
    let none = portcullis_simulator::world::Permissions::NONE;
    stage.simulator.act(|world| world.restrict_by(stage.group, stage.owner, stranger, none, 0)).unwrap();
    let muted = stage.simulator.read(|world| world.member(stage.group, stranger));
    stage.settle().await;

    // They press, join, press again, ask, and the gate is switched off.
    let data = portcullis_domain::message::CallbackData::Joined(portcullis_domain::GroupId(stage.group)).encode();
    let place = portcullis_simulator::world::Place::Chat(stage.group);
    let press = || stage.simulator.act(|world| world.press_data(place, notice.id, stranger, &data)).unwrap();
    press();
    stage.simulator.act(|world| world.join(stage.channel, stranger)).unwrap();
    stage.settle().await;
    let answered = press();
    stage.simulator.act(|world| world.start_private(stranger, stage.bot, None)).unwrap();
    stage.settle().await;
    stage.owner_says("/unprotect");
    stage.settle().await;
    assert_eq!(stage.simulator.read(|world| world.member(stage.group, stranger)), muted);
    let answer = stage.simulator.read(|world| world.callback_answer(&answered)).unwrap().text.unwrap();
    assert!(answer.contains("admin"), "{answer}");
    stage.end().await;
}

#[tokio::test]
async fn an_admins_unmute_of_somebody_outside_is_taken_as_an_exemption() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.simulator.act(|world| world.unrestrict_by(stage.group, stage.owner, stranger)).unwrap();
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    let message = stage.say(stranger, "thanks").unwrap();
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.message(stage.group, message).unwrap().is_deleted));
    stage.end().await;
}

#[tokio::test]
async fn a_banned_person_is_never_restricted() {
    let stage = Stage::protected().await;
    let member = stage.member("Bo");
    stage.say(member, "hello").unwrap();
    stage.settle().await;
    stage.simulator.act(|world| world.kick(stage.group, stage.owner, member, 0)).unwrap();
    stage.simulator.act(|world| world.leave(stage.channel, member)).unwrap();
    stage.settle().await;
    assert_eq!(stage.count("restrictChatMember"), 0);
    assert_eq!(stage.simulator.read(|world| world.member(stage.group, member)), Status::Kicked { until_date: 0 });
    stage.end().await;
}

#[tokio::test]
async fn two_groups_with_different_owners_and_channels_never_affect_each_other() {
    let stage = Stage::protected().await;
    let (group, owner) = stage.simulator.act(|world| {
        let owner = world.add_user("Otto");
        let group = world.add_supergroup(owner, "Coffee lovers");
        let channel = world.add_channel(owner, "Coffee news", Some("coffee_news"));
        world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER).unwrap();
        world.add_bot_as_admin(channel, stage.bot, Rights::INVITE_USERS).unwrap();
        (group, owner)
    });
    stage.simulator.act(|world| world.say(group, owner, "/protect @coffee_news")).unwrap();
    stage.settle().await;
    let person = stage.stranger("Sam");
    stage.until_muted(person).await;
    let message = stage.simulator.act(|world| {
        let coffee = world.chat_by_username("coffee_news").unwrap();
        world.join(coffee, person).unwrap();
        world.join(group, person).unwrap();
        world.say(group, person, "a coffee, please").unwrap()
    });
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(world.is_muted(stage.group, person), "the other channel is no key to this group");
        assert!(!world.is_muted(group, person));
        assert!(!world.message(group, message).unwrap().is_deleted);
        assert!(notices(world, group, stage.bot).is_empty());
    });
    stage.end().await;
}

#[tokio::test]
async fn unprotect_lets_everybody_go() {
    let stage = Stage::protected().await;
    let strangers: Vec<i64> = ["Ann", "Ben", "Cat"].map(|name| stage.stranger(name)).to_vec();
    for stranger in &strangers {
        stage.until_muted(*stranger).await;
    }
    stage.owner_says("/unprotect");
    for stranger in &strangers {
        stage.until_free(*stranger).await;
    }
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    stage.end().await;
}
