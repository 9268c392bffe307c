//! The configuration of a binary: what may be set, where it is read, and what it must be like.

mod allowed_groups;
mod settings;
mod traces;
mod values;
pub(crate) mod variables;
mod webhook;

pub use settings::Settings;
pub use traces::TraceSettings;
pub use values::InvalidSettings;
pub use variables::{VARIABLES, Variable, VariableDefault};
pub use webhook::WebhookSettings;
