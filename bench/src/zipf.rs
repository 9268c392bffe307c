//! Who writes: a few write much, and most little.

use rand::distr::{Distribution, weighted::WeightedIndex};

/// People by how much they write: the second half as much as the first, the third a third. <https://en.wikipedia.org/wiki/Zipf%27s_law>
#[derive(Clone, Debug)]
pub(crate) struct Zipf(WeightedIndex<f64>);

impl Zipf {
    /// So many people, one at least.
    pub(crate) fn new(people: u64) -> anyhow::Result<Self> {
        let weights = (1..=people.max(1)).map(|rank| 1.0 / crate::float::float(rank));
        Ok(Self(WeightedIndex::new(weights)?))
    }

    /// The number of whoever writes next, from 0 on.
    pub(crate) fn next(&self) -> u64 {
        self.0.sample(&mut rand::rng()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_writes_twice_as_much_as_the_second() {
        let zipf = Zipf::new(3).unwrap();
        let mut counts = [0_u32; 3];
        for _ in 0..60_000 {
            counts[usize::try_from(zipf.next()).unwrap()] += 1;
        }
        let shares = counts.map(|count| f64::from(count) / 60_000.0 * 11.0);
        for (share, expected) in shares.into_iter().zip([6.0, 3.0, 2.0]) {
            assert!((share - expected).abs() < 0.2, "{shares:?}");
        }
    }
}
