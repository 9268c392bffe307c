//! Moments as people read them.

use portcullis_domain::{Timestamp, html::Html};
use time::OffsetDateTime;

use crate::{Language, Texts, number};

/// The last second of the year 9999: what lies behind it can't be written as a date.
const LAST_SECOND: i64 = 253_402_300_799;

impl Texts {
    /// A moment with date and time, in UTC, since nobody knows where the reader is.
    pub(crate) fn moment(&self, language: Language, moment: Timestamp) -> Html {
        let seconds = moment.as_secs().clamp(0, LAST_SECOND);
        let date = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let month = u32::from(u8::from(date.month()));
        let number = |number: u32, digits| number::plain(language.code(), number, digits);
        let time = format!("{}:{}", number(date.hour().into(), 2), number(date.minute().into(), 2));
        let text = |text: String| Html::escape(&text).into();
        self.html(
            language,
            "moment",
            &[
                ("day", text(number(date.day().into(), 1))),
                ("month", month.into()),
                ("year", text(number(date.year().unsigned_abs(), 1))),
                ("time", text(time)),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_names_its_month_and_its_time_zone() {
        let texts = Texts::load().unwrap();
        let moment = |seconds| texts.moment(Language::ENGLISH, Timestamp::from_secs(seconds)).to_string();
        assert_eq!(moment(1_790_000_000), "21 Sep 2026, 14:13 UTC");
        assert_eq!(moment(0), "1 Jan 1970, 00:00 UTC");
    }

    #[test]
    fn a_moment_out_of_all_bounds_is_a_date_still() {
        let texts = Texts::load().unwrap();
        assert_eq!(texts.moment(Language::ENGLISH, Timestamp(i64::MAX)).as_str(), "31 Dec 9999, 23:59 UTC");
        assert_eq!(texts.moment(Language::ENGLISH, Timestamp(i64::MIN)).as_str(), "1 Jan 1970, 00:00 UTC");
    }
}
