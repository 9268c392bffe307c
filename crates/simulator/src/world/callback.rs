//! Presses of inline buttons.

use crate::world::place::Place;

/// A press that a bot is to answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallbackQuery {
    /// Unique among all callback queries.
    pub id: String,
    /// The bot whose button it was.
    pub bot: i64,
    /// The person who pressed.
    pub user: i64,
    /// Where the message with the button stands.
    pub place: Place,
    /// The message with the button.
    pub message: i64,
    /// When, Unix seconds.
    pub date: i64,
    /// What the bot answered, once it has.
    pub answer: Option<CallbackAnswer>,
}

/// What the person sees after a press:
/// [`answerCallbackQuery`](https://core.telegram.org/bots/api#answercallbackquery).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallbackAnswer {
    /// The text; none just ends the waiting.
    pub text: Option<String>,
    /// As an alert to be closed, rather than a note that passes.
    pub show_alert: bool,
    /// What the client opens.
    pub url: Option<String>,
}
