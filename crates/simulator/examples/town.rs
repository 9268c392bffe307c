//! A simulated Telegram to talk to a bot in while it is being written: start it, start the bot with what it prints, and
//! type. Each line is said in the group; what the bot makes of it appears below.
//!
//! `cargo run -p portcullis-simulator --example town`

use std::{
    error::Error,
    io::{self, Write},
};

use portcullis_simulator::{Simulator, SimulatorServer, world::Rights};

const TOKEN: &str = "4242:secret";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let telegram = Simulator::new();
    let bot = telegram.add_bot(TOKEN, "Bot", "town_bot");
    let (olga, sam) = (telegram.add_user("Olga"), telegram.add_user("Sam"));
    let group = telegram.add_supergroup(olga, "Town square");
    telegram.add_bot_as_admin(group, bot, Rights::GATEKEEPER)?;
    telegram.join(group, sam)?;
    let (server, url) = SimulatorServer::start(telegram.clone(), "127.0.0.1:0").await?;

    let mut out = io::stdout();
    writeln!(out, "api {url}, token {TOKEN}, group {group}; you are Sam {sam}, end with Ctrl-D")?;
    tokio::spawn(show(telegram.clone(), group, bot));
    // It blocks, which the server does not mind: that runs on other threads.
    for line in io::stdin().lines() {
        if let Err(refused) = telegram.say(group, sam, &line?) {
            writeln!(out, "refused: {refused}")?;
        }
    }
    server.stop().await;
    for violation in telegram.violations() {
        writeln!(out, "the bot broke a rule: {}: {}", violation.method, violation.complaint)?;
    }
    Ok(())
}

/// Shows what the bot says in the group.
async fn show(telegram: Simulator, group: i64, bot: i64) -> io::Result<()> {
    let (mut changes, mut shown) = (telegram.changes(), 0);
    while changes.changed().await.is_ok() {
        for message in telegram.visible_messages(group) {
            if message.id > shown && message.from == Some(bot) {
                writeln!(io::stdout(), "bot: {}", message.text)?;
            }
            shown = shown.max(message.id);
        }
    }
    Ok(())
}
