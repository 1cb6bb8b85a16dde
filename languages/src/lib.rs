//! The words of the form in every language but English.
//!
//! English stands where a word is declared, in the widget. Each declaration calls [`expect`] at
//! compile time: a language that lacks the word, or has other gaps, does not compile. Nothing of the
//! tables is in the module; the build writes each one to a file, which the element fetches when it is
//! asked for that language.

mod ar;
mod de;
mod es;
mod fr;

/// One language.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// Its tag, as `lang` has it.
    pub tag: &'static str,
    /// Where a line begins: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The categories of `Intl.PluralRules`.
    pub plurals: &'static [&'static str],
    /// Every key and its text.
    pub words: &'static [(&'static str, &'static str)],
}

/// Every language.
pub const ALL: [Language; 4] = [ar::ARABIC, de::GERMAN, es::SPANISH, fr::FRENCH];

/// Checks that every language has a word.
///
/// # Panics
///
/// Panics, and names the key, where a language lacks it or has other gaps than `english`: the compiler
/// then refuses the declaration.
pub const fn expect(key: &str, english: &str) {
    let mut at = 0;
    while at < ALL.len() {
        let text = find(&ALL[at], key, "");
        assert_same_gaps(key, english, text, false);
        at += 1;
    }
}

/// Checks that every language has a sentence about a number of things, in each of its plural forms.
/// All but the last form may leave out the number.
///
/// # Panics
///
/// As [`expect`] does.
pub const fn expect_plural(key: &str, english: &str) {
    let mut at = 0;
    while at < ALL.len() {
        let language = &ALL[at];
        let mut form = 0;
        while form < language.plurals.len() {
            let text = find(language, key, language.plurals[form]);
            assert_same_gaps(key, english, text, form + 1 < language.plurals.len());
            form += 1;
        }
        at += 1;
    }
}

/// The text of `key`, or of `key.form`.
const fn find(language: &Language, key: &str, form: &str) -> &'static str {
    let mut at = 0;
    while at < language.words.len() {
        let (name, text) = language.words[at];
        if is(name.as_bytes(), key.as_bytes(), form.as_bytes()) {
            return text;
        }
        at += 1;
    }
    panic!("{}", key)
}

/// Whether a name is that key, or that key and form.
const fn is(name: &[u8], key: &[u8], form: &[u8]) -> bool {
    let length = if form.is_empty() { key.len() } else { key.len() + 1 + form.len() };
    if name.len() != length || !has_at(name, 0, key) {
        return false;
    }
    form.is_empty() || (name[key.len()] == b'.' && has_at(name, key.len() + 1, form))
}

/// Gaps are what stands in braces. A space at the end is for what follows, and so counts too.
const fn assert_same_gaps(key: &str, english: &str, text: &str, may_lack_count: bool) {
    let (english, text) = (english.as_bytes(), text.as_bytes());
    let same = has_gaps_of(text, english, may_lack_count)
        && has_gaps_of(english, text, false)
        && ends_in_space(english) == ends_in_space(text);
    assert!(same, "{}", key);
}

const fn ends_in_space(text: &[u8]) -> bool {
    !text.is_empty() && text[text.len() - 1] == b' '
}

/// Whether `text` has each gap that `other` has.
const fn has_gaps_of(text: &[u8], other: &[u8], may_lack_count: bool) -> bool {
    let mut at = 0;
    while at < other.len() {
        let is_gap = other[at] == b'{' && !(may_lack_count && has_at(other, at, b"{count}"));
        if is_gap && !has_gap(text, other, at) {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether `text` has the gap that begins in `other` at `start`.
const fn has_gap(text: &[u8], other: &[u8], start: usize) -> bool {
    let mut at = 0;
    while at < text.len() {
        let mut length = 0;
        while at + length < text.len()
            && start + length < other.len()
            && text[at + length] == other[start + length]
        {
            if text[at + length] == b'}' {
                return true;
            }
            length += 1;
        }
        at += 1;
    }
    false
}

/// Whether `part` stands in `text` at that place.
const fn has_at(text: &[u8], start: usize, part: &[u8]) -> bool {
    let mut at = 0;
    while at < part.len() {
        if start + at >= text.len() || text[start + at] != part[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(english: &str, text: &str, may_lack_count: bool) -> bool {
        std::panic::catch_unwind(|| assert_same_gaps("key", english, text, may_lack_count)).is_ok()
    }

    #[test]
    fn a_text_has_the_gaps_of_the_english_one() {
        assert!(same("Enter the {field}", "{field} fehlt", false));
        assert!(same("{a} and {b}", "{b}, {a}", false));
        assert!(!same("Enter the {field}", "Fehlt", false));
        assert!(!same("Enter it", "{field} fehlt", false));
        assert!(!same("Enter the {field}", "{feld} fehlt", false));
        assert!(!same("{count} left", "Noch eines", false));
        assert!(same("{count} left", "Noch eines", true));
        assert!(!same("{count} left", "Noch {number}", true));
        assert!(!same("It is kept. ", "Es ist da.", false));
    }

    #[test]
    fn a_word_that_is_nowhere_is_refused() {
        assert!(std::panic::catch_unwind(|| expect("form.nothing", "Nothing")).is_err());
        assert!(std::panic::catch_unwind(|| expect_plural("form.title", "Title")).is_err());
        expect("form.title", "Add a client");
        expect_plural("summary", "There are {count} things to correct");
    }

    #[test]
    fn no_language_says_a_thing_twice_or_nothing() {
        for language in ALL {
            let mut keys: Vec<_> = language.words.iter().map(|it| it.0).collect();
            let length = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), length, "{}", language.tag);
            assert_eq!(language.plurals.last(), Some(&"other"), "{}", language.tag);
            for (key, text) in language.words {
                assert!(!text.trim().is_empty(), "{} {key}", language.tag);
            }
        }
    }
}
