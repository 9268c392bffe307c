//! The effect of a restriction: record, mute, notice. In this order, so that a crash leaves a record of what it may
//! have done, by which the next try knows its own mute from an administrator's.

use std::time::Duration;

use portcullis_domain::{
    ChannelId, MessageId, Timestamp,
    event::GroupMessage,
    group::Group,
    ladder::NextStep,
    message::Place,
    ports::{BotApiError, ChatPermissions},
    restriction::{LiftReason, MutePlan, NewRestriction, RestrictReason, Restriction, mute_until},
    sender::Person,
    settings::Mode,
    step::Step,
};

use super::{Enforcer, RestrictOutcome, look::Found};
use crate::Setback;

/// How long after a mute a message may still have been sent before it: Telegram's clock counts whole seconds and is not
/// ours, and a burst is already on its way when the first of its messages is judged.
const BURST: Duration = Duration::from_secs(5);

/// How near the end of a record may be that a mute is given: what Telegram would take for none, and what may pass until it
/// has been asked.
const NEAREST_END_OF_A_RECORD: Duration = Duration::from_mins(2);

/// How often a record is opened before another try of the whole update takes its turn.
const TIMES_OPENED: u32 = 3;

impl Enforcer {
    /// Mutes a person who misses these channels, or takes the step that comes before, and orders the notice; in observe
    /// mode, only records that it would have.
    ///
    /// `at` is when the event happened, by Telegram's clock.
    pub(crate) async fn restrict(
        &self,
        group: &Group,
        person: &Person,
        reason: RestrictReason,
        missing: Vec<ChannelId>,
        at: Timestamp,
    ) -> Result<RestrictOutcome, Setback> {
        if self.must_not_mute() || self.cannot_tell(group).await? {
            return Ok(RestrictOutcome::HeldBack);
        }
        let new = new_restriction(group, person, reason, missing, self.clock.now());
        let open = self.current_restriction(&new).await?;
        if group.settings.mode == Mode::Observe {
            self.note(&new, open.as_ref()).await?;
            return Ok(RestrictOutcome::Restricted);
        }
        let NextStep::Take(step) = self.steps.next(group, person.id, reason, at, open.as_ref()).await? else {
            return Ok(RestrictOutcome::Spared);
        };
        if open.as_ref().is_some_and(|open| is_of_one_burst(open, at)) {
            self.notices.request(group.id);
            return Ok(RestrictOutcome::MutedBefore);
        }
        let new = NewRestriction { step, ..new };
        match self.look_at(&new, open.as_ref()).await? {
            Found::Plan(plan) => self.carry_out(plan, group, (new, open), None).await,
            Found::NotKnown => Ok(RestrictOutcome::Unknown),
            Found::NoAccess => {
                self.bot_rights.look_up(group.id).await?;
                Ok(RestrictOutcome::Unknown)
            }
        }
    }

    /// Deletes what a person has written who misses these channels, and mutes them, or takes the step that comes before; in
    /// observe mode, only records that it would have.
    ///
    /// Nothing is deleted before Telegram has said what the person is in the group: an administrator's message stays, in
    /// whatever order the promotion and the message came.
    pub(crate) async fn restrict_speaker(
        &self,
        group: &Group,
        person: &Person,
        missing: Vec<ChannelId>,
        message: &GroupMessage,
    ) -> Result<(), Setback> {
        if self.must_not_mute() || self.cannot_tell(group).await? {
            return Ok(());
        }
        let new = new_restriction(group, person, RestrictReason::Spoke, missing, self.clock.now());
        let new = NewRestriction { place: message.place(), ..new };
        let open = self.current_restriction(&new).await?;
        if group.settings.mode == Mode::Observe {
            return self.note(&new, open.as_ref()).await;
        }
        let step = match self.steps.next(group, person.id, new.reason, message.date, open.as_ref()).await? {
            NextStep::Take(step) => step,
            NextStep::Stand | NextStep::StandUntil(_) => return Ok(()),
            NextStep::Delete => return self.delete(group, message.id).await,
        };
        if let Some(open) = open.as_ref().filter(|open| is_of_one_burst(open, message.date)) {
            return self.delete_of_burst(group, &new, open, message).await;
        }
        let new = NewRestriction { step, message: (step == Step::Remind).then_some(message.id), ..new };
        match self.look_at(&new, open.as_ref()).await? {
            Found::Plan(plan) => self.carry_out(plan, group, (new, open), Some(message.id)).await.map(drop),
            Found::NotKnown if new.step != Step::Mute => {
                Box::pin(self.take_step(group, &new, open.as_ref(), Some(message.id))).await.map(drop)
            }
            // Nobody can be muted whom Telegram does not know here, and nobody's message goes without a word.
            Found::NotKnown => self.tell(group, &new, open, Some(message.id)).await.map(drop),
            Found::NoAccess => self.bot_rights.look_up(group.id).await,
        }
    }

    /// Records that somebody would have been muted.
    async fn note(&self, new: &NewRestriction, open: Option<&Restriction>) -> Result<(), Setback> {
        let noted = self.restrictions.open(new).await?;
        if open.is_none() {
            let (group, user_id, case_number) = (noted.group, noted.user.0, noted.case_number.map(|case| case.0));
            tracing::info!(
                chat_id = group.0,
                user_id,
                case_number,
                reason = noted.reason.word(),
                "somebody would have been muted"
            );
        }
        Ok(())
    }

    /// Deletes a message of somebody who was muted a moment ago. One that bears a later date than the mute may come of a
    /// promotion.
    async fn delete_of_burst(
        &self,
        group: &Group,
        new: &NewRestriction,
        open: &Restriction,
        message: &GroupMessage,
    ) -> Result<(), Setback> {
        if open.muted_at.is_some_and(|muted_at| message.date > muted_at)
            && let Found::Plan(MutePlan::Administrator) = self.look_at(new, Some(open)).await?
        {
            return self.let_administrator_be(Some(open), group.id).await;
        }
        self.notices.request(group.id);
        self.delete(group, message.id).await
    }

    async fn carry_out(
        &self,
        plan: MutePlan,
        group: &Group,
        (new, open): (NewRestriction, Option<Restriction>),
        written: Option<MessageId>,
    ) -> Result<RestrictOutcome, Setback> {
        match plan {
            MutePlan::Mute | MutePlan::MuteAnew | MutePlan::RestrictedInPart if new.step != Step::Mute => {
                Box::pin(self.take_step(group, &new, open.as_ref(), written)).await
            }
            MutePlan::Mute => {
                // The word that came before the mute is over with it.
                let before = open.as_ref().filter(|open| !open.is_of_mute());
                self.records.close_open(before, LiftReason::NextStep).await?;
                match self.mute(group, &new, written).await? {
                    RestrictOutcome::HeldBack => self.hold_back(before).await,
                    outcome => Ok(outcome),
                }
            }
            MutePlan::AlreadyMuted => {
                let confirm = async {
                    match &open {
                        Some(open) if open.muted_at.is_none() => {
                            self.confirm(open).await.map(RestrictOutcome::of_confirmed)
                        }
                        Some(open) => self.confirm(open).await.map(|_| RestrictOutcome::MutedBefore),
                        None => Ok(RestrictOutcome::MutedBefore),
                    }
                };
                self.beside_delete(group, written, confirm).await
            }
            MutePlan::MuteAnew => {
                // The old record is served by a notice that may be long gone: this one is a mute of its own.
                self.records.close_open(open.as_ref(), LiftReason::FoundFree).await?;
                self.mute(group, &new, written).await
            }
            MutePlan::RestrictedInPart => self.tell(group, &new, open, written).await,
            MutePlan::Administrator => {
                self.let_administrator_be(open.as_ref(), group.id).await?;
                Ok(RestrictOutcome::Spared)
            }
            MutePlan::RestrictedByAdministrator | MutePlan::Banned | MutePlan::Absent => {
                let close = async { Ok(self.records.close_open(open.as_ref(), LiftReason::AdministratorActed).await?) };
                self.beside_delete(group, written, close).await?;
                let is_gone = plan != MutePlan::RestrictedByAdministrator;
                Ok(if is_gone { RestrictOutcome::Absent } else { RestrictOutcome::Spared })
            }
        }
    }

    /// The open restriction, unless its time is over or it belongs to the group's other mode: then it ends here.
    async fn current_restriction(&self, new: &NewRestriction) -> Result<Option<Restriction>, Setback> {
        let Some(open) = self.restrictions.find_open(new.group, new.user).await? else { return Ok(None) };
        let has_run_out = open.has_run_out(new.restricted_at);
        if open.mode == new.mode && !has_run_out {
            return Ok(Some(open));
        }
        if has_run_out || open.mode == Mode::Observe {
            self.records.close(&open, LiftReason::Expired).await?;
            return Ok(None);
        }
        // Muted before the group began only to observe: that mute stands until it is lifted.
        Ok(Some(open))
    }

    /// The record by which somebody is muted now. One whose end is too near, or in which the gate only observes, is none:
    /// whoever is muted by that would have no notice, and nobody would un-mute them. An instance that has not heard yet of a
    /// changed mode may write one at any moment.
    ///
    /// `None`: too many known members fail, and nobody is muted for now.
    async fn open_record(&self, group: &Group, new: &NewRestriction) -> Result<Option<Restriction>, Setback> {
        for _ in 0..TIMES_OPENED {
            let Some(restriction) = self.braking.open(group, new).await? else { return Ok(None) };
            let is_lasting = restriction.until >= new.restricted_at.after(NEAREST_END_OF_A_RECORD);
            if !restriction.is_of_mute() {
                // Another instance has only just told them, of something earlier.
                self.records.close(&restriction, LiftReason::NextStep).await?;
                continue;
            }
            if is_lasting && restriction.mode == new.mode {
                return Ok(Some(restriction));
            }
            self.records.close(&restriction, LiftReason::Expired).await?;
        }
        Err(Setback::Fault("the record of a mute is written anew by somebody else each time".into()))
    }

    /// Mutes a person, and deletes what they wrote once it is written why: what the brake holds back is not deleted either.
    async fn mute(
        &self,
        group: &Group,
        new: &NewRestriction,
        written: Option<MessageId>,
    ) -> Result<RestrictOutcome, Setback> {
        // The date says since when somebody may be muting by the record: Telegram may have taken long to say what the
        // person is.
        let new = &NewRestriction { restricted_at: self.clock.now(), ..new.clone() };
        match self.open_record(group, new).await? {
            Some(record) => self.beside_delete(group, written, self.mute_by(record, new)).await,
            None => Ok(RestrictOutcome::HeldBack),
        }
    }

    async fn mute_by(&self, restriction: Restriction, new: &NewRestriction) -> Result<RestrictOutcome, Setback> {
        let permissions = ChatPermissions::NoneUntil(restriction.until);
        match self.api.restrict_chat_member(new.group, new.user, permissions).await {
            // Whoever else has confirmed the record did not see this call's effect.
            Ok(()) => {
                let stands = self.confirm(&Restriction { muted_at: None, ..restriction }).await?;
                Ok(RestrictOutcome::of_confirmed(stands))
            }
            Err(BotApiError::UserIsAdministrator) => {
                self.administrators.forget(new.group).await;
                self.records.close(&restriction, LiftReason::NotMuted).await?;
                Ok(RestrictOutcome::Spared)
            }
            // What they wrote goes all the same, and not without a word: the record stands for that alone.
            Err(error @ (BotApiError::UserUnknown | BotApiError::Refused { .. }))
                if new.reason == RestrictReason::Spoke =>
            {
                let (group, user_id) = (new.group, new.user.0);
                tracing::error!(
                    chat_id = group.0,
                    user_id,
                    error = &error as &dyn std::error::Error,
                    "somebody can't be muted"
                );
                self.confirm(&restriction).await.map(RestrictOutcome::of_confirmed)
            }
            Err(BotApiError::UserUnknown | BotApiError::Refused { .. }) => {
                self.records.close(&restriction, LiftReason::NotMuted).await?;
                Ok(RestrictOutcome::Unknown)
            }
            Err(BotApiError::NotEnoughRights(_) | BotApiError::ChatUnavailable(_) | BotApiError::BasicGroup) => {
                self.records.close(&restriction, LiftReason::NotMuted).await?;
                self.bot_rights.look_up(new.group).await?;
                Ok(RestrictOutcome::Unknown)
            }
            Err(error) => Err(Setback::in_group(new.group)(error)),
        }
    }
}

fn new_restriction(
    group: &Group,
    person: &Person,
    reason: RestrictReason,
    missing: Vec<ChannelId>,
    now: Timestamp,
) -> NewRestriction {
    NewRestriction {
        group: group.id,
        user: person.id,
        name: person.name.clone(),
        language_code: person.language_code.clone(),
        reason,
        missing,
        mode: group.settings.mode,
        step: Step::Mute,
        message: None,
        place: Place::default(),
        restricted_at: now,
        until: mute_until(now, group.settings.mute_for_days),
    }
}

/// Whether an event was on its way already when the person was muted.
fn is_of_one_burst(open: &Restriction, at: Timestamp) -> bool {
    open.is_of_mute() && open.muted_at.is_some_and(|muted_at| at <= muted_at.after(BURST))
}

#[cfg(test)]
mod tests;
