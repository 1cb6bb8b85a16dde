//! The names that Trunk gives: they change with what is inside.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

/// What Trunk puts in front of the hash: the program's name.
const STEM: &str = "roosted-client-form-";

/// The two files that belong together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) glue: String,
    pub(super) wasm: String,
}

impl Names {
    /// Finds the pair in a folder.
    ///
    /// # Errors
    ///
    /// Fails when there is no pair, or more than one.
    pub(super) fn find(folder: &Path) -> Result<Self> {
        let files = list(folder)?;
        let names = files.iter().filter_map(|path| path.file_name()?.to_str());
        Self::among(&names.collect::<Vec<_>>()).with_context(|| format!("in {}", folder.display()))
    }

    fn among(files: &[&str]) -> Result<Self> {
        let hashes: Vec<_> = files.iter().filter_map(|file| hash(file)).collect();
        let [hash] = hashes[..] else {
            bail!("expected one {STEM}<hash>_bg.wasm, found {}", hashes.len());
        };
        let glue = format!("{STEM}{hash}.js");
        if !files.contains(&glue.as_str()) {
            bail!("expected {glue} beside its module");
        }
        Ok(Self { glue, wasm: format!("{STEM}{hash}_bg.wasm") })
    }
}

/// What a name of ours says about the content.
pub(super) fn short_hash(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let start = digest.first_chunk().expect("a digest is longer");
    format!("{:016x}", u64::from_be_bytes(*start))
}

/// The hash in the name of a module.
fn hash(file: &str) -> Option<&str> {
    let hash = file.strip_prefix(STEM)?.strip_suffix("_bg.wasm")?;
    let is_hex = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    (!hash.is_empty() && hash.chars().all(is_hex)).then_some(hash)
}

/// The files of a folder, with those in folders below it, always in the same order.
///
/// # Errors
///
/// Fails when a folder cannot be read.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(list(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "roosted-client-form-be73626c89b16ca1.js";
    const WASM: &str = "roosted-client-form-be73626c89b16ca1_bg.wasm";

    #[test]
    fn the_pair_is_found_by_its_hash() {
        let names = Names::among(&["index.html", "page-c0a00b41.css", GLUE, WASM]).unwrap();
        assert_eq!(names, Names { glue: GLUE.into(), wasm: WASM.into() });
    }

    #[test]
    fn what_is_no_pair_is_refused() {
        #[track_caller]
        fn refused(files: &[&str], reason: &str) {
            assert_eq!(Names::among(files).unwrap_err().to_string(), reason);
        }

        refused(&[GLUE], "expected one roosted-client-form-<hash>_bg.wasm, found 0");
        refused(
            &[GLUE, WASM, "roosted-client-form-00_bg.wasm"],
            "expected one roosted-client-form-<hash>_bg.wasm, found 2",
        );
        refused(
            &[WASM, "roosted-client-form-00.js"],
            "expected roosted-client-form-be73626c89b16ca1.js beside its module",
        );
    }

    #[test]
    fn a_name_without_a_hash_is_no_module_of_ours() {
        assert_eq!(hash("roosted-client-form_bg.wasm"), None);
        assert_eq!(hash("roosted-client-form-_bg.wasm"), None);
        assert_eq!(hash("roosted-client-form-worker_bg.wasm"), None);
        assert_eq!(hash("roosted-client-form-0a_bg.wasm"), Some("0a"));
    }

    #[test]
    fn files_are_listed_with_those_below() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        for file in ["c.js", "b/d.css", "a.css"] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        let names = |files: Vec<PathBuf>| {
            let names =
                files.into_iter().map(|it| it.strip_prefix(folder.path()).unwrap().to_owned());
            names.map(|it| it.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(list(folder.path()).unwrap()), ["a.css", "b/d.css", "c.js"]);
    }
}
