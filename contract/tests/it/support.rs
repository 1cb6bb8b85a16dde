//! Small things every test needs.

use roosted_contract::{Draft, Field};

/// A draft with these fields typed in.
pub(crate) fn draft<'t>(typed: impl IntoIterator<Item = (Field, &'t str)>) -> Draft {
    let mut draft = Draft::default();
    for (field, text) in typed {
        draft.set(field, text);
    }
    draft
}

/// A draft with a name and one more field.
pub(crate) fn named(field: Field, text: &str) -> Draft {
    draft([(Field::Name, "Ada"), (field, text)])
}

/// Unicode white space, U+200B–U+200F, U+202A–U+202E, U+2060 and U+FEFF, written out: the
/// characters that the interface drops at both ends of a text.
pub(crate) const DROPPED: [char; 37] = [
    '\u{9}', '\u{A}', '\u{B}', '\u{C}', '\u{D}', '\u{20}', '\u{85}', '\u{A0}', '\u{1680}',
    '\u{2000}', '\u{2001}', '\u{2002}', '\u{2003}', '\u{2004}', '\u{2005}', '\u{2006}', '\u{2007}',
    '\u{2008}', '\u{2009}', '\u{200A}', '\u{2028}', '\u{2029}', '\u{202F}', '\u{205F}', '\u{3000}',
    '\u{200B}', '\u{200C}', '\u{200D}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{202C}',
    '\u{202D}', '\u{202E}', '\u{2060}', '\u{FEFF}',
];
