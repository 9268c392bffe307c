//! The answer to `/status`.

use portcullis_domain::{
    Timestamp, UserId,
    html::Html,
    message::OutgoingMessage,
    ports::RestrictionCounts,
    settings::{Mode, Policy},
};

use crate::{
    ChannelLink, Language, Texts,
    channel_link::needed,
    foreign::name_or_id,
    list::{Conjunction, stack},
};

/// What the channels may take of the message.
const CHANNELS_ROOM: usize = 2_300;

/// What those may take whose requests to join the bot does not hear of.
const UNHEARD_ROOM: usize = 300;

/// What is to be known about a group.
#[derive(Clone, Debug)]
pub struct StatusText<'a> {
    /// The group's title.
    pub group_title: &'a str,
    /// Whether its admins have the gate switched on.
    pub enabled: bool,
    /// Whether the gate acts or only watches.
    pub mode: Mode,
    /// Whether all of the channels are needed, or one.
    pub policy: Policy,
    /// Since when nobody is muted because too many known members failed; `None`: nothing holds the gate back.
    pub braked_since: Option<Timestamp>,
    /// Whether the bot has the rights it needs in the group.
    pub can_enforce: bool,
    /// The channels, in the group's order.
    pub channels: &'a [ChannelStatus],
    /// When it was set up.
    pub since: Timestamp,
    /// The user who set it up.
    pub owner: UserId,
    /// Their name, if it is known.
    pub owner_name: Option<String>,
    /// The mutes, counted.
    pub counts: RestrictionCounts,
    /// How many people the bot has seen there.
    pub seen: u64,
    /// How many are exempt.
    pub exempt: usize,
}

/// A channel of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelStatus {
    /// Its title and where to join it.
    pub link: ChannelLink,
    /// Whether the bot may look its members up now.
    pub can_check: bool,
    /// Whether requests to join it count here, and the bot does not hear of them.
    pub misses_requests: bool,
}

impl Texts {
    /// Whether the gate is on, the channels, since when, who set it up, and the counts. Nobody is called by it.
    #[must_use]
    pub fn status(&self, language: Language, status: &StatusText<'_>) -> OutgoingMessage {
        let mut parts = vec![self.status_headline(language, status)];
        if status.enabled && !status.can_enforce {
            parts.push(self.html(language, "status-cannot-enforce", &[]));
        }
        if let Some(since) = status.braked_since {
            let since = self.moment(language, since);
            parts.push(self.html(language, "status-braked", &[("since", since.into())]));
        }
        if !status.channels.is_empty() {
            parts.push(self.status_channels(language, status));
            parts.extend(self.status_unheard_requests(language, status));
        }
        parts.push(self.status_facts(language, status));
        OutgoingMessage::text(stack(&parts, "\n\n"))
    }

    /// Nobody has set up a gate here: how to.
    #[must_use]
    pub fn status_unprotected(&self, language: Language) -> OutgoingMessage {
        self.message(language, "status-unprotected", &[])
    }

    fn status_headline(&self, language: Language, status: &StatusText<'_>) -> Html {
        let state = match (status.enabled && !status.channels.is_empty(), status.mode) {
            (false, _) => "off",
            (true, mode) => mode.word(),
        };
        let group = self.title(language, status.group_title);
        self.html(language, "status-headline", &[("group", group.into()), ("state", state.into())])
    }

    fn status_channels(&self, language: Language, status: &StatusText<'_>) -> Html {
        let line = |channel: &ChannelStatus| {
            let title = self.channel(language, &channel.link);
            let checked = if channel.can_check { "yes" } else { "no" };
            self.html(language, "status-channel", &[("channel", title.into()), ("checked", checked.into())])
        };
        let lines: Vec<Html> = status.channels.iter().map(line).collect();
        let arguments = [("needed", needed(lines.len(), status.policy).into()), ("count", lines.len().into())];
        let title = if status.enabled {
            self.html(language, "must-join", &arguments)
        } else {
            self.html(language, "status-channels-kept", &[])
        };
        stack(&[title, self.bullets(language, &lines, 0, CHANNELS_ROOM)], "\n")
    }

    fn status_unheard_requests(&self, language: Language, status: &StatusText<'_>) -> Option<Html> {
        let unheard = status.channels.iter().filter(|channel| channel.misses_requests);
        let unheard: Vec<Html> = unheard.map(|channel| self.channel(language, &channel.link)).collect();
        let channels = self.list(language, &unheard, 0, Conjunction::And, UNHEARD_ROOM);
        let arguments = [("channels", channels.into())];
        (!unheard.is_empty()).then(|| self.html(language, "status-requests-unheard", &arguments))
    }

    fn status_facts(&self, language: Language, status: &StatusText<'_>) -> Html {
        let RestrictionCounts { open, total, joined, observed } = status.counts;
        let owner = name_or_id(language, status.owner, status.owner_name.as_deref());
        let since = self.moment(language, status.since);
        let muted = [("open", open.into()), ("total", total.into()), ("joined", joined.into())];
        let mut lines = vec![
            self.html(language, "status-muted", &muted),
            self.html(language, "status-people", &[("seen", status.seen.into()), ("exempt", status.exempt.into())]),
            self.html(language, "status-since", &[("since", since.into()), ("owner", owner.into())]),
        ];
        if observed > 0 || status.mode == Mode::Observe {
            lines.insert(1, self.html(language, "status-observed", &[("count", observed.into())]));
        }
        stack(&lines, "\n")
    }
}
