//! How calls may be made, and which are refused.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::bot_client::Town;

#[tokio::test]
async fn a_method_is_found_in_any_case_by_get_and_by_post() {
    let town = Town::new().await;
    for method in ["getMe", "GETME", "getme"] {
        let body: Value = town.client.get(town.url(method)).send().await.unwrap().json().await.unwrap();
        assert_eq!(body["result"]["username"], "gate_bot");
        assert_eq!(town.call(method, json!({})).await["id"], town.bot);
    }
    assert_eq!(town.simulator.calls_of("getMe").len(), 6);
    assert!(town.complaints().is_empty());
}

#[tokio::test]
async fn parameters_come_as_query_form_json_or_multipart() {
    let town = Town::new().await;
    let (group, url) = (town.group.to_string(), town.url("getChat"));
    let given = [("chat_id", group.as_str())];
    let requests = [
        town.client.get(&url).query(&given),
        town.client.post(&url).query(&given),
        town.client.post(&url).form(&given),
        town.client.post(&url).json(&json!({"chat_id": town.group})),
        town.client.post(&url).json(&json!({"chat_id": group})),
        town.client.post(&url).multipart(Form::new().text("chat_id", group.clone())),
    ];
    for request in requests {
        let body: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(body["result"]["title"], "Town square", "{body}");
    }
    assert!(town.complaints().is_empty());
}

/// The beginning of a PNG of 4 by 3 pixels.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x04\0\0\0\x03";

#[tokio::test]
async fn an_uploaded_photo_is_kept() {
    let town = Town::new().await;
    let send = async |bytes: &'static [u8]| {
        let part = Part::bytes(bytes).file_name("a.png");
        let form = Form::new().text("chat_id", town.group.to_string()).text("caption", "A chart").part("photo", part);
        town.client.post(town.url("sendPhoto")).multipart(form).send().await.unwrap().json::<Value>().await.unwrap()
    };
    let answer = send(PNG).await;
    assert_eq!(answer["result"]["caption"], "A chart", "{answer}");
    let message = answer["result"]["message_id"].as_i64().unwrap();
    let kept =
        town.simulator.read(|world| world.message(town.group, message).and_then(|message| message.photo.clone()));
    assert_eq!(kept.as_deref(), Some(PNG));
    assert_eq!(send(b"no picture").await["description"], "Bad Request: IMAGE_PROCESS_FAILED");
}

#[tokio::test]
async fn an_object_may_be_json_in_a_form_field() {
    let town = Town::new().await;
    let markup = json!({"inline_keyboard": [[{"text": "Join", "url": "https://t.me/town"}]]}).to_string();
    let form = [("chat_id", town.group.to_string()), ("text", "Hello".to_owned()), ("reply_markup", markup)];
    let response = town.client.post(town.url("sendMessage")).form(&form).send().await.unwrap();
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["result"]["reply_markup"]["inline_keyboard"][0][0]["text"], "Join", "{body}");
}

#[tokio::test]
async fn an_unknown_method_is_not_found_and_a_violation() {
    let town = Town::new().await;
    let (status, body) = town.answer("sendMassage", json!({})).await;
    assert_eq!((status, body), (404, json!({"ok": false, "error_code": 404, "description": "Not Found"})));
    assert_eq!(town.complaints(), ["unknown method"]);
}

#[tokio::test]
async fn a_method_that_is_not_simulated_says_so() {
    let town = Town::new().await;
    let (status, body) = town.answer("getAvailableGifts", json!({})).await;
    assert_eq!((status, &body["error_code"]), (501, &json!(501)));
    assert_eq!(town.complaints(), ["the simulator does not know this method"]);
}

#[tokio::test]
async fn a_missing_or_wrongly_typed_parameter_is_refused() {
    let town = Town::new().await;
    let (status, body) = town.answer("deleteMessage", json!({"chat_id": town.group})).await;
    assert_eq!((status, &body["description"]), (400, &json!("Bad Request: message_id is empty")));
    let (status, _) = town.answer("deleteMessage", json!({"chat_id": town.group, "message_id": [1]})).await;
    assert_eq!(status, 400);
    let complaints = town.complaints();
    assert_eq!(complaints[0], "missing parameter message_id");
    assert_eq!(complaints[1], "parameter message_id is not of type Integer");
}

#[tokio::test]
async fn an_unknown_parameter_is_ignored_but_a_violation() {
    let town = Town::new().await;
    town.call("getMe", json!({"colour": "red"})).await;
    assert_eq!(town.complaints(), ["unknown parameter colour"]);
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let town = Town::new().await;
    let request = town.client.post(town.url("getMe")).header("content-type", "application/json").body("{oops");
    assert_eq!(request.send().await.unwrap().status(), 400);
    assert_eq!(town.complaints().len(), 1);
}

#[tokio::test]
async fn an_error_of_the_world_is_no_violation_and_an_ill_formed_text_is() {
    let town = Town::new().await;
    let (status, _) = town.answer("deleteMessage", json!({"chat_id": town.group, "message_id": 99_999})).await;
    assert_eq!(status, 400);
    assert!(town.complaints().is_empty());
    let text = json!({"chat_id": town.group, "text": "<b>open", "parse_mode": "HTML"});
    assert_eq!(town.answer("sendMessage", text).await.0, 400);
    assert_eq!(town.complaints().len(), 1);
}

#[tokio::test]
async fn a_malformed_token_is_not_found_and_an_unknown_one_unauthorized() {
    let town = Town::new().await;
    let status = async |token: &str| {
        let url = format!("{}/bot{token}/getMe", town.base_url);
        town.client.get(url).send().await.unwrap().status().as_u16()
    };
    assert_eq!(status("nonsense").await, 404);
    assert_eq!(status("0:abc").await, 404);
    assert_eq!(status("4242:another-secret").await, 401);
    assert_eq!(town.client.get(format!("{}/nothing", town.base_url)).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn an_uploaded_file_stands_in_the_log_by_name_and_size() {
    let town = Town::new().await;
    let form = Form::new()
        .text("chat_id", town.group.to_string())
        .part("photo", Part::bytes(vec![0; 3]).file_name("notice.png"));
    town.client.post(town.url("sendPhoto")).multipart(form).send().await.unwrap();
    let calls = town.simulator.calls_of("sendPhoto");
    assert_eq!(calls[0].parameters["photo"], json!({"uploaded_file": "notice.png", "size": 3}));
}

#[tokio::test]
async fn the_token_is_not_in_the_log() {
    let town = Town::new().await;
    town.call("getMe", json!({})).await;
    let seen = format!("{:?} {:?} {:?}", town.simulator.calls(), town.simulator.violations(), town.simulator);
    assert!(!seen.contains("secret-of-the_bot"));
}
