//! What each method answers, and what it changes.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI32, AtomicU64, Ordering},
    },
    time::Instant,
};

use serde::Deserialize;
use serde_json::Value;

use super::{
    call_log::{Call, CallLog, Effect},
    look_up_limit::LookUpLimit,
    method::Method,
};
use crate::ids;

/// What a gate's calls say, as far as an answer depends on it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Parameters {
    /// A number, or the name of a public channel.
    chat_id: Value,
    user_id: i64,
    message_id: i64,
    message_ids: Vec<i64>,
    until_date: i64,
    permissions: Permissions,
    callback_query_id: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Permissions {
    can_send_messages: bool,
}

impl Parameters {
    fn chat(&self) -> i64 {
        self.chat_id.as_i64().or_else(|| self.chat_id.as_str()?.parse().ok()).unwrap_or_default()
    }
}

/// Who is muted, and the calls.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Until when, by chat and person.
    mutes: Mutex<HashMap<(i64, i64), i64>>,
    /// Whoever of the newcomers has joined the channels by now.
    joined: Mutex<HashSet<i64>>,
    last_message: AtomicI32,
    look_ups: LookUpLimit,
    refused: AtomicU64,
}

impl State {
    /// Carries a call out, takes note of it, and gives the answer's body; `None` if it is one too many.
    pub(super) fn perform(&self, method: Method, call: &Parameters, log: &CallLog) -> Option<String> {
        let (chat, user, answered) = (call.chat(), call.user_id, Instant::now());
        if method == Method::GetChatMember && !self.look_ups.takes_one(answered) {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let result = match method {
            Method::GetMe => format!(r#"{{"id":{},"is_bot":true,"first_name":"B","username":"BenchBot"}}"#, ids::BOT),
            Method::GetChat => chat_json(chat),
            Method::GetChatMember => {
                if ids::is_channel(chat) {
                    log.note(Effect::LookedUp, user, answered);
                }
                self.member_json(chat, user)
            }
            Method::GetChatAdministrators => {
                format!("[{},{}]", administrator_json(ids::OWNER), administrator_json(ids::BOT))
            }
            Method::RestrictChatMember => {
                self.restrict(call, answered, log);
                "true".to_owned()
            }
            Method::DeleteMessage | Method::DeleteMessages => {
                for message in call.message_ids.iter().chain([&call.message_id]) {
                    log.note(Effect::Deleted, *message, answered);
                }
                "true".to_owned()
            }
            Method::SendMessage | Method::EditMessageText => {
                // Far above the numbers of what people write.
                let number = 1_000_000_000 + self.last_message.fetch_add(1, Ordering::Relaxed);
                format!(r#"{{"message_id":{number},"date":0,"chat":{}}}"#, chat_json(chat))
            }
            Method::AnswerCallbackQuery => {
                log.note(Effect::Answered, call.callback_query_id.parse().unwrap_or_default(), answered);
                "true".to_owned()
            }
            Method::CreateChatInviteLink => r#"{"invite_link":"https://t.me/+bench"}"#.to_owned(),
            Method::Other => "true".to_owned(),
        };
        log.add(Call { method, chat, answered });
        Some(format!(r#"{{"ok":true,"result":{result}}}"#))
    }

    /// From now on no more than so many look-ups a second are taken.
    pub(super) fn limit_look_ups(&self, per_second: u32) {
        self.look_ups.set(per_second);
    }

    /// How many were refused.
    pub(super) fn refused_look_ups(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// A newcomer joins all channels.
    pub(super) fn join(&self, newcomer: i64) {
        self.joined.lock().unwrap_or_else(PoisonError::into_inner).insert(newcomer);
    }

    fn is_in_channels(&self, user: i64) -> bool {
        ids::is_member(user) || self.joined.lock().unwrap_or_else(PoisonError::into_inner).contains(&user)
    }

    fn restrict(&self, call: &Parameters, at: Instant, log: &CallLog) {
        let mut mutes = self.mutes.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (call.chat(), call.user_id);
        if call.permissions.can_send_messages {
            mutes.remove(&key);
            log.note(Effect::Unmuted, call.user_id, at);
        } else {
            mutes.insert(key, call.until_date);
            log.note(Effect::Muted, call.user_id, at);
        }
    }

    fn member_json(&self, chat: i64, user: i64) -> String {
        if user == ids::BOT || user == ids::OWNER {
            return administrator_json(user);
        }
        let person = person_json(user);
        let until = self.mutes.lock().unwrap_or_else(PoisonError::into_inner).get(&(chat, user)).copied();
        match until {
            Some(until) => format!(
                r#"{{"status":"restricted","user":{person},"is_member":true,"can_send_messages":false,"until_date":{until}}}"#
            ),
            None if ids::is_channel(chat) && !self.is_in_channels(user) => {
                format!(r#"{{"status":"left","user":{person}}}"#)
            }
            None => format!(r#"{{"status":"member","user":{person}}}"#),
        }
    }
}

fn person_json(user: i64) -> String {
    format!(r#"{{"id":{user},"is_bot":{},"first_name":"Mia"}}"#, user == ids::BOT)
}

fn administrator_json(user: i64) -> String {
    let person = person_json(user);
    format!(
        r#"{{"status":"administrator","user":{person},"can_be_edited":false,"is_anonymous":false,"can_manage_chat":true,"can_delete_messages":true,"can_restrict_members":true,"can_invite_users":true,"can_promote_members":false,"can_change_info":false,"can_manage_video_chats":false}}"#
    )
}

fn chat_json(chat: i64) -> String {
    let (kind, title) = if ids::is_channel(chat) { ("channel", "News") } else { ("supergroup", ids::GROUP_TITLE) };
    format!(r#"{{"id":{chat},"type":"{kind}","title":"{title}"}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(state: &State, log: &CallLog, method: Method, parameters: &str) -> Value {
        let parameters: Parameters = serde_json::from_str(parameters).unwrap();
        serde_json::from_str(&state.perform(method, &parameters, log).unwrap()).unwrap()
    }

    #[test]
    fn a_newcomer_is_in_the_group_alone_and_a_mute_shows_until_it_is_lifted() {
        let (state, log) = (State::default(), CallLog::default());
        let (group, channel, newcomer) = (ids::group(1), ids::channel(1), ids::newcomer(1));
        let status = |chat: i64| {
            let asked = format!(r#"{{"chat_id":{chat},"user_id":{newcomer}}}"#);
            ask(&state, &log, Method::GetChatMember, &asked)["result"]["status"].clone()
        };
        assert_eq!((status(channel), status(group)), ("left".into(), "member".into()));
        let restrict = |speak: bool| {
            let asked = format!(
                r#"{{"chat_id":{group},"user_id":{newcomer},"until_date":9,"permissions":{{"can_send_messages":{speak}}}}}"#
            );
            ask(&state, &log, Method::RestrictChatMember, &asked)
        };
        restrict(false);
        assert_eq!((status(group), log.count(Effect::Muted)), ("restricted".into(), 1));
        restrict(true);
        assert_eq!((status(group), log.count(Effect::Unmuted)), ("member".into(), 1));
    }

    #[test]
    fn every_answer_is_json_and_every_call_is_recorded() {
        let (state, log) = (State::default(), CallLog::default());
        let methods =
            [Method::GetMe, Method::GetChat, Method::GetChatAdministrators, Method::SendMessage, Method::Other];
        for method in methods {
            assert_eq!(ask(&state, &log, method, r#"{"chat_id":"-1002000000000"}"#)["ok"], true);
        }
        assert_eq!(log.since(0).iter().map(|call| call.method).collect::<Vec<_>>(), methods);
    }
}
