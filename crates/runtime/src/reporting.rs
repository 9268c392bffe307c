//! What a run tells its operator: the log, and where they are asked for, errors to Sentry and traces.

use std::time::Duration;

use reqwest::redirect;

use crate::{
    RunError, Settings,
    error_reports::ErrorReports,
    reported_fields::Scrubber,
    telemetry::{self, LogTo, Logs, Observer},
    update_step::StepObserver,
};

/// How long connecting to an operator's service may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a request to it may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// What a run tells, at work. When dropped, each part sends what waits, the log last.
pub(crate) struct Reporting {
    #[cfg(feature = "otlp")]
    _traces: Option<crate::traces::Traces>,
    _errors: Option<ErrorReports>,
    /// The log.
    pub(crate) logs: Logs,
    /// Who hears of the steps of updates, if anybody wants to.
    pub(crate) steps: Option<StepObserver>,
}

impl Reporting {
    /// Starts what the settings ask for.
    ///
    /// # Errors
    ///
    /// [`RunError::Reporting`].
    pub(crate) fn start(settings: &Settings) -> Result<Self, RunError> {
        let keys = settings.sentry.iter().flat_map(crate::SentryDsn::keys);
        let scrubber = Scrubber::new(settings.bot_token.clone(), keys);
        let mut observers: Vec<Observer> = Vec::new();
        let mut errors = None;
        if let Some(dsn) = &settings.sentry {
            let (reports, layer) = ErrorReports::start(dsn, &settings.environment, scrubber.clone(), client(settings)?);
            errors = Some(reports);
            observers.push(Box::new(layer));
        }
        #[cfg(feature = "otlp")]
        let traces = match &settings.traces {
            Some(wanted) => {
                let started = crate::traces::Traces::start(wanted, &settings.environment, scrubber, client(settings)?);
                Some(started.map_err(RunError::Reporting)?)
            }
            None => None,
        };
        #[cfg(feature = "otlp")]
        observers.extend(traces.as_ref().map(|traces| Box::new(traces.layer()) as Observer));
        let logs = telemetry::start_with(&settings.log_level, settings.log_format, LogTo::StandardOutput, observers);
        Ok(Self {
            #[cfg(feature = "otlp")]
            steps: traces.as_ref().map(crate::traces::Traces::step_observer),
            #[cfg(not(feature = "otlp"))]
            steps: None,
            #[cfg(feature = "otlp")]
            _traces: traces,
            _errors: errors,
            logs,
        })
    }
}

/// A client of an operator's services, through the same proxies as everything else.
fn client(settings: &Settings) -> Result<reqwest::Client, RunError> {
    let client = settings.proxies.apply(reqwest::Client::builder()).and_then(|client| {
        client
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(REQUEST_TIMEOUT)
            // Another address would get the key.
            .redirect(redirect::Policy::none())
            .referer(false)
            .build()
    });
    client.map_err(|error| RunError::Reporting(error.without_url().into()))
}
