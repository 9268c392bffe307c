//! Setting a group up by taps.

use portcullis_simulator::{
    Effect, Fault, World,
    world::{Message, Place, Rights},
};
use serde_json::json;

use super::{isolated, labels, speaker, until_said, until_told};
use crate::setup::Newcomer;

/// Somebody's client sends this data for a message of the group; what they read then.
async fn answer_to_press(new: &Newcomer, message: &Message, person: i64, data: &str) -> String {
    let place = Place::Chat(new.group);
    let press = new.stage.simulator.act(|world| world.press_data(place, message.id, person, data)).unwrap();
    answer(new, &press).await
}

/// What a press is answered with.
async fn answer(new: &Newcomer, press: &str) -> String {
    new.stage.until("the press is answered", |world| world.callback_answer(press).is_some()).await;
    new.stage.simulator.read(|world| world.callback_answer(press)).unwrap().text.unwrap()
}

/// The channel is linked, and the bot has these rights in it.
fn link_with(new: &Newcomer, rights: Rights) {
    new.stage.simulator.act(|world| {
        world.link(new.channel, new.group).unwrap();
        world.add_bot_as_admin(new.channel, new.stage.bot, rights).unwrap();
    });
}

#[tokio::test]
async fn a_linked_channel_is_offered_by_name_and_taken_in_persian_by_an_admin_alone() {
    let new = Newcomer::speaking("fa", Some("book_news")).await;
    link_with(&new, Rights::INVITE_USERS);
    let greeting = new.add_to_group().await;
    let title = isolated("Book news");
    assert!(greeting.text.contains(&format!("این گروه به کانال {title} متصل است")), "{}", greeting.text);
    assert_eq!(labels(&greeting), [&format!("استفاده از {title}"), "انتخاب کانال"]);
    let member = speaker(&new.stage, "Mo", "fa");
    new.stage.simulator.join(new.group, member).unwrap();
    let data = format!("linked:{}", new.group);
    let refused = answer_to_press(&new, &greeting, member, &data).await;
    assert!(refused.contains("فقط مدیران گروه می‌توانند آن را راه‌اندازی کنند"), "{refused}");
    let done = answer_to_press(&new, &greeting, new.person, &data).await;
    assert!(done.contains("انجام شد: عضویت اجباری روشن است"), "{done}");
    until_said(&new.stage, new.group, &format!("عضویت اجباری روشن است: برای نوشتن در اینجا عضو {title} شوید")).await;
    new.stage.end().await;
}

#[tokio::test]
async fn a_linked_channel_that_the_bot_can_not_see_is_asked_for_in_persian_until_it_is_there() {
    let new = Newcomer::speaking("fa", None).await;
    let stage = &new.stage;
    stage.simulator.act(|world| world.link(new.channel, new.group)).unwrap();
    let greeting = new.add_to_group().await;
    assert!(greeting.text.contains("این گروه یک کانال متصل دارد"), "{}", greeting.text);
    assert_eq!(labels(&greeting), ["استفاده از کانال متصل", "انتخاب کانال"]);
    let request = new.open_setup(&greeting).await;
    let group = isolated("Book club");
    let offer = until_told(stage, new.person, &format!("{group} یک کانال متصل دارد. همان باشد؟")).await;
    until_told(stage, new.person, &format!("پیش از نوشتن در {group} باید عضو کدام کانال شد؟")).await;
    let press = stage.simulator.act(|world| world.press_privately(new.person, stage.bot, offer.id, 0, 0)).unwrap();
    let refused = answer(&new, &press).await;
    assert!(refused.contains("هنوز نه: پیامم می‌گوید چه چیزی کم است"), "{refused}");
    until_told(stage, new.person, "نمی‌بینم چه کسانی عضوش هستند").await;
    new.share(request, new.channel).unwrap();
    new.until_done().await;
    until_told(stage, new.person, "همین بود").await;
    new.stage.end().await;
}

#[tokio::test]
async fn whoever_has_no_right_to_it_or_comes_too_late_reads_persian() {
    let new = Newcomer::speaking("fa", Some("book_news")).await;
    let stage = &new.stage;
    let greeting = new.add_to_group().await;
    let nothing = answer_to_press(&new, &greeting, new.person, &format!("linked:{}", new.group)).await;
    assert!(nothing.contains("این گروه دیگر کانال متصل ندارد"), "{nothing}");
    let thief = speaker(stage, "Tom", "fa");
    stage.simulator.start_private(thief, stage.bot, Some(&format!("setup_{}", new.group))).unwrap();
    until_told(stage, thief, "فقط مدیران گروه می‌توانند آن را راه‌اندازی کنند").await;
    // A choice for a request that nobody remembers any more.
    stage.simulator.push_raw(
        stage.bot,
        json!({"message": {
            "message_id": 1_000_000, "date": stage.simulator.read(World::now),
            "chat": {"id": thief, "type": "private", "first_name": "Tom"},
            "from": {"id": thief, "is_bot": false, "first_name": "Tom", "language_code": "fa"},
            "chat_shared": {"request_id": 4_242, "chat_id": new.channel},
        }}),
    );
    until_told(stage, thief, "دیگر نمی‌دانم این برای کدام گروه بود").await;
    new.stage.end().await;
}

#[tokio::test]
async fn a_bot_that_lacks_something_says_in_russian_what_it_is_and_where_to_give_it() {
    let new = Newcomer::speaking("ru", None).await;
    let stage = &new.stage;
    stage.simulator.act(|world| world.add_member(new.group, new.person, stage.bot)).unwrap();
    let plea = until_said(stage, new.group, "мне нужно быть админом").await;
    assert_eq!(labels(&plea), ["Сделать меня админом"]);
    stage.simulator.act(|world| world.add_bot_as_admin(new.group, stage.bot, Rights::DELETE_MESSAGES)).unwrap();
    let greeting = until_said(stage, new.group, "мне ещё нужно:\n• Блокировка пользователей").await;
    assert_eq!(labels(&greeting), ["Выбрать канал"]);
    let payload = format!("setup_{}", new.group);
    stage.simulator.start_private(new.person, stage.bot, Some(&payload)).unwrap();
    until_told(stage, new.person, "В группе мне ещё не хватает:\n• Блокировка пользователей").await;
    stage.simulator.act(|world| world.demote(new.group, new.person, stage.bot)).unwrap();
    stage.settle().await;
    stage.simulator.start_private(new.person, stage.bot, Some(&payload)).unwrap();
    until_told(stage, new.person, "Я пока не админ группы").await;
    new.stage.end().await;
}

#[tokio::test]
async fn a_private_channel_is_refused_in_russian_to_whom_and_for_what_it_must_be() {
    let new = Newcomer::speaking("ru", None).await;
    let stage = &new.stage;
    link_with(&new, Rights::POST_MESSAGES);
    let greeting = new.add_to_group().await;
    let data = format!("linked:{}", new.group);
    let refused = answer_to_press(&new, &greeting, new.person, &data).await;
    assert!(refused.contains("Пока не вышло"), "{refused}");
    until_said(stage, new.group, "создать для него пригласительную ссылку я не могу").await;
    // An admin of the group alone.
    let helper = speaker(stage, "Hal", "ru");
    stage.simulator.act(|world| {
        world.join(new.group, helper).unwrap();
        world.set_admin(new.group, new.person, helper, Rights::DELETE_MESSAGES).unwrap();
    });
    let refused = answer_to_press(&new, &greeting, helper, &data).await;
    assert!(refused.contains("Пока не вышло"), "{refused}");
    until_said(stage, new.group, "Book news — частный канал, и вы не его админ").await;
    new.stage.end().await;
}

#[tokio::test]
async fn a_basic_group_and_a_long_wait_are_explained_in_spanish() {
    let new = Newcomer::speaking("es", Some("book_news")).await;
    let stage = &new.stage;
    let basic = stage.simulator.act(|world| {
        let basic = world.add_basic_group(new.person, "Small club");
        world.add_bot_as_admin(basic, stage.bot, Rights::GATEKEEPER).unwrap();
        basic
    });
    until_said(stage, basic, "Toca el botón y elige el grupo: Telegram lo convierte en supergrupo").await;
    link_with(&new, Rights::INVITE_USERS);
    let greeting = new.add_to_group().await;
    let of_bot = Fault::new("getChatMember", Effect::FloodWait(1_800)).in_chat(new.channel).about(stage.bot);
    let _wait = stage.simulator.inject(of_bot);
    let refused = answer_to_press(&new, &greeting, new.person, &format!("linked:{}", new.group)).await;
    assert!(refused.contains("Todavía no: mi mensaje dice qué falta"), "{refused}");
    until_said(stage, new.group, "hasta dentro de 30 minutos. No ha cambiado nada").await;
    new.stage.end().await;
}
