//! Which notice serves whom, as rows.

use portcullis_domain::notice::PostedNotice;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, UpdateMany, prelude::Expr};

use crate::{
    connection::Database,
    entities::restriction::{Column, Entity},
    statement::{execute, is_among},
};

/// How many ids one statement names, at most.
const IDS_AT_ONCE: usize = 10_000;

/// What is to go earlier already, goes then.
const REMOVE_THEN: &str = r#"
    INSERT INTO "message_deletions" ("chat_id", "message_id", "due_at") VALUES ($1, $2, $3)
    ON CONFLICT ("chat_id", "message_id") DO UPDATE SET "due_at" = "excluded"."due_at"
        WHERE "message_deletions"."due_at" > "excluded"."due_at""#;

/// Writes down a notice, and has those removed that it replaces: all of it, or nothing.
pub(crate) async fn put(database: &Database, posted: PostedNotice) -> Result<(), DbErr> {
    let work = database.transaction(move |transaction| {
        Box::pin(async move {
            for ids in posted.serves.chunks(IDS_AT_ONCE) {
                let theirs = is_among(transaction, Column::Id, ids.iter().map(|id| id.0));
                serve(&posted).filter(theirs).exec(transaction).await?;
            }
            if posted.takes_over {
                take_over(transaction, &posted).await?;
            }
            for replaced in &posted.replaces {
                let values = [posted.group.0.into(), replaced.0.into(), posted.at.0.into()];
                execute(transaction, REMOVE_THEN, values).await?;
            }
            Ok(())
        })
    });
    work.await
}

fn serve(posted: &PostedNotice) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::NoticeMessageId, Expr::value(posted.message.0))
        .col_expr(Column::NoticePostedAt, Expr::value(posted.at.0))
}

async fn take_over(transaction: &DatabaseTransaction, posted: &PostedNotice) -> Result<(), DbErr> {
    let served = serve(posted)
        .filter(Column::GroupId.eq(posted.group.0))
        .filter(Column::LiftedAt.is_null())
        .filter(Column::NoticeMessageId.is_in(posted.replaces.iter().map(|replaced| replaced.0)));
    served.exec(transaction).await.map(drop)
}
