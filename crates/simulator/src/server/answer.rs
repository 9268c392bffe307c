//! Answers one call: known bot, known method, well-formed parameters, faults, limits, and then the method itself.

use serde_json::Value;
use tokio::time::sleep;

use crate::api_error::ApiError;
use crate::call_log::{Outcome, is_ill_formed};
use crate::faults::{Effect, Hold};
use crate::parameters::Parameters;
use crate::schema::Schema;
use crate::schema::check::check;
use crate::server::request::Given;
use crate::simulator::{Simulator, State};
use crate::update_methods;

/// What goes back to the client.
#[derive(Debug)]
pub(crate) enum Reply {
    Answer(Answer),
    /// Nothing: the connection is to be dropped.
    Drop,
}

/// An HTTP answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    /// The `Retry-After` header, in seconds.
    pub(crate) retry_after: Option<u64>,
}

impl Answer {
    fn new(status: u16, body: &str) -> Self {
        Self { status, body: body.to_owned(), retry_after: None }
    }

    /// The answer that refuses a call.
    pub(crate) fn refusal(error: &ApiError) -> Self {
        let retry_after = error.parameters.as_ref().and_then(|parameters| parameters["retry_after"].as_u64());
        Self { status: error.code, body: error.body().to_string(), retry_after }
    }
}

/// Answers a call of `method` by the owner of `token`.
pub(crate) async fn answer(simulator: &Simulator, token: &str, method: &str, given: Result<Given, String>) -> Reply {
    if !is_well_formed(token) {
        return refuse(&ApiError::not_found());
    }
    let Some(bot) = simulator.read(|world| world.bot_by_token(token)) else {
        return refuse(&ApiError::unauthorized());
    };
    match simulator.change(|state| admit(simulator, state, bot, method, given)) {
        Ok(call) => call.run().await,
        Err(error) => refuse(&error),
    }
}

/// A call under way. Dropped before its end, the client hung up.
struct Underway {
    simulator: Simulator,
    number: u64,
    bot: i64,
    method: &'static str,
    parameters: Parameters,
    fault: Option<(usize, Effect)>,
    hold: Option<Hold>,
    /// Whether the log knows what became of it.
    is_logged: bool,
}

/// Logs and checks a call, and finds the fault that takes effect on it.
fn admit(
    simulator: &Simulator,
    state: &mut State,
    bot: i64,
    name: &str,
    given: Result<Given, String>,
) -> Result<Underway, ApiError> {
    let now = simulator.elapsed();
    let Some((method, fields)) = Schema::get().method(name) else {
        let number = state.log.begin(now, bot, name, Value::Null);
        state.log.add_violation(now, bot, name, "unknown method".to_owned());
        return Err(refused(state, number, ApiError::not_found()));
    };
    let (checked, files) = match given {
        Ok(Given { parameters, files }) => (check(fields, parameters), files),
        Err(problem) => {
            let number = state.log.begin(now, bot, method, Value::Null);
            state.log.add_violation(now, bot, method, problem.clone());
            return Err(refused(state, number, ApiError::bad_request(&problem)));
        }
    };
    let parameters = Parameters(checked.parameters.0, files);
    let number = state.log.begin(now, bot, method, Value::Object(parameters.0.clone()));
    for complaint in checked.complaints {
        state.log.add_violation(now, bot, method, complaint);
    }
    if let Some(error) = checked.refusal {
        return Err(refused(state, number, error));
    }
    let fault = state.faults.effect_on(method, &parameters);
    if let Some((_, effect)) = &fault {
        state.log.set_fault(number, format!("{effect:?}"));
    }
    Ok(Underway { simulator: simulator.clone(), number, bot, method, parameters, fault, hold: None, is_logged: false })
}

fn refused(state: &mut State, number: u64, error: ApiError) -> ApiError {
    let (code, description) = (error.code, error.description.clone());
    state.log.finish(number, Outcome::Error { code, description });
    error
}

impl Underway {
    async fn run(mut self) -> Reply {
        let Some((rule, effect)) = self.fault.take() else { return self.execute().await };
        match effect {
            Effect::FloodWait(seconds) => self.faulted(refuse(&ApiError::too_many_requests(seconds))),
            Effect::Status(status, body) => self.faulted(plain(status, &body)),
            Effect::Reset => self.faulted(Reply::Drop),
            Effect::Garbage => self.faulted(plain(200, "<html>not what you expect</html>")),
            Effect::OkFalse => {
                self.faulted(plain(200, r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#))
            }
            Effect::Result(result) => self.faulted(plain(200, &format!(r#"{{"ok":true,"result":{result}}}"#))),
            Effect::MemberStatus(status) => with_status(self.execute().await, &status),
            Effect::ResetAfter => {
                self.execute().await;
                Reply::Drop
            }
            Effect::Hang(duration) => {
                sleep(duration).await;
                self.execute().await
            }
            Effect::HoldBefore => {
                self.hold(rule).await;
                self.execute().await
            }
            Effect::HoldAfter => {
                let reply = self.execute().await;
                self.hold(rule).await;
                reply
            }
        }
    }

    fn faulted(&mut self, reply: Reply) -> Reply {
        self.is_logged = true;
        self.simulator.change(|state| state.log.finish(self.number, Outcome::Faulted));
        reply
    }

    async fn hold(&mut self, rule: usize) {
        let hold = self.simulator.change(|state| state.faults.hold(rule));
        self.hold = Some(hold);
        self.simulator.until(|state| (!state.faults.is_held(hold)).then_some(())).await;
        self.hold = None;
        self.simulator.change(|state| state.faults.end_hold(hold));
    }

    async fn execute(&mut self) -> Reply {
        let result = if self.method == "getUpdates" {
            let result = update_methods::get_updates(&self.simulator, self.bot, &self.parameters).await;
            self.simulator.change(|state| self.log_result(state, result))
        } else {
            self.simulator.change(|state| {
                let result = self.dispatch(state);
                self.log_result(state, result)
            })
        };
        self.is_logged = true;
        match result {
            Ok(result) => plain(200, &format!(r#"{{"ok":true,"result":{result}}}"#)),
            Err(error) => refuse(&error),
        }
    }

    /// Does what the method says; the result is JSON text.
    fn dispatch(&self, state: &mut State) -> Result<String, ApiError> {
        state.flood.admit(state.world.passed(), self.bot, self.method, &self.parameters)?;
        if let Some(result) = update_methods::call(state, self.bot, self.method, &self.parameters) {
            return result.map(|value| value.to_string());
        }
        if let Some(result) = state.world.call(self.bot, self.method, &self.parameters) {
            return result.map(|value| value.to_string());
        }
        let complaint = "the simulator does not know this method".to_owned();
        state.log.add_violation(self.simulator.elapsed(), self.bot, self.method, complaint);
        Err(ApiError::new(501, "Not Implemented: the simulator does not know this method"))
    }

    fn log_result(&self, state: &mut State, result: Result<String, ApiError>) -> Result<String, ApiError> {
        match result {
            Ok(result) => {
                state.log.finish(self.number, Outcome::Ok);
                Ok(result)
            }
            Err(error) => {
                if is_ill_formed(&error) {
                    let now = self.simulator.elapsed();
                    state.log.add_violation(now, self.bot, self.method, error.description.clone());
                }
                Err(refused(state, self.number, error))
            }
        }
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        let (number, hold) = (self.number, self.hold.take());
        if self.is_logged && hold.is_none() {
            return;
        }
        self.simulator.change(|state| {
            state.log.hung_up(number);
            if let Some(hold) = hold {
                state.faults.end_hold(hold);
            }
        });
    }
}

fn is_well_formed(token: &str) -> bool {
    let is_secret = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    };
    token.split_once(':').is_some_and(|(id, secret)| id.parse::<u64>().is_ok_and(|id| id > 0) && is_secret(secret))
}

fn refuse(error: &ApiError) -> Reply {
    Reply::Answer(Answer::refusal(error))
}

/// A `ChatMember` with another word as its status; an error stays as it is.
fn with_status(reply: Reply, status: &str) -> Reply {
    let Reply::Answer(answer) = reply else { return reply };
    let Ok(mut body) = serde_json::from_str::<Value>(&answer.body) else { return Reply::Answer(answer) };
    if let Some(member) = body["result"].as_object_mut() {
        member.insert("status".to_owned(), status.into());
    }
    Reply::Answer(Answer { body: body.to_string(), ..answer })
}

fn plain(status: u16, body: &str) -> Reply {
    Reply::Answer(Answer::new(status, body))
}
