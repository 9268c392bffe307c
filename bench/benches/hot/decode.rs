//! From an update's bytes to an event.

use std::hint::black_box;

use criterion::Criterion;
use portcullis_bench::{
    ids,
    updates::{Happening, Kind},
};
use portcullis_domain::{UpdateId, inbox::RawUpdate, ports::UpdateDecoder};
use portcullis_telegram::JsonUpdateDecoder;

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decode");
    for (name, kind) in [
        ("message", Kind::Message),
        ("new chat members", Kind::NewChatMembers),
        ("chat member", Kind::Joined),
        ("callback query", Kind::Press),
    ] {
        let mut json = String::new();
        Happening { kind, chat: ids::group(0), person: ids::member(0) }.write(7, &mut json);
        let raw = RawUpdate { id: UpdateId(7), json };
        group.bench_function(name, |bencher| bencher.iter(|| JsonUpdateDecoder.decode(black_box(&raw))));
    }
}
