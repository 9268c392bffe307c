//! An admin protects a group. One member is in the channel, one joins it after the notice, one leaves it later; and the
//! admin looks at the numbers.

use std::path::Path;

use anyhow::Context;
use portcullis_simulator::world::{CallbackAnswer, Message};
use portcullis_tests::{Stage, stage::notices};

use crate::transcript::Transcript;

/// Tells the story.
///
/// # Errors
///
/// The first step that did not end as it should.
pub(crate) async fn tell(folder: &Path) -> anyhow::Result<()> {
    let mut transcript = Transcript::new();
    let mut stage = Stage::new().await;
    stage.start();
    protects_a_group(&stage, &mut transcript).await?;
    let mia = is_in_the_channel(&stage, &mut transcript).await?;
    joins_after_the_notice(&stage, &mut transcript).await?;
    leaves_later(&stage, &mut transcript, mia).await?;
    looks_at_the_numbers(&stage, &mut transcript, folder).await?;

    transcript.chapter("The end: the bot is asked to stop")?;
    let violations = stage.simulator.violations();
    transcript.check("no call has broken a rule of the Bot API", violations.is_empty())?;
    let status = stage.stop().await;
    transcript.check("the bot has stopped in good order", status.success())?;
    stage.end().await;
    Ok(())
}

async fn protects_a_group(stage: &Stage, transcript: &mut Transcript) -> anyhow::Result<()> {
    transcript.chapter("Olga, who owns the group «Tea lovers» and the channel @tea_news, protects the group")?;
    transcript.act("Olga writes: /protect @tea_news")?;
    stage.protect().await;
    stage.settle().await;
    transcript.calls(stage)?;
    transcript.group(stage)
}

async fn is_in_the_channel(stage: &Stage, transcript: &mut Transcript) -> anyhow::Result<i64> {
    transcript.chapter("Mia is in the channel: she notices nothing")?;
    let mia = stage.member("Mia");
    transcript.act("Mia joins the group and writes: Good morning!")?;
    let message = stage.say(mia, "Good morning!").context("Mia may speak")?;
    stage.settle().await;
    transcript.calls(stage)?;
    let calls = stage.simulator.calls().len();
    transcript.act("Mia writes ten times more")?;
    let more: Vec<i64> = (0..10).filter_map(|number| stage.say(mia, &format!("Tea number {number}"))).collect();
    stage.settle().await;
    let polls = stage.simulator.calls().iter().skip(calls).filter(|call| call.method == "getUpdates").count();
    transcript.check(
        "her further messages made the bot call nothing",
        stage.simulator.calls().len() == calls + polls && more.len() == 10,
    )?;
    let stands = stage.simulator.read(|world| world.message(stage.group, message).is_some_and(|one| !one.is_deleted));
    transcript.check("her message stands", stands)?;
    Ok(mia)
}

async fn joins_after_the_notice(stage: &Stage, transcript: &mut Transcript) -> anyhow::Result<()> {
    transcript.chapter("Sam is not in the channel: he is muted, told why, joins it, and speaks")?;
    let sam = stage.simulator.act(|world| world.add_user("Sam"));
    transcript.act("Sam joins the group and writes: Hello, who sells tea?")?;
    let message = stage.simulator.act(|world| {
        world.join(stage.group, sam)?;
        world.say(stage.group, sam, "Hello, who sells tea?")
    })?;
    stage.until_muted(sam).await;
    let notice = stage.until_one_notice().await;
    stage.settle().await;
    transcript.calls(stage)?;
    transcript.group(stage)?;
    let deleted = stage.simulator.read(|world| world.message(stage.group, message).is_some_and(|one| one.is_deleted));
    transcript.check("his message is deleted, and he is muted", deleted && stage.say(sam, "Hello?").is_none())?;

    transcript.act("Sam presses the button without having joined")?;
    let rows = notice.reply_markup.as_ref().and_then(|markup| markup["inline_keyboard"].as_array().map(Vec::len));
    let last = rows.context("the notice has buttons")? - 1;
    let press = stage.simulator.act(|world| world.press(stage.group, notice.id, sam, last, 0))?;
    let answer = answer_to(stage, &press).await;
    transcript.shown("Sam", answer.text.as_deref().unwrap_or_default())?;
    transcript.check("he is told which channel is missing", answer.show_alert)?;

    transcript.act("Sam joins @tea_news")?;
    stage.simulator.act(|world| world.join(stage.channel, sam))?;
    stage.until_free(sam).await;
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    stage.settle().await;
    transcript.calls(stage)?;
    transcript
        .check("he speaks again, with no button pressed", stage.say(sam, "Now then: who sells tea?").is_some())?;
    transcript.group(stage)
}

async fn leaves_later(stage: &Stage, transcript: &mut Transcript, mia: i64) -> anyhow::Result<()> {
    transcript.chapter("Mia leaves the channel: she is muted in the group")?;
    transcript.act("Mia leaves @tea_news")?;
    stage.simulator.act(|world| world.leave(stage.channel, mia))?;
    stage.until_muted(mia).await;
    stage.until_one_notice().await;
    stage.settle().await;
    transcript.calls(stage)?;
    transcript.group(stage)?;
    transcript.check("she can't speak", stage.say(mia, "Hm?").is_none())
}

async fn looks_at_the_numbers(stage: &Stage, transcript: &mut Transcript, folder: &Path) -> anyhow::Result<()> {
    transcript.chapter("Olga looks at the numbers")?;
    transcript.act("Olga writes: /stats")?;
    stage.owner_says("/stats");
    let is_chart = |message: &Message| message.from == Some(stage.bot) && message.photo.is_some();
    stage.until("the chart is there", |world| world.visible_messages(stage.group).iter().any(is_chart)).await;
    stage.settle().await;
    transcript.calls(stage)?;
    let chart = stage.simulator.read(|world| world.visible_messages(stage.group).into_iter().find(is_chart));
    let chart = chart.context("the chart is there")?;
    transcript.shown("Olga", &chart.text.replace('\n', "\n             "))?;
    let file = folder.join("portcullis-stats.png");
    std::fs::write(&file, chart.photo.as_deref().unwrap_or_default())
        .with_context(|| format!("the picture can't be written to {}", file.display()))?;
    transcript.shown("Olga", &format!("the picture in {}", file.display()))?;
    transcript.check("one was stopped and joined, and one has left", {
        chart.text.contains("Stopped: 1 · then joined: 1 (100%)")
            && chart.text.contains("Left a channel: 1 · came back: 0")
    })
}

async fn answer_to(stage: &Stage, press: &str) -> CallbackAnswer {
    stage.until("the press is answered", |world| world.callback_answer(press).is_some()).await;
    stage.simulator.read(|world| world.callback_answer(press)).unwrap_or_default()
}
