//! A bot that calls the simulator over HTTP, and the world it lives in.

use std::time::Duration;

use portcullis_simulator::world::Rights;
use portcullis_simulator::{Simulator, SimulatorServer};
use serde_json::{Value, json};

pub(crate) const TOKEN: &str = "4242:secret-of-the_bot";
pub(crate) const WAIT_TIMEOUT: Duration = Duration::from_secs(5);

/// A group with its owner, a bot that is administrator there, and the server.
pub(crate) struct Town {
    pub(crate) simulator: Simulator,
    pub(crate) server: SimulatorServer,
    pub(crate) base_url: String,
    pub(crate) client: reqwest::Client,
    pub(crate) bot: i64,
    pub(crate) owner: i64,
    pub(crate) group: i64,
}

impl Town {
    pub(crate) async fn new() -> Self {
        let simulator = Simulator::new();
        let (bot, owner, group) = simulator.act(|world| {
            let bot = world.add_bot(TOKEN, "Gate", "gate_bot");
            let owner = world.add_user("Olga");
            let group = world.add_supergroup(owner, "Town square");
            world.add_bot_as_admin(group, bot, Rights::GATEKEEPER).unwrap();
            (bot, owner, group)
        });
        let (server, base_url) = SimulatorServer::start(simulator.clone(), "127.0.0.1:0").await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let town = Self { simulator, server, base_url, client, bot, owner, group };
        town.call("deleteWebhook", json!({"drop_pending_updates": true})).await;
        town.simulator.clear_calls();
        town
    }

    pub(crate) fn url(&self, method: &str) -> String {
        format!("{}/bot{TOKEN}/{method}", self.base_url)
    }

    /// Calls with JSON, and gives whatever came.
    pub(crate) async fn try_call(&self, method: &str, parameters: Value) -> reqwest::Result<(u16, Value)> {
        let response = self.client.post(self.url(method)).json(&parameters).send().await?;
        Ok((response.status().as_u16(), response.json().await?))
    }

    /// Calls with JSON: the status and the body.
    pub(crate) async fn answer(&self, method: &str, parameters: Value) -> (u16, Value) {
        self.try_call(method, parameters).await.unwrap()
    }

    /// Calls with JSON; the call must succeed.
    pub(crate) async fn call(&self, method: &str, parameters: Value) -> Value {
        let (status, mut body) = self.answer(method, parameters).await;
        assert_eq!((status, &body["ok"]), (200, &json!(true)), "{body}");
        body["result"].take()
    }

    pub(crate) fn say(&self, text: &str) -> i64 {
        self.simulator.act(|world| world.say(self.group, self.owner, text)).unwrap()
    }

    pub(crate) fn complaints(&self) -> Vec<String> {
        self.simulator.violations().into_iter().map(|violation| violation.complaint).collect()
    }
}

/// The texts of the messages in a list of updates.
pub(crate) fn texts(updates: &Value) -> Vec<&str> {
    updates.as_array().unwrap().iter().filter_map(|update| update["message"]["text"].as_str()).collect()
}
