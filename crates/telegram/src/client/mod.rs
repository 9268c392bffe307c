//! One request to the Bot API, one answer.

mod answer;
mod api_client;
mod call_failure;
mod call_metrics;
mod ended_call;
mod in_flight;
mod live_calls;
mod reachability;
mod upload;

pub use api_client::{ApiClient, CallLimits, TelegramError};
pub use call_failure::{CallFailure, Refusal};
pub(crate) use call_metrics::count_overload;
pub use call_metrics::register_metrics;
pub use ended_call::EndedCall;
pub use reachability::Reachability;
pub(crate) use upload::Upload;
