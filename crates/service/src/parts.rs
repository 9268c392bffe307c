//! The parts of the gate and of what goes out, which several use cases share, put together.

use std::sync::Arc;

use portcullis_domain::message::SendPriority;

use crate::{
    Erasure, Ports,
    commands::{
        Authority, Commands, ExemptCommand, ExemptionList, GoOnButton, Greeter, Greetings, PersonFinder, ProtectChecks,
        ProtectCommand, RecentLooks, RecentStatuses, Replies, SettingsCommand, SetupCommand, StartCommand,
        StatsCommand, StatusCommand, StatusCounts, UnprotectCommand, WhyCommand,
    },
    gate::{
        BotRights, Braking, ChatLooks, ChatProfiles, Enforcer, Exemptions, FactFinder, GroupMigration, MemberStatuses,
        Newcomers, Records, Reviewer, SatisfiedRestrictions, SecondLooks, Verifier, WaitingRequests,
    },
    metrics::Metrics,
    outgoing::{
        Announcer, Answers, Deletions, Edits, Messenger, NoticeBoard, NoticePoster, PressAnswers, Releases,
        SeenMembers, Welcomes,
    },
    sweeping::Sweeping,
    wakeup::Wakeup,
    workers::{
        BrakeWorker, Pruning, RefreshWorker, ReleaseWorker, SecondLookWorker, SweepWorker, UnheardWorker, Workers,
    },
};

/// The parts that several use cases share.
pub(crate) struct Parts {
    pub(crate) metrics: Arc<Metrics>,
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
        let Ports { bot, api, memberships, administrators, groups, exemptions, restrictions, .. } = ports.clone();
        let Ports { group_members, jobs, deletions: schedule, texts, clock, .. } = ports.clone();
        let metrics = Arc::new(Metrics::new());
        let seen = Arc::new(SeenMembers::new(group_members, clock.clone()));
        let messenger = Messenger::new(api.clone());
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
        let bot_rights = Arc::new(BotRights {
            bot: bot.id,
            api: api.clone(),
            groups: groups.clone(),
            memberships,
            releases: releases.clone(),
            announcer: announcer.clone(),
            metrics: metrics.clone(),
        });
        let profiles = Arc::new(ChatProfiles::new(api.clone(), groups.clone(), notices.clone(), clock.clone()));
        let looks = Arc::new(ChatLooks::new(bot.id, api.clone(), groups.clone(), bot_rights.clone(), profiles.clone()));
        let second_looks = Arc::new(SecondLooks::new(restrictions.clone(), clock.clone()));
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
        let migration = Arc::new(GroupMigration::new(groups, administrators, notices.clone(), releases.clone()));
        Self {
            metrics,
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

    /// What goes on beside the updates, made of these parts.
    pub(crate) fn workers(&self, ports: &Ports) -> Workers {
        let Ports { groups, restrictions, group_members, inbox, jobs, clock, .. } = ports.clone();
        Workers {
            notices: self.notices.clone(),
            deletions: self.deletions.clone(),
            messenger: self.messenger.clone(),
            announcer: self.announcer.clone(),
            seen: self.seen.clone(),
            refresh: Arc::new(RefreshWorker {
                schedule: ports.looks.clone(),
                looks: self.looks.clone(),
                suspicions: ports.suspicions.clone(),
                migration: self.migration.clone(),
                clock: clock.clone(),
            }),
            release: Arc::new(ReleaseWorker {
                jobs,
                restrictions: restrictions.clone(),
                groups: groups.clone(),
                releases: self.releases.clone(),
                reviewer: self.reviewer.clone(),
                second_looks: self.second_looks.clone(),
                enforcer: self.enforcer.clone(),
                migration: self.migration.clone(),
                clock: clock.clone(),
            }),
            sweep: Arc::new(self.sweep_worker(ports)),
            second_looks: Arc::new(SecondLookWorker {
                restrictions: restrictions.clone(),
                groups: groups.clone(),
                second_looks: self.second_looks.clone(),
                reviewer: self.reviewer.clone(),
                enforcer: self.enforcer.clone(),
                records: self.records.clone(),
                migration: self.migration.clone(),
                clock: clock.clone(),
            }),
            brakes: Arc::new(BrakeWorker {
                api: ports.api.clone(),
                brakes: ports.brakes.clone(),
                braking: self.braking.clone(),
                groups: groups.clone(),
                memberships: ports.memberships.clone(),
                verifier: self.verifier.clone(),
                migration: self.migration.clone(),
                texts: ports.texts.clone(),
                clock: clock.clone(),
            }),
            unheard: Arc::new(UnheardWorker {
                refusals: ports.notice_refusals.clone(),
                restrictions: restrictions.clone(),
                groups,
                enforcer: self.enforcer.clone(),
                notices: self.notices.clone(),
                clock: clock.clone(),
            }),
            pruning: Arc::new(Pruning {
                inbox,
                group_members,
                pending_join_requests: ports.pending_join_requests.clone(),
                restrictions,
                records: self.records.clone(),
                member_retention: ports.member_retention,
                clock,
            }),
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

    fn edits(&self, ports: &Ports) -> Edits {
        Edits::new(ports.api.clone(), self.messenger.clone(), SendPriority::AdministratorAnswer)
    }

    fn sweep_worker(&self, ports: &Ports) -> SweepWorker {
        let (verifier, statuses) = (self.verifier.clone(), self.statuses.clone());
        let (enforcer, bot_rights) = (self.enforcer.clone(), self.bot_rights.clone());
        let checker = self.sweeping.checker(ports, (verifier, statuses), (enforcer, bot_rights));
        self.sweeping.worker(ports, checker, self.notices.clone(), self.migration.clone())
    }

    fn settings_command(&self, ports: &Ports, authority: Arc<Authority>) -> SettingsCommand {
        SettingsCommand {
            bot: ports.bot.clone(),
            authority,
            groups: ports.groups.clone(),
            releases: self.releases.clone(),
            deletions: self.deletions.clone(),
            edits: self.edits(ports),
            texts: ports.texts.clone(),
            clock: ports.clock.clone(),
        }
    }

    fn exemption_list(&self, ports: &Ports, authority: Arc<Authority>) -> ExemptionList {
        ExemptionList {
            authority,
            groups: ports.groups.clone(),
            exemptions: ports.exemptions.clone(),
            group_members: ports.group_members.clone(),
            deletions: self.deletions.clone(),
            edits: self.edits(ports),
            texts: ports.texts.clone(),
            clock: ports.clock.clone(),
        }
    }

    fn go_on_button(&self, ports: &Ports, authority: Arc<Authority>) -> GoOnButton {
        let Ports { groups, texts, .. } = ports.clone();
        GoOnButton { authority, groups, braking: self.braking.clone(), texts }
    }

    fn person_finder(&self, ports: &Ports) -> PersonFinder {
        PersonFinder { api: ports.api.clone(), group_members: ports.group_members.clone(), seen: self.seen.clone() }
    }

    fn why_command(&self, ports: &Ports) -> WhyCommand {
        WhyCommand {
            api: ports.api.clone(),
            people: self.person_finder(ports),
            memberships: ports.memberships.clone(),
            administrators: ports.administrators.clone(),
            restrictions: ports.restrictions.clone(),
            texts: ports.texts.clone(),
            clock: ports.clock.clone(),
            looks: RecentLooks::default(),
        }
    }

    fn greetings(&self, ports: &Ports) -> Arc<Greetings> {
        Arc::new(Greetings {
            setups: ports.setups.clone(),
            groups: ports.groups.clone(),
            deletions: self.deletions.clone(),
            messenger: self.messenger.clone(),
            clock: ports.clock.clone(),
        })
    }

    /// The commands, which need these parts.
    pub(crate) fn commands(&self, ports: &Ports) -> Commands {
        let Ports { bot, api, groups, exemptions, restrictions, group_members, texts, clock, .. } = ports.clone();
        let (administrators, setups) = (ports.administrators.clone(), ports.setups.clone());
        let authority = Arc::new(Authority::new(api.clone(), groups.clone()));
        let greetings = self.greetings(ports);
        let protect = Arc::new(ProtectCommand {
            bot: bot.clone(),
            api: api.clone(),
            groups: groups.clone(),
            checks: ProtectChecks::new(bot.id, api.clone()),
            announcer: self.announcer.clone(),
            releases: self.releases.clone(),
            greetings: greetings.clone(),
            texts: texts.clone(),
            clock: clock.clone(),
        });
        Commands {
            bot: bot.clone(),
            api: api.clone(),
            groups: groups.clone(),
            texts: texts.clone(),
            replies: Replies {
                answers: Answers::new(self.messenger.clone(), self.deletions.clone(), clock.clone()),
                administrators,
                deletions: self.deletions.clone(),
                clock: clock.clone(),
            },
            recent_statuses: RecentStatuses::default(),
            setup: SetupCommand {
                bot: bot.clone(),
                api: api.clone(),
                authority: authority.clone(),
                groups: groups.clone(),
                setups: setups.clone(),
                protect: protect.clone(),
                messenger: self.messenger.clone(),
                texts: texts.clone(),
                clock: clock.clone(),
            },
            greeter: Greeter {
                bot: bot.clone(),
                api: api.clone(),
                groups: groups.clone(),
                setups,
                greetings,
                texts: texts.clone(),
            },
            protect,
            unprotect: UnprotectCommand {
                groups: groups.clone(),
                restrictions: restrictions.clone(),
                releases: self.releases.clone(),
                texts: texts.clone(),
            },
            status: StatusCommand {
                groups: groups.clone(),
                restrictions: restrictions.clone(),
                group_members: group_members.clone(),
                looks: self.looks.clone(),
                suspicions: ports.suspicions.clone(),
                clock: clock.clone(),
                seen: self.seen.clone(),
                texts: texts.clone(),
                counts: StatusCounts::default(),
            },
            stats: StatsCommand {
                statistics: ports.statistics.clone(),
                charts: ports.charts.clone(),
                texts: texts.clone(),
                clock: clock.clone(),
            },
            exempt: ExemptCommand {
                people: self.person_finder(ports),
                list: self.exemption_list(ports, authority.clone()),
                exemptions,
                restrictions: restrictions.clone(),
                enforcer: self.enforcer.clone(),
                texts: texts.clone(),
                clock: clock.clone(),
            },
            go_on: self.go_on_button(ports, authority.clone()),
            sweep: self.sweeping.command(ports, authority.clone()),
            settings: self.settings_command(ports, authority),
            why: self.why_command(ports),
            start: StartCommand {
                bot,
                api,
                groups,
                restrictions,
                group_members,
                reviewer: self.reviewer.clone(),
                verifier: self.verifier.clone(),
                enforcer: self.enforcer.clone(),
                seen: self.seen.clone(),
                texts,
                clock,
            },
        }
    }
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
