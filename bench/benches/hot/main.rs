//! What the hot path is made of, piece by piece: `cargo xtask bench criterion`.

#![expect(clippy::unwrap_used, reason = "a bench that can't be set up can only fail, and say where")]

mod decide;
mod decode;
mod memberships;
mod statements;
mod warm_path;

use criterion::Criterion;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    decode::bench(&mut criterion);
    decide::bench(&mut criterion);
    warm_path::bench(&mut criterion);
    memberships::bench(&mut criterion);
    statements::bench(&mut criterion);
    criterion.final_summary();
}

/// What waits for networks and disks.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap()
}
