//! What the binaries say of themselves, and what a first start logs.

use portcullis_tests::{
    Stage,
    bot_process::{Binary, command_of},
    free_address,
    operations::Operations,
};

async fn said(stage: &Stage, binary: Binary, argument: &str) -> String {
    let mut command = command_of(binary, stage.folder(), &[]);
    command.arg(argument);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn each_binary_says_its_own_name_and_the_defaults_that_hold() {
    let stage = Stage::new().await;
    for (binary, name) in [(Binary::Polling, "portcullis-polling"), (Binary::Webhook, "portcullis-webhook")] {
        assert_eq!(said(&stage, binary, "--version").await, format!("{name} {}\n", env!("CARGO_PKG_VERSION")));
        let help = said(&stage, binary, "--help").await;
        assert!(help.contains(&format!("Usage: {name} ")), "{help}");
        for (variable, default) in [
            ("OPS_LISTEN", "[default: 127.0.0.1:8000]"),
            ("DATABASE_URL", "[default: sqlite://portcullis.db]"),
            ("BOT_TOKEN", "[required]"),
            ("LOG_FORMAT", "[pretty on a terminal, else json]"),
        ] {
            let line = help.lines().find(|line| line.trim_start().starts_with(&format!("{variable} ")));
            assert!(line.is_some_and(|line| line.contains(default)), "{variable}: {help}");
        }
    }
    stage.end().await;
}

#[tokio::test]
async fn a_first_start_logs_one_line_about_the_schema_and_the_next_none() {
    let address = free_address();
    let mut stage = Stage::new().await.with("LOG_LEVEL", "info").with("OPS_LISTEN", &address.to_string());
    for lines in [1, 1] {
        stage.start();
        Operations::at(address).await.until_status("/ready", 200).await;
        assert!(stage.stop().await.success());
        let log = stage.log();
        let of_schema = |line: &&str| ["migration", "schema"].iter().any(|word| line.to_lowercase().contains(word));
        assert_eq!(log.lines().filter(of_schema).count(), lines, "{log}");
        assert!(log.contains("the schema has been brought up to date"), "{log}");
    }
    stage.end().await;
}
