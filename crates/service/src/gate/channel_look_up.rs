//! A person looked up in a group's channels, and for no longer than the group's policy needs.

use futures::{StreamExt, stream::FuturesUnordered};
use portcullis_domain::{ChannelId, chat_member::Membership, group::Group, ports::FloodWait, settings::Policy};

/// What a look-up in some channels gives.
type Memberships = Result<Vec<(ChannelId, Membership)>, FloodWait>;

/// A person's memberships of those of `group`'s channels that are `asked` about, in any order, as `ask` finds them.
///
/// Where being in one channel is enough, each is asked about by itself, and the first that the person is in settles it: those
/// that have not answered by then are left out. What is on its way already ends without the caller, and is cached.
///
/// # Errors
///
/// [`FloodWait`]: Telegram makes a look-up wait on which the policy depends; of several, the longest.
pub(crate) async fn look_up<F: Future<Output = Memberships>>(
    group: &Group,
    asked: Vec<ChannelId>,
    ask: impl Fn(Vec<ChannelId>) -> F,
) -> Memberships {
    if group.settings.policy == Policy::All || asked.len() < 2 {
        return ask(asked).await;
    }
    let mut answers: FuturesUnordered<F> = asked.into_iter().map(|channel| ask(vec![channel])).collect();
    let (mut known, mut longest) = (Vec::new(), None);
    while let Some(answer) = answers.next().await {
        match answer {
            Ok(memberships) => {
                let is_met = memberships.iter().any(|(_, membership)| *membership == Membership::Member);
                known.extend(memberships);
                if is_met {
                    return Ok(known);
                }
            }
            Err(FloodWait(wait)) => longest = longest.max(Some(wait)),
        }
    }
    longest.map_or(Ok(known), |wait| Err(FloodWait(wait)))
}

#[cfg(test)]
mod tests {
    use std::{future::pending, sync::Mutex, time::Duration};

    use portcullis_domain::settings::GroupSettings;

    use super::*;
    use crate::testing::{CHANNEL, group};

    const OTHER: ChannelId = ChannelId(-1_003);
    const SILENT: ChannelId = ChannelId(-1_004);
    const WAIT: FloodWait = FloodWait(Duration::from_secs(7));

    /// A group that needs its members in any of its channels, or in all of them.
    fn needs(policy: Policy) -> Group {
        Group { settings: GroupSettings { policy, ..GroupSettings::default() }, ..group() }
    }

    #[tokio::test]
    async fn the_first_channel_that_somebody_is_in_is_enough_where_any_is_also_beside_one_that_never_answers() {
        for other in [Ok(Membership::NotMember), Ok(Membership::Unknown), Err(WAIT)] {
            let ask = |channels: Vec<ChannelId>| async move {
                match channels[..] {
                    [SILENT] => pending().await,
                    [OTHER] => other.map(|membership| vec![(OTHER, membership)]),
                    _ => Ok(vec![(CHANNEL, Membership::Member)]),
                }
            };
            let known = look_up(&needs(Policy::Any), vec![SILENT, OTHER, CHANNEL], ask).await.unwrap();
            assert!(known.contains(&(CHANNEL, Membership::Member)));
        }
    }

    #[tokio::test]
    async fn whoever_is_in_none_is_known_once_all_have_answered_and_waits_for_the_one_that_must_wait() {
        for (other, expected) in [
            (Ok(Membership::Unknown), Ok(vec![(CHANNEL, Membership::NotMember), (OTHER, Membership::Unknown)])),
            (Err(WAIT), Err(WAIT)),
        ] {
            let ask = |channels: Vec<ChannelId>| async move {
                if channels == [OTHER] {
                    return other.map(|membership| vec![(OTHER, membership)]);
                }
                Ok(vec![(CHANNEL, Membership::NotMember)])
            };
            let mut known = look_up(&needs(Policy::Any), vec![OTHER, CHANNEL], ask).await;
            let _sorted = known.as_mut().map(|known| known.sort_by_key(|(channel, _)| channel.0.abs()));
            assert_eq!(known, expected);
        }
    }

    #[tokio::test]
    async fn where_all_are_needed_they_are_asked_about_together() {
        let asked = Mutex::new(Vec::new());
        let ask = |channels: Vec<ChannelId>| {
            asked.lock().unwrap().push(channels.clone());
            async move { Ok(channels.into_iter().map(|channel| (channel, Membership::Member)).collect()) }
        };
        look_up(&needs(Policy::All), vec![CHANNEL, OTHER], ask).await.unwrap();
        assert_eq!(*asked.lock().unwrap(), [[CHANNEL, OTHER]]);
    }
}
