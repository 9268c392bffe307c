//! Answers to pressed buttons: each press is answered once, while its query lives.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use portcullis_domain::{
    event::CallbackQuery,
    ports::{BotApi, BotApiError, CallbackAnswer, Known},
};
use portcullis_messages::{Language, Texts};
use tokio::time::Instant;

use super::Messenger;

/// How long after a press came in it is answered at the latest. A query lives for some seconds; Telegram does not say for
/// how many.
const ANSWER_WITHIN: Duration = Duration::from_secs(8);

/// How long after it came in an answer to a press is still tried again.
const LIVES_FOR: Duration = Duration::from_secs(15);

/// How long a press is remembered: Telegram hands it over again for so long at most.
const REMEMBERED_FOR: Duration = Duration::from_secs(150);

/// How many presses are remembered: some 200 bytes each.
const REMEMBERED_PRESSES: u64 = 50_000;

/// Answers presses, also those that nobody gets round to.
pub(crate) struct PressAnswers {
    api: Arc<dyn BotApi>,
    known: Arc<dyn Known>,
    messenger: Messenger,
    texts: Texts,
    /// By the query's id.
    presses: moka::sync::Cache<String, Arc<Press>>,
}

struct Press {
    came_at: Instant,
    is_answered: AtomicBool,
}

impl PressAnswers {
    pub(crate) fn new(api: Arc<dyn BotApi>, known: Arc<dyn Known>, messenger: Messenger, texts: Texts) -> Self {
        let builder = moka::sync::Cache::builder();
        let presses = builder.max_capacity(REMEMBERED_PRESSES).time_to_live(REMEMBERED_FOR).build();
        Self { api, known, messenger, texts, presses }
    }

    /// Takes note that a press came in: if nobody has answered it in time, whatever it waits for (an earlier event of the
    /// same person, Telegram, the database), it is answered that nothing can be checked now.
    pub(crate) fn expect(self: &Arc<Self>, query: &CallbackQuery) {
        let press = || Arc::new(Press { came_at: Instant::now(), is_answered: AtomicBool::new(false) });
        if !self.presses.entry_by_ref(&query.id).or_insert_with(press).is_fresh() {
            return;
        }
        let (answers, query) = (self.clone(), query.clone());
        self.messenger.spawn(async move {
            tokio::time::sleep(ANSWER_WITHIN).await;
            answers.answer_unchecked(&query).await;
        });
    }

    /// How long a press may still wait for its answer.
    pub(crate) fn time_left(&self, query: &CallbackQuery) -> Duration {
        ANSWER_WITHIN.saturating_sub(self.age(query))
    }

    /// How long ago a press came in.
    fn age(&self, query: &CallbackQuery) -> Duration {
        self.presses.get(&query.id).map_or(Duration::ZERO, |press| press.came_at.elapsed())
    }

    /// Answers that nothing can be checked now, and nothing has changed.
    pub(crate) async fn answer_unchecked(&self, query: &CallbackQuery) {
        self.answer(query, &self.texts.could_not_check(self.language(query))).await;
    }

    /// Answers that the button is of no use any more.
    pub(crate) async fn answer_outdated(&self, query: &CallbackQuery) {
        self.answer(query, &self.texts.outdated_button(self.language(query))).await;
    }

    /// The language that the bot speaks where the button was pressed. What is cached of the group decides: this is said when
    /// the database may be away.
    fn language(&self, query: &CallbackQuery) -> Language {
        let group = query.chat.and_then(|chat| self.known.group(chat.into())).flatten();
        self.texts.language_for(group.as_deref(), Some(&query.from))
    }

    /// Answers a press, unless it is answered already; a flood wait is waited out while the press lives. An answer that
    /// comes too late helps nobody, and is not tried again.
    pub(crate) async fn answer(&self, query: &CallbackQuery, answer: &CallbackAnswer) {
        let press = self.presses.get(&query.id);
        if press.is_some_and(|press| press.is_answered.swap(true, Ordering::Relaxed)) {
            return;
        }
        loop {
            match self.api.answer_callback_query(&query.id, answer).await {
                Ok(()) | Err(BotApiError::QueryExpired) => return,
                Err(BotApiError::RetryAfter(wait)) if wait < LIVES_FOR.saturating_sub(self.age(query)) => {
                    tokio::time::sleep(wait).await;
                }
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    return tracing::warn!(error, "a press stays without an answer");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{
        group::Group,
        message::CallbackData,
        ports::{MockBotApi, MockKnown},
        settings::LanguageChoice,
    };

    use super::*;
    use crate::testing::{ANN, GROUP, group, person};

    fn press() -> CallbackQuery {
        let data = CallbackData::Joined(GROUP).encode();
        CallbackQuery {
            id: "q".to_owned(),
            from: person(ANN),
            chat: Some(GROUP.into()),
            message: None,
            data: Some(data),
        }
    }

    /// Answers of which one and no more may reach Telegram, and whether it must be an alert.
    fn answers(is_alert: bool) -> (Arc<PressAnswers>, Messenger) {
        let mut api = MockBotApi::new();
        api.expect_answer_callback_query()
            .times(1)
            .withf(move |_, answer| matches!(answer, CallbackAnswer::Alert(_)) == is_alert)
            .returning(|_, _| Ok(()));
        answers_by(api, None)
    }

    /// Answers in a group of which this is cached.
    fn answers_by(api: MockBotApi, cached: Option<Group>) -> (Arc<PressAnswers>, Messenger) {
        let api: Arc<dyn BotApi> = Arc::new(api);
        let cached = cached.map(Arc::new);
        let mut known = MockKnown::new();
        known.expect_group().returning(move |_| cached.clone().map(Some));
        let messenger = Messenger::new(api.clone());
        (Arc::new(PressAnswers::new(api, Arc::new(known), messenger.clone(), Texts::load().unwrap())), messenger)
    }

    #[tokio::test]
    async fn what_is_said_of_a_button_is_said_in_the_language_that_the_group_has_chosen() {
        let mut spanish = group();
        spanish.settings.language = LanguageChoice::Code("es".to_owned());
        let mut api = MockBotApi::new();
        let texts = Texts::load().unwrap();
        let expected = texts.outdated_button(Language::of_code("es").unwrap());
        assert_ne!(expected, texts.outdated_button(Language::ENGLISH));
        api.expect_answer_callback_query().times(1).withf(move |_, said| *said == expected).returning(|_, _| Ok(()));
        let (answers, _) = answers_by(api, Some(spanish));
        answers.answer_outdated(&press()).await;
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_must_wait_is_given_while_the_press_lives() {
        for (seconds, times) in [(3, 2), (60, 1)] {
            let mut api = MockBotApi::new();
            let wait = Duration::from_secs(seconds);
            api.expect_answer_callback_query().times(1).returning(move |_, _| Err(BotApiError::RetryAfter(wait)));
            api.expect_answer_callback_query().times(times - 1).returning(|_, _| Ok(()));
            let (answers, _) = answers_by(api, None);
            answers.answer(&press(), &CallbackAnswer::Toast("done".to_owned())).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_press_that_nobody_gets_round_to_is_answered_while_it_lives_and_not_again() {
        let (answers, messenger) = answers(true);
        let begun = Instant::now();
        answers.expect(&press());
        answers.expect(&press());
        messenger.finish().await;
        assert_eq!(begun.elapsed().as_secs(), ANSWER_WITHIN.as_secs());
        answers.answer(&press(), &CallbackAnswer::Toast("late".to_owned())).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_press_that_is_answered_in_time_is_not_answered_again() {
        let (answers, messenger) = answers(false);
        answers.expect(&press());
        answers.answer(&press(), &CallbackAnswer::Toast("in time".to_owned())).await;
        messenger.finish().await;
    }
}
