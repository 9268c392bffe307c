//! Nobody is muted by mistake, for ever or without a word: a story for each way in which that could happen.

mod calls;
mod clocks;
mod copies;
mod deeds;
mod hangs;
mod happenings;
mod lost_updates;
mod mutes_in_flight;
mod nobody_can_tell;
mod notices;
mod presses;
mod promise;
mod refusals;
mod releases;
mod without_end;
