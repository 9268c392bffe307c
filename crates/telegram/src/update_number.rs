//! The number of an update: all that a source reads of it.

use portcullis_domain::UpdateId;
use serde::Deserialize;

#[derive(Deserialize)]
struct Numbered {
    update_id: i64,
}

/// The number of an update in JSON; `None` if it has none, so that it can't even be stored.
pub(crate) fn update_number(json: &str) -> Option<UpdateId> {
    serde_json::from_str::<Numbered>(json).ok().map(|Numbered { update_id }| UpdateId(update_id))
}
