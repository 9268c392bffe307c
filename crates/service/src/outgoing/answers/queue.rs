//! Which answers wait, and which of them may go: one for a person and chat, so many in all, each for so long. Nothing
//! here waits.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use portcullis_domain::{
    ChatId, UserId,
    message::{OutgoingMessage, SendPriority},
    picture::Picture,
};
use tokio::time::Instant;

/// For how long an answer may wait: whoever has asked looks at something else by then.
pub(super) const MAX_AGE: Duration = Duration::from_mins(1);

/// How many answers wait at once, over all chats: a few megabytes.
const MAX_WAITING: usize = 1_000;

/// The time in which answers are counted.
const MINUTE: Duration = Duration::from_mins(1);

/// How many answers a minute a group gives to anybody: of the twenty messages that Telegram lets it have ten are for
/// notices, and what an admin asks must find room among the rest.
const IN_A_GROUP: usize = 6;

/// How many answers a minute anybody gets in private: Telegram takes about one a second.
const IN_PRIVATE: usize = 20;

/// How many lines there may be before the idle ones are looked for and forgotten.
const PRUNE_AT_LEAST: usize = 256;

/// For whom an answer is: admins' answers wait behind nobody else's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Audience {
    /// An admin of the group.
    Administrator,
    /// Anybody.
    Anybody,
}

/// An answer to a command or a private message.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Where it goes.
    pub(crate) chat: ChatId,
    /// The person who asked; `None`: an anonymous admin.
    pub(crate) asker: Option<UserId>,
    /// For whom it is.
    pub(crate) audience: Audience,
    /// What it says, in order.
    pub(crate) messages: Vec<OutgoingMessage>,
    /// The picture over the first of them.
    pub(crate) picture: Option<Picture>,
    /// How long it stays; `None`: for ever.
    pub(crate) stays: Option<Duration>,
    /// When it was asked for.
    pub(crate) asked_at: Instant,
}

/// The answers of one chat to one audience.
pub(super) type LineId = (ChatId, Audience);

/// The answers that wait, in lines.
pub(super) struct AnswerQueue {
    lines: HashMap<LineId, Line>,
    waiting: usize,
    prune_at: usize,
}

#[derive(Default)]
struct Line {
    answers: VecDeque<Answer>,
    /// When the last ones went.
    gone: VecDeque<Instant>,
    /// Whether a task is at work on it.
    is_busy: bool,
}

/// What the task of a line does next.
#[derive(Debug)]
pub(super) enum Next {
    /// Sends this one.
    Send(Answer),
    /// Looks again at this moment.
    Wait(Instant),
    /// Ends: nothing waits.
    End,
}

impl Default for AnswerQueue {
    fn default() -> Self {
        Self { lines: HashMap::new(), waiting: 0, prune_at: PRUNE_AT_LEAST }
    }
}

impl AnswerQueue {
    /// Adds an answer, in place of the one that waits for the same person and chat; whether a task must be started for its
    /// line. Where too many wait it is dropped, but an admin's takes the place of somebody else's.
    pub(super) fn push(&mut self, answer: Answer, now: Instant) -> bool {
        self.prune(now);
        let id = answer.line();
        self.remove_where(id, |waiting| waiting.asker == answer.asker);
        if self.waiting >= MAX_WAITING && !(answer.audience == Audience::Administrator && self.evict_anybody()) {
            tracing::debug!(chat_id = answer.chat.0, "too many answers wait: one is dropped");
            return false;
        }
        let line = self.lines.entry(id).or_default();
        line.answers.push_back(answer);
        self.waiting += 1;
        !std::mem::replace(&mut line.is_busy, true)
    }

    /// What the task of a line does next. Answers that nobody waits for any more are dropped.
    pub(super) fn next(&mut self, id: LineId, now: Instant) -> Next {
        self.remove_where(id, |waiting| waiting.asked_at + MAX_AGE <= now);
        let Some(line) = self.lines.get_mut(&id) else { return Next::End };
        line.forget_gone(now);
        if line.answers.is_empty() {
            line.is_busy = false;
            return Next::End;
        }
        if let Some(free_at) = line.free_at(id) {
            return Next::Wait(free_at);
        }
        let Some(answer) = line.answers.pop_front() else { return Next::End };
        line.gone.push_back(now);
        self.waiting -= 1;
        Next::Send(answer)
    }

    fn remove_where(&mut self, id: LineId, is_out: impl Fn(&Answer) -> bool) {
        if let Some(line) = self.lines.get_mut(&id) {
            let before = line.answers.len();
            line.answers.retain(|answer| !is_out(answer));
            self.waiting -= before - line.answers.len();
        }
    }

    /// Drops the answer to anybody that was asked for first; `false` if only admins wait.
    fn evict_anybody(&mut self) -> bool {
        let anybodys = self.lines.iter_mut().filter(|((_, audience), _)| *audience == Audience::Anybody);
        let eldest = anybodys
            .filter_map(|(_, line)| line.answers.front().map(|answer| answer.asked_at).map(|asked_at| (asked_at, line)))
            .min_by_key(|(asked_at, _)| *asked_at);
        let is_evicted = eldest.is_some_and(|(_, line)| line.answers.pop_front().is_some());
        self.waiting -= usize::from(is_evicted);
        is_evicted
    }

    fn prune(&mut self, now: Instant) {
        if self.lines.len() < self.prune_at {
            return;
        }
        self.lines.retain(|_, line| {
            line.forget_gone(now);
            line.is_busy || !line.gone.is_empty()
        });
        self.prune_at = PRUNE_AT_LEAST.max(self.lines.len() * 2);
    }
}

impl Line {
    fn forget_gone(&mut self, now: Instant) {
        while self.gone.front().is_some_and(|gone| *gone + MINUTE <= now) {
            self.gone.pop_front();
        }
    }

    /// When there is room for another answer; `None`: now.
    fn free_at(&self, (chat, audience): LineId) -> Option<Instant> {
        let limit = match audience {
            Audience::Administrator => return None,
            // Private chats alone have positive ids.
            Audience::Anybody if chat.0 > 0 => IN_PRIVATE,
            Audience::Anybody => IN_A_GROUP,
        };
        let first_that_counts = self.gone.len().checked_sub(limit)?;
        self.gone.get(first_that_counts).map(|gone| *gone + MINUTE)
    }
}

impl Answer {
    /// The line it waits in.
    pub(super) const fn line(&self) -> LineId {
        (self.chat, self.audience)
    }

    /// How urgent it is.
    pub(super) const fn priority(&self) -> SendPriority {
        match self.audience {
            Audience::Administrator => SendPriority::AdministratorAnswer,
            Audience::Anybody => SendPriority::Answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use portcullis_domain::html::Html;

    use super::*;

    const GROUP: ChatId = ChatId(-1);

    fn answer(chat: ChatId, asker: i64, text: &str, asked_at: Instant) -> Answer {
        let messages = vec![OutgoingMessage::text(Html::escape(text))];
        Answer {
            chat,
            asker: Some(UserId(asker)),
            audience: Audience::Anybody,
            messages,
            picture: None,
            stays: None,
            asked_at,
        }
    }

    fn text(next: &Next) -> Option<&str> {
        match next {
            Next::Send(answer) => Some(answer.messages[0].html.as_str()),
            _ => None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn of_one_persons_answers_in_a_chat_only_the_newest_waits() {
        let (mut queue, now) = (AnswerQueue::default(), Instant::now());
        assert!(queue.push(answer(GROUP, 1, "old", now), now));
        assert!(!queue.push(answer(GROUP, 2, "other", now), now));
        assert!(!queue.push(answer(GROUP, 1, "new", now), now));
        let line = (GROUP, Audience::Anybody);
        assert_eq!(text(&queue.next(line, now)), Some("other"));
        assert_eq!(text(&queue.next(line, now)), Some("new"));
        assert!(matches!(queue.next(line, now), Next::End));
        assert_eq!(queue.waiting, 0);
        assert!(queue.push(answer(GROUP, 1, "later", now), now), "its task has ended");
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_is_too_old_is_dropped() {
        let (mut queue, now) = (AnswerQueue::default(), Instant::now());
        queue.push(answer(GROUP, 1, "old", now), now);
        assert!(matches!(queue.next((GROUP, Audience::Anybody), now + MAX_AGE), Next::End));
        assert_eq!(queue.waiting, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_group_gives_a_few_answers_a_minute_to_anybody_and_any_number_to_its_admins() {
        let (mut queue, now) = (AnswerQueue::default(), Instant::now());
        for asker in 0..20 {
            queue.push(answer(GROUP, asker, "help", now), now);
            queue.push(Answer { audience: Audience::Administrator, ..answer(GROUP, asker, "status", now) }, now);
        }
        let mut sent = |audience, at| (0..20).filter(|_| text(&queue.next((GROUP, audience), at)).is_some()).count();
        assert_eq!(sent(Audience::Anybody, now), IN_A_GROUP);
        assert_eq!(sent(Audience::Administrator, now), 20);
        assert!(matches!(queue.next((GROUP, Audience::Anybody), now), Next::Wait(at) if at == now + MINUTE));
    }

    #[tokio::test(start_paused = true)]
    async fn however_many_ask_a_bounded_number_waits_and_an_admin_finds_a_place() {
        let (mut queue, now) = (AnswerQueue::default(), Instant::now());
        for asker in 1..=10_000 {
            queue.push(answer(ChatId(asker), asker, "help", now), now);
        }
        assert_eq!(queue.waiting, MAX_WAITING);
        assert!(queue.lines.len() <= MAX_WAITING);
        queue.push(Answer { audience: Audience::Administrator, ..answer(GROUP, 1, "status", now) }, now);
        assert_eq!(queue.waiting, MAX_WAITING);
        assert_eq!(text(&queue.next((GROUP, Audience::Administrator), now)), Some("status"));
    }

    #[tokio::test(start_paused = true)]
    async fn lines_in_which_nothing_happens_are_forgotten() {
        let (mut queue, mut now) = (AnswerQueue::default(), Instant::now());
        for asker in 1..=10_000 {
            queue.push(answer(ChatId(asker), asker, "help", now), now);
            assert!(text(&queue.next((ChatId(asker), Audience::Anybody), now)).is_some());
            assert!(matches!(queue.next((ChatId(asker), Audience::Anybody), now), Next::End));
            now += Duration::from_secs(1);
        }
        assert!(queue.lines.len() <= 2 * PRUNE_AT_LEAST);
    }
}
