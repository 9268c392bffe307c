//! What the gate must know of a person, from memory where it is there, else from Telegram.

use std::{pin::pin, sync::Arc};

use futures::future::{Either, join, poll_immediate, select};
use portcullis_domain::{
    ChannelId, UserId,
    administrators::AdministratorList,
    chat_member::Membership,
    exemption::person_exemption,
    gate::{Allowed, Decision, Facts, decide},
    group::Group,
    ports::{Administrators, BotApiError, FloodWait, Memberships},
    restriction::RestrictReason,
    settings::Mode,
};

use super::{member_statuses::MemberStatuses, mute_forecast::MuteForecast};
use crate::Setback;

/// Finds out what the gate must know of a person.
pub(crate) struct FactFinder {
    administrators: Arc<dyn Administrators>,
    memberships: Arc<dyn Memberships>,
    statuses: Arc<MemberStatuses>,
    forecast: MuteForecast,
}

impl FactFinder {
    pub(crate) fn new(
        administrators: Arc<dyn Administrators>,
        memberships: Arc<dyn Memberships>,
        statuses: Arc<MemberStatuses>,
    ) -> Self {
        Self { administrators, memberships, statuses, forecast: MuteForecast::default() }
    }

    /// What there is to know of a person before the gate of `group`; `None` if nobody can tell whether they are an
    /// administrator: then nobody is restricted.
    pub(super) async fn find(&self, group: &Group, user: UserId) -> Result<Option<Facts>, Setback> {
        if !group.is_protected() {
            return Ok(Some(Facts::NotProtected));
        }
        let channels = group.checkable_channels();
        let mut administrators = self.administrators.get(group.id);
        let (administrators, memberships) = if let Some(known) = poll_immediate(&mut administrators).await {
            (known, None)
        } else {
            // Whoever turns out to be an administrator is looked up for nothing, once while the list is not known.
            let (known, memberships) = join(administrators, self.memberships(group, user, &channels)).await;
            (known, Some(memberships))
        };
        let Some(administrators) = known_administrators(group, administrators)? else { return Ok(None) };
        if let Some(exemption) = person_exemption(user, group, &administrators) {
            return Ok(Some(Facts::Exempt(exemption)));
        }
        let memberships = match memberships {
            Some(memberships) => memberships?,
            None => self.memberships(group, user, &channels).await?,
        };
        Ok(Some(Facts::of(group, &memberships)))
    }

    /// Looks up what memory lacks of somebody who has spoken or joined. What fails is no matter here: whoever carries the
    /// event out meets it again.
    ///
    /// Where whoever has to be looked up is probably muted, and that needs to know what they are in the group, it is asked
    /// beside the look-up.
    pub(crate) async fn recall(&self, group: &Group, user: UserId, reason: RestrictReason) {
        let mut facts = pin!(self.find(group, user));
        if poll_immediate(&mut facts).await.is_some() {
            return;
        }
        let may_mute = group.settings.mode == Mode::Enforce && self.forecast.expects_a_mute(group.id);
        if !may_mute || !self.statuses.must_be_asked(reason) {
            self.note(group, &facts.await);
            return;
        }
        match select(facts, pin!(self.statuses.ask_ahead(group.id, user))).await {
            Either::Left((facts, status)) => {
                // Nobody waits for it who may speak.
                if self.note(group, &facts) {
                    status.await;
                }
            }
            Either::Right(((), facts)) => {
                self.note(group, &facts.await);
            }
        }
    }

    /// Takes note of what came of a look-up; whether the person is to be muted.
    fn note(&self, group: &Group, facts: &Result<Option<Facts>, Setback>) -> bool {
        let Ok(Some(facts)) = facts else { return false };
        match decide((&group.settings).into(), facts) {
            Decision::Restrict { .. } => {
                self.forecast.note_outsider(group.id);
                true
            }
            Decision::Allow(Allowed::Met) => {
                self.forecast.note_member(group.id);
                false
            }
            Decision::Allow(_) => false,
        }
    }

    /// Whoever is to be muted must not be so for what was cached before they joined: another instance may have been told
    /// of it, or nobody.
    async fn memberships(
        &self,
        group: &Group,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        match group.settings.mode {
            Mode::Enforce => self.memberships.get_confirmed(user, channels).await,
            Mode::Observe => self.memberships.get(user, channels).await,
        }
    }
}

/// `None` if nobody can tell.
fn known_administrators(
    group: &Group,
    administrators: Result<Arc<AdministratorList>, BotApiError>,
) -> Result<Option<Arc<AdministratorList>>, Setback> {
    match administrators {
        Ok(administrators) => Ok(Some(administrators)),
        Err(error @ (BotApiError::RetryAfter(_) | BotApiError::MigratedTo(_))) => {
            Err(Setback::in_group(group.id)(error))
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the administrators are not known");
            Ok(None)
        }
    }
}
