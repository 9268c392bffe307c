//! The command `check`: tries every part of the configuration, and says of each how it is and how to mend it.

use std::time::Duration;

use portcullis_cache::RedisConnection;
use portcullis_domain::{
    UserId,
    ports::{BotApiError, Clock, Inbox},
};
use portcullis_storage::{Database, MigrateError, NotForThisBot, SqlInbox};
use portcullis_telegram::{FrankensteinBotApi, ProxySettings, WebhookState};
use tokio::net::TcpStream;

use super::{
    check_groups::check_groups,
    finding::{Finding, report},
    run::Source,
};
use crate::{
    RunError, Settings, SystemClock,
    bot::api_of_a_command,
    causes::with_causes,
    checked_clock::{CheckedClock, direction},
    run_error::is_another_bots,
};

/// How long a part may take to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// How long Redis may take to let this program in.
const REDIS_CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// How many dead letters are named.
const SHOWN_DEAD_LETTERS: u64 = 5;

/// How long ago a delivery may have failed to count as a failure: Telegram reports it long after others succeeded.
const RECENT_FAILURE: Duration = Duration::from_mins(10);

/// Tries every part, one line each on standard output.
///
/// # Errors
///
/// [`RunError::CheckFailed`]: one of them fails. [`RunError::Telegram`].
pub(super) async fn check(source: Source, settings: &Settings, groups: bool) -> Result<(), RunError> {
    let (api, clock) = api_of_a_command(settings)?;
    let api = api.with_first_pause(Duration::from_millis(100));

    let mut is_well = report("proxy", &in_time(proxy(&settings.proxies)).await);
    is_well &= report("token", &in_time(token(&api)).await);
    is_well &= report("clock", &agrees_with_telegram(&clock));
    let database = in_time(connected(settings)).await;
    is_well &= report("database", &in_time(schema(&database, settings.bot_token.bot_id())).await);
    is_well &= report("redis", &in_time(redis(settings)).await);
    is_well &= report("webhook", &in_time(webhook(source, settings, &api)).await);
    is_well &= report("inbox", &in_time(inbox(&database)).await);
    if let (true, Ok(database)) = (groups, &database) {
        is_well &= check_groups(settings, database, &api).await;
    }
    if let Ok(database) = database {
        // Nothing was written that could be lost.
        let _ = database.close().await;
    }
    if is_well { Ok(()) } else { Err(RunError::CheckFailed) }
}

async fn in_time<T>(part: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let late = || format!("no answer within {} s; is it reachable from this machine?", ANSWER_TIMEOUT.as_secs());
    tokio::time::timeout(ANSWER_TIMEOUT, part).await.unwrap_or_else(|_| Err(late()))
}

/// Each that is named takes connections; whether it lets the bot through is what the token shows.
async fn proxy(proxies: &ProxySettings) -> Finding {
    let mut named = Vec::new();
    for (name, (host, port)) in proxies.addresses() {
        TcpStream::connect((host.as_str(), port)).await.map_err(|error| {
            format!("{name} takes no connection at {host}:{port}: {error}; start it, mend {name}, or take it away")
        })?;
        named.push(format!("{name} takes connections"));
    }
    if named.is_empty() {
        return Ok("none is named: Telegram is reached directly".to_owned());
    }
    Ok(named.join(", "))
}

async fn token(api: &FrankensteinBotApi) -> Finding {
    match api.get_me().await {
        Ok(bot) => Ok(format!("Telegram knows the bot as @{}", bot.username)),
        Err(error) => Err(telegram_fails(&error)),
    }
}

/// By the date of the answer about the token.
fn agrees_with_telegram(clock: &CheckedClock) -> Finding {
    match clock.error() {
        None => Ok("Telegram's time is not known".to_owned()),
        Some(error) if error.is_too_large() => Err(format!(
            "it is {} s {} Telegram's, and nobody is muted while it is; set it right, by NTP for example",
            error.size().as_secs(),
            direction(error)
        )),
        Some(_) => Ok("it is right to a minute".to_owned()),
    }
}

fn telegram_fails(error: &BotApiError) -> String {
    match error {
        BotApiError::Unauthorized => "Telegram refuses the token (401): it was revoked, or belongs to another server; \
             set BOT_TOKEN to what @BotFather shows now"
            .to_owned(),
        BotApiError::NoAnswer(_) | BotApiError::Unreadable(_) => {
            format!("{}; check the network, a firewall, and TELEGRAM_API_URL if it is set", with_causes(error))
        }
        error => with_causes(error),
    }
}

async fn connected(settings: &Settings) -> Result<Database, String> {
    let mend = "check DATABASE_URL, and that the server runs and lets this user in";
    Database::connect(&settings.database).await.map_err(|error| format!("{}; {mend}", with_causes(&error)))
}

async fn schema(database: &Result<Database, String>, bot: UserId) -> Finding {
    let database = database.as_ref().map_err(Clone::clone)?;
    database.ping().await.map_err(|error| with_causes(&error))?;
    match database.refuse_other_bot(bot).await {
        // What is wrong with the schema the next question tells.
        Ok(()) | Err(NotForThisBot::Migrate(_)) => {}
        Err(NotForThisBot::OtherBot { noted, .. }) => {
            return Err(format!("DATABASE_URL {}", is_another_bots(noted, bot)));
        }
        Err(error @ NotForThisBot::Store(_)) => return Err(with_causes(&error)),
    }
    match database.pending_migrations().await {
        Ok(pending) if pending.is_empty() => match database.probe_write().await {
            Ok(()) => Ok("it answers, and its schema is up to date".to_owned()),
            Err(error) => Err(format!(
                "it answers and takes no writes: {}; check its disk, and what this user may do",
                with_causes(&error)
            )),
        },
        Ok(pending) => Ok(format!(
            "it answers; its schema is {} step(s) behind, which the next start or `migrate` applies",
            pending.len()
        )),
        Err(error @ (MigrateError::Newer(_) | MigrateError::NoSchema(_))) => Err(error.to_string()),
        Err(error) => Err(format!("its schema can't be read: {}", with_causes(&error))),
    }
}

async fn webhook(source: Source, settings: &Settings, api: &FrankensteinBotApi) -> Finding {
    if source == Source::Webhook {
        settings.webhook.as_ref().map_err(ToString::to_string)?;
    }
    let state = api.get_webhook_state().await.map_err(|error| telegram_fails(&error))?;
    match source {
        Source::Polling => Ok(seen_by_polling(&state)),
        Source::Webhook => seen_by_webhook(&state),
    }
}

fn seen_by_polling(state: &WebhookState) -> String {
    match &state.host {
        None => format!("none is set, as polling needs it; {} update(s) wait", state.pending_updates),
        Some(host) => format!(
            "{host} is set, which polling removes at its start; {} update(s) wait and are kept",
            state.pending_updates
        ),
    }
}

fn seen_by_webhook(state: &WebhookState) -> Finding {
    let Some(host) = &state.host else { return Ok("none is set yet; the start sets it".to_owned()) };
    let state_text = format!("{host}, {} update(s) wait", state.pending_updates);
    let is_recent = state.last_error_at.is_some_and(|at| SystemClock.now().since(at) < RECENT_FAILURE);
    match &state.last_error {
        Some(error) if is_recent => Err(format!(
            "{state_text}; Telegram's last delivery failed: {error}; check that WEBHOOK_URL leads to a running instance"
        )),
        Some(error) => Ok(format!("{state_text}; a delivery once failed: {error}")),
        None => Ok(state_text),
    }
}

async fn inbox(database: &Result<Database, String>) -> Finding {
    let database = database.as_ref().map_err(|_| "it stands in the database, which can't be used".to_owned())?;
    if database.pending_migrations().await.is_ok_and(|pending| !pending.is_empty()) {
        return Ok("its table is not up to date yet".to_owned());
    }
    let inbox = SqlInbox::new(database.clone());
    let counts = inbox.counts().await.map_err(|error| with_causes(&error))?;
    let last = inbox.list_dead_letters(SHOWN_DEAD_LETTERS).await.map_err(|error| with_causes(&error))?;
    let last: Vec<_> = last.iter().map(ToString::to_string).collect();
    let dead = match counts.dead_letters {
        0 => "none was dead-lettered".to_owned(),
        dead => format!(
            "{dead} were dead-lettered after their last try, the last of them {}: the log says why, `explain` tells more",
            last.join(", ")
        ),
    };
    Ok(format!("{} update(s) wait to be carried out, {dead}", counts.pending))
}

async fn redis(settings: &Settings) -> Finding {
    let Some(url) = &settings.redis else {
        return Ok("not configured; this process caches for itself".to_owned());
    };
    let connection = RedisConnection::open(url).map_err(|error| error.to_string())?;
    let mend = "check REDIS_URL, and that the server runs and lets this user in; the bot works without it, and slower";
    if !connection.connected(REDIS_CONNECT_TIMEOUT).await {
        let why = connection.failure().map(|why| format!(": {why}")).unwrap_or_default();
        return Err(format!("it does not answer{why}; {mend}"));
    }
    let took = connection.ping().await.map_err(|error| format!("{error}; {mend}"))?;
    connection.close().await;
    Ok(format!("it answers within {} ms", took.as_millis().max(1)))
}

#[cfg(test)]
mod tests {
    use portcullis_domain::Timestamp;

    use super::*;

    fn state(seconds_ago: i64) -> WebhookState {
        WebhookState {
            host: Some("bot.example.org".to_owned()),
            pending_updates: 3,
            last_error: Some("Connection refused".to_owned()),
            last_error_at: Some(Timestamp::from_secs(SystemClock.now().as_secs() - seconds_ago)),
        }
    }

    #[test]
    fn only_a_delivery_that_failed_of_late_is_a_failure() {
        let failed = seen_by_webhook(&state(5)).unwrap_err();
        assert!(failed.contains("Connection refused") && failed.contains("WEBHOOK_URL"), "{failed}");
        assert!(seen_by_webhook(&state(7_200)).is_ok());
        assert!(seen_by_polling(&state(5)).contains("polling removes"));
    }
}
