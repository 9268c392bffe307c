//! What is printed: who does what, what the bot calls, what each person sees, and when.

use std::{
    io::{Stdout, Write},
    time::Instant,
};

use portcullis_simulator::{Call, Outcome, world::Message};
use portcullis_tests::Stage;

/// The transcript of a story, written as it happens.
pub(crate) struct Transcript {
    began: Instant,
    /// How many of the bot's calls have been told already.
    told: usize,
    /// The last message of the private chat that was told.
    told_privately: i64,
    out: Stdout,
}

impl Transcript {
    pub(crate) fn new() -> Self {
        Self { began: Instant::now(), told: 0, told_privately: 0, out: std::io::stdout() }
    }

    /// A new chapter.
    pub(crate) fn chapter(&self, title: &str) -> anyhow::Result<()> {
        self.line(&format!("\n── {title}"))
    }

    /// Somebody does something.
    pub(crate) fn act(&self, what: &str) -> anyhow::Result<()> {
        self.line(&format!("{:7.2} s  {what}", self.began.elapsed().as_secs_f64()))
    }

    /// What the bot has called since it was last told.
    pub(crate) fn calls(&mut self, stage: &Stage) -> anyhow::Result<()> {
        let calls: Vec<Call> = stage.simulator.calls().into_iter().filter(|call| call.method != "getUpdates").collect();
        for call in calls.iter().skip(self.told).filter(|call| call.outcome != Outcome::Underway) {
            self.line(&format!("{:7.2} s    bot → {}", seconds(call.at_ms), in_short(call)))?;
        }
        self.told = calls.len();
        Ok(())
    }

    /// What the group shows now.
    pub(crate) fn group(&self, stage: &Stage) -> anyhow::Result<()> {
        self.line("           the group shows:")?;
        let (messages, names) = stage.simulator.read(|world| {
            let messages = world.visible_messages(stage.group);
            let name = |id: Option<i64>| id.and_then(|id| world.user(id)).map_or("Telegram", |user| &user.first_name);
            let names: Vec<String> = messages.iter().map(|message| name(message.from).to_owned()).collect();
            (messages, names)
        });
        for (message, name) in messages.iter().zip(names).filter(|(message, _)| message.service.is_none()) {
            self.line(&format!("             {name}: {}", text_of(message)))?;
            for button in buttons_of(message) {
                self.line(&format!("               [ {button} ]"))?;
            }
        }
        Ok(())
    }

    /// What the private chat with the bot shows somebody since it was last told, and what stands there in place of the
    /// letters.
    pub(crate) fn private(&mut self, stage: &Stage, name: &str, person: i64) -> anyhow::Result<()> {
        self.line(&format!("           {name}'s private chat with the bot shows:"))?;
        let (messages, keyboard) = stage.simulator.read(|world| {
            let keyboard = world.private_chat_of(person, stage.bot).and_then(|chat| chat.keyboard.clone());
            (world.private_messages(person, stage.bot), keyboard)
        });
        let by_bot =
            messages.iter().filter(|message| message.from == Some(stage.bot) && message.id > self.told_privately);
        for message in by_bot {
            self.line(&format!("             {}", text_of(message)))?;
            for button in buttons_of(message) {
                self.line(&format!("               [ {button} ]"))?;
            }
        }
        self.told_privately = messages.last().map_or(0, |message| message.id);
        if let Some(label) = keyboard.as_ref().and_then(|keyboard| keyboard["keyboard"][0][0]["text"].as_str()) {
            self.line(&format!("             at the bottom, in place of the letters: [ {label} ]"))?;
        }
        Ok(())
    }

    /// What one person is shown.
    pub(crate) fn shown(&self, name: &str, text: &str) -> anyhow::Result<()> {
        self.line(&format!("           {name} sees: {text}"))
    }

    /// Something that must be so.
    ///
    /// # Errors
    ///
    /// If it is not.
    pub(crate) fn check(&self, what: &str, is_so: bool) -> anyhow::Result<()> {
        self.line(&format!("           {} {what}", if is_so { "✓" } else { "✗" }))?;
        anyhow::ensure!(is_so, "it is not so that {what}");
        Ok(())
    }

    fn line(&self, text: &str) -> anyhow::Result<()> {
        Ok(writeln!(self.out.lock(), "{text}")?)
    }
}

fn in_short(call: &Call) -> String {
    let shown = ["chat_id", "user_id", "message_id", "until_date", "text", "caption"];
    let parameters: Vec<String> = shown
        .iter()
        .filter_map(|name| call.parameters.get(*name).map(|value| format!("{name}={}", shortened(&value.to_string()))))
        .collect();
    let outcome = match &call.outcome {
        Outcome::Ok => String::new(),
        Outcome::Error { code, description } => format!("  ✗ {code} {description}"),
        other => format!("  ✗ {other:?}"),
    };
    format!("{} {}{outcome}", call.method, parameters.join(" "))
}

fn text_of(message: &Message) -> String {
    message.text.replace('\n', "\n               ")
}

fn buttons_of(message: &Message) -> Vec<String> {
    let keyboard = message.reply_markup.as_ref().map(|markup| markup["inline_keyboard"].clone()).unwrap_or_default();
    let rows = keyboard.as_array().cloned().unwrap_or_default();
    let buttons = rows.iter().flat_map(|row| row.as_array().cloned().unwrap_or_default());
    buttons.map(|button| button["text"].as_str().unwrap_or_default().to_owned()).collect()
}

fn shortened(text: &str) -> String {
    let mut letters = text.chars();
    let short: String = letters.by_ref().take(48).collect();
    if letters.next().is_some() { format!("{short}…") } else { short }
}

fn seconds(milliseconds: u64) -> f64 {
    std::time::Duration::from_millis(milliseconds).as_secs_f64()
}
