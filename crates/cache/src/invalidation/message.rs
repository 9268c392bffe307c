//! What changed on one instance, as the others are told.

use portcullis_domain::{ChannelId, GroupId, UserId};

/// Something that every instance must forget, but for the one on which it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Change {
    /// Whether a person is in a channel.
    Membership(UserId, ChannelId),
    /// What the bot may see in a channel.
    Channel(ChannelId),
    /// A group's policy, channels or exemptions.
    Group(GroupId),
    /// The administrators of a group.
    Administrators(GroupId),
    /// Whatever is remembered.
    Everything,
}

/// What one instance publishes at once; without changes it only says that the instance can be heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bulletin {
    /// Whose.
    pub(super) instance: u64,
    /// Counted from 1, so that the others notice a missing one.
    pub(super) number: u64,
    pub(super) changes: Vec<Change>,
    /// It is the instance's last.
    pub(super) is_farewell: bool,
}

impl Bulletin {
    /// Words with spaces between: the instance, the number, the changes.
    pub(super) fn encode(&self) -> String {
        let mut text = format!("{:016x} {}", self.instance, self.number);
        for change in &self.changes {
            text.push(' ');
            text.push_str(&encode(*change));
        }
        if self.is_farewell {
            text.push_str(" bye");
        }
        text
    }

    /// `None` if it is none. A change that can't be read, of a newer version perhaps, is taken for everything.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let instance = u64::from_str_radix(words.next()?, 16).ok()?;
        let number = words.next()?.parse().ok()?;
        let mut bulletin = Self { instance, number, changes: Vec::new(), is_farewell: false };
        for word in words {
            if word == "bye" {
                bulletin.is_farewell = true;
            } else {
                bulletin.changes.push(decode(word).unwrap_or(Change::Everything));
            }
        }
        Some(bulletin)
    }
}

fn encode(change: Change) -> String {
    match change {
        Change::Membership(user, channel) => format!("m:{}:{}", user.0, channel.0),
        Change::Channel(channel) => format!("c:{}", channel.0),
        Change::Group(group) => format!("g:{}", group.0),
        Change::Administrators(group) => format!("a:{}", group.0),
        Change::Everything => "*".to_owned(),
    }
}

fn decode(word: &str) -> Option<Change> {
    let (kind, rest) = word.split_once(':')?;
    match kind {
        "m" => {
            let (user, channel) = rest.split_once(':')?;
            Some(Change::Membership(UserId(user.parse().ok()?), ChannelId(channel.parse().ok()?)))
        }
        "c" => Some(Change::Channel(ChannelId(rest.parse().ok()?))),
        "g" => Some(Change::Group(GroupId(rest.parse().ok()?))),
        "a" => Some(Change::Administrators(GroupId(rest.parse().ok()?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bulletin_is_read_as_it_was_written() {
        let changes = vec![
            Change::Membership(UserId(7), ChannelId(-1_001)),
            Change::Channel(ChannelId(-1_002)),
            Change::Group(GroupId(-3)),
            Change::Administrators(GroupId(-4)),
            Change::Everything,
        ];
        let bulletin = Bulletin { instance: 0xfeed, number: 12, changes, is_farewell: true };
        assert_eq!(Bulletin::decode(&bulletin.encode()), Some(bulletin));
    }

    #[test]
    fn a_change_of_another_version_is_everything_and_nonsense_is_nothing() {
        let bulletin = Bulletin::decode("feed 3 z:1:2 m:1").unwrap();
        assert_eq!(bulletin.changes, [Change::Everything, Change::Everything]);
        assert_eq!(Bulletin::decode("hello"), None);
        assert_eq!(Bulletin::decode(""), None);
    }
}
