//! The arrows between the rooms of `service` point one way.

use super::{
    breach::Breach,
    module_arrows::{Arrow, arrows},
    tree::Tree,
};

const SERVICE: &str = "crates/service/src";

/// A room, which is a folder or a file, and the others that it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("inbox", &["gatekeeper"]),
    (GATEKEEPER, &[EVENTS, "commands", "gate", "outgoing", "workers"]),
    (EVENTS, &["commands", "gate", "outgoing"]),
    ("commands", &["gate", "outgoing"]),
    ("gate", &["outgoing"]),
    ("outgoing", &[]),
    ("workers", &["gate", "outgoing"]),
];

/// The room that gives every other its ports.
const GATEKEEPER: &str = "gatekeeper";

/// The room in which each file is a use case.
const EVENTS: &str = "events";

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let of_service = arrows(tree).into_iter().filter(|(folder, _)| folder == SERVICE);
    let arrows = of_service.flat_map(|(_, arrows)| arrows);
    arrows.filter_map(|arrow| Some(Breach::new(&arrow.from, arrow.line, wrong(&arrow)?))).collect()
}

/// What is wrong with an arrow; `None`: nothing.
fn wrong(arrow: &Arrow) -> Option<String> {
    let (from, to) = (parts(&arrow.from)?, parts(&arrow.to)?);
    let (_, allowed) = ROOMS.iter().find(|(room, _)| *room == from[0])?;
    let name = &arrow.name;
    if matches!(to[0], "ports" | "parts") && from[0] != GATEKEEPER {
        return Some(format!("`{name}`: only `gatekeeper.rs` and `parts/` take the ports apart: name what is needed"));
    }
    let is_room = ROOMS.iter().any(|(room, _)| *room == to[0]);
    if is_room && from[0] != to[0] && !allowed.contains(&to[0]) {
        return Some(format!("`{name}`: `{}` must not use `{}`", from[0], to[0]));
    }
    // The list of the events may use each of them.
    let is_another_event = from[0] == EVENTS && to[0] == EVENTS && from[1..].first() != to[1..].first();
    let names_all = [&from, &to].iter().any(|parts| parts[1..] == ["mod"]);
    (is_another_event && !names_all).then(|| format!("`{name}`: an event's file must not use another event's"))
}

/// `events` and `message` of `crates/service/src/events/message.rs`.
fn parts(file: &str) -> Option<Vec<&str>> {
    let within = file.strip_prefix(SERVICE)?.strip_prefix('/')?.strip_suffix(".rs")?;
    Some(within.split('/').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The breach of a service in which one file is this; every room has an item for others.
    fn breaches_with(path: &str, source: &str) -> Vec<String> {
        let mut files = vec![("crates/service/src/lib.rs".to_owned(), "//! Lib.\npub use ports::Ports;\n")];
        for module in ["inbox", "events", "commands", "gate", "outgoing", "workers"] {
            files
                .push((format!("crates/service/src/{module}/mod.rs"), "//! Room.\npub(crate) use self::part::Part;\n"));
            files.push((format!("crates/service/src/{module}/part.rs"), "//! Part.\npub(crate) struct Part;\n"));
        }
        files.push(("crates/service/src/events/message.rs".to_owned(), "//! Message.\npub(crate) fn judge() {}\n"));
        files.push(("crates/service/src/gatekeeper.rs".to_owned(), "//! Gatekeeper.\npub struct Gatekeeper;\n"));
        files.push(("crates/service/src/ports.rs".to_owned(), "//! Ports.\npub struct Ports;\n"));
        files.push(("crates/service/src/parts/mod.rs".to_owned(), "//! Parts.\npub(crate) struct Parts;\n"));
        files.push(("crates/service/src/setback.rs".to_owned(), "//! Setback.\npub struct Setback;\n"));
        let path = format!("crates/service/src/{path}");
        files.retain(|(other, _)| *other != path);
        files.push((path, source));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, source)| (path.as_str(), *source)).collect();
        breaches(&Tree::of(&files))
            .into_iter()
            .map(|breach| format!("{}:{}: {}", breach.path, breach.line, breach.what))
            .collect()
    }

    #[test]
    fn arrows_that_point_inward_are_allowed() {
        let inward = "//! A.\nuse super::part::Part as Own;\nuse crate::{gate, outgoing::Part, setback::Setback};\n\
                      fn a(_: gate::Part) {}\n";
        assert_eq!(breaches_with("commands/a.rs", inward), [""; 0]);
        assert_eq!(breaches_with("inbox/a.rs", "//! A.\nuse crate::gatekeeper::Gatekeeper;\n"), [""; 0]);
        let gatekeeper = "//! A.\nuse crate::{Ports, events::message, workers::Part};\nfn a() { message::judge() }\n";
        assert_eq!(breaches_with("gatekeeper.rs", gatekeeper), [""; 0]);
        assert_eq!(breaches_with("events/mod.rs", "//! A.\nfn a() { message::judge() }\n"), [""; 0]);
    }

    #[test]
    fn an_arrow_that_points_outward_is_a_breach_also_through_a_reexport() {
        let breach = ["crates/service/src/gate/a.rs:2: `Part`: `gate` must not use `events`"];
        assert_eq!(breaches_with("gate/a.rs", "//! A.\nuse crate::events::Part;\n"), breach);
        assert_eq!(breaches_with("gate/a.rs", "//! A.\npub(crate) use crate::events::part::Part;\n"), breach);
        assert_eq!(breaches_with("gate/a.rs", "//! A.\nfn a(_: super::super::events::Part) {}\n"), breach);
        let breach = ["crates/service/src/workers/a.rs:2: `Part`: `workers` must not use `commands`"];
        assert_eq!(breaches_with("workers/a.rs", "//! A.\nuse crate::commands::Part;\n"), breach);
        let breach = ["crates/service/src/inbox/a.rs:2: `Part`: `inbox` must not use `outgoing`"];
        assert_eq!(breaches_with("inbox/a.rs", "//! A.\nuse crate::outgoing::Part;\n"), breach);
    }

    #[test]
    fn tests_may_use_anything() {
        let tests = "//! A.\n#[cfg(test)]\nmod tests {\n    use crate::{Ports, events::Part};\n}\n";
        assert_eq!(breaches_with("gate/a.rs", tests), [""; 0]);
    }

    #[test]
    fn an_event_that_uses_another_is_a_breach() {
        let source = "//! A.\nuse super::message::judge;\n";
        let breach = "crates/service/src/events/a.rs:2: `judge`: an event's file must not use another event's";
        assert_eq!(breaches_with("events/a.rs", source), [breach]);
    }

    #[test]
    fn only_the_gatekeeper_takes_the_ports_apart_or_has_all_parts() {
        let breach = |file, name| {
            format!(
                "crates/service/src/{file}:2: `{name}`: only `gatekeeper.rs` and `parts/` take the ports apart: name \
                 what is needed"
            )
        };
        assert_eq!(breaches_with("outgoing/a.rs", "//! A.\nuse crate::Ports;\n"), [breach("outgoing/a.rs", "Ports")]);
        let parts = "//! A.\nuse crate::parts::Parts;\n";
        assert_eq!(breaches_with("events/a.rs", parts), [breach("events/a.rs", "Parts")]);
    }

    #[test]
    fn a_service_without_rooms_is_no_breach() {
        let tree = Tree::of(&[
            ("crates/service/src/lib.rs", "//! Lib.\npub use judge::Judge;\n"),
            ("crates/service/src/judge.rs", "//! A.\nuse crate::ports::Ports;\npub struct Judge(Ports);\n"),
            ("crates/service/src/ports.rs", "//! Ports.\npub struct Ports;\n"),
        ]);
        assert_eq!(breaches(&tree), []);
    }
}
