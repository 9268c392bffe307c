//! What people do in their clients.

mod admin;
mod invite;
mod membership;
mod press;
mod private;
mod setup;
mod speak;
mod upgrade;
