//! Mutes and un-mutes people: nobody else does either.

mod lift;
mod restrict;

pub(crate) use self::restrict::Offence;
