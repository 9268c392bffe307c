//! A simulated Telegram to run beside a bot.

use std::error::Error;

use clap::Parser;
use portcullis_simulator::{Simulator, SimulatorServer};

/// Serves a simulated Telegram Bot API, and a control API under /control/.
#[derive(Parser)]
struct Arguments {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8081")]
    listen: String,
    /// The token of a bot that is there from the start.
    #[arg(long, requires = "username")]
    token: Option<String>,
    /// That bot's username, without the @.
    #[arg(long, requires = "token")]
    username: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).init();
    let arguments = Arguments::parse();
    let simulator = Simulator::new();
    if let Some((token, username)) = arguments.token.zip(arguments.username) {
        simulator.add_bot(&token, &username, &username);
    }
    let (server, url) = SimulatorServer::start(simulator, &arguments.listen).await?;
    tracing::info!(%url, "listening");
    tokio::signal::ctrl_c().await?;
    server.stop().await;
    Ok(())
}
