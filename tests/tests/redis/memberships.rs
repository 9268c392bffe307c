//! The contract of `Memberships`, kept with Redis and with Valkey; and what is written there.

use std::sync::Arc;

use async_trait::async_trait;
use portcullis_cache::MembershipCacheSettings;
use portcullis_domain::{
    ChannelId, UserId,
    chat_member::{ChatMemberStatus, Membership},
    ports::{FloodWait, Memberships},
};
use portcullis_tests::RedisServer;
use tempfile::TempDir;

use super::instance::{Instance, database, shared_database};
use crate::memberships_contract::MembershipsUnderTest;
use crate::scripted_bot_api::{Answer, ScriptedBotApi};

const ALICE: UserId = UserId(1);
const NEWS: ChannelId = ChannelId(-1_001);
const BLOG: ChannelId = ChannelId(-1_002);

/// Memberships on a server.
pub(crate) struct OnServer {
    instance: Instance,
    /// The server and the folder of the database, where they are its own.
    _own: Option<(RedisServer, TempDir)>,
}

impl OnServer {
    /// On what others use too.
    pub(crate) const fn shared(instance: Instance) -> Self {
        Self { instance, _own: None }
    }

    async fn new(server: RedisServer, url: &str, bot: Arc<ScriptedBotApi>, settings: &MembershipCacheSettings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let instance = Instance::open(url, &database(folder.path()).await, &bot, settings);
        instance.is_ready().await;
        Self { instance, _own: Some((server, folder)) }
    }
}

impl MembershipsUnderTest for OnServer {
    fn known(&self, user: UserId, channels: &[ChannelId]) -> Option<Vec<(ChannelId, Membership)>> {
        self.instance.memberships.known(user, channels)
    }
}

#[async_trait]
impl Memberships for OnServer {
    async fn get(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.instance.memberships.get(user, channels).await
    }

    async fn get_fresh(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.instance.memberships.get_fresh(user, channels).await
    }

    async fn get_fresh_for_press(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.instance.memberships.get_fresh_for_press(user, channels).await
    }

    async fn get_confirmed(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.instance.memberships.get_confirmed(user, channels).await
    }

    async fn get_confirmed_for_sweep(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        self.instance.memberships.get_confirmed_for_sweep(user, channels).await
    }

    async fn record(&self, user: UserId, channel: ChannelId, membership: Membership) {
        self.instance.memberships.record(user, channel, membership).await;
    }

    async fn forget_channel(&self, channel: ChannelId) {
        self.instance.memberships.forget_channel(channel).await;
    }
}

mod on_redis {
    use super::*;

    async fn adapter(bot: Arc<ScriptedBotApi>, settings: &MembershipCacheSettings) -> OnServer {
        let server = RedisServer::start();
        let url = server.url();
        OnServer::new(server, &url, bot, settings).await
    }

    crate::memberships_contract!(adapter);
}

mod on_valkey_or_a_socket {
    use super::*;

    /// Where there is no Valkey, Redis by its socket.
    async fn adapter(bot: Arc<ScriptedBotApi>, settings: &MembershipCacheSettings) -> OnServer {
        if let Some(server) = RedisServer::start_valkey() {
            let url = server.url().replace("redis://", "valkey://");
            return OnServer::new(server, &url, bot, settings).await;
        }
        let server = RedisServer::start();
        let url = server.socket_url();
        OnServer::new(server, &url, bot, settings).await
    }

    crate::memberships_contract!(adapter);
}

#[tokio::test]
async fn memberships_stand_in_redis_under_their_names_for_their_times() {
    let (server, folder) = (RedisServer::start(), tempfile::tempdir().unwrap());
    let instance = Instance::ready(&server.url(), &database(folder.path()).await).await;
    instance.bot.answer(ALICE, NEWS, Answer::Status(ChatMemberStatus::Member));
    instance.bot.answer(ALICE, BLOG, Answer::Status(ChatMemberStatus::Left));
    instance.memberships.get(ALICE, &[NEWS, BLOG]).await.unwrap();

    let (news, blog) = ("verify:1:-1001", "verify:1:-1002");
    assert_eq!(server.command(&["GET", news]), "1");
    assert_eq!(server.command(&["GET", blog]), "0");
    let left = |key| server.command(&["TTL", key]).trim_start_matches(':').parse::<i64>().unwrap();
    assert!((500..=690).contains(&left(news)), "{}", left(news));
    assert!((45..=69).contains(&left(blog)), "{}", left(blog));

    instance.memberships.record(ALICE, BLOG, Membership::Member).await;
    assert_eq!(server.command(&["GET", blog]), "1");
    instance.memberships.forget_channel(NEWS).await;
    assert_eq!(server.command(&["EXISTS", news]), ":0");
    assert_eq!(server.command(&["EXISTS", blog]), ":1");
}

#[tokio::test]
async fn what_one_instance_looked_up_no_other_looks_up() {
    let (server, (database, _)) = (RedisServer::start(), shared_database().await);
    let url = server.url();
    let (first, second) = tokio::join!(Instance::ready(&url, &database), Instance::ready(&url, &database));
    first.bot.answer(ALICE, NEWS, Answer::Status(ChatMemberStatus::Member));
    first.memberships.get(ALICE, &[NEWS]).await.unwrap();
    second.bot.answer(ALICE, BLOG, Answer::Status(ChatMemberStatus::Left));
    let both = vec![(NEWS, Membership::Member), (BLOG, Membership::NotMember)];
    assert_eq!(second.memberships.get(ALICE, &[NEWS, BLOG]).await, Ok(both));
    assert_eq!(second.bot.calls(), 1);
}

#[tokio::test]
async fn an_answer_that_was_overtaken_on_another_instance_is_not_shared() {
    let (server, (database, _)) = (RedisServer::start(), shared_database().await);
    let url = server.url();
    let (asking, told) = tokio::join!(Instance::ready(&url, &database), Instance::ready(&url, &database));
    asking.bot.answer(ALICE, NEWS, Answer::Status(ChatMemberStatus::Member));
    asking.bot.hold();
    let look_up = tokio::spawn({
        let memberships = Arc::clone(&asking.memberships);
        async move { memberships.get_fresh(ALICE, &[NEWS]).await }
    });
    asking.bot.called(1).await;
    told.memberships.record(ALICE, NEWS, Membership::NotMember).await;
    asking.bot.release();
    look_up.await.unwrap().unwrap();
    assert_eq!(server.command(&["GET", "verify:1:-1001"]), "0");
}
