//! Which file of a crate uses which: by a path, or by a method of a type whose methods stand in several files.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    modules::{Crate, Module, Target},
    syntax::{impls, is_name, members, path_at, type_at},
    tokens::Token,
    tree::Tree,
};

/// That one file uses another of its crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arrow {
    /// The file that uses, from the top of the repository.
    pub(super) from: String,
    /// The file that is used.
    pub(super) to: String,
    /// Where it is used first.
    pub(super) line: usize,
    /// What is used.
    pub(super) name: String,
    /// Whether it is only handed on to others.
    pub(super) is_reexport: bool,
}

/// The arrows within each crate, one at most from a file to another, with the folder of its sources.
pub(super) fn arrows(tree: &Tree) -> Vec<(String, Vec<Arrow>)> {
    Crate::all(tree).iter().map(|(folder, of)| (folder.clone(), Usage::of(of))).collect()
}

/// A type: the module that declares it, and its name.
type Type = (String, String);

/// The arrows of a crate while they are gathered.
struct Usage<'a> {
    of: &'a Crate,
    /// The file of each method of each type.
    methods: HashMap<Type, HashMap<&'a str, &'a str>>,
    /// The types that fields, parameters and variables of a name are declared with, by file.
    types: HashMap<&'a str, HashMap<&'a str, HashSet<Type>>>,
    arrows: BTreeMap<(&'a str, &'a str), Arrow>,
}

impl<'a> Usage<'a> {
    fn of(of: &'a Crate) -> Vec<Arrow> {
        let mut usage = Self { of, methods: HashMap::new(), types: HashMap::new(), arrows: BTreeMap::new() };
        let mut blocks = Vec::new();
        for (path, module) in of.modules() {
            usage.note_types(path, module);
            for block in impls(&module.tokens) {
                if let Some(Target::Item { module: declaring, name, .. }) = of.resolve(path, &block.path) {
                    blocks.push((module, (declaring, name), block));
                }
            }
        }
        for (module, of, block) in blocks.iter().filter(|(.., block)| !block.is_of_trait) {
            let methods = usage.methods.entry(of.clone()).or_default();
            methods.extend(members(block.body).map(|name| (name, module.file.as_str())));
        }
        for (path, module) in of.modules() {
            usage.add_imports(path, module);
            usage.add_paths(path, module);
            usage.add_calls(module);
        }
        for (module, of, block) in &blocks {
            usage.add_own_calls(module, of, block.body);
        }
        usage.arrows.into_values().collect()
    }

    /// Takes note of `name: Type`.
    fn note_types(&mut self, path: &str, module: &'a Module) {
        for (index, window) in module.tokens.windows(3).enumerate() {
            let is_declared = is_name(&window[0].text) && window[1].text == ":" && window[2].text != ":";
            if !is_declared || index.checked_sub(1).is_some_and(|before| module.tokens[before].text == ":") {
                continue;
            }
            let written = type_at(&module.tokens[index + 2..]);
            if !written.iter().any(|token| token.text.starts_with(char::is_uppercase)) {
                continue;
            }
            let types = self.types.entry(&window[0].text).or_default().entry(&module.file).or_default();
            for part in 0..written.len() {
                if let Some(Target::Item { module, name, .. }) = self.of.resolve(path, &path_at(written, part)) {
                    types.insert((module, name));
                }
            }
        }
    }

    fn add(&mut self, from: &'a str, to: Option<&'a str>, line: usize, name: &str, is_reexport: bool) {
        let Some(to) = to.filter(|to| *to != from) else { return };
        let arrow = Arrow { from: from.to_owned(), to: to.to_owned(), line, name: name.to_owned(), is_reexport };
        let first = self.arrows.entry((from, to)).or_insert_with(|| arrow.clone());
        if (arrow.is_reexport, arrow.line) < (first.is_reexport, first.line) {
            *first = arrow;
        }
    }

    fn add_imports(&mut self, path: &str, module: &'a Module) {
        for import in &module.imports {
            if let Some(Target::Item { module: declaring, name, .. }) = self.of.resolve(path, &import.path) {
                self.add(&module.file, self.of.file(&declaring), import.line, &name, import.is_reexport);
            }
        }
    }

    fn add_paths(&mut self, path: &str, module: &'a Module) {
        let mut index = 0;
        while index < module.tokens.len() {
            let parts = path_at(&module.tokens, index);
            if let Some(Target::Item { module: declaring, name, member }) = self.of.resolve(path, &parts) {
                let line = module.tokens[index].line;
                self.add(&module.file, self.of.file(&declaring), line, &name, false);
                if let Some(member) = member {
                    self.add_method(&module.file, &(declaring, name), &member, line);
                }
            }
            // Two colons stand between the parts.
            index += (3 * parts.len()).saturating_sub(2).max(1);
        }
    }

    /// `name.method(…)`, where the file declares with which type, or else the whole crate with one.
    fn add_calls(&mut self, module: &'a Module) {
        for (index, window) in module.tokens.windows(4).enumerate() {
            let is_own = index > 1 && module.tokens[index - 2].text == "self" && module.tokens[index - 1].text == ".";
            let [called, dot, method, bracket] = window else { continue };
            if dot.text != "." || bracket.text != "(" || is_own {
                continue;
            }
            let Some(types) = self.types.get(called.text.as_str()) else { continue };
            let here = types.get(module.file.as_str());
            let types = here.map_or_else(|| types.values().collect(), |here| vec![here]);
            if let Some(of) = self.only_one_with(&types, &method.text) {
                self.add_method(&module.file, &of, &method.text, method.line);
            }
        }
    }

    /// `self.method(…)`, `Self::method` and `self.field.method(…)` in the methods of a type.
    fn add_own_calls(&mut self, module: &'a Module, of: &Type, body: &[Token]) {
        let declaring = self.of.file(&of.0).unwrap_or_default();
        for (index, token) in body.iter().enumerate() {
            let text = |ahead: usize| body.get(index + ahead).map_or("", |token| token.text.as_str());
            match (token.text.as_str(), text(1), text(2), text(3)) {
                ("self", ".", name, "(" | ":") | ("Self", ":", ":", name) => {
                    self.add_method(&module.file, of, name, token.line);
                }
                ("self", ".", field, ".") if text(5) == "(" => {
                    let types = self.types.get(field).and_then(|types| types.get(declaring));
                    if let Some(of) = types.and_then(|types| self.only_one_with(&[types], text(4))) {
                        self.add_method(&module.file, &of, text(4), token.line);
                    }
                }
                _ => {}
            }
        }
    }

    /// The one type in all of the sets that has a method of this name.
    fn only_one_with(&self, sets: &[&HashSet<Type>], method: &str) -> Option<Type> {
        let (first, others) = sets.split_first()?;
        let has_method = |of: &&Type| self.methods.get(*of).is_some_and(|methods| methods.contains_key(method));
        let mut having = first.iter().filter(has_method).filter(|of| others.iter().all(|set| set.contains(*of)));
        having.next().filter(|_| having.next().is_none()).cloned()
    }

    fn add_method(&mut self, from: &'a str, of: &Type, method: &str, line: usize) {
        let file = self.methods.get(of).and_then(|methods| methods.get(method)).copied();
        self.add(from, file, line, &format!("{}::{method}", of.1), false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The arrows of a crate with these files, but for those of its `lib.rs`.
    fn arrows_of(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<(String, &str)> =
            files.iter().map(|(file, source)| (format!("crates/x/src/{file}.rs"), *source)).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, source)| (path.as_str(), *source)).collect();
        let (_, arrows) = arrows(&Tree::of(&files)).remove(0);
        let short = |file: &str| file.replace("crates/x/src/", "").replace(".rs", "");
        let shown = |arrow: &Arrow| {
            let how = if arrow.is_reexport { "hands on" } else { "uses" };
            format!("{}:{} {how} {} of {}", short(&arrow.from), arrow.line, arrow.name, short(&arrow.to))
        };
        arrows.iter().filter(|arrow| !arrow.from.ends_with("lib.rs")).map(shown).collect()
    }

    const LIB: (&str, &str) = ("lib", "//! X.\nmod a;\nmod b;\nmod c;\npub use a::A;\n");

    #[test]
    fn a_path_is_an_arrow_to_what_declares_the_item_from_where_it_is_used_first() {
        let a = ("a", "//! A.\npub struct A;\npub fn f() {}\n");
        let b = ("b", "//! B.\nmod d;\npub use crate::A;\nfn g() { crate::a::f(); d::h(); }\nfn i(_: A) {}\n");
        let d = ("b/d", "//! D.\nuse super::*;\npub fn h() -> Option<A> { None }\n");
        let found = arrows_of(&[LIB, a, b, d]);
        assert_eq!(found, ["b:4 uses f of a", "b:4 uses h of b/d", "b/d:3 uses A of a"]);
    }

    #[test]
    fn declaring_a_module_or_handing_an_item_on_is_no_use() {
        let found = arrows_of(&[
            LIB,
            ("a", "//! A.\npub struct A;\n"),
            ("b", "//! B.\nmod d;\npub use crate::a::A;\n"),
            ("b/d", "//! D.\n"),
        ]);
        assert_eq!(found, ["b:3 hands on A of a"]);
    }

    #[test]
    fn a_variable_is_no_module() {
        let b = ("b", "//! B.\nfn f(c: u8) -> u8 { let a = c; S { c }.c + a.max(c) }\n");
        assert_eq!(arrows_of(&[LIB, b, ("c", "//! C.\n"), ("a", "//! A.\n")]), [""; 0]);
    }

    #[test]
    fn a_method_is_an_arrow_to_the_file_that_has_it() {
        let a = ("a", "//! A.\npub struct A { pub other: u8 }\nimpl A { pub fn new() {} }\n");
        let b = (
            "b",
            "//! B.\nuse crate::A;\nimpl A {\n    pub fn go(&self) {\n        self.stop(1);\n        Self::new();\n    }\n}\n",
        );
        let c = (
            "c",
            "//! C.\nuse crate::A;\nimpl A { pub fn stop(&self) {} }\nimpl Drop for A {\n    fn drop(&mut self) { self.go() }\n}\n",
        );
        let found = arrows_of(&[LIB, a, b, c]);
        assert_eq!(found, ["b:2 uses A of a", "b:5 uses A::stop of c", "c:2 uses A of a", "c:5 uses A::go of b"]);
    }

    #[test]
    fn a_method_called_on_a_name_is_that_of_the_type_that_the_name_is_declared_with() {
        let a = ("a", "//! A.\npub struct A;\npub struct B { pub a: std::sync::Arc<A> }\n");
        let b = ("b", "//! B.\nimpl crate::A {\n    pub fn stop(&self) {}\n}\n");
        let c = ("c", "//! C.\nfn f(b: &crate::a::B) {\n    b.a.stop();\n}\n");
        assert_eq!(arrows_of(&[LIB, a, b, c]), ["b:2 uses A of a", "c:2 uses B of a", "c:3 uses A::stop of b"]);
        let field = ("c", "//! C.\nuse crate::a::B;\nimpl B {\n    fn f(&self, a: &Thread) { self.a.stop() }\n}\n");
        assert!(arrows_of(&[LIB, a, b, field]).contains(&"c:4 uses A::stop of b".to_owned()));
        let another = ("c", "//! C.\nfn f(a: &std::thread::Thread) {\n    a.stop();\n}\n");
        assert_eq!(arrows_of(&[LIB, a, b, another]), ["b:2 uses A of a"]);
    }
}
