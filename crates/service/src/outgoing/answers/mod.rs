//! Answers to commands and private messages: sent when there is room for them, in bounded number, and dropped when
//! they are no longer waited for.

mod queue;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portcullis_domain::ports::Clock;
use tokio::time::{Instant, sleep_until, timeout_at};

pub(crate) use self::queue::{Answer, Audience};
use self::queue::{AnswerQueue, LineId, MAX_AGE, Next};
use super::{Deletions, Messenger, SendOutcome};

/// Sends answers: of each chat one at a time to its admins, and one to anybody else.
#[derive(Clone)]
pub(crate) struct Answers {
    messenger: Messenger,
    deletions: Arc<Deletions>,
    clock: Arc<dyn Clock>,
    queue: Arc<Mutex<AnswerQueue>>,
}

impl Answers {
    pub(crate) fn new(messenger: Messenger, deletions: Arc<Deletions>, clock: Arc<dyn Clock>) -> Self {
        Self { messenger, deletions, clock, queue: Arc::default() }
    }

    /// Sends an answer as soon as there is room for it.
    pub(crate) fn send_later(&self, answer: Answer) {
        let line = answer.line();
        if self.queue().push(answer, Instant::now()) {
            let answers = self.clone();
            self.messenger.spawn(async move { answers.work(line).await });
        }
    }

    async fn work(&self, line: LineId) {
        loop {
            let next = self.queue().next(line, Instant::now());
            match next {
                Next::Send(answer) => self.send(answer).await,
                Next::Wait(until) => sleep_until(until).await,
                Next::End => return,
            }
        }
    }

    async fn send(&self, answer: Answer) {
        let (deadline, priority) = (answer.asked_at + MAX_AGE, answer.priority());
        let mut picture = answer.picture;
        for message in answer.messages {
            let first = picture.take();
            let sent = self.messenger.send_with(answer.chat, &message, first.as_ref(), priority);
            let Ok(outcome) = timeout_at(deadline, sent).await else {
                tracing::debug!(chat_id = answer.chat.0, "an answer has waited too long and is dropped");
                return;
            };
            let (SendOutcome::Sent(sent), Some(stays)) = (outcome, answer.stays) else { continue };
            if let Err(error) = self.deletions.schedule(answer.chat, sent, self.clock.now().after(stays)).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "an answer will stay in its group");
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, AnswerQueue> {
        // Whatever panics while it holds the lock leaves at worst an answer unsent.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portcullis_domain::{
        ChatId, MessageId, UserId,
        html::Html,
        message::{OutgoingMessage, SendPriority},
        ports::{BotApiError, MockBotApi, MockDeletionSchedule},
    };

    use super::*;
    use crate::testing::{NOW, clock, deletions};

    const GROUP: ChatId = ChatId(-1);

    fn answer(audience: Audience) -> Answer {
        let messages = vec![OutgoingMessage::text(Html::escape("hello"))];
        let (asker, stays) = (Some(UserId(1)), Some(Duration::from_secs(9)));
        Answer { chat: GROUP, asker, audience, messages, picture: None, stays, asked_at: Instant::now() }
    }

    async fn send(api: MockBotApi, schedule: MockDeletionSchedule, answer: Answer) {
        let messenger = Messenger::new(Arc::new(api));
        let answers = Answers::new(messenger.clone(), Arc::new(deletions(MockBotApi::new(), schedule)), clock());
        answers.send_later(answer);
        messenger.finish().await;
    }

    #[tokio::test]
    async fn an_admins_answer_is_more_urgent_and_goes_again_after_its_time() {
        for (audience, urgency) in
            [(Audience::Administrator, SendPriority::AdministratorAnswer), (Audience::Anybody, SendPriority::Answer)]
        {
            let (mut api, mut schedule) = (MockBotApi::new(), MockDeletionSchedule::new());
            api.expect_send_message()
                .times(1)
                .withf(move |_, _, priority| *priority == urgency)
                .returning(|_, _, _| Ok(MessageId(8)));
            let due = NOW.after(Duration::from_secs(9));
            schedule
                .expect_put()
                .times(1)
                .withf(move |put| (put.message, put.due) == (MessageId(8), due))
                .returning(|_| Ok(()));
            send(api, schedule, answer(audience)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_given_up_when_nobody_waits_for_it_any_more() {
        let mut api = MockBotApi::new();
        let wait = Duration::from_hours(1);
        api.expect_send_message().times(1).returning(move |_, _, _| Err(BotApiError::RetryAfter(wait)));
        let begun = Instant::now();
        send(api, MockDeletionSchedule::new(), answer(Audience::Anybody)).await;
        assert_eq!(begun.elapsed(), MAX_AGE);
    }
}
