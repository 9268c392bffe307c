//! Which Bot API the simulator speaks.

/// A version of the [Bot API](https://core.telegram.org/bots/api-changelog); older ones leave newer fields out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum BotApiVersion {
    /// Without join request queries and guard bots.
    V10_0,
    /// With join request queries and guard bots.
    V10_1,
    /// With the administrators' right to send welcome messages.
    #[default]
    V10_3,
}
