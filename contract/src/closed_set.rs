//! Enums that travel as fixed words, declared once as a table.

/// Declares an enum with one word for each variant, its list, and its wire form.
///
/// With `else Unknown`, a word this build does not know is read as that variant, so an old
/// widget survives a newer proxy.
macro_rules! closed_set {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$doc:meta])* $variant:ident = $word:literal, )+ }
        else $(#[$other_doc:meta])* $other:ident
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $( $(#[$doc])* $variant, )+
            $(#[$other_doc])*
            $other,
        }

        impl $name {
            /// Every variant that has a word, in the order of the interface.
            pub const ALL: &[Self] = &[$( Self::$variant, )+];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )+
                    Self::$other => "unknown",
                }
            }

            /// Reads a word; one that is not in the set is
            #[doc = concat!("[`Self::", stringify!($other), "`].")]
            pub fn named(word: &str) -> Self {
                Self::ALL.iter().copied().find(|it| it.as_str() == word).unwrap_or(Self::$other)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Ok(Self::named(&word))
            }
        }
    };
}

pub(crate) use closed_set;
