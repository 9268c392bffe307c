//! Nobody is muted by mistake, for ever or without a word: a story for each way in which that could happen.

mod clocks;
mod hangs;
mod promise;
mod refusals;
