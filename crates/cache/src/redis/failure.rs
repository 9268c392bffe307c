//! Why there is no connection to Redis, in words for whoever is to mend it.

use fred::error::{Error, ErrorKind};

/// Whoever issued a certificate is not among those who are trusted.
const NOT_TRUSTED: &str = "its certificate was issued by none of the authorities that are trusted here: add the one that \
     issued it to the system's, or to a file that SSL_CERT_FILE names";

/// What rustls says of a certificate, and what that means.
const CERTIFICATES: [(&str, &str); 6] = [
    ("UnknownIssuer", NOT_TRUSTED),
    // One of the same name is trusted, with another key.
    ("BadSignature", NOT_TRUSTED),
    ("CaUsedAsEndEntity", "its certificate is an authority's own: it needs one that an authority issued for it"),
    ("NotValidForName", "its certificate is for another name or address than the one it is reached by"),
    ("Expired", "its certificate has expired"),
    ("NotValidYet", "its certificate is not valid yet, or the clock of this machine is wrong"),
];

/// The reason, without any secret: an answer of the server's does not repeat a password.
pub(super) fn in_words(error: &Error) -> String {
    let details = error.details();
    if let Some((_, words)) = CERTIFICATES.iter().find(|(name, _)| details.contains(name)) {
        return (*words).to_owned();
    }
    if details.contains("InvalidCertificate") {
        return format!("its certificate is refused: {details}");
    }
    if details.contains("InvalidContentType") {
        return "it does not speak TLS at this port: `redis` instead of `rediss` is the scheme without TLS".to_owned();
    }
    match error.kind() {
        ErrorKind::IO => of_system(details).to_owned(),
        _ => details.to_owned(),
    }
}

/// The system's own words, out of what it says in full: `Os { code: 111, …, message: "Connection refused" }`.
fn of_system(details: &str) -> &str {
    let message = details.split_once("message: \"").and_then(|(_, rest)| rest.split_once('"'));
    message.map_or(details, |(message, _)| message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(kind: ErrorKind, details: &str) -> String {
        in_words(&Error::new(kind, details.to_owned()))
    }

    #[test]
    fn a_certificate_that_is_refused_is_told_with_what_to_do() {
        let refused = |name| format!("Custom {{ kind: InvalidData, error: InvalidCertificate({name}) }}");
        for (name, expected) in [
            ("UnknownIssuer", "SSL_CERT_FILE"),
            ("NotValidForNameContext { expected: DnsName(\"a\"), presented: [] }", "another name"),
            ("Expired", "has expired"),
            ("BadSignature", "SSL_CERT_FILE"),
            ("Revoked", "is refused: Custom"),
        ] {
            let said = words(ErrorKind::IO, &refused(name));
            assert!(said.contains(expected), "{name}: {said}");
        }
    }

    #[test]
    fn the_systems_and_the_servers_words_stay_as_they_are() {
        let refused = r#"Os { code: 111, kind: ConnectionRefused, message: "Connection refused" }"#;
        assert_eq!(words(ErrorKind::IO, refused), "Connection refused");
        let password = "WRONGPASS invalid username-password pair or user is disabled.";
        assert_eq!(words(ErrorKind::Auth, password), password);
    }
}
