#![doc = include_str!("../README.md")]

mod answers;
mod argument;
mod catalogue;
mod channel_link;
mod exempt;
mod foreign;
mod group_settings;
mod help;
mod language;
mod list;
mod markup;
mod menu;
mod moment;
mod notice;
mod notice_text;
mod own_restrictions;
mod protect;
mod protect_refusal;
mod rights;
mod start;
mod status;
mod texts;
mod unprotect;
mod warnings;

pub use catalogue::TextsError;
pub use channel_link::ChannelLink;
pub use language::Language;
pub use notice::NoticeText;
pub use notice_text::{NoticeTextError, check_notice_text};
pub use own_restrictions::OwnRestriction;
pub use protect::ProtectedText;
pub use protect_refusal::ProtectRefusal;
pub use status::{ChannelStatus, StatusText};
pub use texts::Texts;
