//! Updates as Telegram sends them, and as it might.

use portcullis_domain::{
    ChannelId, ChatId, GroupId, MessageId, SetupId, ThreadId, Timestamp, UpdateId, UserId,
    administrator_rights::AdministratorRights,
    chat_member::ChatMemberStatus,
    event::{CallbackQuery, Chat, ChatJoinRequest, ChatKind, ChatShared, Event, GroupMessage, Lane, Migration},
    inbox::RawUpdate,
    message::Place,
    ports::{Undecodable, UpdateDecoder},
    sender::{Person, Sender, SenderChannel},
    update_kind::UpdateKind,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::JsonUpdateDecoder;

fn decode(update: &Value) -> Result<Event, Undecodable> {
    let raw = RawUpdate { id: UpdateId(7), json: update.to_string() };
    let update = JsonUpdateDecoder.decode(&raw)?;
    assert_eq!(update.id, UpdateId(7));
    Ok(update.event)
}

/// A message of Mia's in a supergroup, with `fields` put over it.
fn message(fields: &Value) -> Value {
    let mut message = json!({
        "message_id": 5,
        "from": {"id": 1, "is_bot": false, "first_name": "Mia", "last_name": "Kay", "username": "mia", "language_code": "de"},
        "chat": {"id": -100, "type": "supergroup", "title": "Tea", "username": "tea"},
        "date": 60,
        "text": "hello",
    });
    for (name, value) in fields.as_object().unwrap() {
        message[name] = value.clone();
    }
    message
}

fn mia() -> Person {
    Person {
        id: UserId(1),
        name: "Mia Kay".to_owned(),
        username: Some("mia".to_owned()),
        language_code: Some("de".to_owned()),
    }
}

fn spoken(fields: &Value) -> GroupMessage {
    match decode(&json!({"update_id": 7, "message": message(fields)})).unwrap() {
        Event::GroupMessage(message) => message,
        other => panic!("{other:?}"),
    }
}

fn event(fields: &Value) -> Event {
    decode(&json!({"update_id": 7, "message": message(fields)})).unwrap()
}

#[test]
fn a_message_of_a_person() {
    let message = spoken(&json!({}));
    assert_eq!(message.sender, Sender::Person(mia()));
    assert_eq!((message.id, message.date, message.edited), (MessageId(5), Timestamp(60_000), false));
    assert_eq!((message.chat.id, message.chat.kind), (ChatId(-100), ChatKind::Supergroup));
    assert_eq!((message.text.as_deref(), message.thread, message.reply_to), (Some("hello"), None, Vec::new()));
}

#[test]
fn a_chat_that_speaks_goes_before_its_placeholder_account() {
    let placeholder = json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group"});
    let sender = |chat: Value, automatic: bool| {
        spoken(&json!({"from": placeholder, "sender_chat": chat, "is_automatic_forward": automatic})).sender
    };
    let channel = json!({"id": -200, "type": "channel", "title": "News"});
    assert_eq!(sender(json!({"id": -100, "type": "supergroup"}), false), Sender::AnonymousAdministrator);
    assert_eq!(sender(channel.clone(), true), Sender::LinkedChannel(ChatId(-200)));
    let news = SenderChannel { id: ChatId(-200), title: "News".to_owned() };
    assert_eq!(sender(channel, false), Sender::Channel(news));
}

#[test]
fn bots_and_telegram_itself_are_not_people() {
    let sender = |from: Value| spoken(&json!({"from": from})).sender;
    assert_eq!(sender(json!({"id": 9, "is_bot": true, "first_name": "B"})), Sender::Bot(UserId(9)));
    let telegram = json!({"id": 777_000, "is_bot": false, "first_name": "Telegram"});
    assert_eq!(sender(telegram), Sender::TelegramService);
}

#[test]
fn a_guest_bots_message_is_from_whoever_called_it() {
    let bot = json!({"id": 9, "is_bot": true, "first_name": "B"});
    let person = json!({"id": 1, "is_bot": false, "first_name": "Mia"});
    let called = spoken(&json!({"from": bot, "guest_bot_caller_user": person})).sender;
    assert_eq!(called.person().map(|person| person.id), Some(UserId(1)));
    let channel = json!({"id": -200, "type": "channel", "title": "News"});
    let called = spoken(&json!({"from": bot, "guest_bot_caller_user": person, "guest_bot_caller_chat": channel}));
    assert!(matches!(called.sender, Sender::Channel(channel) if channel.id == ChatId(-200)));
}

#[test]
fn an_edited_message_bears_the_date_of_the_edit() {
    let update = json!({"update_id": 7, "edited_message": message(&json!({"edit_date": 90}))});
    let Event::GroupMessage(edited) = decode(&update).unwrap() else { panic!("no message") };
    assert_eq!((edited.edited, edited.date), (true, Timestamp(90_000)));
}

#[test]
fn only_a_topic_is_a_thread_and_outside_forums_the_same_number_names_the_first_of_a_chain_of_answers() {
    let place = |fields: &Value| spoken(fields).place();
    assert_eq!(place(&json!({})), Place::default());
    assert_eq!(place(&json!({"message_thread_id": 3})), Place { thread: None, root: Some(MessageId(3)) });
    let topic = Place { thread: Some(ThreadId(3)), root: None };
    assert_eq!(place(&json!({"message_thread_id": 3, "is_topic_message": true})), topic);
}

#[test]
fn an_answer_names_the_person_whose_message_it_answers() {
    assert_eq!(spoken(&json!({"reply_to_message": message(&json!({}))})).reply_to, [mia()]);
    let anonymous = message(&json!({"sender_chat": {"id": -100, "type": "supergroup"}}));
    assert_eq!(spoken(&json!({"reply_to_message": anonymous})).reply_to, []);
}

#[test]
fn an_answer_to_the_line_that_ben_added_carl_means_carl() {
    let about = |fields: Value| {
        let line = spoken(&json!({"reply_to_message": message(&fields)}));
        line.reply_to.into_iter().map(|person| person.id.0).collect::<Vec<_>>()
    };
    let (bot, carl) = (json!({"id": 9, "is_bot": true}), json!({"id": 3, "is_bot": false, "first_name": "Carl"}));
    assert_eq!(about(json!({"new_chat_members": [bot, carl]})), [3]);
    assert_eq!(about(json!({"new_chat_members": [carl, {"id": 4, "is_bot": false}]})), [3, 4]);
    assert_eq!(about(json!({"new_chat_members": [bot]})), [0; 0]);
    assert_eq!(about(json!({"left_chat_member": carl})), [3]);
}

#[test]
fn what_somebody_else_wrote_holds_no_text_of_the_senders() {
    let (bot, mia) = (json!({"id": 9, "is_bot": true, "first_name": "B"}), json!({"id": 1, "is_bot": false}));
    let group = json!({"id": -100, "type": "supergroup"});
    let typed = spoken(&json!({"text": "/unprotect"}));
    assert!(typed.command("PortcullisBot").is_some());
    for fields in [
        json!({"forward_origin": {"type": "user", "date": 1, "sender_user": mia}}),
        json!({"via_bot": bot}),
        json!({"from": bot, "guest_bot_caller_user": mia}),
        json!({"from": bot, "guest_bot_caller_user": mia, "guest_bot_caller_chat": group}),
    ] {
        let mut foreign = fields.clone();
        foreign["text"] = json!("/unprotect");
        let message = spoken(&foreign);
        assert_eq!((message.text.as_ref(), message.command("PortcullisBot")), (None, None), "{fields}");
    }
    let private = json!({"chat": {"id": 1, "type": "private"}, "via_bot": bot, "text": "/start"});
    let Event::PrivateMessage(private) = event(&private) else { panic!("not private") };
    assert_eq!(private.text, None);
}

#[test]
fn an_edit_without_a_date_is_nobodys() {
    let reaction = json!({"update_id": 7, "edited_message": message(&json!({}))});
    assert_eq!(decode(&reaction).unwrap(), Event::Other);
}

#[test]
fn a_part_of_an_update_is_about_its_person_alone() {
    let members = json!([{"id": 1, "is_bot": false}, {"id": 2, "is_bot": false}]);
    let update = json!({"update_id": 7, "message": message(&json!({"new_chat_members": members}))}).to_string();
    let decode = |id| JsonUpdateDecoder.decode(&RawUpdate { id, json: update.clone() }).unwrap();
    let parts: Vec<_> = decode(UpdateId(7)).parts().collect();
    let lanes: Vec<_> = parts.iter().map(|part| part.event.lane().0).collect();
    assert_eq!(lanes, [1, 2]);
    let line = |part: &portcullis_domain::event::Update| match &part.event {
        Event::NewChatMembers(joined) => joined.line.as_ref().map(|line| line.people.len()),
        _ => None,
    };
    assert_eq!(parts.iter().map(line).collect::<Vec<_>>(), [Some(2), None], "the first decides about the line");
    for part in parts {
        assert_eq!(decode(part.id), part);
    }
    assert_eq!(decode(UpdateId(7).part(2)).event, Event::Other);
}

#[test]
fn a_message_in_a_topic_does_not_answer_its_creator() {
    let creation = message(&json!({"forum_topic_created": {"name": "x", "icon_color": 1}}));
    assert_eq!(spoken(&json!({"reply_to_message": creation})).reply_to, []);
}

#[test]
fn people_who_join_are_named_and_bots_are_left_out() {
    let members = json!([
        {"id": 9, "is_bot": true, "first_name": "B"},
        {"id": 1, "is_bot": false, "first_name": "Mia", "last_name": "Kay", "username": "mia", "language_code": "de"},
    ]);
    let Event::NewChatMembers(joined) = event(&json!({"new_chat_members": members})) else { panic!("nobody") };
    assert_eq!((joined.people, joined.line), (vec![mia()], None), "the line names a bot");
    let Event::NewChatMembers(alone) = event(&json!({"new_chat_members": [members[1]]})) else { panic!("nobody") };
    assert_eq!(alone.line.map(|line| line.people), Some(vec![mia().id]));
    assert_eq!(event(&json!({"new_chat_members": [members[0]]})), Event::Other);
}

#[test]
fn both_messages_about_a_migration_are_the_same_event() {
    let basic = json!({"id": -5, "type": "group", "title": "Tea"});
    let migration = Event::Migrated(Migration { from: GroupId(-5), to: GroupId(-100) });
    assert_eq!(event(&json!({"chat": basic, "migrate_to_chat_id": -100})), migration);
    assert_eq!(event(&json!({"migrate_from_chat_id": -5})), migration);
}

#[test]
fn service_messages_and_posts_concern_no_gate() {
    for field in ["pinned_message", "left_chat_member", "forum_topic_closed", "video_chat_started", "boost_added"] {
        assert_eq!(event(&json!({field: {"id": 1}})), Event::Other, "{field}");
    }
    for kind in ["channel_post", "message_reaction", "something_of_2030"] {
        assert_eq!(decode(&json!({"update_id": 7, kind: {"chat": 1}})).unwrap(), Event::Other, "{kind}");
    }
    let direct = json!({"chat": {"id": -7, "type": "supergroup", "is_direct_messages": true}});
    assert_eq!(event(&direct), Event::Other);
    assert_eq!(event(&json!({"from": null})), Event::Other);
}

#[test]
fn a_chosen_channel_is_for_the_set_up_whose_number_it_bears() {
    let chat = json!({"id": 1, "type": "private", "first_name": "Mia"});
    let chosen = json!({"request_id": 12, "chat_id": -1_009, "title": "Tea news"});
    let shared =
        ChatShared { from: mia(), setup: SetupId(12), channel: ChannelId(-1_009), title: Some("Tea news".to_owned()) };
    assert_eq!(event(&json!({"chat": chat, "text": null, "chat_shared": chosen})), Event::ChatShared(shared));
    assert_eq!(event(&json!({"text": null, "chat_shared": chosen})), Event::Other, "none comes from a group");
}

#[test]
fn a_private_message_is_from_a_person() {
    let chat = json!({"id": 1, "type": "private", "first_name": "Mia"});
    let Event::PrivateMessage(private) = event(&json!({"chat": chat})) else { panic!("not private") };
    assert_eq!((private.from, private.text.as_deref()), (mia(), Some("hello")));
    let edited = json!({"update_id": 7, "edited_message": message(&json!({"chat": chat}))});
    assert_eq!(decode(&edited).unwrap(), Event::Other);
}

#[test]
fn what_the_bot_has_asked_is_known_by_the_link_in_its_question_and_by_nobody_elses() {
    let answer = |is_bot: bool, link: &str| {
        let question = json!({"message_id": 3, "date": 50, "text": "How many?",
            "chat": {"id": 1, "type": "private", "first_name": "Mia"},
            "from": {"id": 9, "is_bot": is_bot, "first_name": "Bot"},
            "entities": [{"type": "bold", "offset": 0, "length": 1},
                {"type": "text_link", "offset": 0, "length": 3, "url": link}]});
        let chat = json!({"id": 1, "type": "private", "first_name": "Mia"});
        let Event::PrivateMessage(private) = event(&json!({"chat": chat, "reply_to_message": question})) else {
            panic!("not private")
        };
        private.answers
    };
    let link = "https://t.me/PortcullisBot?start=settings_-7_mute_for_days";
    assert_eq!(answer(true, link).as_deref(), Some("settings_-7_mute_for_days"));
    assert_eq!(answer(false, link), None, "a person writes what they like");
    assert_eq!(answer(true, "https://t.me/tea_news"), None);
}

#[test]
fn a_pressed_button_may_stand_under_a_message_that_is_gone() {
    let query = |message: Value| {
        let query = json!({"id": "q", "from": {"id": 1, "is_bot": false, "first_name": "Mia"}, "message": message,
            "chat_instance": "c", "data": "joined:-100"});
        match decode(&json!({"update_id": 7, "callback_query": query})).unwrap() {
            Event::CallbackQuery(CallbackQuery { chat, message, data, .. }) => (chat, message, data),
            other => panic!("{other:?}"),
        }
    };
    let data = Some("joined:-100".to_owned());
    let inaccessible = json!({"message_id": 4, "date": 0, "chat": {"id": -100, "type": "supergroup"}});
    assert_eq!(query(inaccessible), (Some(ChatId(-100)), Some(MessageId(4)), data.clone()));
    assert_eq!(query(Value::Null), (None, None, data));
}

fn change(kind: &str, member: &Value) -> Result<Event, Undecodable> {
    let old = json!({"status": "left", "user": {"id": 1, "is_bot": false, "first_name": "Mia"}});
    let change = json!({"chat": {"id": -100, "type": "channel", "title": "News"}, "date": 60,
        "from": {"id": 2, "is_bot": false, "first_name": "Al"}, "old_chat_member": old, "new_chat_member": member});
    decode(&json!({"update_id": 7, kind: change}))
}

#[test]
fn an_administrator_of_bot_api_10_0_decodes_in_an_update() {
    // No can_manage_direct_messages, can_manage_tags or can_send_welcome_messages.
    let administrator = json!({"status": "administrator", "user": {"id": 9, "is_bot": true, "first_name": "B"},
        "can_be_edited": false, "is_anonymous": false, "can_manage_chat": true, "can_delete_messages": true,
        "can_manage_video_chats": true, "can_restrict_members": true, "can_promote_members": false,
        "can_change_info": true, "can_invite_users": true, "can_post_stories": false, "can_edit_stories": false,
        "can_delete_stories": false});
    let Event::MyChatMember(mine) = change("my_chat_member", &administrator).unwrap() else { panic!("not mine") };
    assert_eq!(mine.new, ChatMemberStatus::Administrator(AdministratorRights::ALL));
    assert_eq!((mine.old, mine.by, mine.is_bot), (ChatMemberStatus::Left, UserId(2), true));
    let Event::ChatMember(theirs) = change("chat_member", &administrator).unwrap() else { panic!("not theirs") };
    assert_eq!((theirs.person.id, theirs.chat.kind), (UserId(9), ChatKind::Channel));
}

#[test]
fn a_bots_deed_is_told_from_a_persons_and_an_anonymous_administrator_is_a_person() {
    let is_by_bot = |from: Value| {
        let member = json!({"status": "member", "user": {"id": 1, "is_bot": false, "first_name": "Mia"}});
        let change = json!({"chat": {"id": -100, "type": "supergroup"}, "date": 60, "from": from,
            "old_chat_member": member, "new_chat_member": member});
        let Event::ChatMember(change) = decode(&json!({"update_id": 7, "chat_member": change})).unwrap() else {
            panic!("no change")
        };
        change.is_by_bot
    };
    assert!(is_by_bot(json!({"id": 9, "is_bot": true})));
    assert!(!is_by_bot(json!({"id": 2, "is_bot": false})));
    assert!(!is_by_bot(json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group"})));
}

#[test]
fn a_request_to_join_a_channel() {
    let request = json!({"chat": {"id": -200, "type": "channel", "title": "News"}, "user_chat_id": 1, "date": 60,
        "from": {"id": 1, "is_bot": false, "first_name": "Mia", "last_name": "Kay", "username": "mia",
            "language_code": "de"},
        "bio": "tea", "invite_link": {"invite_link": "https://t.me/+abc...", "creates_join_request": true}});
    let decoded = decode(&json!({"update_id": 7, "chat_join_request": request})).unwrap();
    let chat = Chat { id: ChatId(-200), kind: ChatKind::Channel, title: "News".to_owned(), username: None };
    let request = ChatJoinRequest { chat, from: mia(), date: Timestamp(60_000) };
    assert_eq!((decoded.lane(), decoded.kind()), (Lane(1), UpdateKind::ChatJoinRequest));
    assert_eq!(decoded, Event::ChatJoinRequest(request));
}

#[test]
fn an_unknown_status_is_undecodable_and_never_absence() {
    let error = change("chat_member", &json!({"status": "guest", "user": {"id": 1}})).unwrap_err();
    assert_eq!(error.reason, "unknown member status guest");
}

#[test]
fn what_is_wrong_is_reported_without_quoting_anything() {
    let secret = "my private words";
    for update in [
        json!(secret),
        json!({"update_id": 7, "message": secret}),
        json!({"update_id": 7, "message": message(&json!({"text": [secret]}))}),
        json!({"update_id": 7, "message": message(&json!({"message_id": secret}))}),
        json!({"update_id": 7, "message": message(&json!({"chat": {"id": 5, "type": secret}}))}),
        json!({"update_id": 7, "callback_query": {"id": "1", "from": secret}}),
        json!({"update_id": 7, "chat_member": {"chat": secret}}),
        json!({"update_id": 7, "chat_join_request": {"from": {"id": secret}}}),
    ] {
        let error = decode(&update).unwrap_err();
        assert!(!error.reason.contains("private"), "{error}");
    }
}

proptest! {
    #[test]
    fn no_text_at_all_panics(json in ".*") {
        let _ = JsonUpdateDecoder.decode(&RawUpdate { id: UpdateId(7), json });
    }

    #[test]
    fn no_number_panics(id: i64, date: i64, thread: i32) {
        let _ = decode(&json!({"message": message(&json!({"date": date, "message_thread_id": thread,
            "is_topic_message": true, "chat": {"id": id, "type": "group"}}))}));
    }
}
