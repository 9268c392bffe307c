//! The methods of the Bot API that a gate calls while it works.

use serde::Serialize;

/// A method of the Bot API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the Bot API's own name")]
pub enum Method {
    GetChatMember,
    GetChatAdministrators,
    GetChat,
    GetMe,
    RestrictChatMember,
    DeleteMessage,
    DeleteMessages,
    SendMessage,
    EditMessageText,
    AnswerCallbackQuery,
    CreateChatInviteLink,
    /// What is answered with `true`.
    Other,
}

impl Method {
    /// The method of a request's first line: `POST /bot123:abc/getMe HTTP/1.1`.
    #[must_use]
    pub fn of_request(first_line: &str) -> Self {
        let path = first_line.split(' ').nth(1).unwrap_or_default();
        match path.rsplit('/').next().unwrap_or_default() {
            "getChatMember" => Self::GetChatMember,
            "getChatAdministrators" => Self::GetChatAdministrators,
            "getChat" => Self::GetChat,
            "getMe" => Self::GetMe,
            "restrictChatMember" => Self::RestrictChatMember,
            "deleteMessage" => Self::DeleteMessage,
            "deleteMessages" => Self::DeleteMessages,
            "sendMessage" => Self::SendMessage,
            "editMessageText" => Self::EditMessageText,
            "answerCallbackQuery" => Self::AnswerCallbackQuery,
            "createChatInviteLink" | "editChatInviteLink" => Self::CreateChatInviteLink,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_the_path_names_the_method() {
        assert_eq!(Method::of_request("POST /bot1:a/getMe HTTP/1.1"), Method::GetMe);
        assert_eq!(Method::of_request("POST /bot1:a/setWebhook HTTP/1.1"), Method::Other);
    }
}
