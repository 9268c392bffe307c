//! What Redis must unlearn before it may be asked again.

use std::{
    collections::HashSet,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use portcullis_domain::{ChannelId, UserId};

/// How many memberships may be owed; past that, everything is.
const MOST_PAIRS: usize = 10_000;

/// What changed while Redis could not be told: it may still hold what was true before.
#[derive(Default)]
pub(super) struct Owed {
    debts: Mutex<Bill>,
    exists: AtomicBool,
    is_being_paid: AtomicBool,
}

/// What is owed, with a number that changes whenever something is added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bill {
    number: u64,
    pub(super) debts: Debts,
}

/// Memberships that Redis must forget.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Debts {
    pub(super) pairs: HashSet<(UserId, ChannelId)>,
    pub(super) channels: HashSet<ChannelId>,
    pub(super) everything: bool,
}

impl Owed {
    pub(super) fn exists(&self) -> bool {
        self.exists.load(Ordering::Acquire)
    }

    pub(super) fn add(&self, more: Debts) {
        let mut bill = self.bill();
        bill.number += 1;
        let debts = &mut bill.debts;
        debts.pairs.extend(more.pairs);
        debts.channels.extend(more.channels);
        debts.everything |= more.everything || debts.pairs.len() + debts.channels.len() > MOST_PAIRS;
        if debts.everything {
            *debts = Debts { everything: true, ..Debts::default() };
        }
        self.exists.store(true, Ordering::Release);
    }

    /// Whether the caller is the one to pay, until [`settle`](Self::settle) says that nothing is left.
    pub(super) fn begin_to_pay(&self) -> bool {
        self.exists() && !self.is_being_paid.swap(true, Ordering::AcqRel)
    }

    /// All that is owed; it goes on being so until it is settled.
    pub(super) fn all(&self) -> Bill {
        self.bill().clone()
    }

    /// Strikes out what was paid; `false` if something was added meanwhile, which may be about the same, and newer.
    pub(super) fn settle(&self, paid: &Bill) -> bool {
        let mut bill = self.bill();
        if paid.number != bill.number {
            return false;
        }
        bill.debts = Debts::default();
        self.exists.store(false, Ordering::Release);
        // Under the lock: who adds after this finds nobody paying.
        self.is_being_paid.store(false, Ordering::Release);
        true
    }

    fn bill(&self) -> MutexGuard<'_, Bill> {
        self.debts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(user: i64) -> Debts {
        Debts { pairs: HashSet::from([(UserId(user), ChannelId(-1))]), ..Debts::default() }
    }

    #[test]
    fn what_is_added_while_paying_is_owed_still() {
        let owed = Owed::default();
        assert!(!owed.begin_to_pay());
        owed.add(pair(1));
        assert!(owed.begin_to_pay());
        assert!(!owed.begin_to_pay(), "somebody is at it");
        let paying = owed.all();
        owed.add(pair(2));
        assert!(!owed.settle(&paying));
        assert!(owed.settle(&owed.all()));
        assert!(!owed.exists());
    }

    #[test]
    fn too_many_debts_are_one() {
        let owed = Owed::default();
        (0..=10_000).for_each(|user| owed.add(pair(user)));
        assert_eq!(owed.all().debts, Debts { everything: true, ..Debts::default() });
    }
}
