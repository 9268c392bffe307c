//! Every call the bots made, and every rule of the Bot API they broke.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::api_error::ApiError;

/// How many calls are kept; older ones are forgotten.
const CALLS_KEPT: usize = 100_000;

/// One call of a bot. The token is nowhere in it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Call {
    /// When it arrived, in milliseconds since the simulator's start.
    pub at_ms: u64,
    /// The bot's id.
    pub bot: i64,
    /// The method, in its own spelling (or as it came, where there is none such).
    pub method: String,
    /// The parameters, checked and brought to their types.
    pub parameters: Value,
    /// What became of it.
    pub outcome: Outcome,
    /// The injected fault that took effect on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// Not carried out yet: held back, or a long poll that waits.
    Underway,
    /// Carried out.
    Ok,
    /// Refused with an error.
    Error {
        /// The error code.
        code: u16,
        /// Its text.
        description: String,
    },
    /// A fault took effect and nothing was done.
    Faulted,
    /// The client hung up before anything was done.
    HungUp,
}

/// A request that broke the Bot API's rules: always a mistake of the bot.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Violation {
    /// When, in milliseconds since the simulator's start.
    pub at_ms: u64,
    /// The bot's id.
    pub bot: i64,
    /// The method called.
    pub method: String,
    /// What was wrong.
    pub complaint: String,
}

/// The calls and violations so far.
#[derive(Debug, Default)]
pub(crate) struct CallLog {
    calls: VecDeque<Call>,
    /// The number of the first call kept.
    first: u64,
    violations: Vec<Violation>,
    /// How many calls of a method (in lower case) have an outcome.
    decided: HashMap<String, usize>,
    /// When the last call arrived that is no long poll.
    last_arrival: Option<Duration>,
}

impl CallLog {
    /// Notes a call that arrived `at` (since the start) and gives its number.
    pub(crate) fn begin(&mut self, at: Duration, bot: i64, method: &str, parameters: Value) -> u64 {
        if method != "getUpdates" {
            self.last_arrival = Some(at);
        }
        if self.calls.len() == CALLS_KEPT {
            self.calls.pop_front();
            self.first += 1;
        }
        let (method, at_ms) = (method.to_owned(), milliseconds(at));
        self.calls.push_back(Call { at_ms, bot, method, parameters, outcome: Outcome::Underway, fault: None });
        self.first + self.calls.len() as u64 - 1
    }

    /// Says what became of a call.
    pub(crate) fn finish(&mut self, number: u64, outcome: Outcome) {
        let Some(call) = self.call(number) else { return };
        let was = std::mem::replace(&mut call.outcome, outcome);
        if was == Outcome::Underway {
            let method = call.method.to_ascii_lowercase();
            *self.decided.entry(method).or_default() += 1;
        }
    }

    /// The client hung up: of interest where nothing had been done yet.
    pub(crate) fn hung_up(&mut self, number: u64) {
        if self.call(number).is_some_and(|call| call.outcome == Outcome::Underway) {
            self.finish(number, Outcome::HungUp);
        }
    }

    pub(crate) fn set_fault(&mut self, number: u64, fault: String) {
        if let Some(call) = self.call(number) {
            call.fault = Some(fault);
        }
    }

    fn call(&mut self, number: u64) -> Option<&mut Call> {
        let index = number.checked_sub(self.first)?;
        self.calls.get_mut(usize::try_from(index).ok()?)
    }

    pub(crate) fn add_violation(&mut self, at: Duration, bot: i64, method: &str, complaint: String) {
        self.violations.push(Violation { at_ms: milliseconds(at), bot, method: method.to_owned(), complaint });
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.iter().cloned().collect()
    }

    pub(crate) fn calls_of(&self, method: &str) -> Vec<Call> {
        self.calls.iter().filter(|call| call.method.eq_ignore_ascii_case(method)).cloned().collect()
    }

    /// How many calls of `method` have an outcome; quick, since it is asked after every change.
    pub(crate) fn decided(&self, method: &str) -> usize {
        self.decided.get(&method.to_ascii_lowercase()).copied().unwrap_or_default()
    }

    pub(crate) fn violations(&self) -> Vec<Violation> {
        self.violations.clone()
    }

    pub(crate) fn last_arrival(&self) -> Option<Duration> {
        self.last_arrival
    }

    /// Forgets all calls. Violations stay.
    pub(crate) fn clear_calls(&mut self) {
        self.first += self.calls.len() as u64;
        self.calls.clear();
        self.decided.clear();
    }
}

fn milliseconds(at: Duration) -> u64 {
    u64::try_from(at.as_millis()).unwrap_or(u64::MAX)
}

/// Whether an error means that the request itself was ill-formed, rather than that the world was not as hoped.
pub(crate) fn is_ill_formed(error: &ApiError) -> bool {
    const FRAGMENTS: &[&str] = &[
        "can't parse",
        "is too long",
        "is empty",
        "must be non-empty",
        "button_",
        "reply_markup_",
        "expected",
        "invalid file",
        "wrong parameter",
        "wrong type",
        "unsupported",
        "entity_",
        "unallowed characters",
        "an https url must be provided",
        "too many",
        "_too_long",
        "bot_command_",
        "member_limit_invalid",
        "not specified",
        "invalid result specified",
        "there is no photo",
    ];
    let text = error.description.to_ascii_lowercase();
    error.code == 400 && FRAGMENTS.iter().any(|fragment| text.contains(fragment))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_call_that_was_carried_out_stays_so_when_the_client_hangs_up() {
        let mut log = CallLog::default();
        let done = log.begin(Duration::ZERO, 1, "sendMessage", json!({}));
        let waiting = log.begin(Duration::ZERO, 1, "sendMessage", json!({}));
        log.finish(done, Outcome::Ok);
        log.hung_up(done);
        log.hung_up(waiting);
        let outcomes: Vec<_> = log.calls().into_iter().map(|call| call.outcome).collect();
        assert_eq!(outcomes, [Outcome::Ok, Outcome::HungUp]);
    }

    #[test]
    fn clearing_does_not_confuse_a_call_that_is_underway() {
        let mut log = CallLog::default();
        let early = log.begin(Duration::ZERO, 1, "getMe", json!({}));
        log.clear_calls();
        let late = log.begin(Duration::ZERO, 1, "getChat", json!({}));
        log.finish(early, Outcome::Faulted);
        log.finish(late, Outcome::Ok);
        assert_eq!(log.calls()[0].outcome, Outcome::Ok);
    }

    #[test]
    fn a_missing_message_is_no_ill_formed_request() {
        assert!(is_ill_formed(&ApiError::bad_request("can't parse entities: unclosed tag")));
        assert!(is_ill_formed(&ApiError::bad_request("BUTTON_URL_INVALID")));
        assert!(!is_ill_formed(&ApiError::bad_request("message to delete not found")));
        assert!(!is_ill_formed(&ApiError::bad_request("PARTICIPANT_ID_INVALID")));
        assert!(!is_ill_formed(&ApiError::too_many_requests(3)));
    }
}
