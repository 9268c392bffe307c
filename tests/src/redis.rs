//! A Redis or Valkey of a test's own, which can be hung, killed, wiped and started again, and is gone with the test
//! however that ends.
//!
//! The server hangs on a small shell that waits for the end of a pipe whose other end the test process holds, as
//! PostgreSQL does in [`postgres`](crate::postgres).
#![expect(clippy::panic, clippy::expect_used, reason = "a test without its Redis can only fail, and say why")]

mod certificates;
mod cluster;
mod sentinels;

use std::{
    env, fs,
    io::{Read, Write},
    os::unix::{net::UnixStream, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

pub use self::{certificates::Certificates, cluster::RedisCluster, sentinels::RedisSentinels};
use crate::free_address;

/// For how long the server may take to answer, on a machine that is busy with other tests.
const START_TIMEOUT: Duration = Duration::from_secs(20);

/// The shell that keeps the server: `$1` its program, `$2` its folder, and from `$3` on its arguments.
const KEEPER: &str = r#"
    trap '' INT TERM HUP
    program=$1 folder=$2
    shift 2
    "$program" "$@" --bind 127.0.0.1 --dir "$folder" --daemonize no --unixsocket "$folder/socket" --loglevel warning \
        </dev/null >"$folder/log" 2>&1 &
    server=$!
    echo "$server" >"$folder/pid.new"
    mv "$folder/pid.new" "$folder/pid"
    cat >/dev/null
    kill -KILL "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    rm -rf "$folder"
"#;

/// A server that speaks Redis' language.
#[derive(Debug)]
pub struct RedisServer {
    program: PathBuf,
    port: u16,
    kind: Kind,
    run: Option<Run>,
}

/// What a server does, with what it needs to be told for that.
#[derive(Clone, Debug)]
enum Kind {
    /// It keeps what it is told, with these arguments beside those that all have.
    Keeper(Vec<String>),
    /// The same by TLS alone.
    ByTls(Vec<String>),
    /// It watches another one, by a file with these lines.
    Sentinel(String),
}

impl Kind {
    /// The arguments of a server in this folder.
    fn arguments(&self, port: u16, folder: &Path) -> Vec<String> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let port = port.to_string();
        let keeps_nothing = ["--save", "", "--appendonly", "no"];
        match self {
            Self::Keeper(more) => [words(&["--port", &port]), words(&keeps_nothing), more.clone()].concat(),
            Self::ByTls(more) => {
                [words(&["--port", "0", "--tls-port", &port]), words(&keeps_nothing), more.clone()].concat()
            }
            Self::Sentinel(lines) => {
                let file = folder.join("sentinel.conf");
                fs::write(&file, lines).expect("a file can be written");
                words(&[&file.display().to_string(), "--sentinel", "--port", &port])
            }
        }
    }
}

/// The server from one start to its end.
#[derive(Debug)]
struct Run {
    keeper: Child,
    folder: PathBuf,
    process: String,
}

impl RedisServer {
    /// Starts the Redis of this machine, or its Valkey.
    ///
    /// # Panics
    ///
    /// If there is neither, or it does not start: with the command that installs one.
    #[must_use]
    pub fn start() -> Self {
        Self::start_kind(Kind::Keeper(Vec::new()))
    }

    /// Starts the same, to be reached by TLS alone, with a certificate.
    ///
    /// # Panics
    ///
    /// As for [`RedisServer::start`].
    #[must_use]
    pub fn start_by_tls(certificates: &Certificates) -> Self {
        Self::start_kind(Kind::ByTls(certificates.arguments()))
    }

    fn start_kind(kind: Kind) -> Self {
        let program = find("redis-server").or_else(|| find("valkey-server")).unwrap_or_else(|| {
            panic!(
                "Redis is not installed, which this test needs: apt-get install --no-install-recommends redis-server"
            )
        });
        Self::start_program(program, kind)
    }

    /// Starts the Valkey of this machine; `None` if it has none.
    #[must_use]
    pub fn start_valkey() -> Option<Self> {
        find("valkey-server").map(|program| Self::start_program(program, Kind::Keeper(Vec::new())))
    }

    fn start_program(program: PathBuf, kind: Kind) -> Self {
        // A port is free when it is chosen; another program may be faster.
        let mut reason = String::new();
        for _ in 0..3 {
            let port = free_address().port();
            match Run::start(&program, port, &kind) {
                Ok(run) => return Self { program, port, kind, run: Some(run) },
                Err(why) => reason = why,
            }
        }
        panic!("Redis did not start: {reason}");
    }

    /// `redis://127.0.0.1:…`, or `rediss://…`: the same after a restart.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if matches!(self.kind, Kind::ByTls(_)) { "rediss" } else { "redis" };
        format!("{scheme}://{}", self.address())
    }

    /// Where it listens: the same after a restart.
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// `unix:///…`: another after a restart.
    ///
    /// # Panics
    ///
    /// If the server is not running.
    #[must_use]
    pub fn socket_url(&self) -> String {
        format!("unix://{}", self.running().folder.join("socket").display())
    }

    /// The id of its process: another after a restart.
    ///
    /// # Panics
    ///
    /// If the server is not running.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.running().process.parse().expect("a process has a number")
    }

    /// Stops the process where it stands (SIGSTOP): it keeps its connections and answers nothing.
    ///
    /// # Panics
    ///
    /// If the server is not running.
    pub fn pause(&self) {
        self.running().signal("-STOP");
    }

    /// Lets it go on.
    ///
    /// # Panics
    ///
    /// If the server is not running.
    pub fn resume(&self) {
        self.running().signal("-CONT");
    }

    /// Ends it at once (SIGKILL), with all it remembers.
    pub fn kill(&mut self) {
        drop(self.run.take());
    }

    /// Starts it again where it was, empty.
    ///
    /// # Panics
    ///
    /// If it does not start.
    pub fn restart(&mut self) {
        self.kill();
        self.run =
            Some(Run::start(&self.program, self.port, &self.kind).unwrap_or_else(|why| panic!("no restart: {why}")));
    }

    /// Makes it forget everything.
    ///
    /// # Panics
    ///
    /// If it does not answer.
    pub fn flush(&self) {
        assert_eq!(self.command(&["FLUSHALL"]), "+OK");
    }

    /// Runs a command; the answer's first line, or its text if that is what it is: an empty one for nothing. Of an answer
    /// with several parts each is a line.
    ///
    /// # Panics
    ///
    /// If it does not answer.
    #[must_use]
    pub fn command(&self, words: &[&str]) -> String {
        ask(&self.running().folder, words).expect("Redis answers")
    }

    /// Asks again and again until the answer has these words in it.
    ///
    /// # Panics
    ///
    /// If it never has.
    pub fn until(&self, words: &[&str], wanted: &str) {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            let answer = ask(&self.running().folder, words).unwrap_or_default();
            if answer.contains(wanted) {
                return;
            }
            assert!(Instant::now() < deadline, "{words:?} never gave {wanted}, but {answer}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Whether it was started and not killed.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.run.is_some()
    }

    fn running(&self) -> &Run {
        self.run.as_ref().expect("Redis is running")
    }
}

impl Run {
    fn start(program: &Path, port: u16, kind: &Kind) -> Result<Self, String> {
        let folder = tempfile::Builder::new().prefix("portcullis-redis-").tempdir_in("/tmp");
        // From here on the keeper removes it.
        let folder = folder.expect("a temporary folder can be made").keep();
        let keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .args([program, &folder])
            .args(kind.arguments(port, &folder))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("a shell can be run");
        let mut run = Self { keeper, folder, process: String::new() };
        run.wait_until_it_answers()?;
        Ok(run)
    }

    fn wait_until_it_answers(&mut self) -> Result<(), String> {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            let pid = fs::read_to_string(self.folder.join("pid")).unwrap_or_default();
            pid.trim().clone_into(&mut self.process);
            let own_pid = ask(&self.folder, &["INFO", "server"]).unwrap_or_default();
            if !self.process.is_empty() && own_pid.contains(&format!("process_id:{}\r", self.process)) {
                return Ok(());
            }
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            if Instant::now() > deadline || log.contains("Could not create server TCP") || log.contains("FATAL") {
                return Err(log);
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("sh").args(["-c", r#"kill "$@""#, "kill", signal, &self.process]).status();
        assert!(sent.expect("kill runs").success(), "Redis has ended by itself");
    }
}

impl Drop for Run {
    /// Ends the server and waits until nothing of it is left.
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Sends a command to the server of a folder, on a connection of its own.
fn ask(folder: &Path, words: &[&str]) -> std::io::Result<String> {
    let mut connection = UnixStream::connect(folder.join("socket"))?;
    connection.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut request = Vec::new();
    write!(request, "*{}\r\n", words.len())?;
    for word in words {
        write!(request, "${}\r\n{word}\r\n", word.len())?;
    }
    connection.write_all(&request)?;
    answer(&mut connection)
}

fn answer(connection: &mut UnixStream) -> std::io::Result<String> {
    let first = line(connection)?;
    if let Some(parts) = first.strip_prefix('*') {
        let parts = 0..parts.parse::<usize>().unwrap_or(0);
        let parts = parts.map(|_| answer(connection)).collect::<std::io::Result<Vec<_>>>()?;
        return Ok(parts.join("\n"));
    }
    let Some(length) = first.strip_prefix('$') else { return Ok(first) };
    let Ok(length) = length.parse::<usize>() else { return Ok(String::new()) };
    let mut text = vec![0; length];
    connection.read_exact(&mut text)?;
    line(connection)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn line(connection: &mut UnixStream) -> std::io::Result<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while !line.ends_with(b"\r\n") {
        connection.read_exact(&mut byte)?;
        line.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
}

fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(["/usr/bin", "/usr/sbin", "/usr/local/bin"].map(PathBuf::from));
    folders.map(|folder| folder.join(program)).find(|program| program.is_file())
}
