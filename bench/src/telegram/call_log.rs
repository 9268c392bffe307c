//! What was called, when, and what came of it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, PoisonError},
    time::Instant,
};

use super::method::Method;

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its method.
    pub method: Method,
    /// The chat that it names, or 0.
    pub chat: i64,
    /// When it was answered, which is when it was carried out.
    pub answered: Instant,
}

/// All calls, and the effects of those that have any.
#[derive(Debug, Default)]
pub struct CallLog(Mutex<Record>);

#[derive(Debug, Default)]
struct Record {
    calls: Vec<Call>,
    muted: HashMap<i64, Instant>,
    unmuted: HashMap<i64, Instant>,
    deleted: HashMap<i64, Instant>,
    answered: HashMap<i64, Instant>,
    written_to: HashMap<i64, Instant>,
    looked_up: HashMap<i64, Instant>,
}

/// What became of people and messages, as far as a profile waits for it: the first time of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A person, by their id, was muted.
    Muted,
    /// A person, by their id, was un-muted.
    Unmuted,
    /// A message, by its number, was deleted.
    Deleted,
    /// A chat, by its id, was written to.
    WrittenTo,
    /// A press, by its id, was answered.
    Answered,
    /// A person, by their id, was looked for in a channel.
    LookedUp,
}

impl CallLog {
    pub(super) fn add(&self, call: Call) {
        self.with(|record| {
            if call.method == Method::SendMessage {
                record.written_to.entry(call.chat).or_insert(call.answered);
            }
            record.calls.push(call);
        });
    }

    pub(super) fn note(&self, effect: Effect, of: i64, at: Instant) {
        self.with(|record| {
            record.of(effect).entry(of).or_insert(at);
        });
    }

    /// When this first happened, if it has.
    #[must_use]
    pub fn first(&self, effect: Effect, of: i64) -> Option<Instant> {
        self.with(|record| record.of(effect).get(&of).copied())
    }

    /// Whether this has happened to all of them.
    #[must_use]
    pub fn has_all(&self, effect: Effect, of: impl IntoIterator<Item = i64>) -> bool {
        self.with(|record| {
            let happened = record.of(effect);
            of.into_iter().all(|id| happened.contains_key(&id))
        })
    }

    /// To how many this has happened.
    #[must_use]
    pub fn count(&self, effect: Effect) -> usize {
        self.with(|record| record.of(effect).len())
    }

    /// How many calls there were so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.with(|record| record.calls.len())
    }

    /// Whether nothing was called so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The calls after the first `passed`.
    #[must_use]
    pub fn since(&self, passed: usize) -> Vec<Call> {
        self.with(|record| record.calls.get(passed..).unwrap_or_default().to_vec())
    }

    fn with<T>(&self, use_it: impl FnOnce(&mut Record) -> T) -> T {
        // Nothing panics while it holds the lock.
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Record {
    const fn of(&mut self, effect: Effect) -> &mut HashMap<i64, Instant> {
        match effect {
            Effect::Muted => &mut self.muted,
            Effect::Unmuted => &mut self.unmuted,
            Effect::Deleted => &mut self.deleted,
            Effect::WrittenTo => &mut self.written_to,
            Effect::Answered => &mut self.answered,
            Effect::LookedUp => &mut self.looked_up,
        }
    }
}

/// How many of these calls there were by method.
#[must_use]
pub fn count_by_method(calls: &[Call]) -> BTreeMap<Method, usize> {
    let mut counts = BTreeMap::new();
    for call in calls {
        *counts.entry(call.method).or_default() += 1;
    }
    counts
}
