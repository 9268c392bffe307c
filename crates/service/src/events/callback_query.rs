//! A person presses a button: «I have joined», one that sets a group up, or one of the settings panel.

use std::{pin::pin, sync::Arc, time::Duration};

use futures::future::{Either, select};
use portcullis_domain::{
    ChannelId, GroupId, UserId,
    chat_member::Membership,
    event::CallbackQuery,
    gate::{Decision, Facts, Review, decide, review},
    group::Group,
    message::CallbackData,
    ports::{BotApi, CallbackAnswer, Clock, FloodWait, GroupRepository, Memberships, RestrictionRepository},
    restriction::{LiftReason, Restriction},
    sender::Person,
    settings::Mode,
    sweep::SweepKind,
};
use portcullis_messages::{ChannelLink, Language, Texts};

use crate::{
    Setback,
    commands::Commands,
    gate::{AskedStatus, Enforcer, Lift, MemberStatuses, OutsiderForecast, Reviewer, Verifier, look_up},
    outgoing::PressAnswers,
};

/// How far apart fresh checks of one person are that are made because of a press.
const PRESS_INTERVAL: Duration = Duration::from_secs(3);

/// How often Telegram is asked before a press is answered «not there yet».
const TIMES_ASKED: u32 = 3;

/// How long after an answer Telegram is asked again: all of it together stays within 1.5 s.
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(500);

/// How many people's last presses are remembered: some 400 bytes each.
const REMEMBERED_PRESSES: u64 = 50_000;

/// Answers presses of buttons.
pub(crate) struct CallbackQueryHandler {
    pub(crate) api: Arc<dyn BotApi>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) restrictions: Arc<dyn RestrictionRepository>,
    pub(crate) memberships: Arc<dyn Memberships>,
    pub(crate) reviewer: Arc<Reviewer>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) enforcer: Arc<Enforcer>,
    pub(crate) texts: Texts,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) answers: Arc<PressAnswers>,
    pub(crate) presses: Presses,
    pub(crate) statuses: Arc<MemberStatuses>,
    /// Whether whoever presses has probably not joined.
    pub(crate) forecast: OutsiderForecast,
    pub(crate) commands: Arc<Commands>,
}

/// Who has pressed «I have joined» within the last seconds.
pub(crate) struct Presses {
    /// Whose memberships were asked about.
    checked: moka::sync::Cache<UserId, ()>,
    /// Who was not held by the gate, in which group, and what they were told once it was known who else may hold them.
    explained: moka::sync::Cache<UserId, (GroupId, Option<CallbackAnswer>)>,
}

impl Default for Presses {
    fn default() -> Self {
        let (checked, explained) = (moka::sync::Cache::builder(), moka::sync::Cache::builder());
        Self {
            checked: checked.max_capacity(REMEMBERED_PRESSES).time_to_live(PRESS_INTERVAL).build(),
            explained: explained.max_capacity(REMEMBERED_PRESSES).time_to_live(PRESS_INTERVAL).build(),
        }
    }
}

impl Presses {
    /// Whether a person's last fresh check is long enough ago; if so, this one counts.
    fn may_check_fresh(&self, user: UserId) -> bool {
        self.checked.entry(user).or_insert(()).is_fresh()
    }
}

impl CallbackQueryHandler {
    /// Does what the button says: checks the presser's own restriction, past the cache, and nobody else's; or sets a group
    /// up, if the presser is its admin.
    ///
    /// A query does not live until the next try, so a press is answered at once, also if it can't be carried out now.
    pub(crate) async fn handle(&self, query: &CallbackQuery) -> Result<(), Setback> {
        let data = query.data.as_deref().and_then(CallbackData::decode);
        if let Some(group) = data.as_ref().and_then(CallbackData::administered_group) {
            match self.commands.denied_press(group, query).await {
                Ok(None) => {}
                Ok(Some(answer)) => return self.answer_once(Ok(answer), group, query).await,
                Err(setback) => return self.answer_once(Err(setback), group, query).await,
            }
        }
        let (group, pressed) = match data {
            Some(CallbackData::Joined(group)) => return self.answer_joined(group, query).await,
            Some(CallbackData::UseLinkedChannel(group)) => {
                (group, self.commands.use_linked_channel(group, query).await)
            }
            Some(CallbackData::Settings(group, press)) => {
                (group, self.commands.press_panel(group, &press, query).await)
            }
            Some(CallbackData::Exemptions(group, page)) => {
                (group, self.commands.turn_exemptions(group, page, query).await)
            }
            Some(CallbackData::GoOn(group)) => (group, self.commands.go_on(group, query).await),
            Some(CallbackData::CancelSweep(group)) => {
                (group, self.commands.cancel_sweep(group, SweepKind::Sweep, query).await)
            }
            Some(CallbackData::CancelPreview(group)) => {
                (group, self.commands.cancel_sweep(group, SweepKind::Preview, query).await)
            }
            None => {
                self.answers.answer_outdated(query).await;
                return Ok(());
            }
        };
        self.answer_once(pressed, group, query).await
    }

    /// A press of «I have joined» that can't be carried out now is tried again: whoever has joined is let go.
    async fn answer_joined(&self, group: GroupId, query: &CallbackQuery) -> Result<(), Setback> {
        match self.check_again(group, query).await {
            Ok(answer) => {
                self.answers.answer(query, &answer).await;
                Ok(())
            }
            Err(setback) => {
                self.answers.answer_unchecked(query).await;
                Err(setback)
            }
        }
    }

    /// What an admin sets up, changes or leafs through is not tried again: whoever pressed is told that it could not be, and
    /// presses again if they still want it.
    async fn answer_once(
        &self,
        pressed: Result<CallbackAnswer, Setback>,
        group: GroupId,
        query: &CallbackQuery,
    ) -> Result<(), Setback> {
        match pressed {
            Ok(answer) => self.answers.answer(query, &answer).await,
            Err(setback) => {
                self.answers.answer_unchecked(query).await;
                if let Setback::Migrated(_) = setback {
                    return Err(setback);
                }
                tracing::warn!(
                    chat_id = group.0,
                    error = &setback as &dyn std::error::Error,
                    "an admin's press failed"
                );
            }
        }
        Ok(())
    }

    async fn check_again(&self, group: GroupId, query: &CallbackQuery) -> Result<CallbackAnswer, Setback> {
        let person = &query.from;
        let group = self.groups.find(group).await?;
        let language = self.texts.language_for(group.as_deref(), Some(person));
        let Some(group) = group else { return Ok(self.texts.outdated_button(language)) };
        match self.restrictions.find_open(group.id, person.id).await? {
            Some(restriction) => self.recheck(&group, query, restriction, language).await,
            // A notice that could not be removed; there the bot asks nothing of Telegram.
            None if group.denied.is_some() => Ok(self.texts.denied_press(language)),
            None => self.explain_no_restriction(&group, person, language).await,
        }
    }

    async fn recheck(
        &self,
        group: &Group,
        query: &CallbackQuery,
        restriction: Restriction,
        language: Language,
    ) -> Result<CallbackAnswer, Setback> {
        let texts = &self.texts;
        // Nobody is told to join what nothing demands any more.
        if let Some(reason) = self.reviewer.freed_by_group(Some(group), &restriction).await? {
            let lift = self.enforcer.lift(&restriction, reason).await?;
            return Ok(self.tell(group, lift, language));
        }
        let (memberships, answer) = self.look_up_ahead(group, query, &restriction).await;
        let Some(memberships) = memberships else { return Ok(texts.could_not_check(language)) };
        match self.verifier.review(group, query.from.id, &memberships).await? {
            Review::CannotTell => Ok(texts.could_not_check(language)),
            Review::Free => {
                self.forecast.note_member(group.id);
                let lift = self.enforcer.lift_asked_ahead(&restriction, LiftReason::Pressed, answer).await?;
                Ok(self.tell(group, lift, language))
            }
            Review::Held { missing } => {
                self.forecast.note_outsider(group.id);
                let links: Vec<ChannelLink> = group.channels_among(&missing).map(ChannelLink::from).collect();
                Ok(texts.still_missing(language, &links, group.settings.policy))
            }
        }
    }

    /// What a person is told of what came of letting them go.
    fn tell(&self, group: &Group, lift: Lift, language: Language) -> CallbackAnswer {
        match lift {
            Lift::Free | Lift::NotYetMuted => self.texts.passed(language, &group.title),
            Lift::HeldByAdministrator => self.texts.restricted_by_administrator(language),
            Lift::Refused => self.texts.could_not_unmute(language, &group.title),
        }
    }

    /// As [`look_up`](Self::look_up). Where whoever presses has probably joined, what they are in the group is asked beside
    /// it, since an un-mute needs to know; elsewhere that would be a call for nothing. What Telegram answers serves this press
    /// alone.
    async fn look_up_ahead(
        &self,
        group: &Group,
        query: &CallbackQuery,
        restriction: &Restriction,
    ) -> (Option<Vec<(ChannelId, Membership)>>, Option<AskedStatus>) {
        let look_up = pin!(self.look_up(group, query));
        if restriction.mode == Mode::Observe || self.forecast.expects_an_outsider(group.id) {
            return (look_up.await, None);
        }
        match select(look_up, pin!(self.statuses.ask(group.id, query.from.id))).await {
            Either::Left((memberships, answer)) => {
                let is_met = |known: &Vec<(ChannelId, Membership)>| review(group, known) == Review::Free;
                let answer = if memberships.as_ref().is_some_and(is_met) { answer.await } else { None };
                (memberships, answer)
            }
            Either::Right((answer, look_up)) => (look_up.await, answer),
        }
    }

    /// The presser's memberships; `None` if Telegram can't be asked while the press lives.
    ///
    /// A fresh «left» can be stale right after the person has joined, so it is asked about again before it counts.
    async fn look_up(&self, group: &Group, query: &CallbackQuery) -> Option<Vec<(ChannelId, Membership)>> {
        let (user, channels) = (query.from.id, group.checkable_channels());
        if !self.presses.may_check_fresh(user) {
            return self.verifier.memberships(group, user).await.ok();
        }
        let memberships = self.ask(group, &channels, query).await?;
        // Whoever has asked to join a channel where that counts is not asked about there again.
        let mut memberships = self.verifier.count_requests(group, user, memberships).await.ok()?;
        for _ in 1..TIMES_ASKED {
            let Decision::Restrict { missing } = decide((&group.settings).into(), &Facts::of(group, &memberships))
            else {
                break;
            };
            tokio::time::sleep(ASK_AGAIN_AFTER).await;
            for (channel, newer) in self.ask(group, &missing, query).await? {
                memberships.iter_mut().filter(|(known, _)| *known == channel).for_each(|(_, is)| *is = newer);
            }
        }
        Some(memberships)
    }

    /// Asks Telegram; a flood wait is waited out if the press lives for so long.
    async fn ask(
        &self,
        group: &Group,
        channels: &[ChannelId],
        query: &CallbackQuery,
    ) -> Option<Vec<(ChannelId, Membership)>> {
        let user = query.from.id;
        let ask = |channels: Vec<ChannelId>| async move { self.memberships.get_fresh_for_press(user, &channels).await };
        loop {
            match look_up(group, channels.to_vec(), ask).await {
                Ok(memberships) => return Some(memberships),
                Err(FloodWait(wait)) if wait < self.answers.time_left(query) => tokio::time::sleep(wait).await,
                Err(FloodWait(_)) => return None,
            }
        }
    }

    /// A muted person must learn who muted them, even if it was not the gate. Data can be forged and any group named in it,
    /// so that Telegram is asked once in a while at most, whatever somebody presses meanwhile.
    async fn explain_no_restriction(
        &self,
        group: &Group,
        person: &Person,
        language: Language,
    ) -> Result<CallbackAnswer, Setback> {
        let asked = self.presses.explained.entry(person.id).or_insert((group.id, None));
        if !asked.is_fresh() {
            let (in_group, told) = asked.into_value();
            let told = told.filter(|_| in_group == group.id);
            return Ok(told.unwrap_or_else(|| self.texts.could_not_check(language)));
        }
        let texts = &self.texts;
        let status = self.api.get_chat_member(group.id.into(), person.id).await;
        let answer = match status {
            Ok(status) if status.is_muted(self.clock.now()) => texts.restricted_by_administrator(language),
            Ok(_) => texts.not_restricted(language),
            Err(_) => return Ok(texts.could_not_check(language)),
        };
        self.presses.explained.insert(person.id, (group.id, Some(answer.clone())));
        Ok(answer)
    }
}

#[cfg(test)]
mod tests;
