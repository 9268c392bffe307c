#![doc = include_str!("../README.md")]

mod answer_press;
mod background;
mod chat_member_updated;
mod commands;
mod deletions;
mod dispatcher;
mod dispatcher_settings;
mod exempt_by_unmute;
mod from_memory;
mod gatekeeper;
mod inbox_writer;
mod intake;
mod judge;
mod judge_join;
mod judge_message;
mod leave_channel;
mod lift;
mod meters;
mod migrate_group;
mod my_chat_member_updated;
mod notice_board;
mod ports;
mod release;
mod restrict;
mod seen;
mod setback;
mod settle;
mod teller;
mod waiting_lanes;

#[cfg(test)]
mod testing;

pub use background::Background;
pub use commands::set_command_menus;
pub use dispatcher_settings::DispatcherSettings;
pub use gatekeeper::Gatekeeper;
pub use intake::Intake;
pub use meters::register_metrics;
pub use ports::Ports;
pub use setback::Setback;
