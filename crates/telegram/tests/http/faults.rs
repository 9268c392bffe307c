//! What is tried again, what is not, and what comes of it.

use std::time::Duration;

use portcullis_domain::{
    ChatId, GroupId, MessageId, UserId,
    chat_member::ChatMemberStatus,
    html::Html,
    message::{OutgoingMessage, SendPriority},
    ports::{BotApi, BotApiError, ChatPermissions},
};
use portcullis_telegram::{FrankensteinBotApi, client::CallLimits};
use serde_json::json;

use crate::scripted_server::{Reply, Server, bot, client, nowhere};

const GROUP: ChatId = ChatId(-100);
const ELSEWHERE: ChatId = ChatId(-200);
const MIA: UserId = UserId(1);

type Fault = fn() -> Reply;

fn faults() -> [(&'static str, Fault); 5] {
    [
        ("502 with a page", || Reply::Raw(502, "<html>bad gateway</html>".to_owned())),
        ("500", || Reply::Error(500, "Internal Server Error: restart")),
        ("garbage", || Reply::Raw(200, "garbage".to_owned())),
        ("break", || Reply::Break),
        ("hang", || Reply::Hang),
    ]
}

async fn look_up(bot: &FrankensteinBotApi, chat: ChatId) -> Result<ChatMemberStatus, BotApiError> {
    bot.get_chat_member(chat, MIA).await
}

async fn send(bot: &FrankensteinBotApi, chat: ChatId) -> Result<MessageId, BotApiError> {
    bot.send_message(chat, &OutgoingMessage::text(Html::escape("hi")), SendPriority::Notice).await
}

#[tokio::test]
async fn a_look_up_is_tried_three_times_more_whatever_the_fault() {
    for (fault, reply) in faults() {
        let server = Server::start(move |_, _| reply()).await;
        assert!(matches!(look_up(&server.bot(), GROUP).await, Err(BotApiError::NoAnswer(_))), "{fault}");
        assert_eq!(server.calls("getChatMember").len(), 4, "{fault}");
    }
}

#[tokio::test]
async fn a_fault_that_passes_goes_unnoticed() {
    for (fault, reply) in faults() {
        let left = json!({"status": "left", "user": {"id": 1, "is_bot": false, "first_name": "Mia"}});
        let server = Server::start(move |_, before| match before {
            0 | 1 => reply(),
            _ => Reply::Result(left.clone()),
        })
        .await;
        assert_eq!(look_up(&server.bot(), GROUP).await.unwrap(), ChatMemberStatus::Left, "{fault}");
    }
}

#[tokio::test]
async fn a_message_that_may_have_been_sent_is_not_sent_again() {
    for (fault, reply) in faults() {
        let server = Server::start(move |_, _| reply()).await;
        assert!(matches!(send(&server.bot(), GROUP).await, Err(BotApiError::NoAnswer(_))), "{fault}");
        let expected = if fault.starts_with('5') { 4 } else { 1 };
        assert_eq!(server.calls("sendMessage").len(), expected, "{fault}");
    }
}

#[tokio::test]
async fn a_restriction_is_tried_once_whatever_the_fault() {
    for (fault, reply) in faults() {
        let server = Server::start(move |_, _| reply()).await;
        let restricted = server.bot().restrict_chat_member(GROUP.into(), MIA, ChatPermissions::All).await;
        assert!(matches!(restricted, Err(BotApiError::NoAnswer(_))), "{fault}");
        assert_eq!(server.calls("restrictChatMember").len(), 1, "{fault}");
    }
}

#[tokio::test]
async fn an_answer_that_it_is_done_in_a_form_that_does_not_read_is_a_fault_of_its_own_and_is_not_asked_for_again() {
    for result in [r#"{"ok":true}"#, r#"{"ok":true,"result":"text"}"#] {
        let server = Server::start(|_, _| Reply::Raw(200, result.to_owned())).await;
        let bot = server.bot();
        assert!(matches!(look_up(&bot, GROUP).await, Err(BotApiError::Unreadable(_))), "{result}");
        assert!(matches!(send(&bot, GROUP).await, Err(BotApiError::Unreadable(_))), "{result}");
        let restricted = bot.restrict_chat_member(GROUP.into(), MIA, ChatPermissions::All).await;
        assert!(matches!(restricted, Err(BotApiError::Unreadable(_))), "{result}");
        for method in ["getChatMember", "sendMessage", "restrictChatMember"] {
            assert_eq!(server.calls(method).len(), 1, "{method} {result}");
        }
    }
}

#[tokio::test]
async fn a_message_that_counts_as_sent_needs_nothing_but_its_id() {
    let server = Server::start(|_, _| Reply::Result(json!({"message_id": 8, "novelty": []}))).await;
    assert_eq!(send(&server.bot(), GROUP).await.unwrap(), MessageId(8));
}

#[tokio::test]
async fn an_address_where_nobody_listens_gives_no_answer() {
    let bot = bot(client(&nowhere().await, CallLimits::default()));
    assert!(matches!(look_up(&bot, GROUP).await, Err(BotApiError::NoAnswer(_))));
    assert!(matches!(send(&bot, GROUP).await, Err(BotApiError::NoAnswer(_))));
}

#[tokio::test]
async fn a_refusal_is_final() {
    let server = Server::start(|_, _| Reply::Error(400, "Bad Request: chat not found")).await;
    assert!(matches!(look_up(&server.bot(), GROUP).await, Err(BotApiError::ChatUnavailable(_))));
    let refused = || Reply::Raw(200, r#"{"ok":false,"error_code":400,"description":"Bad Request: no"}"#.to_owned());
    let lax = Server::start(move |_, _| refused()).await;
    assert!(matches!(look_up(&lax.bot(), GROUP).await, Err(BotApiError::Refused { code: 400, .. })));
    assert_eq!((server.calls("getChatMember").len(), lax.calls("getChatMember").len()), (1, 1));
}

#[tokio::test]
async fn a_flood_wait_is_returned_and_remembered_for_its_method_in_its_chat() {
    let server = Server::start(|call, _| match call.params["chat_id"].as_i64() {
        Some(-100) => Reply::ErrorWith(429, "Too Many Requests", json!({"retry_after": 70_000})),
        _ => Reply::Result(json!({"status": "left", "user": {"id": 1}})),
    })
    .await;
    let bot = server.bot();
    assert!(matches!(look_up(&bot, GROUP).await, Err(BotApiError::RetryAfter(wait)) if wait.as_secs() == 70_000));
    let again = look_up(&bot, GROUP).await;
    assert!(matches!(again, Err(BotApiError::RetryAfter(wait)) if wait > Duration::from_secs(69_990)), "{again:?}");
    assert_eq!(server.calls("getChatMember").len(), 1, "the second call made no request");
    assert!(look_up(&bot, ELSEWHERE).await.is_ok());
    assert!(matches!(bot.delete_message(GROUP, MessageId(1)).await, Err(BotApiError::RetryAfter(_))));
    assert_eq!(server.calls("deleteMessage").len(), 1, "another method is not held");
}

#[tokio::test]
async fn what_a_sweep_is_refused_holds_nobody_who_is_waited_for_and_what_they_are_refused_holds_the_sweep() {
    let is_held = |answer: Result<ChatMemberStatus, BotApiError>| matches!(answer, Err(BotApiError::RetryAfter(_)));
    for by_sweep in [true, false] {
        let server = Server::start(|_, before| match before {
            0 => Reply::ErrorWith(429, "Too Many Requests", json!({"retry_after": 30})),
            _ => Reply::Result(json!({"status": "left", "user": {"id": 1, "first_name": "Ann"}})),
        })
        .await;
        let bot = server.bot();
        let sweep = async || Ok(bot.get_chat_member_for_sweep(GROUP, UserId(1)).await?.status);
        assert!(is_held(if by_sweep { sweep().await } else { look_up(&bot, GROUP).await }));
        assert!(is_held(sweep().await), "a sweep waits for both");
        assert_eq!(is_held(look_up(&bot, GROUP).await), !by_sweep);
    }
}

#[tokio::test]
async fn a_hold_ends_by_itself() {
    let server = Server::start(|_, before| match before {
        0 => Reply::ErrorWith(429, "Too Many Requests", json!({"retry_after": 1})),
        _ => Reply::Result(json!({"message_id": 8})),
    })
    .await;
    let bot = server.bot();
    let Err(BotApiError::RetryAfter(wait)) = send(&bot, GROUP).await else { panic!("not held") };
    assert!(matches!(send(&bot, GROUP).await, Err(BotApiError::RetryAfter(_))));
    tokio::time::pause();
    tokio::time::advance(wait).await;
    tokio::time::resume();
    assert!(send(&bot, GROUP).await.is_ok());
    assert_eq!(server.calls("sendMessage").len(), 2);
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    let other = Server::start(|_, _| Reply::Result(json!(true))).await;
    let address = other.address.clone();
    let server = Server::start(move |_, _| Reply::Redirect(format!("{address}/elsewhere"))).await;
    assert!(matches!(server.bot().get_me().await, Err(BotApiError::NoAnswer(_))));
    assert!(other.methods().is_empty());
}

#[tokio::test]
async fn a_migration_names_the_new_group() {
    let text = "Bad Request: group chat was upgraded to a supergroup chat";
    let server = Server::start(move |_, _| Reply::ErrorWith(400, text, json!({"migrate_to_chat_id": -1_001}))).await;
    let error = send(&server.bot(), GROUP).await;
    assert!(matches!(error, Err(BotApiError::MigratedTo(GroupId(-1_001)))), "{error:?}");
}
