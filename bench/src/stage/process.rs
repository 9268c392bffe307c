//! A process that is measured, by what Linux tells in `/proc`.

use std::{
    fs, io,
    process::{Child, Command, ExitStatus},
    time::Duration,
};

use anyhow::Context;

/// In how many parts `/proc` divides a second, on every machine that Linux runs on today.
const TICKS_PER_SECOND: u64 = 100;

/// How long a process may take to end after it was asked to.
const STOP_TIMEOUT: Duration = Duration::from_secs(30);

/// A process of ours. It is killed when dropped.
#[derive(Debug)]
pub struct Process(Child);

impl Process {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// If there is no such program.
    pub fn start(command: &mut Command) -> anyhow::Result<Self> {
        let child = command.spawn();
        Ok(Self(child.with_context(|| format!("{} can't be started", command.get_program().display()))?))
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// What it says on its standard output, if that is a pipe.
    pub const fn output(&mut self) -> Option<std::process::ChildStdout> {
        self.0.stdout.take()
    }

    /// The memory that it holds, in bytes.
    ///
    /// # Errors
    ///
    /// If it has ended.
    pub fn resident_bytes(&self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let kibibytes = number_after(&status, "VmRSS:").context("the process has ended")?;
        Ok(kibibytes * 1024)
    }

    /// The most memory that it has held so far, in bytes.
    ///
    /// # Errors
    ///
    /// If it has ended.
    pub fn peak_resident_bytes(&self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let kibibytes = number_after(&status, "VmHWM:").context("the process has ended")?;
        Ok(kibibytes * 1024)
    }

    /// How it has ended; `None` while it runs.
    ///
    /// # Errors
    ///
    /// If the system does not say.
    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.0.try_wait()
    }

    /// How often its threads have gone to sleep so far, each of which is a wakeup.
    ///
    /// # Errors
    ///
    /// If it has ended.
    pub fn wakeups(&self) -> io::Result<u64> {
        let mut wakeups = 0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.id()))? {
            let status = fs::read_to_string(thread?.path().join("status")).unwrap_or_default();
            wakeups += number_after(&status, "\nvoluntary_ctxt_switches:").unwrap_or_default();
        }
        Ok(wakeups)
    }

    /// Asks it to stop, and waits until it has.
    ///
    /// # Errors
    ///
    /// If it does not.
    pub async fn stop(mut self) -> anyhow::Result<ExitStatus> {
        let asked =
            Command::new("sh").args(["-c", r#"kill "$@""#, "kill", "-TERM", &self.id().to_string()]).status()?;
        anyhow::ensure!(asked.success(), "the process has ended by itself");
        let ended = async {
            loop {
                if let Some(status) = self.0.try_wait()? {
                    return anyhow::Ok(status);
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(STOP_TIMEOUT, ended).await.context("the process does not stop")?
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail if it has ended already, which is just as well.
        let _killed = self.0.kill();
        let _ended = self.0.wait();
    }
}

/// The processor time that a process has used, in the program and in the system.
///
/// # Errors
///
/// If it has ended.
pub(super) fn processor_time(process: u32) -> anyhow::Result<Duration> {
    Ok(Times::of(process)?.own)
}

/// The processor time of a process and its children, also of those that have ended.
///
/// # Errors
///
/// If the process itself has ended.
pub(super) fn processor_time_of_family(parent: u32) -> anyhow::Result<Duration> {
    let times = Times::of(parent)?;
    let mut sum = times.own + times.of_ended_children;
    for entry in fs::read_dir("/proc")? {
        let process = entry?.file_name().to_str().and_then(|name| name.parse().ok());
        // Whoever ends meanwhile counts among the ended next time.
        let Some(Ok(times)) = process.map(Times::of) else { continue };
        if times.parent == parent {
            sum += times.own;
        }
    }
    Ok(sum)
}

/// What `/proc/PID/stat` says of time.
struct Times {
    parent: u32,
    own: Duration,
    of_ended_children: Duration,
}

impl Times {
    fn of(process: u32) -> anyhow::Result<Self> {
        let line = fs::read_to_string(format!("/proc/{process}/stat")).context("a process has ended")?;
        Self::read(&line).context("/proc says something else than expected")
    }

    fn read(line: &str) -> Option<Self> {
        // The program's name stands in brackets and may hold anything; what follows it are numbers.
        let fields: Vec<&str> = line.rsplit_once(") ")?.1.split(' ').collect();
        let ticks = |field: usize| fields.get(field)?.parse::<u64>().ok();
        let time = |ticks: u64| Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND);
        Some(Self {
            parent: fields.get(1)?.parse().ok()?,
            own: time(ticks(11)? + ticks(12)?),
            of_ended_children: time(ticks(13)? + ticks(14)?),
        })
    }
}

fn number_after(text: &str, name: &str) -> Option<u64> {
    text.split_once(name)?.1.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_are_found_whatever_the_program_is_called() {
        let line = "4242 (a) b) (c) S 7 4242 4242 0 -1 4194560 1 0 0 0 150 50 3 2 20 0 9 0 100 0 0";
        let times = Times::read(line).unwrap();
        let in_ms = (times.parent, times.own.as_millis(), times.of_ended_children.as_millis());
        assert_eq!(in_ms, (7, 2000, 50));
    }

    #[test]
    fn a_process_is_measured_and_is_gone_when_dropped() {
        let process = Process::start(Command::new("sleep").arg("60")).unwrap();
        let id = process.id();
        assert!(process.resident_bytes().unwrap() > 0);
        processor_time(id).unwrap();
        drop(process);
        assert!(processor_time(id).is_err());
    }
}
