//! What the buttons of the settings panel say: which page to show, which value to set.

use crate::{GroupId, setting::Setting};

/// A press of a button of the settings panel. Anybody can forge one, so that it proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PanelPress {
    /// Show all settings.
    Open,
    /// Show one of them.
    Page(Setting),
    /// Set one to the word or the number that the button names, not to what it was not: a press that comes twice does no harm.
    Set(Setting, String),
    /// Ask for a text or a number of the admin's own.
    Ask(Setting),
    /// Show the groups whose settings can be copied, from this page on.
    Sources(u32),
    /// Copy the settings of that group.
    Copy(GroupId),
    /// Show in the group what the other value of this setting would come to.
    Preview(Setting),
    /// Take the panel away.
    Close,
}

/// What follows these is not a setting's key.
const ASK: &str = "ask";
const SOURCES: &str = "from";
const COPY: &str = "copy";
const PREVIEW: &str = "preview";
const CLOSE: &str = "close";

/// The longest value on a button, in bytes: with the longest key and group the data keeps within 64 bytes.
const MAX_VALUE: usize = 8;

impl PanelPress {
    /// As it stands behind the group in a button's data.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Open => String::new(),
            Self::Page(setting) => setting.key().to_owned(),
            Self::Set(setting, value) => format!("{}={value}", setting.key()),
            Self::Ask(setting) => format!("{ASK}={}", setting.key()),
            Self::Sources(page) => format!("{SOURCES}={page}"),
            Self::Copy(group) => format!("{COPY}={group}"),
            Self::Preview(setting) => format!("{PREVIEW}={}", setting.key()),
            Self::Close => CLOSE.to_owned(),
        }
    }

    /// Reads it back; `None` for anything that this program does not put on a button.
    #[must_use]
    pub fn decode(data: &str) -> Option<Self> {
        match data.split_once('=') {
            None if data.is_empty() => Some(Self::Open),
            None if data == CLOSE => Some(Self::Close),
            None => Setting::of_key(data).map(Self::Page),
            Some((PREVIEW, key)) => Setting::of_key(key).map(Self::Preview),
            Some((ASK, key)) => Setting::of_key(key).map(Self::Ask),
            Some((SOURCES, page)) => page.parse().ok().map(Self::Sources),
            Some((COPY, group)) => group.parse().ok().map(|group| Self::Copy(GroupId(group))),
            Some((key, value)) if value.len() <= MAX_VALUE => {
                Setting::of_key(key).map(|setting| Self::Set(setting, value.to_owned()))
            }
            Some(_) => None,
        }
    }
}
