//! A group is set up by taps alone: no channel's name is typed anywhere.

use portcullis_simulator::{
    World,
    world::{Message, Place, Refused, Rights},
};
use portcullis_tests::{Stage, stage::has_spoken};
use serde_json::Value;

/// The link under `/start` that adds the bot to a group.
const TO_GROUP: usize = 0;

/// No story here has so many messages in one group.
const MOST_MESSAGES: i64 = 200;

/// What stands on a button under a message, and where it leads: an address or data.
pub(crate) fn buttons(message: &Message) -> Vec<(String, String)> {
    let rows = message.reply_markup.as_ref().and_then(|markup| markup["inline_keyboard"].as_array().cloned());
    let buttons = rows.unwrap_or_default().into_iter().flat_map(|row| row.as_array().cloned().unwrap_or_default());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let leads =
        |button: &Value| text(if button["url"].is_string() { &button["url"] } else { &button["callback_data"] });
    buttons.map(|button| (text(&button["text"]), leads(&button))).collect()
}

/// The messages of the bot that stand in a group.
pub(crate) fn said_in(world: &World, stage: &Stage, group: i64) -> Vec<Message> {
    world.visible_messages(group).into_iter().filter(|message| message.from == Some(stage.bot)).collect()
}

/// How many messages the bot has ever written in a group, those that are gone too.
pub(crate) fn ever_said_in(world: &World, stage: &Stage, group: i64) -> usize {
    let is_by_bot = |id: &i64| world.message(group, *id).is_some_and(|message| message.from == Some(stage.bot));
    (1..MOST_MESSAGES).filter(is_by_bot).count()
}

/// What the bot has written to somebody in private.
pub(crate) fn told(world: &World, stage: &Stage, person: i64) -> Vec<Message> {
    world.private_messages(person, stage.bot).into_iter().filter(|message| message.from == Some(stage.bot)).collect()
}

/// The number of the request on the button that chooses a channel, while that button is there.
fn request(world: &World, stage: &Stage, person: i64) -> Option<i64> {
    let keyboard = world.private_chat_of(person, stage.bot)?.keyboard.as_ref()?;
    keyboard["keyboard"][0][0]["request_chat"]["request_id"].as_i64()
}

/// A stage on which the bot runs and knows no group, and a person who owns one and a channel, public or not.
pub(crate) struct Newcomer {
    pub(crate) stage: Stage,
    pub(crate) person: i64,
    pub(crate) group: i64,
    pub(crate) channel: i64,
}

impl Newcomer {
    async fn with_channel(username: Option<&str>) -> Self {
        Self::speaking("en", username).await
    }

    pub(crate) async fn speaking(language: &str, username: Option<&str>) -> Self {
        let mut stage = Stage::new().await;
        let (person, group, channel) = stage.simulator.act(|world| {
            let person = world.add_user("Nina");
            world.user_mut(person).unwrap().language_code = Some(language.to_owned());
            (person, world.add_supergroup(person, "Book club"), world.add_channel(person, "Book news", username))
        });
        stage.start();
        Self { stage, person, group, channel }
    }

    /// The person opens a link, and chooses a chat where the link asks for one.
    pub(crate) fn open(&self, url: &str, chat: Option<i64>) -> i64 {
        self.stage.simulator.act(|world| world.open_link(self.person, url, chat)).unwrap()
    }

    /// The person starts the bot, and adds it to the group by the button there; the greeting stands in the group.
    pub(crate) async fn add_to_group(&self) -> Message {
        self.stage.simulator.start_private(self.person, self.stage.bot, None).unwrap();
        self.until_told(1).await;
        let start = self.stage.simulator.read(|world| told(world, &self.stage, self.person).remove(0));
        self.open(&buttons(&start)[TO_GROUP].1, Some(self.group));
        self.greeting().await
    }

    /// The one message of the bot that stands in the group.
    pub(crate) async fn greeting(&self) -> Message {
        let (stage, group) = (&self.stage, self.group);
        stage.until("the group is greeted", |world| said_in(world, stage, group).len() == 1).await;
        stage.simulator.read(|world| said_in(world, stage, group).remove(0))
    }

    pub(crate) async fn until_told(&self, count: usize) {
        let (stage, person) = (&self.stage, self.person);
        stage.until("the person is answered", |world| told(world, stage, person).len() >= count).await;
    }

    /// The person opens the link that chooses the channel, and has the button for it.
    pub(crate) async fn open_setup(&self, greeting: &Message) -> i64 {
        let link = buttons(greeting).into_iter().map(|(_, leads)| leads).find(|leads| leads.contains("start=setup_"));
        self.open(&link.unwrap(), None);
        self.until_asked().await
    }

    async fn until_asked(&self) -> i64 {
        let (stage, person) = (&self.stage, self.person);
        stage.until("a channel can be chosen", |world| request(world, stage, person).is_some()).await;
        stage.simulator.read(|world| request(world, stage, person)).unwrap()
    }

    pub(crate) fn share(&self, request: i64, channel: i64) -> Result<i64, Refused> {
        self.stage.simulator.act(|world| world.share_chat(self.person, self.stage.bot, request, channel))
    }

    /// Waits until the group is told that the gate is on, and the person everything; the button is gone.
    pub(crate) async fn until_done(&self) {
        let (stage, person, group) = (&self.stage, self.person, self.group);
        stage
            .until("the gate is on", |world| {
                has_spoken(world, group, stage.bot, |message| message.text.contains("Book news"))
                    && told(world, stage, person).iter().any(|message| message.text.contains("Book news"))
                    && request(world, stage, person).is_none()
            })
            .await;
    }

    /// Somebody who is not in the channel is muted in the group.
    async fn gate_works(&self) {
        let (stage, group) = (&self.stage, self.group);
        let stranger = stage.simulator.act(|world| {
            let stranger = world.add_user("Sam");
            world.join(group, stranger).unwrap();
            stranger
        });
        stage.until("a stranger is muted", |world| world.is_muted(group, stranger)).await;
    }

    fn typed(&self) -> Vec<String> {
        let all = self.stage.simulator.read(|world| {
            let (group, private) =
                (world.visible_messages(self.group), world.private_messages(self.person, self.stage.bot));
            group.into_iter().chain(private).filter(|message| message.from == Some(self.person)).collect::<Vec<_>>()
        });
        all.into_iter().map(|message| message.text).filter(|text| !text.is_empty()).collect()
    }
}

#[tokio::test]
async fn a_group_is_protected_by_three_taps_and_nothing_is_typed() {
    let new = Newcomer::with_channel(Some("book_news")).await;
    let greeting = new.add_to_group().await;
    let rights = new.stage.simulator.member(new.group, new.stage.bot).rights();
    let exactly = Rights::MANAGE_CHAT.with(Rights::DELETE_MESSAGES).with(Rights::RESTRICT_MEMBERS);
    assert_eq!(rights, exactly, "the bot asks for what it needs in a group, and for no more");

    let request = new.open_setup(&greeting).await;
    new.share(request, new.channel).unwrap();
    new.until_done().await;
    let rights = new.stage.simulator.member(new.channel, new.stage.bot).rights();
    assert_eq!(rights, Rights::MANAGE_CHAT.with(Rights::INVITE_USERS), "and so it does in a channel");
    // What was «written» came from links.
    let typed = new.typed();
    assert!(typed.iter().all(|text| text.starts_with("/start")), "{typed:?}");

    let last = new.stage.simulator.read(|world| told(world, &new.stage, new.person)).pop().unwrap();
    let leads: Vec<String> = buttons(&last).into_iter().map(|(_, leads)| leads).collect();
    assert!(leads[0].ends_with(&format!("?start=setup_{}", new.group)), "{leads:?}");
    assert!(leads[1].ends_with(&format!("?start=settings_{}", new.group)), "{leads:?}");
    let is_gone = |world: &World| world.message(new.group, greeting.id).is_none_or(|message| message.is_deleted);
    new.stage.until("nothing asks any more for what is done", is_gone).await;
    new.gate_works().await;
    new.stage.end().await;
}

#[tokio::test]
async fn a_group_is_set_up_in_the_language_of_whoever_adds_the_bot() {
    let new = Newcomer::speaking("es-MX", Some("book_news")).await;
    let greeting = new.add_to_group().await;
    assert!(greeting.text.contains("¡Gracias"), "{}", greeting.text);
    let request = new.open_setup(&greeting).await;
    new.share(request, new.channel).unwrap();
    new.until_done().await;
    let all = new.stage.simulator.read(|world| said_in(world, &new.stage, new.group));
    assert!(all.iter().any(|message| message.text.contains("La protección está activada")), "{all:?}");
    new.stage.end().await;
}

#[tokio::test]
async fn the_linked_channel_is_suggested_and_taken_with_one_tap_by_an_admin_alone() {
    let new = Newcomer::with_channel(Some("book_news")).await;
    let (stage, group) = (&new.stage, new.group);
    stage.simulator.act(|world| world.link(new.channel, group)).unwrap();
    stage.simulator.act(|world| world.add_bot_as_admin(new.channel, stage.bot, Rights::INVITE_USERS)).unwrap();
    let greeting = new.add_to_group().await;
    assert!(greeting.text.contains("Book news"), "{}", greeting.text);
    let (label, data) = buttons(&greeting).remove(0);
    assert!(label.contains("Book news") && !data.starts_with("https"), "{label} {data}");

    let member = stage.simulator.add_user("Mo");
    stage.simulator.join(group, member).unwrap();
    let press = stage.simulator.press(group, greeting.id, member, 0, 0).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
    let answer = stage.simulator.read(|world| world.callback_answer(&press)).unwrap();
    assert!(answer.show_alert && answer.text.unwrap_or_default().contains("admins"), "a member is refused");
    stage.settle().await;
    assert_eq!(stage.simulator.read(|world| said_in(world, stage, group).len()), 1, "and nothing has changed");

    let press = stage.simulator.press(group, greeting.id, new.person, 0, 0).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
    stage.until("the group is told", |world| ever_said_in(world, stage, group) == 2).await;
    new.gate_works().await;
    new.stage.end().await;
}

#[tokio::test]
async fn a_set_up_waits_for_the_bot_to_be_an_admin_of_the_linked_channel_and_goes_on_by_itself() {
    let new = Newcomer::with_channel(None).await;
    let (stage, group) = (&new.stage, new.group);
    stage.simulator.act(|world| world.link(new.channel, group)).unwrap();
    let greeting = new.add_to_group().await;
    new.open_setup(&greeting).await;
    let suggestion = stage.simulator.read(|world| {
        told(world, stage, new.person).into_iter().find(|message| message.text.contains("linked channel")).unwrap()
    });
    let before = stage.simulator.read(|world| told(world, stage, new.person).len());
    stage.simulator.act(|world| world.press_privately(new.person, stage.bot, suggestion.id, 0, 0)).unwrap();
    new.until_told(before + 1).await;
    let refusal = stage.simulator.read(|world| told(world, stage, new.person)).pop().unwrap();
    let link = buttons(&refusal).remove(0).1;
    assert!(link.contains("startchannel&admin=invite_users"), "{link}");

    new.open(&link, Some(new.channel));
    new.until_done().await;
    new.gate_works().await;
    new.stage.end().await;
}

#[tokio::test]
async fn whoever_forges_a_link_or_a_press_is_refused_and_nothing_changes() {
    let new = Newcomer::with_channel(Some("book_news")).await;
    let (stage, group) = (&new.stage, new.group);
    stage.simulator.act(|world| world.link(new.channel, group)).unwrap();
    let greeting = new.add_to_group().await;
    let asked = new.open_setup(&greeting).await;

    let thief = stage.simulator.add_user("Tom");
    stage.simulator.join(group, thief).unwrap();
    for forged in [group.to_string(), "-1".to_owned(), "x".to_owned(), i64::MIN.to_string()] {
        stage.simulator.start_private(thief, stage.bot, Some(&format!("setup_{forged}"))).unwrap();
    }
    stage.until("every link is answered", |world| told(world, stage, thief).len() == 4).await;
    assert_eq!(stage.simulator.read(|world| request(world, stage, thief)), None, "nothing can be chosen");

    for data in [format!("linked:{group}"), "linked:-1".to_owned(), "linked:".to_owned(), format!("linked:{thief}")] {
        let place = Place::Chat(group);
        let press = stage.simulator.act(|world| world.press_data(place, greeting.id, thief, &data)).unwrap();
        stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
    }
    // The request of somebody else, as a forged app would send it.
    let id = 1_000_000;
    let update = serde_json::json!({
        "message": {
            "message_id": id, "date": stage.simulator.read(World::now),
            "chat": { "id": thief, "type": "private", "first_name": "Tom" },
            "from": { "id": thief, "is_bot": false, "first_name": "Tom" },
            "chat_shared": { "request_id": asked, "chat_id": new.channel },
        }
    });
    stage.simulator.push_raw(stage.bot, update);
    stage.until("the choice is answered", |world| told(world, stage, thief).len() == 5).await;
    stage.settle().await;
    assert_eq!(stage.simulator.read(|world| said_in(world, stage, group).len()), 1, "only the greeting");
    new.stage.end().await;
}

#[tokio::test]
async fn an_admin_who_was_demoted_meanwhile_is_refused() {
    let new = Newcomer::with_channel(Some("book_news")).await;
    let (stage, group) = (&new.stage, new.group);
    let greeting = new.add_to_group().await;
    let helper = stage.simulator.act(|world| {
        let helper = world.add_user("Hal");
        world.join(group, helper)?;
        world.set_admin(group, new.person, helper, Rights::DELETE_MESSAGES)?;
        world.set_admin(new.channel, new.person, helper, Rights::ALL.without(Rights::ANONYMOUS))?;
        world.open_link(helper, &buttons(&greeting)[0].1, None)?;
        Ok::<_, Refused>(helper)
    });
    let helper = helper.unwrap();
    stage.until("a channel can be chosen", |world| request(world, stage, helper).is_some()).await;
    let asked = stage.simulator.read(|world| request(world, stage, helper)).unwrap();
    stage.simulator.act(|world| world.demote(group, new.person, helper)).unwrap();
    let before = stage.simulator.read(|world| told(world, stage, helper).len());
    stage.simulator.act(|world| world.share_chat(helper, stage.bot, asked, new.channel)).unwrap();
    stage.until("the helper is refused", |world| told(world, stage, helper).len() > before).await;
    stage.settle().await;
    assert_eq!(stage.simulator.read(|world| said_in(world, stage, group).len()), 1, "only the greeting");
    new.stage.end().await;
}

#[tokio::test]
async fn a_restart_between_the_link_and_the_channel_loses_nothing() {
    let mut new = Newcomer::with_channel(None).await;
    let greeting = new.add_to_group().await;
    let request = new.open_setup(&greeting).await;
    new.stage.settle().await;
    new.stage.kill();
    new.share(request, new.channel).unwrap();
    new.stage.start();
    new.until_done().await;
    new.stage.settle().await;
    assert_eq!(
        new.stage.simulator.read(|world| ever_said_in(world, &new.stage, new.group)),
        2,
        "the greeting and the line, each once"
    );
    new.gate_works().await;
    new.stage.end().await;
}

#[tokio::test]
async fn the_bot_greets_once_for_each_promotion() {
    let mut new = Newcomer::with_channel(None).await;
    let group = new.group;
    new.add_to_group().await;
    let (bot, person) = (new.stage.bot, new.person);
    let greetings = |new: &Newcomer| new.stage.simulator.read(|world| said_in(world, &new.stage, group).len());
    for _ in 0..3 {
        assert!(new.stage.simulator.repeat_update(bot, "my_chat_member"));
    }
    let all = Rights::GATEKEEPER.with(Rights::PIN_MESSAGES);
    new.stage.simulator.act(|world| world.set_admin(group, person, bot, all)).unwrap();
    new.stage.settle().await;
    assert_eq!(greetings(&new), 1, "neither told again nor with other rights");
    new.stage.kill();
    new.stage.simulator.repeat_update(bot, "my_chat_member");
    new.stage.start();
    new.stage.settle().await;
    assert_eq!(greetings(&new), 1, "nor after a restart");

    new.stage.simulator.advance(std::time::Duration::from_secs(5));
    new.stage.simulator.act(|world| world.demote(group, person, bot)).unwrap();
    new.stage.simulator.act(|world| world.set_admin(group, person, bot, Rights::GATEKEEPER)).unwrap();
    let stage = &new.stage;
    stage.until("the next promotion is greeted", |world| ever_said_in(world, stage, group) == 2).await;
    stage.until("one greeting stands", |world| said_in(world, stage, group).len() == 1).await;
    new.stage.end().await;
}

#[tokio::test]
async fn a_protected_group_is_not_greeted() {
    let stage = Stage::protected().await;
    stage.settle().await;
    let before = stage.count("sendMessage");
    stage.simulator.act(|world| {
        world.demote(stage.group, stage.owner, stage.bot).unwrap();
        world.set_admin(stage.group, stage.owner, stage.bot, Rights::GATEKEEPER).unwrap();
    });
    stage.settle().await;
    let said = stage.simulator.read(|world| said_in(world, &stage, stage.group));
    let leads = said.iter().flat_map(buttons).any(|(_, leads)| leads.contains("start=setup_"));
    assert!(!leads, "{said:?}");
    assert!(stage.count("sendMessage") <= before + 2, "what it lost and has again may be told, and no more");
    stage.end().await;
}

#[tokio::test]
async fn a_bot_without_rights_says_which_it_needs_with_a_button_for_them() {
    let new = Newcomer::with_channel(None).await;
    let (stage, group) = (&new.stage, new.group);
    stage.simulator.act(|world| world.add_member(group, new.person, stage.bot)).unwrap();
    let plea = new.greeting().await;
    let link = buttons(&plea).remove(0).1;
    assert!(link.contains("admin=restrict_members+delete_messages") && !link.contains("invite"), "{link}");
    new.open(&link, Some(group));
    stage.until("the group is greeted", |world| ever_said_in(world, stage, group) == 2).await;
    let greeting = stage.simulator.read(|world| said_in(world, stage, group)).pop().unwrap();
    let request = new.open_setup(&greeting).await;
    new.share(request, new.channel).unwrap();
    new.until_done().await;
    new.stage.end().await;
}

#[tokio::test]
async fn a_bot_that_lacks_a_right_in_the_group_says_so_and_goes_on_with_the_same_button() {
    let new = Newcomer::with_channel(Some("book_news")).await;
    let (stage, group) = (&new.stage, new.group);
    stage.simulator.start_private(new.person, stage.bot, None).unwrap();
    stage.simulator.act(|world| world.add_bot_as_admin(group, stage.bot, Rights::DELETE_MESSAGES)).unwrap();
    let greeting = new.greeting().await;
    assert!(greeting.text.contains("Ban users") && !greeting.text.contains("Delete messages"), "{}", greeting.text);
    new.until_told(1).await;
    let link = buttons(&greeting).pop().unwrap().1;
    new.open(&link, None);
    new.until_told(2).await;
    assert_eq!(stage.simulator.read(|world| request(world, stage, new.person)), None, "the rights come first");
    stage.simulator.act(|world| world.add_bot_as_admin(group, stage.bot, Rights::GATEKEEPER)).unwrap();
    stage.settle().await;
    let refusal = stage.simulator.read(|world| told(world, stage, new.person)).pop().unwrap();
    let request = new.open_setup(&refusal).await;
    new.share(request, new.channel).unwrap();
    new.until_done().await;
    new.stage.end().await;
}

#[tokio::test]
async fn a_private_channel_of_which_the_caller_is_no_admin_is_refused_in_words_and_kept_secret() {
    let new = Newcomer::with_channel(Some("book_news")).await;
    let (stage, group) = (&new.stage, new.group);
    // Whoever owned the channel when it was linked owns the group no more.
    stage.simulator.act(|world| {
        let other = world.add_user("Oleg");
        let secret = world.add_channel(other, "Secret books", None);
        world.link(secret, group).unwrap();
        world.add_bot_as_admin(secret, stage.bot, Rights::INVITE_USERS).unwrap();
    });
    let greeting = new.add_to_group().await;
    let press = stage.simulator.press(group, greeting.id, new.person, 0, 0).unwrap();
    stage.until("the press is answered", |world| world.callback_answer(&press).is_some()).await;
    stage.until("the refusal stands in the group", |world| said_in(world, stage, group).len() == 2).await;
    let refusal = stage.simulator.read(|world| said_in(world, stage, group)).pop().unwrap();
    assert!(refusal.text.contains("private") && !refusal.text.contains("/protect"), "{}", refusal.text);
    stage.settle().await;
    assert_eq!(stage.count("createChatInviteLink"), 0, "nobody gets a link to a stranger's channel");
    new.stage.end().await;
}

#[tokio::test]
async fn several_groups_are_set_up_by_one_person_each_by_its_own_link() {
    let new = Newcomer::with_channel(Some("book_news")).await;
    let stage = &new.stage;
    let first = new.add_to_group().await;
    let second_group = stage.simulator.add_supergroup(new.person, "Poem club");
    stage.simulator.act(|world| world.add_bot_as_admin(second_group, stage.bot, Rights::GATEKEEPER)).unwrap();
    stage.until("the other is greeted", |world| said_in(world, stage, second_group).len() == 1).await;
    let second = stage.simulator.read(|world| said_in(world, stage, second_group).remove(0));

    let of_first = new.open_setup(&first).await;
    stage.simulator.act(|world| world.open_link(new.person, &buttons(&second)[0].1, None)).unwrap();
    stage.until("the other can be set up", |world| request(world, stage, new.person) != Some(of_first)).await;
    let of_second = new.until_asked().await;
    new.share(of_second, new.channel).unwrap();
    stage.until("the other gate is on", |world| ever_said_in(world, stage, second_group) == 2).await;
    stage.settle().await;
    assert_eq!(stage.simulator.read(|world| said_in(world, stage, new.group).len()), 1, "the first is as it was");
    new.stage.end().await;
}
