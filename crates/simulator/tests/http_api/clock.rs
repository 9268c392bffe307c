//! Telegram's clock apart from the machine's.

use serde_json::json;
use time::OffsetDateTime;
use time::macros::format_description;

use crate::bot_client::Town;

const DAY: i64 = 86_400;

/// The header at `now`, Unix seconds.
fn as_header(now: i64) -> String {
    let format =
        format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
    OffsetDateTime::from_unix_timestamp(now).unwrap().format(format).unwrap()
}

#[tokio::test]
async fn ten_days_ahead_show_in_the_header_the_dates_and_the_rule_for_short_mutes() {
    let town = Town::new().await;
    let before = town.simulator.read(portcullis_simulator::World::now);
    town.act("set_clock_apart", json!({"seconds": 10 * DAY})).await;
    town.say("later");
    let update = town.call("getUpdates", json!({})).await[0].clone();
    let date = update["message"]["date"].as_i64().unwrap();
    assert!((10 * DAY..10 * DAY + 60).contains(&(date - before)), "{date}");

    let response = town.client.post(town.url("getMe")).send().await.unwrap();
    let header = response.headers()["date"].to_str().unwrap().to_owned();
    let now = town.simulator.read(portcullis_simulator::World::now);
    assert!([now - 1, now].map(as_header).contains(&header), "{header}");

    // A machine that is ten days behind takes this for a week from now; for Telegram it is past, and so for ever.
    let ann = town.simulator.add_user("Ann");
    town.simulator.join(town.group, ann).unwrap();
    let mute = json!({"chat_id": town.group, "user_id": ann, "permissions": {}, "until_date": before + 7 * DAY});
    town.call("restrictChatMember", mute).await;
    let member = town.call("getChatMember", json!({"chat_id": town.group, "user_id": ann})).await;
    assert_eq!(member["until_date"], 0);
}

#[tokio::test]
async fn a_clock_behind_keeps_the_limits_as_they_are() {
    let town = Town::new().await;
    let send = || town.call("sendMessage", json!({"chat_id": town.group, "text": "x"}));
    send().await;
    town.simulator.act(|world| world.set_clock_apart(-10 * DAY));
    for _ in 1..20 {
        send().await;
    }
    let (status, body) = town.answer("sendMessage", json!({"chat_id": town.group, "text": "x"})).await;
    assert_eq!(status, 429);
    assert!(body["parameters"]["retry_after"].as_i64().unwrap() <= 60, "{body}");
}
