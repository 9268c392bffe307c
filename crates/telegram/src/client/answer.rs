//! Reading an answer: the envelope `{"ok": …}` and what is in it.

use std::time::Duration;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::call_failure::{CallFailure, Refusal};

/// For how long a method is held after a 429 that does not say for how long.
const DEFAULT_FLOOD_WAIT: Duration = Duration::from_secs(5);

/// More than any description of Telegram's, less than a page of a proxy's.
const DESCRIPTION_LETTERS: usize = 300;

/// What came over the wire.
pub(super) struct Answer {
    pub(super) status: u16,
    /// The header `Retry-After`, in seconds.
    pub(super) retry_after: Option<u64>,
    pub(super) body: Vec<u8>,
}

#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Value>,
}

impl Answer {
    /// The result, with its envelope, or how the call failed.
    pub(super) fn read<Output: DeserializeOwned>(&self) -> Result<Output, CallFailure> {
        let envelope = serde_json::from_slice::<Envelope>(&self.body).ok();
        match envelope {
            Some(envelope) if envelope.ok && self.status < 300 => {
                serde_json::from_slice(&self.body).map_err(|_| CallFailure::UnreadableResult)
            }
            Some(envelope) if !envelope.ok => Err(self.refusal(envelope)),
            _ => Err(self.without_envelope()),
        }
    }

    /// An answer with `ok: false`, of whatever HTTP status: the code in the body is the Bot API's own.
    fn refusal(&self, envelope: Envelope) -> CallFailure {
        let code = match envelope.error_code {
            Some(code) => code,
            None if self.status >= 400 => self.status,
            None => return CallFailure::Unreadable(self.status),
        };
        let parameter = |name: &str| envelope.parameters.as_ref().and_then(|parameters| parameters.get(name));
        let retry_after = parameter("retry_after").and_then(Value::as_u64).or(self.retry_after);
        match code {
            429 => flood(retry_after),
            500.. => CallFailure::ServerFault(code),
            _ => CallFailure::Refused(Refusal {
                code,
                description: envelope.description.unwrap_or_default().chars().take(DESCRIPTION_LETTERS).collect(),
                retry_after,
                migrate_to_chat_id: parameter("migrate_to_chat_id").and_then(Value::as_i64),
            }),
        }
    }

    /// An answer that is not the Bot API's: a proxy's page, or half an answer.
    fn without_envelope(&self) -> CallFailure {
        match self.status {
            429 => flood(self.retry_after),
            500.. => CallFailure::ServerFault(self.status),
            status => CallFailure::Unreadable(status),
        }
    }
}

fn flood(retry_after: Option<u64>) -> CallFailure {
    CallFailure::Flood(retry_after.map_or(DEFAULT_FLOOD_WAIT, |seconds| Duration::from_secs(seconds.max(1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Result<Value, CallFailure> {
        Answer { status, retry_after: None, body: body.as_bytes().to_vec() }.read()
    }

    #[test]
    fn a_result_comes_with_its_envelope() {
        assert_eq!(read(200, r#"{"ok":true,"result":7}"#).unwrap()["result"], 7);
    }

    #[test]
    fn a_wait_longer_than_16_bits_is_understood() {
        let body = r#"{"ok":false,"error_code":429,"description":"Too Many","parameters":{"retry_after":70000}}"#;
        assert!(matches!(read(429, body), Err(CallFailure::Flood(wait)) if wait.as_secs() == 70_000));
    }

    #[test]
    fn a_429_without_json_takes_its_wait_from_the_header_or_a_default() {
        let answer = |retry_after| Answer { status: 429, retry_after, body: b"<html>".to_vec() }.read::<Value>();
        assert!(matches!(answer(Some(9)), Err(CallFailure::Flood(wait)) if wait.as_secs() == 9));
        assert!(matches!(answer(None), Err(CallFailure::Flood(wait)) if wait == DEFAULT_FLOOD_WAIT));
    }

    #[test]
    fn ok_false_is_a_refusal_even_under_http_200() {
        let body =
            r#"{"ok":false,"error_code":400,"description":"Bad Request: no","parameters":{"migrate_to_chat_id":-5}}"#;
        let Err(CallFailure::Refused(refusal)) = read(200, body) else { panic!("no refusal") };
        assert_eq!((refusal.code, refusal.migrate_to_chat_id), (400, Some(-5)));
        assert!(matches!(read(200, r#"{"ok":false}"#), Err(CallFailure::Unreadable(200))));
        assert!(matches!(read(403, r#"{"ok":false}"#), Err(CallFailure::Refused(refusal)) if refusal.code == 403));
    }

    #[test]
    fn server_faults_are_recognised_with_and_without_json() {
        assert!(matches!(read(502, "<html>bad gateway</html>"), Err(CallFailure::ServerFault(502))));
        let restart = r#"{"ok":false,"error_code":500,"description":"Internal Server Error: restart"}"#;
        assert!(matches!(read(500, restart), Err(CallFailure::ServerFault(500))));
        assert!(matches!(read(200, restart), Err(CallFailure::ServerFault(500))));
    }

    #[test]
    fn anything_else_is_unreadable_and_never_a_result() {
        for body in ["", "garbage", "[]", "{}", r#"{"ok":"yes"}"#, r#"{"ok":true,"resu"#] {
            assert!(matches!(read(200, body), Err(CallFailure::Unreadable(200))), "{body}");
        }
        assert!(matches!(read(302, "moved"), Err(CallFailure::Unreadable(302))));
    }

    #[test]
    fn a_result_of_another_kind_is_a_fault_of_its_own() {
        let answer = Answer { status: 200, retry_after: None, body: br#"{"ok":true,"result":"text"}"#.to_vec() };
        let read = answer.read::<frankenstein::response::MethodResponse<i64>>();
        assert!(matches!(read, Err(CallFailure::UnreadableResult)));
    }
}
