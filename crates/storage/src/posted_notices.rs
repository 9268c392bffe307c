//! Which notice serves whom, as rows.

use portcullis_domain::{notice::PostedNotice, ports::Deletion};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, UpdateMany, prelude::Expr};

use crate::{
    connection::Database,
    deletion_schedule,
    entities::restriction::{Column, Entity},
    statement::{IDS_AT_ONCE, is_among},
};

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
                let (chat, message) = (posted.group.into(), *replaced);
                deletion_schedule::put(transaction, Deletion { chat, message, due: posted.at }).await?;
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
