//! What the bot costs and how fast it is: `cargo xtask bench`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    portcullis_bench::run().await
}
