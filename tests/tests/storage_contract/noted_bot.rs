//! Whose database it is.

use portcullis_domain::UserId;
use portcullis_storage::NotForThisBot;

use super::stores::{Stores, on_both_databases};

const FIRST: UserId = UserId(4_242_424_242);
const SECOND: UserId = UserId(7_770_007_770);

on_both_databases! {
    it_is_the_first_bots_that_starts,
    of_bots_that_start_at_once_one_stays,
}

async fn it_is_the_first_bots_that_starts(stores: &Stores) {
    let database = &stores.database;
    assert_eq!(database.noted_bot().await.unwrap(), None);
    for bot in [FIRST, SECOND] {
        database.migrate_for(bot).await.unwrap();
    }
    database.note_bot(FIRST).await.unwrap();
    database.note_bot(FIRST).await.unwrap();
    assert_eq!(database.noted_bot().await.unwrap(), Some(FIRST));
    for refused in
        [database.migrate_for(SECOND).await, database.note_bot(SECOND).await, database.refuse_other_bot(SECOND).await]
    {
        let Err(NotForThisBot::OtherBot { noted, bot }) = refused else { panic!("{refused:?}") };
        assert_eq!((noted, bot), (FIRST, SECOND));
    }
    database.migrate_for(FIRST).await.unwrap();
}

async fn of_bots_that_start_at_once_one_stays(stores: &Stores) {
    let starting = (0..20).map(|number| {
        let database = stores.database.clone();
        tokio::spawn(async move { database.note_bot(UserId(FIRST.0 + number)).await })
    });
    let started = futures::future::join_all(starting).await;
    assert_eq!(started.into_iter().filter(|started| started.as_ref().unwrap().is_ok()).count(), 1);
}
