//! One member whose messages wait by the thousand: they are worked off in their order, and delay nobody.

use portcullis_simulator::{Effect, Fault};
use portcullis_tests::{Stage, postgres::fresh_database};

/// How many messages wait. Telegram hands over a hundred at a time.
const MESSAGES: usize = 10_000;

async fn ten_thousand_stored_messages_of_one_member_delay_nobody(database: Option<&str>) {
    let stage = Stage::protected_on(database).await;
    stage.settle().await;
    let mia = stage.simulator.add_user("Mia");
    stage.join_unnoticed(stage.channel, mia);
    stage.join_unnoticed(stage.group, mia);
    let held = stage.simulator.inject(Fault::new("getChatMember", Effect::HoldBefore).about(mia));
    stage.simulator.act(|world| {
        for number in 0..MESSAGES {
            world.say(stage.group, mia, &format!("hello {number}")).unwrap();
        }
    });
    stage.until_number("all are stored", &format!("SELECT COUNT(*) / {MESSAGES} FROM inbox"), 1).await;

    // Whoever comes behind them is gated as ever.
    for number in 0..20 {
        let stranger = stage.stranger(&format!("Sam {number}"));
        stage.until_muted(stranger).await;
    }
    assert!(held.held_now() > 0, "hers still wait");
    held.remove();
    stage.until_number("all are carried out", "SELECT COUNT(*) FROM inbox", 0).await;
    stage.settle().await;
    let about_her = |call: &portcullis_simulator::Call| call.parameters["user_id"].as_i64() == Some(mia);
    let looked_up = stage.simulator.calls_of("getChatMember").iter().filter(|call| about_her(call)).count();
    assert!(looked_up <= 3, "{looked_up} look-ups for one person");
    assert!(!stage.simulator.is_muted(stage.group, mia));
    stage.end().await;
}

#[tokio::test]
async fn ten_thousand_stored_messages_of_one_member_delay_nobody_on_sqlite() {
    ten_thousand_stored_messages_of_one_member_delay_nobody(None).await;
}

#[tokio::test]
async fn ten_thousand_stored_messages_of_one_member_delay_nobody_on_postgresql() {
    ten_thousand_stored_messages_of_one_member_delay_nobody(Some(&fresh_database())).await;
}
