//! The suite of `PendingJoinRequests`.

use portcullis_domain::{
    ChannelId, Timestamp, UserId, pending_join_request::PendingJoinRequest, ports::PendingJoinRequests,
};
use portcullis_storage::SqlPendingJoinRequests;

use super::stores::{MEMBER, NEWS, NOW, OTHER_MEMBER, SHOP, Stores, later, on_both_databases};

on_both_databases! {
    a_request_is_found_by_its_person_and_channel_and_age,
    a_newer_request_takes_an_older_ones_place_and_not_the_other_way,
    a_request_ends_unless_it_was_made_since,
    old_requests_are_forgotten,
}

fn requests(stores: &Stores) -> SqlPendingJoinRequests {
    SqlPendingJoinRequests::new(stores.database.clone())
}

fn request(channel: ChannelId, user: UserId, at: Timestamp) -> PendingJoinRequest {
    PendingJoinRequest { channel, user, at }
}

async fn found(requests: &SqlPendingJoinRequests, user: UserId, since: Timestamp) -> Vec<ChannelId> {
    let mut found = requests.list_of(user, &[NEWS, SHOP], since).await.unwrap();
    found.sort_unstable();
    found
}

async fn a_request_is_found_by_its_person_and_channel_and_age(stores: &Stores) {
    let requests = requests(stores);
    requests.put(request(NEWS, MEMBER, NOW)).await.unwrap();
    requests.put(request(SHOP, MEMBER, later(9))).await.unwrap();
    requests.put(request(SHOP, OTHER_MEMBER, NOW)).await.unwrap();
    assert_eq!(found(&requests, MEMBER, NOW).await, [SHOP, NEWS]);
    assert_eq!(found(&requests, MEMBER, later(1)).await, [SHOP]);
    assert_eq!(requests.list_of(MEMBER, &[NEWS], NOW).await.unwrap(), [NEWS]);
    assert_eq!(requests.list_of(MEMBER, &[], NOW).await.unwrap(), []);
    assert_eq!(found(&requests, OTHER_MEMBER, NOW).await, [SHOP]);
}

async fn a_newer_request_takes_an_older_ones_place_and_not_the_other_way(stores: &Stores) {
    let requests = requests(stores);
    for seconds in [5, 9, 7, 9] {
        requests.put(request(NEWS, MEMBER, later(seconds))).await.unwrap();
    }
    assert_eq!(found(&requests, MEMBER, later(9)).await, [NEWS]);
    assert_eq!(found(&requests, MEMBER, later(10)).await, []);
}

async fn a_request_ends_unless_it_was_made_since(stores: &Stores) {
    let requests = requests(stores);
    requests.put(request(NEWS, MEMBER, later(5))).await.unwrap();
    requests.put(request(NEWS, OTHER_MEMBER, later(5))).await.unwrap();
    requests.put(request(SHOP, MEMBER, later(5))).await.unwrap();
    requests.end(NEWS, MEMBER, later(4)).await.unwrap();
    assert_eq!(found(&requests, MEMBER, NOW).await, [SHOP, NEWS]);
    requests.end(NEWS, MEMBER, later(5)).await.unwrap();
    requests.end(NEWS, MEMBER, later(5)).await.unwrap();
    assert_eq!(found(&requests, MEMBER, NOW).await, [SHOP]);
    assert_eq!(found(&requests, OTHER_MEMBER, NOW).await, [NEWS]);
}

async fn old_requests_are_forgotten(stores: &Stores) {
    let requests = requests(stores);
    requests.put(request(NEWS, MEMBER, NOW)).await.unwrap();
    requests.put(request(SHOP, MEMBER, later(9))).await.unwrap();
    assert_eq!(requests.prune(later(9)).await.unwrap(), 1);
    assert_eq!(found(&requests, MEMBER, NOW).await, [SHOP]);
    assert_eq!(requests.prune(later(9)).await.unwrap(), 0);
}
