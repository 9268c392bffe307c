//! The yardstick: an axum server that reads each update and answers `200`.

use std::{
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    process::{Command, Stdio},
};

use anyhow::Context;
use axum::{Router, body::Bytes, http::StatusCode, routing::post};
use tokio::net::TcpListener;

use super::process::Process;

/// How this program is told to be the server.
pub(crate) const COMMAND: &str = "do-nothing";

/// Starts the server as a process of its own.
pub(super) fn start() -> anyhow::Result<(Process, SocketAddr)> {
    let mut command = Command::new(std::env::current_exe()?);
    let mut process = Process::start(command.arg(COMMAND).stdin(Stdio::null()).stdout(Stdio::piped()))?;
    let mut line = String::new();
    BufReader::new(process.output().context("the output is a pipe")?).read_line(&mut line)?;
    let address = line.trim().parse().context("the server that does nothing does not start")?;
    Ok((process, address))
}

/// Is the server: at a free port, whose address is the first line of the output, until the process is killed.
///
/// # Errors
///
/// If no port is free.
pub(crate) async fn serve() -> anyhow::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
    let router = Router::new().route("/webhook", post(|_body: Bytes| async { StatusCode::OK }));
    Ok(axum::serve(listener, router).with_graceful_shutdown(asked_to_stop()).await?)
}

async fn asked_to_stop() {
    let asked = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    if let Ok(mut asked) = asked {
        asked.recv().await;
    }
}
