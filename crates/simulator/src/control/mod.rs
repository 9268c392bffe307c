//! The control API: plays the people and the faults over HTTP, for tests in other languages and for pages.
//!
//! Answers are `{"ok": true, …}` or `{"ok": false, "error": text}`. It is no part of the Bot API.

mod actions;
mod answer;
mod perform;
mod state;
mod updates;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::control::actions::Action;
use crate::control::answer::{Answer, done, no_such_fault, refused};
use crate::faults::Fault;
use crate::limits::Limits;
use crate::simulator::{self, Simulator};

/// The routes below `/control`.
pub(crate) fn router() -> Router<Simulator> {
    Router::new()
        .route("/state", get(state))
        .route("/calls", get(calls).delete(clear_calls))
        .route("/violations", get(violations))
        .route("/limits", get(limits).post(set_limits))
        .route("/faults", post(inject).delete(clear_faults))
        .route("/faults/{number}", get(fault).delete(remove_fault))
        .route("/faults/{number}/release", post(release_fault))
        .merge(updates::router())
        .route("/callback_queries/{id}", get(callback_query))
        .route("/{action}", post(act))
}

async fn state(State(simulator): State<Simulator>) -> Json<Value> {
    Json(simulator.peek(state::state))
}

#[derive(Deserialize)]
struct CallFilter {
    method: Option<String>,
}

async fn calls(State(simulator): State<Simulator>, Query(filter): Query<CallFilter>) -> Json<Value> {
    let calls = match filter.method {
        Some(method) => simulator.calls_of(&method),
        None => simulator.calls(),
    };
    Json(json!(calls))
}

async fn clear_calls(State(simulator): State<Simulator>) -> Answer {
    simulator.clear_calls();
    done(json!({}))
}

async fn violations(State(simulator): State<Simulator>) -> Json<Value> {
    Json(json!(simulator.violations()))
}

async fn limits(State(simulator): State<Simulator>) -> Json<Value> {
    let limits = simulator.peek(|state| state.flood.limits);
    Json(json!({ "limits": limits, "exceeded": simulator.limits_exceeded() }))
}

async fn set_limits(State(simulator): State<Simulator>, Json(limits): Json<Limits>) -> Answer {
    simulator.set_limits(limits);
    done(json!({}))
}

async fn inject(State(simulator): State<Simulator>, Json(fault): Json<Fault>) -> Answer {
    done(json!({ "fault": simulator.inject(fault).number() }))
}

async fn clear_faults(State(simulator): State<Simulator>) -> Answer {
    simulator.clear_faults();
    done(json!({}))
}

async fn fault(State(simulator): State<Simulator>, Path(number): Path<usize>) -> Answer {
    let about = simulator.peek(|state| {
        let is_known = number < state.faults.len();
        is_known.then(|| json!({ "hits": state.faults.hits(number), "held": state.faults.held(number) }))
    });
    about.map_or_else(no_such_fault, done)
}

async fn remove_fault(State(simulator): State<Simulator>, Path(number): Path<usize>) -> Answer {
    on_fault(&simulator, number, |state| state.faults.remove(number))
}

async fn release_fault(State(simulator): State<Simulator>, Path(number): Path<usize>) -> Answer {
    on_fault(&simulator, number, |state| state.faults.release(number))
}

fn on_fault(simulator: &Simulator, number: usize, change: impl FnOnce(&mut simulator::State)) -> Answer {
    let is_known = simulator.change(|state| {
        let is_known = number < state.faults.len();
        if is_known {
            change(state);
        }
        is_known
    });
    if is_known { done(json!({})) } else { no_such_fault() }
}

/// What the bot answered to a press.
async fn callback_query(State(simulator): State<Simulator>, Path(id): Path<String>) -> Answer {
    let Some(answer) = simulator.read(|world| world.callback(&id).map(|query| query.answer.clone())) else {
        return refused(StatusCode::NOT_FOUND, "there is no such callback query");
    };
    done(match answer {
        Some(answer) => {
            json!({ "answered": true, "text": answer.text, "show_alert": answer.show_alert, "url": answer.url })
        }
        None => json!({ "answered": false }),
    })
}

async fn act(State(simulator): State<Simulator>, Path(action): Path<String>, Json(mut body): Json<Value>) -> Answer {
    if let Some(arguments) = body.as_object_mut() {
        arguments.insert("action".to_owned(), action.into());
    }
    match serde_json::from_value::<Action>(body) {
        Ok(action) => match simulator.act(|world| action.perform(world)) {
            Ok(result) => done(result),
            Err(problem) => refused(StatusCode::CONFLICT, &problem.to_string()),
        },
        Err(problem) => refused(StatusCode::BAD_REQUEST, &problem.to_string()),
    }
}
