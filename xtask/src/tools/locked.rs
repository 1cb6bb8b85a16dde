//! What a lock file names, installed once: a folder in the cache for each content of the file.

use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::process;

use anyhow::{Context as _, Result};

use crate::workspace::Workspace;

/// The place of what a lock file names.
#[derive(Debug)]
pub(super) struct Locked {
    pub(super) folder: PathBuf,
}

impl Locked {
    /// The place for this content of the file; `kind` is the first word of its name.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be read.
    pub(super) fn by(workspace: &Workspace, kind: &str, file: &Path) -> Result<Self> {
        let lock = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        Ok(Self { folder: workspace.cache.join(format!("{kind}-{}", fingerprint(&lock))) })
    }

    pub(super) fn is_installed(&self) -> bool {
        self.folder.exists()
    }

    /// Has `install` fill a folder beside it, then moves that there: what exists is complete.
    ///
    /// # Errors
    ///
    /// Fails with `install`, and when nothing can be written.
    pub(super) fn fill(&self, install: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        let partial = self.folder.with_extension(format!("partial-{}", process::id()));
        fs::create_dir_all(&partial)
            .with_context(|| format!("cannot write {}", partial.display()))?;
        install(&partial)?;
        if let Err(error) = fs::rename(&partial, &self.folder) {
            // Another process was faster: what it installed is the same.
            fs::remove_dir_all(&partial)?;
            if !self.is_installed() {
                return Err(error)
                    .with_context(|| format!("cannot write {}", self.folder.display()));
            }
        }
        Ok(())
    }
}

/// Tells lock files apart. Nobody attacks a cache key.
fn fingerprint(lock: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(lock);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_folder(folder: &Path) -> Locked {
        Locked { folder: folder.join("it") }
    }

    #[test]
    fn another_lock_file_is_another_folder() {
        assert_eq!(fingerprint(b"one"), fingerprint(b"one"));
        assert_ne!(fingerprint(b"one"), fingerprint(b"two"));
    }

    #[test]
    fn what_was_not_installed_to_its_end_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let locked = in_folder(folder.path());
        assert!(locked.fill(|_| anyhow::bail!("no network")).is_err());
        assert!(!locked.is_installed());

        locked.fill(|it| Ok(fs::write(it.join("program"), "")?)).unwrap();
        assert!(locked.folder.join("program").is_file());
    }

    #[test]
    fn who_comes_second_leaves_what_the_first_has_installed() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (in_folder(folder.path()), in_folder(folder.path()));
        let with = |text: &'static str| move |it: &Path| Ok(fs::write(it.join("by"), text)?);
        second
            .fill(|it| {
                // Meanwhile, in another process, whose folder has another name.
                fs::create_dir(&first.folder)?;
                with("first")(&first.folder)?;
                with("second")(it)
            })
            .unwrap();
        assert_eq!(fs::read_to_string(first.folder.join("by")).unwrap(), "first");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
