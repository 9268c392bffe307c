#![doc = include_str!("../README.md")]

mod map;
mod pair;
mod shard;

pub use map::CompactMap;
pub use pair::Pair;
