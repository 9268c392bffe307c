//! What every text looks like, in every language.

use portcullis_domain::{
    exemption::Exemption,
    gate::{Allowed, Decision},
    judgement::{Judgement, MemberState, Rule},
    ladder::NextStep,
    ports::{CommandScope, RestrictionCounts},
    settings::{Mode, OnUnknown, Policy},
    step::Step,
    sweep::{SweepCounts, SweepEffect, SweepManner},
};
use portcullis_messages::{Language, StatusText, SweepEnd, Texts};

use crate::{
    said::Said,
    world::{SINCE, USER, World, page_of},
};

fn compare(language: Language, name: &str, said: &Said) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("{}__{name}", language.code()), said.to_string());
    });
}

/// Compares something said in every language.
fn compare_all(name: &str, said: impl Fn(&Texts, Language) -> Said) {
    let texts = Texts::load().unwrap();
    for language in Texts::languages() {
        compare(*language, name, &said(&texts, *language));
    }
}

#[test]
fn everything_once() {
    let texts = Texts::load().unwrap();
    let world = World::ordinary(2, 2);
    for language in Texts::languages() {
        for (name, said) in world.everything(&texts, *language) {
            compare(*language, name, &said);
        }
    }
}

#[test]
fn the_notice_in_its_forms() {
    compare_all("notice_for_one", |texts, language| texts.notice(language, &World::ordinary(1, 1).notice(0)).into());
    compare_all("notice_for_many_any", |texts, language| {
        let world = World { policy: Policy::Any, ..World::ordinary(3, 3) };
        texts.notice(language, &world.notice(17)).into()
    });
    compare_all("notice_without_channels", |texts, language| {
        texts.notice(language, &World::ordinary(0, 0).notice(5)).into()
    });
    compare_all("notice_of_the_admins_own", |texts, language| {
        let custom = "<b>Welcome to {group}</b>, {name}. Read {channels} first.".to_owned();
        texts.notice(language, &World { custom, ..World::ordinary(2, 2) }.notice(0)).into()
    });
}

#[test]
fn a_welcome_in_the_admins_words() {
    let custom = "Welcome to <b>{group}</b>, {name}! You are in {channels}.".to_owned();
    for (name, people) in [("welcome_of_one", 1), ("welcome_of_several", 3)] {
        let world = World { custom: custom.clone(), ..World::ordinary(2, people) };
        compare_all(name, |texts, language| texts.welcome(language, &world.welcome()).unwrap().into());
    }
}

#[test]
fn the_answers_in_their_forms() {
    compare_all("still_missing_any", |texts, language| {
        texts.still_missing(language, &World::ordinary(3, 0).channels, Policy::Any).into()
    });
    compare_all("still_missing_unknown", |texts, language| texts.still_missing(language, &[], Policy::All).into());
    compare_all("still_missing_too_long", |texts, language| {
        let world = World::of("A title of a channel that goes on and on and on and on and on", 5, None);
        texts.still_missing(language, &world.channels, Policy::All).into()
    });
}

#[test]
fn the_private_chat_in_its_forms() {
    compare_all("restrictions_of_one_group", |texts, language| {
        texts.restrictions_of(language, &World::ordinary(1, 0).restrictions(1)).into()
    });
    compare_all("restrictions_of_any", |texts, language| {
        let world = World { policy: Policy::Any, ..World::ordinary(2, 0) };
        texts.restrictions_of(language, &world.restrictions(1)).into()
    });
    compare_all("restrictions_of_no_channels", |texts, language| {
        texts.restrictions_of(language, &World::ordinary(0, 0).restrictions(1)).into()
    });
    compare_all("restrictions_of_many_groups", |texts, language| {
        texts.restrictions_of(language, &World::ordinary(1, 0).restrictions(14)).into()
    });
    compare_all("restrictions_of_none", |texts, language| texts.restrictions_of(language, &[]).into());
}

#[test]
fn protection_in_its_forms() {
    compare_all("protected_on_trial", |texts, language| {
        let world = World { mode: Mode::Observe, policy: Policy::Any, ..World::ordinary(2, 0) };
        texts.protected(language, &world.protected(&world.bot())).into()
    });
    compare_all("protected_with_one_channel", |texts, language| {
        let world = World::ordinary(1, 0);
        texts.protected(language, &world.protected(&world.bot())).into()
    });
    compare_all("sweep_on_trial", |texts, language| {
        let counts = SweepCounts { total: 40, passed: 30, restricted: 10, ..SweepCounts::default() };
        let manner = SweepManner { effect: SweepEffect::Note, has_commenters: false };
        texts.sweep_summary(language, "Tea House", manner, &counts, SweepEnd::Done).into()
    });
    compare_all("unprotected_one", |texts, language| texts.unprotected(language, "Tea House", 1).into());
    compare_all("unprotected_nobody", |texts, language| texts.unprotected(language, "Tea House", 0).into());
    compare_all("unprotected_keep_one", |texts, language| texts.unprotected_keep(language, "Tea House", 1).into());
    compare_all("unprotected_keep_nobody", |texts, language| texts.unprotected_keep(language, "Tea House", 0).into());
    compare_all("channels_removed_all", |texts, language| {
        texts.channels_removed(language, &World::ordinary(1, 0).channels, &[]).into()
    });
}

#[test]
fn the_line_about_the_gate_in_its_forms() {
    compare_all("setup_gate_on_trial", |texts, language| {
        let world = World { mode: Mode::Observe, policy: Policy::Any, ..World::ordinary(2, 0) };
        texts.setup_gate_on(language, &world.protected(&world.bot())).into()
    });
}

#[test]
fn the_status_in_its_forms() {
    let world = World::ordinary(1, 0);
    let statuses = world.channel_statuses();
    compare_all("status_off", |texts, language| {
        texts.status(language, &StatusText { enabled: false, owner_name: None, ..world.status(&statuses) }).into()
    });
    compare_all("status_on_trial", |texts, language| {
        let counts = RestrictionCounts { observed: 4, ..RestrictionCounts::default() };
        texts.status(language, &StatusText { mode: Mode::Observe, counts, ..world.status(&statuses) }).into()
    });
    compare_all("status_without_rights", |texts, language| {
        texts.status(language, &StatusText { can_enforce: false, ..world.status(&statuses) }).into()
    });
    compare_all("status_braked", |texts, language| {
        texts.status(language, &StatusText { braked_since: Some(SINCE), ..world.status(&statuses) }).into()
    });
}

#[test]
fn why_in_its_forms() {
    let allowed = |rule| Judgement { rule, decision: Decision::Allow(Allowed::Met) };
    let forms = [
        ("why_off", MemberState::Member, Rule::NotProtected, 0..0),
        ("why_braked", MemberState::Member, Rule::Braked, 0..0),
        ("why_administrator", MemberState::Administrator, Rule::Exempt(Exemption::Administrator), 1..6),
        ("why_exempt", MemberState::MutedByAdministrator, Rule::Exempt(Exemption::ByAdmin), 6..14),
        ("why_bot", MemberState::RestrictedInPart, Rule::Exempt(Exemption::Bot), 0..0),
        ("why_in_doubt", MemberState::CannotTell, Rule::AdministratorsUnknown, 0..0),
        ("why_lenient", MemberState::Absent, Rule::OnUnknown(OnUnknown::Allow), 0..0),
        ("why_strict", MemberState::Banned, Rule::OnUnknown(OnUnknown::Restrict), 0..0),
        ("why_to_be_released", MemberState::MutedByGate, Rule::Policy(Policy::All), 0..1),
        ("why_not_known", MemberState::NotKnown, Rule::Policy(Policy::Any), 0..0),
    ];
    let world = World::ordinary(3, 2);
    for (name, state, rule, cases) in forms {
        compare_all(name, |texts, language| world.why(texts, language, (state, allowed(rule)), cases.clone()).into());
    }
    let steps = [
        ("why_reminded", Step::Remind, NextStep::Stand),
        ("why_to_be_reminded", Step::Mute, NextStep::Take(Step::Remind)),
        ("why_warned", Step::Warn, NextStep::Take(Step::Warn)),
        ("why_warned_before", Step::Warn, NextStep::Take(Step::Mute)),
    ];
    for (name, step, next) in steps {
        let world = World { step, next: Some(next), ..World::ordinary(1, 1) };
        let restricted = || (MemberState::Member, world.restricted().1);
        let cases = if step == Step::Mute { 0..0 } else { 0..2 };
        compare_all(name, |texts, language| world.why(texts, language, restricted(), cases.clone()).into());
    }
    compare_all("why_observed", |texts, language| {
        let world = World { mode: Mode::Observe, policy: Policy::Any, count: 1, ..World::ordinary(2, 2) };
        world.why(texts, language, world.restricted(), 0..3).into()
    });
}

#[test]
fn the_rest_in_its_forms() {
    compare_all("exempted_without_name", |texts, language| texts.exempted(language, USER, None).into());
    compare_all("exemptions_of_one", |texts, language| {
        texts.exemptions(language, &page_of(&[(USER, None)], 1, 0)).into()
    });
    compare_all("exemptions_of_nobody", |texts, language| texts.exemptions(language, &page_of(&[], 0, 0)).into());
    compare_all("command_menu_of_others", |texts, _| texts.command_menu(CommandScope::AllPrivateChats, None).into());
}
