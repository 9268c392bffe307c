//! The control API.

use reqwest::Method;
use serde_json::{Value, json};

use crate::bot_client::Town;

impl Town {
    async fn control(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/control/{path}", self.base_url);
        let response = self.client.request(method, url).json(&body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn act(&self, action: &str, arguments: Value) -> Value {
        let (status, body) = self.control(Method::POST, action, arguments).await;
        assert_eq!(status, 200, "{body}");
        body
    }
}

#[tokio::test]
async fn people_can_be_played_from_outside() {
    let town = Town::new().await;
    let ann = town.act("add_user", json!({"first_name": "Ann", "language_code": "de"})).await["user"].clone();
    town.act("join", json!({"chat": town.group, "user": ann})).await;
    let message = town.act("say", json!({"chat": town.group, "user": ann, "text": "hello"})).await["message"].clone();
    let (_, state) = town.control(Method::GET, "state", json!({})).await;
    let chat = state["chats"].as_array().unwrap().iter().find(|chat| chat["id"] == town.group).unwrap();
    let messages = chat["messages"].as_array().unwrap();
    assert!(messages.iter().any(|seen| seen["id"] == message && seen["text"] == "hello"), "{chat}");
    let members = chat["members"].as_array().unwrap();
    assert!(members.iter().any(|member| member["user"] == ann && member["status"] == "member"));
    assert!(!state.to_string().contains("secret-of-the_bot"));
}

#[tokio::test]
async fn what_cannot_be_done_says_why() {
    let town = Town::new().await;
    let (status, body) = town.control(Method::POST, "join", json!({"chat": town.group, "user": town.owner})).await;
    assert_eq!((status, body), (409, json!({"ok": false, "error": "already a member of the chat"})));
    assert_eq!(town.control(Method::POST, "fly", json!({})).await.0, 400);
    assert_eq!(town.control(Method::POST, "join", json!({"chat": town.group})).await.0, 400);
}

#[tokio::test]
async fn a_button_can_be_pressed_and_its_answer_read() {
    let town = Town::new().await;
    let markup = json!({"inline_keyboard": [[{"text": "I have joined", "callback_data": "check"}]]});
    let notice = json!({"chat_id": town.group, "text": "Join first", "reply_markup": markup});
    let message = town.call("sendMessage", notice).await["message_id"].clone();
    let pressed = town.act("press", json!({"chat": town.group, "message": message, "user": town.owner})).await;
    let query = pressed["callback_query"].as_str().unwrap().to_owned();
    let path = format!("callback_queries/{query}");
    assert_eq!(town.control(Method::GET, &path, json!({})).await.1["answered"], false);
    town.call("answerCallbackQuery", json!({"callback_query_id": query, "text": "Welcome"})).await;
    assert_eq!(town.control(Method::GET, &path, json!({})).await.1["text"], "Welcome");
}

#[tokio::test]
async fn faults_limits_calls_and_violations_can_be_reached() {
    let town = Town::new().await;
    let fault = json!({"method": "getMe", "times": 1, "effect": {"flood_wait": 5}});
    let number = town.act("faults", fault).await["fault"].clone();
    assert_eq!(town.answer("getMe", json!({"oops": 1})).await.0, 429);
    let (_, about) = town.control(Method::GET, &format!("faults/{number}"), json!({})).await;
    assert_eq!(about["hits"], 1);
    assert_eq!(town.control(Method::POST, "faults/99/release", json!({})).await.0, 404);
    let (_, calls) = town.control(Method::GET, "calls?method=getMe", json!({})).await;
    assert_eq!(calls[0]["outcome"], "faulted");
    let (_, violations) = town.control(Method::GET, "violations", json!({})).await;
    assert_eq!(violations[0]["complaint"], "unknown parameter oops");
    let none = json!({"per_group_per_minute": null, "per_second": null, "webhooks_per_second": null});
    town.act("limits", none.clone()).await;
    assert_eq!(town.control(Method::GET, "limits", json!({})).await.1["limits"], none);
}

#[tokio::test]
async fn an_update_can_be_made_up() {
    let town = Town::new().await;
    let number = town.act(&format!("updates/{}", town.bot), json!({"poll": {"id": "1"}})).await["update_id"].clone();
    assert_eq!(town.call("getUpdates", json!({})).await[0]["update_id"], number);
}
