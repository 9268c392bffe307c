//! The configuration of traces: where they are sent, and how many.

use std::fmt;

use reqwest::Url;

use super::{
    values::{InvalidSettings, Values},
    variables::{OTLP_ENDPOINT, OTLP_SAMPLE_RATIO},
};

/// Where traces are taken at an endpoint. <https://opentelemetry.io/docs/specs/otlp/#otlphttp-request>
const TRACES_PATH: &str = "/v1/traces";

/// The configuration of traces, checked. The address may carry a key, so that `Debug` shows none of it.
#[derive(Clone, PartialEq)]
pub struct TraceSettings {
    /// `OTLP_ENDPOINT`.
    endpoint: Url,
    /// `OTLP_SAMPLE_RATIO`: the share of traces that is sent of those that did not fail, 0 to 1.
    pub sample_ratio: f64,
}

impl TraceSettings {
    /// `None` if no endpoint is named. `is_built_in` says whether this binary can send traces at all.
    pub(super) fn read(values: &Values, is_built_in: bool) -> Result<Option<Self>, InvalidSettings> {
        let sample_ratio: f64 = values.get(OTLP_SAMPLE_RATIO)?;
        if !(0.0..=1.0).contains(&sample_ratio) {
            return Err(InvalidSettings::wrong(OTLP_SAMPLE_RATIO, "it must be 0 to 1"));
        }
        let Some(endpoint) = values.text(OTLP_ENDPOINT)? else { return Ok(None) };
        let wrong = || InvalidSettings::wrong(OTLP_ENDPOINT, "it must be an address that begins with http or https");
        let endpoint = Url::parse(endpoint.trim()).map_err(|_| wrong())?;
        if !matches!(endpoint.scheme(), "http" | "https") || !endpoint.has_host() {
            return Err(wrong());
        }
        if !is_built_in {
            let problem = "asks for traces, which this binary was built without: build it with `--features otlp`, as \
                           packages are, or leave it unset";
            return Err(InvalidSettings::new(OTLP_ENDPOINT, problem));
        }
        Ok(Some(Self { endpoint, sample_ratio }))
    }

    /// The address to which traces are posted.
    #[must_use]
    pub fn address(&self) -> String {
        let mut address = self.endpoint.clone();
        if !address.path().ends_with(TRACES_PATH) {
            let path = format!("{}{TRACES_PATH}", address.path().trim_end_matches('/'));
            address.set_path(&path);
        }
        address.into()
    }
}

impl fmt::Debug for TraceSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TraceSettings").field("sample_ratio", &self.sample_ratio).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, path::Path};

    use super::*;

    fn read(variables: &[(&str, &str)], is_built_in: bool) -> Result<Option<TraceSettings>, InvalidSettings> {
        let environment = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let values = Values::read(environment.collect::<HashMap<_, _>>(), Path::new("/nowhere")).unwrap();
        TraceSettings::read(&values, is_built_in)
    }

    fn address(endpoint: &str) -> String {
        read(&[("OTLP_ENDPOINT", endpoint)], true).unwrap().unwrap().address()
    }

    #[test]
    fn without_an_endpoint_there_are_none() {
        assert_eq!(read(&[], true), Ok(None));
        assert_eq!(read(&[], false), Ok(None));
    }

    #[test]
    fn traces_are_posted_where_otlp_has_them() {
        assert_eq!(address("http://localhost:4318"), "http://localhost:4318/v1/traces");
        assert_eq!(address("https://collect.example.org/otlp/"), "https://collect.example.org/otlp/v1/traces");
        assert_eq!(address("http://localhost:4318/v1/traces?key=1"), "http://localhost:4318/v1/traces?key=1");
    }

    #[test]
    fn a_binary_without_them_says_how_to_get_them() {
        let error = read(&[("OTLP_ENDPOINT", "http://localhost:4318")], false).unwrap_err().to_string();
        assert!(error.starts_with("OTLP_ENDPOINT asks for traces"), "{error}");
        assert!(error.contains("`--features otlp`"), "{error}");
    }

    #[test]
    fn each_wrong_value_is_reported_by_its_variable_and_is_not_repeated() {
        for (name, value) in [
            ("OTLP_ENDPOINT", "s3cret"),
            ("OTLP_ENDPOINT", "grpc://s3cret:4317"),
            ("OTLP_SAMPLE_RATIO", "s3cret"),
            ("OTLP_SAMPLE_RATIO", "1.5"),
            ("OTLP_SAMPLE_RATIO", "-0.1"),
            ("OTLP_SAMPLE_RATIO", "NaN"),
        ] {
            let error = read(&[(name, value)], true).unwrap_err();
            assert_eq!(error.variable, name, "{value}");
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn settings_show_no_key() {
        let shown = format!("{:?}", read(&[("OTLP_ENDPOINT", "http://h/?key=s3cret")], true).unwrap());
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}
