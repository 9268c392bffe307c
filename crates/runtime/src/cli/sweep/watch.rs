//! Looking on at a sweep until it ends.

use std::{io::Write, time::Duration};

use portcullis_domain::{
    GroupId,
    ports::StoreError,
    sweep::{SweepCounts, SweepKind, SweepRecord, SweepState},
};
use tokio::time::{Instant, sleep};

use super::display::Display;
use crate::RunError;

/// How often the database is asked how far it is.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);

/// A bot that runs has taken the order up by then: it looks for one each minute.
const TAKEN_UP_WITHIN: Duration = Duration::from_secs(75);

/// Shows how far the sweep of a group is that was ordered last, which `find` tells, until it ends.
pub(super) async fn watch<W: Write>(
    group: GroupId,
    find: impl AsyncFn(GroupId) -> Result<Option<SweepRecord>, StoreError>,
    display: &mut Display<W>,
) -> Result<(), RunError> {
    let (begun, mut is_told, mut shown) = (Instant::now(), false, None);
    loop {
        // No order goes but with its group's id.
        let found = find(group).await.map_err(RunError::Sweep)?;
        let SweepRecord { state, progress, is_held, ordered_at } = found.ok_or(RunError::SweepMoved(group))?;
        // It has ended between two looks, and its place been taken.
        if *shown.get_or_insert(ordered_at) != ordered_at || progress.kind() == SweepKind::Preview {
            return Err(RunError::SweepReplaced);
        }
        match state {
            SweepState::Open => display.show(&progress.counts),
            SweepState::Done => {
                display.end(&in_words(&progress.counts));
                return Ok(());
            }
            SweepState::Cancelled => {
                display.end(&in_words(&progress.counts));
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

/// What becomes of those who do not pass depends on the group's settings: muted, told, or only counted.
fn in_words(counts: &SweepCounts) -> String {
    let SweepCounts { passed, restricted, muted_before, left, unknown, .. } = counts;
    format!(
        "{} checked: {passed} may write, {restricted} do not pass, {muted_before} muted before, {left} not in the group, \
         {unknown} about whom Telegram did not say",
        counts.checked()
    )
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{Timestamp, UserId, sweep::SweepProgress};
    use tokio::time::timeout;

    use super::*;

    const GROUP: GroupId = GroupId(-1_001);

    fn open() -> SweepRecord {
        SweepRecord {
            state: SweepState::Open,
            progress: SweepProgress::of(9),
            ordered_at: Timestamp::from_secs(1_000_000),
            is_held: false,
        }
    }

    /// What is said within this time by whoever looks on at this.
    async fn said(record: Option<SweepRecord>, within: Duration) -> (String, Option<Result<(), RunError>>) {
        let mut said = Vec::new();
        let find = async |_| Ok(record.clone());
        let ended = timeout(within, watch(GROUP, find, &mut Display::lines(&mut said))).await.ok();
        (String::from_utf8(said).unwrap(), ended)
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_for_longer_than_a_bot_takes_is_told_once_that_none_runs() {
        let (words, ended) = said(Some(open()), TAKEN_UP_WITHIN).await;
        assert!(ended.is_none() && !words.contains("no bot"), "{words}");
        let (words, ended) = said(Some(open()), TAKEN_UP_WITHIN * 3).await;
        assert!(ended.is_none());
        assert_eq!(words.matches("no bot has begun yet").count(), 1, "{words}");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_looks_on_at_a_sweep_that_a_bot_is_at_or_was_is_not_told_that_none_runs() {
        let held = SweepRecord { is_held: true, ..open() };
        let mut begun = open();
        begun.progress.after = Some(UserId(7));
        for record in [held, begun] {
            let (words, _) = said(Some(record), TAKEN_UP_WITHIN * 3).await;
            assert!(!words.contains("no bot"), "{words}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_sweep_that_goes_on_under_another_id_is_not_said_to_be_cancelled() {
        let (words, ended) = said(None, LOOK_INTERVAL).await;
        assert_eq!(words, "");
        assert!(matches!(ended, Some(Err(RunError::SweepMoved(GROUP)))), "{ended:?}");
    }

    #[test]
    fn the_end_says_what_came_of_everybody() {
        let counts = SweepCounts { total: 9, passed: 4, restricted: 2, muted_before: 1, left: 1, unknown: 1 };
        let words = in_words(&counts);
        assert!(words.starts_with("9 checked: 4 may write, 2 do not pass, 1 muted before, 1 not in"), "{words}");
    }
}
