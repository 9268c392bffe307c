//! The contract of `Memberships`, kept by the cache of one process; and what it counts.

#![expect(clippy::unwrap_used, reason = "the functions beside the tests fail a test by it too")]

use std::{
    future::{Ready, ready},
    sync::Arc,
    time::Duration,
};

use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use portcullis_cache::{CachedMemberships, InvalidCacheSettings, MembershipCacheSettings, system_randomness};
use portcullis_domain::{
    ChannelId, UserId,
    chat_member::{ChatMemberStatus, Membership},
    ports::{CONFIRMED_FOR, Memberships},
};

use crate::scripted_bot_api::{Answer, ScriptedBotApi};

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

/// Asks a second time, so long after the first; what the answer is, and how many look-ups there were.
async fn confirmed_after(wait: Duration, second: Answer) -> (Membership, usize) {
    let bot = Arc::new(ScriptedBotApi::new());
    let memberships = in_process(Arc::clone(&bot), &MembershipCacheSettings::default()).await;
    bot.answer(ALICE, NEWS, Answer::Status(ChatMemberStatus::Left));
    assert_eq!(memberships.get(ALICE, &[NEWS]).await, Ok(vec![(NEWS, Membership::NotMember)]));
    bot.answer(ALICE, NEWS, second);
    tokio::time::advance(wait).await;
    (memberships.get_confirmed(ALICE, &[NEWS]).await.unwrap()[0].1, bot.calls())
}

#[tokio::test(start_paused = true)]
async fn nobody_is_muted_for_what_was_cached_before_they_joined() {
    let joined = Answer::Status(ChatMemberStatus::Member);
    let recent = confirmed_after(CONFIRMED_FOR, joined).await;
    assert_eq!(recent, (Membership::NotMember, 1));
    let old = CONFIRMED_FOR + Duration::from_millis(1);
    assert_eq!(confirmed_after(old, joined).await, (Membership::Member, 2));
    assert_eq!(confirmed_after(old, Answer::Nothing).await, (Membership::Unknown, 2), "a fault is no reason to mute");
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
