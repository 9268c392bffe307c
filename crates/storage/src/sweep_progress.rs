//! How far a sweep has come, as it stands in its job's row.

use portcullis_domain::{
    ChannelId, ChatId, MessageId, ThreadId, UserId,
    gate::GatePolicy,
    group::EnforcedChannel,
    ports::StoreError,
    preview::{Preview, PreviewedChannel},
    settings::{OnUnknown, Policy},
    sweep::{SweepCounts, SweepKind, SweepProgress},
};
use sea_orm::prelude::Json;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::entities::{job::Model, storable};

/// The column `counts` of a sweep; the cursor has a column of its own.
pub(crate) fn to_json(progress: &SweepProgress) -> Json {
    let SweepCounts { total, passed, restricted, muted_before, left, unknown } = progress.counts;
    json!({
        "total": total,
        "passed": passed,
        "restricted": restricted,
        "muted_before": muted_before,
        "left": left,
        "unknown": unknown,
        "message_id": progress.message.map(|message| message.0),
        "thread_id": progress.thread.map(|thread| thread.0),
        "language": progress.language,
        PREVIEW: progress.preview.as_ref().map(StoredPreview::of),
    })
}

/// The key that tells a preview from a sweep that mutes.
const PREVIEW: &str = "preview";

/// Whose counts these are.
pub(crate) fn kind(counts: &Json) -> SweepKind {
    if counts[PREVIEW].is_null() { SweepKind::Sweep } else { SweepKind::Preview }
}

/// The column of work that begins anew in the chat that a group became: its message stands in the old one.
pub(crate) fn moved(counts: Json) -> Json {
    let mut counts = anew(counts);
    if let Some(counts) = counts.as_object_mut() {
        counts.remove("message_id");
    }
    counts
}

/// The column of a preview that is over: what its group and its channels are called is told in the group, and not kept here.
pub(crate) fn nameless(mut counts: Json) -> Json {
    let Some(preview) = counts.get_mut(PREVIEW).and_then(Json::as_object_mut) else { return counts };
    preview.remove("title");
    for channel in preview.get_mut("channels").and_then(Json::as_array_mut).into_iter().flatten() {
        if let Some(channel) = channel.as_object_mut() {
            channel.remove("title");
            channel.remove("username");
        }
    }
    counts
}

/// A gate that is tried out.
#[derive(Serialize, Deserialize)]
struct StoredPreview {
    /// Missing once it is over, as every name is.
    #[serde(default)]
    title: String,
    policy: Policy,
    on_unknown: OnUnknown,
    channels: Vec<StoredChannel>,
    #[serde(default)]
    linked_channel: Option<i64>,
}

/// A channel of it.
#[derive(Serialize, Deserialize)]
struct StoredChannel {
    id: i64,
    #[serde(default)]
    title: String,
    username: Option<String>,
    can_check: bool,
    /// Missing where it begins anew.
    #[serde(default)]
    absent: u64,
}

impl StoredPreview {
    fn of(preview: &Preview) -> Self {
        let GatePolicy { policy, on_unknown } = preview.policy;
        let channels = preview.channels.iter().map(|PreviewedChannel { channel, absent }| StoredChannel {
            id: channel.id.0,
            title: storable(&channel.title),
            username: channel.username.clone(),
            can_check: channel.can_check,
            absent: *absent,
        });
        Self {
            title: storable(&preview.title),
            policy,
            on_unknown,
            channels: channels.collect(),
            linked_channel: preview.linked_channel.map(|channel| channel.0),
        }
    }

    fn read(self) -> Preview {
        let channels = self.channels.into_iter().map(|stored| PreviewedChannel {
            channel: EnforcedChannel {
                id: ChannelId(stored.id),
                title: stored.title,
                username: stored.username,
                invite_link: None,
                can_check: stored.can_check,
            },
            absent: stored.absent,
        });
        let policy = GatePolicy { policy: self.policy, on_unknown: self.on_unknown };
        Preview {
            title: self.title,
            policy,
            channels: channels.collect(),
            linked_channel: self.linked_channel.map(ChatId),
        }
    }
}

/// The column of a sweep that begins anew: what came of people is forgotten, and where it is shown stays.
pub(crate) fn anew(mut counts: Json) -> Json {
    if let Some(counts) = counts.as_object_mut() {
        for outcome in ["passed", "restricted", "muted_before", "left", "unknown"] {
            counts.remove(outcome);
        }
        if let Some(channels) = counts.get_mut(PREVIEW).and_then(|preview| preview.get_mut("channels")?.as_array_mut())
        {
            channels.iter_mut().filter_map(Json::as_object_mut).for_each(|channel| drop(channel.remove("absent")));
        }
    }
    counts
}

/// Reads it back; what is absent has not happened yet.
pub(crate) fn from_row(job: &Model) -> Result<SweepProgress, StoreError> {
    if !job.counts.is_object() {
        return Err(StoreError::Unreadable(format!("job {}: `counts`", job.id)));
    }
    let unreadable = |error| StoreError::Unreadable(format!("job {}: `{PREVIEW}`: {error}", job.id));
    let preview: Option<StoredPreview> = serde_json::from_value(job.counts[PREVIEW].clone()).map_err(unreadable)?;
    let count = |key: &str| job.counts[key].as_u64().unwrap_or_default();
    let id = |key: &str| job.counts[key].as_i64().and_then(|id| i32::try_from(id).ok());
    Ok(SweepProgress {
        after: job.cursor.map(UserId),
        counts: SweepCounts {
            total: count("total"),
            passed: count("passed"),
            restricted: count("restricted"),
            muted_before: count("muted_before"),
            left: count("left"),
            unknown: count("unknown"),
        },
        message: id("message_id").map(MessageId),
        thread: id("thread_id").map(ThreadId),
        language: job.counts["language"].as_str().map(str::to_owned),
        preview: preview.map(StoredPreview::read),
    })
}
