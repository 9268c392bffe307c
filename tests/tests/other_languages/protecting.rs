//! What `/protect` and `/unprotect` are answered with.

use portcullis_simulator::{
    Effect, Fault,
    world::{Permissions, Rights},
};
use portcullis_tests::{Stage, sql};
use serde_json::json;

use super::{answer_to, isolated, muted, owner_reads, speaks};

/// A bot that runs and knows no group, before an owner of this language.
async fn unprotected(code: &str) -> Stage {
    let mut stage = Stage::new().await;
    speaks(&stage, stage.owner, code);
    stage.start();
    stage
}

/// Another public channel of the owner's, `@tea_jobs`, in which the bot is an administrator.
fn add_tea_jobs(stage: &Stage) -> i64 {
    stage.simulator.act(|world| {
        let jobs = world.add_channel(stage.owner, "Tea jobs", Some("tea_jobs"));
        world.add_bot_as_admin(jobs, stage.bot, Rights::INVITE_USERS).unwrap();
        jobs
    })
}

/// A private channel of somebody's, in which the bot has these rights.
fn add_private_channel(stage: &Stage, creator: i64, title: &str, rights: Rights) -> i64 {
    stage.simulator.act(|world| {
        let channel = world.add_channel(creator, title, None);
        world.add_bot_as_admin(channel, stage.bot, rights).unwrap();
        channel
    })
}

#[tokio::test]
async fn an_admin_reads_in_persian_why_a_group_is_not_protected_and_nothing_is_stored() {
    let stage = unprotected("fa").await;
    let stranger = stage.simulator.add_user("Otto");
    let strange = add_private_channel(&stage, stranger, "Secret", Rights::INVITE_USERS);
    let closed = add_private_channel(&stage, stage.owner, "Own secret", Rights::POST_MESSAGES);
    let basic = stage.simulator.act(|world| {
        world.add_channel(stage.owner, "Closed", Some("closed_news"));
        let basic = world.add_basic_group(stage.owner, "Small");
        world.add_bot_as_admin(basic, stage.bot, Rights::GATEKEEPER).unwrap();
        basic
    });
    let many = (0..11).map(|number| format!("@channel_{number}")).collect::<Vec<_>>().join(" ");
    let refused = [
        ("/protect", "عضویت در کدام کانال لازم است: \u{2068}/protect @yourchannel\u{2069}"),
        ("/protect tea_news", &format!("{} را به‌عنوان کانال نمی‌شناسم", isolated("tea_news"))),
        ("/protect @closed_news", &format!("هنوز مدیر {} نیستم", isolated("Closed"))),
        (&format!("/protect {strange}"), &format!("{} خصوصی است و شما مدیر آن نیستید", isolated("Secret"))),
        (&format!("/protect {closed}"), &format!("{} خصوصی است و اجازه ندارم", isolated("Own secret"))),
        (&format!("/protect {}", stage.group), "همین گروه است"),
        (&format!("/protect {many}"), "حداکثر ۱۰ کانال"),
    ];
    for (command, words) in refused {
        owner_reads(&stage, command, words).await;
    }
    let itself = json!({"id": stage.bot, "type": "private", "first_name": "Portcullis", "username": "PortcullisBot"});
    let _found = stage.simulator.inject(Fault::new("getChat", Effect::Result(itself)).once());
    owner_reads(&stage, "/protect @PortcullisBot", "کانال نیست؛ یک شخص، ربات یا گروه عادی است").await;
    let command = stage.simulator.say(basic, stage.owner, "/protect @tea_news").unwrap();
    let answer = answer_to(&stage, basic, command).await;
    assert!(answer.text.contains("مالک گروه می‌تواند"), "{}", answer.text);

    let rights = |rights| stage.simulator.act(|world| world.add_bot_as_admin(stage.group, stage.bot, rights)).unwrap();
    rights(Rights::DELETE_MESSAGES);
    stage.settle().await;
    owner_reads(&stage, "/protect @tea_news", "اینجا چیزی کم دارم:\n• محروم کردن کاربران").await;
    stage.simulator.act(|world| world.demote(stage.group, stage.owner, stage.bot)).unwrap();
    stage.settle().await;
    owner_reads(&stage, "/protect @tea_news", "هنوز مدیر این گروه نیستم").await;
    let stored = sql::number(&stage.database(), "SELECT COUNT(*) FROM protected_groups").await;
    assert_eq!(stored, 0);
    stage.end().await;
}

#[tokio::test]
async fn how_long_an_admin_must_wait_is_counted_as_russian_counts() {
    let stage = unprotected("ru").await;
    let _names = stage.simulator.inject(Fault::new("getChat", Effect::FloodWait(3_600)));
    owner_reads(&stage, "/protect @tea_news", "искать каналы по имени через 60 минут. Ничего не изменилось").await;
    let of_owner = Fault::new("getChatMember", Effect::FloodWait(1_260)).in_chat(stage.group).about(stage.owner);
    let _admins = stage.simulator.inject(of_owner);
    owner_reads(&stage, "/protect", "проверять данные через 21 минуту. Ничего не изменилось").await;
    stage.end().await;
}

#[tokio::test]
async fn an_anonymous_admin_reads_the_groups_arabic_and_is_obeyed_where_the_channel_is_public() {
    let stage = Stage::protected_with(r#"{"language": "ar"}"#).await;
    let private = add_private_channel(&stage, stage.owner, "Own secret", Rights::INVITE_USERS);
    add_tea_jobs(&stage);
    let spoken = [
        (format!("/protect {private}"), format!("{} قناة خاصة", isolated("Own secret"))),
        (format!("/protect {private}"), "وهويتك هنا مخفية".to_owned()),
        ("/protect @tea_jobs".to_owned(), format!("الاشتراك الإجباري مفعّل الآن في {}", isolated("Tea lovers"))),
        ("/protect".to_owned(), "هاتين القناتين معًا".to_owned()),
        ("/unprotect @tea_jobs".to_owned(), format!("ما زال مطلوبًا في: {}", isolated("Tea news"))),
    ];
    for (command, words) in spoken {
        let said = stage.simulator.act(|world| world.say_anonymously(stage.group, stage.owner, &command)).unwrap();
        let answer = answer_to(&stage, stage.group, said).await.text;
        assert!(answer.contains(&words), "{command}: {answer}");
    }
    stage.end().await;
}

#[tokio::test]
async fn a_gate_is_switched_on_and_off_in_russian_with_its_three_plurals() {
    let stage = unprotected("ru").await;
    add_tea_jobs(&stage);
    owner_reads(
        &stage,
        "/protect @tea_news",
        "Tea lovers: защита включена.\n\nЧтобы писать здесь, нужна подписка на канал",
    )
    .await;
    owner_reads(&stage, "/protect @tea_jobs", "нужна подписка на все эти каналы").await;
    owner_reads(&stage, "/protect", "Мут сам закончится через 7 дней").await;
    muted(&stage, "Anna", "ru").await;
    owner_reads(&stage, "/unprotect keep", "1 человек остаётся в муте, пока не подпишется").await;
    owner_reads(&stage, "/protect", "Вот что действует сейчас").await;
    muted(&stage, "Boris", "ru").await;
    owner_reads(&stage, "/unprotect keep", "2 человека остаются в муте, пока не подпишутся").await;
    owner_reads(&stage, "/protect", "защита включена").await;
    for name in ["Vera", "Gleb", "Dina"] {
        muted(&stage, name, "ru").await;
    }
    stage.until_the_promise_holds().await;
    owner_reads(&stage, "/unprotect", "5 человек выходят из мута").await;
    stage.until("all may speak", |world| world.standing_mutes_by(stage.bot).is_empty()).await;
    stage.settle().await;
    let spoken = [
        ("/unprotect", "Защита здесь и так выключена"),
        ("/protect", "защита включена"),
        ("/unprotect keep", "В муте никого не было"),
        ("/protect", "защита включена"),
        ("/unprotect @tea_jobs", "Подписка больше не нужна: Tea jobs.\nПо-прежнему нужна: Tea news."),
        ("/unprotect @tea_news", "Каналов не осталось, поэтому защита выключена"),
        ("/protect", "Прежних настроек нет"),
    ];
    for (command, words) in spoken {
        owner_reads(&stage, command, words).await;
    }
    stage.end().await;
}

#[tokio::test]
async fn a_gate_on_trial_says_so_in_spanish() {
    let stage = Stage::protected_with(r#"{"language": "es", "mode": "observe"}"#).await;
    add_tea_jobs(&stage);
    owner_reads(&stage, "/protect @tea_jobs", "está en modo de prueba: solo cuento").await;
    owner_reads(&stage, "/protect", "/status muestra el recuento").await;
    let ana = stage.stranger("Ana");
    stage.settle().await;
    assert!(stage.simulator.read(|world| world.may_send(stage.group, ana, Permissions::SEND_MESSAGES)));
    stage.end().await;
}
