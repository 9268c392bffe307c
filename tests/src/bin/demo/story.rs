//! An admin sets a group up by taps. One member is in the channel, one joins it after the notice, some come all at once, one
//! leaves the channel later; and the admin changes a setting and looks at the numbers.

use std::path::Path;

use anyhow::Context;
use portcullis_simulator::{
    World,
    world::{CallbackAnswer, Message, Rights},
};
use portcullis_tests::{
    Stage,
    stage::{has_spoken, notices},
};

use crate::transcript::Transcript;

/// Tells the story.
///
/// # Errors
///
/// The first step that did not end as it should.
pub(crate) async fn tell(folder: &Path) -> anyhow::Result<()> {
    let mut transcript = Transcript::new();
    let mut stage = Stage::new().await;
    has_no_bot_yet(&stage)?;
    stage.start();
    protects_a_group(&stage, &mut transcript).await?;
    let mia = is_in_the_channel(&stage, &mut transcript).await?;
    joins_after_the_notice(&stage, &mut transcript).await?;
    come_all_at_once(&stage, &mut transcript).await?;
    leaves_later(&stage, &mut transcript, mia).await?;
    changes_a_setting(&stage, &mut transcript).await?;
    looks_at_the_numbers(&stage, &mut transcript, folder).await?;

    transcript.chapter("The end: the bot is asked to stop")?;
    let violations = stage.simulator.violations();
    transcript.check("no call has broken a rule of the Bot API", violations.is_empty())?;
    let status = stage.stop().await;
    transcript.check("the bot has stopped in good order", status.success())?;
    stage.end().await;
    Ok(())
}

/// The group and the channel are as they were before anybody heard of the bot.
fn has_no_bot_yet(stage: &Stage) -> anyhow::Result<()> {
    stage.simulator.act(|world| {
        world.leave(stage.group, stage.bot)?;
        world.leave(stage.channel, stage.bot)
    })?;
    stage.simulator.lose_waiting_updates(stage.bot);
    Ok(())
}

async fn protects_a_group(stage: &Stage, transcript: &mut Transcript) -> anyhow::Result<()> {
    transcript.chapter("Olga owns the group «Tea lovers» and the channel «Tea news»: she sets the group up by taps")?;
    transcript.act("Olga opens the bot, and taps Start")?;
    stage.simulator.start_private(stage.owner, stage.bot, None)?;
    stage.until("Olga is answered", |world| !told(world, stage).is_empty()).await;
    stage.settle().await;
    transcript.calls(stage)?;
    transcript.private(stage, "Olga", stage.owner)?;
    let start = stage.simulator.read(|world| told(world, stage)).pop().context("the bot has answered")?;

    transcript.act("Olga taps «Add me to a group», and chooses «Tea lovers»")?;
    open(stage, &start, "startgroup=", Some(stage.group))?;
    stage.until("the group is greeted", |world| greeting(world, stage).is_some()).await;
    stage.settle().await;
    transcript.calls(stage)?;
    transcript.group(stage)?;
    let greeting = stage.simulator.read(|world| greeting(world, stage)).context("the group is greeted")?;

    transcript.act("Olga taps «Choose the channel»")?;
    open(stage, &greeting, "start=setup_", None)?;
    stage.until("a channel can be chosen", |world| request(world, stage).is_some()).await;
    stage.settle().await;
    transcript.calls(stage)?;
    transcript.private(stage, "Olga", stage.owner)?;
    let request = stage.simulator.read(|world| request(world, stage)).context("a channel can be chosen")?;

    transcript.act("Olga taps «Choose the channel» at the bottom, and then «Tea news»")?;
    stage.simulator.act(|world| world.share_chat(stage.owner, stage.bot, request, stage.channel))?;
    stage
        .until("the gate is on", |world| {
            has_spoken(world, stage.group, stage.bot, |message| message.text.contains("Tea news"))
        })
        .await;
    stage.settle().await;
    transcript.calls(stage)?;
    transcript.private(stage, "Olga", stage.owner)?;
    transcript.group(stage)?;
    let appointed = stage.simulator.member(stage.channel, stage.bot).rights();
    transcript.check(
        "Telegram has made the bot an admin of the channel, with one right",
        appointed == Rights::MANAGE_CHAT.with(Rights::INVITE_USERS),
    )
}

/// What the bot has written to Olga.
fn told(world: &World, stage: &Stage) -> Vec<Message> {
    let all = world.private_messages(stage.owner, stage.bot).into_iter();
    all.filter(|message| message.from == Some(stage.bot)).collect()
}

/// What the bot greets the group with.
fn greeting(world: &World, stage: &Stage) -> Option<Message> {
    let mut all = world.visible_messages(stage.group).into_iter();
    all.find(|message| message.from == Some(stage.bot) && link(message, "start=setup_").is_some())
}

/// The number of the request on the button in place of Olga's letters.
fn request(world: &World, stage: &Stage) -> Option<i64> {
    let keyboard = world.private_chat_of(stage.owner, stage.bot)?.keyboard.as_ref()?;
    keyboard["keyboard"][0][0]["request_chat"]["request_id"].as_i64()
}

/// Where the button of a message leads whose address contains this.
fn link(message: &Message, part: &str) -> Option<String> {
    let rows = message.reply_markup.as_ref()?["inline_keyboard"].as_array()?.iter();
    let buttons = rows.filter_map(|row| row.as_array()).flatten();
    let mut links = buttons.filter_map(|button| button["url"].as_str());
    links.find(|url| url.contains(part)).map(str::to_owned)
}

/// Olga taps a button that is a link, and chooses a chat where it asks for one.
fn open(stage: &Stage, message: &Message, part: &str, chat: Option<i64>) -> anyhow::Result<()> {
    let url = link(message, part).context("the message has such a button")?;
    stage.simulator.act(|world| world.open_link(stage.owner, &url, chat))?;
    Ok(())
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

async fn come_all_at_once(stage: &Stage, transcript: &mut Transcript) -> anyhow::Result<()> {
    transcript.chapter("Five people come at once: one notice names them all and serves each alone")?;
    transcript.act("Ada, Ben, Cem, Dua and Eli join the group")?;
    let people = ["Ada", "Ben", "Cem", "Dua", "Eli"].map(|name| stage.stranger(name));
    for person in people {
        stage.until_muted(person).await;
    }
    let notice = stage.until_one_notice_serves_all().await;
    stage.settle().await;
    transcript.calls(stage)?;
    transcript.group(stage)?;
    transcript.check("one notice serves them all", notice.text.contains("Ada") || notice.text.contains("Eli"))?;

    let [_, ben, ..] = people;
    transcript.act("Ben joins @tea_news")?;
    stage.simulator.act(|world| world.join(stage.channel, ben))?;
    stage.until_free(ben).await;
    stage.settle().await;
    transcript.calls(stage)?;
    let muted = stage.simulator.read(|world| people.map(|person| world.is_muted(stage.group, person)));
    transcript.check("Ben speaks, and the others wait", muted == [true, false, true, true, true])?;
    let standing = stage.simulator.read(|world| notices(world, stage.group, stage.bot).len());
    transcript.check("the notice stands for the others", standing == 1)
}

async fn leaves_later(stage: &Stage, transcript: &mut Transcript, mia: i64) -> anyhow::Result<()> {
    transcript.chapter("Mia leaves the channel: she is muted in the group")?;
    transcript.act("Mia leaves @tea_news")?;
    stage.simulator.act(|world| world.leave(stage.channel, mia))?;
    stage.until_muted(mia).await;
    stage.until_one_notice_serves_all().await;
    stage.settle().await;
    transcript.calls(stage)?;
    transcript.group(stage)?;
    transcript.check("she can't speak", stage.say(mia, "Hm?").is_none())
}

async fn changes_a_setting(stage: &Stage, transcript: &mut Transcript) -> anyhow::Result<()> {
    transcript.chapter("Olga changes a setting by taps")?;
    transcript.act("Olga writes: /settings")?;
    stage.owner_says("/settings");
    stage.until("the panel is there", |world| panel(world, stage, "Length of a mute").is_some()).await;
    stage.settle().await;
    transcript.calls(stage)?;
    let shown = stage.simulator.read(|world| panel(world, stage, "Length of a mute"));
    transcript.shown("Olga", &shown.context("the panel is there")?.0.text.replace('\n', "\n             "))?;
    for (button, next) in [("Length of a mute", "3 days"), ("3 days", "✓ 3 days"), ("Back", "Close")] {
        transcript.act(&format!("Olga taps «{button}»"))?;
        let found = stage.simulator.read(|world| panel(world, stage, button));
        let (message, row, column) = found.with_context(|| format!("there is a button «{button}»"))?;
        let press = stage.simulator.act(|world| world.press(stage.group, message.id, stage.owner, row, column))?;
        answer_to(stage, &press).await;
        stage.until("the panel shows what is now", |world| panel(world, stage, next).is_some()).await;
        stage.settle().await;
        transcript.calls(stage)?;
    }
    let shown = stage.simulator.read(|world| panel(world, stage, "Close")).context("the panel is there")?.0;
    transcript.check("a mute lasts three days from now on", shown.text.contains("A mute ends after: 3 days"))?;
    transcript.act("Olga taps «Close»")?;
    let (message, row, column) = stage.simulator.read(|world| panel(world, stage, "Close")).context("a button")?;
    stage.simulator.act(|world| world.press(stage.group, message.id, stage.owner, row, column))?;
    stage.until("the panel is gone", |world| panel(world, stage, "Close").is_none()).await;
    stage.settle().await;
    transcript.calls(stage)
}

/// The message of the bot's in the group with this button, and where the button is.
fn panel(world: &World, stage: &Stage, label: &str) -> Option<(Message, usize, usize)> {
    let all = world.visible_messages(stage.group).into_iter().filter(|message| message.from == Some(stage.bot));
    all.rev().find_map(|message| {
        let rows = message.reply_markup.as_ref()?["inline_keyboard"].as_array()?.clone();
        let mut places = rows.iter().enumerate().flat_map(|(row, buttons)| {
            let buttons = buttons.as_array().into_iter().flatten().enumerate();
            buttons.map(move |(column, button)| (row, column, button["text"] == label))
        });
        let (row, column, _) = places.find(|(_, _, is_it)| *is_it)?;
        Some((message, row, column))
    })
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
    transcript.check("six were stopped and two of them joined, and one has left", {
        chart.text.contains("Stopped: 6 · then joined: 2 (33%)")
            && chart.text.contains("Left a channel: 1 · came back: 0")
    })
}

async fn answer_to(stage: &Stage, press: &str) -> CallbackAnswer {
    stage.until("the press is answered", |world| world.callback_answer(press).is_some()).await;
    stage.simulator.read(|world| world.callback_answer(press)).unwrap_or_default()
}
