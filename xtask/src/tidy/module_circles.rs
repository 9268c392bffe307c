//! The modules of a crate form no circle.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{
    breach::Breach,
    module_arrows::{Arrow, arrows},
    tree::Tree,
};

pub(super) fn breaches(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (folder, mut arrows) in arrows(tree) {
        arrows.retain(|arrow| !arrow.is_reexport);
        breaches.extend(circles(&arrows).iter().map(|circle| breach(&folder, circle)));
    }
    breaches
}

fn breach(folder: &str, circle: &[&Arrow]) -> Breach {
    let within = |file: &str| file[folder.len() + 1..].to_owned();
    let steps = circle.iter().map(|arrow| format!("`{}:{}` (`{}`) → ", within(&arrow.from), arrow.line, arrow.name));
    let what = format!(
        "{}`{}`: modules of a crate form no circle: move what both need to a third",
        steps.collect::<String>(),
        within(&circle[0].from)
    );
    Breach::new(&circle[0].from, circle[0].line, what)
}

/// A shortest circle of each set of files that all lead to each other.
fn circles(arrows: &[Arrow]) -> Vec<Vec<&Arrow>> {
    let mut of: HashMap<&str, Vec<&Arrow>> = HashMap::new();
    for arrow in arrows {
        of.entry(&arrow.from).or_default().push(arrow);
    }
    let mut circles: Vec<Vec<&Arrow>> = of.keys().filter_map(|file| way_back(&of, file)).collect();
    circles.sort_by_key(|circle| (circle.len(), circle[0].from.as_str()));
    let mut told = HashSet::new();
    circles.retain(|circle| {
        let file = circle[0].from.as_str();
        let is_new = !told.contains(file);
        if is_new {
            told.extend(reached(&of, file).into_keys().filter(|other| reached(&of, other).contains_key(file)));
        }
        is_new
    });
    circles
}

/// The shortest way from a file to itself.
fn way_back<'a>(of: &HashMap<&str, Vec<&'a Arrow>>, file: &str) -> Option<Vec<&'a Arrow>> {
    let last_to = reached(of, file);
    let mut way = vec![*last_to.get(file)?];
    while way[0].from != file {
        way.insert(0, last_to[way[0].from.as_str()]);
    }
    Some(way)
}

/// The files that one leads to, each with the last arrow of the shortest way there.
fn reached<'a>(of: &HashMap<&str, Vec<&'a Arrow>>, file: &str) -> HashMap<&'a str, &'a Arrow> {
    let mut reached = HashMap::new();
    let mut next = VecDeque::from([file]);
    while let Some(file) = next.pop_front() {
        for arrow in of.get(file).into_iter().flatten() {
            if !reached.contains_key(arrow.to.as_str()) {
                reached.insert(arrow.to.as_str(), *arrow);
                next.push_back(&arrow.to);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches_of(files: &[(&str, &str)]) -> Vec<Breach> {
        let files: Vec<(String, &str)> =
            files.iter().map(|(file, source)| (format!("crates/x/src/{file}"), *source)).collect();
        breaches(&Tree::of(&files.iter().map(|(path, source)| (path.as_str(), *source)).collect::<Vec<_>>()))
    }

    const LIB: (&str, &str) = ("lib.rs", "//! X.\nmod a;\nmod b;\nmod c;\npub use a::A;\npub use b::B;\n");

    #[test]
    fn modules_that_use_each_other_through_a_reexport_are_a_circle() {
        let found = breaches_of(&[
            LIB,
            ("a.rs", "//! A.\nuse crate::B;\npub struct A;\n"),
            ("b.rs", "//! B.\n\nuse crate::A;\npub struct B;\n"),
        ]);
        let what = "`a.rs:2` (`B`) → `b.rs:3` (`A`) → `a.rs`: modules of a crate form no circle: move what both need to a \
                    third";
        assert_eq!(found, [Breach::new("crates/x/src/a.rs", 2, what)]);
    }

    #[test]
    fn a_call_of_a_method_in_another_file_closes_a_circle() {
        let a = ("a.rs", "//! A.\npub struct A;\nimpl A {\n    fn go(&self) { self.stop() }\n}\n");
        let b = ("b.rs", "//! B.\nimpl crate::A {\n    pub fn stop(&self) {}\n}\n");
        let found = breaches_of(&[LIB, a, b]);
        assert!(
            found.len() == 1 && found[0].what.starts_with("`a.rs:4` (`A::stop`) → `b.rs:2` (`A`) → `a.rs`"),
            "{found:?}"
        );
    }

    #[test]
    fn one_shortest_circle_is_told_of_each_knot() {
        let a = ("a.rs", "//! A.\nuse crate::{B, c::C};\npub struct A;\n");
        let b = ("b.rs", "//! B.\nuse crate::c::C;\npub struct B;\n");
        let c = ("c.rs", "//! C.\nuse crate::A;\npub struct C;\n");
        let found = breaches_of(&[LIB, a, b, c]);
        assert!(found.len() == 1 && found[0].what.starts_with("`a.rs:2` (`C`) → `c.rs:2` (`A`) → `a.rs`"), "{found:?}");
    }

    #[test]
    fn a_folder_that_hands_on_its_parts_is_no_circle_and_one_that_they_need_is() {
        let part = ("a/part.rs", "//! Part.\nuse super::Limit;\npub struct Part(Limit);\n");
        assert_eq!(
            breaches_of(&[LIB, ("a/mod.rs", "//! A.\nmod part;\npub use part::Part;\npub struct Limit;\n"), part]),
            []
        );
        let needed = ("a/mod.rs", "//! A.\nmod part;\nuse part::Part;\npub struct Limit;\n");
        assert_eq!(breaches_of(&[LIB, needed, part]).len(), 1);
    }

    #[test]
    fn tests_may_use_what_uses_them() {
        let a = ("a.rs", "//! A.\npub struct A;\n#[cfg(test)]\nmod tests {\n    use crate::B;\n}\n");
        assert_eq!(breaches_of(&[LIB, a, ("b.rs", "//! B.\nuse crate::A;\npub struct B;\n")]), []);
    }
}
