//! How far a sweep has come, as it stands in its job's row.

use portcullis_domain::{
    MessageId, ThreadId, UserId,
    ports::StoreError,
    sweep::{SweepCounts, SweepProgress},
};
use sea_orm::prelude::Json;
use serde_json::{Map, json};

use crate::entities::job::Model;

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
    })
}

/// The column of a sweep that begins anew: what came of people is forgotten, and where it is shown stays.
pub(crate) fn anew(mut counts: Json) -> Json {
    if let Some(counts) = counts.as_object_mut() {
        for outcome in ["passed", "restricted", "muted_before", "left", "unknown"] {
            counts.remove(outcome);
        }
    }
    counts
}

/// The column of a sweep that begins anew in another chat, where it is not shown yet; of other work it stays empty.
pub(crate) fn in_another_chat(counts: &Json) -> Json {
    let kept = ["total", "language"].into_iter();
    kept.filter_map(|key| Some((key.to_owned(), counts.get(key)?.clone()))).collect::<Map<_, _>>().into()
}

/// Reads it back; what is absent has not happened yet.
pub(crate) fn from_row(job: &Model) -> Result<SweepProgress, StoreError> {
    if !job.counts.is_object() {
        return Err(StoreError::Unreadable(format!("job {}: `counts`", job.id)));
    }
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
    })
}
