//! `check --groups`: the bot's rights in every group whose gate is on, and in its channels.

use std::{sync::Arc, time::Duration};

use portcullis_domain::{
    ChannelId, GroupId, UserId,
    administrator_rights::MissingRight,
    chat_member::ChatMemberStatus,
    group::Group,
    ports::{BotApi, GroupRepository},
    tenancy::Denial,
};
use portcullis_storage::{Database, SqlGroupRepository};
use portcullis_telegram::FrankensteinBotApi;

use super::finding::{Finding, report};
use crate::{Settings, SystemClock, causes::with_causes};

/// How many groups are read at once.
const GROUPS_AT_ONCE: u64 = 100;

/// How long to wait between two groups: the running bot's own calls come first.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks at every group, one line each; whether all is well.
pub(super) async fn check_groups(settings: &Settings, database: &Database, api: &FrankensteinBotApi) -> bool {
    let bot = match api.get_me().await {
        Ok(bot) => bot.id,
        Err(error) => return report("groups", &Err(format!("who the bot is can't be told: {}", with_causes(&error)))),
    };
    let allowed = settings.allowed_groups.clone();
    let groups = SqlGroupRepository::serving(allowed, database.clone(), Arc::new(SystemClock));
    let (mut last, mut count, mut is_well) = (None, 0_u64, true);
    loop {
        let listed = match groups.list_enabled(last, GROUPS_AT_ONCE).await {
            Ok(listed) => listed,
            Err(error) => return report("groups", &Err(format!("they can't be listed: {}", with_causes(&error)))),
        };
        let Some(next) = listed.last() else { break };
        last = Some(*next);
        for id in listed {
            is_well &= report("group", &in_group(&groups, api, bot, id).await);
            count += 1;
            tokio::time::sleep(PAUSE).await;
        }
    }
    if count == 0 {
        return report("groups", &Ok("none has its gate on".to_owned()));
    }
    is_well
}

async fn in_group(groups: &SqlGroupRepository, api: &FrankensteinBotApi, bot: UserId, id: GroupId) -> Finding {
    let group = groups.find(id).await.map_err(|error| format!("{id} can't be read: {}", with_causes(&error)))?;
    let group = group.ok_or_else(|| format!("{id} is gone"))?;
    let name = format!("{id} «{}»", group.title);
    match group.denied {
        Some(Denial::NotAllowed) => return Ok(format!("{name}: not in ALLOWED_GROUPS, so the bot does nothing there")),
        Some(Denial::Blocked) => return Ok(format!("{name}: blocked, so the bot does nothing there")),
        None => {}
    }
    let status = api.get_chat_member(id.into(), bot).await;
    let mut faults: Vec<String> = match status {
        Ok(status) => rights_that_are_missing(status).into_iter().map(str::to_owned).collect(),
        Err(error) => vec![format!("Telegram does not say what the bot may do there: {}", with_causes(&error))],
    };
    for channel in group.channel_ids() {
        faults.extend(in_channel(&group, api, bot, channel).await);
    }
    if faults.is_empty() {
        return Ok(format!("{name}: the bot may delete and mute, and looks into {} channel(s)", group.channels.len()));
    }
    Err(format!("{name}: {}", faults.join("; ")))
}

/// What is wrong in a channel, if anything is.
async fn in_channel(group: &Group, api: &FrankensteinBotApi, bot: UserId, channel: ChannelId) -> Option<String> {
    let title = group.channels.iter().find(|known| known.id == channel).map_or("", |known| &known.title);
    match api.get_chat_member(channel.into(), bot).await {
        Ok(status) if status.is_administrator() => None,
        Ok(_) => Some(format!(
            "it is no admin of {channel} «{title}», and can't see who is in it: an admin there appoints it"
        )),
        Err(error) => Some(format!("{channel} «{title}» does not let it look: {}", with_causes(&error))),
    }
}

fn rights_that_are_missing(status: ChatMemberStatus) -> Vec<&'static str> {
    let Some(rights) = status.rights() else {
        return vec!["it is no admin: an admin of the group appoints it, with the rights to delete and to ban"];
    };
    let in_words = |right| match right {
        MissingRight::DeleteMessages => "it may not delete messages: an admin of the group lets it",
        MissingRight::RestrictMembers => "it may not mute («ban users»): an admin of the group lets it",
        MissingRight::InviteUsers => "it may not invite people: an admin lets it",
    };
    rights.missing().into_iter().map(in_words).collect()
}
