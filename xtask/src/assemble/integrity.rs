//! What tells a browser that a file is the one that was built (Subresource Integrity).

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::assemble::names::Names;

/// What the two files have to be that the element loads.
#[derive(Debug)]
pub(super) struct Integrity {
    pub(super) glue: String,
    pub(super) wasm: String,
}

impl Integrity {
    /// Reads both files in `folder`, which must not change any more.
    ///
    /// # Errors
    ///
    /// Fails when one cannot be read.
    pub(super) fn of_pair(folder: &Path, names: &Names) -> Result<Self> {
        Ok(Self { glue: of(&folder.join(&names.glue))?, wasm: of(&folder.join(&names.wasm))? })
    }
}

/// The integrity metadata of a file, such as `sha256-…`.
///
/// # Errors
///
/// Fails when it cannot be read.
pub(super) fn of(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_file_has_its_known_digest() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.wasm");
        fs::write(&file, "").unwrap();
        assert_eq!(of(&file).unwrap(), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
