//! The contract of `Memberships`, kept by the cache of one process; and what it counts.

#![expect(clippy::unwrap_used, reason = "the functions beside the tests fail a test by it too")]

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use portcullis_cache::{CachedMemberships, InvalidCacheSettings, MembershipCacheSettings, system_randomness};
use portcullis_domain::{ChannelId, UserId, chat_member::Membership, ports::Memberships};

use crate::scripted_bot_api::ScriptedBotApi;

mod memberships_contract;
mod scripted_bot_api;

fn in_process(bot: Arc<ScriptedBotApi>, settings: &MembershipCacheSettings) -> Ready<CachedMemberships> {
    ready(CachedMemberships::new(bot, settings, system_randomness()).unwrap())
}

memberships_contract!(in_process);

const ALICE: UserId = UserId(1);
const NEWS: ChannelId = ChannelId(-1_001);
const BLOG: ChannelId = ChannelId(-1_002);

#[tokio::test]
async fn hits_and_misses_are_counted_once_for_each_channel() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let memberships = in_process(Arc::new(ScriptedBotApi::new()), &MembershipCacheSettings::default()).await;
    memberships.record(ALICE, NEWS, Membership::Member).await;

    assert_eq!(memberships.known(ALICE, &[NEWS, BLOG]), None);
    memberships.get(ALICE, &[NEWS, BLOG]).await.unwrap();
    assert!(memberships.known(ALICE, &[NEWS, BLOG]).is_some());
    memberships.get_fresh(ALICE, &[NEWS]).await.unwrap();

    let expected = [
        r#"bot_cache_hits_total{tier="process"} 3"#,
        r#"bot_cache_hits_total{tier="redis"} 0"#,
        "bot_cache_misses_total{} 1",
    ];
    assert_eq!(counters(&snapshotter), expected);
}

fn counters(snapshotter: &Snapshotter) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (key, _, _, value) in snapshotter.snapshot().into_vec() {
        let labels: Vec<_> = key.key().labels().map(|l| format!("{}={:?}", l.key(), l.value())).collect();
        if let DebugValue::Counter(count) = value {
            lines.push(format!("{}{{{}}} {count}", key.key().name(), labels.join(",")));
        }
    }
    lines.sort();
    lines
}

#[test]
fn settings_that_do_not_fit_are_refused() {
    let settings = MembershipCacheSettings { capacity: 0, ..MembershipCacheSettings::default() };
    let refused = CachedMemberships::new(Arc::new(ScriptedBotApi::new()), &settings, system_randomness());
    assert_eq!(refused.unwrap_err(), InvalidCacheSettings::Capacity);
}
