//! What goes out when there is room for it, and holds up nobody meanwhile.

pub(crate) mod deletions;
pub(crate) mod messenger;
pub(crate) mod notices;
mod releases;
pub(crate) mod seen_members;
