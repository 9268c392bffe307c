//! Everything that is said of a brake.

use portcullis_domain::{
    Timestamp,
    brake::{Brake, BrakeEnd, FailedMember},
};
use portcullis_messages::{Language, MOST_NAMED, Texts};

use crate::{
    said::Said,
    world::{GROUP, SINCE, USER, World},
};

impl World {
    /// One of each thing that is said of a brake, by name.
    pub(crate) fn of_brakes(&self, texts: &Texts, language: Language) -> Vec<(&'static str, Said)> {
        let brake = Brake {
            group: GROUP,
            tripped_at: SINCE,
            failed: self.count,
            freed: 10,
            end: None,
            looks: 0,
            look_at: SINCE,
            is_told: false,
            message: None,
            lease: Timestamp(0),
        };
        let failed = |count| vec![FailedMember { user: USER, name: self.name.clone() }; count];
        let tripped = |count| texts.brake_tripped(language, &self.title, &brake, &failed(count)).into();
        let over = |end| texts.brake_over(language, &self.title, &end).into();
        vec![
            ("brake_tripped", tripped(3)),
            ("brake_tripped_many", tripped(MOST_NAMED)),
            ("brake_recovered", over(BrakeEnd::Recovered)),
            ("brake_overridden", over(BrakeEnd::Overridden { by: USER, name: self.name.clone() })),
            ("brake_switched_off", over(BrakeEnd::SwitchedOff)),
            ("gone_on", texts.gone_on(language).into()),
            ("brake_is_over", texts.brake_is_over(language).into()),
        ]
    }
}
