//! What a rule finds.

/// A place that does not keep a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Breach {
    /// From the top of the repository.
    pub(super) path: String,
    /// From 1.
    pub(super) line: usize,
    /// What is wrong, and how to mend it.
    pub(super) what: String,
}

impl Breach {
    pub(super) fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}
