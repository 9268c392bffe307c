//! From facts to a decision.

use std::hint::black_box;

use criterion::Criterion;
use portcullis_domain::{
    ChannelId,
    chat_member::Membership,
    gate::{Facts, GatePolicy, decide},
};

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decide");
    for (name, channels, membership) in [
        ("a member of one channel", 1, Membership::Member),
        ("a member of ten channels", 10, Membership::Member),
        ("in none of ten channels", 10, Membership::NotMember),
    ] {
        let facts = Facts::Memberships((0..channels).map(|id| (ChannelId(id), membership)).collect());
        group.bench_function(name, |bencher| bencher.iter(|| decide(GatePolicy::default(), black_box(&facts))));
    }
}
