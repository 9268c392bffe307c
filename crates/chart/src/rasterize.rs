//! A drawing made a picture, here and now.

use std::sync::Arc;

use portcullis_domain::{
    picture::{Drawing, Picture},
    ports::ChartError,
};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{ImageHrefResolver, Options, Tree, fontdb},
};

use crate::font::FAMILY;

/// How long a drawing may be, in bytes.
const LONGEST_DRAWING: usize = 256 << 10;

/// How many pixels a picture may have.
const MOST_PIXELS: u64 = 2_000_000;

/// The picture of a drawing; it takes some tens of milliseconds of the processor.
pub(crate) fn rasterize(drawing: &Drawing, font: Arc<fontdb::Database>) -> Result<Picture, ChartError> {
    let tree = read(drawing, font)?;
    let size = tree.size().to_int_size();
    let pixels = u64::from(size.width()) * u64::from(size.height());
    if pixels > MOST_PIXELS {
        return Err(ChartError::Unfit(format!("it has {pixels} pixels")));
    }
    let mut pixmap =
        Pixmap::new(size.width(), size.height()).ok_or_else(|| ChartError::Unfit("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    let png = pixmap.encode_png().map_err(|error| ChartError::Unfit(error.to_string()))?;
    Ok(Picture::png(png))
}

/// The drawing as resvg understands it.
pub(crate) fn read(drawing: &Drawing, font: Arc<fontdb::Database>) -> Result<Tree, ChartError> {
    if drawing.0.len() > LONGEST_DRAWING {
        return Err(ChartError::Unfit(format!("it has {} bytes", drawing.0.len())));
    }
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb: font,
        // Nothing outside of the drawing is loaded.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_str(&drawing.0, &options).map_err(|error| ChartError::Unfit(error.to_string()))
}
