//! The command `sweep`: orders that everybody is checked whom the bot knows in a group, and shows how far that is. A bot that
//! runs on the same database does it, behind all that somebody waits for.

mod display;
mod watch;

use std::{io::Write, sync::Arc};

use portcullis_domain::{
    GroupId,
    ports::{Change, Clock, GroupMemberRepository, GroupRepository, JobRepository, StoreError},
    sweep::{SweepKind, SweepProgress, SweepRecord, SweepRefusal, SweepState},
};
use portcullis_storage::{Database, SqlGroupMemberRepository, SqlGroupRepository, SqlJobRepository};
use tokio::signal::ctrl_c;

use self::{display::Display, watch::watch};
use super::tell_instances::tell_instances;
use crate::{RunError, Settings, SystemClock};

/// Orders a sweep, unless one is under way, and shows it to its end.
pub(super) async fn sweep(settings: &Settings, database: &Database, group: GroupId) -> Result<(), RunError> {
    let clock = Arc::new(SystemClock);
    let groups = SqlGroupRepository::serving(settings.allowed_groups.clone(), database.clone(), clock.clone());
    let known = groups.find(group).await.map_err(RunError::Sweep)?.ok_or(RunError::UnknownGroup(group))?;
    if let Some(denial) = known.denied {
        return Err(RunError::Denied { group, denial });
    }
    if let Some(refusal) = SweepRefusal::of(&known) {
        return Err(RunError::SweepRefused(refusal));
    }
    let jobs = SqlJobRepository::new(database.clone());
    if order(database, &jobs, group, &*clock).await.map_err(RunError::Sweep)? {
        say(if tell_instances(settings, database, &[Change::Sweeps]).await {
            "ordered: a bot that runs begins at once"
        } else {
            "ordered: a bot that runs begins within a minute"
        });
    } else if is_preview_under_way(&jobs, group).await.map_err(RunError::Sweep)? {
        return Err(RunError::SweepRefused(SweepRefusal::UnderWay(SweepKind::Preview)));
    } else {
        say("a sweep is under way in this group; this is how far it is");
    }
    let mut display = Display::on_stdout();
    tokio::select! {
        ended = watch(group, async |group| jobs.find_sweep(group).await, &mut display) => ended,
        _asked = ctrl_c() => {
            display.end(&format!(
                "the sweep goes on without this command; `sweep {group} --cancel` or the button in the group ends it"
            ));
            Ok(())
        }
    }
}

/// Takes the order of a sweep back; a preview, which mutes nobody, goes on.
pub(super) async fn cancel_sweep(database: &Database, group: GroupId) -> Result<(), RunError> {
    let jobs = SqlJobRepository::new(database.clone());
    let cancelled = jobs.cancel_sweep(group, SweepKind::Sweep, SystemClock.now()).await.map_err(RunError::Sweep)?;
    say(if cancelled.is_some() {
        "the sweep ends within three seconds"
    } else if is_preview_under_way(&jobs, group).await.map_err(RunError::Sweep)? {
        "no sweep is under way in this group, but a preview, which the button in the group ends"
    } else {
        "no sweep is under way in this group"
    });
    Ok(())
}

/// `false` if one is under way.
async fn order(
    database: &Database,
    jobs: &SqlJobRepository,
    group: GroupId,
    clock: &dyn Clock,
) -> Result<bool, StoreError> {
    let total = SqlGroupMemberRepository::new(database.clone()).count(group).await?;
    Ok(jobs.put_sweep(group, &SweepProgress::of(total), clock.now()).await?.is_some())
}

/// Whether what goes on in a group touches nobody.
async fn is_preview_under_way(jobs: &SqlJobRepository, group: GroupId) -> Result<bool, StoreError> {
    let is_meant =
        |record: SweepRecord| record.state == SweepState::Open && record.progress.kind() == SweepKind::Preview;
    Ok(jobs.find_sweep(group).await?.is_some_and(is_meant))
}

fn say(words: &str) {
    // Whoever reads no more of the output still gets the exit code.
    let _ = writeln!(std::io::stdout(), "{words}");
}
