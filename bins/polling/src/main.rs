//! The bot by long polling: `portcullis-polling --help` tells the rest.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    portcullis_runtime::cli::polling().await
}
