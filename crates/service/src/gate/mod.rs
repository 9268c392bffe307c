//! The gate: the facts about a person, the decision, and its effects.

mod amnesties;
mod bot_rights;
mod braking;
mod call_pace;
mod channel_look_up;
mod chat_looks;
mod chat_profiles;
mod enforcer;
mod exemptions;
mod fact_finder;
mod member_statuses;
mod migration;
mod newcomers;
mod outsider_forecast;
mod recent_passes;
mod records;
mod reviewer;
mod satisfied_restrictions;
mod second_looks;
mod steps;
mod verifier;
mod waiting_requests;

pub(crate) use self::{
    bot_rights::BotRights,
    braking::Braking,
    call_pace::CallPace,
    channel_look_up::look_up,
    chat_looks::{ChatLooks, LookOutcome},
    chat_profiles::{ChatProfiles, INVITE_LINK_NAME},
    enforcer::{Enforcer, Lift, RestrictOutcome},
    exemptions::Exemptions,
    fact_finder::FactFinder,
    member_statuses::{AskedStatus, MemberStatuses},
    migration::GroupMigration,
    newcomers::Newcomers,
    outsider_forecast::OutsiderForecast,
    records::Records,
    reviewer::{Reviewer, Verdict},
    satisfied_restrictions::SatisfiedRestrictions,
    second_looks::SecondLooks,
    steps::Steps,
    verifier::Verifier,
    waiting_requests::WaitingRequests,
};
