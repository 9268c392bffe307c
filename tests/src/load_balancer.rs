//! A load balancer for TCP: connections go to the backends in turn, past those that are dead; and a cable to be cut, or
//! to fall silent.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// A load balancer for TCP on a port of its own. It ends when it is dropped.
pub struct LoadBalancer {
    address: SocketAddr,
    cable: watch::Sender<Cable>,
    serving: JoinHandle<()>,
}

/// What all connections go through.
#[derive(Clone, Copy, Debug)]
struct Cable {
    state: CableState,
    /// How often those that were open then were stranded.
    strandings: u64,
}

/// What becomes of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CableState {
    /// They are passed on.
    Whole,
    /// They are broken.
    Cut,
    /// They stay open and are taken, and nothing comes through.
    Silent,
}

struct Backends {
    addresses: Vec<SocketAddr>,
    next: AtomicUsize,
}

impl LoadBalancer {
    /// Passes connections on to `backends` in turn.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub async fn start(backends: &[SocketAddr]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let backends = Arc::new(Backends { addresses: backends.to_vec(), next: AtomicUsize::new(0) });
        let (cable, seen) = watch::channel(Cable { state: CableState::Whole, strandings: 0 });
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass_on(client, backends.clone(), seen.clone()));
            }
        });
        Self { address, cable, serving }
    }

    /// A cable to the server of a database of PostgreSQL, and the URL of that database at its other end.
    ///
    /// # Panics
    ///
    /// If the URL names no address, or no port is free.
    pub async fn before_database(url: &str) -> (Self, String) {
        let address = url.split_once('@').and_then(|(_, rest)| rest.split_once('/')).expect("it has an address").0;
        let cable = Self::start(&[address.parse().expect("it has an address in numbers")]).await;
        let beyond = url.replace(address, &cable.address().to_string());
        (cable, beyond)
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Breaks all connections, and every one that is tried from now on.
    pub fn cut(&self) {
        self.put(CableState::Cut);
    }

    /// Lets nothing through from now on: connections stay open, new ones are taken, and nobody answers.
    pub fn silence(&self) {
        self.put(CableState::Silent);
    }

    /// Lets nothing through the connections that are open now, for ever; new ones are passed on.
    pub fn strand(&self) {
        self.cable.send_modify(|cable| cable.strandings += 1);
    }

    /// Passes connections on again.
    pub fn mend(&self) {
        self.put(CableState::Whole);
    }

    fn put(&self, state: CableState) {
        self.cable.send_modify(|cable| cable.state = state);
    }
}

impl Drop for LoadBalancer {
    fn drop(&mut self) {
        self.cut();
        self.serving.abort();
    }
}

async fn pass_on(mut client: TcpStream, backends: Arc<Backends>, mut cable: watch::Receiver<Cable>) {
    let before = cable.borrow().strandings;
    let state = move |cable: &Cable| match cable.state {
        CableState::Whole if cable.strandings > before => CableState::Silent,
        state => state,
    };
    let passing = async {
        let Some(mut backend) = backends.connect().await else { return };
        // A connection that breaks is the clients' to see.
        let _broken = copy_bidirectional(&mut client, &mut backend).await;
    };
    tokio::pin!(passing);
    loop {
        tokio::select! {
            biased;
            _changed = cable.wait_for(|cable| state(cable) != CableState::Whole) => {}
            () = &mut passing => return,
        }
        // While it is not polled, nothing is passed on.
        match cable.wait_for(|cable| state(cable) != CableState::Silent).await.map(|cable| state(&cable)) {
            Ok(CableState::Whole) => {}
            _ => return,
        }
    }
}

impl Backends {
    async fn connect(&self) -> Option<TcpStream> {
        let count = self.addresses.len();
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        for offset in 0..count {
            if let Ok(stream) = TcpStream::connect(self.addresses[(first + offset) % count]).await {
                return Some(stream);
            }
        }
        None
    }
}
