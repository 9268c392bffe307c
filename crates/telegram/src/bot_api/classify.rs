//! What an error of the Bot API means to a caller.

use std::time::Duration;

use portcullis_domain::{GroupId, ports::BotApiError};

use crate::client::{CallFailure, Refusal};

/// What an error says besides its text. <https://core.telegram.org/bots/api#responseparameters>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResponseParameters {
    /// Seconds to wait.
    pub retry_after: Option<u64>,
    /// The supergroup that the group has become.
    pub migrate_to_chat_id: Option<i64>,
}

/// What the answer `ok: false` to `method` means.
///
/// The texts are no contract of Telegram's and vary in their case and their beginning, so a part of each is looked for
/// under the code. What is not recognised is [`BotApiError::Refused`]: final, and nothing is concluded from it.
#[must_use]
pub fn classify(method: &str, code: u16, description: &str, parameters: ResponseParameters) -> BotApiError {
    if let Some(group) = parameters.migrate_to_chat_id {
        return BotApiError::MigratedTo(GroupId(group));
    }
    let text = description.to_lowercase();
    let meaning = match code {
        // A token that is not even well formed is answered as an unknown address; an unknown method names itself.
        401 => Some(BotApiError::Unauthorized),
        404 if text == "not found" => Some(BotApiError::Unauthorized),
        409 => Some(BotApiError::Conflict),
        429 => Some(BotApiError::RetryAfter(Duration::from_secs(parameters.retry_after.unwrap_or(5).max(1)))),
        403 => forbidden(&text, description),
        400 => of_method(method, &text, description).or_else(|| of_any_method(&text, description)),
        _ => None,
    };
    meaning.unwrap_or_else(|| BotApiError::Refused { code, description: description.to_owned() })
}

fn forbidden(text: &str, description: &str) -> Option<BotApiError> {
    let cannot_write = ["initiate conversation", "blocked by the user", "user is deactivated", "send messages to"];
    if any(text, &cannot_write) {
        return Some(BotApiError::CannotWrite(description.to_owned()));
    }
    let not_there = ["kicked from", "not a member of", "was deleted", "is deactivated", "channel_private"];
    any(text, &not_there).then(|| BotApiError::ChatUnavailable(description.to_owned()))
}

/// The errors that only this method has, or has in a sense of its own.
fn of_method(method: &str, text: &str, description: &str) -> Option<BotApiError> {
    let said = |parts: &[&str]| any(text, parts);
    let no_rights = said(&["not enough rights", "no rights", "chat_admin_required", "need administrator rights"]);
    match method {
        "sendMessage" | "sendPhoto" | "editMessageText" => {
            if said(&["topic_closed"]) {
                return Some(BotApiError::TopicClosed);
            }
            if said(&["message thread not found", "topic_deleted", "topic_id_invalid"]) {
                return Some(BotApiError::ThreadNotFound);
            }
            let cannot_write =
                ["chat_write_forbidden", "plain_forbidden", "photos_forbidden", "chat_restricted", "user_is_blocked"];
            (no_rights || said(&cannot_write)).then(|| BotApiError::CannotWrite(description.to_owned()))
        }
        "deleteMessage" | "deleteMessages" => {
            let undeletable = no_rights || said(&["can't be deleted", "delete_forbidden"]);
            undeletable.then_some(BotApiError::Undeletable)
        }
        "answerCallbackQuery" => {
            let expired = said(&["query is too old", "query id is invalid", "query_id_invalid"]);
            expired.then_some(BotApiError::QueryExpired)
        }
        // To these, a missing right means that the bot may not look.
        "getChat" | "getChatMember" | "getChatAdministrators" => {
            no_rights.then(|| BotApiError::ChatUnavailable(description.to_owned()))
        }
        _ => no_rights.then(|| BotApiError::NotEnoughRights(description.to_owned())),
    }
}

fn of_any_method(text: &str, description: &str) -> Option<BotApiError> {
    let said = |parts: &[&str]| any(text, parts);
    if said(&["administrator of the chat", "remove chat owner", "user_admin_invalid"]) {
        return Some(BotApiError::UserIsAdministrator);
    }
    if said(&["only for supergroup", "supergroup and channel chats only", "supergroup chats only"]) {
        return Some(BotApiError::BasicGroup);
    }
    let unknown = ["participant_id_invalid", "user not found", "member not found", "user_id_invalid"];
    if said(&unknown) || said(&["invalid user_id", "user_not_participant", "user_deactivated"]) {
        return Some(BotApiError::UserUnknown);
    }
    let unavailable = ["chat not found", "member list is inaccessible", "channel_invalid", "channel_private"];
    if said(&unavailable)
        || said(&["chat was deleted", "chat was deactivated", "chat_id_invalid", "was upgraded to a supergroup"])
    {
        return Some(BotApiError::ChatUnavailable(description.to_owned()));
    }
    None
}

fn any(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}

/// Whether a refusal says that what was asked for is the case already.
pub(super) fn is_done_already(method: &str, refusal: &Refusal) -> bool {
    let text = refusal.description.to_lowercase();
    refusal.code == 400
        && match method {
            "deleteMessage" => text.contains("message to delete not found"),
            "editMessageText" => text.contains("message is not modified"),
            _ => false,
        }
}

/// Whether a refusal says that an invite link is revoked, expired or gone.
pub(super) fn is_of_dead_link(refusal: &Refusal) -> bool {
    let text = refusal.description.to_lowercase();
    refusal.code == 400 && any(&text, &["invite_hash_expired", "invite_hash_invalid", "invite_revoked"])
}

impl Refusal {
    /// What it means as the answer to `method`.
    #[must_use]
    pub fn meaning(&self, method: &str) -> BotApiError {
        let Self { code, description, retry_after, migrate_to_chat_id } = self;
        let parameters = ResponseParameters { retry_after: *retry_after, migrate_to_chat_id: *migrate_to_chat_id };
        classify(method, *code, description, parameters)
    }
}

/// The methods that the start and `check` call: to them a refused token is a wrong setting.
const OF_THE_START: [&str; 3] = ["getMe", "getWebhookInfo", "deleteWebhook"];

/// How long to wait while the token is refused in mid-run.
const REFUSED_TOKEN_WAIT: Duration = Duration::from_secs(15);

/// What the failure of a call to `method` means, when there will be no other try.
///
/// A token that is refused in mid-run was revoked. That says nothing of what was asked for, and nothing was done: it has
/// to wait until a good token is back.
pub(super) fn meaning(method: &str, failure: CallFailure) -> BotApiError {
    match failure {
        CallFailure::Flood(wait) => BotApiError::RetryAfter(wait),
        CallFailure::UnreadableResult => BotApiError::Unreadable(Box::new(CallFailure::UnreadableResult)),
        CallFailure::Refused(refusal) => match refusal.meaning(method) {
            BotApiError::Unauthorized if !OF_THE_START.contains(&method) => BotApiError::RetryAfter(REFUSED_TOKEN_WAIT),
            meaning => meaning,
        },
        other => BotApiError::NoAnswer(Box::new(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(method: &str, code: u16, description: &str) -> &'static str {
        match classify(method, code, description, ResponseParameters::default()) {
            BotApiError::RetryAfter(_) => "retry after",
            BotApiError::NoAnswer(_) => "no answer",
            BotApiError::Unreadable(_) => "unreadable",
            BotApiError::MigratedTo(_) => "migrated",
            BotApiError::Unauthorized => "unauthorized",
            BotApiError::Conflict => "conflict",
            BotApiError::ChatUnavailable(_) => "chat unavailable",
            BotApiError::NotEnoughRights(_) => "not enough rights",
            BotApiError::UserIsAdministrator => "administrator",
            BotApiError::UserUnknown => "user unknown",
            BotApiError::BasicGroup => "basic group",
            BotApiError::Undeletable => "undeletable",
            BotApiError::QueryExpired => "query expired",
            BotApiError::CannotWrite(_) => "cannot write",
            BotApiError::TopicClosed => "topic closed",
            BotApiError::ThreadNotFound => "thread not found",
            BotApiError::ImpossibleMuteEnd(_) => "impossible mute end",
            BotApiError::Refused { .. } => "refused",
        }
    }

    #[test]
    fn every_known_error_has_its_meaning() {
        for (method, code, description, expected) in [
            ("getChatMember", 400, "Bad Request: member list is inaccessible", "chat unavailable"),
            ("getChatMember", 403, "Forbidden: bot is not a member of the channel chat", "chat unavailable"),
            ("getChatMember", 403, "Forbidden: bot was kicked from the channel chat", "chat unavailable"),
            ("getChatMember", 400, "Bad Request: chat not found", "chat unavailable"),
            ("getChatMember", 400, "Bad Request: CHAT_ADMIN_REQUIRED", "chat unavailable"),
            ("getChatMember", 400, "Bad Request: PARTICIPANT_ID_INVALID", "user unknown"),
            ("getChatMember", 400, "Bad Request: user not found", "user unknown"),
            ("getChatMember", 400, "Bad Request: member not found", "user unknown"),
            ("getChatMember", 400, "Bad Request: USER_ID_INVALID", "user unknown"),
            ("getChatMember", 400, "Bad Request: invalid user_id specified", "user unknown"),
            ("getChat", 400, "Bad Request: chat not found", "chat unavailable"),
            ("restrictChatMember", 400, "Bad Request: method is available only for supergroups", "basic group"),
            (
                "restrictChatMember",
                400,
                "Bad Request: not enough rights to restrict/unrestrict chat member",
                "not enough rights",
            ),
            ("restrictChatMember", 400, "Bad Request: CHAT_ADMIN_REQUIRED", "not enough rights"),
            ("restrictChatMember", 400, "Bad Request: user is an administrator of the chat", "administrator"),
            ("restrictChatMember", 400, "Bad Request: can't remove chat owner", "administrator"),
            ("restrictChatMember", 400, "Bad Request: PARTICIPANT_ID_INVALID", "user unknown"),
            ("restrictChatMember", 400, "Bad Request: can't restrict self", "refused"),
            ("deleteMessage", 400, "Bad Request: message can't be deleted", "undeletable"),
            ("deleteMessage", 400, "Bad Request: message can't be deleted for everyone", "undeletable"),
            ("sendMessage", 400, "Bad Request: message thread not found", "thread not found"),
            ("sendMessage", 400, "Bad Request: TOPIC_CLOSED", "topic closed"),
            ("sendMessage", 400, "Bad Request: can't parse entities: unclosed tag", "refused"),
            ("sendMessage", 400, "Bad Request: not enough rights to send text messages to the chat", "cannot write"),
            ("sendMessage", 400, "Bad Request: have no rights to send a message", "cannot write"),
            ("sendMessage", 400, "Bad Request: CHAT_WRITE_FORBIDDEN", "cannot write"),
            ("sendMessage", 400, "Bad Request: BUTTON_URL_INVALID", "refused"),
            ("sendPhoto", 400, "Bad Request: not enough rights to send photos to the chat", "cannot write"),
            ("sendPhoto", 400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", "cannot write"),
            ("sendPhoto", 400, "Bad Request: TOPIC_CLOSED", "topic closed"),
            ("sendPhoto", 400, "Bad Request: IMAGE_PROCESS_FAILED", "refused"),
            ("sendMessage", 403, "Forbidden: bot can't initiate conversation with a user", "cannot write"),
            ("sendMessage", 403, "Forbidden: bot was blocked by the user", "cannot write"),
            ("sendMessage", 403, "Forbidden: user is deactivated", "cannot write"),
            ("sendMessage", 403, "Forbidden: bot was kicked from the supergroup chat", "chat unavailable"),
            ("sendMessage", 403, "Forbidden: the group chat was deleted", "chat unavailable"),
            ("sendMessage", 403, "Forbidden: something new", "refused"),
            (
                "answerCallbackQuery",
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
                "query expired",
            ),
            (
                "createChatInviteLink",
                400,
                "Bad Request: not enough rights to manage chat invite link",
                "not enough rights",
            ),
            ("getMe", 401, "Unauthorized", "unauthorized"),
            ("getMe", 404, "Not Found", "unauthorized"),
            ("getMe", 404, "Not Found: method not found", "refused"),
            ("getUpdates", 409, "Conflict: terminated by other getUpdates request", "conflict"),
            ("getMe", 421, "Misdirected Request", "refused"),
            ("getMe", 429, "Too Many Requests: retry after 3", "retry after"),
            ("getMe", 400, "", "refused"),
        ] {
            assert_eq!(kind(method, code, description), expected, "{method} {code} {description}");
        }
    }

    #[test]
    fn a_migration_goes_before_the_text() {
        let parameters = ResponseParameters { migrate_to_chat_id: Some(-1_001), ..ResponseParameters::default() };
        let text = "Bad Request: group chat was upgraded to a supergroup chat";
        let error = classify("restrictChatMember", 400, text, parameters);
        assert!(matches!(error, BotApiError::MigratedTo(GroupId(-1_001))));
    }

    #[test]
    fn the_wait_is_the_one_that_telegram_names() {
        let parameters = ResponseParameters { retry_after: Some(70_000), ..ResponseParameters::default() };
        let error = classify("sendMessage", 429, "Too Many Requests", parameters);
        assert!(matches!(error, BotApiError::RetryAfter(wait) if wait.as_secs() == 70_000));
    }

    #[test]
    fn a_message_that_is_gone_is_deleted() {
        let refusal = |description: &str| Refusal {
            code: 400,
            description: description.to_owned(),
            retry_after: None,
            migrate_to_chat_id: None,
        };
        assert!(is_done_already("deleteMessage", &refusal("Bad Request: message to delete not found")));
        assert!(!is_done_already("deleteMessage", &refusal("Bad Request: message can't be deleted")));
        assert!(!is_done_already("sendMessage", &refusal("Bad Request: message to delete not found")));
    }
}
