//! Who is who: an id alone tells what somebody is, so that the simulated Telegram need know nobody.

/// The bot.
pub const BOT: i64 = 4_242_424_242;

/// Who has set up all groups.
pub const OWNER: i64 = 1_000;

const FIRST_MEMBER: i64 = 1_000_000_000;
const FIRST_NEWCOMER: i64 = 2_000_000_000;
const FIRST_GROUP: i64 = -1_001_000_000_000;
const FIRST_CHANNEL: i64 = -1_002_000_000_000;

/// The title of every group: a message that bears another one is news of the group.
pub const GROUP_TITLE: &str = "Tea lovers";

/// Somebody who is in the channels, by number.
#[must_use]
pub const fn member(number: u64) -> i64 {
    FIRST_MEMBER + number.cast_signed()
}

/// Somebody who is in no channel, by number.
#[must_use]
pub const fn newcomer(number: u64) -> i64 {
    FIRST_NEWCOMER + number.cast_signed()
}

/// A protected group, by number.
#[must_use]
pub const fn group(number: u64) -> i64 {
    FIRST_GROUP - number.cast_signed()
}

/// The channel that the group of the same number asks for.
#[must_use]
pub const fn channel(number: u64) -> i64 {
    FIRST_CHANNEL - number.cast_signed()
}

/// Whether a person is in the channels.
#[must_use]
pub const fn is_member(person: i64) -> bool {
    person < FIRST_NEWCOMER
}

/// Whether a chat is a channel.
#[must_use]
pub const fn is_channel(chat: i64) -> bool {
    chat <= FIRST_CHANNEL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_what_it_is_of() {
        assert!(is_member(member(900_000_000)) && !is_member(newcomer(0)));
        assert!(is_channel(channel(0)) && !is_channel(group(900_000_000)) && !is_channel(member(0)));
    }
}
