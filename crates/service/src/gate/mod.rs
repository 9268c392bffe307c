//! The gate: the facts about a person, the decision, and its effects.

mod bot_rights;
mod enforcer;
mod exemptions;
mod migration;
mod newcomers;
mod records;
mod verifier;

pub(crate) use self::{
    bot_rights::BotRights, enforcer::Enforcer, exemptions::Exemptions, migration::GroupMigration, newcomers::Newcomers,
    records::Records, verifier::Verifier,
};
