//! One error for everybody who waited: the ports' errors can't be cloned, for what caused them can't be.

use std::{error::Error as StdError, sync::Arc};

use portcullis_domain::ports::{BotApiError, StoreError};

use crate::loading_cache::load::LoadError;

/// The error of a call to Telegram, for one of those who waited.
pub(crate) fn bot_api_error(error: LoadError<Arc<BotApiError>>) -> BotApiError {
    match error {
        LoadError::Failed(shared) => Arc::try_unwrap(shared).unwrap_or_else(|shared| copy_bot_api_error(&shared)),
        LoadError::Aborted => BotApiError::NoAnswer(ABORTED.into()),
    }
}

/// The error of a query, for one of those who waited.
pub(crate) fn store_error(error: LoadError<Arc<StoreError>>) -> StoreError {
    match error {
        LoadError::Failed(shared) => Arc::try_unwrap(shared).unwrap_or_else(|shared| copy_store_error(&shared)),
        LoadError::Aborted => aborted(),
    }
}

/// What ran in a task of its own panicked, or the program stops.
pub(crate) fn aborted() -> StoreError {
    StoreError::Unavailable(ABORTED.into())
}

const ABORTED: &str = "it was cut short";

fn copy_bot_api_error(error: &BotApiError) -> BotApiError {
    match error {
        BotApiError::RetryAfter(wait) => BotApiError::RetryAfter(*wait),
        BotApiError::NoAnswer(source) => BotApiError::NoAnswer(copy_source(source.as_ref())),
        BotApiError::Unreadable(source) => BotApiError::Unreadable(copy_source(source.as_ref())),
        BotApiError::MigratedTo(group) => BotApiError::MigratedTo(*group),
        BotApiError::Unauthorized => BotApiError::Unauthorized,
        BotApiError::Conflict => BotApiError::Conflict,
        BotApiError::ChatUnavailable(why) => BotApiError::ChatUnavailable(why.clone()),
        BotApiError::NotEnoughRights(why) => BotApiError::NotEnoughRights(why.clone()),
        BotApiError::ImpossibleMuteEnd(end) => BotApiError::ImpossibleMuteEnd(*end),
        BotApiError::UserIsAdministrator => BotApiError::UserIsAdministrator,
        BotApiError::UserUnknown => BotApiError::UserUnknown,
        BotApiError::BasicGroup => BotApiError::BasicGroup,
        BotApiError::Undeletable => BotApiError::Undeletable,
        BotApiError::QueryExpired => BotApiError::QueryExpired,
        BotApiError::CannotWrite(why) => BotApiError::CannotWrite(why.clone()),
        BotApiError::TopicClosed => BotApiError::TopicClosed,
        BotApiError::ThreadNotFound => BotApiError::ThreadNotFound,
        BotApiError::Refused { code, description } => {
            BotApiError::Refused { code: *code, description: description.clone() }
        }
    }
}

fn copy_store_error(error: &StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(source) => StoreError::Unavailable(copy_source(source.as_ref())),
        StoreError::Refused(source) => StoreError::Refused(copy_source(source.as_ref())),
        StoreError::Unreadable(why) => StoreError::Unreadable(why.clone()),
    }
}

/// The text of a cause and of the causes behind it.
fn copy_source(source: &(dyn StdError + Send + Sync + 'static)) -> Box<dyn StdError + Send + Sync> {
    let mut text = source.to_string();
    let mut cause = source.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_says_what_the_original_said_with_its_causes() {
        let original = StoreError::Unavailable(Box::new(BotApiError::NoAnswer("timeout".into())));
        let copy = copy_store_error(&original);
        assert_eq!(copy.to_string(), original.to_string());
        assert_eq!(copy.source().unwrap().to_string(), "no usable answer from the Bot API: timeout");
    }

    #[test]
    fn the_only_one_who_waited_gets_the_original() {
        let error = LoadError::Failed(Arc::new(StoreError::Refused(Box::new(BotApiError::Conflict))));
        let StoreError::Refused(source) = store_error(error) else { panic!("another variant") };
        assert!(source.is::<BotApiError>());
    }
}
