//! What each method sends, and what it returns for the answer.

use std::sync::{Arc, Mutex};

use portcullis_domain::{
    ChannelId, ChatId, GroupId, MessageId, ThreadId, Timestamp, UserId,
    administrator_rights::AdministratorRights,
    channel_reference::ChannelReference,
    chat_member::ChatMemberStatus,
    event::ChatKind,
    html::Html,
    message::{OutgoingMessage, SendPriority},
    ports::{BotApi, BotApiError, BotProfile, CallbackAnswer, ChatPermissions, CommandMenu, CommandScope, MockClock},
};
use portcullis_telegram::Reachability;
use serde_json::{Value, json};

use crate::scripted_server::{Reply, Server, bot};

const GROUP: GroupId = GroupId(-100);
const MIA: UserId = UserId(1);

async fn answering(result: Value) -> Server {
    Server::start(move |_, _| Reply::Result(result.clone())).await
}

async fn refusing(code: u16, description: &'static str) -> Server {
    Server::start(move |_, _| Reply::Error(code, description)).await
}

/// An administrator as Bot API 10.0 lists one: newer rights are absent.
fn administrator() -> Value {
    json!({"status": "administrator", "user": {"id": 2, "is_bot": false, "first_name": "Al"}, "can_be_edited": false,
        "is_anonymous": false, "can_manage_chat": true, "can_delete_messages": true, "can_manage_video_chats": false,
        "can_restrict_members": true, "can_promote_members": false, "can_change_info": false,
        "can_invite_users": false, "can_post_stories": false, "can_edit_stories": false, "can_delete_stories": false})
}

#[tokio::test]
async fn administrators_of_bot_api_10_0_are_read() {
    let creator = json!({"status": "creator", "user": {"id": 3, "first_name": "Bo"}, "is_anonymous": true});
    let server = answering(json!([administrator(), creator])).await;
    assert_eq!(server.bot().get_chat_administrators(GROUP).await.unwrap(), [UserId(2), UserId(3)]);

    let server = answering(administrator()).await;
    let status = server.bot().get_chat_member(GROUP.into(), UserId(2)).await.unwrap();
    let rights = AdministratorRights { can_delete_messages: true, can_restrict_members: true, can_invite_users: false };
    assert_eq!(status, ChatMemberStatus::Administrator(rights));
}

#[tokio::test]
async fn an_unknown_status_is_unreadable_and_is_not_asked_for_again() {
    let server = answering(json!({"status": "guest", "user": {"id": 1}})).await;
    let status = server.bot().get_chat_member(GROUP.into(), MIA).await;
    assert!(matches!(status, Err(BotApiError::Unreadable(_))), "{status:?}");
    assert_eq!(server.calls("getChatMember").len(), 1);
}

#[tokio::test]
async fn a_mute_takes_every_permission_until_its_end_and_an_unmute_gives_every_one() {
    let server = answering(json!(true)).await;
    let bot = server.bot();
    bot.restrict_chat_member(GROUP, MIA, ChatPermissions::NoneUntil(Timestamp::from_secs(5_000))).await.unwrap();
    bot.restrict_chat_member(GROUP, MIA, ChatPermissions::All).await.unwrap();
    let calls = server.calls("restrictChatMember");
    for (call, value) in calls.iter().zip([false, true]) {
        assert_eq!((call.params["chat_id"].as_i64(), call.params["user_id"].as_i64()), (Some(-100), Some(1)));
        assert_eq!(call.params["use_independent_chat_permissions"], true);
        let permissions = call.params["permissions"].as_object().unwrap();
        assert_eq!(permissions.len(), 16);
        assert!(permissions.values().all(|permission| *permission == value));
    }
    assert_eq!(calls[0].params["until_date"], 5_000);
    assert!(calls[1].params.get("until_date").is_none());
}

#[tokio::test]
async fn a_mute_that_telegram_would_take_for_one_without_an_end_is_refused_before_it_is_asked_for() {
    let server = answering(json!(true)).await;
    let mut clock = MockClock::new();
    clock.expect_now().return_const(Timestamp::from_secs(1_000));
    let bot = server.bot().with_clock(Arc::new(clock));
    for end in [4, 1_000, 1_059, 1_000 + 366 * 86_400 + 1] {
        let refused = bot.restrict_chat_member(GROUP, MIA, ChatPermissions::NoneUntil(Timestamp::from_secs(end))).await;
        assert!(matches!(refused, Err(BotApiError::ImpossibleMuteEnd(_))), "{end}: {refused:?}");
    }
    assert!(server.calls("restrictChatMember").is_empty());
    bot.restrict_chat_member(GROUP, MIA, ChatPermissions::NoneUntil(Timestamp::from_secs(1_060))).await.unwrap();
}

#[tokio::test]
async fn a_ban_is_for_ever() {
    let server = answering(json!(true)).await;
    server.bot().ban_chat_member(GROUP, MIA).await.unwrap();
    let calls = server.calls("banChatMember");
    assert_eq!((calls[0].params["chat_id"].as_i64(), calls[0].params["user_id"].as_i64()), (Some(-100), Some(1)));
    assert!(calls[0].params.get("until_date").is_none());
}

#[tokio::test]
async fn a_message_that_is_gone_is_deleted_and_an_old_one_is_not() {
    let gone = refusing(400, "Bad Request: message to delete not found").await;
    assert!(gone.bot().delete_message(GROUP.into(), MessageId(5)).await.is_ok());
    let old = refusing(400, "Bad Request: message can't be deleted").await;
    let error = old.bot().delete_message(GROUP.into(), MessageId(5)).await;
    assert!(matches!(error, Err(BotApiError::Undeletable)), "{error:?}");
}

#[tokio::test]
async fn a_topic_that_is_closed_and_one_that_is_gone_are_told_apart() {
    let message = OutgoingMessage::text(Html::escape("hi")).in_thread(Some(ThreadId(4)));
    let closed = refusing(400, "Bad Request: TOPIC_CLOSED").await;
    let sent = closed.bot().send_message(GROUP.into(), &message, SendPriority::Answer).await;
    assert!(matches!(sent, Err(BotApiError::TopicClosed)), "{sent:?}");
    assert_eq!(closed.calls("sendMessage").len(), 1);

    let gone = refusing(400, "Bad Request: message thread not found").await;
    let sent = gone.bot().send_message(GROUP.into(), &message, SendPriority::Answer).await;
    assert!(matches!(sent, Err(BotApiError::ThreadNotFound)), "{sent:?}");
}

#[tokio::test]
async fn a_message_that_has_the_text_already_counts_as_edited() {
    let text = OutgoingMessage::text(Html::escape("hi"));
    let same = refusing(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are \
        exactly the same as a current content and reply markup of the message",
    )
    .await;
    same.bot().edit_message(GROUP.into(), MessageId(8), &text, SendPriority::Sweep).await.unwrap();
    let foreign = refusing(400, "Bad Request: message can't be edited").await;
    let edited = foreign.bot().edit_message(GROUP.into(), MessageId(8), &text, SendPriority::Sweep).await;
    assert!(matches!(edited, Err(BotApiError::Refused { code: 400, .. })), "{edited:?}");
}

#[tokio::test]
async fn a_press_answered_too_late_is_reported() {
    let server =
        refusing(400, "Bad Request: query is too old and response timeout expired or query ID is invalid").await;
    let error = server.bot().answer_callback_query("q", &CallbackAnswer::Toast("ok".to_owned())).await;
    assert!(matches!(error, Err(BotApiError::QueryExpired)), "{error:?}");
}

#[tokio::test]
async fn a_chat_is_found_by_name_and_by_id() {
    let chat = json!({"id": -100_200, "type": "channel", "title": "News", "username": "news", "linked_chat_id": -100,
        "accent_color_id": 1, "max_reaction_count": 3, "permissions": null});
    let server = answering(chat).await;
    let bot = server.bot();
    let profile = bot.get_chat(&ChannelReference::Username("news".to_owned())).await.unwrap();
    assert_eq!((profile.chat.id, profile.chat.kind), (ChatId(-100_200), ChatKind::Channel));
    assert_eq!(profile.linked_chat, Some(ChatId(-100)));
    bot.get_chat(&ChannelReference::Id(ChatId(-100_200))).await.unwrap();
    let names: Vec<Value> = server.calls("getChat").iter().map(|call| call.params["chat_id"].clone()).collect();
    assert_eq!(names, [json!("@news"), json!(-100_200)]);
}

#[tokio::test]
async fn an_invite_link_has_a_name_that_fits() {
    let server = answering(json!({"invite_link": "https://t.me/+a", "novelty": 1})).await;
    let link = server.bot().create_chat_invite_link(ChannelId(-5), &"я".repeat(40)).await.unwrap();
    assert_eq!(link, "https://t.me/+a");
    let calls = server.calls("createChatInviteLink");
    assert_eq!(calls[0].params["name"].as_str().unwrap().chars().count(), 32);
}

#[tokio::test]
async fn the_bot_knows_itself_and_its_webhook() {
    let server = Server::start(|call, _| {
        Reply::Result(match call.method.as_str() {
            "getMe" => json!({"id": 42, "is_bot": true, "first_name": "Gate", "username": "gate_bot"}),
            "getWebhookInfo" => json!({"url": "https://example.org/hook", "pending_update_count": 3}),
            _ => json!(true),
        })
    })
    .await;
    let bot = server.bot();
    let identity = bot.get_me().await.unwrap();
    assert_eq!((identity.id, identity.name.as_str(), identity.username.as_str()), (UserId(42), "Gate", "gate_bot"));
    assert_eq!(bot.get_webhook_url().await.unwrap().as_deref(), Some("https://example.org/hook"));
    bot.delete_webhook_keeping_updates().await.unwrap();
    assert_eq!(server.calls("deleteWebhook")[0].params, json!({"drop_pending_updates": false}));
    let menu = CommandMenu { scope: CommandScope::AllGroupChats, language: None, commands: Vec::new() };
    bot.set_commands(&menu).await.unwrap();
    assert_eq!(server.calls("setMyCommands")[0].params["scope"]["type"], "all_group_chats");
}

#[tokio::test]
async fn a_refused_token_is_reported() {
    for (code, text) in [(401, "Unauthorized"), (404, "Not Found")] {
        let server = refusing(code, text).await;
        assert!(matches!(server.bot().get_me().await, Err(BotApiError::Unauthorized)), "{code}");
    }
}

#[tokio::test]
async fn a_token_that_is_revoked_in_mid_run_makes_every_call_wait_and_none_final() {
    for (code, text) in [(401, "Unauthorized"), (404, "Not Found")] {
        let server = refusing(code, text).await;
        let client = server.client();
        let bot = bot(client.clone());
        let muted = bot.restrict_chat_member(GROUP, MIA, ChatPermissions::All).await;
        assert!(matches!(muted, Err(BotApiError::RetryAfter(_))), "{code}: {muted:?}");
        let deleted = bot.delete_message(GROUP.into(), MessageId(9)).await;
        assert!(matches!(deleted, Err(BotApiError::RetryAfter(_))), "{code}: {deleted:?}");
        let asked = bot.get_chat_member(GROUP.into(), MIA).await;
        assert!(matches!(asked, Err(BotApiError::RetryAfter(_))), "{code}: {asked:?}");
        assert_eq!(client.reachability(), Reachability::TokenRefused);
    }
}

#[tokio::test]
async fn the_date_of_each_answer_is_told_whatever_it_says() {
    let server = Server::start(|call, _| match call.method.as_str() {
        "getMe" => Reply::Result(json!({"id": 42, "is_bot": true, "first_name": "Gate", "username": "gate_bot"})),
        _ => Reply::Error(400, "Bad Request: chat not found"),
    })
    .await;
    let (client, dates) = (server.client(), Arc::<Mutex<Vec<Timestamp>>>::default());
    let noted = dates.clone();
    assert!(client.on_date(move |date| noted.lock().unwrap().push(date)));
    assert!(!client.on_date(|_| ()), "one is enough");
    bot(client.clone()).get_me().await.unwrap();
    bot(client).get_chat_member(GROUP.into(), MIA).await.unwrap_err();
    let dates = dates.lock().unwrap();
    assert!(dates.len() == 2 && dates.iter().all(|date| date.as_secs() > 1_700_000_000), "{dates:?}");
}
