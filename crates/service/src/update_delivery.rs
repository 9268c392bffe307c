//! How the bot's updates come to this process.

/// How the bot's updates come to this process, and so what it can conclude from those that it has not heard of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UpdateDelivery {
    /// By long polling: it gets every update, in order, and nobody else does. While it has heard of no change, there was none.
    Polling,
    /// By webhook: other instances may get some of them, in any order. That it has heard of no change says nothing.
    #[default]
    Webhook,
}
