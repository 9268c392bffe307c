//! The suite of `NoticeTurns`.

use std::time::Duration;

use portcullis_domain::ports::NoticeTurns;
use portcullis_storage::SqlNoticeTurns;

use super::stores::{GROUP, OTHER_GROUP, Stores, holder, on_both_databases};

on_both_databases! {
    one_instance_at_a_time_has_the_turn_in_a_group,
    a_turn_runs_out_by_itself,
    a_successor_takes_over_its_predecessors_turn,
}

const LONG: Duration = Duration::from_mins(1);

fn turns(stores: &Stores, name: &str) -> SqlNoticeTurns {
    SqlNoticeTurns::new(stores.database.clone(), holder(name))
}

async fn one_instance_at_a_time_has_the_turn_in_a_group(stores: &Stores) {
    let (a, b) = (turns(stores, "a"), turns(stores, "b"));
    assert!(a.take(GROUP, LONG).await.unwrap());
    assert!(a.take(GROUP, LONG).await.unwrap());
    assert!(!b.take(GROUP, LONG).await.unwrap());
    assert!(b.take(OTHER_GROUP, LONG).await.unwrap());
    // Nobody gives back what is another's.
    b.take(GROUP, Duration::ZERO).await.unwrap();
    assert!(!b.take(GROUP, LONG).await.unwrap());
    a.take(GROUP, Duration::ZERO).await.unwrap();
    assert!(b.take(GROUP, LONG).await.unwrap());
}

async fn a_turn_runs_out_by_itself(stores: &Stores) {
    assert!(turns(stores, "a").take(GROUP, Duration::from_millis(300)).await.unwrap());
    assert!(!turns(stores, "b").take(GROUP, LONG).await.unwrap());
    tokio::time::sleep(Duration::from_millis(350)).await;
    assert!(turns(stores, "b").take(GROUP, LONG).await.unwrap());
}

async fn a_successor_takes_over_its_predecessors_turn(stores: &Stores) {
    assert!(turns(stores, "a").take(GROUP, LONG).await.unwrap());
    assert!(turns(stores, "a").take(GROUP, LONG).await.unwrap());
}
