//! Every text of every language: what it looks like, that it bears whatever strangers write into it, and that the
//! translations are complete.

// Said once more of a whole that is a test anyway, for clippy: it lets tests, and nothing else, unwrap.
#[cfg(test)]
mod brake;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod denied;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod panel;
#[cfg(test)]
mod preview;
mod said;
#[cfg(test)]
mod snapshots;
mod sweep;
#[cfg(test)]
mod translations;
#[cfg(test)]
mod well_formed;
#[cfg(test)]
mod world;
