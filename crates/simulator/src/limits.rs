//! Telegram's flood control, as far as it is known.
//!
//! <https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>: about 20 messages a
//! minute in one group and 30 a second over all. Edits count like sends.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::api_error::ApiError;
use crate::parameters::Parameters;

/// How much a bot may send and edit; `None` is without limit.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Limits {
    /// Sends and edits in any 60 seconds, per group.
    pub per_group_per_minute: Option<usize>,
    /// Sends and edits in any second, per bot.
    pub per_second: Option<usize>,
    /// `setWebhook` calls in any second, per bot.
    pub webhooks_per_second: Option<usize>,
}

impl Limits {
    /// What Telegram publishes.
    pub const TELEGRAM: Self =
        Self { per_group_per_minute: Some(20), per_second: Some(30), webhooks_per_second: Some(1) };
    /// No limits.
    pub const OFF: Self = Self { per_group_per_minute: None, per_second: None, webhooks_per_second: None };
}

impl Default for Limits {
    fn default() -> Self {
        Self::TELEGRAM
    }
}

/// What each bot did of late.
#[derive(Debug, Default)]
pub(crate) struct FloodControl {
    pub(crate) limits: Limits,
    exceeded: u64,
    recent: HashMap<(i64, Scope), VecDeque<Duration>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Scope {
    Group(String),
    Bot,
    Webhook,
}

impl FloodControl {
    /// Counts a call at `now` (since the start), or refuses it with 429.
    pub(crate) fn admit(
        &mut self,
        now: Duration,
        bot: i64,
        method: &str,
        parameters: &Parameters,
    ) -> Result<(), ApiError> {
        let limits: Vec<_> = self.scopes(method, parameters);
        let waits = limits.iter().filter_map(|(scope, most, window)| self.wait(now, (bot, scope), *most, *window));
        if let Some(wait) = waits.max() {
            self.exceeded += 1;
            return Err(ApiError::too_many_requests(wait.as_secs() + u64::from(wait.subsec_nanos() > 0)));
        }
        for (scope, _, window) in limits {
            let times = self.recent.entry((bot, scope)).or_default();
            while times.front().is_some_and(|time| *time + window <= now) {
                times.pop_front();
            }
            times.push_back(now);
        }
        Ok(())
    }

    /// How often a call was refused.
    pub(crate) fn exceeded(&self) -> u64 {
        self.exceeded
    }

    fn scopes(&self, method: &str, parameters: &Parameters) -> Vec<(Scope, usize, Duration)> {
        const SECOND: Duration = Duration::from_secs(1);
        const MINUTE: Duration = Duration::from_mins(1);
        if method == "setWebhook" {
            return self.limits.webhooks_per_second.map(|most| (Scope::Webhook, most, SECOND)).into_iter().collect();
        }
        if !is_send_or_edit(method) {
            return Vec::new();
        }
        let group = group_of(parameters).map(Scope::Group);
        let in_group = group.zip(self.limits.per_group_per_minute).map(|(scope, most)| (scope, most, MINUTE));
        let over_all = self.limits.per_second.map(|most| (Scope::Bot, most, SECOND));
        in_group.into_iter().chain(over_all).collect()
    }

    /// How long until one more fits into the window; `None`: it fits.
    fn wait(&self, now: Duration, (bot, scope): (i64, &Scope), most: usize, window: Duration) -> Option<Duration> {
        let times = self.recent.get(&(bot, scope.clone()))?;
        let in_window: Vec<_> = times.iter().copied().filter(|time| *time + window > now).collect();
        let first_to_leave = in_window.len().checked_sub(most)?;
        let leaves = in_window.get(first_to_leave).map_or(window, |time| (*time + window).saturating_sub(now));
        Some(leaves)
    }
}

/// Whether Telegram counts the method as a message: sends, forwards, copies and edits.
fn is_send_or_edit(method: &str) -> bool {
    const OTHERS: [&str; 4] =
        ["sendChatAction", "sendChatJoinRequestWebApp", "editChatInviteLink", "editChatSubscriptionInviteLink"];
    let counted = ["send", "forwardMessage", "copyMessage", "editMessage", "editEphemeralMessage"];
    counted.iter().any(|prefix| method.starts_with(prefix)) && !OTHERS.contains(&method)
}

/// The group or channel a call goes to, by id or by name.
fn group_of(parameters: &Parameters) -> Option<String> {
    match parameters.i64("chat_id") {
        Some(id) => (id < 0).then(|| id.to_string()),
        None => parameters.str("chat_id").map(str::to_ascii_lowercase),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn to(chat_id: i64) -> Parameters {
        Parameters::from(json!({"chat_id": chat_id}).as_object().unwrap().clone())
    }

    #[test]
    fn the_twenty_first_send_in_a_minute_waits_for_the_first_to_leave_the_window() {
        let mut flood = FloodControl::default();
        for second in 0..20 {
            let method = if second % 2 == 0 { "sendMessage" } else { "editMessageText" };
            flood.admit(Duration::from_secs(second), 1, method, &to(-5)).unwrap();
        }
        let refused = flood.admit(Duration::from_secs(20), 1, "sendMessage", &to(-5)).unwrap_err();
        assert_eq!(refused, ApiError::too_many_requests(40));
        assert_eq!(flood.exceeded(), 1);
        flood.admit(Duration::from_secs(20), 1, "sendMessage", &to(-6)).unwrap();
        flood.admit(Duration::from_secs(20), 1, "deleteMessage", &to(-5)).unwrap();
        flood.admit(Duration::from_mins(1), 1, "sendMessage", &to(-5)).unwrap();
    }

    #[test]
    fn thirty_sends_a_second_are_the_most_over_all_chats() {
        let mut flood = FloodControl::default();
        for user in 1..=30 {
            flood.admit(Duration::ZERO, 1, "sendMessage", &to(user)).unwrap();
        }
        assert!(flood.admit(Duration::ZERO, 1, "sendMessage", &to(31)).is_err());
        flood.admit(Duration::ZERO, 2, "sendMessage", &to(31)).unwrap();
        flood.admit(Duration::from_secs(1), 1, "sendMessage", &to(31)).unwrap();
    }

    #[test]
    fn without_limits_nothing_is_refused() {
        let mut flood = FloodControl { limits: Limits::OFF, ..FloodControl::default() };
        for _ in 0..100 {
            flood.admit(Duration::ZERO, 1, "sendMessage", &to(-5)).unwrap();
        }
    }
}
