//! Words and sentences that a page may replace.

/// A word or a sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// A hash of its key. Nobody has to load the keys: a page that replaces words brings them.
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
        Self { id: hash(key.as_bytes()), english }
    }
}

/// Declares a word where it is used: its key, and what it is in English.
///
/// The list in `docs/messages.md` is made of these declarations.
macro_rules! word {
    ($key:literal, $english:literal) => {
        const { &$crate::text::Entry::new($key, $english) }
    };
}
pub(super) use word;

/// The words of one form: English, but for those that its page replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<(u32, String)>);

impl Words {
    /// English, with these in the place of the words of those keys.
    pub fn replacing(words: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut replacing = Self::default();
        words.into_iter().for_each(|(key, text)| replacing.replace(&key, text));
        replacing
    }

    /// Puts a text in the place of the word of that key.
    pub fn replace(&mut self, key: &str, text: String) {
        self.0.push((hash(key.as_bytes()), text));
    }

    /// The word, or what stands in its place.
    pub fn say(&self, word: Word) -> String {
        self.text(word).to_owned()
    }

    /// The sentence with each gap filled; one that is not known stays empty.
    pub fn fill(&self, word: Word, gaps: &[(&str, &str)]) -> String {
        let (mut filled, mut rest) = (String::new(), self.text(word));
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(before);
            filled.push_str(gaps.iter().find(|it| it.0 == name).map_or("", |it| it.1));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// The same, without a copy.
    pub fn text(&self, word: Word) -> &str {
        self.0.iter().find(|it| it.0 == word.id).map_or(word.english, |it| &it.1)
    }
}

/// FNV-1a, 32 bits. A test says that no two keys of ours meet in it.
const fn hash(key: &[u8]) -> u32 {
    let (mut hash, mut at) = (0x811C_9DC5_u32, 0);
    while at < key.len() {
        hash = (hash ^ key[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}
