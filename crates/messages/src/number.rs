//! Numbers as a language writes them: its digits, and what stands between its thousands.

use fluent_bundle::{FluentValue, memoizer::MemoizerKind};
use icu_decimal::{
    DecimalFormatter,
    input::Decimal,
    options::{DecimalFormatterOptions, GroupingStrategy},
};
use icu_locale_core::Locale;
use intl_memoizer::Memoizable;
use unic_langid::LanguageIdentifier;

/// What writes the numbers of a bundle, made once for each way.
struct Numbers(DecimalFormatter);

impl Memoizable for Numbers {
    /// Whether there are separators between the thousands.
    type Args = (bool,);
    type Error = NoSuchLanguage;

    fn construct(language: LanguageIdentifier, (is_grouped,): Self::Args) -> Result<Self, Self::Error> {
        let grouping = if is_grouped { GroupingStrategy::Auto } else { GroupingStrategy::Never };
        formatter(language.language.as_str(), grouping).map(Self).ok_or(NoSuchLanguage)
    }
}

/// The name of a language that is none: a folder that is not named by an IETF tag.
struct NoSuchLanguage;

/// A number in a translation, for Fluent: `None` leaves it to Fluent itself.
pub(crate) fn show<M: MemoizerKind>(value: &FluentValue<'_>, memoizer: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let decimal = number.as_string().parse::<Decimal>().ok()?;
    let is_grouped = (number.options.use_grouping,);
    memoizer.with_try_get_threadsafe::<Numbers, _, _>(is_grouped, |numbers| numbers.0.format(&decimal).to_string()).ok()
}

/// A number without separators, with at least `digits` of them: the parts of dates and times.
pub(crate) fn plain(language: &str, number: u32, digits: i16) -> String {
    let mut decimal = Decimal::from(number);
    decimal.absolute.pad_start(digits);
    let formatter = formatter(language, GroupingStrategy::Never);
    formatter.map_or_else(|| decimal.to_string(), |formatter| formatter.format(&decimal).to_string())
}

/// A number of its own, as the translations show those that they are given.
pub(crate) fn grouped(language: &str, number: u64) -> String {
    let formatter = formatter(language, GroupingStrategy::Auto);
    formatter.map_or_else(|| number.to_string(), |formatter| formatter.format(&Decimal::from(number)).to_string())
}

/// What writes numbers in a language.
///
/// Arabic is read from Morocco to Iraq: its readers in Telegram know the Western digits everywhere, the Eastern ones not.
fn formatter(language: &str, grouping: GroupingStrategy) -> Option<DecimalFormatter> {
    let tag = if language == "ar" { "ar-u-nu-latn" } else { language };
    let locale: Locale = tag.parse().ok()?;
    DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::from(grouping)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart_as_each_language_does() {
        assert_eq!(grouped("en", 1_234_567), "1,234,567");
        assert_eq!(grouped("es", 1_234_567), "1.234.567");
        assert_eq!(grouped("ru", 1_234_567), "1\u{A0}234\u{A0}567");
        assert_eq!(grouped("hi", 1_234_567), "12,34,567");
        assert_eq!(grouped("ar", 1_234_567), "1,234,567");
        assert_eq!(grouped("fa", 1_234_567), "۱٬۲۳۴٬۵۶۷");
    }

    #[test]
    fn parts_of_dates_have_no_separators() {
        assert_eq!(plain("en", 2026, 1), "2026");
        assert_eq!(plain("fa", 7, 2), "۰۷");
    }
}
