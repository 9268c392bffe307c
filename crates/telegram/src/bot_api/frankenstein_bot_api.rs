//! The adapter itself; what it does is in the files beside this one.

use std::{fmt, sync::Arc, time::Duration};

use portcullis_domain::{
    Timestamp,
    ports::{BotApiError, Clock},
    restriction::is_possible_end,
};

use super::flood_holds::FloodHolds;
use crate::{client::ApiClient, limiter::MessageLimiter};

/// The Bot API behind the domain's port.
///
/// A call whose failure may pass is tried three times more, with growing pauses, unless it might post a message twice.
/// A flood wait (429) is given to the caller, and while it lasts the same method in the same chat is answered with what
/// is left of it, without a request.
pub struct FrankensteinBotApi {
    pub(super) client: ApiClient,
    pub(super) limiter: Arc<dyn MessageLimiter>,
    pub(super) holds: FloodHolds,
    pub(super) first_pause: Duration,
    clock: Option<Arc<dyn Clock>>,
}

impl FrankensteinBotApi {
    /// The Bot API through `client`, its messages held to the limits of `limiter`.
    #[must_use]
    pub fn new(client: ApiClient, limiter: Arc<dyn MessageLimiter>) -> Self {
        Self { client, limiter, holds: FloodHolds::default(), first_pause: Duration::from_secs(1), clock: None }
    }

    /// The same with another pause before the first of the further tries; each pause is twice the one before.
    #[must_use]
    pub fn with_first_pause(self, first_pause: Duration) -> Self {
        Self { first_pause, ..self }
    }

    /// The same, which refuses a mute whose end is too near or too far by this clock.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock: Some(clock), ..self }
    }

    /// Refuses the end of a mute that Telegram would take for none.
    pub(super) fn check_end(&self, end: Timestamp) -> Result<(), BotApiError> {
        match &self.clock {
            Some(clock) if !is_possible_end(end, clock.now()) => Err(BotApiError::ImpossibleMuteEnd(end)),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for FrankensteinBotApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrankensteinBotApi").field("client", &self.client).finish_non_exhaustive()
    }
}
