//! What admins are told when the bot loses what it needs, and when it has it back.

use portcullis_simulator::{Effect, Fault, world::Rights};
use portcullis_tests::Stage;

use super::{isolated, muted, until_said, until_told};

/// What is said, in turn: it lacks a right, it has it again, and it was dismissed.
async fn the_group_is_told(code: &str, words: [&str; 3]) {
    let stage = Stage::protected_with(&format!(r#"{{"language": "{code}"}}"#)).await;
    let appoint =
        |rights: Rights| stage.simulator.act(|world| world.add_bot_as_admin(stage.group, stage.bot, rights)).unwrap();
    let [lacking, again, dismissed] = words;
    appoint(Rights::DELETE_MESSAGES);
    until_said(&stage, stage.group, lacking).await;
    stage.settle().await;
    appoint(Rights::GATEKEEPER);
    until_said(&stage, stage.group, again).await;
    stage.settle().await;
    stage.simulator.act(|world| world.demote(stage.group, stage.owner, stage.bot)).unwrap();
    until_said(&stage, stage.group, dismissed).await;
    stage.end().await;
}

#[tokio::test]
async fn a_russian_group_is_told_what_the_bot_lacks_and_that_it_works_again() {
    let words = [
        "Мне не хватает таких прав:\n• Блокировка пользователей\nОни в профиле группы: «Изменить», «Администраторы», моё имя.",
        "Tea lovers: права снова при мне",
        "Я там больше не админ. Назначьте меня снова, с такими правами:\n• Удаление сообщений",
    ];
    the_group_is_told("ru", words).await;
}

#[tokio::test]
async fn a_persian_group_is_told_what_the_bot_lacks_and_that_it_works_again() {
    let title = isolated("Tea lovers");
    let words = [
        &format!(
            "نمی‌توانم مراقب {title} باشم، برای همین کسی ساکت نمی‌شود. این دسترسی‌ها را کم دارم:\n• محروم کردن کاربران"
        ),
        &format!("دوباره دسترسی‌هایم را در {title} دارم"),
        "دیگر آنجا مدیر نیستم. لطفاً دوباره با این دسترسی‌ها مدیرم کنید:\n• حذف پیام‌ها",
    ];
    the_group_is_told("fa", words).await;
}

#[tokio::test]
async fn an_owner_reads_in_the_groups_hindi_that_nobody_there_can_be_told_why_they_are_muted() {
    let stage = Stage::protected_with(r#"{"language": "hi"}"#).await;
    stage.simulator.start_private(stage.owner, stage.bot, None).unwrap();
    stage.settle().await;
    let kicked = r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked from the supergroup chat"}"#;
    let refusal = Fault::new("sendMessage", Effect::Status(403, kicked.to_owned())).in_chat(stage.group);
    let _refused = stage.simulator.inject(refusal);
    let ann = muted(&stage, "Ann", "en").await;
    until_told(&stage, stage.owner, "Tea lovers ग्रुप में मेरे मैसेज नहीं जा रहे").await;
    stage.until_free(ann).await;
    stage.end().await;
}
