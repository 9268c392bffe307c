//! A port that answers once it is let.

use std::sync::Arc;

use async_trait::async_trait;
use portcullis_domain::{
    ChannelId, GroupId, UserId,
    administrators::AdministratorList,
    chat_member::Membership,
    ports::{Administrators, BotApiError, FloodWait, Memberships, MockAdministrators, MockMemberships},
};
use tokio::sync::watch;

/// A port that asks the one behind it at once, and gives the answer once it is let: what a look-up on its way is like.
pub(crate) struct Held<P> {
    port: P,
    /// The only channel about which answers are held; `None`: all are.
    channel: Option<ChannelId>,
    is_released: watch::Sender<bool>,
}

impl<P> Held<P> {
    pub(crate) fn new(port: P) -> Self {
        Self { port, channel: None, is_released: watch::Sender::new(false) }
    }

    /// One that holds answers about this channel alone.
    pub(crate) fn about(channel: ChannelId, port: P) -> Self {
        Self { channel: Some(channel), ..Self::new(port) }
    }

    /// Lets it give every answer.
    pub(crate) fn release(&self) {
        self.is_released.send_replace(true);
    }

    /// Holds every answer back again.
    pub(crate) fn hold(&self) {
        self.is_released.send_replace(false);
    }

    async fn give_about<T>(&self, channels: &[ChannelId], answer: T) -> T {
        match self.channel {
            Some(channel) if !channels.contains(&channel) => answer,
            _ => self.give(answer).await,
        }
    }

    async fn give<T>(&self, answer: T) -> T {
        let mut seen = self.is_released.subscribe();
        seen.wait_for(|is_released| *is_released).await.unwrap();
        answer
    }
}

#[async_trait]
impl Administrators for Held<MockAdministrators> {
    async fn get(&self, group: GroupId) -> Result<Arc<AdministratorList>, BotApiError> {
        let answer = self.port.get(group).await;
        self.give(answer).await
    }

    async fn forget(&self, group: GroupId) {
        self.port.forget(group).await;
    }
}

#[async_trait]
impl Memberships for Held<MockMemberships> {
    async fn get(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        let answer = self.port.get(user, channels).await;
        self.give_about(channels, answer).await
    }

    async fn get_fresh(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        let answer = self.port.get_fresh(user, channels).await;
        self.give_about(channels, answer).await
    }

    async fn get_fresh_for_press(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        let answer = self.port.get_fresh_for_press(user, channels).await;
        self.give_about(channels, answer).await
    }

    async fn get_confirmed(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        let answer = self.port.get_confirmed(user, channels).await;
        self.give_about(channels, answer).await
    }

    async fn get_confirmed_for_sweep(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<(ChannelId, Membership)>, FloodWait> {
        let answer = self.port.get_confirmed_for_sweep(user, channels).await;
        self.give_about(channels, answer).await
    }

    async fn record(&self, user: UserId, channel: ChannelId, membership: Membership) {
        self.port.record(user, channel, membership).await;
    }

    async fn forget_channel(&self, channel: ChannelId) {
        self.port.forget_channel(channel).await;
    }
}
