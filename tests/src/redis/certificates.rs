//! Certificates of a private authority, for servers that are reached by TLS.

use std::{fs, path::PathBuf, process::Command};

use tempfile::TempDir;

/// For how many days they are valid: longer than any test.
const DAYS: &str = "2";

/// A key that is made quickly.
const NEW_KEY: [&str; 5] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/// An authority and a certificate that it issued.
#[derive(Debug)]
pub struct Certificates(TempDir);

impl Certificates {
    /// A certificate for these names, such as `DNS:localhost` and `IP:127.0.0.1`.
    ///
    /// # Panics
    ///
    /// If `openssl` is missing or fails.
    #[must_use]
    pub fn issued_for(names: &str) -> Self {
        let certificates = Self(tempfile::tempdir().expect("a temporary folder can be made"));
        let is_authority = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"];
        // Two that have one name are told apart by their keys, and refused with another reason.
        let subject = format!("/CN=The authority for {names}");
        let authority = ["req", "-x509", "-subj", &subject, "-days", DAYS];
        certificates.openssl(&[&authority[..], &NEW_KEY, &is_authority, &["-keyout", "ca.key", "-out", "ca.crt"]]);
        let request = ["req", "-new", "-subj", "/CN=server", "-keyout", "server.key", "-out", "server.csr"];
        certificates.openssl(&[&request[..], &NEW_KEY]);
        let extensions = format!("subjectAltName={names}\nbasicConstraints=critical,CA:FALSE\n");
        fs::write(certificates.0.path().join("extensions"), extensions).expect("a file can be written");
        let issue =
            ["x509", "-req", "-in", "server.csr", "-extfile", "extensions", "-days", DAYS, "-out", "server.crt"];
        certificates.openssl(&[&issue[..], &["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"]]);
        certificates
    }

    /// The file with the certificate of the authority.
    #[must_use]
    pub fn authority(&self) -> PathBuf {
        self.0.path().join("ca.crt")
    }

    /// What a Redis is told of them. It asks nobody else for a certificate.
    pub(super) fn arguments(&self) -> Vec<String> {
        let file = |name: &str| self.0.path().join(name).display().to_string();
        let named =
            [("--tls-cert-file", "server.crt"), ("--tls-key-file", "server.key"), ("--tls-ca-cert-file", "ca.crt")];
        let mut arguments: Vec<String> = named.iter().flat_map(|(name, is)| [(*name).to_owned(), file(is)]).collect();
        arguments.extend(["--tls-auth-clients", "no"].map(str::to_owned));
        arguments
    }

    fn openssl(&self, arguments: &[&[&str]]) {
        let output = Command::new("openssl").args(arguments.concat()).current_dir(self.0.path()).output();
        let output = output.expect("openssl is installed: apt-get install --no-install-recommends openssl");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
