//! The adapter itself; what it does is in the files beside this one.

use std::{fmt, sync::Arc, time::Duration};

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
}

impl FrankensteinBotApi {
    /// The Bot API through `client`, its messages held to the limits of `limiter`.
    #[must_use]
    pub fn new(client: ApiClient, limiter: Arc<dyn MessageLimiter>) -> Self {
        Self { client, limiter, holds: FloodHolds::default(), first_pause: Duration::from_secs(1) }
    }

    /// The same with another pause before the first of the further tries; each pause is twice the one before.
    #[must_use]
    pub fn with_first_pause(self, first_pause: Duration) -> Self {
        Self { first_pause, ..self }
    }
}

impl fmt::Debug for FrankensteinBotApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrankensteinBotApi").field("client", &self.client).finish_non_exhaustive()
    }
}
