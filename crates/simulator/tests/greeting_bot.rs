//! A bot that is not ours, tested as its authors would test it. The README shows this code.

use std::time::Duration;

use portcullis_simulator::{Effect, Fault, Simulator, SimulatorServer, world::Rights};
use serde_json::{Value, json};

/// The bot under test: it greets everybody who joins a group, and waits where Telegram makes it wait.
async fn greeting_bot(api: String) -> reqwest::Result<()> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let call = async |method: &str, parameters: Value| -> reqwest::Result<Value> {
        loop {
            let request = client.post(format!("{api}/{method}")).json(&parameters);
            let answer: Value = request.send().await?.json().await?;
            match answer["parameters"]["retry_after"].as_u64() {
                Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
                None => return Ok(answer["result"].clone()),
            }
        }
    };
    let mut offset = 0;
    loop {
        let updates = call("getUpdates", json!({ "offset": offset, "timeout": 30 })).await?;
        for update in updates.as_array().into_iter().flatten() {
            offset = update["update_id"].as_i64().unwrap_or_default() + 1;
            let message = &update["message"];
            let newcomers = message["new_chat_members"].as_array().into_iter().flatten();
            for newcomer in newcomers.filter(|newcomer| newcomer["is_bot"] == false) {
                let text = format!("Welcome, {}!", newcomer["first_name"].as_str().unwrap_or_default());
                call("sendMessage", json!({ "chat_id": message["chat"]["id"], "text": text })).await?;
            }
        }
    }
}

#[tokio::test]
async fn whoever_joins_is_greeted_once_even_if_telegram_makes_the_bot_wait() {
    // A town with a group, and the bot at work in it.
    let telegram = Simulator::new();
    let bot = telegram.add_bot("4242:secret", "Greeter", "greeting_bot");
    let (olga, sam) = (telegram.add_user("Olga"), telegram.add_user("Sam"));
    let group = telegram.add_supergroup(olga, "Town square");
    telegram.add_bot_as_admin(group, bot, Rights::MANAGE_CHAT).unwrap();
    let (server, url) = SimulatorServer::start(telegram.clone(), "127.0.0.1:0").await.unwrap();
    let running = tokio::spawn(greeting_bot(format!("{url}/bot4242:secret")));

    // What people do, and what goes wrong: the next message meets a 429.
    let flood_wait = telegram.inject(Fault::new("sendMessage", Effect::FloodWait(1)).once());
    telegram.join(group, sam).unwrap();

    // What the bot did, and what people see of it.
    let calls = telegram.wait_for_calls("sendMessage", 2, Duration::from_secs(10)).await.unwrap();
    assert_eq!(flood_wait.hits(), 1);
    assert!(calls.iter().all(|call| call.parameters["text"] == "Welcome, Sam!"));
    let seen = telegram.visible_messages(group).into_iter().filter(|message| message.from == Some(bot));
    let seen: Vec<String> = seen.map(|message| message.text).filter(|text| !text.is_empty()).collect();
    assert_eq!(seen, ["Welcome, Sam!"]);
    assert_eq!(telegram.violations(), []);

    running.abort();
    server.stop().await;
}
