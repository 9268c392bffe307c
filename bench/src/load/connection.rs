//! One kept-alive connection to a webhook.

use std::{fmt::Write, net::SocketAddr};

use anyhow::Context;
use portcullis_tests::webhook_instance::{SECRET, SECRET_HEADER};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::http;

/// A connection on which one request follows the other.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    request: String,
    received: Vec<u8>,
}

impl Connection {
    pub(super) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.context("the webhook takes no connection")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, request: String::new(), received: Vec::new() })
    }

    /// Posts an update, and gives the status of the answer.
    pub(super) async fn post(&mut self, body: &str) -> anyhow::Result<u16> {
        self.request.clear();
        let length = body.len();
        write!(
            self.request,
            "POST /webhook HTTP/1.1\r\nhost: bench\r\n{SECRET_HEADER}: {SECRET}\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        )?;
        self.stream.write_all(self.request.as_bytes()).await?;
        self.received.clear();
        loop {
            let read = self.stream.read_buf(&mut self.received).await?;
            anyhow::ensure!(read > 0, "the webhook has closed the connection");
            let answer = http::message(&self.received).map_err(|_| anyhow::anyhow!("the answer is no HTTP"))?;
            if let Some(answer) = answer {
                let status = answer.first_line.split(' ').nth(1).and_then(|status| status.parse().ok());
                return status.context("the answer has no status");
            }
        }
    }
}
