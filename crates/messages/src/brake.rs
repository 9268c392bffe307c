//! What admins are told when too many known members fail at once, and when that is over.

use portcullis_domain::{
    brake::{Brake, BrakeEnd, FailedMember},
    html::Html,
    message::{CallbackData, Keyboard, OutgoingMessage},
    ports::CallbackAnswer,
};

use crate::{
    Language, Texts,
    foreign::name_or_id,
    list::{Conjunction, most_that_fit},
};

/// What the names of those who failed may take of the message.
const PEOPLE_ROOM: usize = 400;

/// More names than the message has room for.
pub const MOST_NAMED: usize = most_that_fit(PEOPLE_ROOM);

impl Texts {
    /// Nobody is muted in a group any more: who failed, how many are let go, and a button that ends it.
    #[must_use]
    pub fn brake_tripped(
        &self,
        language: Language,
        group_title: &str,
        brake: &Brake,
        failed: &[FailedMember],
    ) -> OutgoingMessage {
        let names: Vec<Html> =
            failed.iter().map(|member| name_or_id(language, member.user, Some(&member.name))).collect();
        let others = usize::try_from(brake.failed).unwrap_or(usize::MAX).saturating_sub(names.len());
        let people = self.list(language, &names, others, Conjunction::And, PEOPLE_ROOM);
        let arguments = [
            ("group", self.title(language, group_title).into()),
            ("people", people.into()),
            ("freed", brake.freed.into()),
        ];
        let go_on = self.callback_button(language, "button-go-on", CallbackData::GoOn(brake.group));
        let keyboard = Keyboard(vec![vec![go_on]]);
        self.message(language, "brake-tripped", &arguments).with_keyboard(keyboard)
    }

    /// People are muted again, and why.
    #[must_use]
    pub fn brake_over(&self, language: Language, group_title: &str, end: &BrakeEnd) -> OutgoingMessage {
        let group = self.title(language, group_title);
        match end {
            BrakeEnd::Recovered => self.message(language, "brake-recovered", &[("group", group.into())]),
            BrakeEnd::SwitchedOff => self.message(language, "brake-switched-off", &[("group", group.into())]),
            BrakeEnd::Overridden { by, name } => {
                let admin = name_or_id(language, *by, Some(name));
                self.message(language, "brake-overridden", &[("group", group.into()), ("admin", admin.into())])
            }
        }
    }

    /// The answer to the press that has ended a brake.
    #[must_use]
    pub fn gone_on(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Toast(self.answer(language, "answer-gone-on"))
    }

    /// The answer to a press that came when the brake was over.
    #[must_use]
    pub fn brake_is_over(&self, language: Language) -> CallbackAnswer {
        CallbackAnswer::Toast(self.answer(language, "answer-brake-is-over"))
    }
}
