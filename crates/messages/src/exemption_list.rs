//! The list of those who are exempt in a group, a page at a time.

use portcullis_domain::{
    GroupId, UserId,
    html::Html,
    message::{CallbackData, Keyboard, OutgoingMessage},
};

use crate::{Language, Texts, foreign::code, list::stack};

/// How many people a page names.
pub const EXEMPTIONS_ON_PAGE: usize = 10;

/// What the ten lines of a page may take of a message, which they never do.
const LIST_ROOM: usize = 3_400;

/// One page of those who are exempt.
#[derive(Clone, Copy, Debug)]
pub struct ExemptionPage<'a> {
    /// The group in which they are.
    pub group: GroupId,
    /// Those on the page, with their public names, without the `@`, where those are known.
    pub people: &'a [(UserId, Option<String>)],
    /// Which page it is, counted from 0.
    pub page: u32,
    /// How many people are exempt in all.
    pub total: usize,
}

impl ExemptionPage<'_> {
    /// How many pages there are, one at least.
    fn pages(&self) -> u32 {
        u32::try_from(self.total.div_ceil(EXEMPTIONS_ON_PAGE)).unwrap_or(u32::MAX).max(1)
    }
}

impl Texts {
    /// Those on one page, by id and, where it is known, by public name, with buttons for the pages beside it: a list of
    /// mentions would call everybody on it, and so would a name that is not set as code.
    #[must_use]
    pub fn exemptions(&self, language: Language, list: &ExemptionPage<'_>) -> OutgoingMessage {
        if list.total == 0 {
            return self.message(language, "exemptions-none", &[]);
        }
        let line = |(user, name): &(UserId, Option<String>)| {
            let id = code(language, &user.to_string());
            match name {
                Some(name) => Html::trusted(format!("{id} · {}", code(language, &format!("@{name}")))),
                None => id,
            }
        };
        let lines: Vec<Html> = list.people.iter().map(line).collect();
        let people = self.bullets(language, &lines, 0, LIST_ROOM);
        let arguments = [("count", list.total.into()), ("people", people.into())];
        let message = self.message(language, "exemptions", &arguments);
        if list.pages() == 1 {
            return message;
        }
        let place =
            [("page", u64::from(list.page).saturating_add(1).into()), ("pages", u64::from(list.pages()).into())];
        let parts = [message.html, self.html(language, "exemptions-page", &place)];
        let has_next = list.page.saturating_add(1) < list.pages();
        let turn_to = |page| CallbackData::Exemptions(list.group, page);
        let keyboard = Keyboard(vec![self.page_buttons(language, list.page, has_next, turn_to)]);
        OutgoingMessage::text(stack(&parts, "\n\n")).with_keyboard(keyboard)
    }
}
