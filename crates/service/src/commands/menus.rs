//! The menus of commands that Telegram's clients show, in every language the bot speaks.

use portcullis_domain::ports::{BotApi, BotApiError, CommandScope};
use portcullis_messages::Texts;

/// Sets the menus for private chats, groups and group administrators, by default and in each language.
///
/// # Errors
///
/// The first call that fails; the menus that were set before it stay.
pub async fn set_command_menus(api: &dyn BotApi, texts: &Texts) -> Result<(), BotApiError> {
    let languages: Vec<_> = Texts::languages().iter().copied().map(Some).collect();
    for scope in [CommandScope::AllPrivateChats, CommandScope::AllGroupChats, CommandScope::AllChatAdministrators] {
        for language in std::iter::once(None).chain(languages.iter().copied()) {
            set_menu(api, texts, scope, language).await?;
        }
    }
    Ok(())
}

async fn set_menu(
    api: &dyn BotApi,
    texts: &Texts,
    scope: CommandScope,
    language: Option<portcullis_messages::Language>,
) -> Result<(), BotApiError> {
    let menu = texts.command_menu(scope, language);
    loop {
        match api.set_my_commands(&menu).await {
            Err(BotApiError::RetryAfter(wait)) => tokio::time::sleep(wait).await,
            other => return other,
        }
    }
}
