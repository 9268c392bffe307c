//! From an update's bytes to «accepted», where memory decides: all that the bot does between two HTTP frames.

use std::{collections::HashMap, path::Path, sync::Arc};

use criterion::Criterion;
use portcullis_bench::{
    ids,
    stage::{Population, Servers, Store, StoreKind},
    telegram::{Latencies, Telegram},
    updates::{Happening, Kind},
};
use portcullis_domain::{
    UpdateId, UserId,
    inbox::RawUpdate,
    lease::Holder,
    ports::{BotIdentity, UpdateSink},
};
use portcullis_runtime::{Composition, Settings, Shared, SystemClock, compose};
use portcullis_service::{Background, DispatcherSettings, Intake};
use portcullis_storage::{Database, DatabaseSettings};
use portcullis_telegram::{ApiClient, FrankensteinBotApi, LocalMessageLimiter};
use portcullis_tests::stage::TOKEN;

pub(crate) fn bench(criterion: &mut Criterion) {
    let runtime = crate::runtime();
    let folder = tempfile::tempdir().unwrap();
    let (telegram, background, intake) = runtime.block_on(async {
        let population = Population { groups: 1, seen_members: 0 };
        let store = Servers::default().store(StoreKind::Sqlite, folder.path(), population).await.unwrap();
        let telegram = Telegram::start(Latencies::None).await.unwrap();
        let (background, intake) = start(&telegram, &store, folder.path()).await;
        intake.accept(message(1)).await.unwrap();
        while telegram.log().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        (telegram, background, intake)
    });
    // By now the first message is worked off, or the next ones wait behind it and find that out.
    std::thread::sleep(std::time::Duration::from_secs(1));
    let calls = telegram.log().len();
    let raw = message(2);
    criterion.bench_function("warm path/message", |bencher| {
        bencher.iter(|| assert!(intake.try_accept(&raw.json), "memory decides"));
    });
    assert_eq!(telegram.log().len(), calls, "memory decides");
    runtime.block_on(background.stop());
}

fn message(number: i64) -> RawUpdate {
    let mut json = String::new();
    Happening { kind: Kind::Message, chat: ids::group(0), person: ids::member(0) }.write(number, &mut json);
    RawUpdate { id: UpdateId(number), json }
}

/// The parts of the bot, in this process.
async fn start(telegram: &Telegram, store: &Store, folder: &Path) -> (Background, Intake) {
    let variables = [("BOT_TOKEN", TOKEN.to_owned()), ("TELEGRAM_API_URL", telegram.url())];
    let variables: HashMap<_, _> = variables.map(|(name, value)| (name.to_owned(), value)).into();
    let settings = Settings::from_sources(variables, folder).unwrap();
    let of_database = DatabaseSettings { url: store.url.clone().into(), max_connections: 1 };
    let database = Database::connect(&of_database).await.unwrap();
    let client = ApiClient::new(&settings.telegram_api_url, TOKEN.parse().unwrap(), &settings.proxies).unwrap();
    let api = FrankensteinBotApi::new(client, Arc::new(LocalMessageLimiter::new(settings.limits)));
    let bot = BotIdentity { id: UserId(ids::BOT), name: "B".to_owned(), username: "BenchBot".to_owned() };
    let (holder, clock) = (Holder("bench".to_owned()), Arc::new(SystemClock));
    let composed = compose(&settings, &database, Shared::default(), Arc::new(api), bot, clock, &holder);
    let Composition { gatekeeper, .. } = composed.unwrap();
    Background::start(&gatekeeper, DispatcherSettings::new(holder))
}
