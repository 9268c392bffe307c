//! The gate's decision inside a bot of your own: it brings its own way of asking Telegram, the domain brings the rules.
//!
//! `cargo run -p portcullis-domain --example embed`

use std::{collections::HashMap, error::Error, io::Write};

use portcullis_domain::{
    ChannelId, UserId,
    chat_member::{ChatMemberStatus, Membership},
    gate::{Decision, Facts, GatePolicy, decide},
    settings::{OnUnknown, Policy},
};

/// Stands for whatever your bot asks `getChatMember` with; `None` is a call that failed.
struct Lookups(HashMap<(ChannelId, UserId), ChatMemberStatus>);

impl Lookups {
    fn membership(&self, channel: ChannelId, user: UserId) -> Membership {
        // A failed look-up proves nothing: it must become `Unknown`, never `NotMember`.
        self.0.get(&(channel, user)).map_or(Membership::Unknown, |status| status.membership())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let (news, jobs) = (ChannelId(-1001), ChannelId(-1002));
    let (ann, ben, eve) = (UserId(1), UserId(2), UserId(3));
    let lookups = Lookups(HashMap::from([
        ((news, ann), ChatMemberStatus::Member),
        ((jobs, ann), ChatMemberStatus::Creator),
        ((news, ben), ChatMemberStatus::Left),
        ((jobs, ben), ChatMemberStatus::Member),
        ((news, eve), ChatMemberStatus::Member),
    ]));
    let policy = GatePolicy { policy: Policy::All, on_unknown: OnUnknown::Allow };

    let mut out = std::io::stdout().lock();
    for user in [ann, ben, eve] {
        let memberships = [news, jobs].map(|channel| (channel, lookups.membership(channel, user)));
        match decide(policy, &Facts::Memberships(memberships.to_vec())) {
            Decision::Allow(why) => writeln!(out, "{user} may speak: {why:?}")?,
            Decision::Restrict { missing } => writeln!(out, "{user} must first join {missing:?}")?,
        }
    }
    Ok(())
}
