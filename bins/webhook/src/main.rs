//! The bot by webhook: `portcullis-webhook --help` tells the rest.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    portcullis_runtime::cli::webhook().await
}
