//! Writes to the inbox: what comes while an insert is under way goes into the next one, together.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    inbox::NewInboxUpdate,
    ports::{Inbox, NotAccepted, StoreError},
};
use tokio::sync::{mpsc, oneshot};

use crate::Liveness;

/// How many orders one insert serves at most, and how many wait.
const AT_ONCE: usize = 100;

/// How long updates may wait to be stored, be it behind an insert that hangs: Telegram waits for the answer.
const STORE_TIMEOUT: Duration = Duration::from_secs(8);

/// Writes to the inbox, one insert after the other. It ends when it is dropped.
pub(crate) struct InboxWriter(mpsc::Sender<Order>);

/// What one caller wants stored.
struct Order {
    updates: Vec<NewInboxUpdate>,
    stored: oneshot::Sender<Result<(), NotAccepted>>,
}

impl InboxWriter {
    /// Starts writing to `inbox`, watched by `liveness`.
    pub(crate) fn start(inbox: Arc<dyn Inbox>, liveness: &Liveness) -> Self {
        let (sender, orders) = mpsc::channel(AT_ONCE);
        let ended = liveness.clone();
        tokio::spawn(liveness.watch("inbox_writer", async move {
            write(inbox, orders).await;
            // Nobody hands updates over any more: the bot ends.
            ended.expect_the_end();
        }));
        Self(sender)
    }

    /// Stores updates; they are safe once this returns. Those that are not stored in time may still be, which does no
    /// harm when they come again.
    pub(crate) async fn put(&self, updates: Vec<NewInboxUpdate>) -> Result<(), NotAccepted> {
        let (stored, answer) = oneshot::channel();
        let storing = async {
            self.0.send(Order { updates, stored }).await.map_err(|_| NotAccepted)?;
            answer.await.unwrap_or(Err(NotAccepted))
        };
        tokio::time::timeout(STORE_TIMEOUT, storing).await.unwrap_or(Err(NotAccepted))
    }
}

async fn write(inbox: Arc<dyn Inbox>, mut orders: mpsc::Receiver<Order>) {
    let mut waiting = Vec::new();
    while orders.recv_many(&mut waiting, AT_ONCE).await > 0 {
        write_together(&*inbox, std::mem::take(&mut waiting)).await;
    }
}

async fn write_together(inbox: &dyn Inbox, mut orders: Vec<Order>) {
    // Whoever has given up is told to come again, and must not add to what an ailing database has to do.
    orders.retain(|order| !order.stored.is_closed());
    if orders.is_empty() {
        return;
    }
    let updates: Vec<_> = orders.iter().flat_map(|order| order.updates.iter().cloned()).collect();
    match inbox.put(&updates).await {
        Ok(()) => orders.into_iter().for_each(|order| answer(order, Ok(()))),
        Err(StoreError::Unavailable(error)) => {
            let count = updates.len();
            tracing::error!(error = &*error as &dyn std::error::Error, count, "{NOT_STORED}");
            for order in orders {
                answer(order, Err(NotAccepted));
            }
        }
        // The database objects to one of them: the others must not suffer for it.
        Err(_) => {
            for order in orders {
                write_alone(inbox, order).await;
            }
        }
    }
}

const NOT_STORED: &str = "updates can't be stored, and are not confirmed";

async fn write_alone(inbox: &dyn Inbox, order: Order) {
    let outcome = inbox.put(&order.updates).await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "{NOT_STORED}");
        NotAccepted
    });
    answer(order, outcome);
}

fn answer(order: Order, outcome: Result<(), NotAccepted>) {
    // Whoever asked may have gone; what is stored is stored.
    let _gone = order.stored.send(outcome);
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use futures::future::join_all;
    use portcullis_domain::{UpdateId, event::Lane, inbox::RawUpdate, ports::MockInbox};

    use super::*;
    use crate::testing::NOW;

    fn update(id: i64) -> NewInboxUpdate {
        let update = RawUpdate { id: UpdateId(id), json: String::new() };
        NewInboxUpdate { update, lane: Lane(id), received_at: NOW }
    }

    /// A writer to an inbox that takes nothing with the update `refused` in it, and the sizes of its inserts.
    fn writer(refused: i64, error: fn() -> StoreError) -> (InboxWriter, Arc<Mutex<Vec<usize>>>) {
        let sizes = Arc::<Mutex<Vec<usize>>>::default();
        let mut inbox = MockInbox::new();
        let noted = sizes.clone();
        inbox.expect_put().returning(move |updates| {
            noted.lock().unwrap().push(updates.len());
            if updates.iter().any(|new| new.update.id == UpdateId(refused)) { Err(error()) } else { Ok(()) }
        });
        (InboxWriter::start(Arc::new(inbox), &Liveness::default()), sizes)
    }

    #[tokio::test]
    async fn what_comes_together_is_stored_with_one_insert() {
        let (writer, sizes) = writer(0, || StoreError::Refused("no".into()));
        let all = join_all((1..=30).map(|id| writer.put(vec![update(id)]))).await;
        assert!(all.into_iter().all(|outcome| outcome.is_ok()));
        assert_eq!(*sizes.lock().unwrap(), [30]);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_behind_an_insert_that_hangs_is_told_in_time() {
        // Nobody takes the order.
        let (sender, _orders) = mpsc::channel(AT_ONCE);
        assert_eq!(InboxWriter(sender).put(vec![update(1)]).await, Err(NotAccepted));
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_not_stored() {
        let inbox = MockInbox::new();
        let (stored, _) = oneshot::channel();
        write_together(&inbox, vec![Order { updates: vec![update(1)], stored }]).await;
    }

    #[tokio::test]
    async fn one_that_is_refused_costs_the_others_nothing() {
        let (writer, _) = writer(2, || StoreError::Refused("no".into()));
        let all = join_all((1..=3).map(|id| writer.put(vec![update(id)]))).await;
        assert_eq!(all, [Ok(()), Err(NotAccepted), Ok(())]);
    }

    #[tokio::test]
    async fn a_database_that_is_away_is_not_asked_again_for_each() {
        let (writer, sizes) = writer(2, || StoreError::Unavailable("away".into()));
        let all = join_all((1..=3).map(|id| writer.put(vec![update(id)]))).await;
        assert_eq!(all, [Err(NotAccepted); 3]);
        assert_eq!(*sizes.lock().unwrap(), [3]);
    }
}
