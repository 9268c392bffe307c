//! The suite of `JobRepository`.

use std::{collections::HashSet, sync::Arc};

use portcullis_domain::{GroupId, RestrictionId, job::JobKind, lease::LEASE};

use super::stores::{GROUP, NOW, OTHER_GROUP, Stores, holder, later, on_both_databases};

on_both_databases! {
    the_oldest_job_that_nobody_holds_is_claimed,
    a_job_goes_on_where_it_was_when_its_lease_has_run_out,
    progress_renews_the_lease,
    work_that_is_ordered_anew_begins_anew,
    a_finished_job_can_be_ordered_again,
    a_deferred_job_waits,
    a_holder_gives_up_all_it_holds,
    many_who_claim_at_once_get_different_jobs,
    a_job_is_open_until_it_is_finished,
    work_whose_order_is_taken_back_ends,
    the_next_job_is_due_when_it_may_begin_or_its_lease_runs_out,
}

async fn the_next_job_is_due_when_it_may_begin_or_its_lease_runs_out(stores: &Stores) {
    let next_due = async || stores.jobs.next_due().await.unwrap();
    assert_eq!(next_due().await, None);
    order(stores, GROUP).await;
    assert_eq!(next_due().await, Some(NOW));
    let job = stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!(next_due().await, Some(NOW.after(LEASE)));
    stores.jobs.defer(job.id, later(5)).await.unwrap();
    assert_eq!(next_due().await, Some(later(5)));
    let job = stores.jobs.claim(&holder("a"), later(5)).await.unwrap().unwrap();
    stores.jobs.finish(&job, &holder("a"), later(5)).await.unwrap();
    assert_eq!(next_due().await, None);
}

async fn work_whose_order_is_taken_back_ends(stores: &Stores) {
    order(stores, GROUP).await;
    order(stores, OTHER_GROUP).await;
    let job = stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap();
    stores.jobs.cancel(JobKind::Release, job.group, NOW).await.unwrap();
    assert!(!stores.jobs.advance(&job, &holder("a"), RestrictionId(1), NOW).await.unwrap());
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
    while let Some(job) = stores.jobs.claim(&holder("a"), NOW).await.unwrap() {
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
    let job = stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!((job.id, job.kind, job.group, job.cursor), (first, JobKind::Release, GROUP, None));
    assert_eq!(stores.jobs.claim(&holder("b"), NOW).await.unwrap().unwrap().id, second);
    assert_eq!(stores.jobs.claim(&holder("a"), NOW).await.unwrap(), None);
}

async fn a_job_goes_on_where_it_was_when_its_lease_has_run_out(stores: &Stores) {
    order(stores, GROUP).await;
    let job = stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap();
    assert!(stores.jobs.advance(&job, &holder("a"), RestrictionId(40), NOW).await.unwrap());
    let taken = stores.jobs.claim(&holder("b"), NOW.after(LEASE)).await.unwrap().unwrap();
    assert_eq!((taken.id, taken.cursor), (job.id, Some(RestrictionId(40))));
    assert!(!stores.jobs.advance(&job, &holder("a"), RestrictionId(41), NOW).await.unwrap());
}

async fn progress_renews_the_lease(stores: &Stores) {
    order(stores, GROUP).await;
    let job = stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap();
    assert!(stores.jobs.advance(&job, &holder("a"), RestrictionId(1), later(20)).await.unwrap());
    assert_eq!(stores.jobs.claim(&holder("b"), later(40)).await.unwrap(), None);
}

async fn work_that_is_ordered_anew_begins_anew(stores: &Stores) {
    order(stores, GROUP).await;
    let old = stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap();
    assert!(stores.jobs.advance(&old, &holder("a"), RestrictionId(40), NOW).await.unwrap());
    let id = order(stores, GROUP).await;
    let new = stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!((new.id, new.cursor), (id, None));
    // Whoever worked on the old order stops, even under the same name, and can't end the new one.
    assert!(!stores.jobs.advance(&old, &holder("a"), RestrictionId(41), NOW).await.unwrap());
    stores.jobs.finish(&old, &holder("a"), NOW).await.unwrap();
    assert!(stores.jobs.advance(&new, &holder("a"), RestrictionId(1), NOW).await.unwrap());
    assert_eq!(stores.jobs.claim(&holder("b"), NOW).await.unwrap(), None);
}

async fn a_finished_job_can_be_ordered_again(stores: &Stores) {
    order(stores, GROUP).await;
    let job = stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap();
    stores.jobs.finish(&job, &holder("b"), NOW).await.unwrap();
    assert!(stores.jobs.advance(&job, &holder("a"), RestrictionId(1), NOW).await.unwrap());
    stores.jobs.finish(&job, &holder("a"), NOW).await.unwrap();
    assert!(!stores.jobs.advance(&job, &holder("a"), RestrictionId(1), NOW).await.unwrap());
    assert_eq!(stores.jobs.claim(&holder("a"), later(99)).await.unwrap(), None);
    let again = order(stores, GROUP).await;
    assert!(again > job.id);
    assert_eq!(stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap().cursor, None);
}

async fn a_deferred_job_waits(stores: &Stores) {
    let id = order(stores, GROUP).await;
    stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap();
    stores.jobs.defer(id, later(10)).await.unwrap();
    assert_eq!(stores.jobs.claim(&holder("b"), later(9)).await.unwrap(), None);
    assert_eq!(stores.jobs.claim(&holder("b"), later(10)).await.unwrap().unwrap().id, id);
}

async fn a_holder_gives_up_all_it_holds(stores: &Stores) {
    order(stores, GROUP).await;
    stores.jobs.claim(&holder("a"), NOW).await.unwrap().unwrap();
    stores.jobs.release_leases(&holder("b")).await.unwrap();
    assert_eq!(stores.jobs.claim(&holder("b"), NOW).await.unwrap(), None);
    stores.jobs.release_leases(&holder("a")).await.unwrap();
    assert!(stores.jobs.claim(&holder("b"), NOW).await.unwrap().is_some());
}

async fn many_who_claim_at_once_get_different_jobs(stores: &Stores) {
    for group in 1..=20 {
        order(stores, GroupId(-group)).await;
    }
    let claims = (0..8).map(|worker| {
        let jobs = Arc::clone(&stores.jobs);
        tokio::spawn(async move {
            let mut claimed = Vec::new();
            while let Some(job) = jobs.claim(&holder(&format!("w{worker}")), NOW).await.unwrap() {
                claimed.push(job.id);
            }
            claimed
        })
    });
    let claimed: Vec<_> = futures::future::join_all(claims).await.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(claimed.len(), 20);
    assert_eq!(claimed.into_iter().collect::<HashSet<_>>().len(), 20);
}
