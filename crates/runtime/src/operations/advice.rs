//! What is wrong with a part, whom that hurts, and what to do, in words for whoever was just woken.

/// A part that does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The database does not answer.
    DatabaseAway,
    /// The database answers, and refuses writes.
    DatabaseReadOnly,
    /// The database was not asked for a write yet.
    DatabaseUnknown,
    /// Redis does not answer.
    RedisAway,
    /// What other instances change is not heard.
    InvalidationsLost,
    /// Telegram does not answer.
    TelegramAway,
    /// Telegram refuses the token.
    TokenRefused,
    /// The clock is more than a minute off.
    ClockWrong,
    /// A part of the program has ended.
    PartStopped,
}

impl Fault {
    /// What is wrong; whom it hurts; what to do.
    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::DatabaseAway => {
                "it does not answer; new people are not gated, buttons and commands wait, Telegram holds updates for 24 \
                 hours; start it, or mend DATABASE_URL"
            }
            Self::DatabaseReadOnly => {
                "it answers and takes no writes; new people are not gated, buttons and commands wait, Telegram holds \
                 updates for 24 hours; free space on its disk, or end its read-only mode"
            }
            Self::DatabaseUnknown => {
                "it answers, and was not asked for a write yet; nobody is hurt; look again in a second"
            }
            Self::RedisAway => {
                "it does not answer; nobody is hurt, each instance caches for itself and asks Telegram more; start it, or \
                 mend REDIS_URL"
            }
            Self::InvalidationsLost => {
                "what other instances change is not heard; settings and un-mutes of theirs count here minutes later; look \
                 at the database, and for a pooler that keeps no sessions"
            }
            Self::TelegramAway => {
                "it does not answer; nobody is muted or un-muted, what must be done waits; check the network, a firewall, \
                 the proxy and TELEGRAM_API_URL"
            }
            Self::TokenRefused => {
                "it refuses the token (401); nothing is done in any group, what must be done waits; set BOT_TOKEN to what \
                 @BotFather shows now, and restart"
            }
            Self::ClockWrong => {
                "it is more than a minute from Telegram's; nobody is muted and nothing is deleted until it is right; set it \
                 right, by NTP for example"
            }
            Self::PartStopped => {
                "a part of the program has stopped; some of what must be done is not done any more; restart the bot, and \
                 report it with the panic in the log"
            }
        }
    }
}
