//! What `GroupRepository::migrate` does to the rows of all tables.

use portcullis_domain::{
    CaseNumber, MessageId, UserId,
    event::Migration,
    job::{JobKind, JobProgress},
    ports::{Deletion, ExemptionRecord, Protection, Sighting},
    restriction::{LiftReason, NewRestriction, Restriction},
    setting::Setting,
    settings::Mode,
    step::Step,
    sweep::{SweepCounts, SweepProgress},
};

use super::stores::{
    ADMIN, GROUP, MEMBER, NEWS, NOW, OTHER_ADMIN, OTHER_GROUP, OTHER_MEMBER, SHOP, Stores, holder, later,
    on_both_databases, protection, restriction, serving,
};

on_both_databases! {
    every_row_moves,
    a_sweep_begins_anew_in_the_new_chat_where_it_is_not_shown_yet,
    doing_it_again_changes_nothing,
    rows_under_the_new_id_are_joined,
    two_open_restrictions_of_a_person_become_one,
    a_group_without_rows_migrates_to_nothing,
    cases_keep_their_numbers_and_of_two_the_earlier_does,
    a_step_moves_and_answers_no_message_of_the_old_chat,
}

const MIGRATION: Migration = Migration { from: GROUP, to: OTHER_GROUP };

async fn fill(stores: &Stores) {
    stores.protect(GROUP, &[SHOP, NEWS]).await;
    stores.change(GROUP, Setting::Mode, "observe").await;
    stores.members.record(&[Sighting { group: GROUP, user: MEMBER, at: NOW }]).await.unwrap();
    assert_eq!(stores.members.claim_welcomes(GROUP, &[MEMBER], NOW).await.unwrap(), [MEMBER]);
    stores.exemptions.put(ExemptionRecord { group: GROUP, user: MEMBER, by: ADMIN, at: NOW }).await.unwrap();
    stores.deletions.put(Deletion { chat: GROUP.into(), message: MessageId(5), due: NOW }).await.unwrap();
    stores.jobs.put(JobKind::Release, GROUP, NOW).await.unwrap();
    let open = stores.restrict(GROUP, MEMBER).await;
    stores.restrictions.set_muted(open.id, NOW).await.unwrap();
    stores.restrictions.put_notice(&serving(&[open.id], MessageId(6), NOW)).await.unwrap();
    let past = stores.restrict(GROUP, OTHER_MEMBER).await;
    stores.restrictions.close(past.id, LiftReason::Pressed, NOW).await.unwrap();
}

async fn check_moved(stores: &Stores) {
    assert_eq!(stores.groups.find(GROUP).await.unwrap(), None);
    let group = stores.groups.find(OTHER_GROUP).await.unwrap().unwrap();
    assert_eq!(group.channel_ids(), [SHOP, NEWS]);
    assert_eq!(group.settings.mode, Mode::Observe);
    assert!(group.exempt.contains(&MEMBER));
    assert_eq!(stores.members.list_seen_in(MEMBER, NEWS).await.unwrap(), [OTHER_GROUP]);
    assert_eq!(stores.members.claim_welcomes(OTHER_GROUP, &[MEMBER], NOW).await.unwrap(), []);
    assert_eq!(stores.deletions.claim_due(NOW, NOW, 9).await.unwrap(), []);
    assert_eq!(stores.restrictions.list_open_in(GROUP, None, 9).await.unwrap(), []);
    let open = stores.restrictions.find_open(OTHER_GROUP, MEMBER).await.unwrap().unwrap();
    assert_eq!((open.muted_at, open.notice), (Some(NOW), None));
    assert_eq!(stores.restrictions.counts(OTHER_GROUP).await.unwrap().open, 1);
}

async fn every_row_moves(stores: &Stores) {
    fill(stores).await;
    stores.groups.migrate(MIGRATION).await.unwrap();
    check_moved(stores).await;
    let job = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!(job.group, OTHER_GROUP);
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("b"), NOW).await.unwrap(), None);
}

async fn a_sweep_begins_anew_in_the_new_chat_where_it_is_not_shown_yet(stores: &Stores) {
    fill(stores).await;
    let ordered = SweepProgress {
        counts: SweepCounts { total: 9, ..SweepCounts::default() },
        language: Some("ru".to_owned()),
        ..SweepProgress::default()
    };
    stores.jobs.put_sweep(GROUP, &ordered, NOW).await.unwrap();
    let job = stores.jobs.claim(JobKind::Sweep, &holder("a"), NOW).await.unwrap().unwrap();
    let counts = SweepCounts { passed: 4, ..ordered.counts };
    let shown = SweepProgress { after: Some(MEMBER), counts, message: Some(MessageId(7)), ..ordered.clone() };
    assert!(stores.jobs.advance(&job, &holder("a"), &JobProgress::Sweep(shown), NOW).await.unwrap());
    stores.groups.migrate(MIGRATION).await.unwrap();
    assert_eq!(stores.jobs.find_sweep(GROUP).await.unwrap(), None);
    let moved = stores.jobs.claim(JobKind::Sweep, &holder("b"), NOW).await.unwrap().unwrap();
    assert_eq!((moved.group, moved.progress), (OTHER_GROUP, JobProgress::Sweep(ordered)));
}

async fn doing_it_again_changes_nothing(stores: &Stores) {
    fill(stores).await;
    stores.groups.migrate(MIGRATION).await.unwrap();
    stores.groups.migrate(MIGRATION).await.unwrap();
    check_moved(stores).await;
    stores.groups.migrate(Migration { from: OTHER_GROUP, to: OTHER_GROUP }).await.unwrap();
    check_moved(stores).await;
}

async fn rows_under_the_new_id_are_joined(stores: &Stores) {
    fill(stores).await;
    let title = "New".to_owned();
    let mut newer = Protection { title, at: later(9), ..protection(OTHER_GROUP, &[NEWS]) };
    newer.by.id = OTHER_ADMIN;
    stores.groups.protect(&newer).await.unwrap();
    stores.members.record(&[Sighting { group: OTHER_GROUP, user: MEMBER, at: later(9) }]).await.unwrap();
    stores.jobs.put(JobKind::Release, OTHER_GROUP, later(9)).await.unwrap();

    stores.groups.migrate(MIGRATION).await.unwrap();
    let group = stores.groups.find(OTHER_GROUP).await.unwrap().unwrap();
    assert_eq!((group.owner, group.created_at, group.title.as_str()), (ADMIN, NOW, "New"));
    assert_eq!(group.settings.mode, Mode::Enforce);
    assert_eq!(group.channel_ids(), [NEWS, SHOP]);
    assert_eq!(stores.members.count(OTHER_GROUP).await.unwrap(), 1);
    assert_eq!(stores.members.claim_welcomes(OTHER_GROUP, &[MEMBER], NOW).await.unwrap(), []);
    // The last sighting is the later of the two.
    assert_eq!(stores.members.prune(later(9)).await.unwrap(), 0);
    assert!(stores.jobs.claim(JobKind::Release, &holder("a"), later(9)).await.unwrap().is_some());
}

async fn two_open_restrictions_of_a_person_become_one(stores: &Stores) {
    fill(stores).await;
    let there = stores.restrict(OTHER_GROUP, MEMBER).await;
    stores.groups.migrate(MIGRATION).await.unwrap();
    // Cases 1 and 2 are those that came under the old id.
    let there = Restriction { case_number: Some(CaseNumber(3)), ..there };
    assert_eq!(stores.restrictions.find_open(OTHER_GROUP, MEMBER).await.unwrap(), Some(there.clone()));
    assert_eq!(stores.restrictions.list_open_of(MEMBER).await.unwrap(), [there]);
}

async fn cases_keep_their_numbers_and_of_two_the_earlier_does(stores: &Stores) {
    let open = async |group, user, seconds| {
        let new = NewRestriction { restricted_at: later(seconds), ..restriction(group, UserId(user)) };
        stores.restrictions.open(&new).await.unwrap();
    };
    for user in 1..=3 {
        open(GROUP, user, user.unsigned_abs()).await;
    }
    // Some came under the new id before anybody knew of the move: one before those under the old id.
    open(OTHER_GROUP, 4, 0).await;
    open(OTHER_GROUP, 5, 10).await;
    let numbers = async || {
        let all = stores.restrictions.list_open_in(OTHER_GROUP, None, 9).await.unwrap();
        all.into_iter().map(|one| (one.user.0, one.case_number.unwrap().0)).collect::<Vec<_>>()
    };
    let moved = [(1, 4), (2, 2), (3, 3), (4, 1), (5, 5)];
    for _ in 0..2 {
        stores.groups.migrate(MIGRATION).await.unwrap();
        assert_eq!(numbers().await, moved);
    }
    // One that an instance wrote under the old id in the meantime.
    open(GROUP, 6, 20).await;
    stores.groups.migrate(MIGRATION).await.unwrap();
    assert_eq!(numbers().await, [&moved[..], &[(6, 6)]].concat());
    open(OTHER_GROUP, 7, 30).await;
    assert_eq!(numbers().await[6], (7, 7));
}

async fn a_step_moves_and_answers_no_message_of_the_old_chat(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let switched_on_at = stores.groups.find(GROUP).await.unwrap().unwrap().switched_on_at;
    let message = Some(MessageId(44));
    let reminded = NewRestriction { step: Step::Remind, message, ..restriction(GROUP, MEMBER) };
    stores.restrictions.open(&reminded).await.unwrap();
    stores.groups.migrate(MIGRATION).await.unwrap();
    let moved = stores.restrictions.find_open(OTHER_GROUP, MEMBER).await.unwrap().unwrap();
    assert_eq!((moved.step, moved.message), (Step::Remind, None));
    assert_eq!(stores.groups.find(OTHER_GROUP).await.unwrap().unwrap().switched_on_at, switched_on_at);
}

async fn a_group_without_rows_migrates_to_nothing(stores: &Stores) {
    stores.groups.migrate(MIGRATION).await.unwrap();
    assert_eq!(stores.groups.find(OTHER_GROUP).await.unwrap(), None);
}
