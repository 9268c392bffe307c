//! Pictures: what goes over the wire, and how often.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use portcullis_domain::{
    ChatId, MessageId, ThreadId,
    html::Html,
    message::{OutgoingMessage, SendPriority},
    picture::Picture,
    ports::{BotApi, BotApiError},
};
use portcullis_telegram::{FrankensteinBotApi, LocalMessageLimiter, MessageLimits};
use serde_json::json;

use crate::scripted_server::{Reply, Server};

const GROUP: ChatId = ChatId(-100);

fn caption() -> OutgoingMessage {
    OutgoingMessage::text(Html::escape("Stopped: 5")).in_reply_to(MessageId(3)).in_thread(Some(ThreadId(9)))
}

async fn send(bot: &FrankensteinBotApi) -> Result<MessageId, BotApiError> {
    let picture = Picture::png(b"the bytes of a picture".to_vec());
    bot.send_photo(GROUP, &picture, &caption(), SendPriority::AdministratorAnswer).await
}

fn sent() -> Reply {
    Reply::Result(json!({"message_id": 8}))
}

#[tokio::test]
async fn a_picture_goes_as_a_file_with_the_caption_beside_it() {
    let server = Server::start(|_, _| sent()).await;
    assert_eq!(send(&server.bot()).await.unwrap(), MessageId(8));
    let calls = server.calls("sendPhoto");
    let form = calls[0].params.as_str().unwrap().replace("\r\n", "\n");
    for part in [
        "name=\"chat_id\"\n\n-100\n",
        "name=\"message_thread_id\"\n\n9\n",
        "name=\"caption\"\n\nStopped: 5\n",
        "name=\"parse_mode\"\n\nHTML\n",
        "name=\"photo\"; filename=\"chart.png\"\n\nthe bytes of a picture\n",
    ] {
        assert!(form.contains(part), "{part} in {form}");
    }
    assert!(form.contains("\"message_id\":3") && form.matches("name=\"photo\"").count() == 1, "{form}");
}

#[tokio::test]
async fn a_picture_that_was_not_taken_is_sent_again_and_one_that_may_have_been_is_not() {
    let broken = Server::start(|_, before| if before == 0 { Reply::Raw(502, String::new()) } else { sent() }).await;
    assert_eq!(send(&broken.bot()).await.unwrap(), MessageId(8));
    assert_eq!(broken.calls("sendPhoto").len(), 2);
    let unclear = Server::start(|_, _| Reply::Break).await;
    assert!(matches!(send(&unclear.bot()).await, Err(BotApiError::NoAnswer(_))));
    assert_eq!(unclear.calls("sendPhoto").len(), 1);
}

#[tokio::test]
async fn a_flood_wait_is_told_and_keeps_further_pictures_back() {
    let server = Server::start(|_, _| Reply::ErrorWith(429, "Too Many Requests", json!({"retry_after": 30}))).await;
    let bot = server.bot();
    for _ in 0..2 {
        assert!(matches!(send(&bot).await, Err(BotApiError::RetryAfter(wait)) if wait > Duration::from_secs(25)));
    }
    assert_eq!(server.calls("sendPhoto").len(), 1);
}

#[tokio::test]
async fn a_picture_counts_as_a_message() {
    let server = Server::start(|_, _| sent()).await;
    let limiter = Arc::new(LocalMessageLimiter::new(MessageLimits { per_second: 1, per_group_per_minute: 20 }));
    let bot = FrankensteinBotApi::new(server.client(), limiter);
    let began = Instant::now();
    send(&bot).await.unwrap();
    bot.send_message(GROUP, &caption(), SendPriority::Answer).await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(900), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_group_that_forbids_pictures_is_told_apart_from_other_refusals() {
    let server =
        Server::start(|_, _| Reply::Error(400, "Bad Request: not enough rights to send photos to the chat")).await;
    assert!(matches!(send(&server.bot()).await, Err(BotApiError::CannotWrite(_))));
}
