//! A change on one instance reaches the others within a second.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChannelId, GroupId, Timestamp, UserId,
    chat_member::{ChatMemberStatus, Membership},
    ports::{Administrators, ExemptionRecord, ExemptionRepository, GroupRepository, Memberships, Protection},
    sender::Person,
};
use portcullis_tests::RedisServer;
use tempfile::TempDir;

use crate::{
    instance::{BACK_WITHIN, Instance, database, eventually},
    scripted_bot_api::Answer,
};

const ALICE: UserId = UserId(1);
const BOB: UserId = UserId(2);
const NEWS: ChannelId = ChannelId(-1_001);
const GROUP: GroupId = GroupId(-5);

const SECOND: Duration = Duration::from_secs(1);

struct Two {
    here: Instance,
    there: Instance,
    server: RedisServer,
    _folder: TempDir,
}

async fn two() -> Two {
    let (server, folder) = (RedisServer::start(), tempfile::tempdir().unwrap());
    let database = database(folder.path()).await;
    let (here, there) =
        (Instance::ready(&server.url(), &database).await, Instance::ready(&server.url(), &database).await);
    // Each has heard the other, which is new to it, and has forgotten everything for that.
    tokio::time::sleep(SECOND).await;
    Two { here, there, server, _folder: folder }
}

async fn protect(instance: &Instance) {
    let protection = Protection {
        group: GROUP,
        title: "Tea".to_owned(),
        by: Person { id: ALICE, name: "Alice".to_owned(), username: None, language_code: None },
        linked_channel: None,
        channels: Vec::new(),
        at: Timestamp(0),
    };
    instance.groups.protect(&protection).await.unwrap();
}

#[tokio::test]
async fn who_left_a_channel_is_out_everywhere() {
    let Two { here, there, server: _server, _folder } = two().await;
    here.memberships.record(ALICE, NEWS, Membership::Member).await;
    tokio::time::sleep(SECOND).await;
    there.memberships.get(ALICE, &[NEWS]).await.unwrap();
    assert!(there.memberships.known(ALICE, &[NEWS]).is_some());

    here.memberships.record(ALICE, NEWS, Membership::NotMember).await;
    eventually("the other forgets", SECOND, || there.memberships.known(ALICE, &[NEWS]).is_none()).await;
    let answer = there.memberships.get(ALICE, &[NEWS]).await.unwrap();
    assert_eq!(answer, [(NEWS, Membership::NotMember)]);
    assert_eq!(there.bot.calls(), 0);
    assert!(here.memberships.known(ALICE, &[NEWS]).is_some(), "its own word makes nobody forget");
}

#[tokio::test]
async fn a_fresh_look_up_that_brings_news_is_told() {
    let Two { here, there, server: _server, _folder } = two().await;
    here.memberships.record(ALICE, NEWS, Membership::NotMember).await;
    tokio::time::sleep(SECOND).await;
    there.memberships.get(ALICE, &[NEWS]).await.unwrap();
    here.bot.answer(ALICE, NEWS, Answer::Status(ChatMemberStatus::Member));
    here.memberships.get_fresh(ALICE, &[NEWS]).await.unwrap();
    eventually("the other forgets", SECOND, || there.memberships.known(ALICE, &[NEWS]).is_none()).await;
    assert_eq!(there.memberships.get(ALICE, &[NEWS]).await.unwrap(), [(NEWS, Membership::Member)]);
}

#[tokio::test]
async fn a_forgotten_channel_is_forgotten_everywhere() {
    let Two { here, there, server: _server, _folder } = two().await;
    there.memberships.record(ALICE, NEWS, Membership::Member).await;
    here.memberships.forget_channel(NEWS).await;
    eventually("the other forgets", SECOND, || there.memberships.known(ALICE, &[NEWS]).is_none()).await;
    there.bot.answer(ALICE, NEWS, Answer::Status(ChatMemberStatus::Left));
    assert_eq!(there.memberships.get(ALICE, &[NEWS]).await.unwrap(), [(NEWS, Membership::NotMember)]);
}

#[tokio::test]
async fn a_group_protected_and_somebody_exempted_here_are_so_there() {
    let Two { here, there, server: _server, _folder } = two().await;
    assert_eq!(there.groups.find(GROUP).await.unwrap(), None);
    protect(&here).await;
    eventually("the other forgets", SECOND, || there.groups.known(GROUP).is_none()).await;
    assert!(there.groups.find(GROUP).await.unwrap().unwrap().enabled);

    let exemption = ExemptionRecord { group: GROUP, user: BOB, by: ALICE, at: Timestamp(0) };
    here.exemptions.put(exemption).await.unwrap();
    eventually("the other forgets", SECOND, || there.groups.known(GROUP).is_none()).await;
    assert!(there.groups.find(GROUP).await.unwrap().unwrap().exempt.contains(&BOB));
}

#[tokio::test]
async fn administrators_forgotten_here_are_forgotten_there() {
    let Two { here, there, server: _server, _folder } = two().await;
    there.administrators.get(GROUP).await.unwrap();
    here.administrators.forget(GROUP).await;
    eventually("the other forgets", SECOND, || there.administrators.known(GROUP).is_none()).await;
}

#[tokio::test]
async fn while_nobody_can_be_heard_nothing_is_remembered_for_long() {
    let Two { here, there, mut server, _folder } = two().await;
    protect(&here).await;
    there.memberships.record(ALICE, NEWS, Membership::Member).await;
    eventually("the word has got round", SECOND, || there.groups.known(GROUP).is_none()).await;
    there.groups.find(GROUP).await.unwrap();
    server.kill();
    eventually("all is forgotten", BACK_WITHIN, || {
        there.groups.known(GROUP).is_none() && there.memberships.known(ALICE, &[NEWS]).is_none()
    })
    .await;

    there.groups.find(GROUP).await.unwrap();
    here.groups.disable(GROUP).await.unwrap();
    eventually("what nobody could be told is forgotten", BACK_WITHIN, || there.groups.known(GROUP).is_none()).await;
    assert!(!there.groups.find(GROUP).await.unwrap().unwrap().enabled);

    server.restart();
    eventually("they hear each other again", BACK_WITHIN, || here.invalidations.is_up() && there.invalidations.is_up())
        .await;
    tokio::time::sleep(SECOND).await;
    there.groups.find(GROUP).await.unwrap();
    here.groups.enable(GROUP).await.unwrap();
    eventually("the other forgets", SECOND, || there.groups.known(GROUP).is_none()).await;
}

#[tokio::test]
async fn a_redis_that_hangs_is_one_that_can_not_be_heard() {
    let Two { here, there, server, _folder } = two().await;
    protect(&here).await;
    eventually("the word has got round", SECOND, || there.groups.known(GROUP).is_none()).await;
    there.groups.find(GROUP).await.unwrap();
    server.pause();
    eventually("all is forgotten", BACK_WITHIN, || there.groups.known(GROUP).is_none()).await;
    server.resume();
    eventually("they hear each other again", BACK_WITHIN, || here.invalidations.is_up() && there.invalidations.is_up())
        .await;
}

#[tokio::test]
async fn many_changes_at_once_all_arrive() {
    let Two { here, there, server: _server, _folder } = two().await;
    let groups: Vec<GroupId> = (1..=3_000).map(|id| GroupId(-id)).collect();
    for &group in &groups {
        there.administrators.get(group).await.unwrap();
    }
    for &group in &groups {
        here.administrators.forget(group).await;
    }
    let there = Arc::clone(&there.administrators);
    eventually("all arrive", SECOND, || groups.iter().all(|group| there.known(*group).is_none())).await;
}
