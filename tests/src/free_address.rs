//! A free address of this machine, for a program that is started later.

use std::{
    net::{SocketAddr, TcpListener},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// The ports to choose from. Linux gives out those from 32 768 on to whoever connects or asks for any port
/// (`net.ipv4.ip_local_port_range`), so that one of these stays free until its program listens there.
const FIRST: u16 = 10_000;
const COUNT: u16 = 22_000;

/// How far apart programs begin to choose that run side by side.
const STRIDE: u32 = 31;

/// An address on which nobody listens, another one each time.
///
/// # Panics
///
/// If there is none.
pub fn free_address() -> SocketAddr {
    static CHOSEN: AtomicU32 = AtomicU32::new(0);
    let first = process::id().wrapping_mul(STRIDE);
    let addresses = (0..COUNT).map(|_| {
        let number = first.wrapping_add(CHOSEN.fetch_add(1, Ordering::Relaxed)) % u32::from(COUNT);
        let port = u32::from(FIRST).saturating_add(number);
        SocketAddr::from(([127, 0, 0, 1], u16::try_from(port).expect("it is below 32 000")))
    });
    addresses.into_iter().find(|address| TcpListener::bind(address).is_ok()).expect("a port is free")
}
