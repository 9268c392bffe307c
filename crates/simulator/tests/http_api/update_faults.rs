//! Updates that are lost, late, or told twice.

use std::time::Duration;

use portcullis_simulator::{UpdateEffect, UpdateFault};
use serde_json::{Value, json};

use crate::bot_client::Town;

impl Town {
    /// The `chat_member` updates that wait.
    async fn changes(&self) -> Vec<Value> {
        let asked = json!({"allowed_updates": ["chat_member", "message"]});
        let updates = self.call("getUpdates", asked).await;
        let updates = updates.as_array().unwrap().iter();
        updates.filter_map(|update| update.get("chat_member").cloned()).collect()
    }

    /// Takes every update and asks for changes of members.
    async fn listen(&self) {
        self.say("hello");
        self.call("getUpdates", json!({"offset": -1, "allowed_updates": ["chat_member", "message"]})).await;
    }
}

#[tokio::test]
async fn a_change_can_come_an_hour_late() {
    let town = Town::new().await;
    town.listen().await;
    let ann = town.simulator.add_user("Ann");
    let late = town.simulator.inject_on_updates(UpdateFault::new("chat_member", UpdateEffect::Hold).about(ann).once());
    town.simulator.join(town.group, ann).unwrap();
    let joined_at = town.simulator.read(portcullis_simulator::World::now);
    town.simulator.advance(Duration::from_hours(1));
    assert_eq!(town.changes().await, Vec::<Value>::new());
    late.release();
    let changes = town.changes().await;
    assert_eq!((changes.len(), &changes[0]["new_chat_member"]["status"]), (1, &json!("member")));
    assert!(changes[0]["date"].as_i64().unwrap() <= joined_at);
}

#[tokio::test]
async fn a_change_can_come_twice_at_once_or_later() {
    let town = Town::new().await;
    town.listen().await;
    let ann = town.simulator.add_user("Ann");
    let twice = town.simulator.inject_on_updates(UpdateFault::new("chat_member", UpdateEffect::Twice).once());
    town.simulator.join(town.group, ann).unwrap();
    assert_eq!((town.changes().await.len(), twice.hits()), (2, 1));
    town.simulator.advance(Duration::from_mins(1));
    assert!(town.simulator.repeat_update(town.bot, "chat_member"));
    let changes = town.changes().await;
    assert_eq!(changes.len(), 3);
    assert_eq!(changes[0], changes[2]);
    assert!(!town.simulator.repeat_update(town.bot, "poll"));
}

#[tokio::test]
async fn updates_are_lost_on_their_way_or_while_they_wait() {
    let town = Town::new().await;
    town.listen().await;
    let fault = town.simulator.inject_on_updates(UpdateFault::new("*", UpdateEffect::Lose).in_chat(town.group));
    town.say("nobody hears this");
    fault.remove();
    town.say("this waits");
    assert_eq!(town.simulator.pending(town.bot), 2);
    assert_eq!(town.simulator.lose_waiting_updates(town.bot), 2);
    assert_eq!(town.call("getUpdates", json!({})).await, json!([]));
}

#[tokio::test]
async fn updates_are_lost_held_and_repeated_from_outside() {
    let town = Town::new().await;
    let lost = json!({"kind": "message", "times": 1, "effect": "lose"});
    assert_eq!(town.act("update_faults", lost).await["fault"], 0);
    town.say("lost");
    let held = json!({"kind": "message", "bot": town.bot, "effect": "hold"});
    assert_eq!(town.act("update_faults", held).await["fault"], 1);
    town.say("held");
    assert_eq!(town.simulator.pending(town.bot), 0);
    let (_, about) = town.control(reqwest::Method::GET, "update_faults/1", json!({})).await;
    assert_eq!((&about["hits"], &about["held"]), (&json!(1), &json!(1)));
    town.act("update_faults/1/release", json!({})).await;
    town.act(&format!("updates/{}/repeat", town.bot), json!({"kind": "message"})).await;
    assert_eq!(town.simulator.pending(town.bot), 2);
    let (_, lost) = town.control(reqwest::Method::DELETE, &format!("updates/{}", town.bot), json!({})).await;
    assert_eq!(lost["lost"], 2);
    let (status, _) = town.control(reqwest::Method::DELETE, "update_faults/9", json!({})).await;
    assert_eq!(status, 404);
}
