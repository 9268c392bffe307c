//! `/why`: an admin reads what the gate thinks of somebody, and nothing comes of it; cases bear numbers.

use portcullis_simulator::world::Permissions;
use portcullis_tests::Stage;

/// What the bot answered to the message `command`.
async fn answer_to(stage: &Stage, command: i64) -> String {
    stage.answer_in(stage.group, command).await.text
}

/// What the owner is told who asks about a person by id.
async fn why(stage: &Stage, person: i64) -> String {
    answer_to(stage, stage.owner_says(&format!("/why {person}"))).await
}

fn check(text: &str, words: &[&str]) {
    // Marks that keep the direction show nothing.
    let shown: String =
        text.chars().filter(|letter| !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2068}' | '\u{2069}')).collect();
    for word in words {
        assert!(shown.contains(word), "«{word}» is missing in {shown}");
    }
}

#[tokio::test]
async fn an_admin_reads_facts_rule_decision_and_cases_and_nothing_changes() {
    let stage = Stage::protected().await;
    let member = stage.member("Mia");
    stage.settle().await;
    let nobody = why(&stage, member).await;
    check(&nobody, &["Here: in the group", "Tea news: in", "in all of these channels", "they may write", "No cases"]);

    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.settle().await;
    let before = (stage.count("restrictChatMember"), stage.count("deleteMessage"));
    let muted = why(&stage, stranger).await;
    let expected = [
        "Sam",
        "Here: muted by me",
        "Tea news: not in",
        "they may not write until they join Tea news",
        "My notice tells them what to do. Case 1.",
        "joined the group without being in the channels. Still open.",
    ];
    check(&muted, &expected);
    assert_eq!((stage.count("restrictChatMember"), stage.count("deleteMessage")), before);

    // They read the number too, and an admin finds it in the log.
    stage.simulator.act(|world| world.start_private(stranger, stage.bot, None)).unwrap();
    stage
        .until("they are told their case", |world| {
            world.private_messages(stranger, stage.bot).iter().any(|message| message.text.contains("This is case 1;"))
        })
        .await;
    assert!(stage.log().lines().any(|line| line.contains("somebody is muted") && line.contains(r#""case_number":1"#)));

    stage.simulator.act(|world| world.join(stage.channel, stranger)).unwrap();
    stage.until_free(stranger).await;
    stage.settle().await;
    check(&why(&stage, stranger).await, &["Tea news: in", "they may write", "Case 1,", "they joined."]);
    assert!(stage.log().lines().any(|line| line.contains("has ended") && line.contains(r#""case_number":1"#)));
    let other = stage.stranger("Otto");
    stage.until_muted(other).await;
    stage.settle().await;
    check(&why(&stage, other).await, &["Case 2."]);
    stage.end().await;
}

#[tokio::test]
async fn it_works_for_admins_exempt_people_those_muted_by_an_admin_and_ids_that_nobody_knows() {
    let stage = Stage::protected().await;
    check(&why(&stage, stage.owner).await, &["Here: an admin", "admins are never checked", "they may write"]);
    check(&why(&stage, 4_000_000_001).await, &["doesn’t show me anyone with the id 4000000001"]);
    check(&answer_to(&stage, stage.owner_says("/why")).await, &["Whom do you mean?"]);
    check(&answer_to(&stage, stage.owner_says("/why sam")).await, &["isn’t a person’s id"]);

    let victim = stage.member("Vic");
    let line = stage.say(victim, "hello").unwrap();
    stage.settle().await;
    stage.simulator.act(|world| world.restrict_by(stage.group, stage.owner, victim, Permissions::NONE, 0)).unwrap();
    stage.settle().await;
    let reply = stage.simulator.act(|world| world.reply(stage.group, stage.owner, line, "/why")).unwrap();
    check(&answer_to(&stage, reply).await, &["Vic", "Here: muted by an admin, not by me", "they may write"]);

    let exempt = stage.simulator.act(|world| world.add_user("Eve"));
    answer_to(&stage, stage.owner_says(&format!("/exempt {exempt}"))).await;
    stage.simulator.join(stage.group, exempt).unwrap();
    stage.settle().await;
    check(&why(&stage, exempt).await, &["Tea news: not in", "an admin has exempted them", "they may write"]);

    // Only admins may ask.
    let asked = stage.say(exempt, &format!("/why {victim}")).unwrap();
    check(&answer_to(&stage, asked).await, &["Only admins"]);
    answer_to(&stage, stage.owner_says("/unprotect")).await;
    check(&why(&stage, exempt).await, &["the gate is off here"]);
    stage.end().await;
}

#[tokio::test]
async fn doubt_is_said_as_doubt_and_in_another_language() {
    let stage = Stage::protected_with(r#"{"language": "ru"}"#).await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.settle().await;
    check(&why(&stage, stranger).await, &["в муте, это сделал я", "Tea news: нет подписки", "Случай № 1."]);
    stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
    stage.until_free(stranger).await;
    stage.settle().await;
    let doubt = why(&stage, stranger).await;
    check(&doubt, &["Tea news: сейчас не могу узнать", "если узнать нельзя, писать можно", "требования смягчились"]);
    stage.end().await;
}

#[tokio::test]
async fn a_group_that_nobody_has_protected_is_said_to_be_so() {
    let mut stage = Stage::new().await;
    stage.start();
    check(&why(&stage, stage.owner).await, &["No gate is set up here"]);
    stage.end().await;
}
