//! Connections that can be cut, and a port that can be closed and opened again.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// Whether connections are taken: the token that cuts them all, or `None` while nobody answers.
pub(crate) type Answering = Option<CancellationToken>;

/// A listener on one address that can be switched off and on.
pub(crate) struct SwitchableListener {
    address: SocketAddr,
    listener: Option<TcpListener>,
    answering: watch::Receiver<Answering>,
    /// Whether the port is open at this moment.
    open: watch::Sender<bool>,
}

impl SwitchableListener {
    pub(crate) fn new(
        address: SocketAddr,
        listener: TcpListener,
        answering: watch::Receiver<Answering>,
        open: watch::Sender<bool>,
    ) -> Self {
        Self { address, listener: Some(listener), answering, open }
    }

    fn close(&mut self) {
        self.listener = None;
        self.open.send_replace(false);
    }

    /// The open port, bound anew where it was closed.
    async fn listener(&mut self) -> &TcpListener {
        while self.listener.is_none() {
            match TcpListener::bind(self.address).await {
                Ok(listener) => self.listener = Some(listener),
                Err(_) => sleep(Duration::from_millis(10)).await,
            }
        }
        self.open.send_replace(true);
        // The loop above ends with a listener in place.
        match &self.listener {
            Some(listener) => listener,
            None => unreachable!("bound above"),
        }
    }
}

impl Listener for SwitchableListener {
    type Io = CuttableStream;
    type Addr = Connection;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let mut answering = self.answering.clone();
        loop {
            let Some(all) = answering.borrow_and_update().clone() else {
                self.close();
                if answering.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
                continue;
            };
            let listener = self.listener().await;
            tokio::select! {
                _ = answering.changed() => {}
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        let connection = Connection(all.child_token());
                        return (CuttableStream::new(stream, &connection.0), connection);
                    }
                    // Out of file descriptors, most likely: others must close first.
                    Err(_) => sleep(Duration::from_millis(10)).await,
                },
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(Connection(CancellationToken::new()))
    }
}

/// A connection, as its requests know it.
#[derive(Clone, Debug)]
pub(crate) struct Connection(CancellationToken);

impl Connection {
    /// Cuts the connection without an answer. Never returns: the request ends with its connection.
    pub(crate) async fn cut<T>(self) -> T {
        self.0.cancel();
        std::future::pending().await
    }
}

impl Connected<IncomingStream<'_, SwitchableListener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, SwitchableListener>) -> Self {
        stream.remote_addr().clone()
    }
}

/// A TCP stream that breaks when its token is cancelled.
pub(crate) struct CuttableStream {
    stream: TcpStream,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl CuttableStream {
    fn new(stream: TcpStream, token: &CancellationToken) -> Self {
        Self { stream, cut: Box::pin(token.clone().cancelled_owned()) }
    }

    /// The stream, or an error once it is cut.
    fn uncut(&mut self, context: &mut Context<'_>) -> io::Result<Pin<&mut TcpStream>> {
        match self.cut.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::ConnectionReset.into()),
            Poll::Pending => Ok(Pin::new(&mut self.stream)),
        }
    }
}

impl AsyncRead for CuttableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.uncut(context)?.poll_read(context, buffer)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.uncut(context)?.poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.uncut(context)?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
