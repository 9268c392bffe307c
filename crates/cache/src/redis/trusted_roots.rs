//! The authorities whose certificates a server of TLS may show.

use fred::{
    rustls::{
        ClientConfig, RootCertStore,
        pki_types::{CertificateDer, pem::PemObject},
    },
    rustls_native_certs::load_native_certs,
    types::config::{TlsConfig, TlsConnector},
};

use super::url::InvalidRedisUrl;

/// The authorities that are trusted to say who a server is.
#[derive(Clone, Debug)]
pub struct TrustedRoots(RootCertStore);

impl TrustedRoots {
    /// Those that this machine trusts: of the files that `SSL_CERT_FILE` and `SSL_CERT_DIR` name, where one of them is set,
    /// else of the system's own. One that can't be read is passed over.
    ///
    /// # Errors
    ///
    /// [`InvalidRedisUrl::NoTrustedRoots`]: there is none.
    pub fn of_system() -> Result<Self, InvalidRedisUrl> {
        let found = load_native_certs();
        let reasons = found.errors.iter().fold(String::new(), |reasons, error| format!("{reasons}; {error}"));
        Self::of(found.certs, reasons)
    }

    /// Those in a text of PEM, and no others.
    ///
    /// # Errors
    ///
    /// [`InvalidRedisUrl::NoTrustedRoots`]: there is none.
    pub fn from_pem(text: &str) -> Result<Self, InvalidRedisUrl> {
        let certificates = CertificateDer::pem_slice_iter(text.as_bytes()).filter_map(Result::ok).collect();
        Self::of(certificates, String::new())
    }

    fn of(certificates: Vec<CertificateDer<'static>>, reasons: String) -> Result<Self, InvalidRedisUrl> {
        let mut roots = RootCertStore::empty();
        let (_added, _passed_over) = roots.add_parsable_certificates(certificates);
        if roots.is_empty() { Err(InvalidRedisUrl::NoTrustedRoots(reasons)) } else { Ok(Self(roots)) }
    }

    /// What fred connects with.
    pub(super) fn into_config(self) -> TlsConfig {
        let config = ClientConfig::builder().with_root_certificates(self.0).with_no_client_auth();
        TlsConnector::from(config).into()
    }
}
