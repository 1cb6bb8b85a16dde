//! Words and sentences that a language or a page may replace.

use super::intl;

/// A word or a sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// A hash of its key. Nobody has to load the keys: who replaces words brings them.
    id: u32,
    /// What it is in English, with gaps like `{count}`.
    pub english: &'static str,
}

/// Where a word or a sentence is declared: code that speaks of many words is small if each is one
/// number.
pub type Word = &'static Entry;

impl Entry {
    /// The word of that key.
    pub const fn new(key: &str, english: &'static str) -> Self {
        Self { id: hash(START, key.as_bytes()), english }
    }
}

/// A sentence about a number of things. Its forms have the keys `….one`, `….other` and whatever else
/// a language has.
#[derive(Debug)]
pub struct Counted {
    /// A hash of what all of its keys begin with, the dot included.
    id: u32,
    one: &'static str,
    other: &'static str,
}

impl Counted {
    /// The sentence whose forms have that key and a dot in front.
    pub const fn new(key: &str, one: &'static str, other: &'static str) -> Self {
        Self { id: hash(hash(START, key.as_bytes()), b"."), one, other }
    }
}

/// Declares a word where it is used: its key, and what it is in English. It does not compile while a
/// language lacks it.
///
/// The list in `docs/messages.md` is made of these declarations.
macro_rules! word {
    ($key:literal, $english:literal) => {
        const {
            roosted_languages::expect($key, $english);
            &$crate::text::Entry::new($key, $english)
        }
    };
}
pub(super) use word;

/// Declares a sentence about a number of things: its key, and what it is in English for one thing and
/// for any other number. It does not compile while a language lacks one of its plural forms.
macro_rules! plural {
    ($key:literal, $one:literal, $other:literal) => {
        const {
            roosted_languages::expect_plural($key, $other);
            &$crate::text::word::Counted::new($key, $one, $other)
        }
    };
}
pub(super) use plural;

/// The words of one form: English, but for those that a language or its page replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The language of the words, as the attribute `lang` has it.
    pub lang: String,
    /// Where a line begins: `ltr` or `rtl`.
    pub dir: String,
    /// The language that numbers and times are written in, which may name a region.
    pub locale: String,
    replaced: Vec<(u32, String)>,
}

impl Default for Words {
    fn default() -> Self {
        Self { lang: "en".into(), dir: "ltr".into(), locale: "en".into(), replaced: Vec::default() }
    }
}

impl Words {
    /// English, with these in the place of the words of those keys.
    pub fn replacing(words: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut replacing = Self::default();
        words.into_iter().for_each(|(key, text)| replacing.replace(&key, text));
        replacing
    }

    /// Puts a text in the place of the word of that key.
    pub fn replace(&mut self, key: &str, text: String) {
        self.replaced.push((hash(START, key.as_bytes()), text));
    }

    /// The word, or what stands in its place.
    pub fn say(&self, word: Word) -> String {
        self.text(word).to_owned()
    }

    /// The sentence with each gap filled; one that is not known stays empty.
    pub fn fill(&self, word: Word, gaps: &[(&str, &str)]) -> String {
        filled(self.text(word), gaps)
    }

    /// The sentence in the form that belongs to the number, and the number in its gap.
    pub fn count(&self, sentence: &Counted, count: u64, gap: (&str, &str)) -> String {
        let form = intl::plural(&self.locale, count);
        let said = |form: &str| self.replaced(hash(sentence.id, form.as_bytes()));
        let text = match &*form {
            "one" => said("one").unwrap_or(sentence.one),
            form => said(form).or_else(|| said("other")).unwrap_or(sentence.other),
        };
        filled(text, &[("count", &self.number(count)), gap])
    }

    /// A whole number as people write it.
    pub fn number(&self, number: u64) -> String {
        intl::number(&self.locale, number)
    }

    /// The same, without a copy.
    pub fn text(&self, word: Word) -> &str {
        self.replaced(word.id).unwrap_or(word.english)
    }

    fn replaced(&self, id: u32) -> Option<&str> {
        self.replaced.iter().find(|it| it.0 == id).map(|it| &*it.1)
    }
}

fn filled(mut rest: &str, gaps: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        filled.push_str(gaps.iter().find(|it| it.0 == name).map_or("", |it| it.1));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// What the hash of nothing is.
const START: u32 = 0x811C_9DC5;

/// FNV-1a, 32 bits, from the hash of what stands before. A test says that no two keys of ours meet in it.
const fn hash(mut hash: u32, key: &[u8]) -> u32 {
    let mut at = 0;
    while at < key.len() {
        hash = (hash ^ key[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}
