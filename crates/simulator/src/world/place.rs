//! Where messages stand.

/// A chat with members, or the private chat of one person with one bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A group, supergroup or channel.
    Chat(i64),
    /// A private chat.
    Private {
        /// The bot.
        bot: i64,
        /// The person.
        user: i64,
    },
}

impl Place {
    /// The chat id by which bots know it.
    #[must_use]
    pub const fn id_for_bots(self) -> i64 {
        match self {
            Self::Chat(id) => id,
            Self::Private { user, .. } => user,
        }
    }
}
