//! A cluster: its keys are spread over three servers, the first of which has a replica.

use super::{Kind, RedisServer};
use crate::free_address;

/// How many servers have keys: more than half of them must agree that another is dead.
const MASTERS: usize = 3;

/// How many parts the keys are spread into.
const SLOTS: usize = 16_384;

/// The servers of a cluster; the last one is the replica of the first.
#[derive(Debug)]
pub struct RedisCluster {
    servers: Vec<RedisServer>,
}

impl RedisCluster {
    /// Starts the servers, and joins them.
    ///
    /// # Panics
    ///
    /// As for [`RedisServer::start`].
    #[must_use]
    pub fn start() -> Self {
        let bus_ports: Vec<String> = (0..=MASTERS).map(|_| free_address().port().to_string()).collect();
        let servers: Vec<RedisServer> = bus_ports.iter().map(|port| RedisServer::start_kind(member(port))).collect();
        for (number, master) in servers[..MASTERS].iter().enumerate() {
            let (first, end) = (number * SLOTS / MASTERS, (number + 1) * SLOTS / MASTERS);
            let slots = [first, end - 1].map(|slot| slot.to_string());
            assert_eq!(master.command(&["CLUSTER", "ADDSLOTSRANGE", &slots[0], &slots[1]]), "+OK");
            assert_eq!(master.command(&["CLUSTER", "SET-CONFIG-EPOCH", &(number + 1).to_string()]), "+OK");
        }
        for (server, bus_port) in servers.iter().zip(&bus_ports).skip(1) {
            let port = server.port.to_string();
            assert_eq!(servers[0].command(&["CLUSTER", "MEET", "127.0.0.1", &port, bus_port]), "+OK");
        }
        let cluster = Self { servers };
        for server in &cluster.servers {
            server.until(&["CLUSTER", "INFO"], &format!("cluster_known_nodes:{}", MASTERS + 1));
        }
        let (master, replica) = (&cluster.servers[0], &cluster.servers[MASTERS]);
        let id = master.command(&["CLUSTER", "MYID"]);
        replica.until(&["CLUSTER", "NODES"], &id);
        assert_eq!(replica.command(&["CLUSTER", "REPLICATE", &id]), "+OK");
        master.until(&["INFO", "replication"], "state=online");
        for server in &cluster.servers {
            server.until(&["CLUSTER", "INFO"], "cluster_state:ok");
            server.until(&["CLUSTER", "NODES"], &format!("slave {id}"));
        }
        cluster
    }

    /// `redis-cluster://…`, with the addresses of the first two.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis-cluster://{}?node={}", self.servers[0].address(), self.servers[1].address())
    }

    /// Runs a command on the server that has the key in it.
    ///
    /// # Panics
    ///
    /// If that does not answer.
    #[must_use]
    pub fn command(&self, key: &str, words: &[&str]) -> String {
        self.owner_of(&self.slot_of(key)).command(words)
    }

    /// Makes all of it forget everything.
    ///
    /// # Panics
    ///
    /// If one does not answer.
    pub fn flush(&self) {
        self.leading().for_each(RedisServer::flush);
    }

    /// The servers; the last one is the replica of the first.
    #[must_use]
    pub fn servers(&self) -> &[RedisServer] {
        &self.servers
    }

    /// The number of the slot in which a key is.
    fn slot_of(&self, key: &str) -> String {
        let running = self.servers.iter().find(|server| server.is_running()).expect("a server is there");
        running.command(&["CLUSTER", "KEYSLOT", key]).trim_start_matches(':').to_owned()
    }

    /// Moves the slot of a key from the server that has it to another one, with its keys.
    ///
    /// # Panics
    ///
    /// If the servers refuse.
    pub fn move_slot_of(&self, key: &str) {
        let slot = self.slot_of(key);
        let from = self.owner_of(&slot);
        let to = self.leading().find(|server| server.port != from.port).expect("there are others");
        let [from_id, to_id] = [from, to].map(|server| server.command(&["CLUSTER", "MYID"]));
        assert_eq!(to.command(&["CLUSTER", "SETSLOT", &slot, "IMPORTING", &from_id]), "+OK");
        assert_eq!(from.command(&["CLUSTER", "SETSLOT", &slot, "MIGRATING", &to_id]), "+OK");
        let port = to.port.to_string();
        for key in from.command(&["CLUSTER", "GETKEYSINSLOT", &slot, "1000"]).lines().filter(|key| !key.is_empty()) {
            assert_eq!(from.command(&["MIGRATE", "127.0.0.1", &port, key, "0", "2000"]), "+OK");
        }
        for server in [to, from] {
            assert_eq!(server.command(&["CLUSTER", "SETSLOT", &slot, "NODE", &to_id]), "+OK");
        }
    }

    /// Kills the first server, and waits until its replica has its keys.
    ///
    /// # Panics
    ///
    /// If it never has.
    pub fn fail_over(&mut self) {
        self.servers[0].kill();
        self.servers[MASTERS].until(&["ROLE"], "master");
        for server in &self.servers[1..] {
            server.until(&["CLUSTER", "INFO"], "cluster_state:ok");
        }
    }

    /// Those that are there, and no replicas.
    fn leading(&self) -> impl Iterator<Item = &RedisServer> {
        let leads = |server: &&RedisServer| server.is_running() && server.command(&["ROLE"]).starts_with("master");
        self.servers.iter().filter(leads)
    }

    fn owner_of(&self, slot: &str) -> &RedisServer {
        let slot: usize = slot.parse().expect("a slot is a number");
        let has = |server: &&RedisServer| {
            let nodes = server.command(&["CLUSTER", "NODES"]);
            let own = nodes.lines().find(|line| line.contains("myself")).unwrap_or_default().to_owned();
            own.split_whitespace().skip(8).any(|range| {
                let (first, last) = range.split_once('-').unwrap_or((range, range));
                let [first, last] = [first, last].map(|slot| slot.parse::<usize>().ok());
                first.is_some_and(|first| first <= slot) && last.is_some_and(|last| slot <= last)
            })
        };
        self.servers.iter().filter(|server| server.is_running()).find(has).expect("every slot is somebody's")
    }
}

fn member(bus_port: &str) -> Kind {
    let words = ["--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-node-timeout", "1000"];
    let more = ["--cluster-port", bus_port, "--repl-diskless-sync-delay", "0"];
    Kind::Keeper(words.iter().chain(&more).map(|word| (*word).to_owned()).collect())
}
