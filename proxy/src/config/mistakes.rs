//! What is wrong with the settings, told all at once.

use std::fmt;

/// Everything that is wrong with the settings.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mistakes(Vec<(&'static str, String)>);

/// A setting is wrong, and that has been noted.
pub(super) struct Noted;

impl Mistakes {
    /// Notes that `setting` is wrong, in a sentence without a full stop.
    pub(crate) fn note(&mut self, setting: &'static str, sentence: impl Into<String>) {
        self.0.push((setting, sentence.into()));
    }

    /// Reads a value, or notes why it cannot be read.
    pub(super) fn read<T>(
        &mut self,
        setting: &'static str,
        value: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        // An empty list of users must not mean "everybody" because a template had a hole.
        let result = match value.trim() {
            "" => Err("it is set and empty; leave it out instead".to_owned()),
            value => read(value),
        };
        result.map_err(|sentence| self.note(setting, sentence)).ok()
    }

    /// The same for a value that may be left out.
    pub(super) fn read_if_set<T>(
        &mut self,
        setting: &'static str,
        value: Option<&str>,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Noted> {
        match value {
            None => Ok(None),
            Some(value) => self.read(setting, value, read).map(Some).ok_or(Noted),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The settings that are wrong, in the order they were found.
    pub fn settings(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(setting, _)| *setting)
    }
}

/// One line for each.
impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("these settings cannot be used:")?;
        self.0.iter().try_for_each(|(setting, sentence)| write!(f, "\n  {setting}: {sentence}"))
    }
}

impl std::error::Error for Mistakes {}
