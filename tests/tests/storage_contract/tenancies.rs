//! What is remembered of groups as tenants: blocks, old ids, and who was told.

use std::sync::Arc;

use portcullis_domain::{
    GroupId,
    event::Migration,
    job::JobKind,
    lease::Holder,
    ports::{GroupRepository, TenancyRepository},
    tenancy::{AllowedGroups, Block, DENIAL_REMEMBERED_FOR, Denial, Tenancy},
};
use portcullis_storage::{SqlGroupRepository, SqlTenancyRepository, TenantCount};

use super::stores::{
    ABSENT_GROUP, GROUP, MEMBER, NEWS, NOW, OTHER_GROUP, StoppedClock, Stores, on_both_databases, restriction,
};

on_both_databases!(
    a_block_is_found_in_its_group_and_in_no_other,
    a_block_orders_a_release_and_so_does_its_end,
    a_block_is_told_once_for_each_time_that_it_begins,
    that_a_group_is_not_allowed_is_told_once_in_a_long_while,
    a_list_denies_the_groups_that_are_not_on_it,
    a_block_and_the_old_id_move_with_their_group,
    the_old_id_is_remembered_of_groups_that_are_known_or_on_the_list,
    tenants_are_listed_with_what_decides_about_them,
    whatever_is_counted_of_a_group_is_its_own,
);

fn tenancies(stores: &Stores) -> SqlTenancyRepository {
    SqlTenancyRepository::new(stores.database.clone())
}

fn serving(stores: &Stores, groups: &[GroupId]) -> SqlGroupRepository {
    let allowed: AllowedGroups = groups.iter().copied().collect();
    SqlGroupRepository::serving(allowed, stores.database.clone(), Arc::new(StoppedClock))
}

async fn denied(groups: &dyn GroupRepository, group: GroupId) -> Option<Denial> {
    groups.find(group).await.unwrap().unwrap().denied
}

/// Whether a release of the group is ordered; it is over after that.
async fn has_release(stores: &Stores) -> bool {
    let holder = Holder("test".to_owned());
    let Some(job) = stores.jobs.claim(JobKind::Release, &holder, NOW).await.unwrap() else { return false };
    stores.jobs.finish(&job, &holder, NOW).await.unwrap();
    job.group == GROUP
}

async fn a_block_is_found_in_its_group_and_in_no_other(stores: &Stores) {
    for group in [GROUP, OTHER_GROUP] {
        stores.protect(group, &[NEWS]).await;
    }
    assert!(tenancies(stores).block(GROUP, Some("ra\0ids"), NOW).await.unwrap());
    let block = Some(Block { at: NOW, reason: Some("raids".to_owned()) });
    assert_eq!(tenancies(stores).find(GROUP).await.unwrap(), Tenancy { former_id: None, block });
    assert_eq!(tenancies(stores).find(OTHER_GROUP).await.unwrap(), Tenancy::default());
    assert_eq!(denied(&*stores.groups, GROUP).await, Some(Denial::Blocked));
    assert_eq!(denied(&*stores.groups, OTHER_GROUP).await, None);
    assert!(!stores.groups.find(GROUP).await.unwrap().unwrap().is_protected());

    // Another reason, and no other beginning.
    assert!(!tenancies(stores).block(GROUP, None, NOW).await.unwrap());
    let reason = async || tenancies(stores).find(GROUP).await.unwrap().block.unwrap().reason.unwrap();
    assert_eq!(reason().await, "raids");
    tenancies(stores).block(GROUP, Some("lies"), NOW).await.unwrap();
    assert_eq!(reason().await, "lies");

    // What an admin does does not end it.
    stores.protect(GROUP, &[NEWS]).await;
    assert_eq!(denied(&*stores.groups, GROUP).await, Some(Denial::Blocked));
    assert!(tenancies(stores).unblock(GROUP, NOW).await.unwrap());
    assert!(!tenancies(stores).unblock(GROUP, NOW).await.unwrap());
    assert!(stores.groups.find(GROUP).await.unwrap().unwrap().is_protected());
}

async fn a_block_orders_a_release_and_so_does_its_end(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    assert!(!has_release(stores).await);
    tenancies(stores).block(GROUP, None, NOW).await.unwrap();
    assert!(has_release(stores).await);
    tenancies(stores).unblock(GROUP, NOW).await.unwrap();
    assert!(has_release(stores).await);
    tenancies(stores).unblock(GROUP, NOW).await.unwrap();
    assert!(!has_release(stores).await);
}

async fn a_block_is_told_once_for_each_time_that_it_begins(stores: &Stores) {
    let claim = async || tenancies(stores).claim_denial(ABSENT_GROUP, Denial::Blocked, NOW).await.unwrap();
    assert!(!claim().await, "nothing is blocked");
    for _ in 0..2 {
        tenancies(stores).block(ABSENT_GROUP, None, NOW).await.unwrap();
        assert!(claim().await);
        tenancies(stores).block(ABSENT_GROUP, Some("again"), NOW).await.unwrap();
        assert!(!claim().await);
        tenancies(stores).unblock(ABSENT_GROUP, NOW).await.unwrap();
    }
}

async fn that_a_group_is_not_allowed_is_told_once_in_a_long_while(stores: &Stores) {
    let claim = async |group, at| tenancies(stores).claim_denial(group, Denial::NotAllowed, at).await.unwrap();
    assert!(claim(GROUP, NOW).await);
    assert!(!claim(GROUP, NOW).await);
    assert!(!claim(GROUP, NOW.after(DENIAL_REMEMBERED_FOR)).await);
    assert!(claim(OTHER_GROUP, NOW.after(DENIAL_REMEMBERED_FOR * 2)).await);
    assert_eq!(tenancies(stores).prune_denials(NOW.after(DENIAL_REMEMBERED_FOR)).await.unwrap(), 1);
    let rows = "SELECT COUNT(*) FROM tenancies";
    assert_eq!(portcullis_tests::sql::number(&stores.address, rows).await, 1, "of the other nothing is left");
    assert!(claim(GROUP, NOW.after(DENIAL_REMEMBERED_FOR * 2)).await);
}

async fn a_list_denies_the_groups_that_are_not_on_it(stores: &Stores) {
    for group in [GROUP, OTHER_GROUP] {
        stores.protect(group, &[NEWS]).await;
    }
    let groups = serving(stores, &[GROUP]);
    assert_eq!(denied(&groups, GROUP).await, None);
    assert_eq!(denied(&groups, OTHER_GROUP).await, Some(Denial::NotAllowed));
    tenancies(stores).block(OTHER_GROUP, None, NOW).await.unwrap();
    assert_eq!(denied(&groups, OTHER_GROUP).await, Some(Denial::Blocked));
}

async fn a_block_and_the_old_id_move_with_their_group(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    tenancies(stores).block(GROUP, Some("raids"), NOW).await.unwrap();
    tenancies(stores).claim_denial(GROUP, Denial::Blocked, NOW).await.unwrap();
    for _ in 0..2 {
        stores.groups.migrate(Migration { from: GROUP, to: OTHER_GROUP }).await.unwrap();
        let moved = tenancies(stores).find(OTHER_GROUP).await.unwrap();
        assert_eq!(moved.former_id, Some(GROUP));
        assert_eq!(moved.block.unwrap().reason.as_deref(), Some("raids"));
        assert_eq!(tenancies(stores).find(GROUP).await.unwrap(), Tenancy::default());
    }
    assert!(!tenancies(stores).claim_denial(OTHER_GROUP, Denial::Blocked, NOW).await.unwrap(), "it was told");
    tenancies(stores).unblock(OTHER_GROUP, NOW).await.unwrap();
    assert_eq!(denied(&serving(stores, &[GROUP]), OTHER_GROUP).await, None, "it is allowed by its old id");
    assert_eq!(denied(&serving(stores, &[ABSENT_GROUP]), OTHER_GROUP).await, Some(Denial::NotAllowed));
}

async fn the_old_id_is_remembered_of_groups_that_are_known_or_on_the_list(stores: &Stores) {
    let moved = Migration { from: GROUP, to: OTHER_GROUP };
    let former = async || tenancies(stores).find(OTHER_GROUP).await.unwrap().former_id;
    stores.groups.migrate(moved).await.unwrap();
    assert_eq!(former().await, None, "nobody knows it");
    serving(stores, &[ABSENT_GROUP]).migrate(moved).await.unwrap();
    assert_eq!(former().await, None);
    for _ in 0..2 {
        serving(stores, &[GROUP]).migrate(moved).await.unwrap();
        assert_eq!(former().await, Some(GROUP));
    }
}

async fn tenants_are_listed_with_what_decides_about_them(stores: &Stores) {
    for group in [GROUP, OTHER_GROUP] {
        stores.protect(group, &[NEWS]).await;
    }
    stores.groups.disable(OTHER_GROUP).await.unwrap();
    stores.restrictions.open(&restriction(GROUP, MEMBER)).await.unwrap();
    tenancies(stores).block(OTHER_GROUP, None, NOW).await.unwrap();
    tenancies(stores).claim_denial(GROUP, Denial::NotAllowed, NOW).await.unwrap();
    let all = tenancies(stores).list(None, 9).await.unwrap();
    let shown: Vec<_> = all
        .iter()
        .map(|one| (one.group, one.enabled, one.is_told, one.has_muted, one.tenancy.block.is_some()))
        .collect();
    assert_eq!(shown, [(OTHER_GROUP, false, false, false, true), (GROUP, true, true, true, false)]);
    let page = tenancies(stores).list(Some(OTHER_GROUP), 1).await.unwrap();
    assert_eq!(page, all[1..]);
}

async fn whatever_is_counted_of_a_group_is_its_own(stores: &Stores) {
    for group in [GROUP, OTHER_GROUP] {
        stores.protect(group, &[NEWS]).await;
    }
    stores.restrictions.open(&restriction(GROUP, MEMBER)).await.unwrap();
    tenancies(stores).block(ABSENT_GROUP, Some("raids"), NOW).await.unwrap();
    let one = stores.database.find_tenant(GROUP).await.unwrap().unwrap();
    assert_eq!((one.channels, one.open_restrictions), (1, TenantCount::Exactly(1)));
    let other = stores.database.find_tenant(OTHER_GROUP).await.unwrap().unwrap();
    assert_eq!((other.open_restrictions, other.members_seen), (TenantCount::Exactly(0), TenantCount::Exactly(0)));
    let blocked = stores.database.find_tenant(ABSENT_GROUP).await.unwrap().unwrap();
    assert_eq!(blocked.tenancy.block.unwrap().reason.as_deref(), Some("raids"));
    assert_eq!(stores.database.find_tenant(GroupId(-7)).await.unwrap(), None);
}
