//! The steps before a mute: a record, and the word that goes with it. Nobody is muted by one.

use portcullis_domain::{
    MessageId,
    group::Group,
    restriction::{LiftReason, NewRestriction, Restriction},
    step::Step,
};

use super::{Enforcer, RestrictOutcome};
use crate::Setback;

impl Enforcer {
    /// Reminds or warns a person: the step is written down and the notice ordered. A warning's message goes, unless too many
    /// known members fail; a reminder takes nothing from anybody, and is given all the same.
    pub(super) async fn take_step(
        &self,
        group: &Group,
        new: &NewRestriction,
        open: Option<&Restriction>,
        written: Option<MessageId>,
    ) -> Result<RestrictOutcome, Setback> {
        // One that is not confirmed is this very step, begun before a crash.
        let before = open.filter(|open| open.muted_at.is_some() || open.step != new.step);
        if let Some(before) = before {
            let reason = if before.is_of_mute() { LiftReason::FoundFree } else { LiftReason::NextStep };
            self.records.close(before, reason).await?;
        }
        let new = &NewRestriction { restricted_at: self.clock.now(), ..new.clone() };
        let record = match new.step {
            Step::Remind => Some(self.restrictions.open(new).await?),
            Step::Warn | Step::Mute => self.braking.open(group, new).await?,
        };
        let Some(record) = record else { return self.hold_back(before).await };
        if record.is_of_mute() {
            // Another instance was faster, and has muted them for something later.
            return Ok(RestrictOutcome::MutedBefore);
        }
        let stands = self.confirm_step(&record).await?;
        // Nothing is deleted without the word that goes with it.
        if let Some(message) = written.filter(|_| stands && new.step == Step::Warn) {
            self.delete(group, message).await?;
        }
        Ok(RestrictOutcome::of_confirmed(stands))
    }

    /// Nobody is restricted after all, since too many known members fail: what came before, and was closed for this, counts
    /// no more.
    pub(super) async fn hold_back(&self, before: Option<&Restriction>) -> Result<RestrictOutcome, Setback> {
        if let Some(before) = before.filter(|before| !before.is_of_mute()) {
            self.restrictions.recall_step(before.id).await?;
        }
        Ok(RestrictOutcome::HeldBack)
    }

    /// Notes that the step was taken, unless that was noted before, and orders the notice. One whose reasons are gone meanwhile
    /// ends instead: `false`.
    pub(super) async fn confirm_step(&self, record: &Restriction) -> Result<bool, Setback> {
        if record.muted_at.is_none() {
            if let Some(reason) = self.reason_to_undo(record).await? {
                self.records.close(record, reason).await?;
                return Ok(false);
            }
            if !self.restrictions.set_muted(record.id, self.clock.now()).await? {
                return Ok(false);
            }
            let (group, user_id, case_number) = (record.group, record.user.0, record.case_number.map(|case| case.0));
            let (step, reason) = (record.step.word(), record.reason.word());
            tracing::info!(
                chat_id = group.0,
                user_id,
                case_number,
                step,
                reason,
                "somebody is told before they are muted"
            );
        }
        self.notices.request(record.group);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::{
        Timestamp,
        brake::TripOutcome,
        chat_member::{ChatMemberStatus, Membership},
        event::{Event, GroupMessage},
        ladder::GRACE,
        restriction::RestrictReason,
        settings::{AmnestyDays, GroupSettings, Ladder},
    };

    use super::*;
    use crate::testing::{ANN, CHANNEL, NOW, World, ann_says, group, open_restriction, person, stored};

    fn with_ladder(ladder: Ladder) -> Group {
        Group { settings: GroupSettings { ladder, ..GroupSettings::default() }, ..group() }
    }

    /// A step that was taken so long ago.
    fn taken(step: Step, ago: Duration) -> Restriction {
        let at = NOW.before(ago);
        let message = (step == Step::Remind).then_some(MessageId(4));
        Restriction { step, message, restricted_at: at, muted_at: Some(at), ..open_restriction() }
    }

    /// A group with a ladder in which Ann, a member for a month, misses the channel and has these records.
    fn world(group: &Group, records: Vec<Restriction>) -> World {
        let group = Group { switched_on_at: NOW.before(Duration::from_hours(24 * 14)), ..group.clone() };
        let open = records.first().filter(|newest| newest.lifted.is_none()).cloned();
        let mut world = World::with(group).and_ann_is(Membership::NotMember).and_open(open).and_notices();
        world.restrictions.expect_list_cases().returning(move |_, _, _| Ok(records.clone()));
        let a_month_ago = NOW.before(Duration::from_hours(24 * 30));
        world.group_members.expect_first_seen().returning(move |_, _| Ok(Some(a_month_ago)));
        world
    }

    fn expect_step(world: &mut World, step: Step, message: Option<MessageId>) {
        let is_it = move |new: &NewRestriction| (new.step, new.message) == (step, message);
        if step == Step::Remind {
            world.restrictions.expect_open().times(1).withf(is_it).returning(|new| Ok(stored(new)));
        } else {
            let opened = world.restrictions.expect_open_unless_braked().times(1).withf(move |new, _| is_it(new));
            opened.returning(|new, _| Ok(Some(stored(new))));
        }
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
    }

    fn expect_mute(world: &mut World) {
        let is_mute = |new: &NewRestriction| (new.step, new.message) == (Step::Mute, None);
        let opened = world.restrictions.expect_open_unless_braked().times(1).withf(move |new, _| is_mute(new));
        opened.returning(|new, _| Ok(Some(stored(new))));
        world.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        world.api.expect_restrict_chat_member().times(1).returning(|_, _, _| Ok(()));
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
    }

    async fn say(world: World) {
        world.handle(Event::GroupMessage(ann_says("hi"))).await.unwrap();
    }

    #[tokio::test]
    async fn a_known_members_first_message_stands_and_the_notice_answers_it() {
        let mut world = world(&with_ladder(Ladder::Remind), Vec::new()).and_ann_has(ChatMemberStatus::Member);
        expect_step(&mut world, Step::Remind, Some(MessageId(5)));
        say(world).await;
    }

    #[tokio::test]
    async fn what_is_written_right_after_a_reminder_stands_and_asks_nobody() {
        let reminded = taken(Step::Remind, GRACE);
        say(world(&with_ladder(Ladder::Remind), vec![reminded])).await;
    }

    #[tokio::test]
    async fn the_message_after_that_is_deleted_and_its_author_muted() {
        let reminded = taken(Step::Remind, GRACE + Duration::from_secs(1));
        let mut world = world(&with_ladder(Ladder::Remind), vec![reminded]).and_ann_has(ChatMemberStatus::Member);
        world.restrictions.expect_count_served_by().returning(|_, _| Ok(0));
        world.expect_close(LiftReason::NextStep);
        expect_mute(&mut world);
        say(world).await;
    }

    #[tokio::test]
    async fn a_stranger_is_muted_at_once() {
        let mut world = World::with(with_ladder(Ladder::Remind))
            .and_ann_is(Membership::NotMember)
            .and_ann_has(ChatMemberStatus::Member)
            .and_open(None)
            .and_notices();
        world.restrictions.expect_list_cases().returning(|_, _, _| Ok(Vec::new()));
        world.group_members.expect_first_seen().returning(|_, _| Ok(None));
        expect_mute(&mut world);
        say(world).await;
    }

    #[tokio::test]
    async fn a_warnings_message_goes_and_nobody_is_muted_until_the_third() {
        let mut first = world(&with_ladder(Ladder::Warn), Vec::new()).and_ann_has(ChatMemberStatus::Member);
        expect_step(&mut first, Step::Warn, None);
        first.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        say(first).await;

        let mut of_the_first = world(&with_ladder(Ladder::Warn), vec![taken(Step::Warn, GRACE)]);
        of_the_first.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        say(of_the_first).await;

        let hours_ago = |hours| taken(Step::Warn, Duration::from_hours(hours));
        let mut second = world(&with_ladder(Ladder::Warn), vec![hours_ago(1)]).and_ann_has(ChatMemberStatus::Member);
        second.expect_close(LiftReason::NextStep);
        expect_step(&mut second, Step::Warn, None);
        second.api.expect_delete_message().times(1).returning(|_, _| Ok(()));
        say(second).await;

        let records = vec![hours_ago(1), hours_ago(2)];
        let mut third = world(&with_ladder(Ladder::Warn), records).and_ann_has(ChatMemberStatus::Member);
        third.expect_close(LiftReason::NextStep);
        expect_mute(&mut third);
        say(third).await;
    }

    #[tokio::test]
    async fn whoever_leaves_a_channel_is_reminded_and_not_muted() {
        let group = with_ladder(Ladder::Remind);
        let mut world = world(&group, Vec::new()).and_ann_has(ChatMemberStatus::Member);
        expect_step(&mut world, Step::Remind, None);
        let ann = person(ANN);
        world
            .act(async |parts| {
                let left = RestrictReason::LeftChannel;
                parts.enforcer.restrict(&group, &ann, left, vec![CHANNEL], NOW).await
            })
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_warning_that_the_brake_holds_back_leaves_none_that_counts() {
        for warned in [vec![Duration::from_hours(1)], vec![Duration::from_hours(1), Duration::from_hours(2)]] {
            let records: Vec<_> = warned.into_iter().map(|ago| taken(Step::Warn, ago)).collect();
            let newest = records[0].id;
            let mut world = world(&with_ladder(Ladder::Warn), records).and_ann_has(ChatMemberStatus::Member);
            world.expect_close(LiftReason::NextStep);
            world.restrictions.expect_open_unless_braked().times(1).returning(|_, _| Ok(None));
            world.brakes.expect_trip().times(1).returning(|_, _, _, _| Ok(TripOutcome::AlreadyTripped));
            let recalled = world.restrictions.expect_recall_step().times(1);
            recalled.withf(move |id| *id == newest).returning(|_| Ok(()));
            say(world).await;
        }
    }

    #[tokio::test]
    async fn an_administrator_is_not_reminded() {
        let mut world = world(&with_ladder(Ladder::Remind), Vec::new()).and_ann_has(ChatMemberStatus::Creator);
        world.administrators.expect_forget().times(1).returning(|_| ());
        say(world).await;
    }

    #[tokio::test]
    async fn a_step_that_was_begun_before_a_crash_is_ended_and_not_taken_twice() {
        let begun = Restriction { muted_at: None, ..taken(Step::Remind, Duration::ZERO) };
        let mut world = world(&with_ladder(Ladder::Remind), vec![begun.clone()]).and_ann_has(ChatMemberStatus::Member);
        world.restrictions.expect_open().times(1).returning(move |_| Ok(begun.clone()));
        world.restrictions.expect_set_muted().times(1).returning(|_, _| Ok(true));
        say(world).await;
    }

    #[tokio::test]
    async fn where_another_instance_was_faster_nothing_is_done_twice() {
        let mut world = world(&with_ladder(Ladder::Remind), Vec::new()).and_ann_has(ChatMemberStatus::Member);
        world.restrictions.expect_open().times(1).returning(|_| Ok(open_restriction()));
        say(world).await;
    }

    #[tokio::test]
    async fn in_the_amnesty_whoever_was_there_before_may_write_and_is_reminded_once() {
        let settings = GroupSettings { amnesty_days: AmnestyDays::try_from(30).unwrap(), ..GroupSettings::default() };
        let amnesty = Group { settings, ..group() };
        let mut first = world(&amnesty, Vec::new()).and_ann_has(ChatMemberStatus::Member);
        expect_step(&mut first, Step::Remind, Some(MessageId(5)));
        say(first).await;

        say(world(&amnesty, vec![taken(Step::Remind, Duration::from_hours(24 * 13))])).await;
    }

    #[tokio::test]
    async fn a_message_that_comes_again_after_the_mute_is_not_deleted_after_all() {
        let reminded = Restriction {
            lifted: Some(portcullis_domain::restriction::Lifted { at: NOW, reason: LiftReason::NextStep }),
            ..taken(Step::Remind, Duration::from_mins(5))
        };
        let muted = Restriction { muted_at: Some(NOW), restricted_at: NOW, ..open_restriction() };
        let first = GroupMessage { date: Timestamp(NOW.0 - 5 * 60_000), ..ann_says("hi") };
        let world = world(&with_ladder(Ladder::Remind), vec![muted, reminded]);
        world.handle(Event::GroupMessage(first)).await.unwrap();
    }
}
