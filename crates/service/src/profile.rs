//! How the bot shows itself in Telegram: its menus of commands, what it says of itself, the rights it asks for, in every
//! language it speaks. What its owner called it with @BotFather, its name and its picture, is theirs.

use std::time::Duration;

use futures::future::BoxFuture;
use portcullis_domain::{
    administrator_rights::AdministratorRights,
    ports::{AdministeredChats, BotApiError, BotProfile, CommandScope, Description, LanguageCode},
};
use portcullis_messages::{Language, Texts};

const SCOPES: [CommandScope; 3] =
    [CommandScope::AllPrivateChats, CommandScope::AllGroupChats, CommandScope::AllChatAdministrators];

const SUGGESTED_RIGHTS: [(AdministeredChats, AdministratorRights); 2] = [
    (AdministeredChats::Groups, AdministratorRights::OF_BOT_IN_GROUP),
    (AdministeredChats::Channels, AdministratorRights::OF_BOT_IN_CHANNEL),
];

/// Looks at everything that Telegram shows of the bot, and sets what is not as it should be. Telegram counts changes of a
/// profile, not looks at it.
///
/// # Errors
///
/// The first call that fails. What one language can't have, the others get all the same; a token that is refused ends it.
pub async fn show_profile(profile: &dyn BotProfile, texts: &Texts) -> Result<(), BotApiError> {
    let mut ended = Ok(());
    for (chats, rights) in SUGGESTED_RIGHTS {
        go_on_after(&mut ended, suggest(profile, chats, rights).await)?;
    }
    let languages = Texts::languages().iter().copied().map(Some);
    for language in std::iter::once(None).chain(languages) {
        for scope in SCOPES {
            go_on_after(&mut ended, show_menu(profile, texts, scope, language).await)?;
        }
        for which in [Description::Full, Description::Short] {
            go_on_after(&mut ended, show_description(profile, texts, which, language).await)?;
        }
    }
    ended
}

/// Keeps the first failure, and goes on after it; not after one that no further call outlives.
fn go_on_after(ended: &mut Result<(), BotApiError>, one: Result<(), BotApiError>) -> Result<(), BotApiError> {
    match one {
        Err(error @ (BotApiError::Unauthorized | BotApiError::NoAnswer(_))) => return Err(error),
        Err(error) if ended.is_ok() => *ended = Err(error),
        _ => {}
    }
    Ok(())
}

async fn suggest(
    profile: &dyn BotProfile,
    chats: AdministeredChats,
    rights: AdministratorRights,
) -> Result<(), BotApiError> {
    if !patiently(|| profile.suggests(chats, rights)).await? {
        patiently(|| profile.suggest(chats, rights)).await?;
    }
    Ok(())
}

async fn show_menu(
    profile: &dyn BotProfile,
    texts: &Texts,
    scope: CommandScope,
    language: Option<Language>,
) -> Result<(), BotApiError> {
    let menu = texts.command_menu(scope, language);
    let shown = patiently(|| profile.commands(scope, code(language))).await?;
    if shown != menu.commands {
        patiently(|| profile.set_commands(&menu)).await?;
    }
    Ok(())
}

async fn show_description(
    profile: &dyn BotProfile,
    texts: &Texts,
    which: Description,
    language: Option<Language>,
) -> Result<(), BotApiError> {
    let text = texts.bot_description(which, language);
    let code = code(language);
    if patiently(|| profile.description(which, code)).await? != text {
        patiently(|| profile.set_description(which, code, &text)).await?;
    }
    Ok(())
}

fn code(language: Option<Language>) -> Option<LanguageCode> {
    language.map(|language| LanguageCode(language.code()))
}

/// Repeats a call for as long as Telegram says when to come again.
async fn patiently<'a, T>(mut call: impl FnMut() -> BoxFuture<'a, Result<T, BotApiError>>) -> Result<T, BotApiError> {
    loop {
        match call().await {
            Err(BotApiError::RetryAfter(wait)) => tokio::time::sleep(wait.max(Duration::from_millis(100))).await,
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::ports::{CommandDescription, MockBotProfile};

    use super::*;

    fn spoken(code: Option<LanguageCode>) -> Option<Language> {
        code.and_then(|code| Language::of_code(code.0))
    }

    #[tokio::test]
    async fn what_is_as_it_should_be_is_left_alone() {
        let texts = Texts::load().unwrap();
        let mut profile = MockBotProfile::new();
        profile.expect_suggests().times(2).returning(|_, _| Ok(true));
        let known = texts.clone();
        profile.expect_commands().returning(move |scope, code| Ok(known.command_menu(scope, spoken(code)).commands));
        let known = texts.clone();
        profile.expect_description().returning(move |which, code| Ok(known.bot_description(which, spoken(code))));
        show_profile(&profile, &texts).await.unwrap();
    }

    #[tokio::test]
    async fn only_what_differs_is_set() {
        let texts = Texts::load().unwrap();
        let mut profile = MockBotProfile::new();
        profile.expect_suggests().returning(|chats, _| Ok(chats == AdministeredChats::Groups));
        let channels = AdministratorRights::OF_BOT_IN_CHANNEL;
        profile.expect_suggest().withf(move |_, rights| *rights == channels).once().returning(|_, _| Ok(()));
        let known = texts.clone();
        profile.expect_commands().returning(move |scope, code| {
            let mut commands = known.command_menu(scope, spoken(code)).commands;
            if (scope, code) == (CommandScope::AllGroupChats, Some(LanguageCode("ru"))) {
                commands.push(CommandDescription { command: "old".to_owned(), description: "gone".to_owned() });
            }
            Ok(commands)
        });
        profile.expect_set_commands().withf(|menu| menu.language.as_deref() == Some("ru")).once().returning(|_| Ok(()));
        let known = texts.clone();
        profile.expect_description().returning(move |which, code| match (which, code) {
            (Description::Short, None) => Ok(String::new()),
            _ => Ok(known.bot_description(which, spoken(code))),
        });
        let expected = texts.bot_description(Description::Short, None);
        profile
            .expect_set_description()
            .withf(move |which, code, text| (*which, *code) == (Description::Short, None) && text == expected)
            .once()
            .returning(|_, _, _| Ok(()));
        show_profile(&profile, &texts).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_wait_is_waited_for_and_a_refusal_ends_it() {
        let texts = Texts::load().unwrap();
        let mut profile = MockBotProfile::new();
        let mut waits = 0;
        profile.expect_suggests().times(2).returning(move |_, _| {
            waits += 1;
            Err(if waits == 1 { BotApiError::RetryAfter(Duration::from_secs(30)) } else { BotApiError::Unauthorized })
        });
        assert!(matches!(show_profile(&profile, &texts).await, Err(BotApiError::Unauthorized)));
    }
}
