//! The menus of commands that Telegram shows beside the field for messages.

use portcullis_domain::ports::BotApi;
use portcullis_messages::Texts;
use portcullis_service::set_command_menus;
use std::sync::Arc;

/// Sets the menus. The bot works without them, so that a refusal is only logged.
pub(crate) async fn set_menus(api: Arc<dyn BotApi>, texts: Texts) {
    if let Err(error) = set_command_menus(&*api, &texts).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "the menus of commands can't be set");
    }
}
