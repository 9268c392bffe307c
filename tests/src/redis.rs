//! A Redis or Valkey of a test's own, which can be hung, killed, wiped and started again, and is gone with the test
//! however that ends.
//!
//! The server hangs on a small shell that waits for the end of a pipe whose other end the test process holds, as
//! PostgreSQL does in [`postgres`](crate::postgres).
#![expect(clippy::panic, clippy::expect_used, reason = "a test without its Redis can only fail, and say why")]

use std::{
    env, fs,
    io::{Read, Write},
    net::TcpStream,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::free_address;

/// For how long the server may take to answer, on a machine that is busy with other tests.
const START_TIMEOUT: Duration = Duration::from_secs(20);

/// The shell that keeps the server: `$1` its program, `$2` its port, `$3` its folder.
const KEEPER: &str = r#"
    trap '' INT TERM HUP
    program=$1 port=$2 folder=$3
    "$program" --port "$port" --bind 127.0.0.1 --dir "$folder" --save "" --appendonly no --daemonize no \
        --unixsocket "$folder/socket" --loglevel warning </dev/null >"$folder/log" 2>&1 &
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
    run: Option<Run>,
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
        let program = find("redis-server").or_else(|| find("valkey-server")).unwrap_or_else(|| {
            panic!(
                "Redis is not installed, which this test needs: apt-get install --no-install-recommends redis-server"
            )
        });
        Self::start_program(program)
    }

    /// Starts the Valkey of this machine; `None` if it has none.
    #[must_use]
    pub fn start_valkey() -> Option<Self> {
        find("valkey-server").map(Self::start_program)
    }

    fn start_program(program: PathBuf) -> Self {
        // A port is free when it is chosen; another program may be faster.
        let mut reason = String::new();
        for _ in 0..3 {
            let port = free_address().port();
            match Run::start(&program, port) {
                Ok(run) => return Self { program, port, run: Some(run) },
                Err(why) => reason = why,
            }
        }
        panic!("Redis did not start: {reason}");
    }

    /// `redis://127.0.0.1:…`: the same after a restart.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
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
        self.run = Some(Run::start(&self.program, self.port).unwrap_or_else(|why| panic!("no restart: {why}")));
    }

    /// Makes it forget everything.
    ///
    /// # Panics
    ///
    /// If it does not answer.
    pub fn flush(&self) {
        assert_eq!(self.command(&["FLUSHALL"]), "+OK");
    }

    /// Runs a command; the answer's first line, or its text if that is what it is: an empty one for nothing.
    ///
    /// # Panics
    ///
    /// If it does not answer.
    #[must_use]
    pub fn command(&self, words: &[&str]) -> String {
        ask(self.port, words).expect("Redis answers")
    }

    fn running(&self) -> &Run {
        self.run.as_ref().expect("Redis is running")
    }
}

impl Run {
    fn start(program: &Path, port: u16) -> Result<Self, String> {
        let folder = tempfile::Builder::new().prefix("portcullis-redis-").tempdir_in("/tmp");
        // From here on the keeper removes it.
        let folder = folder.expect("a temporary folder can be made").keep();
        let keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .args([program.as_os_str(), port.to_string().as_ref(), folder.as_os_str()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("a shell can be run");
        let mut run = Self { keeper, folder, process: String::new() };
        run.wait_until_it_answers(port)?;
        Ok(run)
    }

    fn wait_until_it_answers(&mut self, port: u16) -> Result<(), String> {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            let pid = fs::read_to_string(self.folder.join("pid")).unwrap_or_default();
            pid.trim().clone_into(&mut self.process);
            let own_pid = ask(port, &["INFO", "server"]).unwrap_or_default();
            if !self.process.is_empty() && own_pid.contains(&format!("process_id:{}\r", self.process)) {
                return Ok(());
            }
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            if Instant::now() > deadline || log.contains("Could not create server TCP") {
                return Err(log);
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.process]).status();
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

/// Sends a command on a connection of its own.
fn ask(port: u16, words: &[&str]) -> std::io::Result<String> {
    let mut connection = TcpStream::connect(("127.0.0.1", port))?;
    connection.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut request = Vec::new();
    write!(request, "*{}\r\n", words.len())?;
    for word in words {
        write!(request, "${}\r\n{word}\r\n", word.len())?;
    }
    connection.write_all(&request)?;
    let first = line(&mut connection)?;
    let Some(length) = first.strip_prefix('$') else { return Ok(first) };
    let mut text = vec![0; length.parse::<usize>().unwrap_or(0)];
    connection.read_exact(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn line(connection: &mut TcpStream) -> std::io::Result<String> {
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
