//! A set of named yes-or-no flags, the shape of both permissions and administrator rights.

/// Declares a set of flags that the Bot API writes as booleans named `can_…` or `is_…`.
macro_rules! flags {
    ($(#[$meta:meta])* $set:ident { $($(#[$flag_meta:meta])* $flag:ident = $name:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $set(u32);

        impl $set {
            /// No flag at all.
            pub const NONE: Self = Self(0);
            /// Each flag with the name that the Bot API gives it.
            pub const NAMED: &'static [(&'static str, Self)] = &[$(($name, Self::$flag)),+];
            /// Every flag.
            pub const ALL: Self = Self((1 << Self::NAMED.len()) - 1);
            flags!(@constants 0; $($(#[$flag_meta])* $flag = $name,)+);

            /// Whether every flag of `other` is set here.
            #[must_use]
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }

            /// The flags set here or in `other`.
            #[must_use]
            pub const fn with(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// The flags set here and not in `other`.
            #[must_use]
            pub const fn without(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }

            /// Reads the flags out of an object; an absent flag is off.
            #[must_use]
            pub fn from_json(object: &serde_json::Value) -> Self {
                Self::NAMED
                    .iter()
                    .filter(|(name, _)| object.get(name).and_then(serde_json::Value::as_bool) == Some(true))
                    .fold(Self::NONE, |set, (_, flag)| set.with(*flag))
            }

            /// Writes every flag into `object`.
            pub fn write(self, object: &mut serde_json::Value) {
                for (name, flag) in Self::NAMED {
                    object[*name] = self.contains(*flag).into();
                }
            }
        }
    };
    (@constants $bit:expr; $(#[$meta:meta])* $flag:ident = $name:literal, $($rest:tt)*) => {
        #[doc = concat!("`", $name, "`")]
        $(#[$meta])*
        pub const $flag: Self = Self(1 << $bit);
        flags!(@constants $bit + 1; $($rest)*);
    };
    (@constants $bit:expr;) => {};
}

pub(super) use flags;
