//! The suite of `JobRepository`.

use std::{collections::HashSet, sync::Arc};

use portcullis_domain::{
    GroupId, MessageId, RestrictionId, ThreadId, UserId,
    event::Migration,
    gate::GatePolicy,
    group::EnforcedChannel,
    job::{Job, JobKind, JobProgress},
    lease::{Holder, LEASE},
    preview::{Preview, PreviewedChannel},
    settings::{OnUnknown, Policy},
    sweep::{SweepCounts, SweepKind, SweepProgress, SweepState},
};

use super::stores::{GROUP, NEWS, NOW, OTHER_GROUP, SHOP, Stores, holder, later, on_both_databases};

on_both_databases! {
    the_oldest_job_that_nobody_holds_is_claimed,
    a_job_goes_on_where_it_was_when_its_lease_has_run_out,
    progress_renews_the_lease,
    work_that_is_ordered_anew_begins_anew,
    a_finished_job_can_be_ordered_again,
    a_deferred_job_waits,
    a_withdrawn_job_is_done_by_nobody,
    whoever_has_lost_a_job_changes_nothing_about_it,
    whoever_is_at_an_order_that_was_given_anew_changes_nothing_about_the_new_one,
    a_holder_gives_up_all_it_holds,
    many_who_claim_at_once_get_different_jobs,
    a_job_is_open_until_it_is_finished,
    work_whose_order_is_taken_back_ends,
    the_next_job_is_due_when_it_may_begin_or_its_lease_runs_out,
    a_sweep_goes_on_with_what_was_counted_and_is_open_once,
    a_sweep_whose_order_is_taken_back_says_so_and_another_can_be_ordered,
    sweeps_and_releases_are_claimed_apart,
    a_preview_goes_on_as_one_and_keeps_a_sweep_out_of_its_group,
    a_preview_stays_one_when_its_group_becomes_a_supergroup,
    of_a_preview_that_is_over_ids_and_counts_are_kept_and_no_name,
    a_preview_and_a_sweep_are_taken_back_apart,
    a_preview_whose_group_becomes_one_with_a_sweep_under_way_makes_way_for_it,
}

fn at(restriction: i64) -> JobProgress {
    JobProgress::Release(Some(RestrictionId(restriction)))
}

async fn the_next_job_is_due_when_it_may_begin_or_its_lease_runs_out(stores: &Stores) {
    let next_due = async || stores.jobs.next_due(JobKind::Release).await.unwrap();
    assert_eq!(next_due().await, None);
    order(stores, GROUP).await;
    assert_eq!(next_due().await, Some(NOW));
    let job = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!(next_due().await, Some(NOW.after(LEASE)));
    stores.jobs.defer(&job, &holder("a"), later(5)).await.unwrap();
    assert_eq!(next_due().await, Some(later(5)));
    let job = stores.jobs.claim(JobKind::Release, &holder("a"), later(5)).await.unwrap().unwrap();
    stores.jobs.finish(&job, &holder("a"), later(5)).await.unwrap();
    assert_eq!(next_due().await, None);
}

async fn work_whose_order_is_taken_back_ends(stores: &Stores) {
    order(stores, GROUP).await;
    order(stores, OTHER_GROUP).await;
    let job = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    stores.jobs.cancel(JobKind::Release, job.group, NOW).await.unwrap();
    assert!(!stores.jobs.advance(&job, &holder("a"), &at(1), NOW).await.unwrap());
    let other = if job.group == GROUP { OTHER_GROUP } else { GROUP };
    assert!(!stores.jobs.is_open(JobKind::Release, job.group).await.unwrap());
    assert!(stores.jobs.is_open(JobKind::Release, other).await.unwrap());
}

async fn a_job_is_open_until_it_is_finished(stores: &Stores) {
    let is_open = || stores.jobs.is_open(JobKind::Release, GROUP);
    assert!(!is_open().await.unwrap());
    order(stores, OTHER_GROUP).await;
    assert!(!is_open().await.unwrap());
    order(stores, GROUP).await;
    assert!(is_open().await.unwrap());
    while let Some(job) = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap() {
        stores.jobs.finish(&job, &holder("a"), NOW).await.unwrap();
    }
    assert!(!is_open().await.unwrap());
}

async fn order(stores: &Stores, group: GroupId) -> portcullis_domain::JobId {
    stores.jobs.put(JobKind::Release, group, NOW).await.unwrap()
}

async fn the_oldest_job_that_nobody_holds_is_claimed(stores: &Stores) {
    let first = order(stores, GROUP).await;
    let second = order(stores, OTHER_GROUP).await;
    let job = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!((job.id, job.group, job.progress, job.ordered_at), (first, GROUP, JobProgress::Release(None), NOW));
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("b"), NOW).await.unwrap().unwrap().id, second);
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap(), None);
}

async fn a_job_goes_on_where_it_was_when_its_lease_has_run_out(stores: &Stores) {
    order(stores, GROUP).await;
    let job = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    assert!(stores.jobs.advance(&job, &holder("a"), &at(40), NOW).await.unwrap());
    let taken = stores.jobs.claim(JobKind::Release, &holder("b"), NOW.after(LEASE)).await.unwrap().unwrap();
    assert_eq!((taken.id, taken.progress), (job.id, at(40)));
    assert!(!stores.jobs.advance(&job, &holder("a"), &at(41), NOW).await.unwrap());
}

async fn progress_renews_the_lease(stores: &Stores) {
    order(stores, GROUP).await;
    let job = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    assert!(stores.jobs.advance(&job, &holder("a"), &at(1), later(20)).await.unwrap());
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("b"), later(40)).await.unwrap(), None);
}

async fn work_that_is_ordered_anew_begins_anew(stores: &Stores) {
    order(stores, GROUP).await;
    let old = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    assert!(stores.jobs.advance(&old, &holder("a"), &at(40), NOW).await.unwrap());
    let id = order(stores, GROUP).await;
    let new = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!((new.id, &new.progress), (id, &JobProgress::Release(None)));
    // Whoever worked on the old order stops, even under the same name, and can't end the new one.
    assert!(!stores.jobs.advance(&old, &holder("a"), &at(41), NOW).await.unwrap());
    stores.jobs.finish(&old, &holder("a"), NOW).await.unwrap();
    assert!(stores.jobs.advance(&new, &holder("a"), &at(1), NOW).await.unwrap());
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("b"), NOW).await.unwrap(), None);
}

async fn a_finished_job_can_be_ordered_again(stores: &Stores) {
    order(stores, GROUP).await;
    let job = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    stores.jobs.finish(&job, &holder("b"), NOW).await.unwrap();
    assert!(stores.jobs.advance(&job, &holder("a"), &at(1), NOW).await.unwrap());
    stores.jobs.finish(&job, &holder("a"), NOW).await.unwrap();
    assert!(!stores.jobs.advance(&job, &holder("a"), &at(1), NOW).await.unwrap());
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("a"), later(99)).await.unwrap(), None);
    let again = order(stores, GROUP).await;
    assert!(again > job.id);
    assert_eq!(
        stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap().progress,
        JobProgress::Release(None)
    );
}

async fn a_deferred_job_waits(stores: &Stores) {
    let id = order(stores, GROUP).await;
    let job = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    stores.jobs.defer(&job, &holder("a"), later(10)).await.unwrap();
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("b"), later(9)).await.unwrap(), None);
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("b"), later(10)).await.unwrap().unwrap().id, id);
}

async fn a_withdrawn_job_is_done_by_nobody(stores: &Stores) {
    let jobs = &stores.jobs;
    jobs.put_sweep(GROUP, &SweepProgress::default(), NOW).await.unwrap();
    let job = jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap().unwrap();
    jobs.withdraw(&job, &holder("a"), NOW).await.unwrap();
    let withdrawn = jobs.find_sweep(GROUP).await.unwrap().unwrap();
    assert_eq!((withdrawn.state, withdrawn.is_held), (SweepState::Cancelled, false));
    assert_eq!(jobs.claim(JobKind::Sweep, &holder("b"), later(99)).await.unwrap(), None);
}

/// Nothing that `loser` does to `lost` is felt by `holder`, who has this job.
async fn changes_nothing(stores: &Stores, lost: &Job, loser: &Holder, (job, holder): (&Job, &Holder)) {
    let jobs = &stores.jobs;
    let next_due = jobs.next_due(JobKind::Release).await.unwrap();
    assert!(!jobs.advance(lost, loser, &at(41), later(31)).await.unwrap());
    jobs.defer(lost, loser, later(500)).await.unwrap();
    jobs.withdraw(lost, loser, later(31)).await.unwrap();
    jobs.finish(lost, loser, later(31)).await.unwrap();
    assert_eq!(jobs.next_due(JobKind::Release).await.unwrap(), next_due);
    assert!(jobs.advance(job, holder, &at(50), later(31)).await.unwrap());
}

async fn whoever_has_lost_a_job_changes_nothing_about_it(stores: &Stores) {
    order(stores, GROUP).await;
    let lost = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    let taken = stores.jobs.claim(JobKind::Release, &holder("b"), later(30)).await.unwrap().unwrap();
    changes_nothing(stores, &lost, &holder("a"), (&taken, &holder("b"))).await;
}

async fn whoever_is_at_an_order_that_was_given_anew_changes_nothing_about_the_new_one(stores: &Stores) {
    order(stores, GROUP).await;
    let old = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    order(stores, GROUP).await;
    let new = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    changes_nothing(stores, &old, &holder("a"), (&new, &holder("a"))).await;
}

async fn a_holder_gives_up_all_it_holds(stores: &Stores) {
    order(stores, GROUP).await;
    stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    stores.jobs.release_leases(JobKind::Release, &holder("b")).await.unwrap();
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("b"), NOW).await.unwrap(), None);
    stores.jobs.release_leases(JobKind::Release, &holder("a")).await.unwrap();
    assert!(stores.jobs.claim(JobKind::Release, &holder("b"), NOW).await.unwrap().is_some());
}

async fn many_who_claim_at_once_get_different_jobs(stores: &Stores) {
    for group in 1..=20 {
        order(stores, GroupId(-group)).await;
    }
    let claims = (0..8).map(|worker| {
        let jobs = Arc::clone(&stores.jobs);
        tokio::spawn(async move {
            let mut claimed = Vec::new();
            while let Some(job) = jobs.claim(JobKind::Release, &holder(&format!("w{worker}")), NOW).await.unwrap() {
                claimed.push(job.id);
            }
            claimed
        })
    });
    let claimed: Vec<_> = futures::future::join_all(claims).await.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(claimed.len(), 20);
    assert_eq!(claimed.into_iter().collect::<HashSet<_>>().len(), 20);
}

fn half_way() -> SweepProgress {
    SweepProgress {
        after: Some(UserId(70)),
        counts: SweepCounts { total: 9, passed: 1, restricted: 2, muted_before: 3, left: 1, unknown: 1 },
        message: Some(MessageId(5)),
        thread: Some(ThreadId(6)),
        language: Some("pt-br".to_owned()),
        preview: None,
    }
}

async fn a_sweep_goes_on_with_what_was_counted_and_is_open_once(stores: &Stores) {
    let begin = SweepProgress { language: Some("ru".to_owned()), ..SweepProgress::default() };
    let jobs = &stores.jobs;
    assert_eq!(jobs.find_sweep(GROUP).await.unwrap(), None);
    assert!(jobs.put_sweep(GROUP, &begin, NOW).await.unwrap().is_some());
    assert_eq!(jobs.put_sweep(GROUP, &SweepProgress::default(), later(1)).await.unwrap(), None);
    let ordered = jobs.find_sweep(GROUP).await.unwrap().unwrap();
    assert_eq!((ordered.state, ordered.ordered_at, ordered.is_held), (SweepState::Open, NOW, false));
    let job = jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!((&job.progress, job.ordered_at), (&JobProgress::Sweep(begin), NOW));
    assert!(jobs.find_sweep(GROUP).await.unwrap().unwrap().is_held);
    assert!(jobs.advance(&job, &holder("a"), &JobProgress::Sweep(half_way()), NOW).await.unwrap());
    let taken = jobs.claim(JobKind::Sweep, &holder("b"), NOW.after(LEASE)).await.unwrap().unwrap();
    assert_eq!(taken.progress, JobProgress::Sweep(half_way()));
    jobs.finish(&taken, &holder("b"), later(40)).await.unwrap();
    let done = jobs.find_sweep(GROUP).await.unwrap().unwrap();
    assert_eq!((done.state, done.progress, done.is_held), (SweepState::Done, half_way(), false));
    assert!(jobs.put_sweep(GROUP, &SweepProgress::default(), later(50)).await.unwrap().is_some());
    let anew = jobs.claim(JobKind::Sweep, &holder("a"), later(50)).await.unwrap().unwrap();
    assert_eq!(anew.progress, JobProgress::Sweep(SweepProgress::default()));
}

async fn a_sweep_whose_order_is_taken_back_says_so_and_another_can_be_ordered(stores: &Stores) {
    let jobs = &stores.jobs;
    assert!(!jobs.cancel(JobKind::Sweep, GROUP, NOW).await.unwrap());
    jobs.put_sweep(GROUP, &SweepProgress::default(), NOW).await.unwrap();
    let job = jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap().unwrap();
    assert!(jobs.cancel(JobKind::Sweep, GROUP, NOW).await.unwrap());
    assert!(!jobs.advance(&job, &holder("a"), &JobProgress::Sweep(half_way()), NOW).await.unwrap());
    jobs.finish(&job, &holder("a"), NOW).await.unwrap();
    assert_eq!(jobs.find_sweep(GROUP).await.unwrap().unwrap().state, SweepState::Cancelled);
    assert!(jobs.put_sweep(GROUP, &SweepProgress::default(), NOW).await.unwrap().is_some());
}

async fn sweeps_and_releases_are_claimed_apart(stores: &Stores) {
    let jobs = &stores.jobs;
    jobs.put_sweep(GROUP, &SweepProgress::default(), NOW).await.unwrap();
    assert_eq!(jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap(), None);
    assert_eq!(jobs.next_due(JobKind::Release).await.unwrap(), None);
    order(stores, GROUP).await;
    assert!(jobs.is_open(JobKind::Sweep, GROUP).await.unwrap());
    let sweep = jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap().unwrap();
    jobs.release_leases(JobKind::Release, &holder("a")).await.unwrap();
    assert!(jobs.advance(&sweep, &holder("a"), &sweep.progress, NOW).await.unwrap());
    assert!(jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().is_some());
}

/// A preview that has come half way.
fn half_way_preview() -> SweepProgress {
    let channel = |id, username: Option<&str>| PreviewedChannel {
        channel: EnforcedChannel {
            id,
            title: "Tea".to_owned(),
            username: username.map(str::to_owned),
            invite_link: None,
            can_check: username.is_some(),
        },
        absent: 7,
    };
    let policy = GatePolicy { policy: Policy::Any, on_unknown: OnUnknown::Restrict };
    let channels = vec![channel(NEWS, Some("tea_news")), channel(SHOP, None)];
    let preview = Preview { title: "Tea".to_owned(), policy, channels, linked_channel: Some(NEWS.into()) };
    SweepProgress { preview: Some(preview), ..half_way() }
}

async fn a_preview_goes_on_as_one_and_keeps_a_sweep_out_of_its_group(stores: &Stores) {
    let jobs = &stores.jobs;
    jobs.put_sweep(GROUP, &half_way_preview(), NOW).await.unwrap().unwrap();
    assert_eq!(jobs.put_sweep(GROUP, &SweepProgress::default(), NOW).await.unwrap(), None);
    let job = jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap().unwrap();
    assert!(jobs.advance(&job, &holder("a"), &JobProgress::Sweep(half_way_preview()), NOW).await.unwrap());
    let taken = jobs.claim(JobKind::Sweep, &holder("b"), NOW.after(LEASE)).await.unwrap().unwrap();
    assert_eq!(taken.progress, JobProgress::Sweep(half_way_preview()));
    jobs.finish(&taken, &holder("b"), NOW).await.unwrap();
    assert!(jobs.put_sweep(GROUP, &SweepProgress::default(), NOW).await.unwrap().is_some());
    assert_eq!(jobs.find_sweep(GROUP).await.unwrap().unwrap().progress.preview, None);
}

async fn of_a_preview_that_is_over_ids_and_counts_are_kept_and_no_name(stores: &Stores) {
    let jobs = &stores.jobs;
    let (job, mut kept) = (claimed_preview(stores).await, half_way_preview());
    let preview = kept.preview.as_mut().unwrap();
    preview.title.clear();
    for one in &mut preview.channels {
        one.channel.title.clear();
        one.channel.username = None;
    }
    jobs.finish(&job, &holder("a"), NOW).await.unwrap();
    let done = jobs.find_sweep(GROUP).await.unwrap().unwrap();
    assert_eq!((done.state, done.is_held), (SweepState::Done, false));
    assert_eq!(done.progress, kept);

    let job = claimed_preview(stores).await;
    // What shows the end still has them.
    assert_eq!(jobs.cancel_sweep(GROUP, SweepKind::Preview, NOW).await.unwrap(), Some(half_way_preview()));
    assert_eq!(jobs.cancel_sweep(GROUP, SweepKind::Preview, NOW).await.unwrap(), None);
    let cancelled = jobs.find_sweep(GROUP).await.unwrap().unwrap();
    assert_eq!((cancelled.state, cancelled.progress), (SweepState::Cancelled, kept));
    // Whoever was at it writes nothing back.
    assert!(!jobs.advance(&job, &holder("a"), &job.progress, NOW).await.unwrap());

    // A lease that was lost ends nothing, and takes nothing away.
    let job = claimed_preview(stores).await;
    jobs.finish(&job, &holder("b"), NOW).await.unwrap();
    let open = jobs.find_sweep(GROUP).await.unwrap().unwrap();
    assert_eq!((open.state, open.progress), (SweepState::Open, half_way_preview()));
}

async fn a_preview_and_a_sweep_are_taken_back_apart(stores: &Stores) {
    let jobs = &stores.jobs;
    for (ordered, other) in [(half_way(), SweepKind::Preview), (half_way_preview(), SweepKind::Sweep)] {
        jobs.put_sweep(GROUP, &ordered, NOW).await.unwrap().unwrap();
        let counted = SweepProgress { after: None, ..ordered.clone() };
        assert_eq!(jobs.cancel_sweep(GROUP, other, NOW).await.unwrap(), None);
        assert_eq!(jobs.cancel_sweep(OTHER_GROUP, ordered.kind(), NOW).await.unwrap(), None);
        assert!(jobs.is_open(JobKind::Sweep, GROUP).await.unwrap());
        assert_eq!(jobs.cancel_sweep(GROUP, ordered.kind(), NOW).await.unwrap(), Some(counted));
        assert!(!jobs.is_open(JobKind::Sweep, GROUP).await.unwrap());
    }
}

async fn a_preview_whose_group_becomes_one_with_a_sweep_under_way_makes_way_for_it(stores: &Stores) {
    let migration = Migration { from: GROUP, to: OTHER_GROUP };
    stores.jobs.put_sweep(GROUP, &half_way_preview(), NOW).await.unwrap().unwrap();
    let sweep = stores.jobs.put_sweep(OTHER_GROUP, &half_way(), NOW).await.unwrap().unwrap();
    stores.groups.migrate(migration).await.unwrap();
    let job = stores.jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!((job.id, job.group), (sweep, OTHER_GROUP));
    assert_eq!(stores.jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap(), None);
}

/// A preview that `a` has brought half way.
async fn claimed_preview(stores: &Stores) -> Job {
    let jobs = &stores.jobs;
    jobs.put_sweep(GROUP, &half_way_preview(), NOW).await.unwrap().unwrap();
    let job = jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap().unwrap();
    assert!(jobs.advance(&job, &holder("a"), &JobProgress::Sweep(half_way_preview()), NOW).await.unwrap());
    Job { progress: JobProgress::Sweep(half_way_preview()), ..job }
}

async fn a_preview_stays_one_when_its_group_becomes_a_supergroup(stores: &Stores) {
    stores.jobs.put_sweep(GROUP, &half_way_preview(), NOW).await.unwrap().unwrap();
    stores.groups.migrate(Migration { from: GROUP, to: OTHER_GROUP }).await.unwrap();
    let moved = stores.jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!(moved.group, OTHER_GROUP);
    let JobProgress::Sweep(progress) = moved.progress else { panic!("no sweep") };
    let preview = progress.preview.unwrap();
    let ordered = half_way_preview().preview.unwrap();
    assert_eq!((preview.policy, preview.linked_channel), (ordered.policy, ordered.linked_channel));
    assert!(preview.channels.iter().all(|one| one.absent == 0));
    assert_eq!((progress.after, progress.message, progress.counts.checked()), (None, None, 0));
}
