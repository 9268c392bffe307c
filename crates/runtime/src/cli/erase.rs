//! The command `erase`: a person is un-muted wherever the bot has muted them, and no row is about them any more.

use std::{io::Write, sync::Arc};

use portcullis_domain::{UserId, ports::Clock, restriction::Restriction};
use portcullis_service::{ErasureReport, Liveness};
use portcullis_storage::Database;

use crate::{
    Composition, RunError, Settings, Shared, SystemClock,
    bot::api_of_a_command,
    compose, holder,
    invalidation::{InvalidationTask, invalidations},
};

/// Erases a person, and says on standard output what came of it.
pub(super) async fn erase(settings: &Settings, database: &Database, user: UserId) -> Result<(), RunError> {
    let (api, clock) = api_of_a_command(settings)?;
    let identity = api.get_me().await.map_err(RunError::from_first_call)?;
    // Instances that cache what changes here hear of it.
    let invalidations = invalidations(database, settings.bot_token.bot_id());
    let shared = Shared { invalidations: invalidations.as_ref(), ..Shared::default() };
    let holder = holder::of_this_process();
    let Composition { gatekeeper, caches, .. } =
        compose(settings, database, shared, Arc::new(api), identity, Arc::new(clock), &holder)?;
    let liveness = Liveness::default();
    let start = |changes| InvalidationTask::start(changes, caches, gatekeeper.clone(), &liveness);
    let invalidated = invalidations.map(start);
    let erased = gatekeeper.erasure().erase(user).await;
    if let Some(task) = invalidated {
        task.stop().await;
    }
    let report = erased.map_err(RunError::Erase)?;
    // Whoever reads no more of the output still gets the exit code.
    let _ = writeln!(std::io::stdout(), "{}", in_words(user, &report));
    Ok(())
}

fn in_words(user: UserId, report: &ErasureReport) -> String {
    let ErasureReport { lifted, refused, erased } = report;
    let mut lines = vec![format!(
        "{user}: let go in {} group(s), {} row(s) removed; from now on nothing is noted of where they are seen",
        lifted.len(),
        erased.rows
    )];
    let now = SystemClock.now();
    lines.extend(refused.iter().map(|Restriction { group, until, .. }| {
        let days = until.since(now).as_secs().div_ceil(24 * 60 * 60);
        format!("in {group} Telegram did not let the bot un-mute them; that mute ends by itself within {days} day(s)")
    }));
    lines.extend(
        erased
            .owned
            .iter()
            .map(|group| format!("they set up {group}: their id stays there, as its owner's, and nothing else")),
    );
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use portcullis_domain::{GroupId, ports::Erased};

    use super::*;

    #[test]
    fn the_report_says_what_is_gone_and_what_could_not_go() {
        let erased = Erased { rows: 9, owned: vec![GroupId(-3)] };
        let report = ErasureReport { lifted: vec![GroupId(-1), GroupId(-2)], refused: Vec::new(), erased };
        let words = in_words(UserId(7), &report);
        assert!(words.starts_with("7: let go in 2 group(s), 9 row(s) removed"), "{words}");
        assert!(words.contains("they set up -3"), "{words}");
    }
}
