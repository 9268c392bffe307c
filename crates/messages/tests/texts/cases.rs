//! A person's cases, and what `/why` says of them.

use std::{ops::Range, time::Duration};

use portcullis_domain::{
    CaseNumber, MessageId, RestrictionId,
    chat_member::Membership,
    gate::Decision,
    judgement::{Judgement, MemberState, Rule},
    message::{OutgoingMessage, Place},
    restriction::{LiftReason, Lifted, RestrictReason, Restriction},
    settings::Mode,
};
use portcullis_messages::{Language, Texts, WhyText};

use crate::world::{GROUP, SINCE, USER, World};

impl World {
    /// What `/why` says of somebody whom the gate decides about so, with so many cases: an open one, and past ones of every
    /// kind.
    pub(crate) fn why(
        &self,
        texts: &Texts,
        language: Language,
        (state, judgement): (MemberState, Judgement),
        cases: Range<usize>,
    ) -> OutgoingMessage {
        let group = self.group();
        let memberships = [Membership::Member, Membership::NotMember, Membership::Unknown];
        let known: Vec<_> = group.channel_ids().into_iter().zip(memberships.into_iter().cycle()).collect();
        let cases: Vec<Restriction> = cases.map(|number| self.case(number)).collect();
        let open = cases.iter().find(|case| case.lifted.is_none());
        let why = WhyText {
            group: &group,
            user: USER,
            name: Some(&self.name),
            state,
            memberships: &known,
            judgement: &judgement,
            next: self.next,
            open,
            cases: &cases,
        };
        texts.why(language, &why)
    }

    /// A case: the first is open, each of the others has ended in its own way.
    fn case(&self, number: usize) -> Restriction {
        let at = SINCE.after(Duration::from_hours(1));
        let reason = number.checked_sub(1).and_then(|past| LiftReason::ALL.get(past).copied());
        Restriction {
            id: RestrictionId(1),
            case_number: (number != 3).then_some(CaseNumber(1_017)),
            group: GROUP,
            user: USER,
            name: self.name.clone(),
            language_code: None,
            reason: RestrictReason::ALL[number % 3],
            missing: Vec::new(),
            mode: if number == 2 { Mode::Observe } else { self.mode },
            step: self.step,
            message: None,
            place: Place::default(),
            notice: (number == 0 && self.count > 1).then_some(MessageId(7)),
            notice_posted_at: None,
            restricted_at: SINCE,
            until: SINCE.after(Duration::from_hours(7 * 24)),
            muted_at: Some(SINCE),
            lifted: reason.map(|reason| Lifted { at, reason }),
        }
    }

    /// A person whom the gate mutes until they join all channels.
    pub(crate) fn restricted(&self) -> (MemberState, Judgement) {
        let decision = Decision::Restrict { missing: self.group().channel_ids() };
        (MemberState::MutedByGate, Judgement { rule: Rule::Policy(self.policy), decision })
    }
}
