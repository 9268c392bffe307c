//! The records of restrictions, and how they end.

use std::sync::Arc;

use portcullis_domain::{
    ports::{Clock, RestrictionRepository, StoreError},
    restriction::{LiftReason, Restriction},
};

use crate::{metrics::Metrics, outgoing::Deletions};

/// Ends the records of restrictions.
pub(crate) struct Records {
    restrictions: Arc<dyn RestrictionRepository>,
    deletions: Arc<Deletions>,
    metrics: Arc<Metrics>,
    clock: Arc<dyn Clock>,
}

impl Records {
    pub(crate) fn new(
        restrictions: Arc<dyn RestrictionRepository>,
        deletions: Arc<Deletions>,
        metrics: Arc<Metrics>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { restrictions, deletions, metrics, clock }
    }

    /// Closes the record that is open, if one is, and un-mutes nobody.
    pub(crate) async fn close_open(&self, open: Option<&Restriction>, reason: LiftReason) -> Result<(), StoreError> {
        match open {
            Some(restriction) => self.close(restriction, reason).await,
            None => Ok(()),
        }
    }

    /// Closes a record, and removes its notice if that serves nobody any more; un-mutes nobody.
    pub(crate) async fn close(&self, restriction: &Restriction, reason: LiftReason) -> Result<(), StoreError> {
        let (group, now) = (restriction.group, self.clock.now());
        // Read again: a notice may have been posted while Telegram was asked.
        let current = self.restrictions.find_open(group, restriction.user).await?;
        let mut notice = current.filter(|current| current.id == restriction.id).and_then(|current| current.notice);
        // Scheduled before the record is closed: a crash in between must not leave the notice for ever.
        if let Some(notice) = notice
            && self.restrictions.count_served_by(group, notice).await? <= 1
        {
            self.deletions.schedule(group.into(), notice, now).await?;
        }
        if let Some(closed) = self.restrictions.close(restriction.id, reason, now).await? {
            self.metrics.count_lift(reason);
            let (user_id, case_number) = (closed.user.0, closed.case_number.map(|case| case.0));
            tracing::info!(chat_id = group.0, user_id, case_number, reason = reason.word(), "a restriction has ended");
            // One may have been posted since the record was read. Whoever posts one from now on sees that it is closed. A
            // crash before the next statement leaves it: both would have to happen within the same milliseconds.
            notice = closed.notice.or(notice);
        }
        // Two people who are lifted at the same time each see the other above; the last one sees nobody here.
        if let Some(notice) = notice
            && self.restrictions.count_served_by(group, notice).await? == 0
        {
            self.deletions.schedule(group.into(), notice, now).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        MessageId,
        ports::{MockBotApi, MockDeletionSchedule, MockRestrictionRepository},
    };

    use super::*;
    use crate::testing::{clock, open_restriction};

    fn noticed() -> Restriction {
        Restriction { notice: Some(MessageId(8)), ..open_restriction() }
    }

    fn restrictions(open: Restriction) -> MockRestrictionRepository {
        let closed = if open.id == open_restriction().id { open.clone() } else { open_restriction() };
        restrictions_that_change(open, closed)
    }

    /// What is read first, and what it is when it is closed.
    fn restrictions_that_change(open: Restriction, closed: Restriction) -> MockRestrictionRepository {
        let mut restrictions = MockRestrictionRepository::new();
        restrictions.expect_find_open().returning(move |_, _| Ok(Some(open.clone())));
        restrictions.expect_close().times(1).returning(move |_, _, _| Ok(Some(closed.clone())));
        restrictions
    }

    async fn close(restrictions: MockRestrictionRepository, schedule: MockDeletionSchedule) {
        let deletions = crate::testing::deletions(MockBotApi::new(), schedule);
        let records = Records::new(Arc::new(restrictions), Arc::new(deletions), Arc::new(Metrics::new()), clock());
        records.close(&open_restriction(), LiftReason::JoinedChannel).await.unwrap();
    }

    #[tokio::test]
    async fn a_notice_goes_with_the_last_person_it_serves() {
        let mut restrictions = restrictions(noticed());
        restrictions.expect_count_served_by().returning(|_, _| Ok(0));
        let mut schedule = MockDeletionSchedule::new();
        schedule.expect_put().times(2).withf(|put| put.message == MessageId(8)).returning(|_| Ok(()));
        close(restrictions, schedule).await;
    }

    #[tokio::test]
    async fn a_notice_that_was_posted_since_the_record_was_read_goes_too() {
        let mut restrictions = restrictions_that_change(open_restriction(), noticed());
        restrictions.expect_count_served_by().times(1).returning(|_, _| Ok(0));
        let mut schedule = MockDeletionSchedule::new();
        schedule.expect_put().times(1).withf(|put| put.message == MessageId(8)).returning(|_| Ok(()));
        close(restrictions, schedule).await;
    }

    #[tokio::test]
    async fn a_notice_that_serves_others_stays() {
        let mut restrictions = restrictions(noticed());
        restrictions.expect_count_served_by().times(1).returning(|_, _| Ok(3));
        restrictions.expect_count_served_by().times(1).returning(|_, _| Ok(2));
        close(restrictions, MockDeletionSchedule::new()).await;
    }

    #[tokio::test]
    async fn the_notice_of_a_newer_record_is_left_alone() {
        let newer = Restriction { id: portcullis_domain::RestrictionId(99), ..noticed() };
        close(restrictions(newer), MockDeletionSchedule::new()).await;
    }
}
