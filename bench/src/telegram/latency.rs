//! How long Telegram takes to answer.

use std::time::Duration;

use super::method::Method;

/// How far the 95th percentile of a normal distribution is from its middle, in standard deviations.
const P95: f64 = 1.645;

/// How long calls take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Latencies {
    /// They are answered at once.
    None,
    /// As the Bot API has answered a bot in operation, from the call to its answer.
    AsMeasured,
}

impl Latencies {
    /// How long one call takes, by two random numbers between 0 and 1.
    #[must_use]
    pub fn draw(self, method: Method, random: [f64; 2]) -> Duration {
        let Self::AsMeasured = self else { return Duration::ZERO };
        let (mean, p95) = measured_ms(method);
        Duration::from_secs_f64(log_normal(mean, p95, random) / 1000.0)
    }
}

/// The mean and the 95th percentile, in milliseconds.
const fn measured_ms(method: Method) -> (f64, f64) {
    match method {
        Method::RestrictChatMember => (746.0, 1098.0),
        Method::DeleteMessage | Method::DeleteMessages => (569.0, 985.0),
        Method::SendMessage | Method::EditMessageText => (493.0, 846.0),
        Method::AnswerCallbackQuery => (363.0, 399.0),
        // Nobody has measured the others: they read, as this one does.
        _ => (402.0, 737.0),
    }
}

/// A number from the logarithmic normal distribution with this mean and 95th percentile.
fn log_normal(mean: f64, p95: f64, [first, second]: [f64; 2]) -> f64 {
    let deviation = P95 - (P95 * P95 - 2.0 * (p95 / mean).ln()).sqrt();
    // Box and Muller's way from even numbers to normal ones.
    let normal = (-2.0 * (1.0 - first).ln()).sqrt() * (std::f64::consts::TAU * second).cos();
    mean * (deviation * normal - deviation * deviation / 2.0).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_has_the_mean_and_the_percentile_that_were_measured() {
        let evenly = |count: u32| (0..count).map(move |number| (f64::from(number) + 0.5) / f64::from(count));
        for (mean, p95) in [(746.0, 1098.0), (363.0, 399.0), (402.0, 737.0)] {
            let mut drawn: Vec<f64> = evenly(300)
                .flat_map(|first| evenly(300).map(move |second| [first, second]))
                .map(|random| log_normal(mean, p95, random))
                .collect();
            drawn.sort_by(f64::total_cmp);
            let count = u32::try_from(drawn.len()).unwrap();
            let found = (drawn.iter().sum::<f64>() / f64::from(count), drawn[drawn.len() * 95 / 100]);
            assert!((found.0 / mean - 1.0).abs() < 0.02 && (found.1 / p95 - 1.0).abs() < 0.02, "{found:?}");
        }
    }

    #[test]
    fn at_once_is_at_once() {
        assert_eq!(Latencies::None.draw(Method::SendMessage, [0.5, 0.5]), Duration::ZERO);
    }
}
