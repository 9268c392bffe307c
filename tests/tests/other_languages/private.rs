//! What people read in private, and what the bot says of itself there before they have said anything.

use portcullis_simulator::{
    World,
    world::{Permissions, Rights},
};
use portcullis_tests::{Stage, stage::WAIT_TIMEOUT};

use super::{isolated, labels, speaker, until_told};

/// A group of the owner's with this channel, and whoever is in it.
async fn another_group(stage: &Stage, title: &str, people: &[i64]) -> i64 {
    let group = stage.simulator.act(|world| {
        let group = world.add_supergroup(stage.owner, title);
        world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER).unwrap();
        world.say(group, stage.owner, "/protect @tea_news").unwrap();
        group
    });
    stage.settle().await;
    for person in people {
        stage.simulator.join(group, *person).unwrap();
    }
    group
}

/// The words for one language: why somebody can't write, since when, what to do, the first and last group's button, who
/// muted them elsewhere, and the buttons that add the bot.
struct Words {
    code: &'static str,
    muted_since: (&'static str, &'static [&'static str]),
    then: &'static str,
    button: &'static str,
    by_administrator: &'static str,
    add: [&'static str; 2],
}

#[tokio::test]
async fn whoever_asks_why_they_can_not_write_reads_their_own_language() {
    let stage = Stage::protected().await;
    let table = [
        Words {
            code: "hi",
            muted_since: (
                "से म्यूट हैं",
                &["जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"],
            ),
            then: "जॉइन करते ही आप फिर से लिख सकेंगे",
            button: "जॉइन कर लिया · ",
            by_administrator: "में आपको मैंने नहीं, किसी एडमिन ने म्यूट किया है",
            add: ["मुझे ग्रुप में जोड़ें", "मुझे चैनल में जोड़ें"],
        },
        Words {
            code: "fa",
            muted_since: (
                "ساکت شده‌اید",
                &[
                    "ژانویه",
                    "فوریه",
                    "مارس",
                    "آوریل",
                    "مه",
                    "ژوئن",
                    "ژوئیه",
                    "اوت",
                    "سپتامبر",
                    "اکتبر",
                    "نوامبر",
                    "دسامبر",
                ],
            ),
            then: "همین که عضو شوید، دوباره می‌توانید بنویسید",
            button: "عضو شدم · ",
            by_administrator: "یکی از مدیران شما را ساکت کرده، نه من",
            add: ["افزودن ربات به گروه", "افزودن ربات به کانال"],
        },
    ];
    let people: Vec<i64> = table.iter().map(|words| speaker(&stage, "Sam", words.code)).collect();
    for person in &people {
        stage.simulator.join(stage.group, *person).unwrap();
        stage.until_muted(*person).await;
    }
    let green = another_group(&stage, "Green tea", &people).await;
    let iced = another_group(&stage, "Iced tea", &[]).await;
    for person in &people {
        stage.until("they are muted in both groups", |world| world.is_muted(green, *person)).await;
    }
    // In the third an admin was faster than the gate.
    stage.simulator.act(|world| {
        for person in &people {
            world.join(iced, *person).unwrap();
            world.restrict_by(iced, stage.owner, *person, Permissions::NONE, 0).unwrap();
        }
    });
    stage.settle().await;
    for (words, person) in table.iter().zip(people) {
        let title = |title: &str| if words.code == "fa" { isolated(title) } else { title.to_owned() };
        stage.simulator.start_private(person, stage.bot, None).unwrap();
        let why = until_told(&stage, person, words.then).await;
        let (since, months) = words.muted_since;
        let is_dated = |line: &str| line.contains(since) && months.iter().any(|month| line.contains(month));
        assert_eq!(why.text.lines().filter(|line| is_dated(line)).count(), 2, "{}", why.text);
        let labels = labels(&why);
        for group in ["Tea lovers", "Green tea"] {
            assert!(labels.contains(&format!("{}{}", words.button, title(group))), "{labels:?}");
        }
        let elsewhere = until_told(&stage, person, words.by_administrator).await;
        assert!(elsewhere.text.contains(&title("Iced tea")), "{}", elsewhere.text);
        let curious = speaker(&stage, "Cora", words.code);
        stage.simulator.start_private(curious, stage.bot, None).unwrap();
        let start = until_told(&stage, curious, "/status").await;
        assert_eq!(super::labels(&start)[..2], words.add, "{}", words.code);
    }
    stage.end().await;
}

/// What the bot says of itself to people of one language: a field of its profile.
fn said_of_itself(world: &World, bot: i64, field: &str, code: &str) -> String {
    let profile = world.user(bot).unwrap().bot.as_ref().unwrap();
    profile.texts.get(&(field.to_owned(), code.to_owned())).cloned().unwrap_or_default()
}

/// All menus of commands for one language, as they are shown.
fn menus(world: &World, bot: i64, code: &str) -> Vec<String> {
    let profile = world.user(bot).unwrap().bot.as_ref().unwrap();
    let of_language = profile.commands.iter().filter(|((_, language), _)| language == code);
    of_language.map(|(_, commands)| commands.to_string()).collect()
}

#[tokio::test]
async fn before_a_word_is_said_a_person_reads_in_their_language_what_the_bot_is_and_which_commands_it_has() {
    let mut stage = Stage::new().await;
    stage.start();
    stage.simulator.wait_for_calls("setMyShortDescription", 10, WAIT_TIMEOUT).await.unwrap();
    stage.settle().await;
    let table = [
        ("es", "Añádeme a tu grupo", "Se configura en un minuto", "Si la protección está activada"),
        ("ru", "Добавьте меня в группу", "Настройка за минуту", "Включена ли защита"),
        ("ar", "تكفي إضافتي إلى مجموعتك", "الإعداد في دقيقة واحدة", "حالة الاشتراك الإجباري"),
        ("hi", "मुझे अपने ग्रुप में जोड़ें", "सेटअप एक मिनट में", "चैनल चेक चालू है या नहीं"),
    ];
    for (code, long, short, menu) in table {
        stage.simulator.read(|world| {
            let description = said_of_itself(world, stage.bot, "description", code);
            assert!(description.contains(long), "{description}");
            let in_short = said_of_itself(world, stage.bot, "short_description", code);
            assert!(in_short.contains(short), "{in_short}");
            let menus = menus(world, stage.bot, code);
            assert_eq!(menus.len(), 3, "in private, for members, for admins");
            assert!(menus.iter().any(|commands| commands.contains(menu)), "{menus:?}");
        });
    }
    stage.end().await;
}

#[tokio::test]
async fn whoever_is_muted_in_more_groups_than_one_message_shows_reads_in_arabic_how_many_more_there_are() {
    let stage = Stage::protected().await;
    let sam = speaker(&stage, "Sam", "ar");
    stage.simulator.join(stage.group, sam).unwrap();
    let mut groups = vec![stage.group];
    // Twelve are shown.
    for number in 2..=14 {
        groups.push(another_group(&stage, &format!("Tea {number}"), &[sam]).await);
    }
    stage.until("they are muted in all", |world| groups.iter().all(|group| world.is_muted(*group, sam))).await;
    stage.settle().await;
    stage.simulator.start_private(sam, stage.bot, None).unwrap();
    until_told(&stage, sam, "هناك مجموعتان أخريان؛ سأعرضهما بعد الانتهاء من هذه").await;
    stage.end().await;
}
