//! Webhook delivery.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::bot_client::{Town, WAIT_TIMEOUT};

/// An answer to one delivery: its status, and `Retry-After`.
type Answer = (StatusCode, Option<&'static str>);

/// A webhook that writes down what it gets, answers as told (200 when told nothing), and may be held back.
#[derive(Clone)]
struct Hook {
    url: String,
    seen: Arc<Mutex<Vec<(HeaderMap, Value)>>>,
    answers: Arc<Mutex<Vec<Answer>>>,
    gate: Arc<Semaphore>,
}

impl Hook {
    async fn start(permits: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hook = Self {
            url: format!("http://{}/hook", listener.local_addr().unwrap()),
            seen: Arc::default(),
            answers: Arc::default(),
            gate: Arc::new(Semaphore::new(permits)),
        };
        let this = hook.clone();
        let handle = move |headers: HeaderMap, body: axum::Json<Value>| this.clone().take(headers, body.0);
        let app = Router::new().route("/hook", post(handle));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        hook
    }

    async fn take(self, headers: HeaderMap, body: Value) -> impl IntoResponse {
        self.seen.lock().unwrap().push((headers, body));
        self.gate.acquire().await.unwrap().forget();
        let answer = self.answers.lock().unwrap().pop();
        let (status, retry_after) = answer.unwrap_or((StatusCode::OK, None));
        (
            status,
            retry_after.map_or_else(HeaderMap::new, |wait| {
                [("retry-after".parse().unwrap(), wait.parse().unwrap())].into_iter().collect::<HeaderMap>()
            }),
        )
    }

    fn texts(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().filter_map(|(_, body)| body["message"]["text"].as_str().map(str::to_owned)).collect()
    }

    async fn wait_for(&self, count: usize) {
        let seen = async {
            while self.seen.lock().unwrap().len() < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(WAIT_TIMEOUT, seen).await.expect("the webhook is called");
    }
}

const MANY: usize = 1000;

#[tokio::test]
async fn an_update_is_posted_with_the_secret_and_confirmed_by_success() {
    let (town, hook) = (Town::new().await, Hook::start(MANY).await);
    town.call("setWebhook", json!({"url": hook.url, "secret_token": "s3cret"})).await;
    town.say("hello");
    town.simulator.wait_until_confirmed(town.bot, WAIT_TIMEOUT).await.unwrap();
    let (headers, body) = hook.seen.lock().unwrap()[0].clone();
    assert_eq!(headers["x-telegram-bot-api-secret-token"], "s3cret");
    assert_eq!(body["message"]["text"], "hello");
    assert_eq!(town.simulator.confirmed(town.bot), 1);
}

#[tokio::test]
async fn one_lane_is_served_one_by_one_and_lanes_side_by_side() {
    let (town, hook) = (Town::new().await, Hook::start(0).await);
    town.call("setWebhook", json!({"url": hook.url})).await;
    town.say("one");
    town.say("two");
    let user = town.simulator.act(|world| {
        let user = world.add_user("Ann");
        world.start_private(user, town.bot, None).unwrap();
        user
    });
    hook.wait_for(2).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let seen: Vec<_> =
        hook.seen.lock().unwrap().iter().map(|(_, body)| body["message"]["chat"]["id"].clone()).collect();
    assert_eq!(seen.len(), 2, "the second message of the group waits");
    assert!(seen.contains(&json!(user)) && seen.contains(&json!(town.group)));
    hook.gate.add_permits(MANY);
    town.simulator.wait_until_confirmed(town.bot, WAIT_TIMEOUT).await.unwrap();
    assert_eq!(hook.texts().last().unwrap(), "two");
}

#[tokio::test]
async fn max_connections_bounds_what_is_under_way() {
    let (town, hook) = (Town::new().await, Hook::start(0).await);
    town.call("setWebhook", json!({"url": hook.url, "max_connections": 2})).await;
    for number in 0..3 {
        town.simulator.push_raw(town.bot, json!({"message": {"text": number.to_string()}}));
    }
    hook.wait_for(2).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(hook.seen.lock().unwrap().len(), 2);
    hook.gate.add_permits(MANY);
    hook.wait_for(3).await;
}

#[tokio::test]
async fn what_is_refused_comes_again_and_holds_up_its_lane() {
    let (town, hook) = (Town::new().await, Hook::start(MANY).await);
    town.simulator.set_webhook_pace(0.01);
    *hook.answers.lock().unwrap() = vec![(StatusCode::INTERNAL_SERVER_ERROR, None); 3];
    town.call("setWebhook", json!({"url": hook.url})).await;
    town.say("one");
    town.say("two");
    town.simulator.wait_until_confirmed(town.bot, WAIT_TIMEOUT).await.unwrap();
    assert_eq!(hook.texts(), ["one", "one", "one", "one", "two"]);
    let info = town.call("getWebhookInfo", json!({})).await;
    assert_eq!(info["last_error_message"], "Wrong response from the webhook: 500 Internal Server Error");
}

#[tokio::test]
async fn a_retry_after_header_replaces_the_pause() {
    let (town, hook) = (Town::new().await, Hook::start(MANY).await);
    town.simulator.set_webhook_pace(0.1);
    *hook.answers.lock().unwrap() = vec![(StatusCode::SERVICE_UNAVAILABLE, Some("3"))];
    town.call("setWebhook", json!({"url": hook.url})).await;
    let began = std::time::Instant::now();
    town.say("one");
    town.simulator.wait_until_confirmed(town.bot, WAIT_TIMEOUT).await.unwrap();
    assert_eq!(hook.texts(), ["one", "one"]);
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_redirect_is_a_failure() {
    let (town, hook) = (Town::new().await, Hook::start(MANY).await);
    town.simulator.set_webhook_pace(0.01);
    *hook.answers.lock().unwrap() = vec![(StatusCode::TEMPORARY_REDIRECT, None)];
    town.call("setWebhook", json!({"url": hook.url})).await;
    town.say("one");
    town.simulator.wait_until_confirmed(town.bot, WAIT_TIMEOUT).await.unwrap();
    assert_eq!(hook.texts().len(), 2);
}

#[tokio::test]
async fn deleting_the_webhook_leaves_the_updates_for_polling_or_drops_them() {
    let town = Town::new().await;
    town.call("setWebhook", json!({"url": "http://127.0.0.1:9/nobody"})).await;
    town.say("one");
    assert_eq!(town.call("getWebhookInfo", json!({})).await["pending_update_count"], 1);
    town.call("deleteWebhook", json!({})).await;
    assert_eq!(town.call("getUpdates", json!({})).await.as_array().unwrap().len(), 1);
    town.call("deleteWebhook", json!({"drop_pending_updates": true})).await;
    assert_eq!(town.call("getUpdates", json!({})).await, json!([]));
    assert_eq!(town.call("getWebhookInfo", json!({})).await["url"], "");
}

#[tokio::test]
async fn only_https_is_accepted_unless_the_webhook_is_on_this_machine() {
    let town = Town::new().await;
    let (status, body) = town.answer("setWebhook", json!({"url": "http://bot.example/hook"})).await;
    assert_eq!(status, 400);
    assert_eq!(body["description"], "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
    town.simulator.advance(Duration::from_secs(1));
    let (status, _) =
        town.answer("setWebhook", json!({"url": "https://a.example/", "secret_token": "no spaces"})).await;
    assert_eq!(status, 400);
    assert_eq!(town.complaints().len(), 2);
}

#[tokio::test]
async fn a_webhook_may_be_set_once_a_second() {
    let town = Town::new().await;
    town.call("setWebhook", json!({"url": ""})).await;
    assert_eq!(town.answer("setWebhook", json!({"url": ""})).await.0, 429);
}
