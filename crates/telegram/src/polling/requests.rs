//! The requests of long polling. <https://core.telegram.org/bots/api#getupdates>

use std::time::Duration;

use frankenstein::{
    AsyncTelegramApi,
    methods::{DeleteWebhookParams, GetUpdatesParams},
    response::MethodResponse,
};
use serde_json::value::RawValue;

use super::batch::Batch;
use crate::{
    client::{ApiClient, CallFailure},
    wire::{ALLOWED_UPDATES, WireWebhook},
};

const GET_UPDATES: &str = "getUpdates";

/// As many as Telegram gives at once.
const LIMIT: u32 = 100;

/// Waits for updates from `offset` on, which confirms those before it.
///
/// Each is kept as it was written: one that does not decode must not take the others along.
pub(super) async fn poll(client: &ApiClient, offset: Option<i64>, timeout: Duration) -> Result<Batch, CallFailure> {
    let params = GetUpdatesParams::builder()
        .maybe_offset(offset)
        .limit(LIMIT)
        .timeout(u32::try_from(timeout.as_secs()).unwrap_or(u32::MAX))
        .allowed_updates(ALLOWED_UPDATES.to_vec())
        .build();
    let answer = client.request::<_, MethodResponse<Vec<Box<RawValue>>>>(GET_UPDATES, Some(params)).await?;
    Ok(Batch::read(&answer.result))
}

/// Confirms everything before `offset` without taking what comes after.
pub(super) async fn confirm(client: &ApiClient, offset: i64) -> Result<(), CallFailure> {
    let params = GetUpdatesParams::builder().offset(offset).limit(1).timeout(0).build();
    client.request::<_, MethodResponse<Vec<Box<RawValue>>>>(GET_UPDATES, Some(params)).await.map(drop)
}

/// Removes the webhook if one is set, since polling does not work beside it; the updates that wait go on waiting.
/// <https://core.telegram.org/bots/api#deletewebhook>
pub(super) async fn remove_webhook(client: &ApiClient) -> Result<(), CallFailure> {
    let webhook = client.request::<(), MethodResponse<WireWebhook>>("getWebhookInfo", None).await?.result;
    let Some(host) = webhook.host() else { return Ok(()) };
    let params = DeleteWebhookParams::builder().drop_pending_updates(false).build();
    client.request::<_, MethodResponse<bool>>("deleteWebhook", Some(params)).await?;
    tracing::info!(host, "removed the webhook, since this process polls");
    Ok(())
}
