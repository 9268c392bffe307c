//! Traces of updates, sent to a collector.

use std::time::{Duration, Instant};

use portcullis_tests::{
    TraceCollector,
    trace_collector::{Trace, has_failed, number, text},
};

use super::{assert_discreet, fail_to_mute, running};

#[tokio::test]
async fn an_update_that_memory_cannot_decide_has_a_trace_with_its_calls_and_statements() {
    let collector = TraceCollector::start().await;
    let variables = [("OTLP_ENDPOINT", collector.endpoint()), ("OTLP_SAMPLE_RATIO", "1"), ("ENVIRONMENT", "staging")];
    let mut stage = running(&variables).await;
    let person = stage.stranger("Canaryname");
    stage.say(person, "canarytext");
    stage.until_muted(person).await;

    // The line that tells of their join is a message of theirs too.
    let is_it = |trace: &Trace| {
        number(&trace.root, "user_id") == Some(person) && trace.step_names().contains(&"restrictChatMember")
    };
    let trace = collector.until_trace("of the message", is_it).await;
    assert_eq!(text(&trace.root, "kind").as_deref(), Some("message"));
    assert_eq!(trace.root.name, "update");
    assert_eq!(number(&trace.root, "chat_id"), Some(stage.group));
    assert!(number(&trace.root, "update_id").is_some(), "{trace:#?}");
    let names = trace.step_names();
    for name in ["getChatMember", "restrictChatMember", "deleteMessage", "insert_restrictions"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    for step in &trace.steps {
        assert_eq!(step.parent_span_id, trace.root.span_id, "{step:#?}");
        assert!(step.start_time_unix_nano >= trace.root.start_time_unix_nano, "{trace:#?}");
        assert!(step.end_time_unix_nano <= trace.root.end_time_unix_nano, "{trace:#?}");
    }
    assert_eq!(collector.resource("service.name").as_deref(), Some("portcullis"));
    assert_eq!(collector.resource("service.version").as_deref(), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(collector.resource("deployment.environment.name").as_deref(), Some("staging"));
    stage.until_the_promise_holds().await;
    assert!(stage.stop().await.success());
    assert_discreet("a trace", &collector.everything());
    stage.end().await;
}

#[tokio::test]
async fn whoever_is_known_and_speaks_again_makes_no_span_though_every_trace_is_kept() {
    let collector = TraceCollector::start().await;
    let mut stage = running(&[("OTLP_ENDPOINT", collector.endpoint()), ("OTLP_SAMPLE_RATIO", "1")]).await;
    let member = stage.member("Mia");
    stage.say(member, "hello");
    stage.settle().await;
    for _ in 0..20 {
        stage.say(member, "hello again");
    }
    stage.settle().await;
    assert!(stage.stop().await.success());
    let traces = collector.traces_of(member);
    let messages = traces.iter().filter(|trace| text(&trace.root, "kind").as_deref() == Some("message")).count();
    // The line that tells of their join is the other one.
    assert!((1..=2).contains(&messages), "the first message alone needs a look-up: {traces:#?}");
    stage.end().await;
}

#[tokio::test]
async fn of_all_that_went_well_none_is_kept_at_a_ratio_of_nothing_and_all_that_failed_are() {
    let collector = TraceCollector::start().await;
    let variables = [("OTLP_ENDPOINT", collector.endpoint()), ("OTLP_SAMPLE_RATIO", "0")];
    let mut stage = running(&variables).await;
    let well = stage.stranger("Tom");
    stage.say(well, "hello");
    stage.until_muted(well).await;
    let person = stage.stranger("Canaryname");
    fail_to_mute(&stage, person).await;
    stage.until_the_promise_holds().await;
    stage.settle().await;
    assert!(stage.stop().await.success());

    assert_eq!(collector.traces_of(well).len(), 0, "{:#?}", collector.traces_of(well));
    let traces = collector.traces_of(person);
    assert_eq!(traces.len(), 1, "{traces:#?}");
    let refused = traces[0].steps.iter().find(|step| step.name == "restrictChatMember").unwrap();
    assert!(has_failed(refused) && has_failed(&traces[0].root), "{traces:#?}");
    assert_eq!(text(refused, "outcome").as_deref(), Some("refused"));
    assert!(traces[0].step_names().contains(&"deleteMessage"), "it is kept whole: {traces:#?}");
    assert_discreet("a trace", &collector.everything());
    stage.end().await;
}

#[tokio::test]
async fn a_collector_that_is_away_is_told_of_in_the_log_and_holds_up_nothing() {
    let endpoint = format!("http://{}", portcullis_tests::free_address());
    let mut stage = running(&[("OTLP_ENDPOINT", &endpoint), ("OTLP_SAMPLE_RATIO", "1")]).await;
    let person = stage.stranger("Sam");
    stage.say(person, "hello");
    stage.until_muted(person).await;
    stage.until_the_promise_holds().await;
    let asked = Instant::now();
    assert!(stage.stop().await.success());
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
    assert!(stage.log().contains("traces are not taken"), "{}", stage.log());
    stage.end().await;
}
