//! Redis killed, hung, wiped and away from the start: that costs calls to Telegram, and nothing else.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use portcullis_cache::MembershipCacheSettings;
use portcullis_domain::{
    ChannelId, UserId,
    chat_member::{ChatMemberStatus, Membership},
    ports::Memberships,
};
use portcullis_tests::RedisServer;
use tokio_util::sync::CancellationToken;

use super::instance::{BACK_WITHIN, Instance, database};
use crate::scripted_bot_api::{Answer, ScriptedBotApi};

const NEWS: ChannelId = ChannelId(-1_001);
const BLOG: ChannelId = ChannelId(-1_002);

/// The 100 ms a look-up may wait to read and the 100 ms to write, and what a busy machine adds.
const SLOWEST: Duration = Duration::from_millis(600);

/// Asks about people nobody has asked about, who are all in one channel and not in the other; tells how long it took.
struct Curious {
    instance: Instance,
    next: AtomicI64,
}

impl Curious {
    fn new(instance: Instance) -> Self {
        Self { instance, next: AtomicI64::new(1_000) }
    }

    async fn ask(&self) -> (UserId, Duration) {
        let user = UserId(self.next.fetch_add(1, Ordering::Relaxed));
        self.instance.bot.answer(user, NEWS, Answer::Status(ChatMemberStatus::Member));
        self.instance.bot.answer(user, BLOG, Answer::Status(ChatMemberStatus::Left));
        let begun = Instant::now();
        let answer = self.instance.memberships.get(user, &[NEWS, BLOG]).await.unwrap();
        assert_eq!(answer, [(NEWS, Membership::Member), (BLOG, Membership::NotMember)]);
        (user, begun.elapsed())
    }

    /// Waits until an answer stands in Redis.
    async fn is_shared(&self, server: &RedisServer) {
        let begun = Instant::now();
        loop {
            let (user, _) = self.ask().await;
            if server.command(&["EXISTS", &format!("verify:{}:{}", user.0, NEWS.0)]) == ":1" {
                return;
            }
            assert!(begun.elapsed() < BACK_WITHIN, "the tier is not used again");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn curious(url: &str) -> (Arc<Curious>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let instance = Instance::ready(url, &database(folder.path()).await).await;
    (Arc::new(Curious::new(instance)), folder)
}

/// Ten who ask all the time, until told to stop; then they tell the slowest answer and how many there were.
async fn under_load(curious: &Arc<Curious>, stop: &CancellationToken) -> (Duration, usize) {
    let askers = (0..10).map(|_| {
        let (curious, stop) = (Arc::clone(curious), stop.clone());
        tokio::spawn(async move {
            let (mut slowest, mut answers) = (Duration::ZERO, 0);
            while !stop.is_cancelled() {
                slowest = slowest.max(curious.ask().await.1);
                answers += 1;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            (slowest, answers)
        })
    });
    let told = futures::future::join_all(askers).await.into_iter().map(Result::unwrap);
    told.fold((Duration::ZERO, 0), |(slowest, sum), (one, answers)| (slowest.max(one), sum + answers))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_every_answer_stays_right_and_quick_and_it_is_used_again() {
    let mut server = RedisServer::start();
    let (curious, _folder) = curious(&server.url()).await;
    let stop = CancellationToken::new();
    let outage = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        tokio::task::block_in_place(|| server.kill());
        tokio::time::sleep(Duration::from_secs(2)).await;
        tokio::task::block_in_place(|| server.restart());
        curious.is_shared(&server).await;
        stop.cancel();
    };
    let ((slowest, answers), ()) = tokio::join!(under_load(&curious, &stop), outage);
    assert!(slowest < SLOWEST, "{slowest:?}");
    assert!(answers > 100, "{answers}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hung_under_load_only_the_first_wait_and_it_is_used_again() {
    let server = RedisServer::start();
    let (curious, _folder) = curious(&server.url()).await;
    let stop = CancellationToken::new();
    let outage = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        server.pause();
        tokio::time::sleep(Duration::from_millis(700)).await;
        let mut times = Vec::new();
        for _ in 0..50 {
            times.push(curious.ask().await.1);
        }
        times.sort();
        assert!(times[25] < Duration::from_millis(20), "it is asked although it hangs: {times:?}");
        tokio::time::sleep(Duration::from_secs(3)).await;
        server.resume();
        curious.is_shared(&server).await;
        stop.cancel();
    };
    let ((slowest, _), ()) = tokio::join!(under_load(&curious, &stop), outage);
    assert!(slowest < SLOWEST, "{slowest:?}");
}

#[tokio::test]
async fn wiped_it_is_filled_again() {
    let server = RedisServer::start();
    let (curious, _folder) = curious(&server.url()).await;
    curious.is_shared(&server).await;
    server.flush();
    assert_eq!(server.command(&["DBSIZE"]), ":0");
    curious.is_shared(&server).await;
}

#[tokio::test]
async fn away_at_the_start_it_is_used_once_it_is_there() {
    let mut server = RedisServer::start();
    server.kill();
    let folder = tempfile::tempdir().unwrap();
    let bot = Arc::new(ScriptedBotApi::new());
    let instance =
        Instance::open(&server.url(), &database(folder.path()).await, &bot, &MembershipCacheSettings::default());
    let curious = Curious::new(instance);
    assert!(curious.ask().await.1 < SLOWEST);
    assert!(!curious.instance.connection.is_connected());
    server.restart();
    curious.is_shared(&server).await;
    assert!(curious.instance.connection.ping().await.is_ok());
}

#[tokio::test]
async fn what_it_could_not_be_told_it_does_not_tell_others() {
    let (server, alice) = (RedisServer::start(), UserId(1));
    let (told, _folder) = curious(&server.url()).await;
    let memberships = &told.instance.memberships;
    memberships.record(alice, NEWS, Membership::Member).await;
    memberships.record(alice, BLOG, Membership::Member).await;
    server.pause();
    memberships.record(alice, NEWS, Membership::NotMember).await;
    memberships.forget_channel(BLOG).await;
    server.resume();
    assert!(told.instance.connection.connected(BACK_WITHIN).await);
    for (channel, what) in [(NEWS, "a membership"), (BLOG, "a channel")] {
        let key = format!("verify:{}:{}", alice.0, channel.0);
        let begun = Instant::now();
        while server.command(&["GET", &key]) == "1" {
            assert!(begun.elapsed() < BACK_WITHIN, "it still tells {what} as it was");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// New clients take the old ones' place every few seconds meanwhile, and those are not to come back too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_long_outage_as_many_clients_are_connected_as_before_it() {
    let mut server = RedisServer::start();
    let (curious, _folder) = curious(&server.url()).await;
    let connected = |server: &RedisServer| server.command(&["CLIENT", "LIST"]).matches("id=").count();
    curious.is_shared(&server).await;
    let before = connected(&server);
    assert!(before > 1, "{before}");
    tokio::task::block_in_place(|| server.kill());
    tokio::time::sleep(Duration::from_secs(13)).await;
    tokio::task::block_in_place(|| server.restart());
    curious.is_shared(&server).await;
    // Whoever was left trying tries again within a second.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(connected(&server), before);
}
