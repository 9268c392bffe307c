//! The command `sweep`: orders that everybody is checked whom the bot knows in a group, and shows how far that is. A bot that
//! runs on the same database does it, behind all that somebody waits for.

use std::{
    io::{IsTerminal, Write},
    sync::Arc,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use portcullis_domain::{
    GroupId,
    ports::{Change, Clock, GroupMemberRepository, GroupRepository, InvalidationBus, JobRepository, StoreError},
    sweep::{SweepCounts, SweepKind, SweepProgress, SweepRecord, SweepRefusal, SweepState},
};
use portcullis_storage::{
    Database, PostgresInvalidationBus, SqlGroupMemberRepository, SqlGroupRepository, SqlJobRepository,
};
use tokio::{
    signal::ctrl_c,
    time::{Instant, sleep},
};

use crate::{RunError, SystemClock};

/// How often the database is asked how far it is.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);

/// How far apart two lines are where there is no terminal.
const LINE_INTERVAL: Duration = Duration::from_secs(10);

/// A bot that runs has taken the order up by then: it looks for one each minute.
const TAKEN_UP_WITHIN: Duration = Duration::from_secs(75);

/// Orders a sweep, unless one is under way, and shows it to its end.
pub(super) async fn sweep(database: &Database, group: GroupId) -> Result<(), RunError> {
    let clock = Arc::new(SystemClock);
    let groups = SqlGroupRepository::new(database.clone(), clock.clone());
    let known = groups.find(group).await.map_err(RunError::Sweep)?.ok_or(RunError::UnknownGroup(group))?;
    if let Some(refusal) = SweepRefusal::of(&known) {
        return Err(RunError::SweepRefused(refusal));
    }
    let jobs = SqlJobRepository::new(database.clone());
    if order(database, &jobs, group, &*clock).await.map_err(RunError::Sweep)? {
        say(tell_instances(database).await);
    } else if is_preview_under_way(&jobs, group).await.map_err(RunError::Sweep)? {
        return Err(RunError::SweepRefused(SweepRefusal::UnderWay(SweepKind::Preview)));
    } else {
        say("a sweep is under way in this group; this is how far it is");
    }
    tokio::select! {
        ended = show(&jobs, group) => ended,
        _asked = ctrl_c() => {
            say(&format!("the sweep goes on without this command; `sweep {group} --cancel` or the button in the group ends it"));
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

/// Tells the bots that run on PostgreSQL of an order; when one begins, in words.
async fn tell_instances(database: &Database) -> &'static str {
    const WITHIN_A_MINUTE: &str = "ordered: a bot that runs begins within a minute";
    let Some(bus) = PostgresInvalidationBus::on(database, rand::random()) else { return WITHIN_A_MINUTE };
    match bus.publish(&[Change::Sweeps]).await {
        Ok(()) => "ordered: a bot that runs begins at once",
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the bots that run can't be told");
            WITHIN_A_MINUTE
        }
    }
}

/// Shows how far the sweep of a group is that was ordered last, until it ends.
async fn show(jobs: &SqlJobRepository, group: GroupId) -> Result<(), RunError> {
    let mut display = Display::new();
    let (begun, mut is_told, mut shown) = (Instant::now(), false, None);
    loop {
        let Some(SweepRecord { state, progress, is_held, ordered_at }) =
            jobs.find_sweep(group).await.map_err(RunError::Sweep)?
        else {
            return Err(RunError::SweepCancelled);
        };
        // It has ended between two looks, and its place been taken.
        if *shown.get_or_insert(ordered_at) != ordered_at || progress.kind() == SweepKind::Preview {
            display.end();
            return Err(RunError::SweepReplaced);
        }
        match state {
            SweepState::Open => display.show(&progress.counts),
            SweepState::Done => {
                display.end();
                say(&in_words(&progress.counts));
                return Ok(());
            }
            SweepState::Cancelled => {
                display.end();
                say(&in_words(&progress.counts));
                return Err(RunError::SweepCancelled);
            }
        }
        let waits = !is_held && progress.after.is_none() && begun.elapsed() > TAKEN_UP_WITHIN;
        if waits && !is_told {
            is_told = true;
            display.tell("no bot has begun yet: one must run on this database, and the order stands until then");
        }
        sleep(LOOK_INTERVAL).await;
    }
}

/// Where it is shown: as a bar that moves, or line by line where standard error is no terminal.
enum Display {
    Bar(ProgressBar),
    Lines { last: Option<(Instant, SweepCounts)> },
}

impl Display {
    fn new() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self::Lines { last: None };
        }
        let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} checked, {eta} left  {msg}");
        // The template is a constant and right; another look would do as well.
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self::Bar(ProgressBar::new(0).with_style(style))
    }

    fn show(&mut self, counts: &SweepCounts) {
        match self {
            Self::Bar(bar) => {
                bar.set_length(counts.total.max(counts.checked()));
                bar.set_position(counts.checked());
                bar.set_message(format!("{} muted", counts.restricted));
            }
            Self::Lines { last } => {
                if last.is_none_or(|(at, shown)| at.elapsed() >= LINE_INTERVAL && shown != *counts) {
                    *last = Some((Instant::now(), *counts));
                    say(&format!("{} of {} checked, {} muted", counts.checked(), counts.total, counts.restricted));
                }
            }
        }
    }

    fn tell(&self, words: &str) {
        match self {
            Self::Bar(bar) => bar.println(words),
            Self::Lines { .. } => say(words),
        }
    }

    fn end(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn say(words: &str) {
    // Whoever reads no more of the output still gets the exit code.
    let _ = writeln!(std::io::stdout(), "{words}");
}

fn in_words(counts: &SweepCounts) -> String {
    let SweepCounts { passed, restricted, muted_before, left, unknown, .. } = counts;
    format!(
        "{} checked: {passed} may write, {restricted} muted now, {muted_before} muted before, {left} not in the group, \
         {unknown} about whom Telegram did not say",
        counts.checked()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_says_what_came_of_everybody() {
        let counts = SweepCounts { total: 9, passed: 4, restricted: 2, muted_before: 1, left: 1, unknown: 1 };
        let words = in_words(&counts);
        assert!(words.starts_with("9 checked: 4 may write, 2 muted now, 1 muted before, 1 not in"), "{words}");
    }
}
