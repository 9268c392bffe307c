//! The control API's routes about updates: made up, lost, told once more, and faults on their way.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::control::answer::{Answer, done, no_such_fault, refused};
use crate::simulator::{self, Simulator};
use crate::update_faults::UpdateFault;

pub(super) fn router() -> Router<Simulator> {
    Router::new()
        .route("/updates/{bot}", post(push_update).delete(lose_waiting))
        .route("/updates/{bot}/repeat", post(repeat))
        .route("/update_faults", post(inject))
        .route("/update_faults/{number}", get(about).delete(remove))
        .route("/update_faults/{number}/release", post(release))
}

/// Queues any object as an update.
async fn push_update(State(simulator): State<Simulator>, Path(bot): Path<i64>, Json(update): Json<Value>) -> Answer {
    done(json!({ "update_id": simulator.push_raw(bot, update) }))
}

async fn lose_waiting(State(simulator): State<Simulator>, Path(bot): Path<i64>) -> Answer {
    done(json!({ "lost": simulator.lose_waiting_updates(bot) }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeat {
    kind: String,
}

async fn repeat(State(simulator): State<Simulator>, Path(bot): Path<i64>, Json(asked): Json<Repeat>) -> Answer {
    if simulator.repeat_update(bot, &asked.kind) {
        done(json!({}))
    } else {
        refused(StatusCode::NOT_FOUND, "there was no such update")
    }
}

async fn inject(State(simulator): State<Simulator>, Json(fault): Json<UpdateFault>) -> Answer {
    done(json!({ "fault": simulator.inject_on_updates(fault).number() }))
}

async fn about(State(simulator): State<Simulator>, Path(number): Path<usize>) -> Answer {
    let about = simulator.peek(|state| state.update_faults.about(number));
    about.map_or_else(no_such_fault, |(hits, held)| done(json!({ "hits": hits, "held": held })))
}

async fn remove(State(simulator): State<Simulator>, Path(number): Path<usize>) -> Answer {
    on_fault(&simulator, number, |state| state.update_faults.remove(number))
}

async fn release(State(simulator): State<Simulator>, Path(number): Path<usize>) -> Answer {
    on_fault(&simulator, number, |state| state.release_updates(number))
}

fn on_fault(simulator: &Simulator, number: usize, change: impl FnOnce(&mut simulator::State)) -> Answer {
    let is_known = simulator.change(|state| {
        let is_known = state.update_faults.about(number).is_some();
        if is_known {
            change(state);
        }
        is_known
    });
    if is_known { done(json!({})) } else { no_such_fault() }
}
