//! Standing by until this process leads, and leading for as long as its lease is renewed.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    lease::Holder,
    ports::{LEADERSHIP_LEASE, Leadership},
};
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::RunError;

/// How often the leader renews its lease: a database that is away for a few seconds leaves time to try again.
const RENEW_INTERVAL: Duration = Duration::from_secs(4);

/// How often a standby asks whether it may lead. With the lease that makes 13 s until it leads after a leader has died.
const LOOK_INTERVAL: Duration = Duration::from_secs(3);

/// How soon a leader tries again that could not renew, and a standby that could not ask.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// How long an answer may take.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);

/// How long before its lease runs out a leader that could not renew it stops: its own stop takes a while as well.
const STOP_MARGIN: Duration = Duration::from_secs(1);

/// This process among those that may lead, under a name of its own.
pub(crate) struct Standby {
    leadership: Arc<dyn Leadership>,
    holder: Holder,
}

/// The time during which this process leads without a break.
#[derive(Clone)]
pub(crate) struct Term {
    /// It ends: the process is asked to stop, or leads no more.
    pub(crate) over: CancellationToken,
    /// This process leads no more, and another may be at work: nothing may be finished.
    pub(crate) lost: CancellationToken,
}

impl Standby {
    pub(crate) const fn new(leadership: Arc<dyn Leadership>, holder: Holder) -> Self {
        Self { leadership, holder }
    }

    /// Stands by until this process leads, then does `work` for as long as it does; and so on until `stop`, or until
    /// the work ends by itself.
    pub(crate) async fn run<W>(&self, stop: &CancellationToken, work: impl Fn(Term) -> W) -> Result<(), RunError>
    where
        W: Future<Output = Result<(), RunError>>,
    {
        let mut outcome = Ok(());
        while let Some(held_since) = self.wait_to_lead(stop).await {
            let term = Term { over: stop.child_token(), lost: CancellationToken::new() };
            let working = work(term.clone());
            tokio::pin!(working);
            tokio::select! {
                ended = &mut working => {
                    outcome = ended;
                    break;
                }
                () = self.keep(held_since) => {}
            }
            tracing::warn!("leads no more: another process does, or nobody can tell who does");
            term.lost.cancel();
            term.over.cancel();
            working.await?;
        }
        // Where the lease can't be given up, it runs out.
        let _ = timeout(ANSWER_TIMEOUT, self.leadership.resign(&self.holder)).await;
        outcome
    }

    /// Since when this process leads; `None` if it is asked to stop before it does.
    async fn wait_to_lead(&self, stop: &CancellationToken) -> Option<Instant> {
        let (mut stands_by, mut is_unknown) = (false, false);
        let mut resigned = self.leadership.resigned();
        while !stop.is_cancelled() {
            let asked = Instant::now();
            let pause = match timeout(ANSWER_TIMEOUT, self.leadership.hold(&self.holder)).await {
                Ok(Ok(true)) => return Some(asked),
                Ok(Ok(false)) => {
                    if !std::mem::replace(&mut stands_by, true) {
                        tracing::info!("standing by: another process polls with this token");
                    }
                    LOOK_INTERVAL
                }
                Ok(Err(_)) | Err(_) => {
                    if !std::mem::replace(&mut is_unknown, true) {
                        tracing::warn!("nobody can tell which process polls; asking again");
                    }
                    RETRY_DELAY
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = sleep(pause) => {}
                () = &mut resigned => resigned = self.leadership.resigned(),
            }
        }
        None
    }

    /// Renews the lease; returns when it is another's, or could not be renewed before it runs out.
    async fn keep(&self, mut held_since: Instant) {
        let mut pause = RENEW_INTERVAL;
        loop {
            let end = held_since + LEADERSHIP_LEASE.saturating_sub(STOP_MARGIN);
            sleep(pause).await;
            let asked = Instant::now();
            match timeout_at(end, self.leadership.hold(&self.holder)).await {
                Ok(Ok(true)) => (held_since, pause) = (asked, RENEW_INTERVAL),
                Ok(Ok(false)) | Err(_) => return,
                Ok(Err(_)) if Instant::now() + RETRY_DELAY >= end => return,
                Ok(Err(_)) => pause = RETRY_DELAY,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::VecDeque,
        sync::{Mutex, PoisonError},
    };

    use async_trait::async_trait;
    use portcullis_domain::ports::LeadershipUnknown;
    use tokio::sync::Notify;

    use super::*;

    /// Gives these answers in turn, and the last one from then on.
    struct Scripted {
        answers: Mutex<VecDeque<Result<bool, LeadershipUnknown>>>,
        resigned: Mutex<usize>,
        another_resigns: Notify,
    }

    impl Scripted {
        fn new(answers: &[Result<bool, LeadershipUnknown>]) -> Arc<Self> {
            let answers = Mutex::new(answers.iter().copied().collect());
            Arc::new(Self { answers, resigned: Mutex::new(0), another_resigns: Notify::new() })
        }
    }

    #[async_trait]
    impl Leadership for Scripted {
        async fn hold(&self, _: &Holder) -> Result<bool, LeadershipUnknown> {
            let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
            if answers.len() > 1 { answers.pop_front().unwrap() } else { answers[0] }
        }

        async fn resign(&self, _: &Holder) {
            *self.resigned.lock().unwrap() += 1;
        }

        async fn resigned(&self) {
            self.another_resigns.notified().await;
        }
    }

    fn standby(leadership: &Arc<Scripted>) -> Standby {
        Standby::new(leadership.clone(), Holder("me".to_owned()))
    }

    #[tokio::test(start_paused = true)]
    async fn a_standby_works_only_once_it_leads_and_resigns_when_it_is_stopped() {
        let leadership = Scripted::new(&[Ok(false), Err(LeadershipUnknown), Ok(false), Ok(true)]);
        let (stop, started) = (CancellationToken::new(), Instant::now());
        let stopping = stop.clone();
        let standby = standby(&leadership);
        let outcome = standby.run(&stop, |term| {
            let stopping = stopping.clone();
            async move {
                assert_eq!(started.elapsed(), 2 * LOOK_INTERVAL + RETRY_DELAY);
                sleep(Duration::from_mins(2)).await;
                assert!(!term.over.is_cancelled());
                stopping.cancel();
                assert!(term.over.is_cancelled() && !term.lost.is_cancelled());
                Ok(())
            }
        });
        outcome.await.unwrap();
        assert_eq!(*leadership.resigned.lock().unwrap(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_standby_that_hears_of_a_resignation_leads_at_once() {
        let leadership = Scripted::new(&[Ok(false), Ok(true)]);
        leadership.another_resigns.notify_one();
        let started = Instant::now();
        standby(&leadership).run(&CancellationToken::new(), |_| async { Ok(()) }).await.unwrap();
        assert_eq!(started.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_leader_whose_lease_is_anothers_stops_and_stands_by() {
        let leadership = Scripted::new(&[Ok(true), Ok(true), Ok(false), Ok(false), Ok(true)]);
        let (stop, terms) = (CancellationToken::new(), Mutex::new(0));
        let standby = standby(&leadership);
        let outcome = standby.run(&stop, |term| {
            *terms.lock().unwrap() += 1;
            let is_last = *terms.lock().unwrap() == 2;
            async move {
                if !is_last {
                    term.over.cancelled().await;
                    assert!(term.lost.is_cancelled());
                }
                Ok(())
            }
        });
        // The second term ends by itself, the first only because it is lost.
        outcome.await.unwrap();
        assert_eq!(*terms.lock().unwrap(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_leader_that_nobody_can_confirm_stops_before_its_lease_runs_out() {
        let leadership = Scripted::new(&[Ok(true), Err(LeadershipUnknown)]);
        let (stop, started) = (CancellationToken::new(), Instant::now());
        let stopping = stop.clone();
        let standby = standby(&leadership);
        let outcome = standby.run(&stop, |term| {
            let stopping = stopping.clone();
            async move {
                term.lost.cancelled().await;
                assert!(started.elapsed() < LEADERSHIP_LEASE, "{:?}", started.elapsed());
                stopping.cancel();
                Ok(())
            }
        });
        outcome.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn work_that_fails_ends_the_run() {
        let leadership = Scripted::new(&[Ok(true)]);
        let outcome =
            standby(&leadership).run(&CancellationToken::new(), |_| async { Err(RunError::refused_token()) }).await;
        assert!(matches!(outcome, Err(RunError::Settings(_))));
    }
}
