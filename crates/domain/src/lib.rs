#![doc = include_str!("../README.md")]

pub mod administrator_rights;
pub mod administrators;
pub mod announcement;
pub mod brake;
pub mod channel_reference;
pub mod chat_member;
pub mod clock_error;
pub mod command;
pub mod easing;
pub mod event;
pub mod exemption;
pub mod gate;
pub mod group;
pub mod html;
pub mod id;
pub mod inbox;
pub mod job;
pub mod judgement;
pub mod ladder;
pub mod lease;
pub mod look;
pub mod message;
pub mod notice;
pub mod pace;
pub mod pending_join_request;
pub mod picture;
pub mod plain_message;
pub mod ports;
pub mod preview;
pub mod restriction;
pub mod sender;
pub mod setting;
pub mod settings;
pub mod settings_link;
pub mod settings_panel;
pub mod setup;
pub mod stats;
pub mod step;
pub mod sweep;
pub mod tenancy;
pub mod timestamp;
pub mod update_kind;
mod words;

pub use id::{
    CaseNumber, ChannelId, ChatId, GroupId, JobId, MessageId, RestrictionId, SetupId, ThreadId, UpdateId, UserId,
};
pub use timestamp::Timestamp;
