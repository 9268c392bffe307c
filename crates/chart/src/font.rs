//! The font that pictures are drawn with: part of the program.

use std::sync::Arc;

use resvg::usvg::fontdb;

/// Its name.
pub(crate) const FAMILY: &str = "Noto Sans";

/// All scripts that the bot speaks.
const FONT: &[u8] = include_bytes!("../fonts/NotoSans.ttf");

/// Reads the font.
pub(crate) fn read_font() -> Arc<fontdb::Database> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_source(fontdb::Source::Binary(Arc::new(FONT)));
    Arc::new(fonts)
}
