//! The webhook that keeps polling from working.

use frankenstein::{AsyncTelegramApi, methods::DeleteWebhookParams, response::MethodResponse};
use reqwest::Url;

use crate::{
    client::{ApiClient, CallFailure},
    wire::WireWebhook,
};

/// Removes the webhook if one is set; the updates that wait go on waiting.
/// <https://core.telegram.org/bots/api#deletewebhook>
pub(super) async fn remove(client: &ApiClient) -> Result<(), CallFailure> {
    let webhook = client.request::<(), MethodResponse<WireWebhook>>("getWebhookInfo", None).await?.result;
    if webhook.url.is_empty() {
        return Ok(());
    }
    let params = DeleteWebhookParams::builder().drop_pending_updates(false).build();
    client.request::<_, MethodResponse<bool>>("deleteWebhook", Some(params)).await?;
    tracing::info!(host = host(&webhook.url), "removed the webhook, since this process polls");
    Ok(())
}

/// The path of a webhook may hold a secret.
fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| "unreadable".to_owned())
}
