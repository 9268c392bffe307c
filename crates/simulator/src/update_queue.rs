//! The updates a bot has not confirmed yet.
//!
//! <https://core.telegram.org/bots/api#getting-updates>: numbers rise by one from some start, updates
//! are kept for 24 hours (a callback query for 150 seconds), and a bot gets the kinds it asked for.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use rand::RngExt as _;
use serde_json::{Value, json};

use crate::schema::Schema;
use crate::world::PendingUpdate;

/// How long an update is kept, in seconds.
const KEPT_FOR: i64 = 24 * 60 * 60;
/// How long a callback query is kept, in seconds.
const CALLBACK_QUERY_KEPT_FOR: i64 = 150;
/// What a bot does not get unless it names it.
const NOT_BY_DEFAULT: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// A lane of webhook delivery: one update of it at a time.
pub(crate) type Lane = (&'static str, i64);

/// An update with its number.
#[derive(Clone, Debug)]
pub(crate) struct Queued {
    pub(crate) number: i64,
    pub(crate) lane: Lane,
    /// Unix seconds.
    expires: i64,
    /// The `Update` as JSON text, or whatever a test put there.
    pub(crate) body: String,
}

/// A bot's updates, and how it wants them.
#[derive(Debug)]
pub(crate) struct UpdateQueue {
    next: i64,
    waiting: VecDeque<Queued>,
    /// The last update of each kind, to be told once more.
    last: BTreeMap<&'static str, PendingUpdate>,
    confirmed: u64,
    /// `None`: the default set.
    allowed: Option<Vec<String>>,
    /// Rises with every `getUpdates`: the newest poll ends the others.
    polls: u64,
    webhook: Option<Webhook>,
    /// Rises with every change of the webhook.
    webhook_generation: u64,
    /// No update expires before (Unix seconds).
    next_expiry: i64,
}

/// Where updates are posted to.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret_token: Option<String>,
    pub(crate) max_connections: usize,
    /// Unix seconds and text of the last failure.
    pub(crate) last_error: Option<(i64, String)>,
}

impl UpdateQueue {
    pub(crate) fn new() -> Self {
        Self {
            next: random_start(),
            waiting: VecDeque::new(),
            last: BTreeMap::new(),
            confirmed: 0,
            allowed: None,
            polls: 0,
            webhook: None,
            webhook_generation: 0,
            next_expiry: i64::MAX,
        }
    }

    /// Queues an update, unless the bot does not want its kind.
    pub(crate) fn push(&mut self, update: &PendingUpdate) {
        if !self.wants(update.kind) {
            return;
        }
        let number = self.take_number();
        let kept_for = if update.kind == "callback_query" { CALLBACK_QUERY_KEPT_FOR } else { KEPT_FOR };
        let lane = (lane_class(update.kind), update.lane);
        let body = json!({ "update_id": number, update.kind: update.payload }).to_string();
        self.put(Queued { number, lane, expires: update.date + kept_for, body });
        self.last.insert(update.kind, update.clone());
    }

    /// Queues the last update of a kind once more; whether there was one.
    pub(crate) fn repeat(&mut self, kind: &str) -> bool {
        let last = self.last.get(kind).cloned();
        last.is_some_and(|update| {
            self.push(&update);
            true
        })
    }

    /// Queues any object, with its number in `update_id`.
    pub(crate) fn push_raw(&mut self, now: i64, mut update: Value) -> i64 {
        let number = self.take_number();
        if let Some(object) = update.as_object_mut() {
            object.insert("update_id".to_owned(), number.into());
        }
        self.put(Queued { number, lane: ("raw", number), expires: now + KEPT_FOR, body: update.to_string() });
        number
    }

    /// Queues any text; the number is only known to the queue.
    pub(crate) fn push_verbatim(&mut self, now: i64, body: String) -> i64 {
        let number = self.take_number();
        self.put(Queued { number, lane: ("raw", number), expires: now + KEPT_FOR, body });
        number
    }

    fn put(&mut self, update: Queued) {
        self.next_expiry = self.next_expiry.min(update.expires);
        self.waiting.push_back(update);
    }

    fn take_number(&mut self) -> i64 {
        self.next += 1;
        self.next - 1
    }

    fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) => kinds.iter().any(|allowed| allowed == kind),
            None => !NOT_BY_DEFAULT.contains(&kind),
        }
    }

    /// Remembers the wanted kinds. Unknown names are ignored; without a known one the default set is back.
    pub(crate) fn allow(&mut self, kinds: &[Value]) {
        let known = kinds.iter().filter_map(Value::as_str).filter(|kind| Schema::get().is_update_kind(kind));
        let known: Vec<_> = known.map(str::to_owned).collect();
        self.allowed = (!known.is_empty()).then_some(known);
    }

    pub(crate) fn allowed(&self) -> Option<&[String]> {
        self.allowed.as_deref()
    }

    /// A new poll begins; the number tells it from later ones.
    pub(crate) fn begin_poll(&mut self) -> u64 {
        self.polls += 1;
        self.polls
    }

    pub(crate) fn is_newest_poll(&self, poll: u64) -> bool {
        self.polls == poll
    }

    /// Confirms what lies below `offset`; a negative one leaves only the last so many.
    pub(crate) fn confirm(&mut self, offset: i64) {
        let kept = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
        let below = match offset {
            0 => 0,
            1.. => self.waiting.iter().take_while(|update| update.number < offset).count(),
            _ => self.waiting.len().saturating_sub(kept),
        };
        self.waiting.drain(..below);
        self.confirmed += below as u64;
    }

    /// The webhook took this one.
    pub(crate) fn confirm_one(&mut self, number: i64) {
        if let Some(index) = self.waiting.iter().position(|update| update.number == number) {
            self.waiting.remove(index);
            self.confirmed += 1;
        }
    }

    pub(crate) fn webhook(&self) -> Option<&Webhook> {
        self.webhook.as_ref()
    }

    /// Tells one setting of the webhook from the next.
    pub(crate) fn webhook_generation(&self) -> u64 {
        self.webhook_generation
    }

    pub(crate) fn set_webhook(&mut self, webhook: Webhook) {
        self.webhook = Some(webhook);
        self.webhook_generation += 1;
    }

    pub(crate) fn remove_webhook(&mut self) {
        self.webhook = None;
        self.webhook_generation += 1;
    }

    /// Notes why a delivery failed, at `now` (Unix seconds).
    pub(crate) fn delivery_failed(&mut self, now: i64, problem: String) {
        if let Some(webhook) = &mut self.webhook {
            webhook.last_error = Some((now, problem));
        }
    }

    pub(crate) fn drop_pending(&mut self) {
        self.waiting.clear();
    }

    /// What waits at `now` (Unix seconds), oldest first; what is too old is gone.
    pub(crate) fn waiting(&mut self, now: i64) -> &VecDeque<Queued> {
        if self.next_expiry <= now {
            self.waiting.retain(|update| update.expires > now);
            self.next_expiry = self.waiting.iter().map(|update| update.expires).min().unwrap_or(i64::MAX);
        }
        &self.waiting
    }

    pub(crate) fn confirmed(&self) -> u64 {
        self.confirmed
    }

    /// The update numbers begin anew somewhere else, as they do after a week of silence.
    pub(crate) fn renumber(&mut self) {
        self.next = random_start();
    }

    /// The first `limit` updates, as `getUpdates` gives them.
    pub(crate) fn page(&mut self, now: i64, limit: usize) -> Vec<String> {
        self.waiting(now).iter().take(limit).map(|update| update.body.clone()).collect()
    }
}

/// Where update numbers begin.
fn random_start() -> i64 {
    rand::rng().random_range(100_000_000..900_000_000)
}

/// Kinds that share their lanes.
fn lane_class(kind: &'static str) -> &'static str {
    match kind {
        "message" | "edited_message" | "channel_post" | "edited_channel_post" => "message",
        "chat_member" | "chat_join_request" => "chat_member",
        other => other,
    }
}

/// How long a lane pauses after so many failures in a row: not at all, then 2, 4, 8 … up to 64 seconds.
pub(crate) fn pause_after(failures: u32) -> Duration {
    match failures {
        0 | 1 => Duration::ZERO,
        more => Duration::from_secs(1 << (more - 1).min(6)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(kind: &'static str) -> PendingUpdate {
        PendingUpdate { bot: 1, kind, lane: 5, date: 0, payload: json!({}) }
    }

    fn filled(count: usize) -> UpdateQueue {
        let mut queue = UpdateQueue::new();
        (0..count).for_each(|_| queue.push(&update("message")));
        queue
    }

    #[test]
    fn numbers_rise_by_one_and_an_offset_confirms_what_lies_below() {
        let mut queue = filled(3);
        let first = queue.waiting(0)[0].number;
        assert_eq!(queue.waiting(0)[2].number, first + 2);
        queue.confirm(first + 2);
        assert_eq!((queue.waiting(0).len(), queue.confirmed()), (1, 2));
        queue.confirm(0);
        assert_eq!(queue.waiting(0).len(), 1);
    }

    #[test]
    fn a_negative_offset_leaves_the_last_ones() {
        let mut queue = filled(5);
        let first = queue.waiting(0)[0].number;
        queue.confirm(-2);
        assert_eq!(queue.waiting(0)[0].number, first + 3);
    }

    #[test]
    fn chat_member_comes_only_to_those_who_name_it() {
        let mut queue = UpdateQueue::new();
        queue.push(&update("chat_member"));
        queue.allow(&[json!("chat_member"), json!("nonsense")]);
        queue.push(&update("chat_member"));
        queue.push(&update("message"));
        queue.allow(&[json!("nonsense")]);
        queue.push(&update("message"));
        assert_eq!(queue.allowed(), None);
        let bodies = queue.page(0, 100);
        assert_eq!(bodies.len(), 2);
        assert!(bodies[0].contains("chat_member") && bodies[1].contains("message"));
    }

    #[test]
    fn a_callback_query_is_kept_150_seconds_and_a_message_a_day() {
        let mut queue = UpdateQueue::new();
        queue.push(&update("message"));
        queue.push(&update("callback_query"));
        assert_eq!(queue.waiting(149).len(), 2);
        assert_eq!(queue.waiting(150).len(), 1);
        assert_eq!(queue.waiting(86_400).len(), 0);
    }

    #[test]
    fn pauses_double_up_to_a_minute() {
        let seconds: Vec<_> = (1..9).map(|failures| pause_after(failures).as_secs()).collect();
        assert_eq!(seconds, [0, 2, 4, 8, 16, 32, 64, 64]);
    }
}
