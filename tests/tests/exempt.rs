//! Exemptions by public name, as people were seen in the group, and the list of them in pages.

use portcullis_simulator::world::{Message, Place, Rights, World};
use portcullis_tests::{Stage, sql};

use crate::settings_panel::buttons;

async fn answer_to(stage: &Stage, text: &str) -> String {
    stage.answer_in(stage.group, stage.owner_says(text)).await.text
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
    // Nobody has the old name now, though it is the one he was seen by.
    let said = answer_to(&stage, "/unexempt @sam_the_first").await;
    assert!(said.contains("I haven’t seen @sam_the_first in this group"), "{said}");
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

/// Exempts these people as the program does, all at once.
async fn exempt(stage: &Stage, people: std::ops::RangeInclusive<i64>) {
    let row = |person: i64| format!("({}, {person}, {}, {person})", stage.group, stage.owner);
    let rows: Vec<String> = people.map(row).collect();
    let columns = "exemptions (group_id, user_id, exempted_by, exempted_at)";
    sql::run(&stage.database(), format!("INSERT INTO {columns} VALUES {}", rows.join(", "))).await;
}

/// What stands on the list now, and on its buttons.
fn list_of(stage: &Stage, list: i64) -> (String, Vec<String>) {
    stage.simulator.read(|world| {
        let message = world.visible_messages(stage.group).into_iter().find(|message| message.id == list).unwrap();
        let labels = buttons(&message).into_iter().map(|(label, ..)| label).collect();
        (message.text, labels)
    })
}

async fn press(stage: &Stage, list: i64, person: i64, column: usize) -> String {
    let query = stage.simulator.act(|world| world.press(stage.group, list, person, 0, column)).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&query).is_some()).await;
    stage.simulator.read(|world| world.callback_answer(&query)).unwrap().text.unwrap_or_default()
}

#[tokio::test]
async fn those_who_are_exempt_are_listed_in_pages_through_which_admins_alone_leaf() {
    let stage = Stage::protected().await;
    exempt(&stage, 7_001..=7_022).await;
    // The program reads the group anew upon a change of its own.
    answer_to(&stage, "/exempt 7023").await;
    let command = stage.owner_says("/exempt");
    let Message { id: list, text: said, .. } = stage.answer_in(stage.group, command).await;
    assert!(said.contains("23 people are never checked here") && said.contains("Page 1 of 3"), "{said}");
    assert!(said.contains("7010") && !said.contains("7011"), "{said}");
    assert_eq!(list_of(&stage, list).1, ["Next"]);

    let stranger = stage.member("Mia");
    let refused = press(&stage, list, stranger, 0).await;
    assert!(refused.contains("Only this group’s admins"), "{refused}");
    assert!(list_of(&stage, list).0.contains("Page 1 of 3"));

    press(&stage, list, stage.owner, 0).await;
    let shows = |page: &'static str| move |message: &Message| message.id == list && message.text.contains(page);
    let turned = |world: &World, page| world.visible_messages(stage.group).iter().any(shows(page));
    stage.until("the second page is shown", |world| turned(world, "Page 2 of 3")).await;
    let (text, buttons) = list_of(&stage, list);
    assert!(text.contains("7011") && text.contains("7020") && !text.contains("7021"), "{text}");
    assert_eq!(buttons, ["Previous", "Next"]);

    // What was on the last page is exempt no more: whoever turns to it comes to the page that is the last now.
    press(&stage, list, stage.owner, 1).await;
    stage.until("the third page is shown", |world| turned(world, "Page 3 of 3")).await;
    press(&stage, list, stage.owner, 0).await;
    stage.until("the second page is shown again", |world| turned(world, "Page 2 of 3")).await;
    for person in 7_021..=7_023 {
        answer_to(&stage, &format!("/unexempt {person}")).await;
    }
    press(&stage, list, stage.owner, 1).await;
    stage.until("the page that is the last now is shown", |world| turned(world, "Page 2 of 2")).await;
    assert_eq!(list_of(&stage, list).1, ["Previous"]);
    stage.end().await;
}

#[tokio::test]
async fn the_list_is_leafed_through_in_arabic_and_a_forged_page_harms_nobody() {
    let stage = Stage::protected_with(r#"{"language": "ar"}"#).await;
    exempt(&stage, 7_001..=7_011).await;
    answer_to(&stage, "/exempt 7012").await;
    let command = stage.owner_says("/unexempt");
    let Message { id: list, text: said, .. } = stage.answer_in(stage.group, command).await;
    assert!(said.contains("الصفحة 1 من 2"), "{said}");
    let data = format!("exempt:{}:4294967295", stage.group);
    let query =
        stage.simulator.act(|world| world.press_data(Place::Chat(stage.group), list, stage.owner, &data)).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&query).is_some()).await;
    let turned = |message: &Message| message.id == list && message.text.contains("الصفحة 2 من 2");
    stage.until("the last page is shown", |world| world.visible_messages(stage.group).iter().any(turned)).await;
    assert_eq!(list_of(&stage, list).1, ["السابق"]);
    stage.end().await;
}
