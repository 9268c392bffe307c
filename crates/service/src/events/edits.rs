//! Which edits are news: somebody else's reaction to a message arrives as an edit of it.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChatId, MessageId, Timestamp, UpdateId,
    event::{EDIT_IS_NEW_FOR, Event, Update},
    ports::Clock,
};

/// How many edits of the last moments are remembered: some 150 bytes each.
const REMEMBERED_EDITS: u64 = 50_000;

/// How long an edit is remembered: longer than it is new, so that it is never new twice.
const REMEMBERED_FOR: Duration = EDIT_IS_NEW_FOR.saturating_mul(2);

/// Tells an edit that somebody made from an update that only bears its date.
pub(crate) struct SeenEdits {
    /// The update that told of it first.
    told_by: moka::sync::Cache<(ChatId, MessageId, Timestamp), UpdateId>,
    clock: Arc<dyn Clock>,
}

impl SeenEdits {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let told_by = moka::sync::Cache::builder().max_capacity(REMEMBERED_EDITS).time_to_live(REMEMBERED_FOR).build();
        Self { told_by, clock }
    }

    /// Whether an update tells of something that its sender did just now: all do but for edits that are old, or that
    /// another update has told of. The same update may come twice, and is news each time.
    pub(crate) fn is_news(&self, update: &Update) -> bool {
        let Event::GroupMessage(message) = &update.event else { return true };
        if !message.edited {
            return true;
        }
        if message.is_old_edit(self.clock.now()) {
            return false;
        }
        let edit = (message.chat.id, message.id, message.date);
        self.told_by.entry(edit).or_insert(update.id).into_value() == update.id
    }
}
