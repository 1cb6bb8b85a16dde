//! What tells a browser that a file is the one that was built, as a page writes it down.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};

/// The integrity metadata of a file: `sha384-…`, what people who write it by hand are used to.
///
/// # Errors
///
/// Fails when it cannot be read.
pub(super) fn of(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_known_digest() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.js");
        fs::write(&file, "alert('Hello, world.');").unwrap();
        // The example of the recommendation (Subresource Integrity, 3.2).
        assert_eq!(
            of(&file).unwrap(),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }
}
