//! Of whom nothing is to be noted: keyed hashes of their ids, so that no row names them.

use std::collections::{BTreeSet, HashSet};

use hmac::{Hmac, KeyInit, Mac};
use portcullis_domain::{Timestamp, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use sha2::Sha256;

use crate::{
    connection::Database,
    entities::{opt_out, opt_out_key},
    statement::{ROWS_AT_ONCE, is_among},
};

/// The id of the one key.
const KEY: i64 = 1;

/// Notes that nothing is to be noted of a person; the first one brings the key about.
pub(crate) async fn put(database: &Database, user: UserId, now: Timestamp) -> Result<(), DbErr> {
    let fresh: [u8; 32] = rand::random();
    let fresh = fresh.map(|byte| format!("{byte:02x}")).concat();
    let work = database.transaction(move |transaction| {
        Box::pin(async move {
            let row = opt_out_key::ActiveModel { id: Set(KEY), key: Set(fresh) };
            let insert = opt_out_key::Entity::insert(row).on_conflict_do_nothing_on([opt_out_key::Column::Id]);
            insert.exec_without_returning(transaction).await?;
            // Of two that make one at the same time, the one in the row is the key.
            let key = key(transaction).await?;
            let key = key.ok_or_else(|| DbErr::RecordNotFound("the key of the opt-outs".to_owned()))?;
            let row = opt_out::ActiveModel { hash: Set(hash(&key, user.0)), opted_out_at: Set(now.0) };
            let insert = opt_out::Entity::insert(row).on_conflict_do_nothing_on([opt_out::Column::Hash]);
            insert.exec_without_returning(transaction).await.map(drop)
        })
    });
    work.await
}

/// Those of these people of whom nothing is to be noted. Where nobody ever opted out, that takes one look for a key.
pub(crate) async fn among(database: &Database, users: impl Iterator<Item = i64> + Send) -> Result<HashSet<i64>, DbErr> {
    let users: BTreeSet<i64> = users.collect();
    if users.is_empty() {
        return Ok(HashSet::new());
    }
    let reader = database.reader();
    let Some(key) = key(reader).await? else { return Ok(HashSet::new()) };
    let hashed: Vec<(i64, i64)> = users.into_iter().map(|user| (hash(&key, user), user)).collect();
    let mut found = HashSet::new();
    for some in hashed.chunks(ROWS_AT_ONCE) {
        let theirs = is_among(reader, opt_out::Column::Hash, some.iter().map(|(hash, _)| *hash));
        let rows = opt_out::Entity::find().filter(theirs).all(reader).await?;
        let opted_out: HashSet<i64> = rows.into_iter().map(|row| row.hash).collect();
        found.extend(some.iter().filter(|(hash, _)| opted_out.contains(hash)).map(|(_, user)| *user));
    }
    Ok(found)
}

async fn key(database: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    let row = opt_out_key::Entity::find().filter(opt_out_key::Column::Id.eq(KEY)).one(database).await?;
    Ok(row.map(|row| row.key))
}

/// The first 64 bits of the HMAC-SHA256 of an id.
fn hash(key: &str, user: i64) -> i64 {
    // A key may have any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return 0 };
    mac.update(&user.to_be_bytes());
    let digest: [u8; 32] = mac.finalize().into_bytes().into();
    digest.first_chunk().copied().map_or(0, i64::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_key_or_another_person_is_another_hash() {
        let hashes: HashSet<i64> = [("a", 7), ("a", 8), ("b", 7)].map(|(key, user)| hash(key, user)).into();
        assert_eq!(hashes.len(), 3);
        assert_eq!(hash("a", 7), hash("a", 7));
    }
}
