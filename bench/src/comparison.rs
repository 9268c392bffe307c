//! Profile by profile, target by target.

use std::{io::Write, time::Instant};

use anyhow::Context;
use clap::ValueEnum;

use crate::{
    options::{LoadOptions, Options},
    profiles::{Profile, Sizes, Target},
    report::{Column, Machine, Report, Section},
    stage::{Servers, StoreKind},
};

/// Runs the profiles that were asked for, and shows each as soon as it is there.
pub(crate) async fn run(options: &LoadOptions) -> anyhow::Result<()> {
    let sizes = options.sizes();
    let all = Profile::value_variants();
    let profiles = if options.profile.is_empty() { all } else { &options.profile };
    let (mut servers, mut report) = (Servers::default(), begin()?);
    for profile in profiles {
        let mut section = Section::new(profile.to_string());
        for target in targets(&options.common).filter(|target| profile.measures(*target)) {
            let column = run_one(*profile, target, target.name().to_owned(), &mut servers, &sizes).await?;
            section.add(column);
        }
        show(&mut report, section)?;
    }
    finish(&report, &options.common)
}

/// The server that does nothing, and the bot on each database that was asked for.
pub(crate) fn targets(options: &Options) -> impl Iterator<Item = Target> + use<> {
    let all = StoreKind::value_variants();
    let kinds = if options.database.is_empty() { all.to_vec() } else { options.database.clone() };
    std::iter::once(Target::DoNothing).chain(kinds.into_iter().map(Target::Bot))
}

/// One profile on one target.
pub(crate) async fn run_one(
    profile: Profile,
    target: Target,
    name: String,
    servers: &mut Servers,
    sizes: &Sizes,
) -> anyhow::Result<Column> {
    let begun = Instant::now();
    let figures = profile.run(target, servers, sizes).await.with_context(|| format!("{profile}, {name}"))?;
    eprintln!("{profile}, {name}: done in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(Column { name, figures })
}

/// Says what it is measured on.
pub(crate) fn begin() -> anyhow::Result<Report> {
    let machine = Machine::now();
    let Machine { processors, load_before } = machine;
    writeln!(std::io::stdout(), "{processors} processors, load {load_before} before the bench\n")?;
    Ok(Report { machine, sections: Vec::new() })
}

/// Shows a section, and keeps it.
pub(crate) fn show(report: &mut Report, section: Section) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{section}")?;
    report.sections.push(section);
    Ok(())
}

/// Writes the file that was asked for.
pub(crate) fn finish(report: &Report, options: &Options) -> anyhow::Result<()> {
    options.json.as_ref().map_or(Ok(()), |path| report.write_json(path))
}
