//! What counts as text: the ends that are dropped, the line ends that are unified, the length.
//!
//! Nothing inside changes: emoji joined by U+200D and right-to-left names survive byte for byte.

use std::borrow::Cow;
use std::ops::RangeInclusive;

/// Whether a character is dropped at both ends of a text.
///
/// Unicode white space, and the invisible marks that copying from a web page or an e-mail
/// leaves behind: zero-width characters, bidirectional marks, the word joiner, the byte order mark.
pub fn is_dropped_at_the_ends(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

/// The characters that are [dropped at the ends](is_dropped_at_the_ends), as ranges in their order.
pub fn dropped_at_the_ends() -> Vec<RangeInclusive<char>> {
    let mut ranges: Vec<RangeInclusive<char>> = Vec::new();
    for c in ('\0'..=char::MAX).filter(|c| is_dropped_at_the_ends(*c)) {
        match ranges.last_mut() {
            Some(last) if u32::from(*last.end()) + 1 == u32::from(c) => *last = *last.start()..=c,
            _ => ranges.push(c..=c),
        }
    }
    ranges
}

/// The text as it is counted and sent: ends dropped, CR LF and CR as LF.
///
/// # Examples
///
/// ```
/// use roosted_contract::text::clean;
///
/// assert_eq!(clean("\u{FEFF} 1 Main St\r\nSuite 2\u{200B}\n"), "1 Main St\nSuite 2");
/// assert_eq!(clean("👩\u{200D}🔧 Ltd"), "👩\u{200D}🔧 Ltd");
/// ```
pub fn clean(typed: &str) -> Cow<'_, str> {
    let kept = typed.trim_matches(is_dropped_at_the_ends);
    if kept.contains('\r') {
        Cow::Owned(kept.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(kept)
    }
}

/// The length of a clean text in Unicode code points.
pub fn length(clean: &str) -> usize {
    clean.chars().count()
}
