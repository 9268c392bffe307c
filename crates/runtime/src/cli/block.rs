//! The commands `block` and `unblock`: the operator has a group served no more, or again. A bot that runs on the same database
//! hears of it.

use std::io::Write;

use portcullis_domain::{
    GroupId,
    ports::{Change, Clock, TenancyRepository},
    tenancy::Denial,
};
use portcullis_storage::{Database, SqlTenancyRepository};

use super::tell_instances::tell_instances;
use crate::{RunError, Settings, SystemClock};

/// The longest reason of a block, in letters.
const MAX_REASON: usize = 500;

/// Blocks a group, and has everybody let go who is muted there.
pub(super) async fn block(
    settings: &Settings,
    database: &Database,
    group: GroupId,
    reason: Option<&str>,
) -> Result<(), RunError> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| reason.chars().count() > MAX_REASON) {
        return Err(RunError::LongReason(MAX_REASON));
    }
    let tenancies = SqlTenancyRepository::new(database.clone());
    let is_new = tenancies.block(group, reason, SystemClock.now()).await.map_err(RunError::Block)?;
    let when = tell(settings, database, group).await;
    say(&if is_new {
        format!("{group} is blocked: {when}, and lets go whoever it has muted there")
    } else {
        format!("{group} was blocked before, and stays so")
    });
    let known = database.find_tenant(group).await.map_err(RunError::Block)?;
    match known.filter(|known| !known.title.is_empty()) {
        Some(known) => say(&format!("open restrictions there: {}", known.open_restrictions)),
        None => say("nobody has set this bot up there; if the id is right, the block holds from the first /protect on"),
    }
    Ok(())
}

/// Ends a block.
pub(super) async fn unblock(settings: &Settings, database: &Database, group: GroupId) -> Result<(), RunError> {
    let tenancies = SqlTenancyRepository::new(database.clone());
    let was_blocked = tenancies.unblock(group, SystemClock.now()).await.map_err(RunError::Block)?;
    if !was_blocked {
        say(&format!("{group} is not blocked"));
        return Ok(());
    }
    let when = tell(settings, database, group).await;
    say(&format!("{group} is not blocked any more: {when}"));
    let left = tenancies.find(group).await.map_err(RunError::Block)?.denial(group, &settings.allowed_groups);
    if left == Some(Denial::NotAllowed) {
        say("it is not in ALLOWED_GROUPS, and so it is not served: add its id there, and start the bot anew");
    }
    Ok(())
}

/// Tells the bots that run of a change; when it reaches them, in words.
async fn tell(settings: &Settings, database: &Database, group: GroupId) -> &'static str {
    // In this order: whoever looks for the release reads the group anew.
    if tell_instances(settings, database, &[Change::Group(group), Change::Releases]).await {
        "a bot that runs knows at once"
    } else {
        "a bot that runs knows within a minute"
    }
}

fn say(words: &str) {
    // Whoever reads no more of the output still gets the exit code.
    let _ = writeln!(std::io::stdout(), "{words}");
}
