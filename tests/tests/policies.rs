//! What the gate decides by the group's settings: which channels, what doubt means, for how long.

use portcullis_simulator::world::{Permissions, Rights, Status};
use portcullis_tests::{Stage, sql, stage::notices};

#[tokio::test]
async fn where_one_channel_is_enough_a_member_of_one_speaks_joining_any_frees_and_spanish_says_so() {
    let stage = Stage::protected_with(r#"{"policy": "any", "language": "es"}"#).await;
    let cake = stage.protect_with_another_channel().await;
    stage.settle().await;
    let (mia, sam) = stage.simulator.act(|world| {
        let (mia, sam) = (world.add_user("Mia"), world.add_user("Sam"));
        world.join(cake, mia).unwrap();
        world.join(stage.group, mia).unwrap();
        world.join(stage.group, sam).unwrap();
        (mia, sam)
    });
    stage.until_muted(sam).await;
    let notice = stage.until_one_notice().await;
    assert!(notice.text.contains("Tea news o Cake news; basta con uno"), "{}", notice.text);
    let message = stage.say(mia, "good morning").unwrap();
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(!world.is_muted(stage.group, mia) && !world.message(stage.group, message).unwrap().is_deleted);
    });

    // The other channel does as well, and the loss of one of two costs nothing.
    stage.simulator.join(cake, sam).unwrap();
    stage.until_free(sam).await;
    stage.simulator.join(stage.channel, sam).unwrap();
    stage.settle().await;
    stage.simulator.leave(cake, sam).unwrap();
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, sam));
    stage.simulator.leave(stage.channel, sam).unwrap();
    stage.until_muted(sam).await;
    stage.end().await;
}

#[tokio::test]
async fn where_all_are_asked_for_whoever_is_in_one_is_told_of_the_other_alone_also_in_spanish() {
    let stage = Stage::protected_with(r#"{"language": "es"}"#).await;
    stage.protect_with_another_channel().await;
    let half = stage.member("Mia");
    stage.until_muted(half).await;
    let notice = stage.until_one_notice().await;
    assert!(notice.text.contains("Cake news") && !notice.text.contains("Tea news"), "{}", notice.text);
    assert!(notice.text.contains("para escribir aquí"), "{}", notice.text);
    stage.end().await;
}

#[tokio::test]
async fn a_channel_that_nobody_can_look_into_holds_people_only_where_the_group_says_so() {
    for (params, holds) in [("{}", false), (r#"{"on_unknown": "restrict"}"#, true)] {
        let stage = Stage::protected_with(params).await;
        stage.settle().await;
        stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
        stage.settle().await;
        let sam = stage.stranger("Sam");
        stage.say(sam, "hello");
        stage.settle().await;
        assert_eq!(stage.simulator.is_muted(stage.group, sam), holds, "{params}");
        if holds {
            stage.until_one_notice_serves_all().await;
            // Whoever has joined is known to have, as soon as the bot may look again.
            stage.simulator.join(stage.channel, sam).unwrap();
            let rights = Rights::INVITE_USERS;
            stage.simulator.act(|world| world.set_admin(stage.channel, stage.owner, stage.bot, rights)).unwrap();
            stage.until_free(sam).await;
        }
        stage.end().await;
    }
}

#[tokio::test]
async fn a_mute_lasts_as_long_as_the_group_says_and_whoever_is_still_outside_then_is_gated_anew() {
    let mut stage = Stage::protected_with(r#"{"mute_for_days": 2}"#).await;
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    stage.until_one_notice_serves_all().await;
    let lasts = stage.muted_for(sam);
    assert!((lasts - 2 * 86_400).abs() < 60, "it ends in {lasts} s");

    // Two days later: Telegram ends a mute and tells nobody.
    assert!(stage.stop().await.success());
    stage.simulator.act(|world| world.unrestrict_by(stage.group, stage.bot, sam)).unwrap();
    stage.simulator.lose_waiting_updates(stage.bot);
    let two_days_ago = "UPDATE restrictions SET restricted_at = restricted_at - 172800000, \
         muted_at = muted_at - 172800000, until = until - 172800000, look_at = NULL";
    sql::run(&stage.database(), two_days_ago).await;
    stage.start();
    stage
        .until_number("its record has ended", "SELECT COUNT(*) FROM restrictions WHERE lift_reason = 'expired'", 1)
        .await;
    assert!(!stage.simulator.is_muted(stage.group, sam));
    assert!(stage.say(sam, "and now?").is_some());
    stage.until_muted(sam).await;
    stage.until_number("there is a second case", "SELECT MAX(case_number) FROM restrictions", 2).await;
    stage.until_one_notice_serves_all().await;
    stage.end().await;
}

#[tokio::test]
async fn a_supergroup_does_as_a_channel_and_whoever_is_only_limited_there_is_in_it() {
    let stage = Stage::new().await;
    let club = stage.simulator.act(|world| {
        let club = world.add_supergroup(stage.owner, "Tea club");
        world.add_bot_as_admin(club, stage.bot, Rights::GATEKEEPER).unwrap();
        club
    });
    stage.simulator.lose_waiting_updates(stage.bot);
    let mut stage = stage;
    stage.start();
    stage.owner_says(&format!("/protect {club}"));
    stage.settle().await;
    let [limited, gone] = ["Lea", "Gus"].map(|name| stage.simulator.add_user(name));
    stage.simulator.act(|world| {
        for person in [limited, gone] {
            world.join(club, person).unwrap();
            world.restrict_by(club, stage.owner, person, Permissions::NONE, 0).unwrap();
        }
        world.leave(club, gone).unwrap();
        for person in [limited, gone] {
            world.join(stage.group, person).unwrap();
        }
    });
    stage.until_muted(gone).await;
    let message = stage.say(limited, "good morning").unwrap();
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(matches!(world.member(club, gone), Status::Restricted { is_member: false, .. }));
        assert!(!world.is_muted(stage.group, limited) && !world.message(stage.group, message).unwrap().is_deleted);
        assert!(notices(world, stage.group, stage.bot).iter().all(|notice| notice.text.contains("Tea club")));
    });
    stage.end().await;
}
