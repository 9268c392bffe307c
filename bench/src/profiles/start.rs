//! From the start of the process to the first `200`, and from the wish that it stop to its end, with connections open that
//! are kept alive.

use super::{Sizes, people::make_known};
use crate::{load::empty, report::Figures, stage::Subject};

pub(super) async fn run(mut subject: Subject, sizes: &Sizes) -> anyhow::Result<Figures> {
    let (mut figures, mut starts, mut stops) = (Figures::default(), empty(), empty());
    make_known(&subject, sizes).await?;
    for _ in 0..sizes.starts {
        let restarted = subject.restart(sizes.idle_before_stop).await?;
        subject = restarted.subject;
        starts.saturating_record(u64::try_from(restarted.first_200.as_micros())?);
        stops.saturating_record(u64::try_from(restarted.stop.as_micros())?);
    }
    figures.put_memory("RSS after the start", &subject)?;
    figures.put_percentiles("start to first 200", &starts);
    figures.put_percentiles("stop with kept-alive connections", &stops);
    Ok(figures)
}
