//! Whole numbers as figures.

/// A number of things as a figure.
#[expect(clippy::cast_precision_loss, reason = "nothing here is counted to 2^52")]
pub(crate) const fn float(number: u64) -> f64 {
    number as f64
}
