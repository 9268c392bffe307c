//! What the texts are about in these tests, and everything that can be said about it.

use std::collections::HashSet;

use std::time::Duration;

use portcullis_domain::{
    CaseNumber, ChannelId, GroupId, SetupId, Timestamp, UserId,
    administrator_rights::MissingRight,
    group::{EnforcedChannel, Group},
    ladder::NextStep,
    message::OutgoingMessage,
    notice::NamedPerson,
    ports::{BotIdentity, CommandScope, RestrictionCounts},
    sender::Person,
    settings::{GroupSettings, LanguageChoice, Mode, MuteDays, Policy},
    stats::{Day, Period, PeriodStats, Tallies, Tally},
    step::Step,
};
use portcullis_messages::{
    ChannelLink, ChannelStatus, ExemptionPage, GreetingText, Language, LinkedChannel, NoticeText, OwnRestriction,
    ProtectRefusal, ProtectedText, StatsText, StatusText, Texts, WelcomeText,
};

use crate::{denied::of_denials, said::Said};

pub(crate) const GROUP: GroupId = GroupId(-1_001_234_567_890);
pub(crate) const USER: UserId = UserId(4_242);
pub(crate) const SINCE: Timestamp = Timestamp(1_790_000_000_000);

/// These people as one page of those who are exempt.
pub(crate) fn page_of(people: &[(UserId, Option<String>)], total: usize, page: u32) -> ExemptionPage<'_> {
    ExemptionPage { group: GROUP, people, page, total }
}

/// What a text is filled with.
pub(crate) struct World {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) word: String,
    pub(crate) custom: String,
    pub(crate) count: u64,
    pub(crate) people: Vec<NamedPerson>,
    pub(crate) channels: Vec<ChannelLink>,
    pub(crate) policy: Policy,
    pub(crate) mode: Mode,
    /// The step that a person's cases speak of.
    pub(crate) step: Step,
    pub(crate) next: Option<NextStep>,
}

impl World {
    /// A group with `channels` channels, of which the second has no link.
    pub(crate) fn ordinary(channels: usize, people: usize) -> Self {
        let titles = ["Tea News", "Tea & Cake", "Tea Offers"];
        let link = |(at, title): (usize, &&str)| ChannelLink {
            title: (*title).to_owned(),
            url: (at != 1).then(|| format!("https://t.me/{}", title.replace(' ', "_").to_lowercase())),
        };
        let names = ["Ana", "Ben <3", "Chi"];
        let person = |(at, name): (usize, &&str)| NamedPerson {
            user: UserId(4_242 + i64::try_from(at).unwrap_or_default()),
            name: (*name).to_owned(),
        };
        Self {
            name: "Ana".to_owned(),
            title: "Tea House".to_owned(),
            word: "tea news".to_owned(),
            custom: String::new(),
            count: 12,
            people: names.iter().enumerate().map(person).take(people).collect(),
            channels: titles.iter().enumerate().map(link).take(channels).collect(),
            policy: Policy::All,
            mode: Mode::Enforce,
            step: Step::Mute,
            next: None,
        }
    }

    /// Everything foreign in it is `text`, `count` times wherever there can be several.
    pub(crate) fn of(text: &str, count: usize, url: Option<&str>) -> Self {
        let channel = ChannelLink { title: text.to_owned(), url: url.map(str::to_owned) };
        let person = NamedPerson { user: USER, name: text.to_owned() };
        Self {
            name: text.to_owned(),
            title: text.to_owned(),
            word: text.to_owned(),
            custom: String::new(),
            count: u64::MAX,
            people: vec![person; count],
            channels: vec![channel; count],
            policy: Policy::All,
            mode: Mode::Enforce,
            step: Step::Mute,
            next: None,
        }
    }

    pub(crate) fn bot(&self) -> BotIdentity {
        BotIdentity { id: UserId(1), name: self.title.clone(), username: "PortcullisBot".to_owned() }
    }

    pub(crate) fn notice(&self, others: usize) -> NoticeText<'_> {
        NoticeText {
            group: GROUP,
            group_title: &self.title,
            named: &self.people,
            others,
            channels: &self.channels,
            policy: self.policy,
            custom: &self.custom,
        }
    }

    pub(crate) fn welcome(&self) -> WelcomeText<'_> {
        WelcomeText {
            group_title: &self.title,
            named: &self.people,
            channels: &self.channels,
            policy: self.policy,
            custom: &self.custom,
        }
    }

    pub(crate) fn protected<'a>(&'a self, bot: &'a BotIdentity) -> ProtectedText<'a> {
        ProtectedText {
            group_title: &self.title,
            channels: &self.channels,
            policy: self.policy,
            mode: self.mode,
            mute_for_days: MuteDays::try_from(7).unwrap_or_else(|_| GroupSettings::default().mute_for_days),
            bot,
            group: GROUP,
        }
    }

    pub(crate) fn channel_statuses(&self) -> Vec<ChannelStatus> {
        let status = |(at, link): (usize, &ChannelLink)| ChannelStatus {
            link: link.clone(),
            can_check: at != 1,
            misses_requests: false,
        };
        self.channels.iter().enumerate().map(status).collect()
    }

    pub(crate) fn status<'a>(&'a self, channels: &'a [ChannelStatus]) -> StatusText<'a> {
        let counts = RestrictionCounts { open: 3, total: self.count, joined: 9, observed: 0 };
        StatusText {
            group_title: &self.title,
            enabled: true,
            mode: self.mode,
            policy: self.policy,
            braked_since: None,
            can_enforce: true,
            channels,
            since: SINCE,
            owner: USER,
            owner_name: Some(self.name.clone()),
            counts,
            seen: self.count,
            exempt: 2,
        }
    }

    /// What `/stats` says, of a group with so many channels.
    fn stats(&self, texts: &Texts, language: Language, channels: usize) -> OutgoingMessage {
        let group = self.group();
        let mut all = group.channels.iter().cycle().cloned();
        let with_id = |id: i64| all.next().map(|channel| EnforcedChannel { id: ChannelId(-id), ..channel });
        let channels: Vec<_> = (1..).take(channels).map_while(with_id).collect();
        let group = Group { channels, ..group };
        let stats = |days: u64, joined| {
            let people = self.count / days;
            let tallies = Tallies { stopped: Tally { people, joined }, left: Tally { people: 2, joined: 1 } };
            let of_channels = group.channels.iter().map(|channel| (channel.id, tallies));
            PeriodStats::new(
                Period::last_days(days.try_into().unwrap_or(1), SINCE),
                [(Day::of(SINCE), tallies)],
                of_channels,
            )
        };
        let (week, month) = (stats(7, 1), stats(30, 0));
        texts.stats(language, &StatsText { group: &group, week: &week, month: &month })
    }

    pub(crate) fn restrictions(&self, count: usize) -> Vec<OwnRestriction> {
        let one = OwnRestriction {
            group_title: self.title.clone(),
            group: GROUP,
            channels: self.channels.clone(),
            since: SINCE,
            case: Some(CaseNumber(1_017)),
            policy: self.policy,
        };
        vec![one; count]
    }

    pub(crate) fn group(&self) -> Group {
        let channel = |(link, id): (&ChannelLink, i64)| EnforcedChannel {
            id: ChannelId(-id),
            title: link.title.clone(),
            username: None,
            invite_link: link.url.clone(),
            can_check: true,
        };
        Group {
            id: GROUP,
            owner: USER,
            owner_language_code: None,
            title: self.title.clone(),
            enabled: true,
            can_enforce: true,
            settings: GroupSettings { policy: self.policy, mode: self.mode, ..GroupSettings::default() },
            channels: self.channels.iter().zip(1..).map(channel).collect(),
            linked_channel: None,
            exempt: HashSet::new(),
            braked_at: None,
            created_at: SINCE,
            switched_on_at: SINCE,
            denied: None,
        }
    }

    /// The group with every setting changed.
    pub(crate) fn unusual_group(&self) -> Group {
        let params = [
            ("mode", "\"observe\""),
            ("policy", "\"any\""),
            ("on_unknown", "\"restrict\""),
            ("gate_on_join", "false"),
            ("gate_on_leave", "false"),
            ("brake", "false"),
            ("ladder", "\"remind\""),
            ("amnesty_days", "14"),
            ("mute_for_days", "1"),
            ("channel_senders", "\"allow\""),
            ("pending_join_requests", "\"accept\""),
            ("join_requests", "\"approve\""),
            ("decline_after_minutes", "90"),
            ("notice_delete_after_seconds", "1"),
            ("command_delete_after_seconds", "0"),
        ];
        let read = |(key, value): (&str, &str)| Some((key.to_owned(), value.parse().ok()?));
        let settings = GroupSettings::from_params(params.into_iter().filter_map(read).collect());
        let own_texts = GroupSettings {
            language: LanguageChoice::Code("es".to_owned()),
            notice_text: format!("<b>{}</b>", self.word),
            welcome_text: self.word.clone(),
            ..settings
        };
        Group { settings: own_texts, ..self.group() }
    }

    /// A group whose stored settings hold values that they can't take.
    pub(crate) fn group_with_unfit_settings(&self) -> Group {
        let params = [("policy".to_owned(), self.word.as_str().into()), ("mute_for_days".to_owned(), 0.into())];
        Group { settings: GroupSettings::from_params(params.into_iter().collect()), ..self.group() }
    }

    /// One of each thing that can be said, by the method's name.
    pub(crate) fn everything(&self, texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
        let mut all = self.in_the_group(texts, language);
        all.extend(self.in_private(texts, language));
        all.extend(self.to_protect(texts, language));
        all.extend(self.to_set_up(texts, language));
        all.extend(self.to_other_commands(texts, language));
        all.extend(self.on_the_panel(texts, language));
        all.extend(self.of_brakes(texts, language));
        all.extend(of_denials(texts, language));
        all.extend(self.of_a_sweep(texts, language));
        all.extend(self.of_a_preview(texts, language));
        all
    }

    fn in_the_group(&self, texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
        let Self { title, channels, .. } = self;
        let rights = [MissingRight::DeleteMessages, MissingRight::RestrictMembers];
        let first = channels.first().cloned().unwrap_or(ChannelLink { title: title.clone(), url: None });
        vec![
            ("notice", texts.notice(language, &self.notice(0)).into()),
            ("channel_sender_notice", texts.channel_sender_notice(language, &first.title, title).into()),
            ("passed", texts.passed(language, title).into()),
            ("still_missing", texts.still_missing(language, channels, self.policy).into()),
            ("not_restricted", texts.not_restricted(language).into()),
            ("restricted_by_administrator", texts.restricted_by_administrator(language).into()),
            ("could_not_unmute", texts.could_not_unmute(language, title).into()),
            ("could_not_check", texts.could_not_check(language).into()),
            ("outdated_button", texts.outdated_button(language).into()),
            ("cannot_enforce", texts.cannot_enforce(language, title, &rights).into()),
            ("cannot_enforce_dismissed", texts.cannot_enforce(language, title, &[]).into()),
            ("can_enforce_again", texts.can_enforce_again(language, title).into()),
            ("cannot_check", texts.cannot_check(language, &first, title).into()),
            ("can_check_again", texts.can_check_again(language, &first, title).into()),
            ("help_in_group", texts.help_in_group(language).into()),
            ("command_menu_in_groups", texts.command_menu(CommandScope::AllGroupChats, Some(language)).into()),
            (
                "command_menu_of_administrators",
                texts.command_menu(CommandScope::AllChatAdministrators, Some(language)).into(),
            ),
        ]
    }

    fn in_private(&self, texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
        let titles = vec![self.title.clone(); self.channels.len()];
        let bot = self.bot();
        vec![
            ("start", texts.start(language, &bot).into()),
            ("help", texts.help(language).into()),
            ("restrictions_of", texts.restrictions_of(language, &self.restrictions(self.people.len())).into()),
            ("restricted_by_administrator_in", texts.restricted_by_administrator_in(language, &titles).into()),
            ("group_settings_refused", texts.group_settings_refused(language).into()),
            ("settings_button", texts.settings_button(language, &bot, GROUP).into()),
            ("command_menu_in_private", texts.command_menu(CommandScope::AllPrivateChats, Some(language)).into()),
        ]
    }

    fn to_protect(&self, texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
        let bot = self.bot();
        let mut all = vec![
            ("administrators_only", texts.administrators_only(language).into()),
            ("must_wait", texts.must_wait(language, Duration::from_secs(90)).into()),
            ("groups_only", texts.groups_only(language).into()),
            ("protected", texts.protected(language, &self.protected(&bot)).into()),
            ("protected_again", texts.protected_again(language, &self.protected(&bot)).into()),
        ];
        let refused = |(name, refusal)| (name, texts.protect_refused(language, &refusal, &bot).into());
        all.extend(self.refusals().map(refused));
        all
    }

    fn to_set_up(&self, texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
        let (bot, title) = (self.bot(), &self.title);
        let (linked, unseen) = (LinkedChannel { title: Some(title.clone()) }, LinkedChannel { title: None });
        let greeting = GreetingText { group: GROUP, missing: &[], linked: Some(&linked), bot: &bot };
        let missing = &[MissingRight::RestrictMembers];
        let mut all = vec![
            ("setup_greeting", texts.setup_greeting(language, &greeting).into()),
            ("setup_greeting_unseen", {
                texts.setup_greeting(language, &GreetingText { linked: Some(&unseen), ..greeting }).into()
            }),
            ("setup_greeting_unlinked", {
                texts.setup_greeting(language, &GreetingText { linked: None, ..greeting }).into()
            }),
            ("setup_greeting_lacking", {
                texts.setup_greeting(language, &GreetingText { missing, ..greeting }).into()
            }),
            ("setup_appoint_me", texts.setup_appoint_me(language, &bot).into()),
            ("setup_linked", texts.setup_linked(language, title, &linked, GROUP).into()),
            ("setup_linked_unseen", texts.setup_linked(language, title, &unseen, GROUP).into()),
            ("setup_choose", texts.setup_choose(language, title, SetupId(7)).into()),
            ("setup_done", texts.setup_done(language).into()),
            ("setup_protected", texts.setup_protected(language, &self.protected(&bot)).into()),
            ("setup_gate_on", texts.setup_gate_on(language, &self.protected(&bot)).into()),
            ("setup_administrators_only", texts.setup_administrators_only(language).into()),
            ("setup_outdated", texts.setup_outdated(language).into()),
            ("setup_press_of_administrators_only", texts.setup_press_of_administrators_only(language).into()),
            ("setup_nothing_linked", texts.setup_nothing_linked(language).into()),
            ("setup_press_done", texts.setup_press_done(language).into()),
            ("setup_press_refused", texts.setup_press_refused(language).into()),
        ];
        let refused = |(name, refusal)| (name, texts.setup_refused(language, &refusal, &bot, GROUP).into());
        let refusals = [
            ("setup_basic_group", ProtectRefusal::BasicGroup),
            ("setup_not_appointed", ProtectRefusal::BotIsNoAdministrator),
            ("setup_bot_lacks", ProtectRefusal::BotLacks(missing.to_vec())),
            ("setup_not_in_channel", ProtectRefusal::BotNotInChannel(title.clone())),
            ("setup_may_not_invite", ProtectRefusal::BotMayNotInvite(title.clone())),
            ("setup_caller_not_in_channel", ProtectRefusal::CallerNotInChannel(title.clone())),
            ("setup_must_wait", ProtectRefusal::MustWait(Duration::from_secs(90))),
        ];
        all.extend(refusals.map(refused));
        all
    }

    /// Every reason to refuse `/protect`, by the name of its text.
    fn refusals(&self) -> [(&'static str, ProtectRefusal); 16] {
        let (title, word) = (|| self.title.clone(), || self.word.clone());
        let rights = vec![MissingRight::DeleteMessages, MissingRight::RestrictMembers, MissingRight::InviteUsers];
        [
            ("basic_group", ProtectRefusal::BasicGroup),
            ("protect_usage", ProtectRefusal::Usage),
            ("unreadable_channel", ProtectRefusal::Unreadable(word())),
            ("invite_link_given", ProtectRefusal::InviteLink(word())),
            ("too_many_channels", ProtectRefusal::TooMany(10)),
            ("bot_not_administrator_here", ProtectRefusal::BotIsNoAdministrator),
            ("bot_lacks_rights", ProtectRefusal::BotLacks(rights)),
            ("channel_not_found", ProtectRefusal::NotFound(word())),
            ("not_a_channel", ProtectRefusal::NotAChannel(word())),
            ("same_group", ProtectRefusal::SameGroup(word())),
            ("bot_not_in_channel", ProtectRefusal::BotNotInChannel(title())),
            ("bot_may_not_invite", ProtectRefusal::BotMayNotInvite(title())),
            ("caller_not_in_private_channel", ProtectRefusal::CallerNotInChannel(title())),
            ("anonymous_caller", ProtectRefusal::AnonymousCaller(title())),
            ("nothing_to_resume", ProtectRefusal::NothingToResume),
            ("protect_must_wait", ProtectRefusal::MustWait(Duration::from_mins(1))),
        ]
    }

    fn to_other_commands(&self, texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
        let Self { title, word, channels, count, .. } = self;
        let name = Some(self.name.as_str());
        let exempt: Vec<UserId> = self.people.iter().map(|person| person.user).collect();
        let persons: Vec<Person> = exempt
            .iter()
            .map(|id| Person { id: *id, name: self.name.clone(), username: None, language_code: None })
            .collect();
        let with_names: Vec<_> = exempt.iter().map(|id| (*id, (id.0 % 2 == 0).then(|| self.word.clone()))).collect();
        let statuses = self.channel_statuses();
        let unheard = |status: &ChannelStatus| ChannelStatus { misses_requests: status.can_check, ..status.clone() };
        let unheard: Vec<ChannelStatus> = statuses.iter().map(unheard).collect();
        vec![
            ("unprotected", texts.unprotected(language, title, *count).into()),
            ("unprotected_keep", texts.unprotected_keep(language, title, *count).into()),
            ("not_protected", texts.not_protected(language).into()),
            ("channels_removed", texts.channels_removed(language, channels, channels).into()),
            ("channel_not_enforced", texts.channel_not_enforced(language, word).into()),
            ("status", texts.status(language, &self.status(&statuses)).into()),
            ("status_requests_unheard", texts.status(language, &self.status(&unheard)).into()),
            ("stats", self.stats(texts, language, 2).into()),
            ("stats_of_many_channels", self.stats(texts, language, 10).into()),
            ("status_unprotected", texts.status_unprotected(language).into()),
            ("exempted", texts.exempted(language, USER, name).into()),
            ("already_exempt", texts.already_exempt(language, USER, name).into()),
            ("unexempted", texts.unexempted(language, USER, name).into()),
            ("was_not_exempt", texts.was_not_exempt(language, USER, name).into()),
            ("exempted_by_unmute", texts.exempted_by_unmute(language, USER, name).into()),
            ("which_person", texts.which_person(language, "/exempt", &persons).into()),
            ("unreadable_person", texts.unreadable_person(language, word).into()),
            ("unseen_username", texts.unseen_username(language, &format!("@{word}")).into()),
            ("exemptions_of_many", texts.exemptions(language, &page_of(&with_names, 35, 1)).into()),
            ("exemptions", texts.exemptions(language, &page_of(&with_names, with_names.len(), 0)).into()),
            ("why", self.why(texts, language, self.restricted(), 0..5).into()),
            ("why_usage", texts.why_usage(language).into()),
            ("why_unknown", texts.why_unknown(language, USER).into()),
        ]
    }
}
