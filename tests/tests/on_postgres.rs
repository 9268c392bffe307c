//! The same program on PostgreSQL.

use portcullis_tests::{Stage, postgres, stage::notices};

async fn protected_on_postgres() -> Stage {
    let mut stage = Stage::new().await.with("DATABASE_URL", &postgres::fresh_database());
    stage.start();
    stage.protect().await;
    stage
}

#[tokio::test]
async fn a_stranger_is_muted_joins_and_is_free_again() {
    let stage = protected_on_postgres().await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    stage.simulator.act(|world| world.join(stage.channel, stranger)).unwrap();
    stage.until_free(stranger).await;
    stage.until("the notice is gone", |world| notices(world, stage.group, stage.bot).is_empty()).await;
    stage.end().await;
}

#[tokio::test]
async fn a_crash_loses_nothing() {
    let mut stage = protected_on_postgres().await;
    let strangers: Vec<i64> = (0..20).map(|number| stage.stranger(&format!("Sam {number}"))).collect();
    stage.until_muted(strangers[0]).await;
    stage.kill();
    stage.start();
    for stranger in &strangers {
        stage.until_muted(*stranger).await;
    }
    // One that Telegram took while the bot died may stand twice: sending is the one call that can't be repeated safely.
    stage.until("they are told why", |world| !notices(world, stage.group, stage.bot).is_empty()).await;
    stage.end().await;
}
