//! The story of a gate, told by the real bot before a simulated Telegram: `cargo xtask demo`.

mod story;
mod transcript;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match story::tell().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThe story did not end as it should: {error:#}");
            ExitCode::FAILURE
        }
    }
}
