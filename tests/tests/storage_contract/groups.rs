//! The suite of `GroupRepository`, but for groups that get a new id.

use futures::{FutureExt, future::join_all};
use portcullis_domain::{
    ChatId, GroupId, MessageId,
    group::EnforcedChannel,
    job::JobKind,
    ports::{ExemptionRecord, Protection, StoreError},
    restriction::LiftReason,
    setting::{Setting, SettingChange, SettingsUpdate},
    settings::{GroupSettings, Mode},
};
use portcullis_tests::sql;
use serde_json::json;

use super::stores::{
    ABSENT_GROUP, ADMIN, GROUP, MEMBER, NEWS, NOW, OTHER_ADMIN, OTHER_GROUP, OTHER_MEMBER, SHOP, Stores, channel,
    holder, later, on_both_databases, protection, serving,
};

on_both_databases! {
    a_group_that_nobody_protected_is_not_there,
    what_was_protected_is_found_again,
    a_group_is_read_in_three_statements,
    groups_that_are_asked_for_at_once_are_read_together,
    any_number_of_groups_may_be_asked_for_at_once,
    whoever_leaves_takes_nobody_along_who_waits_for_a_group,
    a_failed_read_is_told_to_everybody_who_waits_for_it,
    channels_keep_the_order_in_which_they_were_added,
    protecting_again_keeps_the_owner_and_the_settings_and_switches_on,
    an_invite_link_outlives_a_protection_that_made_none,
    a_protection_without_channels_switches_on,
    removed_channels_leave_other_groups_alone,
    settings_keep_keys_that_this_version_does_not_know,
    of_changes_at_the_same_time_none_is_lost,
    a_change_that_asks_less_orders_a_release_where_the_gate_is_on,
    a_persons_groups_are_listed_by_title_and_nobody_elses,
    switching_off_keeps_everything_else,
    switching_on_again_orders_a_release_for_whoever_meets_what_holds_now,
    a_change_of_rights_is_told_apart_from_its_repetition,
    a_bot_that_was_removed_ends_the_restrictions_and_goes_on_with_them_when_it_is_back,
    protecting_again_goes_on_with_the_restrictions_that_a_removal_ended,
    a_channel_that_is_lost_or_found_again_orders_a_release_in_each_group_that_requires_it,
    titles_names_and_links_are_replaced,
    a_notice_with_a_link_that_is_no_longer_the_channels_goes_and_its_people_wait_for_another,
    groups_are_found_by_the_channels_they_name,
    a_nul_in_a_name_does_no_harm,
}

async fn a_group_that_nobody_protected_is_not_there(stores: &Stores) {
    assert_eq!(stores.groups.find(GROUP).await.unwrap(), None);
    assert!(!stores.groups.enable(GROUP).await.unwrap());
    assert!(!stores.groups.note_cannot_enforce(GROUP).await.unwrap());
    assert!(!stores.groups.note_cannot_check(NEWS).await.unwrap());
}

async fn what_was_protected_is_found_again(stores: &Stores) {
    let public = EnforcedChannel { username: Some("tea_news".to_owned()), ..channel(NEWS) };
    let private = EnforcedChannel { invite_link: Some("https://t.me/+x".to_owned()), ..channel(SHOP) };
    let whole = Protection {
        linked_channel: Some(ChatId(-5)),
        channels: vec![public.clone(), private.clone()],
        ..protection(GROUP, &[])
    };
    stores.groups.protect(&whole).await.unwrap();

    let exemption = ExemptionRecord { group: GROUP, user: MEMBER, by: ADMIN, at: NOW };
    stores.exemptions.put(exemption).await.unwrap();
    let group = stores.groups.find(GROUP).await.unwrap().unwrap();
    assert_eq!((group.id, group.owner, group.title.as_str()), (GROUP, ADMIN, "Tea"));
    assert!(group.enabled && group.can_enforce);
    assert_eq!(group.settings, GroupSettings::default());
    assert_eq!(group.channels, [public, private]);
    assert_eq!(group.linked_channel, Some(ChatId(-5)));
    assert!(group.exempt.contains(&MEMBER) && group.exempt.len() == 1);
    assert_eq!(group.created_at, NOW);
}

async fn a_group_is_read_in_three_statements(stores: &Stores) {
    stores.protect(GROUP, &[NEWS, SHOP]).await;
    let before = stores.database.statement_count();
    stores.groups.find(GROUP).await.unwrap().unwrap();
    assert_eq!(stores.database.statement_count() - before, 3);
    stores.groups.find(ABSENT_GROUP).await.unwrap();
    assert_eq!(stores.database.statement_count() - before, 4);
}

async fn groups_that_are_asked_for_at_once_are_read_together(stores: &Stores) {
    let groups: Vec<GroupId> = (0..60).map(|number| GroupId(-1_000 - number)).collect();
    for (number, group) in groups.iter().enumerate() {
        stores.protect(*group, if number % 2 == 0 { &[NEWS] } else { &[SHOP, NEWS] }).await;
    }
    let exemption = ExemptionRecord { group: groups[2], user: MEMBER, by: ADMIN, at: NOW };
    stores.exemptions.put(exemption).await.unwrap();

    let before = stores.database.statement_count();
    let found = join_all(groups.iter().chain([&ABSENT_GROUP]).map(|group| stores.groups.find(*group))).await;
    let statements = stores.database.statement_count() - before;
    assert!(statements <= 30, "{statements} statements for {} groups", groups.len());
    for (number, (id, group)) in groups.iter().zip(&found).enumerate() {
        let group = group.as_ref().unwrap().as_ref().unwrap();
        assert_eq!(group.id, *id);
        assert_eq!(group.channel_ids(), if number % 2 == 0 { vec![NEWS] } else { vec![SHOP, NEWS] });
        assert_eq!(group.exempt.contains(&MEMBER), number == 2, "of group {number}");
    }
    assert_eq!(*found.last().unwrap().as_ref().unwrap(), None);
}

async fn any_number_of_groups_may_be_asked_for_at_once(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let ids = (0..1_000).map(|number| GroupId(-5_000 - number)).chain([GROUP, GROUP]);
    let found = join_all(ids.map(|group| stores.groups.find(group))).await;
    let is_there: Vec<bool> = found.into_iter().map(|group| group.unwrap().is_some()).collect();
    assert_eq!(is_there.iter().position(|is_there| *is_there), Some(1_000));
    assert!(is_there[1_001]);
}

async fn whoever_leaves_takes_nobody_along_who_waits_for_a_group(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    let mut waited = 0;
    for _ in 0..20 {
        let [mut leaves, mut leaves_too, mut stays] =
            [GROUP, OTHER_GROUP, OTHER_GROUP].map(|id| stores.groups.find(id));
        let asks = [&mut leaves, &mut leaves_too, &mut stays];
        if asks.into_iter().any(|asks| asks.now_or_never().is_some()) {
            // The task that reads has overtaken this one.
            continue;
        }
        drop((leaves, leaves_too));
        assert_eq!(stays.await.unwrap().unwrap().id, OTHER_GROUP);
        waited += 1;
    }
    assert!(waited > 0, "nobody ever had to wait");
}

async fn a_failed_read_is_told_to_everybody_who_waits_for_it(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.database.close().await.unwrap();
    for _ in 0..2 {
        let found = join_all([GROUP, OTHER_GROUP, ABSENT_GROUP].map(|group| stores.groups.find(group))).await;
        assert!(found.iter().all(|found| matches!(found, Err(StoreError::Unavailable(_)))), "{found:?}");
    }
}

/// PostgreSQL lets nothing in that can't be read.
#[tokio::test]
async fn a_row_that_cannot_be_read_hides_no_other_group() {
    let stores = Stores::sqlite().await;
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    let broken = format!("UPDATE protected_groups SET params = '{{' WHERE group_id = {}", GROUP.0);
    sql::run(&stores.address, broken).await;
    let [broken, absent, other] = [GROUP, ABSENT_GROUP, OTHER_GROUP].map(|group| stores.groups.find(group));
    let (broken, absent, other) = futures::join!(broken, absent, other);
    assert!(matches!(broken, Err(StoreError::Unreadable(_))), "{broken:?}");
    assert_eq!(absent.unwrap(), None);
    assert_eq!(other.unwrap().unwrap().channel_ids(), [NEWS]);
}

async fn channels_keep_the_order_in_which_they_were_added(stores: &Stores) {
    stores.protect(GROUP, &[SHOP]).await;
    stores.protect(GROUP, &[NEWS, SHOP]).await;
    assert_eq!(stores.groups.find(GROUP).await.unwrap().unwrap().channel_ids(), [SHOP, NEWS]);
}

async fn protecting_again_keeps_the_owner_and_the_settings_and_switches_on(stores: &Stores) {
    let mut first = protection(GROUP, &[NEWS]);
    first.by.language_code = Some("es".to_owned());
    stores.groups.protect(&first).await.unwrap();
    // What is not known now is what was known before.
    stores.protect(GROUP, &[NEWS]).await;
    stores.change(GROUP, Setting::Mode, "observe").await;
    stores.groups.disable(GROUP).await.unwrap();
    stores.groups.note_cannot_enforce(GROUP).await.unwrap();
    stores.groups.note_cannot_check(NEWS).await.unwrap();

    let title = "Coffee".to_owned();
    let mut again = Protection { title, at: later(60), ..protection(GROUP, &[NEWS]) };
    again.by.id = OTHER_ADMIN;
    again.by.language_code = Some("ru".to_owned());
    stores.groups.protect(&again).await.unwrap();
    let group = stores.groups.find(GROUP).await.unwrap().unwrap();
    assert_eq!((group.owner, group.title.as_str(), group.created_at), (ADMIN, "Coffee", NOW));
    assert_eq!(group.owner_language_code.as_deref(), Some("es"), "another admin's is not the owner's");
    assert_eq!(group.settings, GroupSettings { mode: Mode::Observe, ..GroupSettings::default() });
    assert!(group.enabled && group.can_enforce && group.channels[0].can_check);
}

async fn an_invite_link_outlives_a_protection_that_made_none(stores: &Stores) {
    let mut first = protection(GROUP, &[NEWS]);
    first.channels[0].invite_link = Some("https://t.me/+x".to_owned());
    stores.groups.protect(&first).await.unwrap();
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    let group = stores.groups.find(GROUP).await.unwrap().unwrap();
    assert_eq!(group.channels[0].invite_link.as_deref(), Some("https://t.me/+x"));
}

async fn a_protection_without_channels_switches_on(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.groups.disable(GROUP).await.unwrap();
    stores.protect(GROUP, &[]).await;
    assert!(stores.groups.find(GROUP).await.unwrap().unwrap().is_protected());
}

async fn removed_channels_leave_other_groups_alone(stores: &Stores) {
    stores.protect(GROUP, &[NEWS, SHOP]).await;
    stores.protect(OTHER_GROUP, &[NEWS, SHOP]).await;
    stores.groups.remove_channels(GROUP, &[NEWS]).await.unwrap();
    stores.groups.remove_channels(GROUP, &[]).await.unwrap();
    assert_eq!(stores.groups.find(GROUP).await.unwrap().unwrap().channel_ids(), [SHOP]);
    assert_eq!(stores.groups.find(OTHER_GROUP).await.unwrap().unwrap().channel_ids(), [NEWS, SHOP]);
}

async fn settings_keep_keys_that_this_version_does_not_know(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let of_tomorrow = json!({"colour": {"red": [1, 2.5]}, "policy": "any"});
    let write = format!("UPDATE protected_groups SET params = '{of_tomorrow}' WHERE group_id = {}", GROUP.0);
    sql::run(&stores.address, write).await;
    let settings = async || stores.groups.find(GROUP).await.unwrap().unwrap().settings.to_params();
    assert_eq!(serde_json::Value::Object(settings().await), of_tomorrow);
    stores.change(GROUP, Setting::Mode, "observe").await;
    let changed = json!({"colour": {"red": [1, 2.5]}, "policy": "any", "mode": "observe"});
    assert_eq!(serde_json::Value::Object(settings().await), changed);
}

async fn of_changes_at_the_same_time_none_is_lost(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let changes = [
        (Setting::Mode, "observe"),
        (Setting::Policy, "any"),
        (Setting::MuteForDays, "30"),
        (Setting::NoticeText, "Hello"),
        (Setting::GateOnJoin, "false"),
        (Setting::Language, "es"),
    ];
    join_all(changes.map(|(setting, value)| stores.change(GROUP, setting, value))).await;
    let settings = stores.groups.find(GROUP).await.unwrap().unwrap().settings.clone();
    for (setting, value) in changes {
        assert_eq!(setting.value_in(&settings), value, "{setting:?}");
    }
}

async fn a_change_that_asks_less_orders_a_release_where_the_gate_is_on(stores: &Stores) {
    for group in [GROUP, OTHER_GROUP] {
        stores.protect(group, &[NEWS]).await;
    }
    stores.groups.disable(OTHER_GROUP).await.unwrap();
    for (group, setting, value, is_ordered) in [
        (GROUP, Setting::MuteForDays, "3", false),
        (GROUP, Setting::Policy, "any", true),
        (OTHER_GROUP, Setting::Policy, "any", false),
    ] {
        let updated = stores.change(group, setting, value).await;
        assert_eq!(updated.is_release_ordered, is_ordered, "{setting:?}");
        assert_eq!(stores.jobs.is_open(JobKind::Release, group).await.unwrap(), is_ordered);
    }
    let change = SettingsUpdate::Change(SettingChange::new(Setting::Policy, "any").unwrap());
    assert_eq!(stores.groups.update_settings(GroupId(-77), &change).await.unwrap(), None);
}

async fn a_persons_groups_are_listed_by_title_and_nobody_elses(stores: &Stores) {
    for (id, title, owner) in [(-11, "Tea", ADMIN), (-12, "Cake", ADMIN), (-13, "Ale", OTHER_ADMIN)] {
        let mut by = protection(GroupId(id), &[NEWS]);
        (by.title, by.by.id) = (title.to_owned(), owner);
        stores.groups.protect(&by).await.unwrap();
    }
    let titles = async |except, skip, limit| {
        let owned = stores.groups.list_owned_by(ADMIN, GroupId(except), skip, limit).await.unwrap();
        owned.into_iter().map(|group| group.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(-13, 0, 9).await, ["Cake", "Tea"]);
    assert_eq!(titles(-13, 1, 9).await, ["Tea"]);
    assert_eq!(titles(-13, 0, 1).await, ["Cake"]);
    // What is left out takes no place on a page.
    assert_eq!(titles(-12, 0, 1).await, ["Tea"]);
    assert_eq!(titles(-12, 1, 1).await, [""; 0]);
}

async fn switching_off_keeps_everything_else(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    assert!(stores.groups.disable(GROUP).await.unwrap());
    assert!(stores.groups.disable(GROUP).await.unwrap());
    let group = stores.groups.find(GROUP).await.unwrap().unwrap();
    assert!(!group.enabled);
    assert_eq!(group.channel_ids(), [NEWS]);
}

async fn switching_on_again_orders_a_release_for_whoever_meets_what_holds_now(stores: &Stores) {
    let is_ordered = async |group| stores.jobs.is_open(JobKind::Release, group).await.unwrap();
    for group in [GROUP, OTHER_GROUP] {
        stores.protect(group, &[NEWS]).await;
        assert!(!is_ordered(group).await, "nobody is muted yet");
        stores.groups.disable(group).await.unwrap();
    }
    stores.groups.enable(GROUP).await.unwrap();
    stores.protect(OTHER_GROUP, &[SHOP]).await;
    assert!(is_ordered(GROUP).await && is_ordered(OTHER_GROUP).await);
    stores.jobs.cancel(JobKind::Release, GROUP, NOW).await.unwrap();
    stores.groups.enable(GROUP).await.unwrap();
    assert!(!is_ordered(GROUP).await, "it was on");
}

async fn a_change_of_rights_is_told_apart_from_its_repetition(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    assert!(!stores.groups.note_can_enforce(GROUP).await.unwrap());
    assert!(stores.groups.note_cannot_enforce(GROUP).await.unwrap());
    assert!(!stores.groups.note_cannot_enforce(GROUP).await.unwrap());
    assert!(stores.groups.note_cannot_check(NEWS).await.unwrap());
    assert!(!stores.groups.note_cannot_check(NEWS).await.unwrap());
    let group = stores.groups.find(GROUP).await.unwrap().unwrap();
    assert!(!group.can_enforce && !group.channels[0].can_check);
}

async fn a_bot_that_was_removed_ends_the_restrictions_and_goes_on_with_them_when_it_is_back(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS]).await;
    let open = stores.restrict(GROUP, MEMBER).await;
    let elsewhere = stores.restrict(OTHER_GROUP, MEMBER).await;
    let lifted = stores.restrict(GROUP, OTHER_MEMBER).await;
    stores.restrictions.close(lifted.id, LiftReason::Pressed, NOW).await.unwrap();
    assert_eq!(stores.groups.note_removed(GROUP).await.unwrap(), 1);
    assert_eq!(stores.groups.note_removed(GROUP).await.unwrap(), 0);
    assert!(!stores.groups.find(GROUP).await.unwrap().unwrap().can_enforce);
    assert_eq!(stores.restrictions.list_open_of(MEMBER).await.unwrap(), [elsewhere]);

    assert!(stores.groups.note_can_enforce(GROUP).await.unwrap());
    assert_eq!(stores.restrictions.find_open(GROUP, MEMBER).await.unwrap(), Some(open));
    assert_eq!(stores.restrictions.find_open(GROUP, OTHER_MEMBER).await.unwrap(), None);
    let job = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap();
    assert_eq!(job.group, GROUP, "whoever meets the gate by now is let go");
}

async fn protecting_again_goes_on_with_the_restrictions_that_a_removal_ended(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    let open = stores.restrict(GROUP, MEMBER).await;
    assert_eq!(stores.groups.note_removed(GROUP).await.unwrap(), 1);
    stores.protect(GROUP, &[NEWS, SHOP]).await;
    assert!(stores.groups.find(GROUP).await.unwrap().unwrap().can_enforce);
    assert_eq!(stores.restrictions.find_open(GROUP, MEMBER).await.unwrap(), Some(open));
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap().unwrap().group, GROUP);
    assert_eq!(stores.announcements.claim(NOW, 9).await.unwrap(), [], "whoever protects it knows");
}

async fn a_channel_that_is_lost_or_found_again_orders_a_release_in_each_group_that_requires_it(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS, SHOP]).await;
    let mut old = stores.jobs.put(JobKind::Release, OTHER_GROUP, NOW).await.unwrap();
    for is_lost in [true, false] {
        let is_new = if is_lost {
            stores.groups.note_cannot_check(NEWS).await.unwrap()
        } else {
            stores.groups.note_can_check(NEWS).await.unwrap()
        };
        assert!(is_new);
        let mut ordered = Vec::new();
        while let Some(job) = stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap() {
            assert_ne!(job.id, old, "it is ordered anew");
            ordered.push((job.group, job.id));
        }
        ordered.sort_unstable_by_key(|(group, _)| group.0);
        let groups: Vec<_> = ordered.iter().map(|(group, _)| *group).collect();
        assert_eq!(groups, [OTHER_GROUP, GROUP]);
        old = ordered[0].1;
    }
    stores.groups.disable(GROUP).await.unwrap();
    stores.groups.disable(OTHER_GROUP).await.unwrap();
    stores.groups.note_cannot_check(SHOP).await.unwrap();
    assert_eq!(stores.jobs.claim(JobKind::Release, &holder("a"), NOW).await.unwrap(), None);
}

async fn titles_names_and_links_are_replaced(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.groups.put_title(GROUP, "Cof\0fee").await.unwrap();
    let renamed = EnforcedChannel {
        title: "Brews".to_owned(),
        username: Some("brews".to_owned()),
        invite_link: Some("https://t.me/+y".to_owned()),
        ..channel(NEWS)
    };
    stores.groups.put_channel(&renamed).await.unwrap();
    let group = stores.groups.find(GROUP).await.unwrap().unwrap();
    assert_eq!((group.title.as_str(), &group.channels[..]), ("Coffee", &[renamed.clone()][..]));
    assert_eq!(stores.groups.find_channel(NEWS).await.unwrap(), Some(renamed));
    assert_eq!(stores.groups.find_channel(SHOP).await.unwrap(), None);
    stores.groups.remove_channels(GROUP, &[NEWS]).await.unwrap();
    assert_eq!(stores.groups.find_channel(NEWS).await.unwrap(), None, "nobody names it any more");
}

async fn a_notice_with_a_link_that_is_no_longer_the_channels_goes_and_its_people_wait_for_another(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[SHOP]).await;
    for (group, notice) in [(GROUP, 7), (OTHER_GROUP, 8)] {
        let open = stores.restrict(group, MEMBER).await;
        stores.restrictions.set_muted(open.id, NOW).await.unwrap();
        stores.restrictions.put_notice(&serving(&[open.id], MessageId(notice), NOW)).await.unwrap();
    }
    stores.groups.put_channel(&EnforcedChannel { title: "Brews".to_owned(), ..channel(NEWS) }).await.unwrap();
    assert_eq!(stores.restrictions.list_awaiting_notice(NOW).await.unwrap(), [], "another title leads nowhere else");

    let named = EnforcedChannel { username: Some("brews".to_owned()), ..channel(NEWS) };
    stores.groups.put_channel(&named).await.unwrap();
    assert_eq!(stores.restrictions.list_awaiting_notice(NOW).await.unwrap(), [GROUP]);
    let due = stores.deletions.claim_due(NOW, later(60), 9).await.unwrap();
    let removed: Vec<_> = due.iter().map(|put| put.message).collect();
    assert_eq!(removed, [MessageId(7)]);
}

async fn groups_are_found_by_the_channels_they_name(stores: &Stores) {
    stores.protect(GROUP, &[NEWS]).await;
    stores.protect(OTHER_GROUP, &[NEWS, SHOP]).await;
    stores.groups.put_linked_channel(GROUP, Some(SHOP.into())).await.unwrap();
    stores.groups.disable(OTHER_GROUP).await.unwrap();
    assert_eq!(stores.groups.list_with_channel(NEWS).await.unwrap(), [OTHER_GROUP, GROUP]);
    assert_eq!(stores.groups.list_with_channel(SHOP).await.unwrap(), [OTHER_GROUP, GROUP]);

    stores.groups.put_linked_channel(GROUP, None).await.unwrap();
    assert_eq!(stores.groups.list_with_channel(SHOP).await.unwrap(), [OTHER_GROUP]);
}

async fn a_nul_in_a_name_does_no_harm(stores: &Stores) {
    let mut hostile = Protection { title: "T\0ea".to_owned(), ..protection(GROUP, &[NEWS]) };
    hostile.by.username = Some("a\0da".to_owned());
    stores.groups.protect(&hostile).await.unwrap();
    assert_eq!(stores.groups.find(GROUP).await.unwrap().unwrap().title, "Tea");
}
