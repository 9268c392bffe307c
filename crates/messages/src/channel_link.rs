//! A channel as people see it: its title, and where to join it.

use portcullis_domain::{
    group::EnforcedChannel,
    html::Html,
    message::{Button, ButtonAction},
    settings::Policy,
};

use crate::{
    Language, Texts,
    foreign::cut,
    list::{Conjunction, most_that_fit},
};

/// The longest label of a button.
pub(crate) const MAX_LABEL: usize = 64;

/// A channel's title and where to join it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelLink {
    /// Its title: hostile text.
    pub title: String,
    /// Its public page or an invite link; `None` if nobody knows of any.
    pub url: Option<String>,
}

impl From<&EnforcedChannel> for ChannelLink {
    fn from(channel: &EnforcedChannel) -> Self {
        Self { title: channel.title.clone(), url: channel.join_url() }
    }
}

impl ChannelLink {
    /// The address, if it is one that Telegram takes for a link: no other gets onto a button or into markup.
    fn address(&self) -> Option<&str> {
        let is_link = |url: &&str| ["https://", "http://", "tg://"].iter().any(|scheme| url.starts_with(scheme));
        let is_sound = |url: &&str| url.len() <= 256 && !url.contains(|letter: char| letter.is_whitespace());
        self.url.as_deref().filter(is_link).filter(is_sound)
    }
}

impl Texts {
    /// A channel's title, linked to it where there is a link.
    pub(crate) fn channel(&self, language: Language, channel: &ChannelLink) -> Html {
        let title = self.title(language, &channel.title);
        match channel.address() {
            Some(url) => Html::trusted(format!("<a href=\"{}\">{title}</a>", Html::escape(url))),
            None => Html::trusted(format!("<b>{title}</b>")),
        }
    }

    /// The channels in one sentence: «A and B», or «A or B» where one of them is enough.
    pub(crate) fn channels(&self, language: Language, channels: &[ChannelLink], policy: Policy, room: usize) -> Html {
        let titles = self.titles(language, channels, room);
        self.list(language, &titles, channels.len() - titles.len(), conjunction(policy), room)
    }

    /// The channels one under the other.
    pub(crate) fn channel_lines(&self, language: Language, channels: &[ChannelLink], room: usize) -> Html {
        let titles = self.titles(language, channels, room);
        self.bullets(language, &titles, channels.len() - titles.len(), room)
    }

    /// The first channels: no more than could ever fit into `room` letters.
    fn titles(&self, language: Language, channels: &[ChannelLink], room: usize) -> Vec<Html> {
        channels.iter().take(most_that_fit(room)).map(|channel| self.channel(language, channel)).collect()
    }

    /// A row with a button for each channel that has a link, `max` at most.
    pub(crate) fn join_buttons(&self, language: Language, channels: &[ChannelLink], max: usize) -> Vec<Vec<Button>> {
        let linked = channels.iter().filter_map(|channel| Some((channel, channel.address()?)));
        let button = |(channel, url): (&ChannelLink, &str)| {
            let title = self.plain_title(language, &channel.title);
            let label = self.plain(language, "button-join", &[("channel", title.into())]);
            vec![Button { label: cut(&label, MAX_LABEL), action: ButtonAction::Url(url.to_owned()) }]
        };
        linked.take(max).map(button).collect()
    }
}

/// How channels are joined in a sentence under this policy.
pub(crate) const fn conjunction(policy: Policy) -> Conjunction {
    match policy {
        Policy::All => Conjunction::And,
        Policy::Any => Conjunction::Or,
    }
}

/// What the translations choose by: `none` of the channels is known, `any` of them is enough, or `all` are needed.
pub(crate) const fn needed(channels: usize, policy: Policy) -> &'static str {
    match (channels, policy) {
        (0, _) => "none",
        (2.., Policy::Any) => "any",
        _ => "all",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_no_link_gets_nowhere() {
        let texts = Texts::load().unwrap();
        for url in ["javascript:alert(1)", "", "t.me/tea", "https://t.me/a b"] {
            let channel = ChannelLink { title: "Tea".to_owned(), url: Some(url.to_owned()) };
            assert_eq!(texts.channel(Language::ENGLISH, &channel).as_str(), "<b>Tea</b>", "{url}");
            assert!(texts.join_buttons(Language::ENGLISH, &[channel], 10).is_empty(), "{url}");
        }
    }

    #[test]
    fn one_channel_is_never_one_of_several() {
        assert_eq!(needed(1, Policy::Any), "all");
        assert_eq!(needed(2, Policy::Any), "any");
        assert_eq!(needed(0, Policy::All), "none");
    }
}
