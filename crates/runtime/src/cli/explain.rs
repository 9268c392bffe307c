//! The command `explain`: what the gate thinks of a stored update, without acting.

use std::{fmt::Write as _, io::Write as _, sync::Arc};

use portcullis_domain::{
    UpdateId,
    chat_member::Membership,
    event::Event,
    gate::{Allowed, Decision},
    group::Group,
    judgement::{Judgement, MemberState, Rule},
    ports::UpdateDecoder,
    settings::{OnUnknown, Policy},
    tenancy::Denial,
};
use portcullis_service::{Explainer, Explanation};
use portcullis_storage::{Database, SqlGroupRepository, SqlInbox, SqlRestrictionRepository, StoredUpdate};
use portcullis_telegram::JsonUpdateDecoder;

use crate::{RunError, Settings, SystemClock, bot::api_of_a_command, moment::in_words};

/// Says on standard output what a stored update is, and what the gate thinks of it now.
pub(super) async fn explain(settings: &Settings, database: &Database, id: UpdateId) -> Result<(), RunError> {
    database.refuse_other_bot(settings.bot_token.bot_id()).await?;
    let stored = SqlInbox::new(database.clone()).find(id).await.map_err(RunError::Explain)?;
    let stored = stored.ok_or(RunError::NoSuchUpdate(id))?;
    let said = match JsonUpdateDecoder.decode(&stored.update) {
        Err(error) => format!("update {id}, {}\nit is passed over: {error}", fate(&stored)),
        Ok(update) => {
            let (api, clock) = api_of_a_command(settings)?;
            let explainer = Explainer {
                api: Arc::new(api),
                groups: Arc::new(SqlGroupRepository::serving(
                    settings.allowed_groups.clone(),
                    database.clone(),
                    Arc::new(SystemClock),
                )),
                restrictions: Arc::new(SqlRestrictionRepository::new(database.clone())),
                clock: Arc::new(clock),
            };
            let judged = explainer.explain(&update.event).await.map_err(RunError::Explain)?;
            let mut lines = vec![format!("update {id} ({}), {}", subject(&update.event), fate(&stored))];
            lines.extend(judged.iter().map(in_lines));
            if judged.is_empty() {
                lines.push("no gate decides about it: it concerns no person in a group that was protected".to_owned());
            }
            lines.join("\n")
        }
    };
    // Whoever reads no more of the output still gets the exit code.
    let _ = writeln!(std::io::stdout(), "{said}");
    Ok(())
}

fn subject(event: &Event) -> String {
    let mut text = event.kind().word().to_owned();
    for (word, id) in [(" in ", event.chat().map(|chat| chat.0)), (" by ", event.user().map(|user| user.0))] {
        if let Some(id) = id {
            // Writing into a text does not fail.
            let _ = write!(text, "{word}{id}");
        }
    }
    text
}

/// What has become of it so far.
fn fate(stored: &StoredUpdate) -> String {
    let StoredUpdate { received_at, attempts, dead_at, free_at, is_leased, .. } = stored;
    let now = match (dead_at, free_at) {
        (Some(at), _) => format!("dead-lettered at {} and not tried again", in_words(*at)),
        (None, _) if *is_leased => "in the hands of a running bot".to_owned(),
        (None, Some(at)) => format!("to be tried at {}", in_words(*at)),
        (None, None) => "waiting".to_owned(),
    };
    let why = if *attempts > 0 { ", the log says why by this update_id" } else { "" };
    format!("received at {}: {attempts} attempt(s) failed{why}; {now}", in_words(*received_at))
}

fn in_lines(explanation: &Explanation) -> String {
    let Explanation { group, person, state, memberships, judgement } = explanation;
    let settings = &group.settings;
    let whose = person.map_or_else(|| "a chat or a bot".to_owned(), |person| format!("person {person}"));
    let mut lines = vec![
        format!("group    {} «{}», {}, mode {}", group.id, group.title, gate(group), settings.mode.word()),
        format!("subject  {whose}{}", state.map_or("", state_in_words)),
    ];
    lines.extend(memberships.iter().map(|(channel, membership)| {
        let title = group.channels.iter().find(|known| known.id == *channel).map_or("", |known| &known.title);
        format!("fact     {channel} «{title}»: {}", membership_in_words(*membership))
    }));
    if let Some(Judgement { rule, decision }) = judgement {
        lines.push(format!("rule     {}", rule_in_words(*rule)));
        lines.push(format!("decision {}", decision_in_words(decision)));
    } else {
        lines.push("rule     who writes as a channel that is neither linked nor enforced can't be muted".to_owned());
        lines.push("decision delete the message".to_owned());
    }
    lines.join("\n")
}

const fn gate(group: &Group) -> &'static str {
    match group.denied {
        Some(Denial::NotAllowed) => return "not in ALLOWED_GROUPS, so that its gate is off",
        Some(Denial::Blocked) => return "blocked by the operator, so that its gate is off",
        None => {}
    }
    match (group.is_protected(), group.can_enforce) {
        (false, _) => "gate off",
        (true, true) => "gate on",
        (true, false) => "gate on, and the bot lacks the rights to enforce it",
    }
}

const fn state_in_words(state: MemberState) -> &'static str {
    match state {
        MemberState::Administrator => ", an administrator there",
        MemberState::Member => ", a member there",
        MemberState::MutedByGate => ", muted there by this bot",
        MemberState::MutedByAdministrator => ", muted there by an admin or another bot",
        MemberState::RestrictedInPart => ", restricted there in part",
        MemberState::Absent => ", not there",
        MemberState::Banned => ", banned there",
        MemberState::NotKnown => ", not known there",
        MemberState::CannotTell => "; Telegram does not say what they are there",
    }
}

const fn membership_in_words(membership: Membership) -> &'static str {
    match membership {
        Membership::Member => "in",
        Membership::NotMember => "not in",
        Membership::Unknown => "Telegram does not say",
    }
}

fn rule_in_words(rule: Rule) -> String {
    match rule {
        Rule::NotProtected => "the gate is off: everybody may speak".to_owned(),
        Rule::Braked => "the brake has tripped: everybody may speak".to_owned(),
        Rule::Exempt(exemption) => format!("never gated: {exemption:?}"),
        Rule::AdministratorsUnknown => "nobody can tell whether they are an admin: nobody is gated".to_owned(),
        Rule::Policy(Policy::All) => "policy all: whoever is in all of the channels may speak".to_owned(),
        Rule::Policy(Policy::Any) => "policy any: whoever is in one of the channels may speak".to_owned(),
        Rule::OnUnknown(OnUnknown::Allow) => "on_unknown allow: in doubt they may speak".to_owned(),
        Rule::OnUnknown(OnUnknown::Restrict) => "on_unknown restrict: in doubt they may not speak".to_owned(),
    }
}

fn decision_in_words(decision: &Decision) -> String {
    match decision {
        Decision::Allow(Allowed::Met) => "allow: they are in the channels".to_owned(),
        Decision::Allow(_) => "allow".to_owned(),
        Decision::Restrict { missing } => {
            let missing: Vec<_> = missing.iter().map(ToString::to_string).collect();
            format!("restrict, until they are in {}", missing.join(", "))
        }
    }
}
