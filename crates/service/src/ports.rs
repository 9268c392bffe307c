//! The world, as the use cases see it.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ports::{
        Administrators, Announcements, BotApi, BotIdentity, Brakes, ChartRenderer, Clock, DeletionSchedule,
        ExemptionRepository, GateStatistics, GroupMemberRepository, GroupRepository, Inbox, JobRepository, Known,
        LookSchedule, Memberships, NoticeRefusals, NoticeTurns, PaceRepository, PendingJoinRequests, PersonalData,
        RestrictionRepository, SetupRepository, TenancyRepository, UpdateDecoder,
    },
    tenancy::AllowedGroups,
};
use portcullis_messages::Texts;

use crate::{Suspicions, UpdateDelivery};

/// Every port that a use case may need, with the bot's own identity and its texts.
#[derive(Clone)]
pub struct Ports {
    /// Who the bot is.
    pub bot: BotIdentity,
    /// How updates come.
    pub delivery: UpdateDelivery,
    /// Telegram.
    pub api: Arc<dyn BotApi>,
    /// Telegram's JSON, read.
    pub decoder: Arc<dyn UpdateDecoder>,
    /// What this process remembers.
    pub known: Arc<dyn Known>,
    /// Who is in which channel.
    pub memberships: Arc<dyn Memberships>,
    /// Who administers which group.
    pub administrators: Arc<dyn Administrators>,
    /// The protected groups.
    pub groups: Arc<dyn GroupRepository>,
    /// What groups' admins are still to be told.
    pub announcements: Arc<dyn Announcements>,
    /// Where too many known members have failed, so that nobody is muted.
    pub brakes: Arc<dyn Brakes>,
    /// Whom admins have exempted.
    pub exemptions: Arc<dyn ExemptionRepository>,
    /// Whom the bot has muted.
    pub restrictions: Arc<dyn RestrictionRepository>,
    /// What its history of them adds up to.
    pub statistics: Arc<dyn GateStatistics>,
    /// Drawings made pictures.
    pub charts: Arc<dyn ChartRenderer>,
    /// Who was seen where.
    pub group_members: Arc<dyn GroupMemberRepository>,
    /// Updates not yet carried out.
    pub inbox: Arc<dyn Inbox>,
    /// Long work.
    pub jobs: Arc<dyn JobRepository>,
    /// How fast Telegram takes calls that nobody waits for.
    pub paces: Arc<dyn PaceRepository>,
    /// When the bot looks for itself at which chat.
    pub looks: Arc<dyn LookSchedule>,
    /// The chats in which calls fail: `api` is watched for them, and so is what stands before it.
    pub suspicions: Arc<Suspicions>,
    /// Whose turn it is to post a notice.
    pub notice_turns: Arc<dyn NoticeTurns>,
    /// The groups in which no notice can be posted.
    pub notice_refusals: Arc<dyn NoticeRefusals>,
    /// Who has asked to join which channel.
    pub pending_join_requests: Arc<dyn PendingJoinRequests>,
    /// What is stored about people.
    pub personal_data: Arc<dyn PersonalData>,
    /// For how long somebody is remembered who is not seen again.
    pub member_retention: Duration,
    /// The groups that may use the bot.
    pub allowed_groups: AllowedGroups,
    /// Which groups are blocked, and were told that they are not served.
    pub tenancies: Arc<dyn TenancyRepository>,
    /// What is remembered between one tap of a set-up and the next.
    pub setups: Arc<dyn SetupRepository>,
    /// Messages to be removed after a while.
    pub deletions: Arc<dyn DeletionSchedule>,
    /// What people read.
    pub texts: Texts,
    /// The time.
    pub clock: Arc<dyn Clock>,
}
