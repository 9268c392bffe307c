//! Faults on demand: which calls go wrong, and how.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::parameters::Parameters;

/// What goes wrong with a call.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// 429 with this `retry_after` in seconds; nothing is done.
    FloodWait(u64),
    /// This HTTP status with this body, whatever it is; nothing is done.
    Status(u16, String),
    /// The call waits this long (milliseconds in JSON) and is then carried out and answered as usual.
    Hang(#[serde(with = "milliseconds")] Duration),
    /// The TCP connection is dropped without an answer; nothing is done.
    Reset,
    /// Carried out, but the TCP connection is dropped without an answer.
    ResetAfter,
    /// 200 with a body that is no JSON; nothing is done.
    Garbage,
    /// 200 with `"ok": false`; nothing is done.
    OkFalse,
    /// 200 with `"ok": true` and this result, whatever the method would give; nothing is done.
    Result(Value),
    /// Carried out, and in the result (a `ChatMember`) stands this word as the status.
    MemberStatus(String),
    /// The call has arrived and is not carried out until released; never, if the client hangs up before.
    HoldBefore,
    /// Carried out; the answer is held back until released.
    HoldAfter,
}

/// An effect, and the calls that it is for.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Fault {
    /// The Bot API method, in any case; `*` stands for every method.
    pub method: String,
    /// Only calls with this `chat_id`.
    #[serde(default)]
    pub chat_id: Option<i64>,
    /// Only calls with this `user_id`.
    #[serde(default)]
    pub user_id: Option<i64>,
    /// How many calls it takes effect on; `None`: all until it is removed.
    #[serde(default)]
    pub times: Option<usize>,
    /// What goes wrong with them.
    pub effect: Effect,
}

impl Fault {
    /// `effect` for every call of `method`.
    #[must_use]
    pub fn new(method: &str, effect: Effect) -> Self {
        Self { method: method.to_owned(), chat_id: None, user_id: None, times: None, effect }
    }

    /// Only the next call.
    #[must_use]
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Only the next `times` calls.
    #[must_use]
    pub fn times(self, times: usize) -> Self {
        Self { times: Some(times), ..self }
    }

    /// Only calls with this `chat_id`.
    #[must_use]
    pub fn in_chat(self, chat_id: i64) -> Self {
        Self { chat_id: Some(chat_id), ..self }
    }

    /// Only calls with this `user_id`.
    #[must_use]
    pub fn about(self, user_id: i64) -> Self {
        Self { user_id: Some(user_id), ..self }
    }

    fn matches(&self, method: &str, parameters: &Parameters) -> bool {
        let fits = |wanted: Option<i64>, name| wanted.is_none_or(|id| parameters.i64(name) == Some(id));
        (self.method == "*" || self.method.eq_ignore_ascii_case(method))
            && fits(self.chat_id, "chat_id")
            && fits(self.user_id, "user_id")
    }
}

/// The rules in force, oldest first, and the calls they hold.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    fault: Fault,
    hits: usize,
    removed: bool,
    /// Calls being held at this moment.
    held: usize,
    /// How often the held ones were released.
    releases: u64,
}

/// A call that is being held: by which rule, and since which release.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hold {
    rule: usize,
    release: u64,
}

impl Faults {
    /// Puts a rule in force and gives its number.
    pub(crate) fn add(&mut self, fault: Fault) -> usize {
        self.rules.push(Rule { fault, hits: 0, removed: false, held: 0, releases: 0 });
        self.rules.len() - 1
    }

    /// What goes wrong with this call: the effect of the oldest rule that fits, which counts the call.
    pub(crate) fn effect_on(&mut self, method: &str, parameters: &Parameters) -> Option<(usize, Effect)> {
        let in_force = |rule: &Rule| !rule.removed && rule.fault.times.is_none_or(|times| rule.hits < times);
        let fits = |rule: &Rule| in_force(rule) && rule.fault.matches(method, parameters);
        let (number, rule) = self.rules.iter_mut().enumerate().find(|(_, rule)| fits(rule))?;
        rule.hits += 1;
        Some((number, rule.fault.effect.clone()))
    }

    /// Begins to hold a call.
    pub(crate) fn hold(&mut self, number: usize) -> Hold {
        let rule = &mut self.rules[number];
        rule.held += 1;
        Hold { rule: number, release: rule.releases }
    }

    /// Whether the call is still to be held.
    pub(crate) fn is_held(&self, hold: Hold) -> bool {
        let rule = &self.rules[hold.rule];
        !rule.removed && rule.releases == hold.release
    }

    /// The call is held no longer: released, or its client hung up.
    pub(crate) fn end_hold(&mut self, hold: Hold) {
        let rule = &mut self.rules[hold.rule];
        rule.held = rule.held.saturating_sub(1);
    }

    pub(crate) fn release(&mut self, number: usize) {
        self.rules[number].releases += 1;
    }

    pub(crate) fn remove(&mut self, number: usize) {
        self.rules[number].removed = true;
    }

    pub(crate) fn clear(&mut self) {
        self.rules.iter_mut().for_each(|rule| rule.removed = true);
    }

    pub(crate) fn hits(&self, number: usize) -> usize {
        self.rules[number].hits
    }

    pub(crate) fn held(&self, number: usize) -> usize {
        self.rules[number].held
    }

    /// How many rules there have been: the numbers below it are rules.
    pub(crate) fn len(&self) -> usize {
        self.rules.len()
    }
}

mod milliseconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn about(chat_id: i64, user_id: i64) -> Parameters {
        Parameters::from(json!({"chat_id": chat_id, "user_id": user_id}).as_object().unwrap().clone())
    }

    #[test]
    fn a_rule_takes_effect_on_the_calls_it_names_and_only_so_often() {
        let mut faults = Faults::default();
        faults.add(Fault::new("GetChatMember", Effect::Reset).in_chat(-1).about(7).times(2));
        assert!(faults.effect_on("sendMessage", &about(-1, 7)).is_none());
        assert!(faults.effect_on("getChatMember", &about(-2, 7)).is_none());
        assert!(faults.effect_on("getChatMember", &about(-1, 8)).is_none());
        assert!(faults.effect_on("getChatMember", &about(-1, 7)).is_some());
        assert!(faults.effect_on("getChatMember", &about(-1, 7)).is_some());
        assert!(faults.effect_on("getChatMember", &about(-1, 7)).is_none());
    }

    #[test]
    fn a_fault_is_written_in_json() {
        let fault: Fault = serde_json::from_value(json!({"method": "*", "times": 1, "effect": {"hang": 250}})).unwrap();
        assert_eq!(fault, Fault::new("*", Effect::Hang(Duration::from_millis(250))).once());
        let fault: Fault = serde_json::from_value(json!({"method": "getMe", "effect": "reset"})).unwrap();
        assert_eq!(fault.effect, Effect::Reset);
    }
}
