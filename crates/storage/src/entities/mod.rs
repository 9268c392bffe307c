//! The tables as sea-orm sees them, one file each.
#![expect(unreachable_pub, reason = "the derives make their types as public as the row, which must be `pub` for them")]

pub(crate) mod brake;
pub(crate) mod enforced_channel;
pub(crate) mod exemption;
pub(crate) mod group_channel_link;
pub(crate) mod group_member;
pub(crate) mod inbox_lane;
pub(crate) mod inbox_update;
pub(crate) mod job;
pub(crate) mod message_deletion;
pub(crate) mod notice_refusal;
pub(crate) mod opt_out;
pub(crate) mod opt_out_key;
pub(crate) mod owner;
pub(crate) mod pending_join_request;
pub(crate) mod protected_group;
pub(crate) mod restriction;
pub(crate) mod setup;
pub(crate) mod tenancy;
pub(crate) mod username;

/// A text that people have written without NUL characters, which PostgreSQL refuses: nobody's name may keep a row from
/// being written.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', "")
}
