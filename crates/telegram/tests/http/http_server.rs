//! The HTTP server's limits: on connections, and on how long they say nothing.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, routing::get};
use portcullis_telegram::http_server::{ConnectionLimits, serve_router};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// A test that waits longer has failed.
const TIMEOUT: Duration = Duration::from_secs(5);

async fn serving(connections: usize, head: Duration) -> (SocketAddr, CancellationToken) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let router = Router::new().route("/", get(|| async { "well" }));
    tokio::spawn(serve_router(listener, router, ConnectionLimits { server: "test", connections, head }, stop.clone()));
    (address, stop)
}

/// Waits until the server closes the connection, and gives what came before that.
async fn closed(mut connection: TcpStream) -> String {
    let mut said = Vec::new();
    // A connection that is broken is as closed as one that is ended.
    let _broken = timeout(TIMEOUT, connection.read_to_end(&mut said)).await.unwrap();
    String::from_utf8(said).unwrap()
}

#[tokio::test]
async fn a_connection_that_says_nothing_or_half_a_head_or_is_idle_is_closed() {
    let (address, _stop) = serving(8, Duration::from_millis(150)).await;
    let silent = TcpStream::connect(address).await.unwrap();
    let mut half = TcpStream::connect(address).await.unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHost: bot\r\nX-Slow: ").await.unwrap();
    let mut idle = TcpStream::connect(address).await.unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: bot\r\n\r\n").await.unwrap();
    assert_eq!(closed(silent).await, "");
    assert!(!closed(half).await.contains("200 OK"));
    let answer = closed(idle).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("well"), "{answer}");
}

#[tokio::test]
async fn whoever_comes_when_all_connections_are_taken_is_closed_at_once_and_the_others_go_on() {
    let (address, _stop) = serving(2, Duration::from_mins(1)).await;
    let mut first = TcpStream::connect(address).await.unwrap();
    let second = TcpStream::connect(address).await.unwrap();
    let mut third = TcpStream::connect(address).await.unwrap();
    // It may be closed before this is written.
    let _closed = third.write_all(b"GET / HTTP/1.1\r\nHost: bot\r\n\r\n").await;
    assert_eq!(closed(third).await, "");
    first.write_all(b"GET / HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(closed(first).await.ends_with("well"));
    drop(second);
    // A place is free once the server has noticed.
    let answered = async {
        loop {
            let mut next = TcpStream::connect(address).await.unwrap();
            let _closed = next.write_all(b"GET / HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n").await;
            if closed(next).await.ends_with("well") {
                return;
            }
        }
    };
    timeout(TIMEOUT, answered).await.unwrap();
}
