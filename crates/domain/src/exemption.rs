//! The senders who are never gated.

use crate::{UserId, administrators::AdministratorList, group::Group, sender::Sender, settings::ChannelSenders};

/// Why a sender is not gated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exemption {
    /// The group's creator or one of its administrators.
    Administrator,
    /// An administrator who writes in the group's own name.
    AnonymousAdministrator,
    /// The linked channel, in its automatic forwards or in messages of its own.
    LinkedChannel,
    /// A channel that the group itself enforces.
    EnforcedChannel,
    /// Another channel, which the group's settings allow.
    AllowedChannel,
    /// One of Telegram's service accounts.
    TelegramService,
    /// A bot, this one included.
    Bot,
    /// An admin has exempted this person.
    ByAdmin,
}

/// Why `sender` is not gated in `group`, if so; `administrators` are those of the group, its creator among them.
#[must_use]
pub fn exemption(sender: &Sender, group: &Group, administrators: &AdministratorList) -> Option<Exemption> {
    match sender {
        Sender::Person(person) => person_exemption(person.id, group, administrators),
        Sender::AnonymousAdministrator => Some(Exemption::AnonymousAdministrator),
        Sender::LinkedChannel(_) => Some(Exemption::LinkedChannel),
        Sender::Bot(_) => Some(Exemption::Bot),
        Sender::TelegramService => Some(Exemption::TelegramService),
        Sender::Channel(channel) if group.linked_channel == Some(channel.id) => Some(Exemption::LinkedChannel),
        Sender::Channel(channel) if group.channels.iter().any(|enforced| channel.id == enforced.id.into()) => {
            Some(Exemption::EnforcedChannel)
        }
        Sender::Channel(_) => match group.settings.channel_senders {
            ChannelSenders::Allow => Some(Exemption::AllowedChannel),
            ChannelSenders::Delete => None,
        },
    }
}

/// Why this person is not gated in `group`, if so.
#[must_use]
pub fn person_exemption(user: UserId, group: &Group, administrators: &AdministratorList) -> Option<Exemption> {
    if administrators.contains(user) {
        Some(Exemption::Administrator)
    } else if group.exempt.contains(&user) {
        Some(Exemption::ByAdmin)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{
        ChannelId, ChatId, GroupId, Timestamp,
        group::EnforcedChannel,
        sender::{Person, SenderChannel},
        settings::GroupSettings,
    };

    const ADMINISTRATOR: UserId = UserId(1);
    const EXEMPTED: UserId = UserId(2);
    const STRANGER: UserId = UserId(3);
    const ENFORCED: ChannelId = ChannelId(-1_001);
    const LINKED: ChatId = ChatId(-1_002);

    fn group() -> Group {
        Group {
            id: GroupId(-1_009),
            owner: ADMINISTRATOR,
            owner_language_code: None,
            title: "Tea".to_owned(),
            enabled: true,
            can_enforce: true,
            settings: GroupSettings::default(),
            channels: vec![EnforcedChannel {
                id: ENFORCED,
                title: "Tea news".to_owned(),
                username: None,
                invite_link: None,
                can_check: true,
            }],
            linked_channel: Some(LINKED),
            exempt: HashSet::from([EXEMPTED]),
            braked_at: None,
            created_at: Timestamp(0),
            switched_on_at: Timestamp(0),
            denied: None,
        }
    }

    fn exempted(sender: &Sender) -> Option<Exemption> {
        exemption(sender, &group(), &AdministratorList::from_iter([ADMINISTRATOR]))
    }

    fn person(id: UserId) -> Sender {
        Sender::Person(Person { id, name: "N".to_owned(), username: None, language_code: None })
    }

    fn channel(id: ChatId) -> Sender {
        Sender::Channel(SenderChannel { id, title: "C".to_owned() })
    }

    #[test]
    fn administrators_and_exempted_people_are_exempt_and_strangers_are_not() {
        assert_eq!(exempted(&person(ADMINISTRATOR)), Some(Exemption::Administrator));
        assert_eq!(exempted(&person(EXEMPTED)), Some(Exemption::ByAdmin));
        assert_eq!(exempted(&person(STRANGER)), None);
    }

    #[test]
    fn anonymous_administrators_bots_and_telegram_are_exempt() {
        assert_eq!(exempted(&Sender::AnonymousAdministrator), Some(Exemption::AnonymousAdministrator));
        assert_eq!(exempted(&Sender::Bot(STRANGER)), Some(Exemption::Bot));
        assert_eq!(exempted(&Sender::TelegramService), Some(Exemption::TelegramService));
    }

    #[test]
    fn the_linked_channel_is_exempt_in_forwards_and_in_messages_of_its_own() {
        assert_eq!(exempted(&Sender::LinkedChannel(LINKED)), Some(Exemption::LinkedChannel));
        assert_eq!(exempted(&channel(LINKED)), Some(Exemption::LinkedChannel));
    }

    #[test]
    fn an_enforced_channel_may_speak_and_a_foreign_one_only_if_the_group_allows_it() {
        assert_eq!(exempted(&channel(ENFORCED.into())), Some(Exemption::EnforcedChannel));
        assert_eq!(exempted(&channel(ChatId(-1_005))), None);

        let mut lenient = group();
        lenient.settings.channel_senders = ChannelSenders::Allow;
        let allowed = exemption(&channel(ChatId(-1_005)), &lenient, &AdministratorList::default());
        assert_eq!(allowed, Some(Exemption::AllowedChannel));
    }
}
