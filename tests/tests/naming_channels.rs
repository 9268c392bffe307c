//! The forms in which `/protect` takes a channel, and how many.

use portcullis_simulator::world::Rights;
use portcullis_tests::{Stage, sql};

/// What the owner is told.
async fn answer_to(stage: &Stage, text: &str) -> String {
    stage.answer_in(stage.group, stage.owner_says(text)).await.text
}

async fn links(stage: &Stage) -> i64 {
    sql::number(&stage.database(), "SELECT COUNT(*) FROM group_channel_links").await
}

#[tokio::test]
async fn a_channel_is_named_by_name_link_post_or_id() {
    let mut stage = Stage::new().await.with("RATE_LIMIT_PER_GROUP_PER_MINUTE", "100");
    stage.start();
    let id = stage.channel.to_string();
    for form in
        ["@TEA_news", "https://t.me/tea_news", "http://telegram.me/tea_news", "t.me/tea_news", "t.me/tea_news/15", &id]
    {
        let said = answer_to(&stage, &format!("/protect {form}")).await;
        assert!(said.contains("Tea news"), "{form}: {said}");
        assert_eq!(links(&stage).await, 1, "{form}");
        answer_to(&stage, "/unprotect keep").await;
        sql::run(&stage.database(), "DELETE FROM group_channel_links").await;
    }
    stage.ends_in_mid_air("its links were taken away beside the program");
}

#[tokio::test]
async fn several_are_named_at_once_one_twice_is_one_and_the_eleventh_is_refused() {
    let mut stage = Stage::new().await.with("RATE_LIMIT_PER_GROUP_PER_MINUTE", "100");
    stage.start();
    let names: Vec<String> = (1..=11).map(|number| format!("tea_news_{number}")).collect();
    stage.simulator.act(|world| {
        for name in &names {
            let channel = world.add_channel(stage.owner, name, Some(name));
            world.add_bot_as_admin(channel, stage.bot, Rights::INVITE_USERS).unwrap();
        }
    });
    let said = answer_to(&stage, "/protect @tea_news_1 t.me/tea_news_2 @TEA_NEWS_1").await;
    assert!(said.contains("tea_news_1") && said.contains("tea_news_2"), "{said}");
    assert_eq!(links(&stage).await, 2);
    let rest: Vec<String> = names[2..10].iter().map(|name| format!("@{name}")).collect();
    answer_to(&stage, &format!("/protect {}", rest.join(" "))).await;
    assert_eq!(links(&stage).await, 10);
    let said = answer_to(&stage, "/protect @tea_news_11").await;
    assert!(said.contains("10 channels at most") && said.contains("Nothing has changed"), "{said}");
    assert_eq!(links(&stage).await, 10);
    stage.end().await;
}
