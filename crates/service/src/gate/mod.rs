//! The gate: the facts about a person, the decision, and its effects.

mod bot_rights;
mod enforcer;
mod exemptions;
mod migration;
mod records;
mod verifier;

pub(crate) use self::enforcer::Offence;
