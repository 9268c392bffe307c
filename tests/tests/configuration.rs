//! What a wrong configuration leads to, in the real binary.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use portcullis_tests::{Stage, bot_process::command, postgres, stage::WAIT_TIMEOUT};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// The exit code, and what it says.
async fn ended(stage: &Stage, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut all: Vec<(String, String)> = stage.variables().to_vec();
    for (name, value) in variables {
        all.retain(|(known, _)| known != name);
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    let mut binary = command(stage.folder(), &all);
    let running = tokio::task::spawn_blocking(move || binary.output().unwrap());
    let output = tokio::time::timeout(WAIT_TIMEOUT, running).await.unwrap().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[tokio::test]
async fn a_wrong_value_ends_the_start_with_2_and_one_message_that_names_the_variable() {
    let stage = Stage::new().await;
    let wrong = [
        ("BOT_TOKEN", ""),
        ("BOT_TOKEN", "s3cret"),
        ("DATABASE_URL", "mysql://user:s3cret@localhost/db"),
        ("CACHE_JITTER_PERCENT", "a lot"),
        ("RATE_LIMIT_PER_SECOND", "0"),
        ("LOG_FORMAT", "xml"),
        ("SENTRY_DSN", "https://s3cret@sentry.example.org"),
        ("OTLP_ENDPOINT", "s3cret"),
        ("OTLP_SAMPLE_RATIO", "2"),
    ];
    for (name, value) in wrong {
        let (code, said) = ended(&stage, &[(name, value)]).await;
        assert_eq!(code, Some(2), "{name}={value}: {said}");
        assert!(said.contains(&format!("{name} is")), "{said}");
        assert!(said.contains(&format!("Example: {name}=")), "{said}");
        assert!(!said.contains("s3cret"), "{said}");
    }
    stage.end().await;
}

#[tokio::test]
async fn a_token_that_telegram_refuses_is_a_wrong_value() {
    let stage = Stage::new().await;
    stage.simulator.act(|world| world.revoke_token(portcullis_tests::stage::TOKEN));
    let (code, said) = ended(&stage, &[]).await;
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("BOT_TOKEN is refused by Telegram"), "{said}");
    assert!(!said.contains("AAthe_secret"), "{said}");
    stage.end().await;
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_a_clear_error() {
    let stage = Stage::new().await;
    let (code, said) = ended(&stage, &[("DATABASE_URL", "sqlite://no/such/folder/portcullis.db")]).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("the database can't be opened"), "{said}");
    stage.end().await;
}

#[tokio::test]
async fn migrate_brings_the_schema_up_to_date_and_ends() {
    let stage = Stage::new().await;
    let url = postgres::fresh_database();
    let mut variables = stage.variables().to_vec();
    variables.push(("DATABASE_URL".to_owned(), url));
    for _ in 0..2 {
        let mut binary = command(stage.folder(), &variables);
        let output = tokio::task::spawn_blocking(move || binary.arg("migrate").output().unwrap()).await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    stage.end().await;
}

#[tokio::test]
async fn a_file_configures_as_the_environment_does() {
    let mut stage = Stage::new().await;
    let url = stage.server.base_url().to_owned();
    let file = format!("bot_token = \"{}\"\ntelegram_api_url = \"{url}\"\n", portcullis_tests::stage::TOKEN);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gate.toml");
    std::fs::write(&path, file).unwrap();
    stage =
        stage.without("BOT_TOKEN").without("TELEGRAM_API_URL").with("PORTCULLIS_CONFIG", &path.display().to_string());
    stage.start();
    stage.protect().await;
    stage.end().await;
}

/// A SOCKS5 proxy that lets everybody through, <https://www.rfc-editor.org/rfc/rfc1928>: where it listens, and for whom
/// it was asked.
async fn socks_proxy() -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, asked) = (listener.local_addr().unwrap(), Arc::<Mutex<Vec<String>>>::default());
    let noted = asked.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let noted = noted.clone();
            tokio::spawn(async move { serve_socks(stream, &noted).await });
        }
    });
    (address, asked)
}

async fn serve_socks(mut client: TcpStream, asked: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut greeting = [0; 2];
    client.read_exact(&mut greeting).await?;
    client.read_exact(&mut vec![0; greeting[1].into()]).await?;
    client.write_all(&[5, 0]).await?;
    let mut request = [0; 4];
    client.read_exact(&mut request).await?;
    assert_eq!(request[3], 1, "the simulator has an IPv4 address");
    let mut address = [0; 6];
    client.read_exact(&mut address).await?;
    let [a, b, c, d, port @ ..] = address;
    let target = format!("{a}.{b}.{c}.{d}:{}", u16::from_be_bytes(port));
    asked.lock().unwrap().push(target.clone());
    let mut server = TcpStream::connect(target).await?;
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    tokio::io::copy_bidirectional(&mut client, &mut server).await.map(drop)
}

#[tokio::test]
async fn a_socks_proxy_is_used_whoever_names_it_and_not_for_an_exception() {
    for name in ["ALL_PROXY", "all_proxy", "HTTP_PROXY"] {
        let (proxy, asked) = socks_proxy().await;
        let mut stage = Stage::new().await.with(name, &format!("socks5://{proxy}"));
        stage.start();
        stage.protect().await;
        assert!(!asked.lock().unwrap().is_empty(), "{name} was not used");
        stage.end().await;
    }
    let (proxy, asked) = socks_proxy().await;
    let mut stage = Stage::new().await.with("ALL_PROXY", &format!("socks5://{proxy}")).with("NO_PROXY", "127.0.0.1");
    stage.start();
    stage.protect().await;
    assert!(asked.lock().unwrap().is_empty(), "NO_PROXY was not heeded");
    stage.end().await;
}

#[tokio::test]
async fn a_proxy_that_is_none_ends_the_start_with_2_and_the_variables_name() {
    let stage = Stage::new().await;
    for name in ["HTTPS_PROXY", "ALL_PROXY"] {
        let (code, said) = ended(&stage, &[(name, "socks6://user:s3cret@localhost:1080")]).await;
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(&format!("{name} is wrong")) && !said.contains("s3cret"), "{said}");
    }
    stage.end().await;
}
