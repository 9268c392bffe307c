//! Deletes what gated people write, mutes and un-mutes them: nobody else does any of it.

mod ban_again;
mod confirm;
mod delete;
mod hindrance;
mod lift;
mod look;
mod restrict;
mod restrict_outcome;
mod step;
mod tell;
mod undo;

use std::sync::Arc;

use portcullis_domain::ports::{Administrators, BotApi, Clock, GroupRepository, RestrictionRepository};

pub(crate) use self::{lift::Lift, restrict_outcome::RestrictOutcome};
use super::{BotRights, Braking, MemberStatuses, Records, SecondLooks, Steps, Verifier};
use crate::outgoing::{Deletions, NoticeBoard, Welcomes};

/// Carries out what the gate decides about a person.
pub(crate) struct Enforcer {
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) administrators: Arc<dyn Administrators>,
    pub(crate) statuses: Arc<MemberStatuses>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) records: Arc<Records>,
    pub(crate) braking: Arc<Braking>,
    pub(crate) steps: Arc<Steps>,
    pub(crate) bot_rights: Arc<BotRights>,
    pub(crate) second_looks: Arc<SecondLooks>,
    pub(crate) notices: Arc<NoticeBoard>,
    pub(crate) deletions: Arc<Deletions>,
    pub(crate) welcomes: Arc<Welcomes>,
    pub(crate) clock: Arc<dyn Clock>,
}
