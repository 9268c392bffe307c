//! The updates of one answer, each still as Telegram wrote it.

use portcullis_domain::inbox::RawUpdate;
use serde_json::value::RawValue;

use crate::wire::update_id;

/// The updates of one answer to `getUpdates`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) updates: Vec<RawUpdate>,
    /// How many have no number, so that they can't even be stored.
    pub(super) unnumbered: usize,
}

impl Batch {
    pub(super) fn read(values: &[Box<RawValue>]) -> Self {
        let mut batch = Self::default();
        for value in values {
            match update_id(value.get()) {
                Some(id) => batch.updates.push(RawUpdate { id, json: value.get().to_owned() }),
                None => batch.unnumbered += 1,
            }
        }
        batch
    }

    /// The offset that confirms this batch; `None`: nothing here can be confirmed.
    pub(super) fn offset_after(&self) -> Option<i64> {
        self.updates.iter().map(|update| update.id.0.saturating_add(1)).max()
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::UpdateId;

    use super::*;

    #[test]
    fn an_update_without_a_number_is_passed_over_alone() {
        let values: Vec<Box<RawValue>> =
            serde_json::from_str(r#"[{"update_id":7,"message":"?"},{"message":{}},[],{"update_id":9}]"#).unwrap();
        let batch = Batch::read(&values);
        let json = r#"{"update_id":7,"message":"?"}"#.to_owned();
        assert_eq!(batch.updates[0], RawUpdate { id: UpdateId(7), json });
        assert_eq!((batch.updates.len(), batch.unnumbered, batch.offset_after()), (2, 2, Some(10)));
    }

    #[test]
    fn a_batch_of_nothing_readable_confirms_nothing() {
        let values: Vec<Box<RawValue>> = serde_json::from_str("[1]").unwrap();
        assert_eq!(Batch::read(&values).offset_after(), None);
    }
}
