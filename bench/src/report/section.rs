//! All that was measured.

use std::{fs, path::Path};

use serde::Serialize;

use super::figures::Figures;

/// All that was measured in one run of the bench.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// On what.
    pub machine: Machine,
    /// Profile by profile.
    pub sections: Vec<Section>,
}

/// What it was measured on. Absolute times depend on it, ratios less so.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    /// How many threads run at once.
    pub processors: usize,
    /// How busy others kept it in the minute before, in processors.
    pub load_before: f64,
}

/// One profile, side by side for all that were measured.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// The profile.
    pub title: String,
    /// What was measured, from left to right.
    pub columns: Vec<Column>,
}

/// One profile on one server.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// What was measured.
    pub name: String,
    /// Its figures.
    pub figures: Figures,
}

impl Section {
    /// A section without columns.
    #[must_use]
    pub const fn new(title: String) -> Self {
        Self { title, columns: Vec::new() }
    }

    /// One column more: the first is what the others are related to.
    pub fn add(&mut self, mut column: Column) {
        if let Some(first) = self.columns.first() {
            column.figures.relate_to(&first.figures);
        }
        self.columns.push(column);
    }
}

impl Machine {
    /// This machine, now.
    #[must_use]
    pub fn now() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load_before = load.split(' ').next().and_then(|load| load.parse().ok()).unwrap_or_default();
        Self { processors, load_before }
    }
}

impl Report {
    /// Writes it as JSON.
    ///
    /// # Errors
    ///
    /// If the file can't be written.
    pub fn write_json(&self, path: &Path) -> anyhow::Result<()> {
        Ok(fs::write(path, serde_json::to_vec_pretty(self)?)?)
    }
}
