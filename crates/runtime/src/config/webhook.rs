//! The configuration of the webhook: the address that Telegram posts to, and the secret by which it is recognised.

use std::net::SocketAddr;

use portcullis_telegram::{WebhookSecret, WebhookUrl};

use super::{
    values::{InvalidSettings, Values},
    variables::{PORT, WEBHOOK_LISTEN, WEBHOOK_MAX_CONNECTIONS, WEBHOOK_SECRET, WEBHOOK_URL},
};

/// The configuration of the webhook, checked.
#[derive(Clone, Debug)]
pub struct WebhookSettings {
    /// `WEBHOOK_URL`.
    pub url: WebhookUrl,
    /// `WEBHOOK_SECRET`.
    pub secret: WebhookSecret,
    /// `WEBHOOK_LISTEN`, with the port that `PORT` names.
    pub listen: SocketAddr,
    /// `WEBHOOK_MAX_CONNECTIONS`.
    pub max_connections: u8,
}

impl WebhookSettings {
    pub(super) fn read(values: &Values) -> Result<Self, InvalidSettings> {
        let url = values.required(WEBHOOK_URL, "is missing; Telegram posts updates to it, with /webhook appended")?;
        let secret = values.required(WEBHOOK_SECRET, "is missing; choose one, Telegram proves itself with it")?;
        let mut listen: SocketAddr = values
            .get(WEBHOOK_LISTEN)
            .map_err(|_| InvalidSettings::wrong(WEBHOOK_LISTEN, "it must be an IP address and a port"))?;
        if let Some(port) = values.text(PORT)? {
            listen.set_port(port.trim().parse().map_err(|_| InvalidSettings::wrong(PORT, "it must be a port"))?);
        }
        if listen.port() == 0 {
            let variable = if values.text(PORT)?.is_some() { PORT } else { WEBHOOK_LISTEN };
            return Err(InvalidSettings::wrong(variable, "the port must not be 0, or nobody would find it"));
        }
        let max_connections: u8 = values.get(WEBHOOK_MAX_CONNECTIONS)?;
        if !(1..=100).contains(&max_connections) {
            return Err(InvalidSettings::wrong(WEBHOOK_MAX_CONNECTIONS, "Telegram takes 1 to 100"));
        }
        Ok(Self {
            url: url.parse().map_err(|error| InvalidSettings::wrong(WEBHOOK_URL, error))?,
            secret: secret.parse().map_err(|error| InvalidSettings::wrong(WEBHOOK_SECRET, error))?,
            listen,
            max_connections,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, path::Path};

    use super::*;
    use crate::Settings;

    const TOKEN: &str = "123456789:AAabcdefghijklmnopqrstuvwxyz_012345";

    fn read(changes: &[(&str, &str)]) -> Result<WebhookSettings, InvalidSettings> {
        let mut environment: HashMap<_, _> =
            [("BOT_TOKEN", TOKEN), ("WEBHOOK_URL", "https://bot.example.org"), ("WEBHOOK_SECRET", "s3cret-secret")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into();
        environment.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Settings::from_sources(environment, Path::new("/nowhere")).unwrap().webhook
    }

    #[test]
    fn an_address_and_a_secret_are_all_it_needs() {
        let settings = read(&[]).unwrap();
        assert_eq!(settings.url.host(), "bot.example.org");
        assert_eq!(settings.listen.to_string(), "0.0.0.0:8443");
        assert_eq!(settings.max_connections, 40);
    }

    #[test]
    fn without_them_the_message_names_the_variable_and_shows_one() {
        for name in ["WEBHOOK_URL", "WEBHOOK_SECRET"] {
            let error = read(&[(name, "")]).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{name} is missing")), "{error}");
            assert!(error.contains(&format!("Example: {name}=")), "{error}");
        }
    }

    #[test]
    fn port_overrides_the_port_alone() {
        let settings = read(&[("WEBHOOK_LISTEN", "127.0.0.1:9000"), ("PORT", "8080")]).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(read(&[("PORT", "8080")]).unwrap().listen.to_string(), "0.0.0.0:8080");
    }

    #[test]
    fn each_wrong_value_is_reported_by_its_variable_and_is_not_repeated() {
        for (name, value) in [
            ("WEBHOOK_URL", "http://s3cret.example.org"),
            ("WEBHOOK_URL", "s3cret"),
            ("WEBHOOK_SECRET", "s3cret s3cret"),
            ("WEBHOOK_LISTEN", "s3cret"),
            ("WEBHOOK_LISTEN", "0.0.0.0:0"),
            ("WEBHOOK_MAX_CONNECTIONS", "0"),
            ("WEBHOOK_MAX_CONNECTIONS", "101"),
            ("PORT", "http"),
            ("PORT", "0"),
        ] {
            let error = read(&[(name, value)]).unwrap_err();
            assert_eq!(error.variable, name, "{value}");
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn settings_show_no_secret() {
        let shown = format!("{:?}", read(&[]).unwrap());
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}
