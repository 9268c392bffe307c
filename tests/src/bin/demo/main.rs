//! The story of a gate, told by the real bot before a simulated Telegram: `cargo xtask demo`. The picture at its end is saved in
//! the folder that is given as an argument, else in that for temporary files.

mod story;
mod transcript;

use std::{path::PathBuf, process::ExitCode};

#[tokio::main]
async fn main() -> ExitCode {
    let folder = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    match story::tell(&folder).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThe story did not end as it should: {error:#}");
            ExitCode::FAILURE
        }
    }
}
