//! Whoever is spoken to is spoken to in their group's language, else in their own, else in English.

use portcullis_simulator::world::{Message, Place, Rights};
use portcullis_tests::{Stage, stage::has_spoken};

/// A person whose client speaks this language.
fn speaker(stage: &Stage, name: &str, code: &str) -> i64 {
    stage.simulator.act(|world| {
        let person = world.add_user(name);
        world.user_mut(person).unwrap().language_code = Some(code.to_owned());
        person
    })
}

/// They join the group, and are muted.
async fn join(stage: &Stage, person: i64) {
    stage.simulator.join(stage.group, person).unwrap();
    stage.until_muted(person).await;
}

/// Waits until the bot says something in the group that contains these words.
async fn until_said(stage: &Stage, words: &str) -> Message {
    let is_said = |message: &Message| message.text.contains(words);
    stage.until(&format!("it says «{words}»"), |world| has_spoken(world, stage.group, stage.bot, is_said)).await;
    stage.simulator.read(|world| {
        let mut all = world.visible_messages(stage.group).into_iter();
        all.rfind(|message| message.from == Some(stage.bot) && is_said(message)).unwrap()
    })
}

/// Waits until the bot says something to a person in private that contains these words.
async fn until_told(stage: &Stage, person: i64, words: &str) {
    stage
        .until(&format!("it tells them «{words}»"), |world| {
            let all = world.private_messages(person, stage.bot);
            all.iter().any(|message| message.from == Some(stage.bot) && message.text.contains(words))
        })
        .await;
}

/// Presses a button that no bot of ours has made, and is told so in these words.
async fn until_a_forged_press_is_answered(stage: &Stage, notice: &Message, person: i64, words: &str) {
    let place = Place::Chat(stage.group);
    let press = stage.simulator.act(|world| world.press_data(place, notice.id, person, "nonsense")).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
    let answer = stage.simulator.read(|world| world.callback_answer(&press)).unwrap().text.unwrap();
    assert!(answer.contains(words), "{answer}");
}

fn labels(notice: &Message) -> String {
    notice.reply_markup.clone().unwrap_or_default().to_string()
}

#[tokio::test]
async fn a_muted_member_reads_everything_in_their_own_language_until_they_are_free() {
    for (params, code) in [(r#"{"language": "es"}"#, "en"), ("{}", "es-MX")] {
        let stage = Stage::protected_with(params).await;
        let ana = speaker(&stage, "Ana", code);
        join(&stage, ana).await;
        let notice = stage.until_one_notice().await;
        assert!(notice.text.contains("para escribir aquí") && notice.text.contains("Ana"), "{}", notice.text);
        assert!(labels(&notice).contains("Unirme a Tea news") && labels(&notice).contains("Ya me uní"));
        let refused = stage.press_joined(&notice, ana).await;
        assert!(refused.show_alert && refused.text.as_ref().unwrap().contains("Todavía no"), "{:?}", refused.text);
        stage.join_unnoticed(stage.channel, ana);
        // The next check past the cache comes three seconds later.
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        let passed = stage.press_joined(&notice, ana).await;
        assert!(passed.text.as_ref().unwrap().contains("¡Gracias!"), "{:?}", passed.text);
        stage.until_free(ana).await;
        stage.end().await;
    }
}

#[tokio::test]
async fn in_private_and_about_forged_buttons_a_person_is_told_in_the_language_of_their_client() {
    let stage = Stage::protected().await;
    let [ana, bea] = ["Ana", "Bea"].map(|name| speaker(&stage, name, "es"));
    join(&stage, ana).await;
    let notice = stage.until_one_notice().await;
    stage.simulator.start_private(ana, stage.bot, None).unwrap();
    until_told(&stage, ana, "Por esto no puedes escribir").await;
    let said = [
        ("/start", "Listo en un minuto"),
        ("/protect @tea_news", "funciona en los grupos"),
        ("/help", "Si algo no funciona"),
    ];
    for (command, words) in said {
        stage.simulator.say_privately(bea, stage.bot, command).unwrap();
        until_told(&stage, bea, words).await;
    }
    until_a_forged_press_is_answered(&stage, &notice, ana, "ya no sirve").await;
    stage.end().await;
}

#[tokio::test]
async fn in_a_group_that_has_chosen_a_language_everybody_reads_it_admins_too() {
    let stage = Stage::protected_with(r#"{"language": "es"}"#).await;
    let ana = speaker(&stage, "Ana", "en");
    join(&stage, ana).await;
    let notice = stage.until_one_notice().await;
    until_a_forged_press_is_answered(&stage, &notice, ana, "ya no sirve").await;
    let spoken = [
        ("/status", "la protección está activada"),
        ("/help", "¿No puedes escribir aquí?"),
        ("/protect @nobody_has_this", "No encuentro"),
        ("/protect", "Esto es lo que se aplica ahora"),
        ("/protect t.me/+AbCdEf", "enlace de invitación"),
        ("/exempt", "Aquí no hay excepciones"),
        (&format!("/exempt {ana}"), "queda como excepción"),
        (&format!("/unexempt {ana}"), "ya no es una excepción"),
        ("/unprotect @coffee_news", "no es uno de los canales"),
    ];
    for (command, words) in spoken {
        stage.owner_says(command);
        until_said(&stage, words).await;
    }
    let mia = stage.member("Mia");
    stage.settle().await;
    stage.say(mia, "/unprotect").unwrap();
    until_said(&stage, "Solo los administradores").await;
    stage.simulator.act(|world| {
        let foreign = world.add_channel(mia, "Cheap tea", None);
        world.say_as_channel(stage.group, mia, foreign, "buy").unwrap();
    });
    until_said(&stage, "en nombre de un canal").await;
    stage.settle().await;
    stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
    until_said(&stage, "Ya no veo quién está en").await;
    stage.simulator.act(|world| world.set_admin(stage.channel, stage.owner, stage.bot, Rights::INVITE_USERS)).unwrap();
    until_said(&stage, "Vuelvo a ver quién está en").await;
    stage.owner_says("/unprotect");
    until_said(&stage, "Tus ajustes se conservan").await;
    stage.end().await;
}

#[tokio::test]
async fn in_a_group_that_has_chosen_none_each_reads_their_own_and_an_english_admin_english() {
    let stage = Stage::protected().await;
    stage.simulator.act(|world| world.user_mut(stage.owner).unwrap().language_code = Some("en".to_owned()));
    let ana = speaker(&stage, "Ana", "es");
    stage.simulator.act(|world| world.join(stage.channel, ana)).unwrap();
    stage.simulator.act(|world| world.join(stage.group, ana)).unwrap();
    stage.settle().await;
    stage.owner_says("/status");
    until_said(&stage, "the gate is on").await;
    stage.say(ana, "/status").unwrap();
    until_said(&stage, "la protección está activada").await;
    stage.say(ana, "/exempt").unwrap();
    until_said(&stage, "Solo los administradores").await;
    stage.owner_says("/exempt");
    until_said(&stage, "Nobody").await;
    stage.end().await;
}

#[tokio::test]
async fn what_nobody_has_just_asked_for_is_said_in_the_owners_language_and_an_admin_is_answered_in_their_own() {
    let stage = Stage::new().await;
    stage.simulator.act(|world| world.user_mut(stage.owner).unwrap().language_code = Some("ru".to_owned()));
    let mut stage = stage;
    stage.start();
    stage.protect().await;
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    stage.settle().await;
    let admin = speaker(&stage, "Ana", "es");
    stage.simulator.act(|world| {
        world.join(stage.channel, admin).unwrap();
        world.join(stage.group, admin).unwrap();
        world.set_admin(stage.group, stage.owner, admin, Rights::GATEKEEPER).unwrap();
        world.unrestrict_by(stage.group, admin, sam).unwrap();
    });
    until_said(&stage, "Un administrador").await;
    stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
    until_said(&stage, "Я больше не вижу").await;
    stage.end().await;
}

#[tokio::test]
async fn a_merged_notice_speaks_as_the_newest_of_those_it_serves_and_a_press_as_its_presser() {
    let stage = Stage::protected().await;
    let ana = speaker(&stage, "Ana", "es");
    join(&stage, ana).await;
    stage.until_one_notice().await;
    let tom = speaker(&stage, "Tom", "en-GB");
    join(&stage, tom).await;
    let notice = until_said(&stage, "Tom").await;
    assert!(labels(&notice).contains("I have joined"), "{}", labels(&notice));
    stage.settle().await;
    for (person, words) in [(ana, "Todavía no"), (tom, "Not there yet")] {
        let answer = stage.press_joined(&notice, person).await;
        assert!(answer.text.as_ref().unwrap().contains(words), "{:?}", answer.text);
    }
    stage.end().await;
}
