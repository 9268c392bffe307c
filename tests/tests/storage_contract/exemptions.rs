//! The suite of `ExemptionRepository`.

use portcullis_domain::ports::{ExemptionRecord, StoreError};

use super::stores::{
    ABSENT_GROUP, ADMIN, GROUP, MEMBER, NEWS, NOW, OTHER_ADMIN, OTHER_GROUP, OTHER_MEMBER, Stores, later,
    on_both_databases,
};

on_both_databases! {
    an_exemption_is_given_once_and_the_first_stays,
    exemptions_are_listed_oldest_first_page_by_page,
    an_exemption_ends_once,
    nobody_is_exempted_in_a_group_that_is_not_there,
}

async fn an_exemption_is_given_once_and_the_first_stays(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let first = ExemptionRecord { group: GROUP, user: MEMBER, by: ADMIN, at: NOW };
    assert!(stores.exemptions.put(first).await.unwrap());
    assert!(!stores.exemptions.put(ExemptionRecord { by: OTHER_ADMIN, at: later(1), ..first }).await.unwrap());
    assert_eq!(stores.exemptions.list(GROUP, 0, 10).await.unwrap(), [first]);
}

async fn exemptions_are_listed_oldest_first_page_by_page(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    let newer = ExemptionRecord { group: GROUP, user: OTHER_MEMBER, by: ADMIN, at: later(1) };
    let older = ExemptionRecord { group: GROUP, user: MEMBER, by: ADMIN, at: NOW };
    for exempted in [newer, older, ExemptionRecord { group: OTHER_GROUP, ..older }] {
        assert!(stores.exemptions.put(exempted).await.unwrap());
    }
    for (skip, limit, listed) in [(0, 10, vec![older, newer]), (0, 1, vec![older]), (1, 1, vec![newer]), (2, 1, vec![])]
    {
        assert_eq!(stores.exemptions.list(GROUP, skip, limit).await.unwrap(), listed);
    }
}

async fn an_exemption_ends_once(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.exemptions.put(ExemptionRecord { group: GROUP, user: MEMBER, by: ADMIN, at: NOW }).await.unwrap();
    assert!(!stores.exemptions.remove(OTHER_GROUP, MEMBER).await.unwrap());
    assert!(stores.exemptions.remove(GROUP, MEMBER).await.unwrap());
    assert!(!stores.exemptions.remove(GROUP, MEMBER).await.unwrap());
    assert_eq!(stores.exemptions.list(GROUP, 0, 10).await.unwrap(), []);
}

async fn nobody_is_exempted_in_a_group_that_is_not_there(stores: &Stores) {
    let outcome =
        stores.exemptions.put(ExemptionRecord { group: ABSENT_GROUP, user: MEMBER, by: ADMIN, at: NOW }).await;
    assert!(matches!(outcome, Err(StoreError::Refused(_))));
}
