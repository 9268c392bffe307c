//! The settings panel: what is tapped, asked and answered.

use portcullis_simulator::world::Rights;
use portcullis_tests::Stage;

use super::speaks;
use crate::settings_panel::{Opened, buttons};

/// The panel, opened in private by an owner who speaks Russian.
async fn opened_in_russian() -> Opened {
    opened_on(Stage::protected().await).await
}

/// The same, on a stage that is there.
async fn opened_on(stage: Stage) -> Opened {
    speaks(&stage, stage.owner, "ru");
    Opened::in_private(stage).await
}

#[tokio::test]
async fn each_page_says_in_russian_what_it_is_for_and_what_can_be_chosen() {
    let opened = opened_in_russian().await;
    let overview = opened.message().text;
    for line in [
        "Настройки: Tea lovers",
        "Кто не подписан на каналы: попадает в мут",
        "Нужные каналы: все",
        "Если человека не удаётся проверить: он может писать",
        "Проверять тех, кто вступает в группу: да",
        "Проверять тех, кто отписывается от канала: да",
        "Мут заканчивается через: 7 дней",
        "Кто пишет без подписки: сразу попадает в мут",
        "Время на подписку для тех, кто был здесь раньше: нет",
        "Сообщения от имени канала: удаляются",
        "Язык: у каждого свой",
        "Просьба подписаться: стандартный текст",
        "Приветствие: нет",
        "Нажмите на то, что хотите изменить",
    ] {
        assert!(overview.contains(line), "«{line}» is not in\n{overview}");
    }
    let pages = [
        ("Мут или только учёт", "В пробном режиме я только считаю", "Только учёт (пробно)"),
        ("Нужные каналы", "нужна подписка на все или хватит одного", "Хватит одного"),
        ("Если не могу проверить", "Иногда Telegram мне не отвечает", "Разрешать писать"),
        ("Проверять новичков", "Новый участник без подписки сразу попадает в мут", "Нет"),
        ("Проверять отписавшихся", "Кто отписался от канала, сразу попадает здесь в мут", "Да"),
        ("Срок мута", "Изменение действует для новых мутов", "Другое число"),
        ("Мут сразу или нет", "Новички попадают в мут сразу при входе", "Сначала предупредить"),
        ("Время на подписку", "Каждому напоминаю один раз", "30 дней"),
        ("Сообщения от канала", "Некоторые пишут от имени канала", "Оставлять сообщения"),
        ("Заявки в канал", "Можно ли тем временем писать", "Нужно подождать"),
        ("Язык", "На каком языке я пишу в этой группе", "У каждого свой"),
        ("Просьба подписаться", "Что читают здесь те, кто в муте", "Написать текст"),
        ("Сколько висит просьба", "Просьба всегда исчезает", "Когда больше не нужна"),
        ("Сколько висят команды", "чтобы в чате был порядок", "Никогда"),
        ("Приветствие", "Что я пишу, когда человек подписался", "Написать текст"),
        ("Строки «X вступает»", "Имена бывают рекламой", "Да"),
    ];
    for (name, about, choice) in pages {
        opened.tap(name).await;
        opened.until_it_says(about).await;
        let labels: Vec<String> = buttons(&opened.message()).into_iter().map(|(label, ..)| label).collect();
        assert!(labels.iter().any(|label| label.trim_start_matches("✓ ") == choice), "{name}: {labels:?}");
        opened.tap("Назад").await;
        opened.until_it_says("Нажмите на то, что хотите изменить").await;
    }
    opened.tap("Нужные каналы").await;
    assert_eq!(opened.tap("Хватит одного").await.text.as_deref(), Some("Сохранено."));
    opened.tap("Назад").await;
    opened.until_it_says("Нужные каналы: хотя бы один").await;
    opened.stage.end().await;
}

#[tokio::test]
async fn a_number_is_asked_for_in_russian_refused_and_saved() {
    let opened = opened_in_russian().await;
    opened.tap("Срок мута").await;
    let asked = opened.tap("Другое число").await.text;
    assert_eq!(asked.as_deref(), Some("Ответьте на мой вопрос ниже."));
    let question = opened.question().await;
    assert!(question.text.contains("пришлите число от 1 до 365 ответом"), "{}", question.text);
    assert!(question.text.contains("Это количество дней"), "{}", question.text);
    opened.reply(&question, "0", "Нужно число от 1 до 365. Ничего не изменилось").await;
    opened.reply(&question, "21", "Сохранено").await;
    opened.tap("Назад").await;
    opened.until_it_says("Мут заканчивается через: 21 день").await;
    opened.stage.end().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_text_is_said_in_russian_and_a_right_one_is_shown() {
    let opened = opened_in_russian().await;
    opened.tap("Приветствие").await;
    opened.tap("Написать текст").await;
    let question = opened.question().await;
    assert!(question.text.contains("пришлите текст ответом на это сообщение"), "{}", question.text);
    let texts = [
        ("2 < 3", "с которого не начинается разметка"),
        ("<video>", "Telegram не знает <video>"),
        ("<b x=\"1\">Hi</b>", "<b> написан не так, как принимает Telegram"),
        ("<b>Hi", "<b> нигде не закрыт"),
        ("Hi</b>", "</b> ничего не закрывает"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "Цитата не может стоять внутри другой цитаты"),
        ("{nobody}", "Я не знаю, что подставить вместо {nobody}"),
        ("<code>{name}</code>", "{name} не может стоять внутри <code>"),
        ("<b></b>", "В нём нечего читать"),
        ("Привет, {name}!", "Вот что увидят люди"),
    ];
    for (text, words) in texts {
        opened.reply(&question, text, words).await;
    }
    opened.stage.end().await;
}

#[tokio::test]
async fn what_is_stored_and_what_is_copied_is_told_in_russian() {
    let params = r#"{"on_unknown": "often", "notice_delete_after_seconds": 120, "command_delete_after_seconds": 3600}"#;
    let stage = Stage::protected_with(params).await;
    let opened = opened_on(stage).await;
    opened.until_it_says("То, что сохранено для Если не могу проверить, не подходит").await;
    opened.until_it_says("Просьба подписаться исчезает: через 2 минуты").await;
    opened.until_it_says("Команды и мои ответы: исчезают через 1 час").await;
    opened.tap("Скопировать из другой группы").await;
    opened.until_it_says("Других групп, которые настроили вы, у меня нет").await;
    opened.tap("Назад").await;
    let stage = &opened.stage;
    let otto = stage.simulator.add_user("Otto");
    let [_, strange] = [(stage.owner, "Coffee lovers"), (otto, "Cocoa lovers")].map(|(creator, title)| {
        stage.simulator.act(|world| {
            let group = world.add_supergroup(creator, title);
            world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER).unwrap();
            world.say(group, creator, "/protect @tea_news").unwrap();
            group
        })
    });
    stage.settle().await;
    let refused = opened.forge(stage.owner, &format!("set:{}:copy={strange}", stage.group)).await.text;
    assert_eq!(refused.as_deref(), Some("Из той группы скопировать нельзя: нужно быть админом и там."));
    let refused = opened.forge(stage.owner, &format!("set:{strange}:policy=any")).await.text;
    assert_eq!(refused.as_deref(), Some("Это доступно только админам этой группы."));
    opened.tap("Скопировать из другой группы").await;
    opened.until_it_says("Из какой группы скопировать настройки в Tea lovers").await;
    opened.until_it_says("1. Coffee lovers").await;
    assert_eq!(opened.tap("1").await.text.as_deref(), Some("Настройки скопированы."));
    opened.until_it_says("Просьба подписаться исчезает: когда больше не нужна").await;
    opened.stage.end().await;
}
