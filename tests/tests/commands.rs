//! What people type, and what they are told.

use portcullis_simulator::world::{Message, Rights};
use portcullis_tests::{
    Stage,
    stage::{WAIT_TIMEOUT, has_spoken},
};
use serde_json::json;

/// The bot's newest message in the group.
fn last_answer(stage: &Stage) -> Message {
    let messages = stage.simulator.read(|world| world.visible_messages(stage.group));
    messages.into_iter().rfind(|message| message.from == Some(stage.bot)).unwrap()
}

/// What the bot answers when the owner writes this in the group.
async fn answer_to(stage: &Stage, text: &str) -> String {
    stage.owner_says(text);
    stage.settle().await;
    last_answer(stage).text
}

#[tokio::test]
async fn protect_says_which_check_failed_and_stores_nothing_until_all_pass() {
    let mut stage = Stage::new().await;
    stage.start();
    let (person, strange, private) = stage.simulator.act(|world| {
        world.add_channel(stage.owner, "Closed", Some("closed_news"));
        let other = world.add_user("Otto");
        let private = world.add_channel(other, "Secret", None);
        world.add_bot_as_admin(private, stage.bot, Rights::INVITE_USERS).unwrap();
        (other, private, world.add_channel(stage.owner, "Own secret", None))
    });
    let refused = [
        ("/protect", "/protect @"),
        ("/protect tea_news", "tea_news"),
        ("/protect https://t.me/+AbCdEf", "t.me/+AbCdEf"),
        ("/protect @nobody_has_this", "@nobody_has_this"),
        ("/protect @closed_news", "Closed"),
        ("/protect @nobody_has_this @tea_news", "@nobody_has_this"),
        ("/protect @tea_news @closed_news", "Closed"),
        (&format!("/protect {strange}"), "Secret"),
        (&format!("/protect {private}"), "100"),
        (&format!("/protect {}", stage.group), "this group itself"),
    ];
    for (command, expected) in refused {
        let answer = answer_to(&stage, command).await;
        assert!(answer.contains(expected), "{command}: {answer}");
    }
    // Only admins may, and nothing of all this is in force.
    stage.simulator.act(|world| world.join(stage.group, person)).unwrap();
    assert!(stage.say(person, "/protect @tea_news").is_some());
    stage.settle().await;
    assert!(stage.say(person, "nobody stops me").is_some());
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.is_muted(stage.group, person)));
    stage.end().await;
}

#[tokio::test]
async fn protect_names_the_right_that_the_bot_lacks() {
    let mut stage = Stage::new().await;
    stage.start();
    stage.simulator.act(|world| {
        world.demote(stage.group, stage.owner, stage.bot).unwrap();
        world.set_admin(stage.group, stage.owner, stage.bot, Rights::DELETE_MESSAGES).unwrap();
    });
    let answer = answer_to(&stage, "/protect @tea_news").await;
    assert!(answer.to_lowercase().contains("ban"), "{answer}");
    stage.end().await;
}

#[tokio::test]
async fn a_private_channel_gets_an_invite_link_and_needs_its_own_admin() {
    let mut stage = Stage::new().await;
    stage.start();
    let private = stage.simulator.act(|world| {
        let private = world.add_channel(stage.owner, "Own secret", None);
        world.add_bot_as_admin(private, stage.bot, Rights::INVITE_USERS).unwrap();
        private
    });
    let answer = answer_to(&stage, &format!("/protect {private}")).await;
    assert!(answer.contains("Own secret"), "{answer}");
    assert_eq!(stage.count("createChatInviteLink"), 1);
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    let notice = stage.until_one_notice().await;
    let link = notice.reply_markup.unwrap()["inline_keyboard"][0][0]["url"].as_str().unwrap().to_owned();
    stage.simulator.act(|world| world.follow_invite_link(stranger, &link)).unwrap();
    stage.until_free(stranger).await;
    stage.end().await;
}

#[tokio::test]
async fn protect_in_a_basic_group_explains_how_to_make_it_a_supergroup() {
    let mut stage = Stage::new().await;
    stage.start();
    let basic = stage.simulator.act(|world| {
        let basic = world.add_basic_group(stage.owner, "Small");
        world.add_bot_as_admin(basic, stage.bot, Rights::GATEKEEPER).unwrap();
        world.say(basic, stage.owner, "/protect @tea_news").unwrap();
        basic
    });
    stage
        .until("the bot explains", |world| {
            has_spoken(world, basic, stage.bot, |message| message.text.contains("supergroup"))
        })
        .await;
    stage.end().await;
}

#[tokio::test]
async fn status_tells_what_is_in_force_and_whether_each_channel_can_be_checked() {
    let stage = Stage::protected().await;
    let answer = answer_to(&stage, "/status@PortcullisBot").await;
    assert!(answer.contains("Tea news") && !answer.contains("can’t check it now"), "{answer}");
    stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
    stage.settle().await;
    let answer = answer_to(&stage, "/status").await;
    assert!(answer.contains("Tea news") && answer.contains("can’t check it now"), "{answer}");
    stage.end().await;
}

#[tokio::test]
async fn unprotect_keeps_the_settings_and_protect_without_a_channel_resumes() {
    let stage = Stage::protected().await;
    answer_to(&stage, "/unprotect keep").await;
    let free = stage.stranger("Sam");
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.is_muted(stage.group, free)));
    answer_to(&stage, "/protect").await;
    assert!(stage.say(free, "hello").is_some());
    stage.until_muted(free).await;
    stage.end().await;
}

#[tokio::test]
async fn unprotect_keep_leaves_the_muted_muted_until_they_join() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    answer_to(&stage, "/unprotect keep").await;
    assert!(stage.simulator.read(|world| world.is_muted(stage.group, stranger)));
    stage.simulator.act(|world| world.join(stage.channel, stranger)).unwrap();
    stage.until_free(stranger).await;
    stage.end().await;
}

#[tokio::test]
async fn removing_a_channel_lets_those_go_whom_that_settles() {
    let stage = Stage::protected().await;
    stage.simulator.act(|world| {
        let second = world.add_channel(stage.owner, "Jobs", Some("tea_jobs"));
        world.add_bot_as_admin(second, stage.bot, Rights::INVITE_USERS).unwrap();
    });
    answer_to(&stage, "/protect @tea_jobs").await;
    let half = stage.member("Half");
    stage.until_muted(half).await;
    let outside = stage.stranger("Out");
    stage.until_muted(outside).await;
    answer_to(&stage, "/unprotect @tea_jobs").await;
    stage.until_free(half).await;
    stage.settle().await;
    assert!(stage.simulator.read(|world| world.is_muted(stage.group, outside)));
    stage.end().await;
}

#[tokio::test]
async fn exempt_frees_a_person_and_unexempt_gates_them_again() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    answer_to(&stage, &format!("/exempt {stranger}")).await;
    stage.until_free(stranger).await;
    assert!(stage.say(stranger, "thanks").is_some());
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.is_muted(stage.group, stranger)));
    let list = answer_to(&stage, "/exempt").await;
    assert!(list.contains(&stranger.to_string()), "{list}");
    answer_to(&stage, &format!("/unexempt {stranger}")).await;
    stage.say(stranger, "hello again");
    stage.until_muted(stranger).await;
    stage.end().await;
}

#[tokio::test]
async fn start_in_private_offers_both_buttons_and_tells_a_muted_person_why() {
    let stage = Stage::protected().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    let curious = stage.simulator.act(|world| world.add_user("Cora"));
    stage.simulator.act(|world| {
        world.start_private(curious, stage.bot, None).unwrap();
        world.start_private(stranger, stage.bot, None).unwrap();
    });
    stage.settle().await;
    let answers = |person| stage.simulator.read(|world| world.private_messages(person, stage.bot));
    let buttons = answers(curious).last().unwrap().reply_markup.as_ref().unwrap().to_string();
    assert!(buttons.contains("startgroup=") && buttons.contains("startchannel"), "{buttons}");
    let why = answers(stranger).last().unwrap().clone();
    assert!(why.text.contains("Tea lovers") && why.text.contains("Tea news"), "{}", why.text);
    stage.end().await;
}

#[tokio::test]
async fn whoever_an_admin_has_muted_learns_that_it_was_an_admin() {
    let stage = Stage::protected().await;
    let victim = stage.member("Vic");
    stage.settle().await;
    let none = portcullis_simulator::world::Permissions::NONE;
    stage.simulator.act(|world| {
        world.restrict_by(stage.group, stage.owner, victim, none, 0).unwrap();
        world.start_private(victim, stage.bot, None).unwrap();
    });
    stage
        .until("the bot explains", |world| {
            let told = world.private_messages(victim, stage.bot);
            told.iter().any(|message| message.text.contains("Tea lovers") && message.text.contains("admin"))
        })
        .await;
    stage.end().await;
}

#[tokio::test]
async fn the_deep_link_shows_a_groups_settings_to_its_admins_only() {
    let stage = Stage::protected().await;
    let curious = stage.simulator.act(|world| world.add_user("Cora"));
    let payload = format!("settings_{}", stage.group);
    stage.simulator.act(|world| {
        world.start_private(stage.owner, stage.bot, Some(&payload)).unwrap();
        world.start_private(curious, stage.bot, Some(&payload)).unwrap();
    });
    stage.settle().await;
    let told = |person| {
        let messages = stage.simulator.read(|world| world.private_messages(person, stage.bot));
        messages.last().unwrap().text.clone()
    };
    assert!(told(stage.owner).contains("Tea lovers"), "{}", told(stage.owner));
    assert!(!told(curious).contains("Tea lovers"), "{}", told(curious));
    stage.end().await;
}

#[tokio::test]
async fn the_profile_is_set_in_every_language_and_left_alone_where_it_is_right() {
    let mut stage = Stage::new().await;
    stage.start();
    // Ten languages, and the default; what it says of itself by default is English already.
    let set = [
        ("setMyDefaultAdministratorRights", 2),
        ("setMyCommands", 3 * 11),
        ("setMyDescription", 10),
        ("setMyShortDescription", 10),
    ];
    for (method, times) in set {
        stage.simulator.wait_for_calls(method, times, WAIT_TIMEOUT).await.unwrap();
    }
    let counted = |stage: &Stage| set.map(|(method, _)| (method, stage.count(method)));
    // The last thing looked at is the short description in the last language.
    let looks = stage.count("getMyShortDescription");
    assert_eq!((counted(&stage), looks), (set, 11));

    // Somebody changes one thing with @BotFather meanwhile.
    assert!(stage.stop().await.success());
    let changed = json!({"description": "mine", "language_code": "tr"});
    stage.simulator.call_as(stage.bot, "setMyDescription", &changed).unwrap();
    stage.start();
    stage.simulator.wait_for_calls("getMyShortDescription", 22, WAIT_TIMEOUT).await.unwrap();
    stage.settle().await;
    let mut again = set;
    again[2].1 += 1;
    assert_eq!(counted(&stage), again, "only what differs is set anew");
    stage.end().await;
}
