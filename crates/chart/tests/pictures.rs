//! What is on the pictures, pixel by pixel, in every language.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use portcullis_chart::ResvgChartRenderer;
use portcullis_domain::{
    Timestamp,
    picture::Drawing,
    ports::{ChartError, ChartRenderer},
    settings::Mode,
    stats::{Day, Period, PeriodStats, Tallies, Tally},
};
use portcullis_messages::{Language, Texts};
use resvg::tiny_skia::Pixmap;

const NOW: Timestamp = Timestamp::from_secs(1_790_000_000);

/// The colours of the chart.
const BACKGROUND: Colour = (0x1f, 0x28, 0x33);
const STOPPED: Colour = (0x8a, 0x9b, 0xb0);
const JOINED: Colour = (0x4f, 0xc0, 0x7f);

type Colour = (u8, u8, u8);

/// So many people stopped so many days ago, and how many of them joined.
fn stats(days: &[(i64, u64, u64)]) -> PeriodStats {
    let by_day = days.iter().map(|&(ago, people, joined)| {
        (Day(Day::of(NOW).0 - ago), Tallies { stopped: Tally { people, joined }, left: Tally::default() })
    });
    PeriodStats::new(Period::last_days(Period::MONTH, NOW), by_day, [])
}

async fn drawn(language: Language, stats: &PeriodStats) -> Pixmap {
    let texts = Texts::load().unwrap();
    let picture =
        ResvgChartRenderer::default().render(&texts.stats_chart(language, Mode::Enforce, stats)).await.unwrap();
    Pixmap::decode_png(picture.as_bytes()).unwrap()
}

fn colour(picture: &Pixmap, x: u32, y: u32) -> Colour {
    let pixel = picture.pixel(x, y).unwrap();
    assert_eq!(pixel.alpha(), 255, "nothing shines through");
    (pixel.red(), pixel.green(), pixel.blue())
}

/// How many pixels of a column among the bars have this colour.
fn height(picture: &Pixmap, x: u32, wanted: Colour) -> usize {
    (230..620).filter(|y| colour(picture, x, *y) == wanted).count()
}

/// Where the bar of so many days ago stands in languages that are written from left to right.
fn column(days_ago: u32) -> u32 {
    150 + (29 - days_ago) * 28 + 14
}

#[tokio::test]
async fn the_picture_is_as_large_as_it_says_and_dark_to_its_corners() {
    let picture = drawn(Language::ENGLISH, &stats(&[])).await;
    assert_eq!((picture.width(), picture.height()), (1_080, 720));
    for (x, y) in [(0, 0), (1_079, 0), (0, 719), (1_079, 719)] {
        assert_eq!(colour(&picture, x, y), BACKGROUND);
    }
}

#[tokio::test]
async fn a_bar_is_as_high_as_its_number_and_the_joined_stand_at_its_foot() {
    let picture = drawn(Language::ENGLISH, &stats(&[(0, 10, 5), (3, 4, 4), (20, 1, 0)])).await;
    // The scale reaches ten, over 384 pixels.
    for (ago, stopped, joined) in [(0, 192, 192), (3, 0, 153), (20, 38, 0)] {
        let found = (height(&picture, column(ago), STOPPED), height(&picture, column(ago), JOINED));
        assert!(found.0.abs_diff(stopped) <= 2 && found.1.abs_diff(joined) <= 2, "{ago} days ago: {found:?}");
    }
    assert_eq!((colour(&picture, column(0), 610), colour(&picture, column(0), 250)), (JOINED, STOPPED));
    assert_eq!((height(&picture, column(1), STOPPED), height(&picture, column(1), JOINED)), (0, 0), "a day of nothing");
}

#[tokio::test]
async fn where_people_write_from_right_to_left_time_runs_so_too() {
    let stats = stats(&[(0, 10, 5), (20, 6, 0)]);
    for language in Texts::languages() {
        let picture = drawn(*language, &stats).await;
        let (own, other) =
            if language.is_right_to_left() { (1_079 - column(0), column(0)) } else { (column(0), 1_079 - column(0)) };
        assert!(height(&picture, own, JOINED) > 150, "{}", language.code());
        assert_eq!(height(&picture, other, JOINED), 0, "{}", language.code());
    }
}

#[tokio::test]
async fn the_largest_numbers_are_drawn_as_well() {
    let picture = drawn(Language::ENGLISH, &stats(&[(0, u64::MAX, 1), (1, 1, 1)])).await;
    assert!(height(&picture, column(0), STOPPED) > 370);
    assert!(height(&picture, column(1), JOINED) >= 3, "one person can still be seen");
}

#[tokio::test]
async fn every_language_is_written_in_letters_and_none_of_them_outside() {
    use resvg::usvg::{Node, Options, Tree, fontdb};
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(include_bytes!("../fonts/NotoSans.ttf").to_vec());
    let options =
        Options { font_family: "Noto Sans".to_owned(), fontdb: std::sync::Arc::new(fonts), ..Options::default() };
    let texts = Texts::load().unwrap();
    for language in Texts::languages() {
        for mode in Mode::ALL {
            for stats in [stats(&[]), stats(&[(0, 98_765, 54_321), (9, 7, 7)])] {
                let drawing = texts.stats_chart(*language, mode, &stats);
                let tree = Tree::from_str(&drawing.0, &options).unwrap();
                let texts = tree.root().children().iter().filter_map(|node| match node {
                    Node::Text(text) => Some(text),
                    _ => None,
                });
                let mut letters = 0;
                for text in texts {
                    let edges = text.abs_bounding_box();
                    let is_inside = edges.left() >= 16.0
                        && edges.right() <= 1_064.0
                        && edges.top() >= 8.0
                        && edges.bottom() <= 712.0;
                    assert!(is_inside, "{}: {edges:?} of {drawing:?}", language.code());
                    for glyph in text.layouted().iter().flat_map(|span| &span.positioned_glyphs) {
                        assert_ne!(glyph.id.0, 0, "{} has no letter for {:?}", language.code(), glyph.text);
                        letters += 1;
                    }
                }
                assert!(letters > 50, "{}: {letters}", language.code());
            }
        }
    }
}

#[tokio::test]
async fn what_is_no_drawing_or_too_large_is_refused() {
    let renderer = ResvgChartRenderer::default();
    let svg = |size: &str| Drawing(format!("<svg xmlns='http://www.w3.org/2000/svg' {size}></svg>"));
    for bad in [
        Drawing(String::new()),
        Drawing("hello".to_owned()),
        svg("width='4000' height='4000'"),
        Drawing("<svg ".repeat(100_000)),
    ] {
        let refused = renderer.render(&bad).await;
        assert!(matches!(refused, Err(ChartError::Unfit(_))), "{refused:?}");
    }
    assert!(renderer.render(&svg("width='40' height='40'")).await.is_ok());
}

#[tokio::test]
async fn nothing_outside_of_a_drawing_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("red.svg");
    let red =
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9' fill='red'/></svg>";
    std::fs::write(&file, red).unwrap();
    let drawing = Drawing(format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{}' width='9' height='9'/></svg>",
        file.display()
    ));
    let picture = ResvgChartRenderer::default().render(&drawing).await.unwrap();
    let pixels = Pixmap::decode_png(picture.as_bytes()).unwrap();
    assert!(pixels.pixels().iter().all(|pixel| pixel.alpha() == 0));
}

#[tokio::test]
async fn many_who_ask_at_once_all_get_their_picture() {
    let renderer = ResvgChartRenderer::default();
    let drawing = Drawing("<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'></svg>".to_owned());
    let pictures = (0..20).map(|_| {
        let (renderer, drawing) = (renderer.clone(), drawing.clone());
        tokio::spawn(async move { renderer.render(&drawing).await })
    });
    for picture in pictures.collect::<Vec<_>>() {
        assert!(picture.await.unwrap().is_ok());
    }
}
