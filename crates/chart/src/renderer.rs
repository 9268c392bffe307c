//! The port: one picture at a time, beside everything else, and not for ever.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_trait::async_trait;
use portcullis_domain::{
    picture::{Drawing, Picture},
    ports::{ChartError, ChartRenderer},
};
use resvg::usvg::fontdb;
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

use crate::{font::read_font, rasterize::rasterize};

/// How long a picture is waited for, with the time that those before it take.
const RENDER_TIMEOUT: Duration = Duration::from_secs(10);

/// Draws with resvg, one picture at a time.
#[derive(Clone, Debug)]
pub struct ResvgChartRenderer {
    permits: Arc<Semaphore>,
    /// Read at the first picture: most runs of the program draw none.
    font: Arc<OnceLock<Arc<fontdb::Database>>>,
}

impl Default for ResvgChartRenderer {
    fn default() -> Self {
        Self { permits: Arc::new(Semaphore::new(1)), font: Arc::default() }
    }
}

#[async_trait]
impl ChartRenderer for ResvgChartRenderer {
    async fn render(&self, drawing: &Drawing) -> Result<Picture, ChartError> {
        let Self { permits, font } = self.clone();
        let drawing = drawing.clone();
        let rendered = async move {
            let permit = permits.acquire_owned().await;
            // The permit goes when the drawing is done, also where nobody waits for it any more: so that however many ask,
            // one thread is busy with it.
            let drawn = spawn_blocking(move || {
                let picture = rasterize(&drawing, font.get_or_init(read_font).clone());
                drop(permit);
                picture
            });
            drawn.await.unwrap_or_else(|error| Err(ChartError::Unfit(error.to_string())))
        };
        timeout(RENDER_TIMEOUT, rendered).await.unwrap_or(Err(ChartError::TooSlow))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_too_long_for_the_pictures_before_theirs_goes_on_without() {
        let renderer = ResvgChartRenderer::default();
        let before = renderer.permits.clone().acquire_owned().await.unwrap();
        let drawing = Drawing("<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'></svg>".to_owned());
        assert_eq!(renderer.render(&drawing).await, Err(ChartError::TooSlow));
        drop(before);
        assert_eq!(renderer.permits.available_permits(), 1, "nobody waits any more");
    }
}
