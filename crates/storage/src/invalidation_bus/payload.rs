//! How changes are written into the payload of a notification.

use portcullis_domain::{ChannelId, GroupId, UserId, ports::Change};

/// PostgreSQL takes fewer than 8000 bytes.
const MAX_BYTES: usize = 7_900;

/// Words with spaces between: the instance, then the changes; as many payloads as they need.
pub(super) fn encode(instance: u64, changes: &[Change]) -> Vec<String> {
    let start = format!("{instance:016x}");
    let mut payloads = Vec::new();
    let mut payload = start.clone();
    for change in changes {
        let word = word(*change);
        if payload.len() + 1 + word.len() > MAX_BYTES {
            payloads.push(std::mem::replace(&mut payload, start.clone()));
        }
        payload.push(' ');
        payload.push_str(&word);
    }
    if payload.len() > start.len() {
        payloads.push(payload);
    }
    payloads
}

/// The instance and its changes; `None` if it is no payload of ours. A change that can't be read, of a newer version
/// perhaps, is taken for everything.
pub(super) fn decode(payload: &str) -> Option<(u64, Vec<Change>)> {
    let mut words = payload.split(' ');
    let instance = u64::from_str_radix(words.next()?, 16).ok()?;
    Some((instance, words.map(|word| change(word).unwrap_or(Change::Everything)).collect()))
}

fn word(change: Change) -> String {
    match change {
        Change::Membership(user, channel) => format!("m:{}:{}", user.0, channel.0),
        Change::Channel(channel) => format!("c:{}", channel.0),
        Change::Group(group) => format!("g:{}", group.0),
        Change::Administrators(group) => format!("a:{}", group.0),
        Change::Sweeps => "s".to_owned(),
        Change::Releases => "r".to_owned(),
        Change::Everything => "*".to_owned(),
    }
}

fn change(word: &str) -> Option<Change> {
    match word {
        "s" => return Some(Change::Sweeps),
        "r" => return Some(Change::Releases),
        _ => {}
    }
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
    fn a_payload_is_read_as_it_was_written() {
        let changes = vec![
            Change::Membership(UserId(7), ChannelId(-1_001)),
            Change::Channel(ChannelId(-1_002)),
            Change::Group(GroupId(-3)),
            Change::Administrators(GroupId(-4)),
            Change::Sweeps,
            Change::Releases,
            Change::Everything,
        ];
        let payloads = encode(0xfeed, &changes);
        assert_eq!(payloads.len(), 1);
        assert_eq!(decode(&payloads[0]), Some((0xfeed, changes)));
    }

    #[test]
    fn a_change_of_another_version_is_everything_and_nonsense_is_nothing() {
        assert_eq!(decode("feed z:1:2 m:1"), Some((0xfeed, vec![Change::Everything, Change::Everything])));
        assert_eq!(decode("hello"), None);
        assert_eq!(decode(""), None);
        assert!(encode(1, &[]).is_empty());
    }

    #[test]
    fn many_changes_take_several_payloads_and_none_is_lost() {
        let changes: Vec<Change> = (0..5_000).map(|id| Change::Membership(UserId(i64::MAX), ChannelId(-id))).collect();
        let payloads = encode(1, &changes);
        assert!(payloads.len() > 1 && payloads.iter().all(|payload| payload.len() < 8_000));
        let read: Vec<Change> = payloads.iter().flat_map(|payload| decode(payload).unwrap().1).collect();
        assert_eq!(read, changes);
    }
}
