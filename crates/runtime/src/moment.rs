//! A moment in an operator's words.

use portcullis_domain::Timestamp;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A moment as logs write it, to the second; empty if it is in no year that has four digits.
pub(crate) fn in_words(moment: Timestamp) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(moment.as_secs());
    moment.ok().and_then(|moment| moment.format(&Rfc3339).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_in_logs() {
        assert_eq!(in_words(Timestamp::from_secs(1_700_000_000)), "2023-11-14T22:13:20Z");
    }
}
