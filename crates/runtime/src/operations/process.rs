//! What the system says of this process: memory, processor time, open files. Only where `/proc` is (Linux).

use std::{fmt::Write, fs};

/// The kernel counts processor time for programs in hundredths of a second, whatever its own clock:
/// <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>.
const TICKS_PER_SECOND: f64 = 100.0;

/// The metrics of the process in Prometheus' text; what can't be read is left out.
pub(super) fn text() -> String {
    let mut text = String::new();
    if let Some(stat) = fs::read_to_string("/proc/self/stat").ok().as_deref().and_then(Stat::read) {
        let help = "Processor time that the process has used";
        add(&mut text, "process_cpu_seconds_total", "counter", help, stat.processor_seconds);
        if let Some(boot) = fs::read_to_string("/proc/stat").ok().as_deref().and_then(boot_time) {
            let help = "When the process started, in seconds since 1970";
            add(&mut text, "process_start_time_seconds", "gauge", help, boot + stat.started_after_boot);
        }
    }
    if let Some(bytes) = fs::read_to_string("/proc/self/status").ok().as_deref().and_then(resident_bytes) {
        add(&mut text, "process_resident_memory_bytes", "gauge", "Memory that the process occupies", bytes);
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        let open = files.count().saturating_sub(1); // The directory that is being read is one of them.
        add(&mut text, "process_open_fds", "gauge", "Files and connections that the process has open", open);
    }
    text
}

fn add(text: &mut String, name: &str, kind: &str, help: &str, value: impl std::fmt::Display) {
    // Writing into a text does not fail.
    let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n\n");
}

/// What is of use in `/proc/self/stat`.
struct Stat {
    processor_seconds: f64,
    started_after_boot: f64,
}

impl Stat {
    fn read(stat: &str) -> Option<Self> {
        // The second field is the program's name in brackets, and may hold anything.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        // The first of these is the third of all, as the manual counts them.
        let seconds = |number: usize| Some(fields.get(number - 3)?.parse::<f64>().ok()? / TICKS_PER_SECOND);
        Some(Self { processor_seconds: seconds(14)? + seconds(15)?, started_after_boot: seconds(22)? })
    }
}

/// `btime` of `/proc/stat`.
fn boot_time(stat: &str) -> Option<f64> {
    stat.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()
}

/// `VmRSS` of `/proc/self/status`, which is in KiB.
fn resident_bytes(status: &str) -> Option<u64> {
    let value = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(value.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_with_brackets_in_its_name_is_read() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 3 0 4200 1 1";
        let stat = Stat::read(stat).unwrap();
        assert!((stat.processor_seconds - 2.0).abs() < 1e-9);
        assert!((stat.started_after_boot - 42.0).abs() < 1e-9);
    }

    #[test]
    fn memory_is_given_in_bytes() {
        assert_eq!(resident_bytes("Name:\tx\nVmRSS:\t    2048 kB\n"), Some(2_097_152));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_very_process_can_be_read() {
        let text = text();
        for name in ["cpu_seconds_total", "start_time_seconds", "resident_memory_bytes", "open_fds"] {
            assert!(text.contains(&format!("\nprocess_{name} ")), "{text}");
        }
    }
}
