//! A service of a few lines on this machine, which a bot under test talks to.

use std::net::SocketAddr;

use axum::Router;
use tokio::{net::TcpListener, task::JoinSet};

/// The service at work; it ends when dropped.
pub(crate) struct LocalServer {
    address: SocketAddr,
    _task: JoinSet<()>,
}

impl LocalServer {
    /// Serves at a free port.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub(crate) async fn start(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let mut task = JoinSet::new();
        task.spawn(async move { axum::serve(listener, router).await.expect("the server runs") });
        Self { address, _task: task }
    }

    /// Where it listens.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }
}
