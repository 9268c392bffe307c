//! The control API.

use reqwest::Method;
use serde_json::{Value, json};

use crate::bot_client::{TOKEN, Town};

impl Town {
    pub(crate) async fn control(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/control/{path}", self.base_url);
        let response = self.client.request(method, url).json(&body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    pub(crate) async fn act(&self, action: &str, arguments: Value) -> Value {
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
async fn words_are_passed_on_from_outside() {
    let town = Town::new().await;
    let second =
        town.act("add_bot", json!({"token": "88:x", "name": "Riddle", "username": "riddle_bot"})).await["bot"].clone();
    let via = json!({"chat": town.group, "user": town.owner, "bot": second, "text": "riddle"});
    let message = town.act("say_via_bot", via).await["message"].clone();
    let reaction = json!({"chat": town.group, "user": town.owner, "message": message, "emoji": "👍"});
    town.act("react", reaction).await;
    let forward = json!({"chat": town.group, "user": town.owner, "from_chat": town.group, "message": message});
    town.act("forward", forward).await;
    let updates = town.call("getUpdates", json!({})).await;
    let last: Vec<&Value> = updates.as_array().unwrap().iter().rev().take(3).collect();
    assert_eq!(last[0]["message"]["forward_origin"]["type"], "user");
    assert!(last[1]["edited_message"].get("edit_date").is_none());
    assert_eq!(last[2]["message"]["via_bot"]["username"], "riddle_bot");
}

#[tokio::test]
async fn chats_and_accounts_change_from_outside() {
    let town = Town::new().await;
    town.act("make_forum", json!({"chat": town.group})).await;
    let topic =
        town.act("add_topic", json!({"chat": town.group, "by": town.owner, "name": "Tea"})).await["topic"].clone();
    town.act("close_topic", json!({"chat": town.group, "by": town.owner, "topic": topic})).await;
    let send = json!({"chat_id": town.group, "text": "x", "message_thread_id": topic});
    let (status, body) = town.answer("sendMessage", send).await;
    assert_eq!((status, &body["description"]), (400, &json!("Bad Request: TOPIC_CLOSED")));
    town.act("reopen_topic", json!({"chat": town.group, "by": town.owner, "topic": topic})).await;
    town.act("delete_topic", json!({"chat": town.group, "by": town.owner, "topic": topic})).await;
    town.act("rename_chat", json!({"chat": town.group, "by": town.owner, "title": "New"})).await;
    town.act("set_chat_username", json!({"chat": town.group, "username": "new_town"})).await;
    town.act("rename_user", json!({"user": town.bot, "first_name": "Doorman"})).await;
    town.act("set_username", json!({"user": town.bot, "username": "doorman_bot"})).await;
    assert_eq!(town.call("getChat", json!({"chat_id": "@new_town"})).await["title"], "New");
    assert_eq!(town.call("getMe", json!({})).await["username"], "doorman_bot");
    town.act("delete_account", json!({"user": town.owner})).await;
    town.act("delete_chat", json!({"chat": town.group})).await;
    assert_eq!(town.answer("getChat", json!({"chat_id": town.group})).await.0, 400);
}

#[tokio::test]
async fn a_token_is_revoked_in_the_middle_of_a_poll_and_given_back() {
    let town = Town::new().await;
    let poll = town.answer("getUpdates", json!({"timeout": 50, "offset": -1, "allowed_updates": ["message"]}));
    let revoke = async {
        let mut changes = town.simulator.changes();
        while town.simulator.calls_of("getUpdates").is_empty() {
            changes.changed().await.unwrap();
        }
        town.act("revoke_token", json!({"token": TOKEN})).await;
    };
    let ((status, _), ()) = tokio::join!(poll, revoke);
    assert_eq!(status, 401);
    assert_eq!(town.answer("getMe", json!({})).await.0, 401);
    town.act("give_token", json!({"bot": town.bot, "token": TOKEN})).await;
    town.call("getMe", json!({})).await;
}

#[tokio::test]
async fn an_update_can_be_made_up() {
    let town = Town::new().await;
    let number = town.act(&format!("updates/{}", town.bot), json!({"poll": {"id": "1"}})).await["update_id"].clone();
    assert_eq!(town.call("getUpdates", json!({})).await[0]["update_id"], number);
}
