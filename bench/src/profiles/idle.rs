//! Nothing happens: what the process does all the same, just after work and once it has come to rest.

use super::{Sizes, people::make_known};
use crate::{
    float::float,
    report::Figures,
    stage::{Subject, Watch},
};

const SETTLED: &str = "settled: ";

pub(super) async fn run(subject: &Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    make_known(subject, sizes).await?;
    let mut figures = Figures::default();
    for (of, time) in [("just after work: ", sizes.idle / 3), (SETTLED, sizes.idle)] {
        let watch = Watch::begin(subject).await?;
        tokio::time::sleep(time).await;
        let seen = watch.end(subject).await?;
        let a_second = |count: f64| count / seen.time.as_secs_f64();
        figures.put(format!("{of}CPU of a core"), 100.0 * a_second(seen.process.as_secs_f64()), "%");
        figures.put(format!("{of}wakeups a second"), a_second(float(seen.wakeups)), "");
        if let Some(statements) = seen.statements {
            figures.put(format!("{of}statements a second"), a_second(statements), "");
        }
        if let Some(postgres) = seen.postgres {
            figures.put(format!("{of}CPU of a core, PostgreSQL"), 100.0 * a_second(postgres.as_secs_f64()), "%");
        }
        // PostgreSQL tells of them with so much delay that just after work it tells of the work.
        if let Some(transactions) = seen.transactions.filter(|_| of == SETTLED) {
            figures.put(format!("{of}transactions a second"), a_second(float(transactions)), "");
        }
        tokio::time::sleep(sizes.idle / 3).await;
    }
    figures.put_memory("RSS", subject)?;
    Ok(figures)
}
