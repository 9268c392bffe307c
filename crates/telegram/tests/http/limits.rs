//! Requests under way, and messages a minute.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChatId, MessageId, UserId,
    chat_member::ChatMemberStatus,
    html::Html,
    message::{OutgoingMessage, SendPriority},
    ports::{BotApi, CallbackAnswer},
};
use portcullis_telegram::{ApiClient, FrankensteinBotApi, LocalMessageLimiter, MessageLimits, client::CallLimits};
use serde_json::json;
use tokio::time::timeout;

use crate::scripted_server::{Reply, Server, TOKEN, bot};

const MIA: UserId = UserId(1_000);

#[tokio::test]
async fn a_chat_whose_calls_hang_holds_up_no_other() {
    let server = Server::start(|call, _| match call.params["chat_id"].as_i64() {
        Some(-1) => Reply::Hang,
        _ => Reply::Result(json!(true)),
    })
    .await;
    // The calls that hang time out long after this test, so that none makes room.
    let limits = CallLimits { in_flight: 4, in_flight_per_chat: 2, ..CallLimits::default() };
    let client = ApiClient::with_limits(&server.address.parse().unwrap(), TOKEN.parse().unwrap(), limits).unwrap();
    let bot = Arc::new(bot(client));
    for message in 0..20 {
        let bot = bot.clone();
        tokio::spawn(async move { bot.delete_message(ChatId(-1), MessageId(message)).await });
    }
    while server.calls("deleteMessage").is_empty() {
        tokio::task::yield_now().await;
    }
    let other = timeout(Duration::from_secs(5), bot.delete_message(ChatId(-2), MessageId(1))).await;
    assert!(matches!(other, Ok(Ok(()))), "{other:?}");
    assert!(server.calls("deleteMessage").len() <= 3);
}

/// A bot whose look-ups in the channel -1 hang, once so many of them have arrived.
async fn look_ups_hang(count: usize) -> Arc<FrankensteinBotApi> {
    let server = Server::start(|call, _| match call.method.as_str() {
        "getChatMember" => Reply::Hang,
        _ => Reply::Result(json!(true)),
    })
    .await;
    let bot = Arc::new(bot(server.client()));
    for user in 0..count {
        let (bot, user) = (bot.clone(), UserId(i64::try_from(user).unwrap()));
        tokio::spawn(async move { bot.get_chat_member(ChatId(-1), user).await });
    }
    let all_arrive = async {
        while server.calls("getChatMember").len() < count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let arrived = timeout(Duration::from_secs(10), all_arrive).await;
    assert!(arrived.is_ok(), "{} of {count} look-ups went out", server.calls("getChatMember").len());
    bot
}

#[tokio::test]
async fn look_ups_of_one_channel_are_not_held_back_in_advance() {
    look_ups_hang(200).await;
}

#[tokio::test]
async fn an_answer_to_a_press_waits_for_no_look_up_that_hangs() {
    let in_one_chat = CallLimits::default().in_flight_per_chat;
    let bot = look_ups_hang(in_one_chat).await;
    let answer = CallbackAnswer::Toast("checking".to_owned());
    let answered = timeout(Duration::from_secs(5), bot.answer_callback_query("7", &answer)).await;
    assert!(matches!(answered, Ok(Ok(()))), "{answered:?}");
    let other = timeout(Duration::from_secs(5), bot.delete_message(ChatId(-2), MessageId(1))).await;
    assert!(matches!(other, Ok(Ok(()))), "{other:?}");
}

/// A bot with one permit for presses and two for the rest, whose look-ups of all but Mia hang, and its server.
async fn narrow_bot() -> (Arc<FrankensteinBotApi>, Server) {
    let server = Server::start(|call, _| match (call.method.as_str(), call.params["user_id"].as_i64()) {
        ("getChatMember", Some(user)) if user == MIA.0 => {
            Reply::Result(json!({"status": "left", "user": {"id": MIA.0, "is_bot": false, "first_name": "Mia"}}))
        }
        ("getChatMember", _) => Reply::Hang,
        _ => Reply::Result(json!(true)),
    })
    .await;
    let limits = CallLimits { in_flight: 2, in_flight_per_chat: 2, presses_in_flight: 1, ..CallLimits::default() };
    let client = ApiClient::with_limits(&server.address.parse().unwrap(), TOKEN.parse().unwrap(), limits).unwrap();
    (Arc::new(bot(client)), server)
}

async fn look_ups_arrive(server: &Server, count: usize) {
    let arrive = async {
        while server.calls("getChatMember").len() < count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(timeout(Duration::from_secs(10), arrive).await.is_ok());
}

#[tokio::test]
async fn a_look_up_for_a_press_overtakes_those_that_wait() {
    let (bot, server) = narrow_bot().await;
    for user in 0..20 {
        let bot = bot.clone();
        tokio::spawn(async move { bot.get_chat_member(ChatId(-1), UserId(user)).await });
    }
    look_ups_arrive(&server, 2).await;
    for _ in 0..2 {
        let pressed = timeout(Duration::from_secs(5), bot.get_chat_member_for_press(ChatId(-1), MIA)).await;
        assert!(matches!(pressed, Ok(Ok(ChatMemberStatus::Left))), "{pressed:?}");
    }
    assert_eq!(server.calls("getChatMember").len(), 4, "the others still wait");
}

#[tokio::test]
async fn look_ups_for_presses_take_nobody_elses_turn() {
    let (bot, server) = narrow_bot().await;
    for user in 0..20 {
        let bot = bot.clone();
        tokio::spawn(async move { bot.get_chat_member_for_press(ChatId(-1), UserId(user)).await });
    }
    look_ups_arrive(&server, 1).await;
    let other = timeout(Duration::from_secs(5), bot.get_chat_member(ChatId(-1), MIA)).await;
    assert!(matches!(other, Ok(Ok(ChatMemberStatus::Left))), "{other:?}");
    assert_eq!(server.calls("getChatMember").len(), 2, "one press at a time");
}

#[tokio::test]
async fn messages_go_through_the_limiter_and_deletions_do_not() {
    let server = Server::start(|call, _| match call.method.as_str() {
        "sendMessage" => Reply::Result(json!({"message_id": 8})),
        _ => Reply::Result(json!(true)),
    })
    .await;
    let limits = MessageLimits { per_second: 25, per_group_per_minute: 2 };
    let bot = FrankensteinBotApi::new(server.client(), Arc::new(LocalMessageLimiter::new(limits)));
    let message = OutgoingMessage::text(Html::escape("hi"));
    for _ in 0..2 {
        bot.send_message(ChatId(-1), &message, SendPriority::Notice).await.unwrap();
    }
    tokio::time::pause();
    let third = timeout(Duration::from_secs(50), bot.send_message(ChatId(-1), &message, SendPriority::Notice)).await;
    assert!(third.is_err(), "its minute is not over: {third:?}");
    tokio::time::resume();
    assert_eq!(server.calls("sendMessage").len(), 2);
    assert!(bot.delete_message(ChatId(-1), MessageId(1)).await.is_ok());
}
