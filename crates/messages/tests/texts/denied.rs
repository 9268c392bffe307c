//! Everything that is said of groups that are not served.

use portcullis_domain::tenancy::Denial;
use portcullis_messages::{Language, Texts};

use crate::{said::Said, world::GROUP};

/// One of each thing that is said of groups that are not served, by name.
pub(crate) fn of_denials(texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
    vec![
        ("denied_not_allowed", texts.denied(language, Denial::NotAllowed, GROUP).into()),
        ("denied_blocked", texts.denied(language, Denial::Blocked, GROUP).into()),
        ("denied_press", texts.denied_press(language).into()),
    ]
}
