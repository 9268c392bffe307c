//! `/sweep`: has everybody checked whom the bot knows in a group; and the button that cancels it.

use std::sync::Arc;

use portcullis_domain::{
    GroupId,
    event::{CallbackQuery, GroupMessage},
    group::Group,
    message::OutgoingMessage,
    ports::{CallbackAnswer, GroupRepository},
    sweep::{SweepKind, SweepProgress, SweepRefusal},
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
        match self.sweeps.order(group.id, begin).await? {
            None => Ok(None),
            Some(under_way) => refuse(SweepRefusal::UnderWay(under_way)),
        }
    }

    /// Cancels the sweep of a group, or its preview, if the presser is its admin at this moment. A button that was left behind
    /// by the one does not end the other.
    pub(super) async fn cancel(
        &self,
        group: GroupId,
        kind: SweepKind,
        query: &CallbackQuery,
    ) -> Result<CallbackAnswer, Setback> {
        let known = self.groups.find(group).await?;
        let language = self.texts.language_for(known.as_deref(), Some(&query.from));
        // Progress of one group never stands in another chat; and a preview may run where nobody has set a gate up.
        if query.chat != Some(group.into()) {
            return Ok(self.texts.outdated_button(language));
        }
        if !self.authority.administers(group, query.from.id).await? {
            return Ok(self.texts.sweep_cancel_refused(language));
        }
        let Some(progress) = self.sweeps.cancel(group, kind).await? else {
            return Ok(self.texts.outdated_button(language));
        };
        let tried = progress.preview.as_ref().map(|preview| Arc::new(preview.group(group, known.as_deref())));
        if let Some(group) = tried.or(known) {
            let shown = self.texts.language(&group.settings.language, progress.language.as_deref());
            self.board.show_cancelled(&group, &progress, shown);
        }
        Ok(self.texts.sweep_cancelled(language, kind))
    }
}
