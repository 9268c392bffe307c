//! Our messages and buttons in the Bot API's parameters.

use frankenstein::{
    ParseMode,
    input_file::FileUpload,
    methods::{AnswerCallbackQueryParams, EditMessageTextParams, SendMessageParams, SendPhotoParams},
    types::{
        ChatAdministratorRights, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton,
        KeyboardButtonRequestChat, LinkPreviewOptions, ReplyKeyboardMarkup, ReplyKeyboardRemove, ReplyMarkup,
        ReplyParameters,
    },
};
use portcullis_domain::{
    ChatId, MessageId, SetupId,
    administrator_rights::AdministratorRights,
    message::{Button, ButtonAction, Keyboard, OutgoingMessage, ReplyKeyboard},
    ports::CallbackAnswer,
};

/// How long the answer to a pressed button may be, in letters.
const CALLBACK_ANSWER_LETTERS: usize = 200;

/// <https://core.telegram.org/bots/api#sendmessage>, quiet and without a preview of the links in it.
pub(super) fn message(chat: ChatId, message: &OutgoingMessage) -> SendMessageParams {
    SendMessageParams::builder()
        .chat_id(chat.0)
        .text(message.html.as_str())
        .parse_mode(ParseMode::Html)
        .link_preview_options(LinkPreviewOptions::builder().is_disabled(true).build())
        .disable_notification(true)
        .maybe_message_thread_id(message.thread.map(|thread| thread.0))
        .maybe_reply_parameters(message.reply_to.map(reply))
        .maybe_reply_markup(reply_markup(message))
        .build()
}

/// The parameter of [`photo`] that the picture itself is.
pub(super) const PHOTO: &str = "photo";

/// <https://core.telegram.org/bots/api#sendphoto>, quiet; the picture goes beside it, under [`PHOTO`].
pub(super) fn photo(chat: ChatId, caption: &OutgoingMessage) -> SendPhotoParams {
    SendPhotoParams::builder()
        .chat_id(chat.0)
        .photo(FileUpload::String(String::new()))
        .caption(caption.html.as_str())
        .parse_mode(ParseMode::Html)
        .disable_notification(true)
        .maybe_message_thread_id(caption.thread.map(|thread| thread.0))
        .maybe_reply_parameters(caption.reply_to.map(reply))
        .maybe_reply_markup(keyboard(&caption.keyboard).map(ReplyMarkup::InlineKeyboardMarkup))
        .build()
}

/// <https://core.telegram.org/bots/api#editmessagetext>: without a keyboard the buttons go.
pub(super) fn edit(chat: ChatId, message: MessageId, text: &OutgoingMessage) -> EditMessageTextParams {
    EditMessageTextParams::builder()
        .chat_id(chat.0)
        .message_id(message.0)
        .text(text.html.as_str())
        .parse_mode(ParseMode::Html)
        .link_preview_options(LinkPreviewOptions::builder().is_disabled(true).build())
        .maybe_reply_markup(keyboard(&text.keyboard))
        .build()
}

fn reply(message: MessageId) -> ReplyParameters {
    ReplyParameters::builder().message_id(message.0).allow_sending_without_reply(true).build()
}

fn keyboard(keyboard: &Keyboard) -> Option<InlineKeyboardMarkup> {
    if keyboard.0.is_empty() {
        return None;
    }
    let rows = keyboard.0.iter().map(|row| row.iter().map(button).collect()).collect();
    Some(InlineKeyboardMarkup::builder().inline_keyboard(rows).build())
}

/// A message has either kind of keyboard; the buttons under it come first.
fn reply_markup(message: &OutgoingMessage) -> Option<ReplyMarkup> {
    let under_text = keyboard(&message.keyboard).map(ReplyMarkup::InlineKeyboardMarkup);
    under_text.or_else(|| message.reply_keyboard.as_ref().map(reply_keyboard))
}

fn reply_keyboard(keyboard: &ReplyKeyboard) -> ReplyMarkup {
    match keyboard {
        ReplyKeyboard::ChooseChannel { label, setup } => {
            let button = KeyboardButton::builder().text(label.as_str()).request_chat(channel_request(*setup)).build();
            let markup = ReplyKeyboardMarkup::builder().keyboard(vec![vec![button]]).resize_keyboard(true).build();
            ReplyMarkup::ReplyKeyboardMarkup(markup)
        }
        ReplyKeyboard::Reply { placeholder } => ReplyMarkup::ForceReply(
            ForceReply::builder().force_reply(true).input_field_placeholder(placeholder.as_str()).build(),
        ),
        ReplyKeyboard::Remove => {
            ReplyMarkup::ReplyKeyboardRemove(ReplyKeyboardRemove::builder().remove_keyboard(true).build())
        }
    }
}

/// A channel in which the person may appoint the bot: Telegram offers no other, and appoints the bot with what it needs.
/// The person's rights must include the bot's. <https://core.telegram.org/bots/api#keyboardbuttonrequestchat>
fn channel_request(setup: SetupId) -> KeyboardButtonRequestChat {
    let of_bot = administrator_rights(AdministratorRights::OF_BOT_IN_CHANNEL);
    KeyboardButtonRequestChat::builder()
        .request_id(setup.0)
        .chat_is_channel(true)
        .user_administrator_rights(ChatAdministratorRights { can_promote_members: true, ..of_bot })
        .bot_administrator_rights(of_bot)
        .request_title(true)
        .build()
}

fn administrator_rights(rights: AdministratorRights) -> ChatAdministratorRights {
    ChatAdministratorRights {
        is_anonymous: false,
        // Every other right implies it.
        can_manage_chat: true,
        can_delete_messages: rights.can_delete_messages,
        can_manage_video_chats: false,
        can_restrict_members: rights.can_restrict_members,
        can_promote_members: false,
        can_change_info: false,
        can_invite_users: rights.can_invite_users,
        can_post_messages: None,
        can_edit_messages: None,
        can_pin_messages: None,
        can_post_stories: Some(false),
        can_edit_stories: Some(false),
        can_delete_stories: Some(false),
        can_manage_topics: None,
        can_manage_direct_messages: None,
        can_manage_tags: None,
        can_send_welcome_messages: false,
    }
}

fn button(button: &Button) -> InlineKeyboardButton {
    let blank = InlineKeyboardButton::builder().text(button.label.as_str());
    match &button.action {
        ButtonAction::Url(url) => blank.url(url.as_str()).build(),
        ButtonAction::Callback(data) => blank.callback_data(data.encode()).build(),
    }
}

/// <https://core.telegram.org/bots/api#answercallbackquery>, never cached by the client: the next press may have another answer.
pub(super) fn callback_answer(id: &str, answer: &CallbackAnswer) -> AnswerCallbackQueryParams {
    let (text, show_alert) = match answer {
        CallbackAnswer::Toast(text) => (Some(text), false),
        CallbackAnswer::Alert(text) => (Some(text), true),
        CallbackAnswer::Silent => (None, false),
    };
    let text = text.map(|text| text.chars().take(CALLBACK_ANSWER_LETTERS).collect::<String>());
    AnswerCallbackQueryParams::builder()
        .callback_query_id(id)
        .maybe_text(text)
        .show_alert(show_alert)
        .cache_time(0)
        .build()
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{GroupId, ThreadId, html::Html, message::CallbackData};
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn a_message_is_quiet_html_and_survives_the_loss_of_what_it_answers() {
        let rows = vec![vec![
            Button { label: "Join".to_owned(), action: ButtonAction::Url("https://t.me/tea".to_owned()) },
            Button { label: "Done".to_owned(), action: ButtonAction::Callback(CallbackData::Joined(GroupId(-7))) },
        ]];
        let outgoing = OutgoingMessage::text(Html::escape("a<b"))
            .in_reply_to(MessageId(3))
            .in_thread(Some(ThreadId(9)))
            .with_keyboard(Keyboard(rows));
        assert_eq!(
            to_value(message(ChatId(-7), &outgoing)).unwrap(),
            json!({
                "chat_id": -7,
                "message_thread_id": 9,
                "text": "a&lt;b",
                "parse_mode": "HTML",
                "link_preview_options": {"is_disabled": true},
                "disable_notification": true,
                "reply_parameters": {"message_id": 3, "allow_sending_without_reply": true},
                "reply_markup": {"inline_keyboard": [[
                    {"text": "Join", "url": "https://t.me/tea"},
                    {"text": "Done", "callback_data": "joined:-7"},
                ]]},
            })
        );
    }

    #[test]
    fn a_plain_message_has_no_keyboard_and_answers_nothing() {
        let json = to_value(message(ChatId(5), &OutgoingMessage::text(Html::escape("hi")))).unwrap();
        for field in ["reply_markup", "reply_parameters", "message_thread_id"] {
            assert!(json.get(field).is_none(), "{field}");
        }
    }

    #[test]
    fn a_caption_is_said_as_a_message_is() {
        let caption = OutgoingMessage::text(Html::escape("a<b")).in_reply_to(MessageId(3)).in_thread(Some(ThreadId(9)));
        let mut json = to_value(photo(ChatId(-7), &caption)).unwrap();
        json.as_object_mut().unwrap().remove(PHOTO).unwrap();
        assert_eq!(
            json,
            json!({
                "chat_id": -7,
                "message_thread_id": 9,
                "caption": "a&lt;b",
                "parse_mode": "HTML",
                "disable_notification": true,
                "reply_parameters": {"message_id": 3, "allow_sending_without_reply": true},
            })
        );
    }

    #[test]
    fn the_button_that_chooses_a_channel_asks_for_exactly_what_the_bot_needs_there() {
        let keyboard = ReplyKeyboard::ChooseChannel { label: "Choose".to_owned(), setup: SetupId(12) };
        let choose = OutgoingMessage::text(Html::escape("hi")).with_reply_keyboard(keyboard);
        let markup = to_value(message(ChatId(5), &choose)).unwrap()["reply_markup"].take();
        assert_eq!(markup["resize_keyboard"], true);
        let button = &markup["keyboard"][0][0];
        assert_eq!(button["text"], "Choose");
        let request = &button["request_chat"];
        assert_eq!((&request["request_id"], &request["chat_is_channel"]), (&json!(12), &json!(true)));
        let granted = |whose: &str| -> Vec<String> {
            let rights = request[whose].as_object().unwrap();
            rights.iter().filter(|(_, is_granted)| **is_granted == true).map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(granted("bot_administrator_rights"), ["can_invite_users", "can_manage_chat"]);
        let of_user = ["can_invite_users", "can_manage_chat", "can_promote_members"];
        assert_eq!(granted("user_administrator_rights"), of_user);

        let done = OutgoingMessage::text(Html::escape("hi")).with_reply_keyboard(ReplyKeyboard::Remove);
        assert_eq!(to_value(message(ChatId(5), &done)).unwrap()["reply_markup"], json!({"remove_keyboard": true}));
    }

    #[test]
    fn an_edit_without_buttons_takes_those_away_that_are_there() {
        assert_eq!(
            to_value(edit(ChatId(-7), MessageId(3), &OutgoingMessage::text(Html::escape("hi")))).unwrap(),
            json!({
                "chat_id": -7,
                "message_id": 3,
                "text": "hi",
                "parse_mode": "HTML",
                "link_preview_options": {"is_disabled": true},
            })
        );
    }

    #[test]
    fn the_answer_to_a_press_is_cut_where_telegram_would_refuse_it() {
        let json = to_value(callback_answer("1", &CallbackAnswer::Alert("ы".repeat(300)))).unwrap();
        assert_eq!(json["text"].as_str().unwrap().chars().count(), 200);
        assert_eq!((json["show_alert"].as_bool(), json["cache_time"].as_u64()), (Some(true), Some(0)));
    }
}
