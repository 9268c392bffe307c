//! What a press of «I have joined» is answered with, and what stands in the notice with that button.

use std::time::Duration;

use portcullis_domain::notice::REPLACE_AFTER;
use portcullis_simulator::{
    Effect, Fault,
    world::{Message, Permissions, Rights},
};
use portcullis_tests::{Stage, sql, stage::notices};

use super::{isolated, labels, muted, speaker, until_said, until_told};

fn refusal(description: &str) -> Effect {
    Effect::Status(400, format!(r#"{{"ok":false,"error_code":400,"description":"{description}"}}"#))
}

/// Presses, and reads these words.
async fn presser_reads(stage: &Stage, notice: &Message, person: i64, words: &str) {
    let answer = stage.press_joined(notice, person).await.text.unwrap();
    assert!(answer.contains(words), "«{words}» is not in\n{answer}");
}

/// Everybody but the muted reads the first, whom an admin muted the second; the others where a look or an un-mute fails.
async fn each_answer_is_read(code: &str, words: [&str; 4]) {
    let stage = Stage::protected().await;
    let [free, silenced] = ["Fay", "Sil"].map(|name| {
        let person = speaker(&stage, name, code);
        stage.join_unnoticed(stage.channel, person);
        stage.simulator.join(stage.group, person).unwrap();
        person
    });
    let unseen = muted(&stage, "Una", code).await;
    let held = muted(&stage, "Hal", code).await;
    let notice = stage.until_one_notice_serves_all().await;
    stage.settle().await;

    presser_reads(&stage, &notice, free, words[0]).await;
    stage.simulator.act(|world| world.restrict_by(stage.group, stage.owner, silenced, Permissions::NONE, 0)).unwrap();
    presser_reads(&stage, &notice, silenced, words[1]).await;
    let look_up = Fault::new("getChatMember", refusal("Bad Request: PARTICIPANT_ID_INVALID"));
    let blind = stage.simulator.inject(look_up.in_chat(stage.channel).about(unseen));
    presser_reads(&stage, &notice, unseen, words[2]).await;
    blind.remove();
    stage.join_unnoticed(stage.channel, held);
    let unmute = Fault::new("restrictChatMember", refusal("Bad Request: not enough rights to restrict chat member"));
    let _tied = stage.simulator.inject(unmute.about(held));
    presser_reads(&stage, &notice, held, words[3]).await;
    stage.end().await;
}

#[tokio::test]
async fn whoever_presses_reads_spanish() {
    each_answer_is_read(
        "es",
        [
            "Aquí nadie te ha silenciado",
            "Te silenció un administrador del grupo, no yo",
            "Ahora mismo no puedo comprobarlo",
            "un administrador de Tea lovers puede quitártelo ya",
        ],
    )
    .await;
}

#[tokio::test]
async fn whoever_presses_reads_arabic() {
    let title = isolated("Tea lovers");
    each_answer_is_read(
        "ar",
        [
            "حسابك غير مكتوم هنا",
            "من كتمك هو أحد مشرفي هذه المجموعة، وليس أنا",
            "لا يمكنني التحقق الآن",
            &format!("ويمكن لأحد مشرفي {title} رفعه فورًا"),
        ],
    )
    .await;
}

#[tokio::test]
async fn whoever_presses_reads_hindi() {
    each_answer_is_read(
        "hi",
        ["आप यहाँ म्यूट नहीं हैं", "इस ग्रुप के किसी एडमिन ने म्यूट किया है", "मुझसे अभी चेक नहीं हो पा रहा", "Tea lovers ग्रुप के एडमिन"],
    )
    .await;
}

#[tokio::test]
async fn where_one_of_two_channels_is_enough_russian_says_so_everywhere() {
    let stage = Stage::protected_with(r#"{"policy": "any"}"#).await;
    stage.simulator.act(|world| {
        let jobs = world.add_channel(stage.owner, "Tea jobs", Some("tea_jobs"));
        world.add_bot_as_admin(jobs, stage.bot, Rights::INVITE_USERS).unwrap();
    });
    stage.owner_says("/protect @tea_jobs");
    stage.settle().await;
    let anna = muted(&stage, "Анна", "ru").await;
    let notice = stage.until_one_notice().await;
    let channels = "Tea news или Tea jobs";
    assert!(notice.text.contains(&format!("подпишитесь на любой из каналов: {channels}")), "{}", notice.text);
    assert_eq!(labels(&notice), ["Подписаться: Tea news", "Подписаться: Tea jobs", "Проверить подписку"]);
    presser_reads(&stage, &notice, anna, &format!("(хватит одного): {channels}")).await;
    stage.simulator.start_private(anna, stage.bot, None).unwrap();
    until_told(&stage, anna, &format!("Чтобы снова писать, подпишитесь на любой из каналов: {channels}")).await;
    stage.end().await;
}

#[tokio::test]
async fn a_notice_counts_in_arabic_whom_it_calls_no_more_and_has_a_word_for_who_has_no_name() {
    let stage = Stage::protected().await;
    muted(&stage, "Sam", "ar").await;
    until_said(&stage, stage.group, &format!("{}: للكتابة هنا", isolated("Sam"))).await;
    muted(&stage, "سلمى", "ar").await;
    // A name that reads as the text around it needs no marks.
    until_said(&stage, stage.group, "سلمى والباقي (1): للكتابة هنا").await;
    // A letter of no shape is all that the name has.
    muted(&stage, "\u{3164}", "ar").await;
    let notice = until_said(&stage, stage.group, "شخص ما والباقي (2)").await;
    assert!(notice.text.contains(&format!("الاشتراك أولًا في {}،", isolated("Tea news"))), "{}", notice.text);
    assert_eq!(labels(&notice), [&format!("الاشتراك في {}", isolated("Tea news")), "لقد اشتركت"]);
    stage.end().await;
}

#[tokio::test]
async fn a_notice_that_can_not_be_removed_says_in_arabic_that_it_is_out_of_date() {
    let mut stage = Stage::protected_with(r#"{"language": "ar"}"#).await;
    muted(&stage, "Sam", "en").await;
    stage.until_one_notice().await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    let age = (REPLACE_AFTER + Duration::from_mins(1)).as_millis();
    let database = stage.database();
    sql::run(&database, format!("UPDATE restrictions SET notice_posted_at = notice_posted_at - {age}")).await;
    let kept = Fault::new("deleteMessage", refusal("Bad Request: message can't be deleted")).in_chat(stage.group);
    let _kept = stage.simulator.inject(kept);
    stage.start();
    until_said(&stage, stage.group, "هذه الرسالة لم تعد صالحة").await;
    stage.until("another notice stands", |world| notices(world, stage.group, stage.bot).len() == 1).await;
    stage.end().await;
}
