//! The drill of a backup: a large database is exported, imported into one of the other kind and exported again, and both
//! exports must be the same. What that takes, by the real program.

use std::{
    fs::{self, File},
    io::{BufReader, Read},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::Context;
use clap::{Args, ValueEnum};
use portcullis_tests::{
    bot_process::{Binary, command_of},
    stage::TOKEN,
};

use crate::{
    comparison::{begin, show},
    float::float,
    report::{Column, Figures, Section},
    stage::{Population, Process, Servers, Store, StoreKind},
};

/// How often it is asked how much memory the program holds at most.
const LOOK_INTERVAL: Duration = Duration::from_millis(20);

/// How many people were seen in each group.
const MEMBERS_OF_A_GROUP: u64 = 10;

/// What a drill may be told.
#[derive(Debug, Args)]
pub(crate) struct BackupOptions {
    /// How many groups there are, in place of 100 000.
    #[arg(long)]
    groups: Option<u64>,
    /// A small one, to see that everything works.
    #[arg(long)]
    quick: bool,
    /// Only from these; from all unless named.
    #[arg(long, value_enum)]
    database: Vec<StoreKind>,
    /// Write all figures to this file.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// Drills from each kind of database into the other.
pub(crate) async fn run(options: &BackupOptions) -> anyhow::Result<()> {
    let groups = options.groups.unwrap_or(if options.quick { 1_000 } else { 100_000 });
    let all = StoreKind::value_variants();
    let kinds = if options.database.is_empty() { all } else { &options.database };
    let (mut servers, mut report) = (Servers::default(), begin()?);
    let mut section = Section::new(format!("backup, {groups} groups"));
    for kind in kinds {
        let (from, to) = (*kind, other(*kind));
        let figures = drill(&mut servers, from, to, groups).await?;
        section.add(Column { name: format!("{} to {}", name(from), name(to)), figures });
    }
    show(&mut report, section)?;
    options.json.as_ref().map_or(Ok(()), |path| report.write_json(path))
}

const fn other(kind: StoreKind) -> StoreKind {
    match kind {
        StoreKind::Sqlite => StoreKind::Postgres,
        StoreKind::Postgres => StoreKind::Sqlite,
    }
}

const fn name(kind: StoreKind) -> &'static str {
    match kind {
        StoreKind::Sqlite => "SQLite",
        StoreKind::Postgres => "PostgreSQL",
    }
}

async fn drill(servers: &mut Servers, from: StoreKind, to: StoreKind, groups: u64) -> anyhow::Result<Figures> {
    let [here, there] =
        [(); 2].map(|()| tempfile::Builder::new().prefix("portcullis-bench-").tempdir().map_err(anyhow::Error::from));
    let (here, there) = (here?, there?);
    let population = Population { groups, seen_members: groups * MEMBERS_OF_A_GROUP };
    let original = servers.store(from, here.path(), population).await?;
    original.add_history(groups).await;
    let copy = servers.empty_store(to, there.path());

    let (first, second) = (here.path().join("first.jsonl"), here.path().join("second.jsonl"));
    let mut figures = Figures::default();
    put(&mut figures, "export", carry_out("export", &first, &original, here.path()).await?);
    put(&mut figures, "import", carry_out("import", &first, &copy, here.path()).await?);
    put(&mut figures, "export again", carry_out("export", &second, &copy, here.path()).await?);
    anyhow::ensure!(are_same(&first, &second)?, "the two exports differ");

    let rows = rows(&first)?;
    figures.put("rows", float(rows), "");
    figures.put("size of the export", mebibytes(fs::metadata(&first)?.len()), "MiB");
    Ok(figures)
}

/// What a command has taken.
#[derive(Clone, Copy, Debug)]
struct Cost {
    time: Duration,
    /// The most memory that it held, in bytes.
    peak: u64,
}

fn put(figures: &mut Figures, command: &str, cost: Cost) {
    figures.put(format!("{command}: time"), cost.time.as_secs_f64(), "s");
    figures.put(format!("{command}: RSS at most"), mebibytes(cost.peak), "MiB");
}

/// Runs a command of the program on a database to its end.
async fn carry_out(command: &str, file: &Path, store: &Store, folder: &Path) -> anyhow::Result<Cost> {
    let variables = [("BOT_TOKEN", TOKEN), ("DATABASE_URL", &store.url), ("LOG_FORMAT", "json")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let log = folder.join("backup.log");
    let mut program = command_of(Binary::Webhook, folder, &variables);
    program.arg(command).arg(file).stdout(Stdio::null()).stderr(File::create(&log)?);
    let begun = Instant::now();
    let mut process = Process::start(&mut program)?;
    let mut peak = 0;
    let status = loop {
        // Once it has ended there is nothing to ask, and what it held at most it held before.
        peak = process.peak_resident_bytes().unwrap_or(peak);
        if let Some(status) = process.ended()? {
            break status;
        }
        tokio::time::sleep(LOOK_INTERVAL).await;
    };
    let time = begun.elapsed();
    anyhow::ensure!(status.success(), "`{command}` failed: {}", fs::read_to_string(&log).unwrap_or_default());
    eprintln!("{command}: done in {:.1} s", time.as_secs_f64());
    Ok(Cost { time, peak })
}

/// Whether two files are the same, byte for byte.
fn are_same(one: &Path, other: &Path) -> anyhow::Result<bool> {
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    let (mut here, mut there) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let length = one.read(&mut here)?;
        if length == 0 {
            return Ok(other.read(&mut there)? == 0);
        }
        if other.read_exact(&mut there[..length]).is_err() || here[..length] != there[..length] {
            return Ok(false);
        }
    }
}

/// What the last line of an export counts.
fn rows(export: &Path) -> anyhow::Result<u64> {
    let mut file = File::open(export)?;
    let mut end = String::new();
    std::io::Seek::seek(&mut file, std::io::SeekFrom::End(-100))?;
    file.read_to_string(&mut end)?;
    let last: serde_json::Value = serde_json::from_str(end.trim_end().rsplit('\n').next().unwrap_or_default())?;
    last["rows"].as_u64().context("the export has no last line")
}

fn mebibytes(bytes: u64) -> f64 {
    float(bytes) / f64::from(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_the_same_byte_for_byte() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            path
        };
        let long = vec![7; 200_000];
        let one = file("one", &long);
        assert!(are_same(&one, &file("same", &long)).unwrap());
        assert!(!are_same(&one, &file("shorter", &long[1..])).unwrap());
        assert!(!are_same(&one, &file("longer", &[&long[..], b"7"].concat())).unwrap());
        let mut changed = long.clone();
        changed[199_999] = 8;
        assert!(!are_same(&one, &file("changed", &changed)).unwrap());
    }

    #[test]
    fn the_last_line_counts_the_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("export");
        fs::write(&path, format!("{}\n{{\"rows\":12}}\n", "x".repeat(300))).unwrap();
        assert_eq!(rows(&path).unwrap(), 12);
    }
}
