//! The same loads with few groups and with many: every figure should be the same.

use crate::{
    comparison::{begin, finish, run_one, show, targets},
    options::Options,
    profiles::{Profile, Sizes, Target},
    report::Section,
    stage::{Population, Servers},
};

/// From a handful of groups to more than anybody has; the people who were seen in them before.
const POPULATIONS: [Population; 4] = [
    Population { groups: 10, seen_members: 1_000 },
    Population { groups: 1_000, seen_members: 30_000 },
    Population { groups: 10_000, seen_members: 100_000 },
    Population { groups: 100_000, seen_members: 1_000_000 },
];

const QUICK_POPULATIONS: [Population; 2] =
    [Population { groups: 10, seen_members: 100 }, Population { groups: 1_000, seen_members: 5_000 }];

/// Runs both loads at each size, for each database a table.
pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let sizes = options.sizes();
    let populations = if options.quick { QUICK_POPULATIONS.as_slice() } else { POPULATIONS.as_slice() };
    let (mut servers, mut report) = (Servers::default(), begin()?);
    for target in targets(options).filter(|target| *target != Target::DoNothing) {
        for profile in [Profile::Cold, Profile::Warm] {
            let mut section = Section::new(format!("{profile}, {}", target.name()));
            let yardstick = Target::DoNothing;
            section.add(run_one(profile, yardstick, yardstick.name().to_owned(), &mut servers, &sizes).await?);
            for &population in populations {
                let name = format!("{} / {}", in_short(population.groups), in_short(population.seen_members));
                let sizes = Sizes { population, ..sizes };
                section.add(run_one(profile, target, name, &mut servers, &sizes).await?);
            }
            show(&mut report, section)?;
        }
    }
    finish(&report, options)
}

/// `100k` for 100 000.
fn in_short(count: u64) -> String {
    match count {
        1_000_000.. => format!("{}M", count / 1_000_000),
        1_000.. => format!("{}k", count / 1_000),
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_short() {
        assert_eq!([999, 1_000, 100_000, 1_000_000].map(in_short), ["999", "1k", "100k", "1M"]);
    }
}
