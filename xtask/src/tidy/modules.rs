//! The modules of a crate: what each declares, and where a path leads.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    tokens::{Token, begins_with, closing, tokens, without_tests},
    tree::Tree,
};

/// What declares an item when its name follows.
const DECLARING: &[&str] = &["const", "enum", "fn", "static", "struct", "trait", "type", "union"];

/// How many names in a row may stand for another; more are a circle.
const MAX_ALIASES: usize = 16;

/// The code of one crate without its tests.
pub(super) struct Crate {
    /// By path, from the top of the crate, with `::` between the parts; the top's own is empty.
    modules: BTreeMap<String, Module>,
}

/// A module: mostly a file, now and then a part of one.
pub(super) struct Module {
    /// Where it stands, from the top of the repository.
    pub(super) file: String,
    /// Its code but for what it imports and for its modules.
    pub(super) tokens: Vec<Token>,
    pub(super) imports: Vec<Import>,
    declared: HashSet<String>,
    /// The words that a macro is given outside of any function: it may declare what is called so.
    given_to_macros: HashSet<String>,
}

/// One leaf of a `use`.
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// What it is called here; `None` if everything below the path is imported.
    name: Option<String>,
    /// Whether others may import it from here.
    pub(super) is_reexport: bool,
    pub(super) line: usize,
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a module.
    Module(String),
    /// To what a module declares.
    Item {
        module: String,
        name: String,
        /// The next part of the path: a method or a variant of the item.
        member: Option<String>,
    },
}

impl Crate {
    /// All crates of a tree but for `tests`, each with the folder that its sources are in.
    pub(super) fn all(tree: &Tree) -> Vec<(String, Self)> {
        let tops = tree.texts_ending("/src/lib.rs").chain(tree.texts_ending("/src/main.rs"));
        let folders = tops.filter_map(|(path, _)| Some(path.rsplit_once('/')?.0));
        let folders: BTreeSet<&str> = folders.filter(|folder| *folder != "tests/src").collect();
        folders.into_iter().map(|folder| (folder.to_owned(), Self::read(tree, folder))).collect()
    }

    fn read(tree: &Tree, folder: &str) -> Self {
        let mut modules = BTreeMap::new();
        let mut only_for_tests = Vec::new();
        // A `main.rs` beside a `lib.rs` is a crate of its own, of one file.
        let stranger = tree.text(&format!("{folder}/lib.rs")).map(|_| format!("{folder}/main.rs"));
        for (file, source) in tree.texts_ending(".rs").filter(|(path, _)| stranger.as_deref() != Some(path)) {
            let Some(within) = file.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) else { continue };
            let path = module_path(within);
            let tokens = tokens(source).unwrap_or_default();
            only_for_tests.extend(modules_of_tests(&tokens).map(|name| join(&path, name)));
            Module::read(&path, file, &without_tests(&tokens), &mut modules);
        }
        modules.retain(|path, _| !only_for_tests.iter().any(|module| is_within(path, module)));
        Self { modules }
    }

    /// Every module with its path.
    pub(super) fn modules(&self) -> impl Iterator<Item = (&str, &Module)> {
        self.modules.iter().map(|(path, module)| (path.as_str(), module))
    }

    /// The file that a module stands in.
    pub(super) fn file(&self, module: &str) -> Option<&str> {
        self.modules.get(module).map(|module| module.file.as_str())
    }

    /// Where a path leads that stands in a module; `None` if that is outside of the crate.
    pub(super) fn resolve(&self, module: &str, path: &[String]) -> Option<Target> {
        self.follow(module, path, MAX_ALIASES)
    }

    fn follow(&self, module: &str, path: &[String], most: usize) -> Option<Target> {
        let mut module = module.to_owned();
        let mut is_ours = false;
        for (index, part) in path.iter().enumerate() {
            match part.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => module.truncate(module.rfind("::").unwrap_or_default()),
                name => match self.named(&module, name, index + 1 == path.len(), most) {
                    Some(Target::Module(child)) => module = child,
                    Some(Target::Item { module, name, member: None }) => {
                        return Some(Target::Item { module, name, member: path.get(index + 1).cloned() });
                    }
                    Some(item) => return Some(item),
                    None if is_ours && !self.is_imported(&module, name) => {
                        // What a macro has made.
                        let member = path.get(index + 1).cloned();
                        return Some(Target::Item { module, name: name.to_owned(), member });
                    }
                    None => return None,
                },
            }
            is_ours = true;
        }
        Some(Target::Module(module))
    }

    /// What a name stands for in a module. The last of a path is rather an item than a module.
    fn named(&self, module: &str, name: &str, is_last: bool, most: usize) -> Option<Target> {
        let most = most.checked_sub(1)?;
        let here = self.modules.get(module)?;
        let item = || Target::Item { module: module.to_owned(), name: name.to_owned(), member: None };
        let own = || here.declared.contains(name).then(item);
        let made = || here.given_to_macros.contains(name).then(item);
        let child = || Some(join(module, name)).filter(|child| self.modules.contains_key(child)).map(Target::Module);
        let imported = || {
            let import = here.imports.iter().find(|import| import.name.as_deref() == Some(name))?;
            self.follow(module, &import.path, most)
        };
        let from_all = || {
            here.imports.iter().filter(|import| import.name.is_none()).find_map(|import| {
                match self.follow(module, &import.path, most)? {
                    Target::Module(all) => self.named(&all, name, is_last, most),
                    Target::Item { .. } => None,
                }
            })
        };
        let found =
            if is_last { own().or_else(imported).or_else(child) } else { child().or_else(own).or_else(imported) };
        found.or_else(made).or_else(from_all)
    }

    fn is_imported(&self, module: &str, name: &str) -> bool {
        self.modules.get(module).is_some_and(|module| {
            module.imports.iter().any(|import| import.name.as_deref().is_none_or(|import| import == name))
        })
    }
}

impl Module {
    /// Reads a module, and those within it.
    fn read(path: &str, file: &str, tokens: &[Token], modules: &mut BTreeMap<String, Self>) {
        let mut module = Self {
            file: file.to_owned(),
            tokens: Vec::new(),
            imports: Vec::new(),
            declared: HashSet::new(),
            given_to_macros: HashSet::new(),
        };
        let (mut index, mut within) = (0, 0_usize);
        while let Some(token) = tokens.get(index) {
            let rest = &tokens[index..];
            let is_outside = index >= within;
            match (token.text.as_str(), rest.get(1).map(|token| token.text.as_str())) {
                ("use", Some(next)) if next != "<" => {
                    let end = rest.iter().position(|token| token.text == ";").unwrap_or(rest.len() - 1);
                    let is_reexport = module.ends_with_visibility();
                    if is_reexport {
                        let start = module.tokens.iter().rposition(|token| token.text == "pub");
                        module.tokens.truncate(start.unwrap_or_default());
                    }
                    import(&rest[1..end], &[], is_reexport, &mut module.imports);
                    index += end + 1;
                    continue;
                }
                ("mod", Some(name)) if rest.get(2).is_some_and(|token| token.text == "{") => {
                    let end = closing(rest, 2);
                    Self::read(&join(path, name), file, &rest[3..end], modules);
                    index += end + 1;
                    continue;
                }
                ("macro_rules", Some("!")) if is_outside => {
                    module.declared.extend(rest.get(2).map(|name| name.text.clone()));
                }
                (declaring, Some(name)) if is_outside && DECLARING.contains(&declaring) => {
                    module.declared.insert(name.to_owned());
                }
                (_, Some("!")) if is_outside && rest.len() > 2 => {
                    let given = &rest[2..closing(rest, 2)];
                    module.given_to_macros.extend(given.iter().map(|token| token.text.clone()));
                }
                ("(" | "[" | "{", _) if is_outside => within = index + closing(rest, 0),
                _ => {}
            }
            module.tokens.push(token.clone());
            index += 1;
        }
        modules.insert(path.to_owned(), module);
    }

    /// Whether its last tokens are `pub` or the like, which belongs to what follows.
    fn ends_with_visibility(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.text == "pub" || token.text == ")")
    }
}

/// The leaves of what follows `use`, or of the part of it that follows `front`.
fn import(tokens: &[Token], front: &[String], is_reexport: bool, imports: &mut Vec<Import>) {
    for tree in branches(tokens) {
        let mut path = front.to_vec();
        let mut name = None;
        for (index, token) in tree.iter().enumerate() {
            match token.text.as_str() {
                ":" | "as" => {}
                "{" => import(&tree[index + 1..tree.len() - 1], &path, is_reexport, imports),
                "self" if !path.is_empty() => name = path.last().cloned(),
                "*" => name = None,
                text if index > 0 && tree[index - 1].text == "as" => name = Some(text.to_owned()),
                text => {
                    path.push(text.to_owned());
                    name = Some(text.to_owned());
                }
            }
            if token.text == "{" {
                break;
            }
        }
        if let Some(last) = tree.last().filter(|last| last.text != "}") {
            imports.push(Import { path, name, is_reexport, line: last.line });
        }
    }
}

/// The tokens between the commas that stand in no brackets.
fn branches(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut branches, mut start, mut index) = (Vec::new(), 0, 0);
    while let Some(token) = tokens.get(index) {
        if token.text == "," {
            branches.push(&tokens[start..index]);
            start = index + 1;
        }
        index = closing(tokens, index) + 1;
    }
    branches.push(&tokens[start..]);
    branches
}

/// The names of `#[cfg(test)] mod name;`.
fn modules_of_tests(tokens: &[Token]) -> impl Iterator<Item = &str> {
    let is_start = |window: &&[Token]| begins_with(window, &["cfg", "(", "test", ")", "]", "mod"]);
    tokens.windows(8).filter(is_start).filter(|window| window[7].text == ";").map(|window| window[6].text.as_str())
}

/// `redis::url` of `redis/url.rs`, and `redis` of `redis/mod.rs`.
fn module_path(file: &str) -> String {
    let path = file.trim_end_matches(".rs");
    let folder = path.strip_suffix("/mod").unwrap_or(path);
    if matches!(folder, "lib" | "main") { String::new() } else { folder.replace('/', "::") }
}

fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

fn is_within(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(module: &str, path: &str) -> String {
        let tree = Tree::of(&[
            (
                "crates/x/src/lib.rs",
                "//! X.\nmod a;\npub mod b;\n#[cfg(test)]\nmod testing;\npub use a::{Own, c as d, deep::*};\n",
            ),
            ("crates/x/src/main.rs", "//! A crate of its own.\nstruct Stranger;\n"),
            (
                "crates/x/src/a/mod.rs",
                "//! A.\npub mod deep;\npub use self::deep::Deep;\nid! { Made }\npub struct Own;\npub fn c() {}\n",
            ),
            (
                "crates/x/src/a/deep.rs",
                "//! Deep.\npub struct Deep;\npub enum Kind { One }\nmod inner { pub static S: u8 = 1; }\n",
            ),
            (
                "crates/x/src/b.rs",
                "//! B.\nuse crate::{Deep as D, a, round};\nuse std::fmt::Display;\npub use super::b::round;\n",
            ),
            ("crates/x/src/testing/mod.rs", "//! For tests.\npub struct Mock;\n"),
        ]);
        let crates = Crate::all(&tree);
        let [(folder, of)] = crates.as_slice() else { panic!("one crate") };
        assert_eq!(folder, "crates/x/src");
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        match of.resolve(module, &path) {
            None => "nowhere".to_owned(),
            Some(Target::Module(module)) => module,
            Some(Target::Item { module, name, member }) => {
                format!("{name} of {module}{}", member.map(|member| format!(", {member}")).unwrap_or_default())
            }
        }
    }

    #[test]
    fn a_path_leads_to_what_declares_the_item() {
        assert_eq!(resolved("b", "crate::a::Own"), "Own of a");
        assert_eq!(resolved("a::deep", "super::Own::new"), "Own of a, new");
        assert_eq!(resolved("", "a::deep"), "a::deep");
        assert_eq!(resolved("a::deep", "self::inner::S"), "S of a::deep::inner");
        assert_eq!(resolved("a::deep::inner", "super::Kind"), "Kind of a::deep");
    }

    #[test]
    fn a_path_leads_through_what_is_handed_on_or_renamed() {
        assert_eq!(resolved("b", "crate::Own"), "Own of a");
        assert_eq!(resolved("b", "a::Deep::new"), "Deep of a::deep, new");
        assert_eq!(resolved("b", "D"), "Deep of a::deep");
        assert_eq!(resolved("b", "crate::d"), "c of a");
        assert_eq!(resolved("b", "crate::Kind::One"), "Kind of a::deep, One");
    }

    #[test]
    fn what_a_macro_makes_is_of_the_module_that_it_stands_in() {
        assert_eq!(resolved("b", "crate::a::Made"), "Made of a");
        assert_eq!(resolved("b", "crate::a::MadeUnseen"), "MadeUnseen of a");
    }

    #[test]
    fn what_is_elsewhere_or_for_tests_or_a_circle_leads_nowhere() {
        for path in ["std::fmt::Display", "Display", "Unheard", "Mock", "Stranger", "round"] {
            assert_eq!(resolved("b", path), "nowhere", "{path}");
        }
    }
}
