//! A change on one instance reaches the others within a second.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChannelId, GroupId, Timestamp, UserId,
    chat_member::{ChatMemberStatus, Membership},
    ports::{Administrators, ExemptionRecord, ExemptionRepository, GroupRepository, Memberships, Protection},
    sender::Person,
};
use portcullis_storage::Database;
use portcullis_tests::{RedisServer, sql};

use super::instance::{BACK_WITHIN, Instance, eventually, shared_database};
use crate::scripted_bot_api::Answer;

const ALICE: UserId = UserId(1);
const BOB: UserId = UserId(2);
const NEWS: ChannelId = ChannelId(-1_001);
const GROUP: GroupId = GroupId(-5);

const SECOND: Duration = Duration::from_secs(1);

struct Two {
    here: Instance,
    there: Instance,
    server: RedisServer,
    database: Database,
    address: String,
}

async fn two() -> Two {
    let (server, (database, address)) = (RedisServer::start(), shared_database().await);
    let url = server.url();
    let (here, there) = tokio::join!(Instance::ready(&url, &database), Instance::ready(&url, &database));
    Two { here, there, server, database, address }
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
    let Two { here, there, server: _server, .. } = two().await;
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
    let Two { here, there, server: _server, .. } = two().await;
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
    let Two { here, there, server: _server, .. } = two().await;
    there.memberships.record(ALICE, NEWS, Membership::Member).await;
    here.memberships.forget_channel(NEWS).await;
    eventually("the other forgets", SECOND, || there.memberships.known(ALICE, &[NEWS]).is_none()).await;
    there.bot.answer(ALICE, NEWS, Answer::Status(ChatMemberStatus::Left));
    assert_eq!(there.memberships.get(ALICE, &[NEWS]).await.unwrap(), [(NEWS, Membership::NotMember)]);
}

#[tokio::test]
async fn a_group_protected_and_somebody_exempted_here_are_so_there() {
    let Two { here, there, server: _server, .. } = two().await;
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
    let Two { here, there, server: _server, .. } = two().await;
    there.administrators.get(GROUP).await.unwrap();
    here.administrators.forget(GROUP).await;
    eventually("the other forgets", SECOND, || there.administrators.known(GROUP).is_none()).await;
}

#[tokio::test]
async fn without_redis_a_change_reaches_the_others_and_nothing_else_is_forgotten() {
    let Two { here, there, mut server, .. } = two().await;
    protect(&here).await;
    there.memberships.record(BOB, NEWS, Membership::Member).await;
    tokio::time::sleep(SECOND).await;
    there.groups.find(GROUP).await.unwrap();
    for outage in [RedisServer::kill, RedisServer::restart] {
        outage(&mut server);
        here.memberships.record(ALICE, NEWS, Membership::Member).await;
        there.memberships.record(ALICE, NEWS, Membership::NotMember).await;
        eventually("the first forgets", SECOND, || here.memberships.known(ALICE, &[NEWS]).is_none()).await;
        // Longer than anything might take that notices the outage.
        tokio::time::sleep(4 * SECOND).await;
        assert!(there.groups.known(GROUP).is_some() && there.memberships.known(BOB, &[NEWS]).is_some());
    }
    here.groups.disable(GROUP).await.unwrap();
    eventually("the other forgets", SECOND, || there.groups.known(GROUP).is_none()).await;
    assert!(!there.groups.find(GROUP).await.unwrap().unwrap().enabled);
}

#[tokio::test]
async fn an_instance_that_dies_empties_nobody_elses_caches() {
    let Two { here, there, server, database, .. } = two().await;
    let third = Instance::ready(&server.url(), &database).await;
    there.memberships.record(BOB, NEWS, Membership::Member).await;
    protect(&there).await;
    there.groups.find(GROUP).await.unwrap();
    drop(here);
    drop(third);
    tokio::time::sleep(4 * SECOND).await;
    assert!(there.groups.known(GROUP).is_some() && there.memberships.known(BOB, &[NEWS]).is_some());
    assert!(there.is_up());
}

#[tokio::test]
async fn what_was_missed_while_the_connection_was_cut_is_forgotten_once_it_is_back() {
    let Two { here, there, server: _server, address, .. } = two().await;
    protect(&here).await;
    // What has got round by then must not be what makes it forget.
    tokio::time::sleep(SECOND).await;
    there.groups.find(GROUP).await.unwrap();
    let listening = "pid <> pg_backend_pid() AND datname = current_database() AND query LIKE 'LISTEN%'";
    let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {listening}");
    sql::run(&address, cut).await;
    eventually("all is forgotten", BACK_WITHIN, || there.groups.known(GROUP).is_none()).await;
    eventually("they receive each other again", BACK_WITHIN, || here.is_up() && there.is_up()).await;
    there.groups.find(GROUP).await.unwrap();
    here.groups.disable(GROUP).await.unwrap();
    eventually("the other forgets", SECOND, || there.groups.known(GROUP).is_none()).await;
}

#[tokio::test]
async fn many_changes_at_once_all_arrive() {
    let Two { here, there, server: _server, .. } = two().await;
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
