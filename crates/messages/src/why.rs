//! The answer to `/why`: what the gate sees of a person, the rule, the decision, and their last cases.

use portcullis_domain::{
    CaseNumber, ChannelId, UserId,
    chat_member::Membership,
    exemption::Exemption,
    gate::Decision,
    group::Group,
    html::Html,
    judgement::{Judgement, MemberState, Rule},
    ladder::NextStep,
    message::OutgoingMessage,
    restriction::{LiftReason, RestrictReason, Restriction},
    settings::{Mode, OnUnknown, Policy},
    step::Step,
};

use crate::{ChannelLink, Language, Texts, argument::Argument, foreign::name_or_id, list::stack};

/// What the channels with the person's membership may take of the message.
const CHANNELS_ROOM: usize = 1_300;
/// What the names of those that are missing may take of it.
const MISSING_ROOM: usize = 600;
/// What the cases may take of it.
const CASES_ROOM: usize = 1_300;

/// What is to be known about a person.
#[derive(Clone, Debug)]
pub struct WhyText<'a> {
    /// The group.
    pub group: &'a Group,
    /// The person.
    pub user: UserId,
    /// Their name, if it is known: hostile text.
    pub name: Option<&'a str>,
    /// What Telegram says of them in the group.
    pub state: MemberState,
    /// Their membership of each of the group's channels, as far as it is known.
    pub memberships: &'a [(ChannelId, Membership)],
    /// What the gate decides.
    pub judgement: &'a Judgement,
    /// What follows what they write next, where the gate would restrict them and knows steps before a mute.
    pub next: Option<NextStep>,
    /// Their open restriction.
    pub open: Option<&'a Restriction>,
    /// Their last restrictions, the newest first.
    pub cases: &'a [Restriction],
}

impl Texts {
    /// Whom `/why` means is not said: how to.
    #[must_use]
    pub fn why_usage(&self, language: Language) -> OutgoingMessage {
        self.message(language, "why-usage", &[])
    }

    /// Neither Telegram nor the bot knows anybody by this id here.
    #[must_use]
    pub fn why_unknown(&self, language: Language, user: UserId) -> OutgoingMessage {
        self.message(language, "why-unknown", &[("id", Html::escape(&user.to_string()).into())])
    }

    /// What the gate thinks of a person now. Nobody is called by it.
    #[must_use]
    pub fn why(&self, language: Language, why: &WhyText<'_>) -> OutgoingMessage {
        let mut parts = vec![self.why_facts(language, why), self.why_judgement(language, why)];
        if let Some(open) = why.open {
            parts.push(self.why_muted(language, open));
        }
        parts.push(self.why_cases(language, why.cases));
        OutgoingMessage::text(stack(&parts, "\n\n"))
    }

    fn why_facts(&self, language: Language, why: &WhyText<'_>) -> Html {
        let person = name_or_id(language, why.user, why.name);
        let id = Html::escape(&why.user.to_string());
        let title = self.html(language, "why-person", &[("person", person.into()), ("id", id.into())]);
        let mut lines = vec![self.html(language, "why-status", &[("status", state_word(why.state).into())])];
        lines.extend(why.group.channels.iter().map(|channel| {
            let known = why.memberships.iter().find(|(known, _)| *known == channel.id);
            let membership = membership_word(known.map_or(Membership::Unknown, |(_, membership)| *membership));
            let title = self.channel(language, &ChannelLink::from(channel));
            self.html(language, "why-channel", &[("channel", title.into()), ("membership", membership.into())])
        }));
        stack(&[title, self.bullets(language, &lines, 0, CHANNELS_ROOM)], "\n")
    }

    fn why_judgement(&self, language: Language, why: &WhyText<'_>) -> Html {
        let rule = self.html(language, "why-rule", &[("rule", rule_word(why.judgement.rule).into())]);
        let is_muted = why.open.is_some_and(|open| open.mode == Mode::Enforce && open.is_of_mute());
        let (decision, missing) = match &why.judgement.decision {
            Decision::Allow(_) if is_muted => ("release", &[][..]),
            Decision::Allow(_) => ("allow", &[][..]),
            Decision::Restrict { missing } if !why.group.can_enforce => ("powerless", &missing[..]),
            Decision::Restrict { missing } => match why.group.settings.mode {
                Mode::Observe => ("observe", &missing[..]),
                // What they write next may yet stand, or cost them no more than that.
                Mode::Enforce if why.next.is_some_and(|next| next != NextStep::Take(Step::Mute)) => {
                    ("steps", &missing[..])
                }
                Mode::Enforce => ("restrict", &missing[..]),
            },
        };
        let links: Vec<ChannelLink> = why.group.channels_among(missing).map(ChannelLink::from).collect();
        let channels = self.channels(language, &links, why.group.settings.policy, MISSING_ROOM);
        let decision =
            self.html(language, "why-decision", &[("decision", decision.into()), ("channels", channels.into())]);
        let next = why.next.map(|next| self.html(language, "why-next", &[("step", next_word(next).into())]));
        stack(&[rule, decision].into_iter().chain(next).collect::<Vec<_>>(), "\n")
    }

    fn why_muted(&self, language: Language, open: &Restriction) -> Html {
        let state = match (open.mode, open.step, open.notice) {
            (Mode::Observe, ..) => "observed",
            (Mode::Enforce, Step::Remind, _) => "reminded",
            (Mode::Enforce, Step::Warn, _) => "warned",
            (Mode::Enforce, Step::Mute, Some(_)) => "told",
            (Mode::Enforce, Step::Mute, None) => "untold",
        };
        let arguments = [
            ("state", state.into()),
            ("since", self.moment(language, open.restricted_at).into()),
            ("until", self.moment(language, open.until).into()),
            ("case", or_none(open.case_number)),
        ];
        self.html(language, "why-muted", &arguments)
    }

    fn why_cases(&self, language: Language, cases: &[Restriction]) -> Html {
        if cases.is_empty() {
            return self.html(language, "why-no-cases", &[]);
        }
        let lines: Vec<Html> = cases.iter().map(|case| self.why_case(language, case)).collect();
        let title = self.html(language, "why-cases", &[]);
        stack(&[title, self.bullets(language, &lines, 0, CASES_ROOM)], "\n")
    }

    fn why_case(&self, language: Language, case: &Restriction) -> Html {
        let mode = match (case.mode, case.step) {
            (Mode::Observe, _) => "observe",
            (Mode::Enforce, Step::Remind) => "remind",
            (Mode::Enforce, Step::Warn) => "warn",
            (Mode::Enforce, Step::Mute) => "enforce",
        };
        let ended = case.lifted.map_or(Html::default(), |lifted| self.moment(language, lifted.at));
        let arguments = [
            ("case", or_none(case.case_number)),
            ("mode", mode.into()),
            ("reason", reason_word(case.reason).into()),
            ("since", self.moment(language, case.restricted_at).into()),
            ("end", case.lifted.map_or("open", |lifted| end_word(lifted.reason)).into()),
            ("until", ended.into()),
        ];
        self.html(language, "why-case", &arguments)
    }
}

/// The number of a case; 0 where it has none.
pub(crate) fn or_none<T>(case: Option<CaseNumber>) -> Argument<T> {
    // A name is never the 0 that the translations know.
    case.map_or(Argument::Number(0), Argument::from)
}

const fn state_word(state: MemberState) -> &'static str {
    match state {
        MemberState::Administrator => "administrator",
        MemberState::Member => "member",
        MemberState::MutedByGate => "muted",
        MemberState::MutedByAdministrator => "silenced",
        MemberState::RestrictedInPart => "limited",
        MemberState::Absent => "outside",
        MemberState::Banned => "banned",
        MemberState::NotKnown => "unknown",
        MemberState::CannotTell => "unclear",
    }
}

const fn membership_word(membership: Membership) -> &'static str {
    match membership {
        Membership::Member => "in",
        Membership::NotMember => "out",
        Membership::Unknown => "unclear",
    }
}

const fn rule_word(rule: Rule) -> &'static str {
    match rule {
        Rule::NotProtected => "off",
        Rule::Braked => "braked",
        Rule::Exempt(Exemption::Administrator | Exemption::AnonymousAdministrator) => "administrator",
        Rule::Exempt(Exemption::ByAdmin) => "exempt",
        Rule::Exempt(_) => "never",
        Rule::AdministratorsUnknown => "doubt",
        Rule::Policy(Policy::All) => "all",
        Rule::Policy(Policy::Any) => "any",
        Rule::OnUnknown(OnUnknown::Allow) => "lenient",
        Rule::OnUnknown(OnUnknown::Restrict) => "strict",
    }
}

const fn next_word(next: NextStep) -> &'static str {
    match next {
        NextStep::Take(Step::Remind) => "remind",
        NextStep::Stand | NextStep::StandUntil(_) => "stand",
        NextStep::Take(Step::Warn) | NextStep::Delete => "warn",
        NextStep::Take(Step::Mute) => "mute",
    }
}

const fn reason_word(reason: RestrictReason) -> &'static str {
    match reason {
        RestrictReason::Spoke => "spoke",
        RestrictReason::JoinedGroup => "came",
        RestrictReason::LeftChannel => "left",
        RestrictReason::Swept => "swept",
    }
}

const fn end_word(reason: LiftReason) -> &'static str {
    match reason {
        LiftReason::JoinedChannel | LiftReason::Pressed => "joined",
        LiftReason::Unprotected => "off",
        LiftReason::PolicyEased => "eased",
        LiftReason::Exempted => "exempted",
        LiftReason::AdministratorActed => "administrator",
        LiftReason::Expired => "expired",
        LiftReason::NotMuted => "never",
        LiftReason::FoundFree => "free",
        LiftReason::NotTold => "untold",
        LiftReason::Braked => "braked",
        LiftReason::NextStep => "stepped",
        LiftReason::BotRemoved => "removed",
        LiftReason::Erased => "erased",
    }
}
