//! Reads what a call was given out of an HTTP request.
//!
//! <https://core.telegram.org/bots/api#making-requests>: query string, urlencoded form, JSON or multipart.

use axum::Form;
use axum::body::to_bytes;
use axum::extract::{FromRequest as _, Multipart, Query, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use crate::parameters::Files;
use crate::schema::check::UPLOADED_FILE;

/// The longest body of a request, in bytes: the largest file a bot may upload.
const LONGEST_BODY: usize = 50 << 20;

type Pairs = Vec<(String, String)>;

/// What a call was given, as it came.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// Parameters by name: text, JSON values, or a stand-in for a file.
    pub(crate) parameters: Map<String, Value>,
    /// What is in the files.
    pub(crate) files: Files,
}

impl From<Map<String, Value>> for Given {
    fn from(parameters: Map<String, Value>) -> Self {
        Self { parameters, files: Files::new() }
    }
}

/// What a request gives to its call.
///
/// # Errors
///
/// What is wrong with the request.
pub(crate) async fn given(request: Request) -> Result<Given, String> {
    let Query(pairs) = Query::<Pairs>::try_from_uri(request.uri()).map_err(|_| "can't parse the query".to_owned())?;
    let mut given: Map<String, Value> = pairs.into_iter().map(|(name, text)| (name, text.into())).collect();
    let Given { parameters, files } = body(request).await?;
    given.extend(parameters);
    Ok(Given { parameters: given, files })
}

async fn body(request: Request) -> Result<Given, String> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/json" => json_body(request).await.map(Given::from),
        "application/x-www-form-urlencoded" if request.method() != "GET" => {
            let form = Form::<Pairs>::from_request(request, &()).await;
            let Form(pairs) = form.map_err(|_| "can't parse the form".to_owned())?;
            Ok(pairs.into_iter().map(|(name, text)| (name, text.into())).collect::<Map<_, _>>().into())
        }
        "multipart/form-data" => multipart_body(request).await,
        _ => Ok(Given::default()),
    }
}

async fn json_body(request: Request) -> Result<Map<String, Value>, String> {
    let body = to_bytes(request.into_body(), LONGEST_BODY).await.map_err(|_| "can't parse the body".to_owned())?;
    if body.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(&body).map_err(|_| "can't parse JSON object".to_owned())
}

async fn multipart_body(request: Request) -> Result<Given, String> {
    let broken = |_| "can't parse the multipart body".to_owned();
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| "can't parse multipart".to_owned())?;
    let mut given = Given::default();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(broken)?;
        let value = match file {
            Some(file) => {
                let stand_in = json!({ UPLOADED_FILE: file, "size": bytes.len() });
                given.files.insert(name.clone(), bytes.to_vec().into());
                stand_in
            }
            None => String::from_utf8_lossy(&bytes).into_owned().into(),
        };
        given.parameters.insert(name, value);
    }
    Ok(given)
}
