//! The methods of the port, one after the other.

use async_trait::async_trait;
use frankenstein::{
    methods::{
        BanChatMemberParams, CreateChatInviteLinkParams, DeleteMessageParams, EditChatInviteLinkParams,
        GetChatAdministratorsParams, GetChatMemberParams, GetChatParams, RestrictChatMemberParams,
    },
    types::ChatId as TelegramChatId,
};
use portcullis_domain::{
    ChannelId, ChatId, GroupId, MessageId, UserId,
    channel_reference::ChannelReference,
    chat_member::ChatMemberStatus,
    message::{OutgoingMessage, SendPriority},
    picture::Picture,
    ports::{BotApi, BotApiError, CallbackAnswer, ChatMember, ChatPermissions, ChatProfile},
};
use serde::Deserialize;

use super::{
    FrankensteinBotApi,
    calls::Repeat,
    chat_permissions,
    classify::{is_done_already, is_of_dead_link, meaning},
    outgoing,
};
use crate::{
    client::CallFailure,
    wire::{WireChat, WireChatMember, WireUser},
};

/// How long the name of an invite link may be, in letters.
const LINK_NAME_LETTERS: usize = 32;

/// An administrator is one under whatever status a newer Bot API lists them.
#[derive(Deserialize)]
struct ListedAdministrator {
    user: WireUser,
}

#[derive(Deserialize)]
struct InviteLink {
    invite_link: String,
    #[serde(default)]
    is_revoked: bool,
}

#[async_trait]
impl BotApi for FrankensteinBotApi {
    async fn get_chat(&self, reference: &ChannelReference) -> Result<ChatProfile, BotApiError> {
        let (chat_id, chat) = match reference {
            ChannelReference::Username(name) => (TelegramChatId::String(format!("@{name}")), format!("@{name}")),
            ChannelReference::Id(id) => (TelegramChatId::Integer(id.0), id.to_string()),
        };
        let params = GetChatParams::builder().chat_id(chat_id).build();
        let chat: WireChat = self.call("getChat", Some(chat), &params).await?;
        let linked_chat = chat.linked_chat_id.map(ChatId);
        let chat = chat.into_chat().map_err(|error| BotApiError::Unreadable(Box::new(error)))?;
        Ok(ChatProfile { chat, linked_chat })
    }

    async fn get_chat_member(&self, chat: ChatId, user: UserId) -> Result<ChatMemberStatus, BotApiError> {
        let params = GetChatMemberParams::builder().chat_id(chat.0).user_id(user_id(user)?).build();
        let member: WireChatMember = self.call("getChatMember", Some(chat.to_string()), &params).await?;
        member.status().map_err(|error| BotApiError::Unreadable(Box::new(error)))
    }

    async fn get_username(&self, chat: ChatId, user: UserId) -> Result<Option<String>, BotApiError> {
        let params = GetChatMemberParams::builder().chat_id(chat.0).user_id(user_id(user)?).build();
        let member: WireChatMember = self.call("getChatMember", Some(chat.to_string()), &params).await?;
        Ok(member.user.username)
    }

    async fn get_chat_member_for_press(&self, chat: ChatId, user: UserId) -> Result<ChatMemberStatus, BotApiError> {
        let params = GetChatMemberParams::builder().chat_id(chat.0).user_id(user_id(user)?).build();
        let member: WireChatMember = self.call_for_press("getChatMember", Some(chat.to_string()), &params).await?;
        member.status().map_err(|error| BotApiError::Unreadable(Box::new(error)))
    }

    async fn get_chat_member_for_sweep(&self, chat: ChatId, user: UserId) -> Result<ChatMember, BotApiError> {
        let params = GetChatMemberParams::builder().chat_id(chat.0).user_id(user_id(user)?).build();
        let member: WireChatMember = self.call_for_sweep("getChatMember", Some(chat.to_string()), &params).await?;
        let status = member.status().map_err(|error| BotApiError::Unreadable(Box::new(error)))?;
        Ok(ChatMember { person: member.user.into_person(), status })
    }

    async fn get_chat_administrators(&self, group: GroupId) -> Result<Vec<UserId>, BotApiError> {
        let params = GetChatAdministratorsParams::builder().chat_id(group.0).build();
        let listed: Vec<ListedAdministrator> =
            self.call("getChatAdministrators", Some(group.to_string()), &params).await?;
        Ok(listed.iter().map(|administrator| administrator.user.id()).collect())
    }

    async fn restrict_chat_member(
        &self,
        group: GroupId,
        user: UserId,
        permissions: ChatPermissions,
    ) -> Result<(), BotApiError> {
        let method = "restrictChatMember";
        if let ChatPermissions::NoneUntil(end) = permissions {
            self.check_end(end)?;
        }
        let params = RestrictChatMemberParams::builder()
            .chat_id(group.0)
            .user_id(user_id(user)?)
            .permissions(chat_permissions::explicit(permissions))
            .use_independent_chat_permissions(true)
            .maybe_until_date(match permissions {
                ChatPermissions::NoneUntil(end) => u64::try_from(end.as_secs()).ok(),
                ChatPermissions::All => None,
            })
            .build();
        let answer = self.call_with::<bool>(Repeat::Never, method, Some(group.to_string()), &params).await;
        answer.map(drop).map_err(|failure| meaning(method, failure))
    }

    async fn ban_chat_member(&self, group: GroupId, user: UserId) -> Result<(), BotApiError> {
        let params = BanChatMemberParams::builder().chat_id(group.0).user_id(user_id(user)?).build();
        self.call::<bool>("banChatMember", Some(group.to_string()), &params).await.map(drop)
    }

    async fn delete_message(&self, chat: ChatId, message: MessageId) -> Result<(), BotApiError> {
        let method = "deleteMessage";
        let params = DeleteMessageParams::builder().chat_id(chat.0).message_id(message.0).build();
        match self.call_with::<bool>(Repeat::WhenTransient, method, Some(chat.to_string()), &params).await {
            Ok(_) => Ok(()),
            Err(CallFailure::Refused(refusal)) if is_done_already(method, &refusal) => Ok(()),
            Err(failure) => Err(meaning(method, failure)),
        }
    }

    async fn send_message(
        &self,
        chat: ChatId,
        message: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<MessageId, BotApiError> {
        self.send(chat, message, priority).await
    }

    async fn send_photo(
        &self,
        chat: ChatId,
        picture: &Picture,
        caption: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<MessageId, BotApiError> {
        self.send_picture(chat, picture, caption, priority).await
    }

    async fn edit_message(
        &self,
        chat: ChatId,
        message: MessageId,
        text: &OutgoingMessage,
        priority: SendPriority,
    ) -> Result<(), BotApiError> {
        self.edit(chat, message, text, priority).await
    }

    async fn answer_callback_query(&self, id: &str, answer: &CallbackAnswer) -> Result<(), BotApiError> {
        let params = outgoing::callback_answer(id, answer);
        // Of a press nobody knows the chat: a flood wait on one holds back no other.
        self.call::<bool>("answerCallbackQuery", Some(id.to_owned()), &params).await.map(drop)
    }

    async fn create_chat_invite_link(&self, channel: ChannelId, name: &str) -> Result<String, BotApiError> {
        let name: String = name.chars().take(LINK_NAME_LETTERS).collect();
        let params = CreateChatInviteLinkParams::builder().chat_id(channel.0).name(name).build();
        let link: InviteLink = self.call("createChatInviteLink", Some(channel.to_string()), &params).await?;
        Ok(link.invite_link)
    }

    async fn edit_chat_invite_link(&self, channel: ChannelId, link: &str, name: &str) -> Result<bool, BotApiError> {
        let method = "editChatInviteLink";
        let name: String = name.chars().take(LINK_NAME_LETTERS).collect();
        let params = EditChatInviteLinkParams::builder().chat_id(channel.0).invite_link(link).name(name).build();
        match self.call_with(Repeat::WhenTransient, method, Some(channel.to_string()), &params).await {
            Ok(InviteLink { is_revoked, .. }) => Ok(!is_revoked),
            Err(CallFailure::Refused(refusal)) if is_of_dead_link(&refusal) => Ok(false),
            Err(failure) => Err(meaning(method, failure)),
        }
    }
}

/// The id as a parameter: no user has a negative one.
fn user_id(user: UserId) -> Result<u64, BotApiError> {
    u64::try_from(user.0).map_err(|_| BotApiError::UserUnknown)
}
