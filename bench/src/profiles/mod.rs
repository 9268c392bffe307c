//! The loads, one to a file. Each runs on one subject and gives its figures.

mod cache_day;
mod cold;
mod hot_lane;
mod idle;
mod newcomers;
mod people;
mod press;
mod profile;
mod raid;
mod sizes;
mod start;
mod sweep;
mod verifications;
mod warm;

pub use profile::{Profile, Target};
pub use sizes::Sizes;
