//! The commands, put together.

use std::sync::Arc;

use portcullis_domain::message::SendPriority;

use super::Parts;
use crate::{
    Ports,
    commands::{
        Authority, Commands, ExemptCommand, ExemptionList, GoOnButton, Greeter, Greetings, PersonFinder,
        PreviewCommand, ProtectChecks, ProtectCommand, RecentLooks, RecentStatuses, Replies, SettingsCommand,
        SetupCommand, StartCommand, StatsCommand, StatusCommand, StatusCounts, UnprotectCommand, WhyCommand,
    },
    outgoing::{Answers, Edits},
};

impl Parts {
    fn edits(&self, ports: &Ports) -> Edits {
        Edits::new(ports.api.clone(), self.messenger.clone(), SendPriority::AdministratorAnswer)
    }

    fn settings_command(&self, ports: &Ports, authority: Arc<Authority>) -> SettingsCommand {
        SettingsCommand {
            bot: ports.bot.clone(),
            authority,
            groups: ports.groups.clone(),
            releases: self.releases.clone(),
            sweeps: self.sweeping.orders.clone(),
            deletions: self.deletions.clone(),
            edits: self.edits(ports),
            texts: ports.texts.clone(),
            clock: ports.clock.clone(),
        }
    }

    fn preview_command(&self, protect: Arc<ProtectCommand>, ports: &Ports) -> PreviewCommand {
        let (administered, sweeps) = (self.administered.clone(), self.sweeping.orders.clone());
        PreviewCommand { protect, administered, sweeps, texts: ports.texts.clone() }
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
            steps: self.steps.clone(),
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
            checks: ProtectChecks::new(bot.id, api.clone(), self.administered.clone()),
            announcer: self.announcer.clone(),
            releases: self.releases.clone(),
            greetings: greetings.clone(),
            texts: texts.clone(),
            clock: clock.clone(),
        });
        Commands {
            denials: self.denials.clone(),
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
                denials: self.denials.clone(),
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
            preview: self.preview_command(protect.clone(), ports),
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
