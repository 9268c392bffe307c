//! Checking the keyboards that bots attach: under a message, or in place of the letters.

use serde_json::{Map, Value, json};

use crate::api_error::ApiError;
use crate::world::rights::Rights;

/// The ways in which a button can act; each has exactly one.
const ACTIONS: [&str; 10] = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];

/// What becomes of the keyboard that stands in place of the letters in a private chat.
pub(super) enum ReplyKeyboard {
    /// It stays as it is.
    Stays,
    /// The letters come back.
    Goes,
    /// This one takes its place.
    Is(Value),
}

/// The [inline keyboard](https://core.telegram.org/bots/api#inlinekeyboardmarkup) as it is stored; `None` if there is
/// none, or a keyboard of another kind, which no message shows.
///
/// # Errors
///
/// 400 for a button without text, without an action or with several, with too long data or an invalid link.
pub(super) fn checked(markup: Option<&Value>) -> Result<Option<Value>, ApiError> {
    let Some(rows) = markup.and_then(|markup| markup.get("inline_keyboard")) else { return Ok(None) };
    let rows = rows.as_array().ok_or_else(|| unparsable("Field \"inline_keyboard\" must be of type Array"))?;
    let mut kept = Vec::new();
    for row in rows {
        let buttons = row.as_array().ok_or_else(|| unparsable("expected an Array of InlineKeyboardButton"))?;
        let buttons: Vec<Value> = buttons.iter().map(checked_button).collect::<Result<_, _>>()?;
        if !buttons.is_empty() {
            kept.push(Value::Array(buttons));
        }
    }
    Ok((!kept.is_empty()).then(|| json!({ "inline_keyboard": kept })))
}

/// What a message does to the keyboard of a private chat.
///
/// # Errors
///
/// 400 for a button without text; for a request for a chat outside private chats, one whose number is not unique, and one
/// that asks for rights of the bot which the person need not have
/// (<https://core.telegram.org/bots/api#keyboardbuttonrequestchat>).
pub(super) fn replaced(markup: Option<&Value>, is_private: bool) -> Result<ReplyKeyboard, ApiError> {
    let Some(markup) = markup else { return Ok(ReplyKeyboard::Stays) };
    if markup.get("remove_keyboard").is_some() {
        return Ok(ReplyKeyboard::Goes);
    }
    let Some(rows) = markup.get("keyboard").and_then(Value::as_array) else {
        return Ok(ReplyKeyboard::Stays);
    };
    let buttons: Vec<&Value> = rows.iter().filter_map(Value::as_array).flatten().collect();
    let mut requests = Vec::new();
    for button in &buttons {
        let text = button.as_str().or_else(|| button["text"].as_str()).unwrap_or_default();
        if text.trim().is_empty() {
            return Err(ApiError::bad_request("can't parse keyboard button: text must be non-empty"));
        }
        if let Some(request) = button.get("request_chat") {
            if !is_private {
                return Err(ApiError::bad_request("chats can be requested in private chats only"));
            }
            check_rights(request)?;
            requests.push(request["request_id"].as_i64());
        }
    }
    let all = requests.len();
    requests.sort_unstable();
    requests.dedup();
    if requests.len() < all {
        return Err(ApiError::bad_request("BUTTON_ID_INVALID"));
    }
    Ok(if buttons.is_empty() { ReplyKeyboard::Goes } else { ReplyKeyboard::Is(markup.clone()) })
}

fn check_rights(request: &Value) -> Result<(), ApiError> {
    let rights = |whose: &str| request.get(whose).map(Rights::from_json);
    match (rights("user_administrator_rights"), rights("bot_administrator_rights")) {
        (Some(of_user), Some(of_bot)) if !of_user.contains(of_bot) => Err(ApiError::bad_request("USER_RIGHTS_INVALID")),
        (None, Some(_)) => Err(ApiError::bad_request("USER_RIGHTS_INVALID")),
        _ => Ok(()),
    }
}

fn checked_button(button: &Value) -> Result<Value, ApiError> {
    let button = button.as_object().ok_or_else(|| unparsable("InlineKeyboardButton must be an Object"))?;
    if button.get("text").and_then(Value::as_str).unwrap_or_default().trim().is_empty() {
        return Err(unparsable("Text buttons are unallowed in the inline keyboard"));
    }
    if ACTIONS.iter().filter(|action| button.contains_key(**action)).count() != 1 {
        return Err(unparsable("Text buttons are unallowed in the inline keyboard"));
    }
    check_data(button)?;
    check_url(button)?;
    Ok(Value::Object(button.clone()))
}

fn check_data(button: &Map<String, Value>) -> Result<(), ApiError> {
    let Some(data) = button.get("callback_data") else { return Ok(()) };
    let length = data.as_str().unwrap_or_default().len();
    if (1..=64).contains(&length) { Ok(()) } else { Err(ApiError::bad_request("BUTTON_DATA_INVALID")) }
}

fn check_url(button: &Map<String, Value>) -> Result<(), ApiError> {
    let Some(url) = button.get("url") else { return Ok(()) };
    let url = url.as_str().unwrap_or_default();
    if is_link(url) { Ok(()) } else { Err(ApiError::bad_request("BUTTON_URL_INVALID")) }
}

fn is_link(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    if lower.contains(char::is_whitespace) {
        return false;
    }
    if let Some(rest) = lower.strip_prefix("tg://") {
        return !rest.is_empty();
    }
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).unwrap_or(&lower);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    host.split_once('.').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
}

fn unparsable(why: &str) -> ApiError {
    ApiError::bad_request(&format!("can't parse inline keyboard button: {why}"))
}
