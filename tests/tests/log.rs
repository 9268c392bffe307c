//! The log of a running bot: its fields, and its level, which an operator changes without a restart.

use std::{net::SocketAddr, process::Output, time::Duration};

use portcullis_tests::{Stage, bot_process::command, free_address, operations::Operations};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// The lines that say this.
fn lines(stage: &Stage, message: &str) -> Vec<Value> {
    let log = stage.log();
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter(|line| line["message"] == message).collect()
}

async fn run(stage: &Stage, arguments: &[&str]) -> Output {
    let mut command = command(stage.folder(), stage.variables());
    command.args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[tokio::test]
async fn what_happens_to_a_person_is_found_by_one_name_for_each_thing() {
    let stage = Stage::protected().await;
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    stage.until_one_notice().await;
    let muted = &lines(&stage, "somebody is muted")[0];
    assert_eq!((&muted["chat_id"], &muted["user_id"]), (&json!(stage.group), &json!(sam)), "{muted}");
    assert!(muted["update_id"].is_i64() && muted["kind"].is_string(), "{muted}");
    assert_eq!(muted.get("group"), None, "{muted}");
    stage.end().await;
}

#[tokio::test]
async fn the_level_is_changed_without_a_restart_and_nonsense_is_refused() {
    let address = free_address();
    let mut stage = Stage::new().await.with("LOG_LEVEL", "info").with("OPS_LISTEN", &address.to_string());
    stage.start();
    let operations = Operations::at(address).await;
    operations.until_status("/ready", 200).await;
    assert_eq!(operations.get("/log-level").await.json(), json!({"level": "info"}));
    stage.protect().await;
    stage.settle().await;
    let is_debug = |stage: &Stage| stage.log().contains(r#""level":"DEBUG""#);
    assert!(!is_debug(&stage));

    for wrong in ["loud", "", "info,portcullis_service=loud", &"x".repeat(1_000)] {
        let answer = operations.put("/log-level", wrong).await;
        assert_eq!(answer.status, 400, "{wrong}: {answer:?}");
        assert!(answer.json()["error"].as_str().unwrap().contains("debug, trace"), "{answer:?}");
    }
    assert_eq!(operations.put("/log-level", &"debug,".repeat(10_000)).await.status, 413);
    assert_eq!(operations.get("/log-level").await.json(), json!({"level": "info"}), "nothing was changed");

    let answer = operations.put("/log-level", "debug\n").await;
    assert_eq!((answer.status, answer.json()), (200, json!({"level": "debug"})));
    let sam = stage.stranger("Sam");
    stage.until_muted(sam).await;
    stage.until_one_notice().await;
    assert!(is_debug(&stage), "{}", stage.log());
    assert_eq!(lines(&stage, "the level of the log was changed, until the next start").len(), 1);

    // The command does the same, and needs no shell.
    let shown = run(&stage, &["log-level"]).await;
    assert!(shown.status.success() && said(&shown).contains("debug"), "{}", said(&shown));
    let changed = run(&stage, &["log-level", "warn"]).await;
    assert!(changed.status.success(), "{}", said(&changed));
    assert_eq!(operations.get("/log-level").await.json(), json!({"level": "warn"}));
    let refused = run(&stage, &["log-level", "loud"]).await;
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("debug, trace"), "{}", said(&refused));
    stage.end().await;
}

/// An address of this machine that is not loopback, if it has one.
fn other_address() -> Option<SocketAddr> {
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").ok()?;
    // Nothing is sent: the system only says from where it would be.
    socket.connect("192.0.2.1:9").ok()?;
    socket.local_addr().ok().filter(|address| !address.ip().is_loopback() && !address.ip().is_unspecified())
}

#[tokio::test]
async fn whoever_comes_from_elsewhere_may_look_and_not_change() {
    let port = free_address().port();
    let mut stage = Stage::new().await.with("LOG_LEVEL", "info").with("OPS_LISTEN", &format!("0.0.0.0:{port}"));
    stage.start();
    let here = Operations::at(SocketAddr::from(([127, 0, 0, 1], port))).await;
    assert_eq!(here.put("/log-level", "debug").await.status, 200);
    let Some(mut elsewhere) = other_address() else {
        eprintln!("this machine has no other address: nobody comes from elsewhere");
        return stage.end().await;
    };
    elsewhere.set_port(port);
    let there = Operations::at(elsewhere).await;
    assert_eq!(there.get("/log-level").await.json(), json!({"level": "debug"}));
    let answer = there.put("/log-level", "off").await;
    assert_eq!(answer.status, 403, "{answer:?}");
    assert!(answer.json()["error"].as_str().unwrap().contains("log-level"), "{answer:?}");
    assert_eq!(here.get("/log-level").await.json(), json!({"level": "debug"}));
    stage.end().await;
}

#[tokio::test]
async fn health_asks_the_running_bot_and_its_exit_code_tells() {
    let address = free_address();
    let mut stage = Stage::new().await.with("OPS_LISTEN", &address.to_string());
    let nobody = run(&stage, &["health"]).await;
    assert_eq!(nobody.status.code(), Some(1), "{}", said(&nobody));
    assert!(said(&nobody).contains("no bot answers on") && said(&nobody).contains("OPS_LISTEN"), "{}", said(&nobody));

    stage.server.stop_answering().await;
    stage.start();
    Operations::at(address).await;
    let waiting = run(&stage, &["health"]).await;
    assert_eq!(waiting.status.code(), Some(1), "{}", said(&waiting));
    assert!(said(&waiting).contains("telegram"), "{}", said(&waiting));

    stage.server.resume().await;
    Operations::at(address).await.until_status("/ready", 200).await;
    let ready = run(&stage, &["health"]).await;
    assert_eq!(ready.status.code(), Some(0), "{}", said(&ready));

    // Whoever listens everywhere is asked here.
    let everywhere = stage.variables().iter().filter(|(name, _)| name != "OPS_LISTEN").cloned();
    let mut asking = command(stage.folder(), &everywhere.collect::<Vec<_>>());
    asking.env("OPS_LISTEN", format!("0.0.0.0:{}", address.port())).arg("health");
    let ready = tokio::task::spawn_blocking(move || asking.output().unwrap()).await.unwrap();
    assert_eq!(ready.status.code(), Some(0), "{}", said(&ready));

    // A configuration that can't be read is no third exit code.
    let mut broken = command(stage.folder(), &[]);
    let broken = tokio::task::spawn_blocking(move || broken.arg("health").output().unwrap()).await.unwrap();
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));

    // Somebody else who listens there is no bot.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let other = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 1_024]).await;
            let _ = stream.write_all(b"220 mail.example.org\r\n").await;
        }
    });
    assert!(TcpStream::connect(other).await.is_ok());
    let stage = stage.with("OPS_LISTEN", &other.to_string());
    let stranger = tokio::time::timeout(Duration::from_secs(10), run(&stage, &["health"])).await.unwrap();
    assert_eq!(stranger.status.code(), Some(1), "{}", said(&stranger));
    assert!(said(&stranger).contains("speaks no HTTP"), "{}", said(&stranger));
    stage.end().await;
}
