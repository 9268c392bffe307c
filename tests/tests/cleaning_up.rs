//! What the bot says is removed as the group's settings say, and a notice text of the group's own is used safely.

use portcullis_tests::{Stage, sql, stage::notices};

#[tokio::test]
async fn answers_and_commands_stay_where_the_group_keeps_them_and_go_after_as_long_as_it_says() {
    for (params, stays) in
        [(r#"{"command_delete_after_seconds": 0}"#, true), (r#"{"command_delete_after_seconds": 1}"#, false)]
    {
        let stage = Stage::protected_with(params).await;
        let asked = stage.owner_says("/status");
        let answer = stage.answer_in(stage.group, asked).await.id;
        let is_gone = |world: &portcullis_simulator::World| {
            [asked, answer].iter().all(|id| world.message(stage.group, *id).unwrap().is_deleted)
        };
        if stays {
            stage.settle().await;
            let scheduled = format!("SELECT COUNT(*) FROM message_deletions WHERE message_id IN ({asked}, {answer})");
            assert_eq!(sql::number(&stage.database(), &scheduled).await, 0);
            assert!(!stage.simulator.read(is_gone));
        } else {
            stage.until("both are gone", is_gone).await;
        }
        stage.end().await;
    }
}

#[tokio::test]
async fn by_default_an_answer_and_its_command_go_a_minute_later() {
    let stage = Stage::protected().await;
    let asked = stage.owner_says("/status");
    stage.answer_in(stage.group, asked).await;
    let scheduled = format!("SELECT COUNT(*) FROM message_deletions WHERE message_id >= {asked}");
    stage.until_number("both are to go", &scheduled, 2).await;
    let due = format!("SELECT MAX(due_at) FROM message_deletions WHERE message_id >= {asked}");
    let due = sql::number(&stage.database(), &due).await / 1_000;
    let in_seconds = due - stage.simulator.read(portcullis_simulator::World::now);
    assert!((40..=61).contains(&in_seconds), "in {in_seconds} s");
    stage.end().await;
}

#[tokio::test]
async fn a_notice_goes_after_as_long_as_the_group_says_and_the_mute_stays() {
    let stage = Stage::protected_with(r#"{"notice_delete_after_seconds": 1}"#).await;
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    stage.until_one_notice().await;
    stage.until("it is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    assert!(stage.simulator.is_muted(stage.group, sam));
    // They have been told: nothing more is said, and joining frees them as ever.
    stage.settle().await;
    stage.simulator.join(stage.channel, sam).unwrap();
    stage.until_free(sam).await;
    stage.end().await;
}

#[tokio::test]
async fn a_notice_text_of_the_groups_own_is_filled_in_and_no_name_is_markup() {
    let params = r#"{"notice_text": "<b>Stop</b>, {name}! {group} asks for {channels}."}"#;
    let stage = Stage::protected_with(params).await;
    let sam = stage.stranger("<i>Sam</i> & {channels}");
    stage.until_muted(sam).await;
    let notice = stage.until_one_notice().await;
    assert!(notice.text.starts_with("Stop, <i>Sam</i> & {channels}! Tea lovers asks for Tea news."), "{}", notice.text);
    stage.end().await;
}

#[tokio::test]
async fn a_notice_text_that_is_not_sound_counts_as_none() {
    for text in ["Hello {nobody}", "<b>not closed", "<script>x</script>"] {
        let stage = Stage::protected_with(&format!(r#"{{"notice_text": "{text}"}}"#)).await;
        let sam = stage.stranger("Sam");
        stage.until_muted(sam).await;
        let notice = stage.until_one_notice().await;
        assert!(notice.text.contains("to write here please join Tea news first"), "{text}: {}", notice.text);
        let kept = "SELECT COUNT(*) FROM protected_groups WHERE params LIKE '%notice_text%'";
        assert_eq!(sql::number(&stage.database(), kept).await, 1);
        stage.end().await;
    }
}
