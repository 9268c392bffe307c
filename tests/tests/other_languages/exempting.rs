//! What `/exempt` and `/unexempt` are answered with, and what stands there when an admin un-mutes somebody.

use portcullis_tests::Stage;

use super::{answer_to, isolated, muted, owner_reads, speaks, until_said};

/// Ids of people of whom the bot knows nothing else.
const PEOPLE: [i64; 5] = [7_001, 7_002, 7_003, 7_004, 7_005];

#[tokio::test]
async fn an_admin_exempts_people_in_russian_and_they_are_counted_as_russian_counts() {
    let stage = Stage::protected().await;
    speaks(&stage, stage.owner, "ru");
    let [first, second, ..] = PEOPLE;
    let spoken = [
        (format!("/exempt {first}"), format!("{first} теперь в исключениях: здесь больше не проверяю")),
        (format!("/exempt {first}"), format!("{first} уже в исключениях")),
        ("/exempt".to_owned(), "1 человек здесь без проверки".to_owned()),
        (format!("/unexempt {second}"), format!("{second} не в исключениях, так что ничего не изменилось")),
        ("/exempt Anna".to_owned(), "Anna — это не id человека".to_owned()),
        (format!("/exempt {second}"), format!("{second} теперь в исключениях")),
        ("/exempt".to_owned(), "2 человека здесь без проверки".to_owned()),
    ];
    for (command, words) in spoken {
        owner_reads(&stage, &command, &words).await;
    }
    for person in &PEOPLE[2..] {
        owner_reads(&stage, &format!("/exempt {person}"), "теперь в исключениях").await;
    }
    owner_reads(&stage, "/exempt", "5 человек здесь без проверки").await;
    owner_reads(&stage, &format!("/unexempt {first}"), "больше не в исключениях: теперь проверяю, как всех").await;
    stage.end().await;
}

#[tokio::test]
async fn in_arabic_one_two_and_three_exempt_people_are_three_different_words() {
    let stage = Stage::protected().await;
    speaks(&stage, stage.owner, "ar");
    let lists = ["شخص واحد لا أتحقق منه", "شخصان لا أتحقق منهما", "3 أشخاص لا أتحقق منهم"];
    for (person, list) in PEOPLE.into_iter().zip(lists) {
        let isolated = isolated(&person.to_string());
        owner_reads(&stage, &format!("/unexempt {person}"), &format!("لا يوجد إعفاء باسم {isolated}")).await;
        owner_reads(&stage, &format!("/exempt {person}"), &format!("تم إعفاء {isolated}")).await;
        owner_reads(&stage, &format!("/exempt {person}"), &format!("سبق إعفاء {isolated}")).await;
        owner_reads(&stage, "/exempt", list).await;
    }
    owner_reads(&stage, "/exempt Sam", &format!("{} ليس معرّفًا رقميًا لشخص", isolated("Sam"))).await;
    stage.end().await;
}

#[tokio::test]
async fn whoever_answers_a_message_about_several_people_is_asked_in_hindi_whom_they_mean() {
    let stage = Stage::protected().await;
    speaks(&stage, stage.owner, "hi");
    let people = ["Mia", "Ben"].map(|name| stage.simulator.add_user(name));
    for person in people {
        stage.join_unnoticed(stage.channel, person);
    }
    let joined = stage.simulator.act(|world| world.add_members(stage.group, stage.owner, &people)).unwrap();
    stage.settle().await;
    for command in ["/exempt", "/unexempt"] {
        let asked = stage.simulator.act(|world| world.reply(stage.group, stage.owner, joined, command)).unwrap();
        let answer = answer_to(&stage, stage.group, asked).await.text;
        assert!(answer.contains("वह मैसेज कई लोगों के बारे में है"), "{answer}");
        assert!(people.iter().all(|person| answer.contains(&format!("{command} {person}"))), "{answer}");
    }
    stage.end().await;
}

#[tokio::test]
async fn an_admins_un_mute_is_taken_as_an_exemption_in_arabic_with_a_command_that_ends_it() {
    let stage = Stage::protected_with(r#"{"language": "ar"}"#).await;
    let sam = muted(&stage, "Sam", "en").await;
    stage.until_one_notice().await;
    stage.simulator.act(|world| world.unrestrict_by(stage.group, stage.owner, sam)).unwrap();
    let line = until_said(&stage, stage.group, &format!("رفع أحد المشرفين الكتم عن {}", isolated("Sam"))).await;
    assert!(line.text.contains(&isolated(&format!("/unexempt {sam}"))), "{}", line.text);
    stage.end().await;
}
