//! Posts updates to webhooks, lane by lane.
//!
//! <https://core.telegram.org/bots/api#setwebhook>: an update goes out when the one before it in its lane
//! (a chat's messages, a user's presses) was taken. Lanes go side by side, up to `max_connections`. What is
//! refused comes again at once, then after 2, 4, 8 … seconds, or when `Retry-After` says so.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::simulator::{Simulator, State};
use crate::update_queue::{Lane, UpdateQueue, Webhook, pause_after};

/// How long the bot may take to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_mins(1);
/// The longest `Retry-After` that is heeded.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);

/// A lane of one setting of one bot's webhook.
type Key = (i64, u64, Lane);

#[derive(Debug, Default)]
struct Progress {
    busy: bool,
    failures: u32,
    not_before: Option<Instant>,
}

/// One update on its way.
struct Delivery {
    key: Key,
    number: i64,
    webhook: Webhook,
    body: String,
}

/// What became of a delivery.
struct Delivered {
    key: Key,
    number: i64,
    result: Result<(), Failure>,
}

struct Failure {
    problem: String,
    /// How long the bot wants to wait for the next try.
    retry_after: Option<Duration>,
}

/// Delivers the updates of all bots that have a webhook, for ever.
pub(crate) async fn run(simulator: Simulator) {
    let client = match Client::builder().redirect(Policy::none()).no_proxy().timeout(ANSWER_TIMEOUT).build() {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "no HTTP client: webhooks are not served");
            return;
        }
    };
    let mut changes = simulator.changes();
    let mut lanes: HashMap<Key, Progress> = HashMap::new();
    let mut under_way = JoinSet::new();
    loop {
        changes.borrow_and_update();
        for delivery in simulator.peek(|state| due(state, &lanes)) {
            lanes.entry(delivery.key).or_default().busy = true;
            under_way.spawn(deliver(client.clone(), delivery));
        }
        let next_try = lanes.values().filter(|lane| !lane.busy).filter_map(|lane| lane.not_before).min();
        tokio::select! {
            _ = changes.changed() => {}
            Some(Ok(delivered)) = under_way.join_next() => finish(&simulator, &mut lanes, delivered),
            () = sleep_until(next_try.unwrap_or_else(Instant::now)), if next_try.is_some() => {
                end_pauses(&mut lanes);
            }
        }
    }
}

/// The updates that may go out now.
fn due(state: &mut State, lanes: &HashMap<Key, Progress>) -> Vec<Delivery> {
    let now = state.world.now();
    let State { world, queues, .. } = state;
    let served = queues.iter_mut().filter(|(bot, _)| world.has_token(**bot));
    served.flat_map(|(bot, queue)| due_of(*bot, queue, now, lanes)).collect()
}

/// Twice `max_connections` updates are looked at, as many as the real server loads.
fn due_of(bot: i64, queue: &mut UpdateQueue, now: i64, lanes: &HashMap<Key, Progress>) -> Vec<Delivery> {
    let Some(webhook) = queue.webhook().cloned() else { return Vec::new() };
    let generation = queue.webhook_generation();
    let is_mine = |key: &Key| (key.0, key.1) == (bot, generation);
    let busy = lanes.iter().filter(|(key, lane)| is_mine(key) && lane.busy).count();
    let free = webhook.max_connections.saturating_sub(busy);

    let mut seen = HashSet::new();
    let loaded = queue.waiting(now).iter().take(2 * webhook.max_connections);
    let first_of_lane = loaded.filter(|update| seen.insert(update.lane));
    let ready = first_of_lane.filter(|update| {
        let lane = lanes.get(&(bot, generation, update.lane));
        lane.is_none_or(|lane| !lane.busy && lane.not_before.is_none())
    });
    let deliveries = ready.take(free).map(|update| Delivery {
        key: (bot, generation, update.lane),
        number: update.number,
        webhook: webhook.clone(),
        body: update.body.clone(),
    });
    deliveries.collect()
}

/// Ends the pauses that are over.
fn end_pauses(lanes: &mut HashMap<Key, Progress>) {
    let now = Instant::now();
    for lane in lanes.values_mut() {
        lane.not_before = lane.not_before.filter(|time| *time > now);
    }
}

async fn deliver(client: Client, delivery: Delivery) -> Delivered {
    let Delivery { key, number, webhook, body } = delivery;
    let mut request = client.post(&webhook.url).header(CONTENT_TYPE, "application/json").body(body);
    if let Some(secret) = &webhook.secret_token {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let result = match request.send().await {
        Ok(response) if response.status().is_success() => Ok(()),
        Ok(response) => Err(refusal(&response)),
        Err(error) => Err(Failure { problem: no_answer(&error).to_owned(), retry_after: None }),
    };
    Delivered { key, number, result }
}

fn refusal(response: &Response) -> Failure {
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let retry_after = retry_after.map(Duration::from_secs).filter(|retry_after| *retry_after <= LONGEST_RETRY_AFTER);
    Failure { problem: format!("Wrong response from the webhook: {}", response.status()), retry_after }
}

fn no_answer(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "Read timeout expired"
    } else if error.is_connect() {
        "Connection refused"
    } else {
        "Connection closed"
    }
}

fn finish(simulator: &Simulator, lanes: &mut HashMap<Key, Progress>, delivered: Delivered) {
    let (bot, generation, _) = delivered.key;
    let Err(failure) = delivered.result else {
        lanes.remove(&delivered.key);
        simulator.change(|state| state.queue(bot).confirm_one(delivered.number));
        return;
    };
    let (pace, is_current) = simulator.change(|state| {
        let now = state.world.now();
        let queue = state.queue(bot);
        let is_current = queue.webhook_generation() == generation;
        if is_current {
            queue.delivery_failed(now, failure.problem);
        }
        (state.webhook_pace, is_current)
    });
    if !is_current {
        lanes.remove(&delivered.key);
        return;
    }
    let lane = lanes.entry(delivered.key).or_default();
    lane.busy = false;
    lane.failures += 1;
    let pause = failure.retry_after.unwrap_or_else(|| pause_after(lane.failures)).mul_f64(pace);
    lane.not_before = Some(Instant::now() + pause);
}
