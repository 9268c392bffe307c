//! What a translation is filled with.

use fluent_bundle::{FluentArgs, FluentValue, types::FluentNumber};
use portcullis_domain::{CaseNumber, html::Html};

/// A value for a variable of a translation. `T` is the text it takes: [`Html`] where markup is read, so that nothing gets
/// in unescaped; `String` where plain text is shown.
#[derive(Clone, Debug)]
pub(crate) enum Argument<T> {
    /// Text to show.
    Text(T),
    /// A number, to show or to choose a plural by.
    Number(u64),
    /// A number that is a name, as that of a case: it counts nothing, so that nothing stands between its thousands.
    Name(u64),
    /// A word to choose a variant by, never shown.
    Choice(&'static str),
}

/// The arguments of one translation, by variable.
pub(crate) type Arguments<'a, T> = &'a [(&'static str, Argument<T>)];

impl From<Html> for Argument<Html> {
    fn from(html: Html) -> Self {
        Self::Text(html)
    }
}

impl From<String> for Argument<String> {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T> From<CaseNumber> for Argument<T> {
    fn from(case: CaseNumber) -> Self {
        Self::Name(case.0.unsigned_abs())
    }
}

impl<T> From<u64> for Argument<T> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl<T> From<u32> for Argument<T> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl<T> From<usize> for Argument<T> {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

impl<T> From<&'static str> for Argument<T> {
    fn from(choice: &'static str) -> Self {
        Self::Choice(choice)
    }
}

/// The same as Fluent takes them.
pub(crate) fn fluent<T: ToString>(arguments: Arguments<'_, T>) -> FluentArgs<'static> {
    arguments
        .iter()
        .map(|(name, argument)| {
            let value = match argument {
                Argument::Text(text) => FluentValue::from(text.to_string()),
                Argument::Number(number) => FluentValue::from(*number),
                Argument::Name(number) => {
                    let mut name = FluentNumber::from(*number);
                    name.options.use_grouping = false;
                    FluentValue::Number(name)
                }
                Argument::Choice(choice) => FluentValue::from(*choice),
            };
            (*name, value)
        })
        .collect()
}
