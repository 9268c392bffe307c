//! The domain's port `BotProfile` on the HTTP client.

use std::collections::HashMap;

use async_trait::async_trait;
use frankenstein::{
    methods::{
        GetMyCommandsParams, GetMyDefaultAdministratorRightsParams, GetMyDescriptionParams,
        GetMyShortDescriptionParams, SetMyCommandsParams, SetMyDescriptionParams, SetMyShortDescriptionParams,
    },
    types::{BotCommand, BotCommandScope, BotDescription, BotShortDescription},
};
use portcullis_domain::{
    administrator_rights::AdministratorRights,
    ports::{
        AdministeredChats, BotApiError, BotProfile, CommandDescription, CommandMenu, CommandScope, Description,
        LanguageCode,
    },
};

use serde::Serialize;

use super::FrankensteinBotApi;

/// Rights by their names in the Bot API. frankenstein's type has each right of the newest version: it would not read the answer
/// of an older server, and would name to it what it does not know. <https://core.telegram.org/bots/api#chatadministratorrights>
type NamedRights = HashMap<String, bool>;

/// <https://core.telegram.org/bots/api#setmydefaultadministratorrights>
#[derive(Debug, Serialize)]
struct SuggestedRights {
    rights: NamedRights,
    for_channels: bool,
}

#[async_trait]
impl BotProfile for FrankensteinBotApi {
    async fn commands(
        &self,
        scope: CommandScope,
        language: Option<LanguageCode>,
    ) -> Result<Vec<CommandDescription>, BotApiError> {
        let language = language.map(|code| code.0.to_owned());
        let params = GetMyCommandsParams::builder().scope(scope_of(scope)).maybe_language_code(language).build();
        let commands: Vec<BotCommand> = self.call("getMyCommands", None, &params).await?;
        let described = commands.into_iter();
        Ok(described
            .map(|BotCommand { command, description, .. }| CommandDescription { command, description })
            .collect())
    }

    async fn set_commands(&self, menu: &CommandMenu) -> Result<(), BotApiError> {
        self.call::<bool>("setMyCommands", None, &commands(menu)).await.map(drop)
    }

    async fn description(&self, which: Description, language: Option<LanguageCode>) -> Result<String, BotApiError> {
        let language = language.map(|code| code.0.to_owned());
        match which {
            Description::Full => {
                let params = GetMyDescriptionParams::builder().maybe_language_code(language).build();
                let told: BotDescription = self.call("getMyDescription", None, &params).await?;
                Ok(told.description)
            }
            Description::Short => {
                let params = GetMyShortDescriptionParams::builder().maybe_language_code(language).build();
                let told: BotShortDescription = self.call("getMyShortDescription", None, &params).await?;
                Ok(told.short_description)
            }
        }
    }

    async fn set_description(
        &self,
        which: Description,
        language: Option<LanguageCode>,
        text: &str,
    ) -> Result<(), BotApiError> {
        let language = language.map(|code| code.0.to_owned());
        match which {
            Description::Full => {
                let params = SetMyDescriptionParams::builder().description(text).maybe_language_code(language).build();
                self.call::<bool>("setMyDescription", None, &params).await.map(drop)
            }
            Description::Short => {
                let blank = SetMyShortDescriptionParams::builder().maybe_language_code(language);
                let params = blank.short_description(text).build();
                self.call::<bool>("setMyShortDescription", None, &params).await.map(drop)
            }
        }
    }

    async fn suggests(&self, chats: AdministeredChats, rights: AdministratorRights) -> Result<bool, BotApiError> {
        let for_channels = chats == AdministeredChats::Channels;
        let params = GetMyDefaultAdministratorRightsParams::builder().for_channels(for_channels).build();
        let suggested: NamedRights = self.call("getMyDefaultAdministratorRights", None, &params).await?;
        Ok(is_exactly(&suggested, rights))
    }

    async fn suggest(&self, chats: AdministeredChats, rights: AdministratorRights) -> Result<(), BotApiError> {
        let params = SuggestedRights { rights: named(rights), for_channels: chats == AdministeredChats::Channels };
        self.call::<bool>("setMyDefaultAdministratorRights", None, &params).await.map(drop)
    }
}

fn scope_of(scope: CommandScope) -> BotCommandScope {
    match scope {
        CommandScope::AllPrivateChats => BotCommandScope::AllPrivateChats,
        CommandScope::AllGroupChats => BotCommandScope::AllGroupChats,
        CommandScope::AllChatAdministrators => BotCommandScope::AllChatAdministrators,
    }
}

/// <https://core.telegram.org/bots/api#setmycommands>
fn commands(menu: &CommandMenu) -> SetMyCommandsParams {
    let command = |line: &CommandDescription| {
        BotCommand::builder().command(line.command.as_str()).description(line.description.as_str()).build()
    };
    SetMyCommandsParams::builder()
        .commands(menu.commands.iter().map(command).collect())
        .scope(scope_of(menu.scope))
        .maybe_language_code(menu.language.clone())
        .build()
}

/// Whether these are the rights and no others; to manage the chat comes with each of them.
fn is_exactly(named: &NamedRights, rights: AdministratorRights) -> bool {
    let wanted = [
        ("can_delete_messages", rights.can_delete_messages),
        ("can_restrict_members", rights.can_restrict_members),
        ("can_invite_users", rights.can_invite_users),
    ];
    let is_wanted = |name: &str| wanted.iter().any(|(wanted, is_wanted)| *wanted == name && *is_wanted);
    let has_no_other = named.iter().all(|(name, has)| !has || name == "can_manage_chat" || is_wanted(name));
    let has_all = wanted.iter().all(|(name, is_wanted)| !is_wanted || named.get(*name) == Some(&true));
    has_no_other && has_all
}

/// These rights and no others, with all that the Bot API asks to be named. <https://core.telegram.org/bots/api#chatadministratorrights>
fn named(rights: AdministratorRights) -> NamedRights {
    let named = [
        ("is_anonymous", false),
        ("can_manage_chat", true),
        ("can_delete_messages", rights.can_delete_messages),
        ("can_manage_video_chats", false),
        ("can_restrict_members", rights.can_restrict_members),
        ("can_promote_members", false),
        ("can_change_info", false),
        ("can_invite_users", rights.can_invite_users),
        ("can_post_stories", false),
        ("can_edit_stories", false),
        ("can_delete_stories", false),
    ];
    named.map(|(name, has)| (name.to_owned(), has)).into()
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn a_menu_is_for_its_scope_and_language() {
        let line = CommandDescription { command: "help".to_owned(), description: "what to do".to_owned() };
        let scope = CommandScope::AllChatAdministrators;
        let menu = CommandMenu { scope, language: Some("de".to_owned()), commands: vec![line] };
        assert_eq!(
            to_value(commands(&menu)).unwrap(),
            json!({
                "commands": [{"command": "help", "description": "what to do"}],
                "scope": {"type": "all_chat_administrators"},
                "language_code": "de",
            })
        );
    }

    #[test]
    fn rights_are_exactly_these_if_none_is_missing_and_none_is_added() {
        let named = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), true)).collect::<NamedRights>();
        let rights = AdministratorRights::OF_BOT_IN_CHANNEL;
        assert!(is_exactly(&named(&["can_manage_chat", "can_invite_users"]), rights));
        assert!(!is_exactly(&named(&["can_manage_chat"]), rights));
        assert!(!is_exactly(&named(&["can_invite_users", "can_pin_messages"]), rights));
        assert!(is_exactly(&super::named(rights), rights));
    }
}
