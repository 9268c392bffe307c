//! An update of the inbox, as its row tells it.

use portcullis_domain::{
    Timestamp, UpdateId,
    event::Lane,
    inbox::{InboxUpdate, Position, RawUpdate},
};

use crate::entities::inbox_update::Model;

pub(super) fn from_row(row: Model) -> InboxUpdate {
    InboxUpdate {
        update: RawUpdate { id: UpdateId(row.update_id), json: row.raw },
        lane: Lane(row.lane),
        position: Position(row.position),
        received_at: Timestamp(row.received_at),
        attempts: row.attempts.unsigned_abs(),
    }
}
