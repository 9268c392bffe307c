//! Requests to join a group's channels that wait, where they count as being in them.

use std::sync::Arc;

use portcullis_domain::{
    ChannelId, UserId,
    chat_member::Membership,
    group::Group,
    pending_join_request::{PENDING_FOR, with_requests},
    ports::{Clock, PendingJoinRequests, StoreError},
};

/// Counts a person's requests to join as memberships.
pub(crate) struct WaitingRequests {
    requests: Arc<dyn PendingJoinRequests>,
    clock: Arc<dyn Clock>,
}

impl WaitingRequests {
    pub(crate) fn new(requests: Arc<dyn PendingJoinRequests>, clock: Arc<dyn Clock>) -> Self {
        Self { requests, clock }
    }

    /// These memberships of a person, with their requests counted as the admins of `group` chose. Nobody is asked about
    /// anybody where they chose not to, or where the person meets the policy as it is.
    pub(super) async fn count(
        &self,
        group: &Group,
        user: UserId,
        known: Vec<(ChannelId, Membership)>,
    ) -> Result<Vec<(ChannelId, Membership)>, StoreError> {
        let channels = group.channels_to_request(&known);
        if channels.is_empty() {
            return Ok(known);
        }
        let requested = self.requests.list_of(user, &channels, self.clock.now().before(PENDING_FOR)).await?;
        Ok(with_requests(&known, &requested))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::ports::MockPendingJoinRequests;

    use super::*;
    use crate::testing::{ANN, CHANNEL, NOW, accepting_group, clock, group};

    async fn count(requests: MockPendingJoinRequests, group: &Group, known: Membership) -> Membership {
        let requests = WaitingRequests::new(Arc::new(requests), clock());
        requests.count(group, ANN, vec![(CHANNEL, known)]).await.unwrap()[0].1
    }

    #[tokio::test]
    async fn where_requests_do_not_count_or_nothing_depends_on_them_nobody_asks_for_them() {
        for (group, known) in
            [(group(), Membership::NotMember), (group(), Membership::Unknown), (accepting_group(), Membership::Member)]
        {
            assert_eq!(count(MockPendingJoinRequests::new(), &group, known).await, known);
        }
    }

    #[tokio::test]
    async fn a_request_of_the_last_seven_days_counts() {
        for (known, requested, counted) in [
            (Membership::NotMember, vec![CHANNEL], Membership::Member),
            (Membership::Unknown, vec![CHANNEL], Membership::Member),
            (Membership::NotMember, vec![], Membership::NotMember),
        ] {
            let mut requests = MockPendingJoinRequests::new();
            let week = Duration::from_hours(7 * 24);
            requests
                .expect_list_of()
                .times(1)
                .withf(move |user, channels, since| (*user, *since) == (ANN, NOW.before(week)) && channels == [CHANNEL])
                .return_once(move |_, _, _| Ok(requested));
            assert_eq!(count(requests, &accepting_group(), known).await, counted);
        }
    }
}
