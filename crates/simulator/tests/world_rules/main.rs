//! The rules of the simulated Telegram, one test each.

#[cfg(test)]
mod buttons;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod decoding;
#[cfg(test)]
mod forums;
#[cfg(test)]
mod invites;
#[cfg(test)]
mod links;
#[cfg(test)]
mod members;
#[cfg(test)]
mod other_bots;
#[cfg(test)]
mod restrict;
#[cfg(test)]
mod send;
#[cfg(test)]
mod town;
#[cfg(test)]
mod updates;
