//! What the gate decides about each kind of person, channel and event, where a setting or a circumstance differs from
//! the usual.

mod events;
mod policies;
mod senders;
