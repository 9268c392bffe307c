//! Groups, channels and members, written by SQL: a million rows take seconds so, and hours by updates.

use std::ops::Range;

use portcullis_domain::ports::Clock;
use portcullis_runtime::SystemClock;
use portcullis_tests::sql;

use super::store_kind::StoreKind;
use crate::ids;

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Population {
    /// Protected groups, each with a channel of its own.
    pub groups: u64,
    /// People who were seen in them before; the member of a number is in the group of the same number, counted round.
    pub seen_members: u64,
}

/// Long after the bench: nothing is looked at of the bot's own accord meanwhile.
const LATER_MS: i64 = 30 * 24 * 3_600_000;

/// Writes the population into a migrated, empty database. Of the tables that are written to by the load itself there are
/// no statistics afterwards, as in a database that is new.
pub(super) async fn seed(url: &str, kind: StoreKind, population: Population) {
    let now = SystemClock.now().0;
    sql::run(url, statements(kind, population, now)).await;
}

/// Members of these numbers were seen in the group of a number.
pub(super) async fn add_seen_members(url: &str, kind: StoreKind, group: u64, members: Range<u64>) {
    let (group, first, now) = (ids::group(group), ids::member(members.start), SystemClock.now().0);
    let numbers = numbers(kind, members.end - members.start);
    let seen = format!(
        "INSERT INTO group_members (group_id, user_id, first_seen, last_seen) SELECT {group}, {first} + n, {now}, {now} FROM {numbers}"
    );
    sql::run(url, seen).await;
}

/// Each of so many groups has a history.
pub(super) async fn add_history(url: &str, kind: StoreKind, groups: u64) {
    let (now, owner, group, channel) = (SystemClock.now().0, ids::OWNER, ids::group(0), ids::channel(0));
    let (member, newcomer, until) = (ids::member(0), ids::newcomer(0), now + LATER_MS);
    let (each, each_past) = (numbers(kind, groups), numbers(kind, 3 * groups));
    let history = format!(
        "INSERT INTO restrictions (group_id, user_id, name, language_code, reason, missing_channels, mode, restricted_at,
             until, muted_at, lifted_at, lift_reason, case_number)
             SELECT {group} - n / 3, {newcomer} + n, 'Newcomer ' || n, 'en', 'spoke', '[{channel}]', 'enforce', {now}, {until},
                 {now}, CASE WHEN n % 3 < 2 THEN {now} END, CASE WHEN n % 3 < 2 THEN 'joined_channel' END, 1 + n % 3
             FROM {each_past};
         INSERT INTO exemptions (group_id, user_id, exempted_by, exempted_at)
             SELECT {group} - n, {member} + n, {owner}, {now} FROM {each};
         INSERT INTO jobs (kind, group_id, state, counts, ordered_at, not_before, finished_at)
             SELECT 'release', {group} - n, 'done', '{{}}', {now}, {now}, {now} FROM {each};
         INSERT INTO message_deletions (chat_id, message_id, due_at) SELECT {group} - n, 7, {until} FROM {each};
         INSERT INTO inbox (update_id, position, lane, raw, received_at, attempts)
             SELECT n, 1, {newcomer} + n, '{{\"update_id\":' || n || ',\"message\":{{\"text\":\"some words\"}}}}', {now}, 0
             FROM {each};"
    );
    sql::run(url, history).await;
}

fn statements(kind: StoreKind, population: Population, now: i64) -> String {
    let Population { groups, seen_members } = population;
    let (yes, owner, title) = (if kind == StoreKind::Sqlite { "1" } else { "TRUE" }, ids::OWNER, ids::GROUP_TITLE);
    let (group, channel, member) = (ids::group(0), ids::channel(0), ids::member(0));
    let (each_group, each_member) = (numbers(kind, groups), numbers(kind, seen_members));
    let later = now + LATER_MS;
    format!(
        "INSERT INTO owners (user_id, created_at, updated_at) VALUES ({owner}, {now}, {now});
         INSERT INTO protected_groups (group_id, owner_id, title, enabled, can_enforce, params, created_at, updated_at,
             announced_can_enforce, looked_at, look_due_at, look_misses)
             SELECT {group} - n, {owner}, '{title}', {yes}, {yes}, '{{}}', {now}, {now}, {yes}, {now}, {later}, 0
             FROM {each_group};
         INSERT INTO enforced_channels (channel_id, title, username, can_check, created_at, updated_at, looked_at,
             look_due_at, look_misses)
             SELECT {channel} - n, 'News', 'news', {yes}, {now}, {now}, {now}, {later}, 0 FROM {each_group};
         INSERT INTO group_channel_links (group_id, channel_id, announced_can_check)
             SELECT {group} - n, {channel} - n, {yes} FROM {each_group};
         INSERT INTO group_members (group_id, user_id, first_seen, last_seen)
             SELECT {group} - n % {groups}, {member} + n, {now}, {now} FROM {each_member};
         ANALYZE protected_groups; ANALYZE enforced_channels; ANALYZE group_channel_links; ANALYZE group_members;"
    )
}

/// A table expression of the numbers `n` from 0 on.
fn numbers(kind: StoreKind, count: u64) -> String {
    match kind {
        StoreKind::Postgres => format!("generate_series(0, {count}::bigint - 1) AS numbers(n)"),
        StoreKind::Sqlite => format!(
            "(WITH RECURSIVE numbers(n) AS (SELECT 0 WHERE {count} > 0
                UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {count}) SELECT n FROM numbers)"
        ),
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::ports::GroupRepository;
    use portcullis_storage::{Database, DatabaseSettings, SqlGroupRepository};

    use super::*;
    use crate::stage::Servers;

    #[tokio::test]
    async fn what_is_seeded_is_what_the_bot_reads() {
        let folder = tempfile::tempdir().unwrap();
        let population = Population { groups: 3, seen_members: 10 };
        let store = Servers::default().store(StoreKind::Sqlite, folder.path(), population).await.unwrap();
        let seen = sql::number(&store.url, "SELECT COUNT(*) FROM group_members WHERE group_id = -1001000000000");
        assert_eq!(seen.await, 4);
        let settings = DatabaseSettings { url: store.url.into(), max_connections: 1 };
        let database = Database::connect(&settings).await.unwrap();
        let groups = SqlGroupRepository::new(database, std::sync::Arc::new(SystemClock));
        let group = groups.find(portcullis_domain::GroupId(ids::group(2))).await.unwrap().unwrap();
        assert!(group.is_protected() && group.can_enforce);
    }
}
