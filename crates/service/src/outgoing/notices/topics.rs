//! The topics in which people write: where a notice may stand while "General" is closed. Telegram lists them for no bot.

use std::sync::Arc;

use portcullis_domain::{GroupId, ThreadId, Timestamp};

/// How many forums' topics are remembered.
const REMEMBERED_FORUMS: u64 = 10_000;

/// How many topics of each.
const REMEMBERED_TOPICS: usize = 5;

/// The topics of each forum, that in which somebody wrote last first.
pub(super) struct RecentTopics(moka::sync::Cache<GroupId, Arc<Vec<Topic>>>);

/// A topic in which somebody has written.
#[derive(Clone, Copy)]
struct Topic {
    thread: ThreadId,
    first_seen: Timestamp,
}

impl Default for RecentTopics {
    fn default() -> Self {
        Self(moka::sync::Cache::new(REMEMBERED_FORUMS))
    }
}

impl RecentTopics {
    /// Notes that somebody has written in a topic.
    pub(super) fn note(&self, group: GroupId, thread: ThreadId, at: Timestamp) {
        let known = self.topics(group);
        if known.first().is_some_and(|first| first.thread == thread) {
            return;
        }
        let old = known.iter().find(|topic| topic.thread == thread);
        let topic = old.copied().unwrap_or(Topic { thread, first_seen: at });
        let others = known.iter().filter(|other| other.thread != thread).copied();
        let topics = [topic].into_iter().chain(others).take(REMEMBERED_TOPICS).collect();
        self.0.insert(group, Arc::new(topics));
    }

    /// A forum's topics, that in which somebody wrote last first.
    pub(super) fn of(&self, group: GroupId) -> Vec<ThreadId> {
        self.topics(group).iter().map(|topic| topic.thread).collect()
    }

    /// Whether a topic was first seen after this.
    pub(super) fn has_newer_than(&self, group: GroupId, at: Timestamp) -> bool {
        self.topics(group).iter().any(|topic| topic.first_seen > at)
    }

    fn topics(&self, group: GroupId) -> Arc<Vec<Topic>> {
        self.0.get(&group).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{GROUP, NOW};

    #[test]
    fn the_topic_in_which_somebody_wrote_last_comes_first_and_a_few_are_remembered() {
        let topics = RecentTopics::default();
        for thread in [1, 2, 3, 4, 5, 6, 3] {
            topics.note(GROUP, ThreadId(thread), NOW);
        }
        assert_eq!(topics.of(GROUP), [3, 6, 5, 4, 2].map(ThreadId));
        assert!(topics.of(GroupId(-9)).is_empty());
    }

    #[test]
    fn a_topic_is_new_once() {
        let topics = RecentTopics::default();
        topics.note(GROUP, ThreadId(1), NOW);
        assert!(!topics.has_newer_than(GROUP, NOW));
        topics.note(GROUP, ThreadId(2), Timestamp(NOW.0 + 1));
        assert!(topics.has_newer_than(GROUP, NOW));
        topics.note(GROUP, ThreadId(1), Timestamp(NOW.0 + 9));
        assert!(!topics.has_newer_than(GROUP, Timestamp(NOW.0 + 1)));
    }
}
