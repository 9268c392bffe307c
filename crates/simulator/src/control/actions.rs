//! The world's actions as JSON: what a test in another language may let people do.

use serde::Deserialize;
use serde_json::Value;

/// One action; `action` is its name, the other fields are its arguments.
#[derive(Debug, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Action {
    AddUser {
        first_name: String,
        username: Option<String>,
        language_code: Option<String>,
        id: Option<i64>,
    },
    AddBot {
        token: String,
        name: String,
        username: String,
    },
    RevokeToken {
        token: String,
    },
    GiveToken {
        bot: i64,
        token: String,
    },
    RenameUser {
        user: i64,
        first_name: String,
    },
    SetUsername {
        user: i64,
        username: Option<String>,
    },
    DeleteAccount {
        user: i64,
    },
    AddSupergroup {
        creator: i64,
        title: String,
        username: Option<String>,
    },
    AddBasicGroup {
        creator: i64,
        title: String,
    },
    AddChannel {
        creator: i64,
        title: String,
        username: Option<String>,
    },
    RenameChat {
        chat: i64,
        by: i64,
        title: String,
    },
    SetChatUsername {
        chat: i64,
        username: Option<String>,
    },
    DeleteChat {
        chat: i64,
    },
    MakeForum {
        chat: i64,
    },
    AddTopic {
        chat: i64,
        by: i64,
        name: String,
    },
    CloseTopic {
        chat: i64,
        by: i64,
        topic: i64,
    },
    ReopenTopic {
        chat: i64,
        by: i64,
        topic: i64,
    },
    DeleteTopic {
        chat: i64,
        by: i64,
        topic: i64,
    },
    Link {
        channel: i64,
        group: i64,
    },
    AddBotAsAdmin {
        chat: i64,
        bot: i64,
        rights: Option<Value>,
    },
    SetAdmin {
        chat: i64,
        by: i64,
        user: i64,
        rights: Option<Value>,
    },
    Demote {
        chat: i64,
        by: i64,
        user: i64,
    },
    Kick {
        chat: i64,
        by: i64,
        user: i64,
        #[serde(default)]
        until_date: i64,
    },
    Unban {
        chat: i64,
        by: i64,
        user: i64,
    },
    Restrict {
        chat: i64,
        by: i64,
        user: i64,
        permissions: Value,
        #[serde(default)]
        until_date: i64,
    },
    Unrestrict {
        chat: i64,
        by: i64,
        user: i64,
    },
    Delete {
        chat: i64,
        by: i64,
        message: i64,
    },
    SetDefaultPermissions {
        chat: i64,
        by: i64,
        permissions: Value,
    },
    Join {
        chat: i64,
        user: i64,
    },
    AddMember {
        chat: i64,
        by: i64,
        user: i64,
    },
    Leave {
        chat: i64,
        user: i64,
    },
    FollowInviteLink {
        user: i64,
        url: String,
    },
    RequestToJoin {
        chat: i64,
        user: i64,
    },
    WithdrawRequest {
        chat: i64,
        user: i64,
    },
    Approve {
        chat: i64,
        by: i64,
        user: i64,
    },
    SetJoinByRequest {
        chat: i64,
        by: i64,
        is_on: bool,
        guard_bot: Option<i64>,
    },
    HideJoinMessages {
        chat: i64,
    },
    Say {
        chat: i64,
        user: i64,
        text: String,
    },
    SayInAlbum {
        chat: i64,
        user: i64,
        text: String,
        album: String,
    },
    SayInTopic {
        chat: i64,
        user: i64,
        topic: i64,
        text: String,
    },
    SayAsChannel {
        chat: i64,
        user: i64,
        channel: i64,
        text: String,
    },
    SayAnonymously {
        chat: i64,
        admin: i64,
        text: String,
    },
    SayByGuestBot {
        chat: i64,
        bot: i64,
        caller: i64,
        text: String,
    },
    SayViaBot {
        chat: i64,
        user: i64,
        bot: i64,
        text: String,
    },
    Forward {
        chat: i64,
        user: i64,
        from_chat: i64,
        message: i64,
    },
    Reply {
        chat: i64,
        user: i64,
        message: i64,
        text: String,
    },
    React {
        chat: i64,
        user: i64,
        message: i64,
        emoji: String,
    },
    Edit {
        chat: i64,
        user: i64,
        message: i64,
        text: String,
    },
    ForwardChannelPost {
        channel: i64,
        text: String,
    },
    Press {
        chat: i64,
        message: i64,
        user: i64,
        #[serde(default)]
        row: usize,
        #[serde(default)]
        column: usize,
    },
    PressPrivately {
        user: i64,
        bot: i64,
        message: i64,
        #[serde(default)]
        row: usize,
        #[serde(default)]
        column: usize,
    },
    StartPrivate {
        user: i64,
        bot: i64,
        payload: Option<String>,
    },
    SayPrivately {
        user: i64,
        bot: i64,
        text: String,
    },
    OpenLink {
        user: i64,
        url: String,
        chat: Option<i64>,
    },
    ShareChat {
        user: i64,
        bot: i64,
        request: i64,
        chat: i64,
    },
    BlockBot {
        user: i64,
        bot: i64,
    },
    UnblockBot {
        user: i64,
        bot: i64,
    },
    UpgradeToSupergroup {
        chat: i64,
    },
    Advance {
        seconds: u64,
    },
    SetClockApart {
        seconds: i64,
    },
}
