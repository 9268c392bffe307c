//! A Redis with a replica, which sentinels put in its place when it dies.

use std::{thread, time::Duration};

use super::{Kind, RedisServer};

/// How the sentinels call it.
const NAME: &str = "main";

/// Replicas are served at once: nobody else might want the same data.
const AT_ONCE: [&str; 2] = ["--repl-diskless-sync-delay", "0"];

/// Two servers, one of which leads, and those who watch them.
#[derive(Debug)]
pub struct RedisSentinels {
    servers: Vec<RedisServer>,
    sentinels: Vec<RedisServer>,
}

impl RedisSentinels {
    /// Starts a server with a replica and so many sentinels, of which `quorum` must agree that it is dead.
    ///
    /// # Panics
    ///
    /// As for [`RedisServer::start`].
    #[must_use]
    pub fn start(sentinels: usize, quorum: usize) -> Self {
        let master = RedisServer::start_kind(Kind::Keeper(AT_ONCE.map(str::to_owned).into()));
        let (host, port) = ("127.0.0.1", master.port.to_string());
        let replica = [&AT_ONCE[..], &["--replicaof", host, &port]].concat().into_iter().map(str::to_owned);
        let replica = RedisServer::start_kind(Kind::Keeper(replica.collect()));
        // A sentinel asks for replicas as it starts, and then every ten seconds.
        master.until(&["INFO", "replication"], "state=online");
        let lines = format!(
            "sentinel monitor {NAME} {host} {port} {quorum}\n\
             sentinel down-after-milliseconds {NAME} 500\n\
             sentinel failover-timeout {NAME} 3000\n"
        );
        let watching = (0..sentinels).map(|_| RedisServer::start_kind(Kind::Sentinel(lines.clone()))).collect();
        let all = Self { servers: vec![master, replica], sentinels: watching };
        for sentinel in &all.sentinels {
            sentinel.until(&["SENTINEL", "REPLICAS", NAME], "slave");
            let others = format!("num-other-sentinels\n{}", sentinels - 1);
            sentinel.until(&["SENTINEL", "MASTER", NAME], &others);
        }
        all
    }

    /// `redis-sentinel://…`, with the addresses of all sentinels.
    #[must_use]
    pub fn url(&self) -> String {
        let mut addresses = self.sentinels.iter().map(RedisServer::address);
        let first = addresses.next().unwrap_or_default();
        let others = addresses.fold(String::new(), |others, address| others + "&node=" + &address);
        format!("redis-sentinel://{first}?sentinelServiceName={NAME}{others}")
    }

    /// The server that leads, as the sentinels say.
    ///
    /// # Panics
    ///
    /// If they name none of the servers.
    #[must_use]
    pub fn leader(&self) -> &RedisServer {
        let named = self.named();
        let leader = self.servers.iter().find(|server| server.port.to_string() == named);
        leader.expect("the sentinels name a server")
    }

    /// The server that leads, to be killed, paused and started again.
    ///
    /// # Panics
    ///
    /// If the sentinels name none of the servers.
    pub fn leader_mut(&mut self) -> &mut RedisServer {
        let named = self.named();
        let leader = self.servers.iter_mut().find(|server| server.port.to_string() == named);
        leader.expect("the sentinels name a server")
    }

    /// Kills the server that leads, and waits until its replica does.
    ///
    /// # Panics
    ///
    /// If it never does.
    pub fn fail_over(&mut self) {
        let killed = self.named();
        self.leader_mut().kill();
        while self.named() == killed {
            thread::sleep(Duration::from_millis(20));
        }
        self.leader().until(&["ROLE"], "master");
    }

    /// The sentinels, in the order in which the URL names them.
    pub fn sentinels(&mut self) -> &mut [RedisServer] {
        &mut self.sentinels
    }

    /// The port of the server that leads.
    fn named(&self) -> String {
        let sentinel = self.sentinels.iter().find(|sentinel| sentinel.is_running()).expect("a sentinel is there");
        let address = sentinel.command(&["SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME]);
        address.lines().last().unwrap_or_default().to_owned()
    }
}
