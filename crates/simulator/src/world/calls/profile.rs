//! Methods about the bot itself: who it is, its menus and descriptions.

use serde_json::{Value, json};

use crate::world::calls::answer::{Answer, done};
use crate::world::{rights::Rights, state::World, user::BotProfile};
use crate::{api_error::ApiError, parameters::Parameters};

impl World {
    /// [`getMe`](https://core.telegram.org/bots/api#getme)
    pub(super) fn get_me(&self, bot: i64) -> Answer {
        let user = self.users.get(&bot).ok_or_else(ApiError::unauthorized)?;
        Ok(user.to_own_json(self.bot_api_version))
    }

    /// [`setMyCommands`](https://core.telegram.org/bots/api#setmycommands)
    pub(super) fn set_my_commands(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let commands = parameters.value("commands").and_then(Value::as_array).cloned().unwrap_or_default();
        if commands.len() > 100 {
            return Err(ApiError::bad_request("too many bot commands specified"));
        }
        for command in &commands {
            check_command(command)?;
        }
        self.profile(bot)?.commands.insert(menu_key(parameters), Value::Array(commands));
        done()
    }

    /// [`getMyCommands`](https://core.telegram.org/bots/api#getmycommands)
    pub(super) fn get_my_commands(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        Ok(self.profile(bot)?.commands.get(&menu_key(parameters)).cloned().unwrap_or_else(|| json!([])))
    }

    /// [`deleteMyCommands`](https://core.telegram.org/bots/api#deletemycommands)
    pub(super) fn delete_my_commands(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        self.profile(bot)?.commands.remove(&menu_key(parameters));
        done()
    }

    /// `setMyDescription`, `setMyShortDescription` and `setMyName`: `field` is also the parameter's name.
    pub(super) fn set_my_text(&mut self, bot: i64, field: &str, parameters: &Parameters) -> Answer {
        let text = parameters.str(field).unwrap_or_default().to_owned();
        let longest = match field {
            "description" => 512,
            "short_description" => 120,
            _ => 64,
        };
        if text.chars().count() > longest {
            return Err(ApiError::bad_request(&format!("bot {} is too long", field.replace('_', " "))));
        }
        self.profile(bot)?.texts.insert((field.to_owned(), language(parameters)), text);
        done()
    }

    /// `getMyDescription`, `getMyShortDescription` and `getMyName`.
    pub(super) fn get_my_text(&mut self, bot: i64, field: &str, parameters: &Parameters) -> Answer {
        let texts = &self.profile(bot)?.texts;
        let text = texts
            .get(&(field.to_owned(), language(parameters)))
            .or_else(|| texts.get(&(field.to_owned(), String::new())))
            .cloned()
            .unwrap_or_default();
        Ok(json!({ field: text }))
    }

    /// [`setMyDefaultAdministratorRights`](https://core.telegram.org/bots/api#setmydefaultadministratorrights)
    pub(super) fn set_my_default_administrator_rights(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let rights = parameters.value("rights").cloned().unwrap_or_else(|| json!({}));
        let for_channels = parameters.bool("for_channels") == Some(true);
        self.profile(bot)?.default_rights.insert(for_channels, rights);
        done()
    }

    /// [`getMyDefaultAdministratorRights`](https://core.telegram.org/bots/api#getmydefaultadministratorrights)
    pub(super) fn get_my_default_administrator_rights(&mut self, bot: i64, parameters: &Parameters) -> Answer {
        let for_channels = parameters.bool("for_channels") == Some(true);
        let stored = self.profile(bot)?.default_rights.get(&for_channels).cloned().unwrap_or_default();
        let mut object = json!({});
        Rights::from_json(&stored).write_for(for_channels, &mut object);
        Ok(object)
    }

    fn profile(&mut self, bot: i64) -> Result<&mut BotProfile, ApiError> {
        self.users.get_mut(&bot).and_then(|user| user.bot.as_mut()).ok_or_else(ApiError::unauthorized)
    }
}

fn menu_key(parameters: &Parameters) -> (String, String) {
    let scope = parameters.value("scope").cloned().unwrap_or_else(|| json!({ "type": "default" }));
    (scope.to_string(), language(parameters))
}

fn language(parameters: &Parameters) -> String {
    parameters.str("language_code").unwrap_or_default().to_owned()
}

fn check_command(command: &Value) -> Result<(), ApiError> {
    let name = command["command"].as_str().unwrap_or_default().trim_start_matches('/');
    let description = command["description"].as_str().unwrap_or_default();
    let is_lower = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if name.is_empty() || name.len() > 32 || !name.chars().all(is_lower) {
        return Err(ApiError::bad_request("BOT_COMMAND_INVALID"));
    }
    if description.is_empty() || description.chars().count() > 256 {
        return Err(ApiError::bad_request("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(())
}
