//! Faults on the way of updates: which are lost, held back or told twice.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::world::PendingUpdate;

/// What happens to an update on its way to a bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UpdateEffect {
    /// It never comes.
    Lose,
    /// It comes when released, with the date at which it arose. Later ones overtake it.
    Hold,
    /// It comes twice in a row, under two numbers.
    Twice,
}

/// An effect, and the updates that it is for.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateFault {
    /// The field of the update, such as `chat_member`; `*` stands for every kind.
    pub kind: String,
    /// Only updates of this bot.
    #[serde(default)]
    pub bot: Option<i64>,
    /// Only updates of this chat.
    #[serde(default)]
    pub chat_id: Option<i64>,
    /// Only updates about this person: the member that changed, or else whoever the update is from.
    #[serde(default)]
    pub user_id: Option<i64>,
    /// How many updates it takes effect on; `None`: all until it is removed.
    #[serde(default)]
    pub times: Option<usize>,
    /// What happens to them.
    pub effect: UpdateEffect,
}

impl UpdateFault {
    /// `effect` for every update of `kind`.
    #[must_use]
    pub fn new(kind: &str, effect: UpdateEffect) -> Self {
        Self { kind: kind.to_owned(), bot: None, chat_id: None, user_id: None, times: None, effect }
    }

    /// Only the next update.
    #[must_use]
    pub fn once(self) -> Self {
        Self { times: Some(1), ..self }
    }

    /// Only updates of this bot.
    #[must_use]
    pub fn of_bot(self, bot: i64) -> Self {
        Self { bot: Some(bot), ..self }
    }

    /// Only updates of this chat.
    #[must_use]
    pub fn in_chat(self, chat_id: i64) -> Self {
        Self { chat_id: Some(chat_id), ..self }
    }

    /// Only updates about this person.
    #[must_use]
    pub fn about(self, user_id: i64) -> Self {
        Self { user_id: Some(user_id), ..self }
    }

    fn matches(&self, update: &PendingUpdate) -> bool {
        (self.kind == "*" || self.kind == update.kind)
            && self.bot.is_none_or(|bot| bot == update.bot)
            && self.chat_id.is_none_or(|chat| chat_of(update) == Some(chat))
            && self.user_id.is_none_or(|user| person_of(update) == Some(user))
    }
}

fn chat_of(update: &PendingUpdate) -> Option<i64> {
    let own = &update.payload["chat"]["id"];
    own.as_i64().or_else(|| update.payload["message"]["chat"]["id"].as_i64())
}

fn person_of(update: &PendingUpdate) -> Option<i64> {
    let id = |user: &Value| user["id"].as_i64();
    id(&update.payload["new_chat_member"]["user"]).or_else(|| id(&update.payload["from"]))
}

/// The rules in force, oldest first, and what they hold back.
#[derive(Debug, Default)]
pub(crate) struct UpdateFaults(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    fault: UpdateFault,
    hits: usize,
    removed: bool,
    held: Vec<PendingUpdate>,
}

impl UpdateFaults {
    /// Puts a rule in force and gives its number.
    pub(crate) fn add(&mut self, fault: UpdateFault) -> usize {
        self.0.push(Rule { fault, hits: 0, removed: false, held: Vec::new() });
        self.0.len() - 1
    }

    /// What comes of an update: itself, nothing for now, or itself twice. The oldest rule that fits decides.
    pub(crate) fn pass(&mut self, update: PendingUpdate) -> Vec<PendingUpdate> {
        let in_force = |rule: &Rule| !rule.removed && rule.fault.times.is_none_or(|times| rule.hits < times);
        let rule = self.0.iter_mut().find(|rule| in_force(rule) && rule.fault.matches(&update));
        let Some(rule) = rule else { return vec![update] };
        rule.hits += 1;
        match rule.fault.effect {
            UpdateEffect::Lose => Vec::new(),
            UpdateEffect::Hold => {
                rule.held.push(update);
                Vec::new()
            }
            UpdateEffect::Twice => vec![update.clone(), update],
        }
    }

    /// What the rule held back, oldest first; it holds nothing then.
    pub(crate) fn release(&mut self, number: usize) -> Vec<PendingUpdate> {
        self.0.get_mut(number).map(|rule| std::mem::take(&mut rule.held)).unwrap_or_default()
    }

    /// Ends a rule; what it holds back goes on being held until released.
    pub(crate) fn remove(&mut self, number: usize) {
        if let Some(rule) = self.0.get_mut(number) {
            rule.removed = true;
        }
    }

    /// How many updates the rule took effect on, and how many it holds; `None`: there is no such rule.
    pub(crate) fn about(&self, number: usize) -> Option<(usize, usize)> {
        self.0.get(number).map(|rule| (rule.hits, rule.held.len()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change_of(user: i64) -> PendingUpdate {
        let payload =
            json!({ "chat": { "id": -5 }, "from": { "id": 1 }, "new_chat_member": { "user": { "id": user } } });
        PendingUpdate { bot: 1, kind: "chat_member", lane: user, date: 0, payload }
    }

    #[test]
    fn a_rule_takes_effect_on_the_updates_it_names_and_only_so_often() {
        let mut faults = UpdateFaults::default();
        faults.add(UpdateFault::new("chat_member", UpdateEffect::Lose).of_bot(1).in_chat(-5).about(7).once());
        assert_eq!(faults.pass(change_of(8)).len(), 1);
        assert_eq!(faults.pass(change_of(7)).len(), 0);
        assert_eq!(faults.pass(change_of(7)).len(), 1);
        assert_eq!(faults.about(0), Some((1, 0)));
    }

    #[test]
    fn what_is_held_back_comes_when_released() {
        let mut faults = UpdateFaults::default();
        let number = faults.add(UpdateFault::new("*", UpdateEffect::Hold));
        assert!(faults.pass(change_of(7)).is_empty());
        faults.remove(number);
        assert_eq!(faults.pass(change_of(8)).len(), 1);
        assert_eq!(faults.release(number), [change_of(7)]);
        assert_eq!(faults.release(number), []);
    }
}
