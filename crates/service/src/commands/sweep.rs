//! `/sweep`: has everybody checked whom the bot knows in a group; and the button that cancels it.

use std::sync::Arc;

use portcullis_domain::{
    GroupId,
    event::{CallbackQuery, GroupMessage},
    group::Group,
    message::OutgoingMessage,
    ports::{CallbackAnswer, GroupRepository},
    sweep::{SweepProgress, SweepRefusal},
};
use portcullis_messages::{Language, Texts};

use super::authority::Authority;
use crate::{
    Setback,
    outgoing::{SweepBoard, Sweeps},
};

/// Orders sweeps, and cancels them.
pub(crate) struct SweepCommand {
    pub(crate) authority: Arc<Authority>,
    pub(crate) groups: Arc<dyn GroupRepository>,
    pub(crate) sweeps: Arc<Sweeps>,
    pub(crate) board: SweepBoard,
    pub(crate) texts: Texts,
}

impl SweepCommand {
    /// Orders a sweep; `None`: its own message says everything from here on.
    pub(super) async fn answer(
        &self,
        message: &GroupMessage,
        group: Option<&Group>,
        language: Language,
    ) -> Result<Option<OutgoingMessage>, Setback> {
        let Some(group) = group else { return Ok(Some(self.texts.status_unprotected(language))) };
        let refuse = |why| Ok(Some(self.texts.sweep_refused(language, why)));
        if let Some(refusal) = SweepRefusal::of(group) {
            return refuse(refusal);
        }
        let begin = SweepProgress {
            thread: message.thread,
            language: Some(language.code().to_owned()),
            ..SweepProgress::default()
        };
        if self.sweeps.order(group.id, begin).await? { Ok(None) } else { refuse(SweepRefusal::UnderWay) }
    }

    /// Cancels the sweep of a group, if the presser is its admin at this moment.
    pub(super) async fn cancel(&self, group: GroupId, query: &CallbackQuery) -> Result<CallbackAnswer, Setback> {
        let in_group = self.groups.find(group).await?;
        let language = self.texts.language_for(in_group.as_deref(), Some(&query.from));
        let Some(known) = self.authority.group_of(group, query.from.id).await? else {
            return Ok(self.texts.sweep_cancel_refused(language));
        };
        // Progress of one group never stands in another chat.
        if query.chat != Some(group.into()) {
            return Ok(self.texts.outdated_button(language));
        }
        let Some(sweep) = self.sweeps.cancel(group).await? else { return Ok(self.texts.outdated_button(language)) };
        let shown = self.texts.language(&known.settings.language, sweep.progress.language.as_deref());
        self.board.show_cancelled(&known, &sweep.progress, shown);
        Ok(self.texts.sweep_cancelled(language))
    }
}
