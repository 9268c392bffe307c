//! The settings that a decision goes by: which channels are enough, what doubt means, how long a mute lasts.

use portcullis_simulator::{
    World,
    world::{Permissions, Rights, Status},
};
use portcullis_tests::Stage;

#[tokio::test]
async fn where_one_of_two_channels_is_enough_a_member_of_either_speaks_and_spanish_names_both_to_others() {
    let stage = Stage::protected_with(r#"{"policy": "any", "language": "es"}"#).await;
    let cake = stage.protect_with_another_channel().await;
    let cake_eater = stage.simulator.act(|world| {
        let person = world.add_user("Cora");
        world.join(cake, person).unwrap();
        world.join(stage.group, person).unwrap();
        person
    });
    let said = [stage.member("Mia"), cake_eater].map(|person| stage.say(person, "hola").unwrap());
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    let notice = stage.until_one_notice().await;
    assert!(notice.text.contains("Tea news o Cake news; basta con uno"), "{}", notice.text);
    stage.settle().await;
    stage.simulator.read(|world| {
        assert!(said.iter().all(|id| !world.message(stage.group, *id).unwrap().is_deleted));
        assert!(!world.is_muted(stage.group, cake_eater));
    });
    stage.end().await;
}

#[tokio::test]
async fn whom_a_channel_that_can_not_be_looked_into_leaves_in_doubt_is_muted_only_where_the_setting_says_so() {
    for (params, is_muted) in [("{}", false), (r#"{"on_unknown": "restrict"}"#, true)] {
        let stage = Stage::protected_with(params).await;
        stage.simulator.act(|world| world.demote(stage.channel, stage.owner, stage.bot)).unwrap();
        stage.settle().await;
        let stranger = stage.stranger("Sam");
        if is_muted {
            stage.until_muted(stranger).await;
            stage.until_one_notice().await;
        }
        stage.settle().await;
        assert_eq!(stage.simulator.is_muted(stage.group, stranger), is_muted, "{params}");
        stage.end().await;
    }
}

#[tokio::test]
async fn a_mute_lasts_for_as_many_days_as_the_group_has_chosen() {
    let stage = Stage::protected_with(r#"{"mute_for_days": 30}"#).await;
    let stranger = stage.stranger("Sam");
    stage.until_muted(stranger).await;
    let now = stage.simulator.read(World::now);
    let (_, until_date) = stage.simulator.member(stage.group, stranger).mute().unwrap();
    assert!((until_date - now - 30 * 86_400).abs() < 60, "it ends {until_date}, now is {now}");
    stage.end().await;
}

#[tokio::test]
async fn in_a_group_used_as_a_channel_whoever_is_restricted_inside_is_in_and_outside_is_out() {
    let mut stage = Stage::new().await;
    stage.start();
    let [inside, outside] = ["Ina", "Otto"].map(|name| stage.simulator.add_user(name));
    let house = stage.simulator.act(|world| {
        let house = world.add_supergroup(stage.owner, "Tea house");
        world.chat_mut(house).unwrap().username = Some("tea_house".to_owned());
        world.add_bot_as_admin(house, stage.bot, Rights::GATEKEEPER).unwrap();
        for person in [inside, outside] {
            world.join(house, person).unwrap();
            world.restrict_by(house, stage.owner, person, Permissions::NONE, 0).unwrap();
        }
        world.leave(house, outside).unwrap();
        house
    });
    let is_member = |person| match stage.simulator.member(house, person) {
        Status::Restricted { is_member, .. } => is_member,
        other => panic!("{other:?}"),
    };
    assert_eq!([inside, outside].map(is_member), [true, false]);
    stage.settle().await;
    stage.owner_says("/protect @tea_house");
    stage.settle().await;
    for person in [inside, outside] {
        stage.simulator.join(stage.group, person).unwrap();
    }
    stage.until_muted(outside).await;
    stage.until_one_notice().await;
    let said = stage.say(inside, "good morning").unwrap();
    stage.settle().await;
    assert!(stage.simulator.read(|world| !world.message(stage.group, said).unwrap().is_deleted));
    stage.end().await;
}
