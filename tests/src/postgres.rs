//! A PostgreSQL server of the tests' own: started once for a test process, gone with it however it ends.
//!
//! The server hangs on a small shell that waits for the end of a pipe whose other end the test process holds. The
//! system closes that end when the process ends, be it by a panic or by a kill; the shell then stops the server and
//! removes all it has written.
#![expect(clippy::panic, clippy::expect_used, reason = "a test without its database can only fail, and say why")]

use std::{
    env, fs,
    io::{self, Write},
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::free_address;

/// For how long the server may take to answer, on a machine that is busy with other tests.
const START_TIMEOUT: Duration = Duration::from_mins(1);

/// The shell that keeps the server: `$1` its port, `$2` the folder, `$3` the folder of the programs, `$4` whether commits
/// wait for the disk, and from `$5` on the command that takes the rights away which PostgreSQL refuses to have.
///
/// Down that pipe it takes wishes, one a line: `stop` and `start`. A second Ctrl-C must not keep it from its work; nothing here holds the pipe open but the test process.
const KEEPER: &str = r#"
    trap '' INT TERM HUP
    port=$1 folder=$2 programs=$3 durable=$4
    shift 4
    serve() {
        "$@" "$programs/postgres" -D "$folder/data" -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 \
            -c fsync="$durable" -c synchronous_commit="$durable" -c full_page_writes="$durable" -c max_connections=300 \
            -c shared_buffers=32MB -c log_min_messages=fatal </dev/null >>"$folder/log" 2>&1 &
        server=$!
    }
    serve "$@"
    while read -r wish; do
        case $wish in
            stop) kill -INT "$server"; wait "$server" ;;
            start) serve "$@" ;;
        esac
    done
    kill -QUIT "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    rm -rf "$folder"
"#;

/// Whether commits wait for the disk.
#[derive(Clone, Copy)]
enum Durability {
    /// They do not: a test's data need not outlive the machine.
    Forgetful,
    /// They do.
    Durable,
}

impl Durability {
    const fn setting(self) -> &'static str {
        match self {
            Self::Forgetful => "off",
            Self::Durable => "on",
        }
    }
}

/// A running PostgreSQL server.
#[derive(Debug)]
pub struct PostgresServer {
    port: u16,
    programs: PathBuf,
    folder: PathBuf,
    keeper: Child,
    databases: AtomicU32,
}

/// The URL of a new, empty database on the server of this test process.
///
/// # Panics
///
/// If there is no PostgreSQL, or it does not start: with the command that installs it.
#[must_use]
pub fn fresh_database() -> String {
    static SHARED: OnceLock<PostgresServer> = OnceLock::new();
    SHARED.get_or_init(PostgresServer::start).fresh_database()
}

impl PostgresServer {
    /// Starts a server for a test that wants to stop it again; others share one, see [`fresh_database`].
    ///
    /// # Panics
    ///
    /// If there is no PostgreSQL, or it does not start: with the command that installs it.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(Durability::Forgetful)
    }

    /// Starts a server on which each commit waits for the disk, as it does where people's data are kept.
    ///
    /// # Panics
    ///
    /// As for [`PostgresServer::start`].
    #[must_use]
    pub fn start_durable() -> Self {
        Self::start_with(Durability::Durable)
    }

    fn start_with(durability: Durability) -> Self {
        let programs = find_programs();
        let account = Account::fit();
        // A port is free when it is chosen; another program may be faster.
        let mut reason = String::new();
        for _ in 0..3 {
            match Self::try_start(&programs, &account, durability) {
                Ok(server) => return server,
                Err(why) => reason = why,
            }
        }
        panic!("PostgreSQL did not start: {reason}");
    }

    fn try_start(programs: &Path, account: &Account, durability: Durability) -> Result<Self, String> {
        let folder = tempfile::Builder::new().prefix("portcullis-pg-").tempdir_in(short_temporary_folder());
        // From here on the keeper removes it.
        let folder = folder.expect("a temporary folder can be made").keep();
        account.own(&folder);
        initialise(programs, account, &folder);
        let port = free_address().port();
        let keeper = keep(port, &folder, programs, account, durability);
        let programs = programs.to_owned();
        let server = Self { port, programs, folder: folder.clone(), keeper, databases: AtomicU32::new(0) };
        server.wait_until_it_answers(&folder.join("log"))?;
        Ok(server)
    }

    /// The URL of a new, empty database.
    ///
    /// # Panics
    ///
    /// If it can't be made.
    #[must_use]
    pub fn fresh_database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let made = self.psql(&format!("CREATE DATABASE {name}")).expect("psql can be run");
        assert!(made.status.success(), "no database: {}", String::from_utf8_lossy(&made.stderr));
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    /// Stops the server in good order: whoever is connected is cut off, and nobody is let in. See
    /// [`PostgresServer::resume`].
    ///
    /// # Panics
    ///
    /// If it goes on answering.
    pub fn stop(&mut self) {
        self.tell_keeper("stop");
        let deadline = Instant::now() + START_TIMEOUT;
        while self.psql("SELECT 1").is_ok_and(|output| output.status.success()) {
            assert!(Instant::now() < deadline, "PostgreSQL does not stop");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Starts the server again, with all it had stored.
    ///
    /// # Panics
    ///
    /// If it does not answer.
    pub fn resume(&mut self) {
        self.tell_keeper("start");
        let deadline = Instant::now() + START_TIMEOUT;
        while !self.psql("SELECT 1").is_ok_and(|output| output.status.success()) {
            assert!(Instant::now() < deadline, "PostgreSQL does not start again");
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn tell_keeper(&mut self, wish: &str) {
        let pipe = self.keeper.stdin.as_mut().expect("the pipe is open as long as the server is wanted");
        writeln!(pipe, "{wish}").expect("the keeper listens");
    }

    /// The id of the server's first process, whose children are all the others.
    ///
    /// # Panics
    ///
    /// If the server is not running.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        let file = fs::read_to_string(self.folder.join("data/postmaster.pid")).expect("the server is running");
        file.lines().next().and_then(|line| line.trim().parse().ok()).expect("the first line is the process")
    }

    /// What the server has logged; that is nothing, unless a database is set to log more.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    fn wait_until_it_answers(&self, log: &Path) -> Result<(), String> {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            if self.psql("SELECT 1").is_ok_and(|output| output.status.success()) {
                return Ok(());
            }
            let said = fs::read_to_string(log).unwrap_or_default();
            if Instant::now() > deadline || said.contains("could not create any") {
                return Err(said);
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn psql(&self, sql: &str) -> io::Result<Output> {
        Command::new(self.programs.join("psql"))
            .args(["--no-psqlrc", "--host=127.0.0.1", "--username=postgres", "--command", sql])
            .arg(format!("--port={}", self.port))
            .arg("--dbname=postgres")
            .stdin(Stdio::null())
            .output()
    }
}

impl Drop for PostgresServer {
    /// Stops the server and waits until nothing of it is left.
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// The folder that holds `initdb` and `postgres`: the newest of Debian's, or wherever `PATH` leads.
fn find_programs() -> PathBuf {
    let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .collect();
    debian.sort_by_key(|folder| {
        let version = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        std::cmp::Reverse(version.and_then(|version| version.parse::<u32>().ok()))
    });
    let path = env::var_os("PATH").unwrap_or_default();
    let found = debian
        .into_iter()
        .chain(env::split_paths(&path))
        .find(|folder| ["initdb", "postgres", "psql"].iter().all(|program| folder.join(program).is_file()));
    found.unwrap_or_else(|| {
        panic!("PostgreSQL is not installed, which this test needs: apt-get install --no-install-recommends postgresql")
    })
}

/// The user under whom the server runs: PostgreSQL refuses to run as root.
struct Account {
    /// `setpriv` with its arguments, or nothing.
    run_as: Vec<String>,
    /// User and group, if they are not ours.
    ids: Option<(u32, u32)>,
}

impl Account {
    fn fit() -> Self {
        if id(&["-u"]) != Some(0) {
            // `env` runs its arguments as they are.
            return Self { run_as: vec!["env".to_owned()], ids: None };
        }
        let ids = ["postgres", "nobody"].iter().find_map(|user| Some((id(&["-u", user])?, id(&["-g", user])?)));
        let (user, group) = ids.expect("there is a user `postgres` or `nobody`");
        let run_as = ["setpriv", "--clear-groups", "--reuid", &user.to_string(), "--regid", &group.to_string(), "--"];
        Self { run_as: run_as.map(str::to_owned).to_vec(), ids: Some((user, group)) }
    }

    fn own(&self, folder: &Path) {
        if let Some((user, group)) = self.ids {
            chown(folder, Some(user), Some(group)).expect("root may give a folder away");
        }
    }
}

fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn initialise(programs: &Path, account: &Account, folder: &Path) {
    let output = Command::new(&account.run_as[0])
        .args(&account.run_as[1..])
        .arg(programs.join("initdb"))
        .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"])
        .arg("--pgdata")
        .arg(folder.join("data"))
        .current_dir(folder)
        .output()
        .expect("initdb can be run");
    if !output.status.success() {
        let _ = fs::remove_dir_all(folder);
        panic!("initdb failed: {}", String::from_utf8_lossy(&output.stderr));
    }
}

fn keep(port: u16, folder: &Path, programs: &Path, account: &Account, durability: Durability) -> Child {
    Command::new("sh")
        .args(["-c", KEEPER, "keeper", &port.to_string()])
        .args([folder, programs])
        .arg(durability.setting())
        .args(&account.run_as)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("a shell can be run")
}

/// The path of a Unix socket may have 107 bytes at most.
fn short_temporary_folder() -> PathBuf {
    let folder = env::temp_dir();
    if folder.as_os_str().len() > 60 { PathBuf::from("/tmp") } else { folder }
}
