//! `/preview`: how many a gate would stop, before anybody is asked to join anything; nobody is touched.

use portcullis_simulator::{
    World,
    world::{Place, Rights},
};
use portcullis_tests::{RedisServer, Stage, postgres::fresh_database, sql};

use crate::{
    settings_panel::buttons,
    sweep::{
        command_line::{run, said},
        crowd::{Crowd, learned_pace, plain, saying, until_said},
    },
};

/// How many are looked at where it matters that they are many.
const MANY: usize = 1_500;

/// Nobody was muted, and nothing said of them.
fn assert_nobody_is_touched(stage: &Stage) {
    for method in ["restrictChatMember", "deleteMessage", "banChatMember"] {
        let about_people = stage.simulator.calls_of(method).into_iter().filter(|call| {
            method != "deleteMessage" || {
                let message = call.parameters["message_id"].as_i64().unwrap();
                stage.simulator.read(|world| {
                    let author = world.message(stage.group, message).and_then(|message| message.from);
                    author != Some(stage.owner) && author != Some(stage.bot)
                })
            }
        });
        assert_eq!(about_people.count(), 0, "{method}");
    }
}

async fn stored(stage: &Stage, table: &str) -> i64 {
    sql::number(&stage.database(), &format!("SELECT COUNT(*) FROM {table}")).await
}

/// A group that nobody has protected, in which a member and two strangers have written.
async fn before_protect(mut stage: Stage) {
    stage.start();
    let (mia, ann, otto) = (stage.member("Mia"), stage.stranger("Annabel"), stage.stranger("Ottokar"));
    for person in [mia, ann, otto, ann] {
        stage.say(person, "hello");
    }
    stage.settle().await;
    // Long ago.
    let old = format!(
        "INSERT INTO group_members (group_id, user_id, first_seen, last_seen) VALUES ({}, 77, 1, 1)",
        stage.group
    );
    sql::run(&stage.database(), old).await;
    stage.owner_says("/preview @tea_news");
    let said = until_said(&stage, "nobody was touched").await;
    let text = plain(&said.text);
    let result = "Of 4 people seen in 30 days, 2 are not in @tea_news (0 could not be checked).";
    assert!(text.contains(result), "{text}");
    assert!(!["Mia", "Annabel", "Ottokar", "Olga"].iter().any(|name| text.contains(name)), "{text}");
    assert!(said.reply_markup.is_none());
    assert_nobody_is_touched(&stage);
    for table in ["protected_groups", "enforced_channels", "restrictions"] {
        assert_eq!(stored(&stage, table).await, 0, "{table}");
    }
    let open = "SELECT COUNT(*) FROM jobs WHERE state = 'open'";
    stage.until_number("it is over", open, 0).await;
    // Where the bot is thrown out of, it knows nobody any more.
    stage.simulator.act(|world| world.kick(stage.group, stage.owner, stage.bot, 0)).unwrap();
    stage.until_number("they are forgotten", "SELECT COUNT(*) FROM group_members", 0).await;
    stage.end().await;
}

#[tokio::test]
async fn before_anything_is_protected_an_admin_learns_how_many_are_not_in_a_channel() {
    before_protect(Stage::new().await).await;
}

#[tokio::test]
async fn the_same_on_postgresql() {
    before_protect(Stage::new().await.with("DATABASE_URL", &fresh_database())).await;
}

#[tokio::test]
async fn of_a_protected_group_its_own_channels_are_tried_and_whoever_has_left_is_told_apart() {
    let stage = Stage::protected().await;
    let crowd = Crowd::gather(&stage, 20, 6, 3).await;
    learned_pace(&stage, 200).await;
    stage.owner_says("/preview");
    let text = plain(&until_said(&stage, "nobody was touched").await.text);
    assert!(text.contains("Of 30 people seen in 30 days, 6 are not in @tea_news (0 could not be checked)."), "{text}");
    assert!(text.contains("Not in the group any more: 3"), "{text}");
    assert_nobody_is_touched(&stage);
    let known = format!("SELECT COUNT(*) FROM group_members WHERE user_id IN ({}, {})", crowd.gone[0], crowd.gone[1]);
    stage.until_number("nobody is forgotten", &known, 2).await;
    stage.end().await;
}

/// Whoever comments on a channel's posts is not in its discussion group, and the gate stops them all the same.
async fn of_a_discussion_group(is_known: bool) {
    let mut stage = Stage::new().await;
    stage.simulator.act(|world| world.link(stage.channel, stage.group)).unwrap();
    stage.start();
    if is_known {
        stage.protect().await;
        stage.owner_says("/unprotect");
        until_said(&stage, "gate of").await;
    }
    let post = stage.simulator.act(|world| world.forward_channel_post(stage.channel, "first flush")).unwrap();
    let (ann, mia) = (stage.simulator.add_user("Annabel"), stage.simulator.add_user("Mia"));
    stage.simulator.join(stage.channel, mia).unwrap();
    for person in [ann, mia] {
        stage.simulator.act(|world| world.reply(stage.group, person, post, "I like it")).unwrap();
    }
    stage.settle().await;
    stage.owner_says(if is_known { "/preview" } else { "/preview @tea_news" });
    let text = plain(&until_said(&stage, "nobody was touched").await.text);
    let result = "Of 3 people seen in 30 days, 1 is not in @tea_news (0 could not be checked).";
    assert!(text.contains(result) && !text.contains("Not in the group"), "{text}");
    assert_nobody_is_touched(&stage);
    stage.end().await;
}

#[tokio::test]
async fn in_a_discussion_group_whoever_comments_counts_by_what_the_gate_would_do_to_them() {
    of_a_discussion_group(true).await;
}

#[tokio::test]
async fn so_they_do_before_anything_is_protected() {
    of_a_discussion_group(false).await;
}

#[tokio::test]
async fn with_several_channels_each_has_its_count_and_the_panel_tries_the_other_policy() {
    let stage = Stage::new().await;
    let shop = stage.simulator.act(|world| {
        let shop = world.add_channel(stage.owner, "Tea shop", Some("tea_shop"));
        world.add_bot_as_admin(shop, stage.bot, Rights::INVITE_USERS).unwrap();
        shop
    });
    stage.simulator.lose_waiting_updates(stage.bot);
    let mut stage = stage;
    stage.start();
    stage.owner_says("/protect @tea_news, @tea_shop");
    until_said(&stage, "Tea shop").await;
    let crowd = Crowd::gather(&stage, 5, 2, 0).await;
    stage.simulator.act(|world| world.join(shop, crowd.members[0])).unwrap();
    stage.settle().await;
    learned_pace(&stage, 200).await;
    stage.owner_says("/preview");
    let text = plain(&until_said(&stage, "nobody was touched").await.text);
    assert!(text.contains("6 are not in all of @tea_news and @tea_shop"), "{text}");
    assert!(text.contains("Not in @tea_news: 2") && text.contains("Not in @tea_shop: 6"), "{text}");

    stage.owner_says("/settings");
    let tap = async |label: &'static str| {
        let find = |world: &World| {
            let panels = world.visible_messages(stage.group).into_iter();
            panels.rev().find_map(|message| {
                let (_, row, column) = buttons(&message).into_iter().find(|(text, ..)| text == label)?;
                Some((message.id, row, column))
            })
        };
        stage.until(label, |world| find(world).is_some()).await;
        let (message, row, column) = stage.simulator.read(find).unwrap();
        let press = stage.simulator.press(stage.group, message, stage.owner, row, column).unwrap();
        stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
        stage.simulator.read(|world| world.callback_answer(&press)).unwrap()
    };
    tap("Channels needed").await;
    let answer = tap("Preview the other choice").await;
    assert_eq!(answer.text.as_deref(), Some("The preview will appear in the group."));
    let text = plain(&until_said(&stage, "not in any of").await.text);
    assert!(text.contains("2 are not in any of @tea_news or @tea_shop"), "{text}");
    assert_nobody_is_touched(&stage);
    stage.end().await;
}

#[tokio::test]
async fn what_can_not_be_tried_is_refused_as_by_protect_and_members_are_refused_all() {
    let mut stage = Stage::new().await;
    stage.start();
    stage.owner_says("/preview");
    until_said(&stage, "Name the channels to try").await;
    stage.owner_says("/preview @nowhere_at_all");
    until_said(&stage, "nowhere_at_all").await;
    let mia = stage.member("Mia");
    stage.say(mia, "/preview @tea_news");
    stage.until("a member is refused", |world| saying(world, &stage, "Only").is_some()).await;
    stage.settle().await;
    assert_eq!(stored(&stage, "jobs").await, 0);
    stage.end().await;
}

#[tokio::test]
async fn an_admin_cancels_a_preview_of_a_group_without_a_gate_and_nobody_else_does() {
    let mut stage = Stage::new().await;
    stage.start();
    let crowd = Crowd::gather(&stage, 300, 0, 0).await;
    stage.owner_says("/preview @tea_news");
    let progress = until_said(&stage, "Checked: ").await;
    stage.owner_says("/preview @tea_news");
    until_said(&stage, "under way already").await;
    let refused = stage.simulator.press(stage.group, progress.id, crowd.members[0], 0, 0).unwrap();
    stage.until("a member is refused", |world| world.callback_answer(&refused).is_some_and(|a| a.show_alert)).await;
    let pressed = stage.simulator.press(stage.group, progress.id, stage.owner, 0, 0).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&pressed).is_some_and(|a| !a.show_alert)).await;
    let end = until_said(&stage, "was cancelled").await;
    assert_eq!(end.id, progress.id);
    stage.until_number("nothing is to be done", "SELECT COUNT(*) FROM jobs WHERE state = 'open'", 0).await;
    stage.end().await;
}

/// What the owner's press of a button with this data is answered with.
async fn answer_to_press(stage: &Stage, message: i64, data: &str) -> String {
    let data = format!("{data}:{}", stage.group);
    let place = Place::Chat(stage.group);
    let press = stage.simulator.act(|world| world.press_data(place, message, stage.owner, &data)).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
    stage.simulator.read(|world| world.callback_answer(&press)).unwrap().text.unwrap()
}

const OPEN_SWEEPS: &str = "SELECT COUNT(*) FROM jobs WHERE state = 'open' AND counts NOT LIKE '%\"channels\"%'";
const OPEN_PREVIEWS: &str = "SELECT COUNT(*) FROM jobs WHERE state = 'open' AND counts LIKE '%\"channels\"%'";

#[tokio::test]
async fn a_preview_and_a_sweep_keep_each_other_out_and_no_cancel_of_the_one_ends_the_other() {
    let stage = Stage::protected().await;
    Crowd::gather(&stage, 300, 0, 0).await;
    stage.owner_says("/preview");
    let preview = until_said(&stage, "Checked: ").await;
    stage.owner_says("/sweep");
    until_said(&stage, "A preview is under way").await;
    assert_eq!((stored(&stage, "jobs").await, sql::number(&stage.database(), OPEN_PREVIEWS).await), (1, 1));
    // A button of a sweep that is long over, and the operator's command.
    assert!(answer_to_press(&stage, preview.id, "sweep").await.contains("out of date"));
    let cancelled = run(&stage, &[&stage.group.to_string(), "--cancel"]).await;
    let words = said(&cancelled);
    assert!(
        cancelled.status.success() && words.contains("no sweep is under way") && words.contains("preview"),
        "{words}"
    );
    let refused = run(&stage, &[&stage.group.to_string()]).await;
    let words = said(&refused);
    assert!(refused.status.code() == Some(1) && words.contains("a preview is under way"), "{words}");
    assert_eq!(sql::number(&stage.database(), OPEN_PREVIEWS).await, 1);
    assert_eq!(answer_to_press(&stage, preview.id, "preview").await, "The preview is cancelled.");
    until_said(&stage, "was cancelled").await;
    stage.until_number("it is over", OPEN_PREVIEWS, 0).await;

    stage.owner_says("/sweep");
    let sweep = until_said(&stage, "Checking everyone").await;
    stage.owner_says("/preview");
    until_said(&stage, "A check is under way").await;
    assert!(answer_to_press(&stage, sweep.id, "preview").await.contains("out of date"));
    assert_eq!(sql::number(&stage.database(), OPEN_SWEEPS).await, 1);
    assert_eq!(answer_to_press(&stage, sweep.id, "sweep").await, "The check is cancelled.");
    stage.until_number("it is over", OPEN_SWEEPS, 0).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_that_dies_goes_on_in_another_process_in_the_same_language() {
    let redis = RedisServer::start();
    let mut stage = Stage::new().await.with("DATABASE_URL", &fresh_database()).with("REDIS_URL", &redis.url());
    stage.simulator.act(|world| world.user_mut(stage.owner).unwrap().language_code = Some("ru".to_owned()));
    stage.start();
    let crowd = Crowd::gather(&stage, MANY, 5, 0).await;
    learned_pace(&stage, 250).await;
    stage.owner_says("/preview @tea_news");
    while crowd.asked(&stage).values().sum::<usize>() < MANY / 2 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    stage.kill();
    stage.start();
    let text = plain(&until_said(&stage, "никто не тронут").await.text);
    assert!(text.contains("Не состоят в @tea_news: 5") && text.contains("Не удалось проверить: 0"), "{text}");
    assert_nobody_is_touched(&stage);
    let asked = crowd.asked(&stage);
    assert!(asked.values().all(|times| *times >= 1));
    let again = asked.values().filter(|times| **times > 1).count();
    assert!(again <= 64, "{again} were asked again");
    stage.end().await;
}
