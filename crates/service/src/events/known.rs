//! The warm path: what can be decided without asking anybody. No `await` stands in this file, so none of it can wait
//! for a network, a disk or a lock that somebody holds across one.

use std::{borrow::Cow, ops::ControlFlow, sync::Arc, time::Instant};

use portcullis_domain::{
    GroupId, ThreadId, Timestamp, UserId,
    administrators::AdministratorList,
    event::{Event, GroupMessage, NewChatMembers},
    exemption::{exemption, person_exemption},
    gate::Allowed,
    group::{Group, describes_now},
    plain_message::PlainMessage,
    ports::{Clock, Known},
    sender::{Person, Sender},
};

use crate::{
    gate::Steps,
    metrics::Metrics,
    outgoing::{NoticeBoard, SeenMembers, Welcomes},
};

/// Handles what memory can decide.
pub(crate) struct KnownHandler {
    pub(crate) username: String,
    pub(crate) known: Arc<dyn Known>,
    pub(crate) steps: Arc<Steps>,
    pub(crate) seen: Arc<SeenMembers>,
    pub(crate) notices: Arc<NoticeBoard>,
    pub(crate) welcomes: Arc<Welcomes>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl KnownHandler {
    /// Carries out an event from memory; `false` if it needs a look-up or has an effect.
    pub(crate) fn try_handle(&self, event: &Event) -> bool {
        match event {
            Event::GroupMessage(message) => self.allows_message(message),
            Event::NewChatMembers(joined) => self.allows_new_chat_members(joined),
            Event::Other => true,
            Event::PrivateMessage(_)
            | Event::ChatShared(_)
            | Event::ChatMember(_)
            | Event::MyChatMember(_)
            | Event::ChatJoinRequest(_)
            | Event::CallbackQuery(_)
            | Event::Migrated(_) => false,
        }
    }

    fn allows_message(&self, message: &GroupMessage) -> bool {
        if message.command(&self.username).is_some() {
            return false;
        }
        let (chat, thread, date) = (&message.chat, message.thread, message.date);
        if let Sender::Person(person) = &message.sender {
            let title = Cow::Borrowed(chat.title.as_str());
            return self.allows(&PlainMessage { group: message.group(), title, thread, user: person.id, date });
        }
        match self.gating_group(message.group(), &chat.title, thread, date) {
            ControlFlow::Break(is_allowed) => is_allowed,
            ControlFlow::Continue(group) if group.braked_since().is_some() => true,
            ControlFlow::Continue(group) => match &message.sender {
                Sender::LinkedChannel(channel) => group.linked_channel == Some(*channel),
                other => exemption(other, &group, &AdministratorList::default()).is_some(),
            },
        }
    }

    /// Lets a person's message that is no command stand; `false` if it needs a look-up or has an effect.
    pub(crate) fn allows(&self, message: &PlainMessage<'_>) -> bool {
        match self.gating_group(message.group, &message.title, message.thread, message.date) {
            ControlFlow::Break(false) => false,
            ControlFlow::Break(true) => {
                let known = self.known.group(message.group).flatten();
                // Of people in a group that is not served nothing is noted.
                if known.is_none_or(|group| group.denied.is_none()) {
                    self.seen.note_without_gate(message.group, message.user);
                }
                true
            }
            ControlFlow::Continue(group) => {
                self.allow_person(&group, message.user).is_some() || self.lets_write(&group, message)
            }
        }
    }

    /// The group in which a message stands, whose gate is to decide about its sender, or whether the message is let stand
    /// whoever that is. Takes note of the topic.
    fn gating_group(
        &self,
        group: GroupId,
        title: &str,
        thread: Option<ThreadId>,
        date: Timestamp,
    ) -> ControlFlow<bool, Arc<Group>> {
        let Some(known) = self.known.group(group) else { return ControlFlow::Break(false) };
        let Some(group) = known.filter(|group| group.is_protected() && group.can_enforce) else {
            return ControlFlow::Break(true);
        };
        if self.is_renamed(&group, title, date) {
            return ControlFlow::Break(false);
        }
        if let Some(thread) = thread {
            self.notices.note_topic(group.id, thread);
        }
        ControlFlow::Continue(group)
    }

    fn allows_new_chat_members(&self, joined: &NewChatMembers) -> bool {
        let id = joined.chat.id.into();
        let Some(known) = self.known.group(id) else { return false };
        if known.as_ref().is_some_and(|group| group.denied.is_some()) {
            return true;
        }
        let Some(group) = known.filter(|group| group.is_protected()) else {
            joined.people.iter().for_each(|person| self.seen.note_without_gate(id, person.id));
            return true;
        };
        if self.is_renamed(&group, &joined.chat.title, joined.date) {
            return false;
        }
        joined.people.iter().all(|person| self.allows_newcomer(&group, person))
    }

    /// Lets somebody be who has joined, and has them welcomed where they pass the gate.
    fn allows_newcomer(&self, group: &Group, person: &Person) -> bool {
        let allowed = self.allow_person(group, person.id);
        if allowed == Some(Allowed::Met) && group.settings.gate_on_join {
            self.welcomes.greet(group, person);
        }
        allowed.is_some()
    }

    /// Whether an event of this moment tells a new title of its group: that is written down, once.
    fn is_renamed(&self, group: &Group, title: &str, at: Timestamp) -> bool {
        group.is_renamed_by(title) && describes_now(at, self.clock.now())
    }

    /// Takes note of a person whom the gate lets be, and why; `None` if it does not, or memory does not know.
    fn allow_person(&self, group: &Group, user: UserId) -> Option<Allowed> {
        let begun = Instant::now();
        // An `Unknown` is remembered only for a moment, and only because somebody has just asked in vain.
        let allowed = self.known_to_be_allowed(group, user)?;
        self.metrics.count_allowed(allowed);
        self.metrics.record_latency(begun.elapsed());
        self.seen.note(group, user);
        Some(allowed)
    }

    /// Takes note of a person whom the amnesty lets write though they do not pass, and who knows it; `false` if it does not,
    /// or memory does not know.
    fn lets_write(&self, group: &Group, message: &PlainMessage<'_>) -> bool {
        let stands = self.steps.lets_write(group, message.user, message.date);
        if stands {
            self.metrics.count_restricted();
            self.seen.note(group, message.user);
        }
        stands
    }

    /// Why the gate of `group` lets a person speak by what this process remembers; `None` if it does not, or that is not
    /// enough.
    fn known_to_be_allowed(&self, group: &Group, user: UserId) -> Option<Allowed> {
        if group.braked_since().is_some() {
            return Some(Allowed::Braked);
        }
        let administrators = self.known.administrators(group.id)?;
        match person_exemption(user, group, &administrators) {
            Some(exemption) => Some(Allowed::Exempt(exemption)),
            None => self.known.tally(group, user)?.allowed((&group.settings).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use portcullis_domain::{
        MessageId,
        chat_member::Membership,
        event::Chat,
        gate::Tally,
        ladder::NextStep,
        restriction::{RestrictReason, Restriction},
        settings::{AmnestyDays, GroupSettings},
        step::Step,
    };

    use super::*;
    use crate::{
        Gatekeeper,
        testing::{ADMIN, ANN, NOW, World, ann_says, chat, end, group, open_restriction, person},
    };

    /// A world that remembers the group, its administrators, and this of Ann.
    fn remembering(membership: Option<Membership>) -> World {
        remembering_in(group(), membership)
    }

    fn remembering_in(group: Group, membership: Option<Membership>) -> World {
        let mut world = World::with(group.clone());
        let group = Arc::new(group);
        world.known.expect_group().returning(move |_| Some(Some(group.clone())));
        let administrators = || Arc::new(AdministratorList::from_iter([ADMIN]));
        world.known.expect_administrators().returning(move |_| Some(administrators()));
        world.known.expect_tally().returning(move |_, _| membership.map(|known| Tally::from_iter([known])));
        world
    }

    fn is_carried_out(world: World, text: &str) -> bool {
        world.gatekeeper().try_handle(&Event::GroupMessage(ann_says(text)))
    }

    #[tokio::test(start_paused = true)]
    async fn a_known_member_who_joins_is_welcomed_and_one_who_speaks_is_not() {
        let settings = GroupSettings { welcome_text: "Hi {name}".to_owned(), ..GroupSettings::default() };
        let welcoming = Group { settings, ..group() };
        let joined = NewChatMembers { chat: chat(), people: vec![person(ANN)], date: NOW, line: None };
        for (event, welcomed) in [(Event::NewChatMembers(joined), 1), (Event::GroupMessage(ann_says("hi")), 0)] {
            let mut world = remembering_in(welcoming.clone(), Some(Membership::Member));
            let claimed = world.group_members.expect_claim_welcomes().times(welcomed);
            claimed.returning(|_, people, _| Ok(people.to_vec()));
            world.api.expect_send_message().times(welcomed).returning(|_, _, _| Ok(MessageId(9)));
            let ports = world.ports();
            assert!(Gatekeeper::new(ports.clone()).try_handle(&event));
            end(ports).await;
        }
    }

    #[test]
    fn while_the_brake_holds_the_gate_back_everybodys_message_is() {
        for membership in [Some(Membership::NotMember), None] {
            let braked = Group { braked_at: Some(NOW), ..group() };
            assert!(is_carried_out(remembering_in(braked, membership), "hi"));
        }
    }

    #[test]
    fn a_known_members_message_is_carried_out_without_a_call() {
        assert!(is_carried_out(remembering(Some(Membership::Member)), "hi"));
    }

    #[test]
    fn a_new_title_is_no_matter_of_memory_unless_it_has_waited() {
        let renamed = Chat { title: "Coffee".to_owned(), ..crate::testing::chat() };
        let says = |date| GroupMessage { chat: renamed.clone(), date, ..ann_says("hi") };
        let remembering = || remembering(Some(Membership::Member)).gatekeeper();
        assert!(!remembering().try_handle(&Event::GroupMessage(says(NOW))));
        let old = NOW.before(portcullis_domain::group::DESCRIBED_FOR);
        assert!(remembering().try_handle(&Event::GroupMessage(says(old))));
    }

    #[tokio::test]
    async fn whoever_was_reminded_in_the_amnesty_writes_without_a_look_up_once_that_was_read() {
        let settings = GroupSettings { amnesty_days: AmnestyDays::try_from(7).unwrap(), ..GroupSettings::default() };
        let amnesty = Group { settings, switched_on_at: NOW, ..group() };
        let reminded =
            Restriction { step: Step::Remind, restricted_at: NOW, muted_at: Some(NOW), ..open_restriction() };
        for (is_read, membership, stands) in [
            (true, None, true),
            (true, Some(Membership::NotMember), true),
            (false, None, false),
            (false, Some(Membership::NotMember), false),
        ] {
            let mut world = remembering_in(amnesty.clone(), membership);
            let records = vec![reminded.clone()];
            world.restrictions.expect_list_cases().returning(move |_, _, _| Ok(records.clone()));
            world.group_members.expect_first_seen().returning(|_, _| Ok(Some(NOW.before(Duration::from_hours(1)))));
            let gatekeeper = world.gatekeeper();
            if is_read {
                let later = NOW.after(Duration::from_hours(1));
                let next =
                    gatekeeper.known.steps.next(&amnesty, ANN, RestrictReason::Spoke, later, None).await.unwrap();
                assert_eq!(next, NextStep::StandUntil(amnesty.amnesty_until()));
            }
            assert_eq!(gatekeeper.try_handle(&Event::GroupMessage(ann_says("hi"))), stands);
        }
    }

    #[test]
    fn nobody_is_restricted_from_memory() {
        assert!(!is_carried_out(remembering(Some(Membership::NotMember)), "hi"));
    }

    #[test]
    fn a_person_who_is_not_remembered_must_be_looked_up() {
        assert!(!is_carried_out(remembering(None), "hi"));
    }

    #[test]
    fn a_command_is_never_carried_out_from_memory() {
        assert!(!is_carried_out(remembering(Some(Membership::Member)), "/status"));
    }

    #[test]
    fn a_group_that_is_not_remembered_must_be_looked_up_and_an_unprotected_one_not() {
        let mut world = World::empty();
        world.known.expect_group().returning(|_| None);
        assert!(!is_carried_out(world, "hi"));
        let mut world = World::empty();
        world.known.expect_group().returning(|_| Some(None));
        assert!(is_carried_out(world, "hi"));
    }
}
