//! How long things are cached, and how many of them.

use std::time::Duration;

use portcullis_domain::chat_member::Membership;
use thiserror::Error;

/// How long it is cached that nobody could tell: long enough that a Telegram in trouble is not asked again with every
/// message, short enough that people are judged properly as soon as it is well.
pub const UNKNOWN_TTL: Duration = Duration::from_secs(5);

/// The longest time that anything may be cached: what is older is no longer news.
pub const MAX_TTL: Duration = Duration::from_hours(7 * 24);

/// The most jitter that a time may have, in percent.
pub const MAX_JITTER_PERCENT: u32 = 50;

const JITTER_PERCENT: u32 = 15;

/// Why a cache can't be made with these settings; each variant names the field.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidCacheSettings {
    /// A time is zero or longer than [`MAX_TTL`].
    #[error("{0} must be longer than 0 s and at most {max} s", max = MAX_TTL.as_secs())]
    Ttl(&'static str),
    /// The jitter is more than [`MAX_JITTER_PERCENT`].
    #[error("jitter_percent must be at most {MAX_JITTER_PERCENT}")]
    JitterPercent,
    /// There is no room for a single entry.
    #[error("capacity must be at least 1")]
    Capacity,
}

/// How memberships are cached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MembershipCacheSettings {
    /// How long a member counts as one without being asked about again; 600 s.
    pub positive_ttl: Duration,
    /// How long somebody who is not a member counts as that; 60 s, since people join when they are told to.
    pub negative_ttl: Duration,
    /// By how many percent each time is varied at random, up or down; 15.
    pub jitter_percent: u32,
    /// How many pairs of a person and a channel are cached, at 24 to 54 bytes each, 30 once 1 500 000 are: 45 MB.
    pub capacity: u64,
}

impl Default for MembershipCacheSettings {
    fn default() -> Self {
        Self {
            positive_ttl: Duration::from_mins(10),
            negative_ttl: Duration::from_mins(1),
            jitter_percent: JITTER_PERCENT,
            capacity: 1_500_000,
        }
    }
}

impl MembershipCacheSettings {
    /// Whether a cache can be made with these.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`] names the first field that does not fit.
    pub fn validate(&self) -> Result<(), InvalidCacheSettings> {
        ttl("positive_ttl", self.positive_ttl)?;
        ttl("negative_ttl", self.negative_ttl)?;
        jitter_and_capacity(self.jitter_percent, self.capacity)
    }

    pub(crate) fn ttl(&self, membership: Membership) -> Duration {
        match membership {
            Membership::Member => self.positive_ttl,
            Membership::NotMember => self.negative_ttl,
            Membership::Unknown => UNKNOWN_TTL,
        }
    }
}

/// How lists of administrators are cached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdministratorCacheSettings {
    /// How long a list is taken for true; 1 h, since `chat_member` updates tell of every change.
    pub ttl: Duration,
    /// By how many percent each time is varied at random, up or down; 15.
    pub jitter_percent: u32,
    /// How many groups' lists are cached, at about 2 KB for a list of 50; 50 000, or 100 MB if all are that long.
    pub capacity: u64,
}

impl Default for AdministratorCacheSettings {
    fn default() -> Self {
        Self { ttl: Duration::from_hours(1), jitter_percent: JITTER_PERCENT, capacity: 50_000 }
    }
}

impl AdministratorCacheSettings {
    /// Whether a cache can be made with these.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`] names the first field that does not fit.
    pub fn validate(&self) -> Result<(), InvalidCacheSettings> {
        ttl("ttl", self.ttl)?;
        jitter_and_capacity(self.jitter_percent, self.capacity)
    }
}

/// How groups are cached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupCacheSettings {
    /// How long a group is cached as it was read; 300 s. Writes of this process are seen at once.
    pub found_ttl: Duration,
    /// How long it is cached that nobody has protected a group; 60 s.
    pub absent_ttl: Duration,
    /// By how many percent each time is varied at random, up or down; 15.
    pub jitter_percent: u32,
    /// How many groups are cached, at about 2 KB each, more with many exemptions; 50 000, or 100 MB. One that has expired
    /// keeps its room until another needs it.
    pub capacity: u64,
}

impl Default for GroupCacheSettings {
    fn default() -> Self {
        Self {
            found_ttl: Duration::from_mins(5),
            absent_ttl: Duration::from_mins(1),
            jitter_percent: JITTER_PERCENT,
            capacity: 50_000,
        }
    }
}

impl GroupCacheSettings {
    /// Whether a cache can be made with these.
    ///
    /// # Errors
    ///
    /// [`InvalidCacheSettings`] names the first field that does not fit.
    pub fn validate(&self) -> Result<(), InvalidCacheSettings> {
        ttl("found_ttl", self.found_ttl)?;
        ttl("absent_ttl", self.absent_ttl)?;
        jitter_and_capacity(self.jitter_percent, self.capacity)
    }
}

fn ttl(field: &'static str, ttl: Duration) -> Result<(), InvalidCacheSettings> {
    if ttl.is_zero() || ttl > MAX_TTL { Err(InvalidCacheSettings::Ttl(field)) } else { Ok(()) }
}

fn jitter_and_capacity(jitter_percent: u32, capacity: u64) -> Result<(), InvalidCacheSettings> {
    if jitter_percent > MAX_JITTER_PERCENT {
        return Err(InvalidCacheSettings::JitterPercent);
    }
    if capacity == 0 { Err(InvalidCacheSettings::Capacity) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_valid() {
        assert_eq!(MembershipCacheSettings::default().validate(), Ok(()));
        assert_eq!(AdministratorCacheSettings::default().validate(), Ok(()));
        assert_eq!(GroupCacheSettings::default().validate(), Ok(()));
    }

    #[test]
    fn a_time_of_nothing_or_of_more_than_a_week_is_refused_by_name() {
        for wrong in [Duration::ZERO, MAX_TTL + Duration::from_secs(1)] {
            let settings = MembershipCacheSettings { negative_ttl: wrong, ..Default::default() };
            let error = settings.validate().unwrap_err();
            assert_eq!(error.to_string(), "negative_ttl must be longer than 0 s and at most 604800 s");
        }
    }

    #[test]
    fn too_much_jitter_and_no_room_are_refused() {
        let settings = GroupCacheSettings { jitter_percent: 51, ..Default::default() };
        assert_eq!(settings.validate(), Err(InvalidCacheSettings::JitterPercent));
        let settings = AdministratorCacheSettings { capacity: 0, ..Default::default() };
        assert_eq!(settings.validate(), Err(InvalidCacheSettings::Capacity));
    }
}
