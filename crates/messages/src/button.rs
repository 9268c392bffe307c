//! Buttons that several messages have.

use portcullis_domain::message::{Button, ButtonAction, CallbackData};

use crate::{Language, Texts};

impl Texts {
    /// A button that sends this data when pressed.
    pub(crate) fn callback_button(&self, language: Language, key: &str, data: CallbackData) -> Button {
        Button { label: self.plain(language, key, &[]), action: ButtonAction::Callback(data) }
    }

    /// The buttons for the pages beside this one, which is counted from 0: each leads to a page by what `turn_to` gives.
    pub(crate) fn page_buttons(
        &self,
        language: Language,
        page: u32,
        has_next: bool,
        turn_to: impl Fn(u32) -> CallbackData,
    ) -> Vec<Button> {
        let button = |key, page| self.callback_button(language, key, turn_to(page));
        let previous = page.checked_sub(1).map(|page| button("button-previous-page", page));
        let next = has_next.then(|| button("button-next-page", page.saturating_add(1)));
        previous.into_iter().chain(next).collect()
    }
}
