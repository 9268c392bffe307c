//! The name under which this process leases work.

use portcullis_domain::inbox::Holder;

/// The holder's name of the process that polls.
///
/// Telegram lets one process poll with a token, so whoever polls is the successor of whoever polled before and takes
/// over what that left behind.
pub(crate) fn of_polling() -> Holder {
    Holder("polling".to_owned())
}
