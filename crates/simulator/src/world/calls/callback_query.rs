//! Answering presses.

use crate::world::callback::{CallbackAnswer, CallbackQuery};
use crate::world::calls::answer::{Answer, done};
use crate::world::state::World;
use crate::{api_error::ApiError, parameters::Parameters};

/// How long a press can be answered, in seconds.
const ANSWERABLE_FOR: i64 = 150;

impl World {
    /// [`answerCallbackQuery`](https://core.telegram.org/bots/api#answercallbackquery)
    pub(super) fn answer_callback_query(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let text = parameters.str("text").filter(|text| !text.is_empty()).map(str::to_owned);
        if text.as_ref().is_some_and(|text| text.chars().count() > 200) {
            return Err(ApiError::bad_request("MESSAGE_TOO_LONG"));
        }
        let now = self.now();
        let id = parameters.str("callback_query_id").unwrap_or_default();
        let is_open = |query: &&mut CallbackQuery| {
            query.bot == bot && query.answer.is_none() && now - query.date <= ANSWERABLE_FOR
        };
        let query = self.callbacks.get_mut(id).filter(is_open).ok_or_else(too_old)?;
        query.answer = Some(CallbackAnswer {
            text,
            show_alert: parameters.bool("show_alert") == Some(true),
            url: parameters.str("url").map(str::to_owned),
        });
        done()
    }
}

/// 400: a query that is unknown, answered or past.
pub(super) fn too_old() -> ApiError {
    ApiError::bad_request("query is too old and response timeout expired or query ID is invalid")
}
