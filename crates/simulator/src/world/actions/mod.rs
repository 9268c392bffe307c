//! What people do in their clients.

mod admin;
mod forum;
mod invite;
mod link;
mod membership;
mod press;
mod private;
mod react;
mod relay;
mod rename;
mod setup;
mod share;
mod speak;
mod upgrade;
mod vanish;
