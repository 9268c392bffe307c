//! A bot that is written with teloxide, and has the gate of `portcullis-domain` in it.

use std::{env, error::Error, sync::Arc};

use portcullis_domain::{ChannelId, GroupId};
use teloxide::{dptree, prelude::*};

mod gate;
mod system_clock;
mod teloxide_types;

use gate::Gate;
use system_clock::SystemClock;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The provider of cryptography that teloxide's client is built with; an error would say that there is one already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let (group, channel) = (GroupId(env::var("GATE_GROUP")?.parse()?), ChannelId(env::var("GATE_CHANNEL")?.parse()?));
    let gate = Arc::new(Gate::new(group, channel, SystemClock));

    // What a bot does besides goes on as it was, in branches of its own.
    let updates = dptree::entry()
        .branch(Update::filter_message().endpoint(on_message))
        .branch(Update::filter_chat_member().endpoint(on_chat_member));
    Dispatcher::builder(Bot::from_env(), updates).dependencies(dptree::deps![gate]).build().dispatch().await;
    Ok(())
}

async fn on_message(bot: Bot, message: Message, gate: Arc<Gate>) -> ResponseResult<()> {
    gate.judge(&bot, &message).await
}

async fn on_chat_member(bot: Bot, change: ChatMemberUpdated, gate: Arc<Gate>) -> ResponseResult<()> {
    gate.review(&bot, &change).await
}
