//! The name under which this process leases work.

use portcullis_domain::lease::Holder;

/// The holder's name of the process that polls.
///
/// One process polls at a time, so whoever polls is the successor of whoever polled before and takes over what that
/// left behind.
pub(crate) fn of_polling() -> Holder {
    Holder("polling".to_owned())
}

/// A name that no other process has, under which this one asks to lead.
pub(crate) fn of_this_process() -> Holder {
    Holder(format!("{:016x}", rand::random::<u64>()))
}

/// The name of an instance that shares its work with others: the machine's, and the port on which it listens.
///
/// Whoever starts under the same name is its successor and takes over what it held; what other instances hold is
/// theirs until their leases run out. On a machine that does not tell its name nobody is a successor.
pub(crate) fn of_instance(port: u16) -> Holder {
    match host() {
        Some(host) => Holder(format!("{host}:{port}")),
        None => of_this_process(),
    }
}

fn host() -> Option<String> {
    let told = std::fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| std::env::var("HOSTNAME").ok())?;
    let host = told.trim();
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_is_known_by_its_machine_and_its_port() {
        assert_eq!(of_instance(8443), of_instance(8443));
        assert_ne!(of_instance(8443), of_instance(8444));
    }
}
