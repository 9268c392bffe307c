//! The name under which this process leases work.

use std::{fs, os::unix::fs::MetadataExt};

use portcullis_domain::lease::Holder;
use portcullis_storage::Database;

/// The holder's name of the process that polls.
///
/// One process polls at a time, so whoever polls is the successor of whoever polled before and takes over what that
/// left behind.
pub(crate) fn of_polling() -> Holder {
    Holder("polling".to_owned())
}

/// A name that no other process has, ever: two that shared one would take each other's leases.
pub(crate) fn of_this_process() -> Holder {
    // Where the system does not tell what a process is known by, nobody can know whether this one still runs either.
    let name = Process::this().map_or_else(|| format!("{:016x}", rand::random::<u64>()), |process| process.name());
    Holder(name)
}

/// Gives up what processes held of which it is certain that they have ended; what others hold is theirs until their
/// leases run out.
pub(crate) async fn release_leases_of_ended_processes(database: &Database) {
    let Some(this) = Process::this() else { return };
    let released = async {
        for holder in database.list_lease_holders().await? {
            if this.has_seen_the_end_of(&holder) {
                tracing::info!(holder = holder.0, "takes over what a process held that has ended");
                database.release_leases(&holder).await?;
            }
        }
        Ok::<(), portcullis_domain::ports::StoreError>(())
    };
    if let Err(error) = released.await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "what processes held that have ended is free once their leases run out"
        );
    }
}

/// What a process is known by: no other has the same, and one that can see it can tell whether it still runs.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Process {
    /// Who sees whom: the start of the system, the namespace in which processes have their numbers, and the user, since
    /// a system may hide other users' processes.
    view: String,
    number: u32,
    /// When it was started, in the system's ticks: numbers are used again.
    started: u64,
}

impl Process {
    fn this() -> Option<Self> {
        let number = std::process::id();
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let namespace = fs::read_link("/proc/self/ns/pid").ok()?;
        let user = fs::metadata("/proc/self").ok()?.uid();
        let namespace: String = namespace.to_str()?.chars().filter(char::is_ascii_digit).collect();
        Some(Self { view: format!("{}:{namespace}:{user}", boot.trim()), number, started: start_of(number)? })
    }

    fn name(&self) -> String {
        format!("{}:{}:{}", self.view, self.number, self.started)
    }

    fn read(holder: &Holder) -> Option<Self> {
        let (rest, started) = holder.0.rsplit_once(':')?;
        let (view, number) = rest.rsplit_once(':')?;
        Some(Self { view: view.to_owned(), number: number.parse().ok()?, started: started.parse().ok()? })
    }

    /// Whether that process would be seen from here, and is not there any more.
    fn has_seen_the_end_of(&self, holder: &Holder) -> bool {
        Self::read(holder).is_some_and(|other| other.view == self.view && start_of(other.number) != Some(other.started))
    }
}

/// When the process of that number was started; `None` if there is none, or only what is left of it.
/// <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>
fn start_of(number: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    // The name, in parentheses, may hold anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?;
    if matches!(state, "Z" | "X") {
        return None;
    }
    // The 22nd of all fields; the state was the third.
    fields.nth(18)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(process: &Process) -> Holder {
        Holder(process.name())
    }

    #[test]
    fn the_same_process_has_one_name_and_another_has_another() {
        let this = Process::this().unwrap();
        assert_eq!(of_this_process(), of_this_process());
        assert_eq!(Process::read(&of_this_process()), Some(this.clone()));
        assert_ne!(holder(&Process { number: this.number + 1, ..this.clone() }), holder(&this));
    }

    #[test]
    fn only_a_process_that_would_be_seen_and_is_not_there_counts_as_ended() {
        let this = Process::this().unwrap();
        let has_ended = |process: &Process| this.has_seen_the_end_of(&holder(process));
        assert!(!has_ended(&this));
        // The number is in use again.
        assert!(has_ended(&Process { started: this.started + 1, ..this.clone() }));
        assert!(has_ended(&Process { number: u32::MAX, ..this.clone() }));
        assert!(!has_ended(&Process { view: "another machine:1:0".to_owned(), number: u32::MAX, ..this.clone() }));
        for stranger in ["polling", "tea:8443", "0123456789abcdef"] {
            assert!(!this.has_seen_the_end_of(&Holder(stranger.to_owned())), "{stranger}");
        }
    }

    #[test]
    fn a_process_that_was_waited_for_is_gone() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let this = Process::this().unwrap();
        let other = Process { number: child.id(), started: start_of(child.id()).unwrap(), ..this.clone() };
        assert!(!this.has_seen_the_end_of(&holder(&other)));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(this.has_seen_the_end_of(&holder(&other)));
    }
}
