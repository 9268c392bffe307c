//! The messages in which an instance publishes what changed on it.

use portcullis_domain::{ChannelId, GroupId, UserId};

/// The channel of Redis on which the instances publish.
pub(super) const CHANNEL: &str = "portcullis:invalidations";

/// What changed on one instance, and every other must forget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// Whether a person is in a channel.
    Membership(UserId, ChannelId),
    /// What the bot may see in a channel.
    Channel(ChannelId),
    /// A group's policy, channels or exemptions.
    Group(GroupId),
    /// The administrators of a group.
    Administrators(GroupId),
    /// Whatever is cached.
    Everything,
}

/// What one instance publishes at once; without changes it is a heartbeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InvalidationMessage {
    /// The instance that publishes it.
    pub(super) instance: u64,
    /// Counted from 1, so that subscribers notice a missing one.
    pub(super) number: u64,
    pub(super) changes: Vec<Change>,
    /// Whether it is the last of the instance.
    pub(super) is_last: bool,
}

impl InvalidationMessage {
    /// Words with spaces between: the instance, the number, the changes.
    pub(super) fn encode(&self) -> String {
        let mut text = format!("{:016x} {}", self.instance, self.number);
        for change in &self.changes {
            text.push(' ');
            text.push_str(&encode(*change));
        }
        if self.is_last {
            text.push_str(" bye");
        }
        text
    }

    /// `None` if it is none. A change that can't be read, of a newer version perhaps, is taken for everything.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let instance = u64::from_str_radix(words.next()?, 16).ok()?;
        let number = words.next()?.parse().ok()?;
        let mut message = Self { instance, number, changes: Vec::new(), is_last: false };
        for word in words {
            if word == "bye" {
                message.is_last = true;
            } else {
                message.changes.push(decode(word).unwrap_or(Change::Everything));
            }
        }
        Some(message)
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
    fn a_message_is_read_as_it_was_written() {
        let changes = vec![
            Change::Membership(UserId(7), ChannelId(-1_001)),
            Change::Channel(ChannelId(-1_002)),
            Change::Group(GroupId(-3)),
            Change::Administrators(GroupId(-4)),
            Change::Everything,
        ];
        let message = InvalidationMessage { instance: 0xfeed, number: 12, changes, is_last: true };
        assert_eq!(InvalidationMessage::decode(&message.encode()), Some(message));
    }

    #[test]
    fn a_change_of_another_version_is_everything_and_nonsense_is_nothing() {
        let message = InvalidationMessage::decode("feed 3 z:1:2 m:1").unwrap();
        assert_eq!(message.changes, [Change::Everything, Change::Everything]);
        assert_eq!(InvalidationMessage::decode("hello"), None);
        assert_eq!(InvalidationMessage::decode(""), None);
    }
}
