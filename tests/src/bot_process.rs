//! The real binary, as a process of its own.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::OnceLock,
    time::Duration,
};

/// How long a process may take to end after it was asked to, whatever hangs.
const STOP_TIMEOUT: Duration = Duration::from_secs(25);

/// A running bot. It is killed when dropped.
pub struct BotProcess(Child);

impl BotProcess {
    /// Starts the polling binary in `folder` with nothing in its environment but `variables`; its log goes to `log`.
    #[must_use]
    pub fn start(folder: &Path, variables: &[(String, String)], log: &File) -> Self {
        Self::start_binary(Binary::Polling, folder, variables, log)
    }

    /// Starts a binary in the same way.
    #[must_use]
    pub fn start_binary(binary: Binary, folder: &Path, variables: &[(String, String)], log: &File) -> Self {
        let child = command_of(binary, folder, variables)
            .stdout(log.try_clone().expect("a file handle is copied"))
            .stderr(log.try_clone().expect("a file handle is copied"))
            .spawn();
        Self(child.expect("the binary was built and starts"))
    }

    /// Ends it as a crash would: SIGKILL, nothing is finished.
    pub fn kill(mut self) {
        self.0.kill().expect("a child can be killed");
        self.0.wait().expect("a child can be waited for");
    }

    /// Asks it to stop (SIGTERM) and waits until it has.
    ///
    /// # Panics
    ///
    /// If it does not stop.
    pub async fn stop(self) -> ExitStatus {
        self.signal("TERM");
        self.ended().await
    }

    /// Waits until it has ended, having been asked to.
    ///
    /// # Panics
    ///
    /// If it does not end.
    pub async fn ended(mut self) -> ExitStatus {
        let ended = async {
            loop {
                if let Some(status) = self.0.try_wait().expect("a child can be asked") {
                    return status;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(STOP_TIMEOUT, ended).await.expect("the bot stops when asked")
    }

    /// Sends it a signal: `STOP` and `CONT` make a process that hangs for a while.
    ///
    /// # Panics
    ///
    /// If it has ended by itself.
    pub fn signal(&self, name: &str) {
        Self::signal_to(self.0.id(), name);
    }

    /// Sends a process that a story started itself a signal.
    ///
    /// # Panics
    ///
    /// If it has ended by itself.
    pub fn signal_to(process: u32, name: &str) {
        let sent =
            Command::new("sh").args(["-c", r#"kill "$@""#, "kill", &format!("-{name}"), &process.to_string()]).status();
        assert!(sent.expect("kill runs").success(), "the bot ended by itself");
    }

    /// Whether it is still there.
    pub fn is_running(&mut self) -> bool {
        self.0.try_wait().expect("a child can be asked").is_none()
    }
}

impl Drop for BotProcess {
    fn drop(&mut self) {
        // Both fail if it has ended already, which is just as well.
        let _killed = self.0.kill();
        let _ended = self.0.wait();
    }
}

/// The polling binary with nothing in its environment but `variables`.
#[must_use]
pub fn command(folder: &Path, variables: &[(String, String)]) -> Command {
    command_of(Binary::Polling, folder, variables)
}

/// A binary in the same way.
#[must_use]
pub fn command_of(binary: Binary, folder: &Path, variables: &[(String, String)]) -> Command {
    let mut command = Command::new(binary.path());
    command.current_dir(folder).env_clear().envs(variables.iter().cloned()).stdin(Stdio::null());
    command
}

/// A binary of the project.
#[derive(Clone, Copy, Debug)]
pub enum Binary {
    /// `portcullis-polling`, built anew unless `PORTCULLIS_POLLING_BIN` names one.
    Polling,
    /// `portcullis-webhook`, built anew unless `PORTCULLIS_WEBHOOK_BIN` names one.
    Webhook,
}

impl Binary {
    fn path(self) -> PathBuf {
        static POLLING: OnceLock<PathBuf> = OnceLock::new();
        static WEBHOOK: OnceLock<PathBuf> = OnceLock::new();
        let (path, named_by, package) = match self {
            Self::Polling => (&POLLING, "PORTCULLIS_POLLING_BIN", "portcullis-polling"),
            Self::Webhook => (&WEBHOOK, "PORTCULLIS_WEBHOOK_BIN", "portcullis-webhook"),
        };
        path.get_or_init(|| std::env::var_os(named_by).map_or_else(|| build(package), PathBuf::from)).clone()
    }
}

fn build(package: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--quiet", "--package", package, "--features", "otlp"]).status();
    assert!(built.expect("cargo runs").success(), "{package} does not build");
    let test = std::env::current_exe().expect("a test knows its own path");
    // target/debug/deps/this-test, or target/debug/this-program.
    let folder = test.ancestors().skip(1).find(|folder| folder.join(package).exists());
    folder.expect("the binary stands beside the test").join(package)
}
