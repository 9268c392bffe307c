//! The one message in a group that shows how far its sweep is, and at the end what came of it.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use portcullis_domain::{
    MessageId, ThreadId,
    group::Group,
    message::{OutgoingMessage, SendPriority},
    sweep::{SweepManner, SweepProgress, SweepRefusal},
};
use portcullis_messages::{Language, SweepEnd, Texts};
use tokio::time::{Instant, sleep};

use super::{Edits, Messenger, SendOutcome};

/// The time between two edits: a group may get twenty messages a minute, and notices are to have most of them.
const EDIT_INTERVAL: Duration = Duration::from_secs(5);

/// How often it is looked whether a message has been sent.
const LOOK_INTERVAL: Duration = Duration::from_millis(50);

/// Shows sweeps.
#[derive(Clone)]
pub(crate) struct SweepBoard {
    pub(crate) messenger: Messenger,
    pub(crate) edits: Edits,
    pub(crate) texts: Texts,
}

/// The message of one sweep.
pub(crate) struct ProgressMessage<'a> {
    board: &'a SweepBoard,
    language: Option<String>,
    thread: Option<ThreadId>,
    standing: Arc<Mutex<Standing>>,
    edited_at: Option<Instant>,
    /// Since when this process is at the sweep, and how many were done with by then.
    begun: (Instant, u64),
}

#[derive(Clone, Copy)]
enum Standing {
    Nowhere,
    OnItsWay,
    Here(MessageId),
    /// The bot may not write there.
    Refused,
}

impl SweepBoard {
    /// The message of a sweep that goes on from here.
    pub(crate) fn of(&self, progress: &SweepProgress) -> ProgressMessage<'_> {
        ProgressMessage {
            board: self,
            language: progress.language.clone(),
            thread: progress.thread,
            standing: Arc::new(Mutex::new(progress.message.map_or(Standing::Nowhere, Standing::Here))),
            edited_at: None,
            begun: (Instant::now(), progress.counts.checked()),
        }
    }

    /// Shows at once that a sweep was cancelled: nobody may be at it who would.
    pub(crate) fn show_cancelled(&self, group: &Group, progress: &SweepProgress, language: Language) {
        let Some(message) = progress.message else { return };
        let text = self.summary(group, progress, language, SweepEnd::Cancelled);
        self.edits.edit_later(group.id.into(), message, text);
    }

    fn summary(&self, group: &Group, progress: &SweepProgress, language: Language, end: SweepEnd) -> OutgoingMessage {
        match &progress.preview {
            Some(preview) => self.texts.preview_summary(language, &group.title, preview, &progress.counts, end),
            None => self.texts.sweep_summary(language, &group.title, SweepManner::of(group), &progress.counts, end),
        }
    }
}

impl ProgressMessage<'_> {
    /// The message, once it stands in the group.
    pub(crate) fn id(&self) -> Option<MessageId> {
        match *self.standing() {
            Standing::Here(message) => Some(message),
            Standing::Nowhere | Standing::OnItsWay | Standing::Refused => None,
        }
    }

    /// Shows how far the sweep is, if that was not shown just now.
    pub(crate) fn show(&mut self, group: &Group, progress: &SweepProgress) {
        if self.edited_at.is_some_and(|at| at.elapsed() < EDIT_INTERVAL) {
            return;
        }
        self.edited_at = Some(Instant::now());
        let (begun, checked_before) = self.begun;
        let counts = &progress.counts;
        let time_left = counts.time_left(counts.checked() - checked_before, begun.elapsed());
        let (texts, language) = (&self.board.texts, self.language(group));
        let titled = (group.id, group.title.as_str());
        let text = match &progress.preview {
            Some(_) => texts.preview_progress(language, titled, counts, time_left),
            None => texts.sweep_progress(language, titled, SweepManner::of(group), counts, time_left),
        };
        self.put(group, text);
    }

    /// Waits until it is known what became of a message that is being sent.
    pub(crate) async fn arrived(&self) {
        let is_on_its_way = || matches!(*self.standing(), Standing::OnItsWay);
        while is_on_its_way() {
            sleep(LOOK_INTERVAL).await;
        }
    }

    /// Shows what came of it, as [`show_last`](Self::show_last) does.
    pub(crate) async fn show_end(&self, group: &Group, progress: &SweepProgress, end: SweepEnd) {
        let text = self.board.summary(group, progress, self.language(group), end);
        self.show_last(group, text).await;
    }

    /// Shows why nobody is checked, as [`show_last`](Self::show_last) does.
    pub(crate) async fn show_refusal(&self, group: &Group, why: SweepRefusal) {
        self.show_last(group, self.board.texts.sweep_refused(self.language(group), why)).await;
    }

    /// In the language of the group or, where it has none of its own, of whoever ordered the sweep.
    fn language(&self, group: &Group) -> Language {
        self.board.texts.language(&group.settings.language, self.language.as_deref())
    }

    /// Says the last words, and waits until they stand there or never will. It may be done again where the message stands.
    async fn show_last(&self, group: &Group, text: OutgoingMessage) {
        self.arrived().await;
        if let Some(message) = self.id() {
            return self.board.edits.edit(group.id.into(), message, text).await;
        }
        self.put(group, text);
        self.arrived().await;
    }

    fn put(&self, group: &Group, text: OutgoingMessage) {
        let mut standing = self.standing();
        match *standing {
            Standing::Here(message) => self.board.edits.edit_later(group.id.into(), message, text),
            Standing::OnItsWay | Standing::Refused => {}
            Standing::Nowhere => {
                *standing = Standing::OnItsWay;
                let (messenger, standing, chat) =
                    (self.board.messenger.clone(), self.standing.clone(), group.id.into());
                let text = text.in_thread(self.thread);
                self.board.messenger.spawn(async move {
                    let sent = messenger.send(chat, &text, SendPriority::Sweep).await;
                    *standing.lock().unwrap_or_else(PoisonError::into_inner) = match sent {
                        SendOutcome::Sent(message) => Standing::Here(message),
                        // Another might be one too many.
                        SendOutcome::Unknown | SendOutcome::Refused => Standing::Refused,
                    };
                });
            }
        }
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
