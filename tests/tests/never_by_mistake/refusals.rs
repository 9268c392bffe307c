//! One thing that can't be done, or one value that can't be read, holds up neither its lane nor its neighbours.

use portcullis_tests::{Stage, sql};

#[tokio::test]
async fn a_setting_that_can_not_be_read_counts_as_its_default_and_stops_no_group() {
    let mut stage = Stage::protected().await;
    stage.settle().await;
    assert!(stage.stop().await.success());
    let database = format!("sqlite://{}", stage.folder().join("portcullis.db").display());
    sql::run(&database, r#"UPDATE protected_groups SET params = '{"policy":"most","mode":"observing"}'"#).await;
    stage.start();
    let stranger = stage.stranger("Ann");
    stage.until_muted(stranger).await;
    stage.until_one_notice().await;
    let member = stage.member("Mia");
    assert!(stage.say(member, "hello").is_some());
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.is_muted(stage.group, member)));
    assert_eq!(stage.log().matches("a setting counts as its default").count(), 2, "each is logged once");
    stage.end().await;
}
