//! The parts of the gate and of what goes out, which several use cases share, put together.

mod commands;
mod sweeping;
mod workers;

use std::sync::Arc;

use self::sweeping::Sweeping;
use crate::{
    Erasure, Ports,
    gate::{
        BotRights, Braking, ChatLooks, ChatProfiles, Enforcer, Exemptions, FactFinder, GroupMigration, MemberStatuses,
        Newcomers, Records, Reviewer, SatisfiedRestrictions, SecondLooks, Steps, Verifier, WaitingRequests,
    },
    metrics::Metrics,
    outgoing::{
        AdministeredGroups, Announcer, Deletions, Denials, Messenger, NoticeBoard, NoticePoster, PressAnswers,
        Releases, SeenMembers, Welcomes,
    },
    wakeup::Wakeup,
};

/// The parts that several use cases share.
pub(crate) struct Parts {
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) denials: Arc<Denials>,
    pub(crate) administered: Arc<AdministeredGroups>,
    pub(crate) seen: Arc<SeenMembers>,
    pub(crate) notices: Arc<NoticeBoard>,
    pub(crate) deletions: Arc<Deletions>,
    pub(crate) messenger: Messenger,
    pub(crate) announcer: Arc<Announcer>,
    pub(crate) welcomes: Arc<Welcomes>,
    pub(crate) press_answers: Arc<PressAnswers>,
    pub(crate) releases: Arc<Releases>,
    pub(crate) sweeping: Sweeping,
    pub(crate) statuses: Arc<MemberStatuses>,
    pub(crate) facts: Arc<FactFinder>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) records: Arc<Records>,
    pub(crate) braking: Arc<Braking>,
    pub(crate) steps: Arc<Steps>,
    pub(crate) reviewer: Arc<Reviewer>,
    pub(crate) second_looks: Arc<SecondLooks>,
    pub(crate) bot_rights: Arc<BotRights>,
    pub(crate) profiles: Arc<ChatProfiles>,
    pub(crate) looks: Arc<ChatLooks>,
    pub(crate) exemptions: Arc<Exemptions>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) satisfied: Arc<SatisfiedRestrictions>,
    pub(crate) newcomers: Arc<Newcomers>,
    pub(crate) migration: Arc<GroupMigration>,
}

impl Parts {
    /// Puts them together, in the order in which they need each other.
    pub(crate) fn new(ports: &Ports) -> Self {
        let Ports { bot, api, administrators, groups, exemptions, restrictions, .. } = ports.clone();
        let Ports { group_members, jobs, deletions: schedule, texts, clock, .. } = ports.clone();
        let metrics = Arc::new(Metrics::new());
        let messenger = Messenger::new(api.clone());
        let denials = Arc::new(denials(ports, &messenger));
        let administered = Arc::new(AdministeredGroups::new(bot.id, api.clone(), denials.clone()));
        let seen = Arc::new(SeenMembers::new(group_members.clone(), administered.clone(), clock.clone()));
        let sweeping = Sweeping::new(ports, &seen, &messenger);
        let welcomes = Arc::new(welcomes(ports, messenger.clone()));
        let announcer = Arc::new(announcer(ports));
        let press_answers =
            Arc::new(PressAnswers::new(api.clone(), ports.known.clone(), messenger.clone(), texts.clone()));
        let releases = Arc::new(Releases::new(jobs, clock.clone()));
        let deletions = Arc::new(Deletions::new(api.clone(), schedule, groups.clone(), texts.clone(), clock.clone()));
        let notices = Arc::new(notice_board(ports, deletions.clone()));
        let statuses = Arc::new(MemberStatuses::new(api.clone(), ports.delivery, clock.clone()));
        let requests = Arc::new(WaitingRequests::new(ports.pending_join_requests.clone(), clock.clone()));
        let facts = Arc::new(fact_finder(ports, &statuses, &requests));
        let verifier = Arc::new(verifier(ports, &facts, requests, &metrics));
        let records = Arc::new(Records::new(restrictions.clone(), deletions.clone(), metrics.clone(), clock.clone()));
        let bot_rights = Arc::new(bot_rights(ports, &releases, &announcer, &metrics));
        let profiles = Arc::new(ChatProfiles::new(api.clone(), groups.clone(), notices.clone(), clock.clone()));
        let looks = Arc::new(ChatLooks::new(bot.id, api.clone(), groups.clone(), bot_rights.clone(), profiles.clone()));
        let second_looks = Arc::new(SecondLooks::new(restrictions.clone(), clock.clone()));
        let steps = Arc::new(Steps::new(restrictions.clone(), group_members));
        let braking = Arc::new(braking(ports, &facts, &second_looks, &metrics));
        let reviewer = Arc::new(Reviewer {
            groups: groups.clone(),
            restrictions: restrictions.clone(),
            releases: releases.clone(),
            verifier: verifier.clone(),
        });
        let enforcer = Arc::new(Enforcer {
            api,
            restrictions: restrictions.clone(),
            groups: groups.clone(),
            administrators: administrators.clone(),
            statuses: statuses.clone(),
            verifier: verifier.clone(),
            records: records.clone(),
            braking: braking.clone(),
            steps: steps.clone(),
            bot_rights: bot_rights.clone(),
            second_looks: second_looks.clone(),
            notices: notices.clone(),
            deletions: deletions.clone(),
            welcomes: welcomes.clone(),
            clock: clock.clone(),
        });
        let exemptions = Arc::new(Exemptions {
            repository: exemptions,
            restrictions,
            verifier: verifier.clone(),
            enforcer: enforcer.clone(),
            messenger: messenger.clone(),
            texts,
            clock,
        });
        let satisfied = Arc::new(SatisfiedRestrictions {
            reviewer: reviewer.clone(),
            second_looks: second_looks.clone(),
            enforcer: enforcer.clone(),
        });
        let newcomers = Arc::new(Newcomers::new(verifier.clone(), enforcer.clone(), seen.clone(), welcomes.clone()));
        let (posted, ordered, sweeps) = (notices.clone(), releases.clone(), sweeping.orders.clone());
        let allowed = ports.allowed_groups.clone();
        let migration = Arc::new(GroupMigration::new(groups, administrators, posted, ordered, sweeps, allowed));
        Self {
            metrics,
            denials,
            administered,
            seen,
            notices,
            deletions,
            messenger,
            announcer,
            welcomes,
            press_answers,
            releases,
            sweeping,
            statuses,
            facts,
            verifier,
            records,
            braking,
            steps,
            reviewer,
            second_looks,
            bot_rights,
            profiles,
            looks,
            exemptions,
            enforcer,
            satisfied,
            newcomers,
            migration,
        }
    }

    /// What erases people.
    pub(crate) fn erasure(&self, ports: &Ports) -> Erasure {
        Erasure {
            personal_data: ports.personal_data.clone(),
            restrictions: ports.restrictions.clone(),
            exemptions: ports.exemptions.clone(),
            enforcer: self.enforcer.clone(),
            migration: self.migration.clone(),
            clock: ports.clock.clone(),
        }
    }
}

fn denials(ports: &Ports, messenger: &Messenger) -> Denials {
    let Ports { allowed_groups: allowed, tenancies, texts, clock, .. } = ports.clone();
    Denials { allowed, tenancies, messenger: messenger.clone(), texts, clock }
}

fn announcer(ports: &Ports) -> Announcer {
    let Ports { bot, api, announcements, groups, texts, clock, .. } = ports.clone();
    Announcer { bot: bot.id, api, announcements, groups, texts, clock, wakeup: Wakeup::default() }
}

fn notice_board(ports: &Ports, deletions: Arc<Deletions>) -> NoticeBoard {
    let Ports { api, restrictions, groups, notice_turns, notice_refusals, texts, clock, .. } = ports.clone();
    let poster =
        NoticePoster::new(api, restrictions.clone(), notice_turns, notice_refusals, deletions, texts, clock.clone());
    NoticeBoard::new(poster, groups, restrictions, clock)
}

fn welcomes(ports: &Ports, messenger: Messenger) -> Welcomes {
    let Ports { groups, group_members, notice_refusals, texts, clock, .. } = ports.clone();
    Welcomes::new(messenger, groups, group_members, notice_refusals, texts, clock)
}

fn fact_finder(ports: &Ports, statuses: &Arc<MemberStatuses>, requests: &Arc<WaitingRequests>) -> FactFinder {
    let Ports { administrators, memberships, clock, .. } = ports.clone();
    FactFinder::new(administrators, memberships, statuses.clone(), requests.clone(), clock)
}

fn verifier(ports: &Ports, facts: &Arc<FactFinder>, asked: Arc<WaitingRequests>, metrics: &Arc<Metrics>) -> Verifier {
    let Ports { administrators, memberships, .. } = ports.clone();
    Verifier::new(facts.clone(), administrators, memberships, asked, metrics.clone())
}

fn braking(ports: &Ports, facts: &Arc<FactFinder>, looks: &Arc<SecondLooks>, metrics: &Arc<Metrics>) -> Braking {
    let Ports { restrictions, brakes, clock, .. } = ports.clone();
    Braking::new(restrictions, brakes, facts.clone(), looks.clone(), metrics.clone(), clock)
}

fn bot_rights(
    ports: &Ports,
    releases: &Arc<Releases>,
    announcer: &Arc<Announcer>,
    metrics: &Arc<Metrics>,
) -> BotRights {
    let Ports { bot, api, groups, memberships, .. } = ports.clone();
    let (releases, announcer, metrics) = (releases.clone(), announcer.clone(), metrics.clone());
    BotRights { bot: bot.id, api, groups, memberships, releases, announcer, metrics }
}
