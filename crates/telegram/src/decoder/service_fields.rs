//! Telling a service message from one that somebody wrote.

use std::collections::HashMap;

use serde_json::value::RawValue;

/// The fields of which a service message has one. What has none of them counts as written, so that a kind of content
/// that is newer than this list is gated too.
/// <https://core.telegram.org/bots/api#message>
const SERVICE_FIELDS: &[&str] = &[
    "boost_added",
    "channel_chat_created",
    "chat_background_set",
    "chat_owner_changed",
    "chat_owner_left",
    "chat_shared",
    "checklist_tasks_added",
    "checklist_tasks_done",
    "community_chat_added",
    "community_chat_joined",
    "community_chat_removed",
    "connected_website",
    "delete_chat_photo",
    "direct_message_price_changed",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "gift",
    "gift_upgrade_sent",
    "giveaway_completed",
    "giveaway_created",
    "group_chat_created",
    "left_chat_member",
    "managed_bot_created",
    "message_auto_delete_timer_changed",
    "migrate_from_chat_id",
    "migrate_to_chat_id",
    "new_chat_members",
    "new_chat_photo",
    "new_chat_title",
    "paid_message_price_changed",
    "passport_data",
    "pinned_message",
    "poll_option_added",
    "poll_option_deleted",
    "proximity_alert_triggered",
    "refunded_payment",
    "successful_payment",
    "suggested_post_approval_failed",
    "suggested_post_approved",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "supergroup_chat_created",
    "unique_gift",
    "users_shared",
    "video_chat_ended",
    "video_chat_participants_invited",
    "video_chat_scheduled",
    "video_chat_started",
    "web_app_data",
    "write_access_allowed",
];

/// Whether the message in `json` is a service message.
pub(super) fn is_service_message(json: &str) -> bool {
    serde_json::from_str::<HashMap<String, &RawValue>>(json)
        .is_ok_and(|fields| SERVICE_FIELDS.iter().any(|field| fields.contains_key(*field)))
}

/// Whether a message with a field of this name is a service message.
pub(super) fn is_service_field(name: &str) -> bool {
    SERVICE_FIELDS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_names_nothing_twice() {
        assert!(SERVICE_FIELDS.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn content_of_an_unknown_kind_counts_as_written() {
        assert!(!is_service_message(r#"{"message_id":1,"hologram":{"pinned_message":1}}"#));
        assert!(is_service_message(r#"{"message_id":1,"pinned_message":{}}"#));
    }
}
