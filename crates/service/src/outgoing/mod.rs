//! What goes out when there is room for it, and holds up nobody meanwhile.

mod administered_groups;
mod announcer;
mod answers;
mod deletions;
mod denials;
mod edits;
mod messenger;
mod notices;
mod press_answers;
mod releases;
mod seen_members;
mod suspicions;
mod sweep_board;
mod sweeps;
mod welcomes;

pub use self::suspicions::{Suspicions, WatchedBotApi};
pub(crate) use self::{
    administered_groups::AdministeredGroups,
    announcer::Announcer,
    answers::{Answer, Answers, Audience},
    deletions::Deletions,
    denials::Denials,
    edits::Edits,
    messenger::{Messenger, SendOutcome},
    notices::{NoticeBoard, NoticePoster},
    press_answers::PressAnswers,
    releases::Releases,
    seen_members::SeenMembers,
    sweep_board::{ProgressMessage, SweepBoard},
    sweeps::Sweeps,
    welcomes::Welcomes,
};
