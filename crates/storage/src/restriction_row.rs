//! How a restriction is written in a row.

use portcullis_domain::{
    CaseNumber, ChannelId, GroupId, MessageId, RestrictionId, ThreadId, Timestamp, UserId,
    message::Place,
    ports::{Look, StoreError},
    restriction::{LiftReason, Lifted, NewRestriction, RestrictReason, Restriction},
    settings::Mode,
    step::Step,
};
use sea_orm::{Value, prelude::Json};

use crate::entities::{restriction, storable};

/// The values of a restriction that is to be opened, in the order in which they are written.
pub(crate) fn to_values(new: &NewRestriction) -> [Value; 13] {
    [
        new.group.0.into(),
        new.user.0.into(),
        storable(&new.name).into(),
        new.language_code.as_deref().map(storable).into(),
        new.reason.word().into(),
        new.missing.iter().map(|channel| channel.0).collect::<Json>().into(),
        new.mode.word().into(),
        new.place.thread.map(|thread| thread.0).into(),
        new.place.root.map(|root| root.0).into(),
        new.restricted_at.0.into(),
        new.until.0.into(),
        (new.step != Step::Mute).then(|| new.step.word()).into(),
        new.message.map(|message| message.0).into(),
    ]
}

/// The restriction that a row holds.
pub(crate) fn from_row(row: restriction::Model) -> Result<Restriction, StoreError> {
    let id = row.id;
    let unreadable = |column| StoreError::Unreadable(format!("restriction {id}: `{column}`"));
    let reason = RestrictReason::ALL.into_iter().find(|reason| reason.word() == row.reason);
    let mode = Mode::ALL.into_iter().find(|mode| mode.word() == row.mode);
    // A mute has no word: so the rows of older versions are read, and those that a gate without a ladder writes.
    let step = row.step.map_or(Some(Step::Mute), |word| Step::ALL.into_iter().find(|step| step.word() == word));
    let lifted = match (row.lifted_at, row.lift_reason) {
        (Some(at), Some(word)) => {
            let reason = LiftReason::ALL.into_iter().find(|reason| reason.word() == word);
            Some(Lifted { at: Timestamp(at), reason: reason.ok_or_else(|| unreadable("lift_reason"))? })
        }
        (None, None) => None,
        _ => return Err(unreadable("lift_reason")),
    };
    Ok(Restriction {
        id: RestrictionId(id),
        case_number: row.case_number.map(CaseNumber),
        group: GroupId(row.group_id),
        user: UserId(row.user_id),
        name: row.name,
        language_code: row.language_code,
        reason: reason.ok_or_else(|| unreadable("reason"))?,
        missing: read_channels(&row.missing_channels).ok_or_else(|| unreadable("missing_channels"))?,
        mode: mode.ok_or_else(|| unreadable("mode"))?,
        step: step.ok_or_else(|| unreadable("step"))?,
        message: row.message_id.map(MessageId),
        place: Place { thread: row.thread_id.map(ThreadId), root: row.root_message_id.map(MessageId) },
        notice: row.notice_message_id.map(MessageId),
        notice_posted_at: row.notice_posted_at.map(Timestamp),
        restricted_at: Timestamp(row.restricted_at),
        until: Timestamp(row.until),
        muted_at: row.muted_at.map(Timestamp),
        lifted,
    })
}

/// The look at a restriction that a row asks for.
pub(crate) fn look_from_row(row: restriction::Model) -> Result<Look, StoreError> {
    let id = row.id;
    let reason = |word: &String| LiftReason::ALL.into_iter().find(|reason| reason.word() == word);
    let unreadable = || StoreError::Unreadable(format!("restriction {id}: `look_for`"));
    let lift_for = row.look_for.as_ref().map(|word| reason(word).ok_or_else(unreadable)).transpose()?;
    Ok(Look { restriction: from_row(row)?, lift_for })
}

fn read_channels(json: &Json) -> Option<Vec<ChannelId>> {
    json.as_array()?.iter().map(|id| id.as_i64().map(ChannelId)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> restriction::Model {
        restriction::Model {
            id: 1,
            case_number: Some(9),
            group_id: -2,
            user_id: 3,
            name: "N".to_owned(),
            language_code: None,
            reason: "spoke".to_owned(),
            missing_channels: Json::from(vec![-4, -5]),
            mode: "enforce".to_owned(),
            thread_id: None,
            root_message_id: None,
            notice_message_id: None,
            notice_posted_at: None,
            restricted_at: 6,
            until: 7,
            muted_at: None,
            lifted_at: None,
            lift_reason: None,
            look_at: None,
            look_for: None,
            looks: None,
            known_failed_at: None,
            step: None,
            message_id: None,
        }
    }

    #[test]
    fn every_reason_is_read_back_as_it_was_written() {
        for reason in LiftReason::ALL {
            let word = reason.word().to_owned();
            let lifted = from_row(restriction::Model { lifted_at: Some(8), lift_reason: Some(word), ..row() });
            assert_eq!(lifted.unwrap().lifted, Some(Lifted { at: Timestamp(8), reason }));
        }
        for reason in RestrictReason::ALL {
            let read = from_row(restriction::Model { reason: reason.word().to_owned(), ..row() });
            assert_eq!(read.unwrap().reason, reason);
        }
    }

    #[test]
    fn every_step_is_read_back_and_a_row_without_one_is_a_mute() {
        for step in Step::ALL {
            let read = from_row(restriction::Model { step: Some(step.word().to_owned()), ..row() });
            assert_eq!(read.unwrap().step, step);
        }
        assert_eq!(from_row(row()).unwrap().step, Step::Mute);
    }

    #[test]
    fn a_word_of_a_newer_version_is_named() {
        let error = from_row(restriction::Model { reason: "sneezed".to_owned(), ..row() }).unwrap_err();
        assert!(error.to_string().contains("restriction 1: `reason`"), "{error}");
    }
}
