//! The commands `health` and `log-level`: they ask the bot that runs on this machine, or in this container, over
//! `OPS_LISTEN`.

use std::{
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::{RunError, Settings};

/// How long the bot may take to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// More than it answers with, in bytes.
const LONGEST_ANSWER: u64 = 64 * 1024;

/// Says on standard output what `/ready` answers.
///
/// # Errors
///
/// [`RunError::NotReady`], [`RunError::NobodyAnswers`].
pub(super) async fn health(settings: &Settings) -> Result<(), RunError> {
    let (is_ok, body) = ask(settings.ops_listen, "GET", "/ready", "").await?;
    show(&body);
    if is_ok { Ok(()) } else { Err(RunError::NotReady) }
}

/// Says on standard output which level the log has, after it was changed to `wanted`, if one is.
///
/// # Errors
///
/// [`RunError::LogLevel`], [`RunError::NobodyAnswers`].
pub(super) async fn log_level(settings: &Settings, wanted: Option<&str>) -> Result<(), RunError> {
    let method = if wanted.is_some() { "PUT" } else { "GET" };
    let (is_ok, body) = ask(settings.ops_listen, method, "/log-level", wanted.unwrap_or_default()).await?;
    show(&body);
    if is_ok { Ok(()) } else { Err(RunError::LogLevel) }
}

fn show(body: &str) {
    // Whoever reads no more of the output still gets the exit code.
    let _ = writeln!(io::stdout(), "{body}");
}

/// Whether the answer is a success, and what it says.
async fn ask(listen: SocketAddr, method: &str, path: &str, body: &str) -> Result<(bool, String), RunError> {
    let address = reachable(listen);
    let nobody = |source| RunError::NobodyAnswers(address, source);
    if address.port() == 0 {
        return Err(nobody(io::Error::other("OPS_LISTEN takes any free port, and the log alone says which")));
    }
    let answer = timeout(ANSWER_TIMEOUT, exchange(address, method, path, body)).await;
    let answer = answer.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())).map_err(nobody)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split_whitespace().nth(1).unwrap_or_default();
    if status.is_empty() || !head.starts_with("HTTP/1.") {
        return Err(nobody(io::Error::other("whoever listens there speaks no HTTP")));
    }
    Ok((status.starts_with('2'), body.to_owned()))
}

/// HTTP/1.0 in one exchange: the other side closes the connection after its answer, and sends it in one piece.
/// <https://www.rfc-editor.org/rfc/rfc1945>
async fn exchange(address: SocketAddr, method: &str, path: &str, body: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let length = body.len();
    let request = format!("{method} {path} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(LONGEST_ANSWER).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Where this machine reaches whoever listens there: on every address means on its own as well.
fn reachable(mut listen: SocketAddr) -> SocketAddr {
    if listen.ip().is_unspecified() {
        listen.set_ip(match listen.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    listen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_listens_everywhere_is_asked_on_this_machine() {
        for (listen, asked) in
            [("0.0.0.0:8000", "127.0.0.1:8000"), ("[::]:1", "[::1]:1"), ("10.0.0.7:8000", "10.0.0.7:8000")]
        {
            assert_eq!(reachable(listen.parse().unwrap()).to_string(), asked);
        }
    }
}
