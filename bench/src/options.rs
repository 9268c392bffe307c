//! What a run may be told.

use std::path::PathBuf;

use clap::Args;

use crate::{
    profiles::{Profile, Sizes},
    stage::{Population, StoreKind},
};

/// What every run may be told.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Small loads, to see that everything works; the figures mean little.
    #[arg(long)]
    pub(crate) quick: bool,
    /// How many members write, in place of the usual number.
    #[arg(long)]
    pub(crate) members: Option<u64>,
    /// Only on these; all unless named.
    #[arg(long, value_enum)]
    pub(crate) database: Vec<StoreKind>,
    /// Write all figures to this file.
    #[arg(long)]
    pub(crate) json: Option<PathBuf>,
}

/// What a run of the loads may be told besides.
#[derive(Debug, Args)]
pub(crate) struct LoadOptions {
    /// How many groups there are, in place of the usual number.
    #[arg(long)]
    pub(crate) groups: Option<u64>,
    /// Only these; all unless named.
    #[arg(long, value_enum)]
    pub(crate) profile: Vec<Profile>,
    #[command(flatten)]
    pub(crate) common: Options,
}

impl Options {
    /// How large the loads are to be.
    pub(crate) fn sizes(&self) -> Sizes {
        let sizes = if self.quick { Sizes::QUICK } else { Sizes::FULL };
        Sizes { members: self.members.unwrap_or(sizes.members), ..sizes }
    }
}

impl LoadOptions {
    /// How large the loads are to be.
    pub(crate) fn sizes(&self) -> Sizes {
        let sizes = self.common.sizes();
        let groups = self.groups.unwrap_or(sizes.population.groups);
        Sizes { population: Population { groups, ..sizes.population }, ..sizes }
    }
}
