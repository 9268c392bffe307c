//! What `/status` and `/stats` are answered with.

use portcullis_simulator::world::Rights;
use portcullis_tests::Stage;

use super::{answer_to, isolated, muted, owner_reads, speaks};

/// What the owner reads about the gate, in turn: none is set up, it is on, what it has done, who was seen, since when, a
/// channel that can't be checked, a right that is missing, that it is off, and the channels that are kept.
async fn each_state_is_told(code: &str, words: [&str; 9]) {
    let mut stage = Stage::new().await;
    speaks(&stage, stage.owner, code);
    stage.start();
    let [none, on, muted_now, people, since, unseen, lacking, off, kept] = words;
    owner_reads(&stage, "/status", none).await;
    stage.protect().await;
    muted(&stage, "Sam", code).await;
    stage.until_one_notice().await;
    stage.settle().await;
    let status = answer_to(&stage, stage.group, stage.owner_says("/status")).await.text;
    for words in [on, muted_now, people, since] {
        assert!(status.contains(words), "«{words}» is not in\n{status}");
    }
    stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
    stage.settle().await;
    owner_reads(&stage, "/status", unseen).await;
    stage.simulator.act(|world| world.demote(stage.group, stage.owner, stage.bot)).unwrap();
    stage.settle().await;
    owner_reads(&stage, "/status", lacking).await;
    stage.simulator.act(|world| world.add_bot_as_admin(stage.group, stage.bot, Rights::GATEKEEPER)).unwrap();
    stage.settle().await;
    stage.owner_says("/unprotect");
    stage.settle().await;
    let status = answer_to(&stage, stage.group, stage.owner_says("/status")).await.text;
    for words in [off, kept] {
        assert!(status.contains(words), "«{words}» is not in\n{status}");
    }
    stage.end().await;
}

#[tokio::test]
async fn an_admin_reads_the_state_of_the_gate_in_hindi() {
    let words = [
        "यहाँ चैनल चेक सेट नहीं है: सब लिख सकते हैं",
        "Tea lovers: चैनल चेक चालू है",
        "अभी म्यूट: 1 · कुल: 1 · इनमें से जॉइन किया: 0",
        "देखे गए लोग: ",
        "किसने किया: ",
        "अभी चेक नहीं हो पा रहा। क्या मैं वहाँ अब भी एडमिन हूँ?",
        "इस ग्रुप में मेरे पास एक परमिशन नहीं है",
        "चैनल चेक बंद है। एडमिन इसे /protect से चालू कर सकते हैं",
        "दोबारा चालू होने पर ये चैनल लागू होंगे:\n• Tea news",
    ];
    each_state_is_told("hi", words).await;
}

#[tokio::test]
async fn an_admin_reads_the_state_of_the_gate_in_arabic_and_no_name_moves_what_stands_beside_it() {
    let (group, channel) = (isolated("Tea lovers"), isolated("Tea news"));
    let words = [
        "يمكن لأحد المشرفين تفعيله هكذا: \u{2068}/protect @yourchannel\u{2069}",
        &format!("{group}: الاشتراك الإجباري مفعّل"),
        "المكتومون الآن: 1 · الإجمالي: 1 · اشترك منهم: 0",
        "من رأيتُهم: ",
        "تم الإعداد في ",
        &format!("{channel} – لا يمكنني التحقق منها الآن"),
        "تنقصني صلاحية في هذه المجموعة",
        &format!("{group}: الاشتراك الإجباري متوقف. يمكن لأحد المشرفين تفعيله بالأمر \u{200e}/protect"),
        "محفوظة إلى حين التفعيل من جديد",
    ];
    each_state_is_told("ar", words).await;
}

#[tokio::test]
async fn a_gate_on_trial_tells_its_numbers_in_each_admins_language() {
    let stage = Stage::protected_with(r#"{"mode": "observe"}"#).await;
    stage.simulator.act(|world| {
        let jobs = world.add_channel(stage.owner, "Tea jobs", Some("tea_jobs"));
        world.add_bot_as_admin(jobs, stage.bot, Rights::INVITE_USERS).unwrap();
    });
    stage.owner_says("/protect @tea_jobs");
    stage.settle().await;
    let sam = stage.stranger("Sam");
    assert!(stage.say(sam, "hello").is_some());
    stage.until_number("the record is written", "SELECT COUNT(*) FROM restrictions", 1).await;
    stage.settle().await;
    let (group, channel) = (isolated("Tea lovers"), isolated("Tea jobs"));
    let table = [
        (
            "ru",
            ["защита в пробном режиме", "Попали бы в мут: 1"],
            [
                "Tea lovers в цифрах",
                "Защита в пробном режиме: в мут никто не попал",
                "По каналам, 7 / 30 дней",
                "Tea jobs — попали в мут 1 / 1, подписались 0 / 0",
            ],
        ),
        (
            "fa",
            ["عضویت اجباری آزمایشی است", "ساکت می‌شدند: ۱"],
            [
                &format!("آمار {group}"),
                "عضویت اجباری آزمایشی است: کسی ساکت نشد",
                "به تفکیک کانال، ۷ / ۳۰ روز",
                &format!("{channel} – ساکت شدند ۱ / ۱، عضو شدند ۰ / ۰"),
            ],
        ),
        (
            "hi",
            ["चैनल चेक ट्रायल पर है", "ट्रायल न होता तो म्यूट होते: 1"],
            [
                "Tea lovers के आँकड़े",
                "चैनल चेक ट्रायल पर है: कोई म्यूट नहीं हुआ",
                "चैनल के अनुसार, 7 / 30 दिन",
                "Tea jobs – म्यूट 1 / 1, जॉइन 0 / 0",
            ],
        ),
    ];
    for (code, status, stats) in table {
        speaks(&stage, stage.owner, code);
        for (command, words) in [("/status", &status[..]), ("/stats", &stats[..])] {
            let answer = answer_to(&stage, stage.group, stage.owner_says(command)).await.text;
            let missing: Vec<_> = words.iter().filter(|words| !answer.contains(**words)).collect();
            assert!(missing.is_empty(), "{missing:?} are not in\n{answer}");
        }
    }
    stage.end().await;
}
