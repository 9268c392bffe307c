//! What the second message of a verified member costs: no call, no query, no write.

use std::{collections::HashMap, sync::Arc};

use portcullis_domain::{UpdateId, inbox::RawUpdate, ports::UpdateSink};
use portcullis_runtime::{Composition, Settings, Shared, SystemClock, compose};
use portcullis_service::{Background, DispatcherSettings};
use portcullis_simulator::Simulator;
use portcullis_storage::Database;
use portcullis_telegram::{ApiClient, FrankensteinBotApi, LocalMessageLimiter};
use portcullis_tests::{Stage, stage::TOKEN};
use serde_json::json;

fn message(stage: &Stage, person: i64, number: i64) -> RawUpdate {
    let now = stage.simulator.read(portcullis_simulator::World::now);
    let update = json!({
        "update_id": number,
        "message": {
            "message_id": 1_000 + number, "date": now, "text": "hello",
            "chat": {"id": stage.group, "type": "supergroup", "title": "Tea lovers"},
            "from": {"id": person, "is_bot": false, "first_name": "Mia"},
        },
    });
    RawUpdate { id: UpdateId(number), json: update.to_string() }
}

fn calls(simulator: &Simulator) -> usize {
    simulator.calls().iter().filter(|call| call.method != "getUpdates").count()
}

#[tokio::test]
async fn the_second_message_of_a_verified_member_makes_no_call_no_query_and_no_write() {
    // The group is protected by the real binary, which then stops; the same parts go on in this process, where every
    // statement can be counted.
    let mut stage = Stage::protected().await;
    let member = stage.member("Mia");
    stage.settle().await;
    assert!(stage.stop().await.success());

    let variables: HashMap<_, _> = stage.variables().iter().cloned().collect();
    let settings = Settings::from_sources(variables, stage.folder()).unwrap();
    let url = stage.database();
    let database =
        Database::connect(&portcullis_storage::DatabaseSettings { url: url.into(), max_connections: 1 }).await.unwrap();
    let client = ApiClient::new(&settings.telegram_api_url, TOKEN.parse().unwrap(), &settings.proxies).unwrap();
    let limiter = Arc::new(LocalMessageLimiter::new(settings.limits));
    let api = Arc::new(FrankensteinBotApi::new(client, limiter));
    let bot = api.get_me().await.unwrap();
    let holder = portcullis_domain::lease::Holder("test".to_owned());
    let Composition { gatekeeper, .. } =
        compose(&settings, &database, Shared::default(), api, bot, Arc::new(SystemClock), &holder).unwrap();
    let (background, intake) = Background::start(gatekeeper, DispatcherSettings::new(holder));

    let before = (calls(&stage.simulator), database.statement_count());
    intake.accept(vec![message(&stage, member, 1)]).await.unwrap();
    stage.simulator.quiet_for(portcullis_tests::stage::SILENCE).await;
    let first = (calls(&stage.simulator), database.statement_count());
    assert!(first.0 > before.0, "the first message is looked up");
    assert!(first.1 > before.1, "the first message is stored while it is");

    // Whatever goes on beside the updates is stopped, so that only the messages themselves are counted.
    background.stop().await;
    let before = (calls(&stage.simulator), database.statement_count());
    for number in 2..1_002 {
        intake.accept(vec![message(&stage, member, number)]).await.unwrap();
    }
    assert_eq!((calls(&stage.simulator), database.statement_count()), before, "calls and statements of 1 000 messages");
    database.close().await.unwrap();
    stage.end().await;
}
