//! What every implementation of `Memberships` that caches must keep; `memberships_contract!` runs it on one.
//!
//! An adapter must be empty at first. Where its cache is shared with others, no other may use the same people and
//! channels meanwhile.

use std::time::Duration;

use futures::{
    FutureExt,
    future::{BoxFuture, join_all},
};
use portcullis_cache::{CachedMemberships, MembershipCacheSettings};
use portcullis_domain::{
    ChannelId, UserId,
    chat_member::{ChatMemberStatus, Membership},
    ports::{FloodWait, Memberships},
};
use tokio::time::sleep;

use crate::scripted_bot_api::{Answer, ScriptedBotApi};

const ALICE: UserId = UserId(1);
const BOB: UserId = UserId(2);
const NEWS: ChannelId = ChannelId(-1_001);
const BLOG: ChannelId = ChannelId(-1_002);

const IN: Answer = Answer::Status(ChatMemberStatus::Member);
const OUT: Answer = Answer::Status(ChatMemberStatus::Left);

/// Memberships that tell what they have cached.
pub(crate) trait MembershipsUnderTest: Memberships {
    /// As [`Known::memberships`](portcullis_domain::ports::Known::memberships).
    fn known(&self, user: UserId, channels: &[ChannelId]) -> Option<Vec<(ChannelId, Membership)>>;
}

impl MembershipsUnderTest for CachedMemberships {
    fn known(&self, user: UserId, channels: &[ChannelId]) -> Option<Vec<(ChannelId, Membership)>> {
        Self::known(self, user, channels)
    }
}

/// The default times, but for strangers: those are soon asked about again.
pub(crate) fn short_lived_for_strangers() -> MembershipCacheSettings {
    MembershipCacheSettings { negative_ttl: Duration::from_millis(50), ..MembershipCacheSettings::default() }
}

/// One test for each case, on a fresh adapter made by `$adapter`, a function of an `Arc<ScriptedBotApi>` and
/// `&MembershipCacheSettings` that gives the future of an `impl MembershipsUnderTest`; or, `in turn`, all cases within one
/// test.
#[macro_export]
macro_rules! memberships_contract {
    (in turn $adapter:expr) => {
        $crate::memberships_contract! { @cases @in_turn $adapter }
    };
    (@in_turn $adapter:expr, $settings:expr; $($case:ident),+ $(,)?) => {
        $({
            let bot = std::sync::Arc::new($crate::scripted_bot_api::ScriptedBotApi::new());
            let memberships = $adapter(std::sync::Arc::clone(&bot), $settings).await;
            $crate::memberships_contract::$case(&memberships, &bot).await;
        })+
    };
    (@each $adapter:expr, $settings:expr; $($case:ident),+ $(,)?) => {
        $(#[tokio::test]
        async fn $case() {
            let bot = std::sync::Arc::new($crate::scripted_bot_api::ScriptedBotApi::new());
            let memberships = $adapter(std::sync::Arc::clone(&bot), &$settings).await;
            $crate::memberships_contract::$case(&memberships, &bot).await;
        })+
    };
    (@cases @$how:ident $adapter:expr) => {
        $crate::memberships_contract! { @$how $adapter, $crate::memberships_contract::short_lived_for_strangers();
            a_member_is_cached_longer_than_a_stranger,
        }
        $crate::memberships_contract! { @$how $adapter, portcullis_cache::MembershipCacheSettings::default();
            what_was_looked_up_is_known,
            nothing_is_known_while_one_channel_is_not,
            answers_come_in_the_order_asked_for,
            concurrent_misses_make_one_call,
            channels_are_looked_up_at_the_same_time,
            a_caller_who_leaves_takes_nobody_along,
            a_look_up_that_fails_is_unknown_and_not_asked_again_at_once,
            a_person_telegram_does_not_know_is_unknown,
            a_flood_wait_is_handed_on_and_not_cached,
            the_longest_flood_wait_is_told_and_other_answers_are_kept,
            what_telegram_tells_unasked_is_known,
            what_telegram_tells_unasked_beats_a_look_up_on_its_way,
            recording_unknown_forgets_one_membership,
            fresh_goes_past_the_cache_and_is_cached,
            a_press_is_looked_up_as_one_and_its_answer_cached,
            fresh_does_not_take_an_answer_asked_for_earlier,
            a_fresh_look_up_that_fails_displaces_nothing,
            a_no_of_this_moment_is_confirmed_and_a_member_always_is,
            a_forgotten_channel_is_looked_up_again,
            a_look_up_on_its_way_is_forgotten_with_its_channel,
            no_channels_are_known_at_once,
        }
    };
    ($adapter:path) => {
        $crate::memberships_contract! { @cases @each $adapter }
    };
}

/// A look-up that finds Alice outside, held back once it has reached Telegram.
async fn held_look_up<'a>(
    memberships: &'a dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) -> BoxFuture<'a, Result<Vec<(ChannelId, Membership)>, FloodWait>> {
    bot.answer(ALICE, NEWS, OUT);
    bot.hold();
    let mut look_up = memberships.get(ALICE, &[NEWS]);
    assert_eq!((&mut look_up).now_or_never(), None);
    bot.called(1).await;
    look_up
}

pub(crate) async fn what_was_looked_up_is_known(memberships: &dyn MembershipsUnderTest, bot: &ScriptedBotApi) {
    bot.answer(ALICE, NEWS, IN);
    assert_eq!(memberships.known(ALICE, &[NEWS]), None);
    assert_eq!(memberships.get(ALICE, &[NEWS]).await, Ok(vec![(NEWS, Membership::Member)]));
    assert_eq!(memberships.known(ALICE, &[NEWS]), Some(vec![(NEWS, Membership::Member)]));
    assert_eq!(memberships.known(BOB, &[NEWS]), None);
    assert_eq!(bot.calls(), 1);
}

pub(crate) async fn nothing_is_known_while_one_channel_is_not(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    memberships.record(ALICE, NEWS, Membership::Member).await;
    assert_eq!(memberships.known(ALICE, &[NEWS, BLOG]), None);
    bot.answer(ALICE, BLOG, OUT);
    let both = vec![(NEWS, Membership::Member), (BLOG, Membership::NotMember)];
    assert_eq!(memberships.get(ALICE, &[NEWS, BLOG]).await, Ok(both));
    assert_eq!(bot.calls(), 1);
}

pub(crate) async fn answers_come_in_the_order_asked_for(memberships: &dyn MembershipsUnderTest, bot: &ScriptedBotApi) {
    bot.answer(ALICE, NEWS, IN);
    bot.answer(ALICE, BLOG, OUT);
    let answers = vec![(BLOG, Membership::NotMember), (NEWS, Membership::Member)];
    assert_eq!(memberships.get(ALICE, &[BLOG, NEWS]).await, Ok(answers.clone()));
    assert_eq!(memberships.known(ALICE, &[BLOG, NEWS]), Some(answers));
}

pub(crate) async fn a_member_is_cached_longer_than_a_stranger(
    memberships: &dyn MembershipsUnderTest,
    _: &ScriptedBotApi,
) {
    memberships.record(ALICE, NEWS, Membership::Member).await;
    memberships.record(BOB, NEWS, Membership::NotMember).await;
    sleep(Duration::from_millis(80)).await;
    assert_eq!(memberships.known(ALICE, &[NEWS]), Some(vec![(NEWS, Membership::Member)]));
    assert_eq!(memberships.known(BOB, &[NEWS]), None);
}

pub(crate) async fn concurrent_misses_make_one_call(memberships: &dyn MembershipsUnderTest, bot: &ScriptedBotApi) {
    bot.answer(ALICE, NEWS, IN);
    let answers = join_all((0..100).map(|_| memberships.get(ALICE, &[NEWS]))).await;
    assert!(answers.iter().all(|answer| *answer == Ok(vec![(NEWS, Membership::Member)])));
    assert_eq!(bot.calls(), 1);
}

pub(crate) async fn channels_are_looked_up_at_the_same_time(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    bot.hold();
    let channels = [NEWS, BLOG];
    let mut asking = memberships.get(ALICE, &channels);
    assert_eq!((&mut asking).now_or_never(), None);
    bot.called(2).await;
    bot.release();
    assert!(asking.await.is_ok());
}

pub(crate) async fn a_caller_who_leaves_takes_nobody_along(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    bot.answer(ALICE, NEWS, IN);
    bot.hold();
    let mut first = memberships.get(ALICE, &[NEWS]);
    assert_eq!((&mut first).now_or_never(), None);
    bot.called(1).await;
    let mut second = memberships.get(ALICE, &[NEWS]);
    assert_eq!((&mut second).now_or_never(), None);
    drop(first);
    bot.release();
    assert_eq!(second.await, Ok(vec![(NEWS, Membership::Member)]));
    assert_eq!(bot.calls(), 1);
}

pub(crate) async fn a_look_up_that_fails_is_unknown_and_not_asked_again_at_once(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    bot.answer(ALICE, NEWS, Answer::Nothing);
    let unknown = vec![(NEWS, Membership::Unknown)];
    assert_eq!(memberships.get(ALICE, &[NEWS]).await, Ok(unknown.clone()));
    assert_eq!(memberships.known(ALICE, &[NEWS]), Some(unknown.clone()));
    assert_eq!(memberships.get(ALICE, &[NEWS]).await, Ok(unknown));
    assert_eq!(bot.calls(), 1);
}

pub(crate) async fn a_person_telegram_does_not_know_is_unknown(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    bot.answer(ALICE, NEWS, Answer::UserUnknown);
    assert_eq!(memberships.get(ALICE, &[NEWS]).await, Ok(vec![(NEWS, Membership::Unknown)]));
}

pub(crate) async fn a_flood_wait_is_handed_on_and_not_cached(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    bot.answer(ALICE, NEWS, Answer::RetryAfter(Duration::from_secs(7)));
    let answers = join_all((0..3).map(|_| memberships.get(ALICE, &[NEWS]))).await;
    assert!(answers.iter().all(|answer| *answer == Err(FloodWait(Duration::from_secs(7)))));
    assert_eq!(memberships.known(ALICE, &[NEWS]), None);
    bot.answer(ALICE, NEWS, IN);
    assert_eq!(memberships.get(ALICE, &[NEWS]).await, Ok(vec![(NEWS, Membership::Member)]));
    assert_eq!(bot.calls(), 2);
}

pub(crate) async fn the_longest_flood_wait_is_told_and_other_answers_are_kept(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    const SHOP: ChannelId = ChannelId(-1_003);
    bot.answer(ALICE, NEWS, Answer::RetryAfter(Duration::from_secs(7)));
    bot.answer(ALICE, BLOG, IN);
    bot.answer(ALICE, SHOP, Answer::RetryAfter(Duration::from_secs(9)));
    let answer = memberships.get(ALICE, &[NEWS, BLOG, SHOP]).await;
    assert_eq!(answer, Err(FloodWait(Duration::from_secs(9))));
    assert_eq!(memberships.known(ALICE, &[BLOG]), Some(vec![(BLOG, Membership::Member)]));
}

pub(crate) async fn what_telegram_tells_unasked_is_known(memberships: &dyn MembershipsUnderTest, bot: &ScriptedBotApi) {
    memberships.record(ALICE, NEWS, Membership::Member).await;
    memberships.record(ALICE, NEWS, Membership::NotMember).await;
    assert_eq!(memberships.known(ALICE, &[NEWS]), Some(vec![(NEWS, Membership::NotMember)]));
    assert_eq!(bot.calls(), 0);
}

pub(crate) async fn what_telegram_tells_unasked_beats_a_look_up_on_its_way(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    let asking = held_look_up(memberships, bot).await;
    memberships.record(ALICE, NEWS, Membership::Member).await;
    bot.release();
    assert_eq!(asking.await, Ok(vec![(NEWS, Membership::Member)]));
    assert_eq!(memberships.known(ALICE, &[NEWS]), Some(vec![(NEWS, Membership::Member)]));
}

pub(crate) async fn recording_unknown_forgets_one_membership(
    memberships: &dyn MembershipsUnderTest,
    _: &ScriptedBotApi,
) {
    memberships.record(ALICE, NEWS, Membership::Member).await;
    memberships.record(ALICE, BLOG, Membership::Member).await;
    memberships.record(ALICE, NEWS, Membership::Unknown).await;
    assert_eq!(memberships.known(ALICE, &[NEWS]), None);
    assert_eq!(memberships.known(ALICE, &[BLOG]), Some(vec![(BLOG, Membership::Member)]));
}

pub(crate) async fn fresh_goes_past_the_cache_and_is_cached(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    memberships.record(ALICE, NEWS, Membership::NotMember).await;
    bot.answer(ALICE, NEWS, IN);
    assert_eq!(memberships.get_fresh(ALICE, &[NEWS]).await, Ok(vec![(NEWS, Membership::Member)]));
    assert_eq!(memberships.known(ALICE, &[NEWS]), Some(vec![(NEWS, Membership::Member)]));
    assert_eq!(bot.calls(), 1);
}

pub(crate) async fn a_press_is_looked_up_as_one_and_its_answer_cached(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    bot.answer(ALICE, NEWS, IN);
    memberships.get_fresh(ALICE, &[NEWS]).await.unwrap();
    assert_eq!(bot.for_presses(), 0);
    bot.answer(ALICE, NEWS, OUT);
    assert_eq!(memberships.get_fresh_for_press(ALICE, &[NEWS]).await, Ok(vec![(NEWS, Membership::NotMember)]));
    assert_eq!((bot.calls(), bot.for_presses()), (2, 1));
    assert_eq!(memberships.known(ALICE, &[NEWS]), Some(vec![(NEWS, Membership::NotMember)]));
}

pub(crate) async fn fresh_does_not_take_an_answer_asked_for_earlier(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    let _earlier = held_look_up(memberships, bot).await;
    bot.answer(ALICE, NEWS, IN);
    let mut fresh: Vec<_> = (0..10).map(|_| memberships.get_fresh(ALICE, &[NEWS])).collect();
    assert!(fresh.iter_mut().all(|fresh| fresh.now_or_never().is_none()));
    bot.release();
    let fresh = join_all(fresh).await;
    assert!(fresh.iter().all(|answer| *answer == Ok(vec![(NEWS, Membership::Member)])));
    assert_eq!(bot.calls(), 2);
}

pub(crate) async fn a_fresh_look_up_that_fails_displaces_nothing(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    memberships.record(ALICE, NEWS, Membership::Member).await;
    bot.answer(ALICE, NEWS, Answer::Nothing);
    assert_eq!(memberships.get_fresh(ALICE, &[NEWS]).await, Ok(vec![(NEWS, Membership::Unknown)]));
    assert_eq!(memberships.known(ALICE, &[NEWS]), Some(vec![(NEWS, Membership::Member)]));
}

pub(crate) async fn a_no_of_this_moment_is_confirmed_and_a_member_always_is(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    memberships.record(ALICE, NEWS, Membership::Member).await;
    bot.answer(ALICE, BLOG, OUT);
    let both = vec![(NEWS, Membership::Member), (BLOG, Membership::NotMember)];
    for _ in 0..5 {
        assert_eq!(memberships.get_confirmed(ALICE, &[NEWS, BLOG]).await, Ok(both.clone()));
    }
    assert_eq!(bot.calls(), 1);
}

pub(crate) async fn a_forgotten_channel_is_looked_up_again(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    for user in [ALICE, BOB] {
        memberships.record(user, NEWS, Membership::Member).await;
        memberships.record(user, BLOG, Membership::Member).await;
    }
    memberships.forget_channel(NEWS).await;
    bot.answer(ALICE, NEWS, OUT);
    assert_eq!(memberships.known(ALICE, &[NEWS]), None);
    assert_eq!(memberships.known(BOB, &[NEWS]), None);
    assert_eq!(memberships.known(ALICE, &[BLOG]), Some(vec![(BLOG, Membership::Member)]));
    assert_eq!(memberships.get(ALICE, &[NEWS]).await, Ok(vec![(NEWS, Membership::NotMember)]));
}

pub(crate) async fn a_look_up_on_its_way_is_forgotten_with_its_channel(
    memberships: &dyn MembershipsUnderTest,
    bot: &ScriptedBotApi,
) {
    let earlier = held_look_up(memberships, bot).await;
    memberships.forget_channel(NEWS).await;
    bot.answer(ALICE, NEWS, IN);
    let mut later = memberships.get(ALICE, &[NEWS]);
    assert_eq!((&mut later).now_or_never(), None);
    bot.release();
    assert!(earlier.await.is_ok());
    assert_eq!(later.await, Ok(vec![(NEWS, Membership::Member)]));
    assert_eq!(memberships.known(ALICE, &[NEWS]), Some(vec![(NEWS, Membership::Member)]));
}

pub(crate) async fn no_channels_are_known_at_once(memberships: &dyn MembershipsUnderTest, bot: &ScriptedBotApi) {
    assert_eq!(memberships.known(ALICE, &[]), Some(Vec::new()));
    assert_eq!(memberships.get(ALICE, &[]).await, Ok(Vec::new()));
    assert_eq!(bot.calls(), 0);
}
