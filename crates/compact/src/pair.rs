//! A person and a chat, as one key.

/// How many bits of a person's id are kept: Telegram promises no more than 52 significant ones
/// (<https://core.telegram.org/bots/api#user>).
const USER_BITS: u32 = 52;

/// How many bits of a chat's id are kept, with its sign: those of channels and supergroups end at -1997852516352, those of
/// monoforums at -4000000000000 (<https://core.telegram.org/api/bots/ids>).
const CHAT_BITS: u32 = 44;

/// A person and a chat in 12 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair([u8; 12]);

impl Pair {
    /// `None` for ids that Telegram does not give.
    #[must_use]
    pub fn new(user: i64, chat: i64) -> Option<Self> {
        let is_kept =
            (0..1 << USER_BITS).contains(&user) && (-1 << (CHAT_BITS - 1)..1 << (CHAT_BITS - 1)).contains(&chat);
        is_kept.then(|| {
            let both = i128::from(chat) << USER_BITS | i128::from(user);
            let mut bytes = [0; 12];
            bytes.copy_from_slice(&both.to_le_bytes()[..12]);
            Self(bytes)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn pairs_are_equal_if_both_ids_are() {
        let users = [0, 1, 2, (1 << 52) - 1];
        let chats = [-4_000_000_000_000, -1_997_852_516_352, -1_000_000_000_001, -1, 0, 1, (1 << 43) - 1];
        let pairs = || users.iter().flat_map(|&user| chats.iter().map(move |&chat| Pair::new(user, chat)));
        assert!(pairs().all(|pair| pair.is_some()));
        assert_eq!(pairs().collect::<HashSet<_>>().len(), users.len() * chats.len());
    }

    #[test]
    fn ids_that_telegram_does_not_give_are_no_pair() {
        for (user, chat) in [(-1, -1), (1 << 52, -1), (1, -(1 << 43) - 1), (1, 1 << 43)] {
            assert_eq!(Pair::new(user, chat), None, "{user} {chat}");
        }
    }
}
