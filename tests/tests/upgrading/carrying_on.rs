//! The bot of this version on a database of the first release, with rows in every table.

use portcullis_domain::{
    CaseNumber, ChannelId, ChatId, GroupId, MessageId, Timestamp, UserId,
    job::JobKind,
    ports::{
        Clock, ExemptionRepository, GroupMemberRepository, GroupRepository, Inbox, JobRepository, RestrictionRepository,
    },
    settings::Policy,
};
use portcullis_runtime::SystemClock;
use portcullis_simulator::world::Rights;
use portcullis_storage::{
    Database, DatabaseSettings, SqlExemptionRepository, SqlGroupMemberRepository, SqlGroupRepository, SqlInbox,
    SqlJobRepository, SqlRestrictionRepository,
};
use portcullis_tests::{Stage, bot_process::command, postgres::fresh_database, sql};
use serde_json::{Value, json};

use super::first_release::{Names, assert_same, fill, rows};

/// Who and what the first release knew.
struct Known {
    /// Whom it has muted in the protected group, and its notice.
    sam: i64,
    notice: i64,
    /// Whom it has muted in the other, before the gate was switched off there.
    rex: i64,
    switched_off: i64,
    private: i64,
    /// Whom an admin has exempted.
    eve: i64,
    /// Whose update it has stored, and one whose update waits for another three days.
    ann: i64,
    bea: i64,
    /// An answer that is to be removed.
    answer: i64,
    /// When all of it happened.
    then: i64,
}

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl Known {
    /// Two groups as the first release left them, before a bot that is not running.
    fn on(stage: &Stage) -> Self {
        let [sam, ann, bea, eve] = ["Sam", "Ann", "Bea", "Eve"].map(|name| stage.stranger(name));
        let (switched_off, private, rex) = stage.simulator.act(|world| {
            let switched_off = world.add_supergroup(stage.owner, "Coffee lovers");
            world.add_bot_as_admin(switched_off, stage.bot, Rights::GATEKEEPER).unwrap();
            let private = world.add_channel(stage.owner, "Cake", None);
            let rex = world.add_user("Rex");
            world.join(switched_off, rex).unwrap();
            (switched_off, private, rex)
        });
        let then = SystemClock.now().0 - 90_000;
        let mute = |chat: i64, person: i64| {
            let until = then / 1_000 + 3 * 24 * 60 * 60;
            let nothing = json!({"can_send_messages": false});
            call(
                stage,
                "restrictChatMember",
                &json!({
                    "chat_id": chat, "user_id": person, "permissions": nothing, "until_date": until,
                    "use_independent_chat_permissions": true,
                }),
            );
        };
        mute(stage.group, sam);
        mute(switched_off, rex);
        let send = |chat: i64, text: &str| call(stage, "sendMessage", &json!({"chat_id": chat, "text": text}));
        let notice = send(stage.group, "Sam, join first")["message_id"].as_i64().unwrap();
        let answer = send(stage.group, "an answer to a command")["message_id"].as_i64().unwrap();
        // All of that was told to the first release.
        stage.simulator.lose_waiting_updates(stage.bot);
        Self { sam, notice, rex, switched_off, private, eve, ann, bea, answer, then }
    }

    fn names(&self, stage: &Stage) -> Names {
        let update = |number: i64, person: i64| {
            let mut update: Value =
                serde_json::from_str(&stage.message_update(stage.group, number, person, "it's me")).unwrap();
            update["update_id"] = json!(7_000 + number);
            update.to_string()
        };
        Names::new(&[
            ("owner", stage.owner),
            ("group", stage.group),
            ("channel", stage.channel),
            ("switched_off", self.switched_off),
            ("private", self.private),
            ("sam", self.sam),
            ("rex", self.rex),
            ("eve", self.eve),
            ("ann", self.ann),
            ("bea", self.bea),
            ("notice", self.notice),
            ("other_notice", self.notice + 1_000),
            ("answer", self.answer),
            ("then", self.then),
            ("until", self.then + 3 * DAY_MS),
        ])
        .with("spoke", &update(1, self.ann))
        .with("waits", &update(2, self.bea))
    }
}

fn call(stage: &Stage, method: &str, parameters: &Value) -> Value {
    stage.simulator.call_as(stage.bot, method, parameters).unwrap()
}

async fn migrated_by_the_program(stage: &Stage) {
    let mut migrate = command(stage.folder(), stage.variables());
    migrate.arg("migrate");
    let output = tokio::task::spawn_blocking(move || migrate.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What the rows mean to this version.
async fn mean_what_they_meant(stage: &Stage, known: &Known) {
    let url = stage.database();
    let settings = DatabaseSettings { url: url.as_str().into(), max_connections: 2 };
    let database = Database::connect(&settings).await.unwrap();
    let (group, other, then) = (GroupId(stage.group), GroupId(known.switched_off), Timestamp(known.then));

    let groups = SqlGroupRepository::new(database.clone(), std::sync::Arc::new(SystemClock));
    let tea = groups.find(group).await.unwrap().unwrap();
    assert!(tea.is_protected() && tea.can_enforce && tea.exempt.contains(&UserId(known.eve)));
    assert_eq!((tea.owner.0, tea.settings.mute_for_days.get()), (stage.owner, 3));
    assert_eq!(tea.channel_ids(), [ChannelId(stage.channel)]);
    // Whoever was seen before this moment has an amnesty, where admins grant one.
    assert_eq!((tea.created_at, tea.switched_on_at), (then, then));
    let off = groups.find(other).await.unwrap().unwrap();
    assert!(!off.enabled && off.can_enforce);
    assert_eq!((off.settings.policy, off.linked_channel), (Policy::Any, Some(ChatId(stage.channel))));
    assert_eq!(off.channel_ids(), [ChannelId(known.private), ChannelId(stage.channel)]);
    let lost = groups.find(GroupId(-1_009)).await.unwrap().unwrap();
    assert!(lost.enabled && !lost.can_enforce);
    // What was missing had been told to the admins.
    let told =
        "SELECT COUNT(*) FROM protected_groups WHERE announced_can_enforce = can_enforce AND announce_after IS NULL";
    assert_eq!(sql::number(&url, told).await, 3);
    let told = "SELECT COUNT(*) FROM group_channel_links JOIN enforced_channels USING (channel_id) \
                WHERE announced_can_check = can_check AND announce_after IS NULL";
    assert_eq!(sql::number(&url, told).await, 4);

    let restrictions = SqlRestrictionRepository::new(database.clone());
    let muted = restrictions.find_open(group, UserId(known.sam)).await.unwrap().unwrap();
    assert_eq!((muted.case_number, muted.muted_at), (Some(CaseNumber(3)), Some(then)));
    let notice = MessageId(i32::try_from(known.notice).unwrap());
    assert_eq!((muted.notice, muted.notice_posted_at), (Some(notice), Some(then)));
    let past = restrictions.list_open_in(other, None, 9).await.unwrap();
    assert_eq!(
        past.iter().map(|open| (open.user.0, open.case_number)).collect::<Vec<_>>(),
        [(known.rex, Some(CaseNumber(7)))]
    );

    let members = SqlGroupMemberRepository::new(database.clone());
    assert_eq!(members.first_seen(group, UserId(known.sam)).await.unwrap(), Some(Timestamp(1_700_000_000_123)));
    let exempt = SqlExemptionRepository::new(database.clone()).list(group, 0, 9).await.unwrap();
    assert_eq!(exempt.iter().map(|one| (one.user.0, one.by.0)).collect::<Vec<_>>(), [(known.eve, stage.owner)]);
    let jobs = SqlJobRepository::new(database.clone());
    assert!(jobs.is_open(JobKind::Release, other).await.unwrap());
    assert!(!jobs.is_open(JobKind::Release, group).await.unwrap());
    let inbox = SqlInbox::new(database.clone());
    let counts = inbox.counts().await.unwrap();
    assert_eq!((counts.pending, counts.dead_letters), (2, 1));
    assert!(inbox.next_due().await.unwrap().is_some_and(|due| due <= SystemClock.now()));
    database.close().await.unwrap();
}

async fn carries_on(mut stage: Stage) {
    let known = Known::on(&stage);
    fill(&stage.database(), &known.names(&stage)).await;
    let before = rows(&stage.database()).await;
    migrated_by_the_program(&stage).await;
    assert_same(&rows(&stage.database()).await, &before);
    mean_what_they_meant(&stage, &known).await;

    stage.start();
    // What was stored is carried out, whether it had its time or had to wait for it.
    stage.until_muted(known.ann).await;
    stage.until_muted(known.bea).await;
    // A release that was under way goes on.
    stage.until("Rex may speak", |world| !world.is_muted(known.switched_off, known.rex)).await;
    let stands = |world: &portcullis_simulator::World, id| {
        world.visible_messages(stage.group).iter().any(|message| message.id == id)
    };
    stage.until("the answer is removed", |world| !stands(world, known.answer)).await;
    // Whom the first release has muted is let go as they join, and its notice goes.
    assert!(stage.simulator.is_muted(stage.group, known.sam));
    stage.simulator.join(stage.channel, known.sam).unwrap();
    stage.until_free(known.sam).await;
    stage.until("its notice is removed", |world| !stands(world, known.notice)).await;
    // An exemption holds.
    stage.say(known.eve, "hello").unwrap();
    stage.settle().await;
    assert!(!stage.simulator.is_muted(stage.group, known.eve));
    stage.end().await;
}

#[tokio::test]
async fn on_sqlite() {
    carries_on(Stage::new().await).await;
}

#[tokio::test]
async fn on_postgresql() {
    carries_on(Stage::new().await.with("DATABASE_URL", &fresh_database())).await;
}
