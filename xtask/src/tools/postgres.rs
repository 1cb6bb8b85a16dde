//! A PostgreSQL server, for the tests of a ledger that several proxies share.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::tools::{debian, find};

/// Where Debian keeps the programs of each version, off `PATH`.
const VERSIONS: &str = "/usr/lib/postgresql";

/// Has the programs of a server. The tests start one of their own and end it.
///
/// # Errors
///
/// Fails when there is none and none can be installed.
pub(crate) fn ensure() -> Result<()> {
    if is_there() {
        return Ok(());
    }
    debian::install("a PostgreSQL server", &["postgresql"])?;
    is_there().then_some(()).context("PostgreSQL was installed but has no initdb")
}

fn is_there() -> bool {
    find("initdb").is_some() || has_a_version(Path::new(VERSIONS))
}

fn has_a_version(folder: &Path) -> bool {
    let versions = fs::read_dir(folder).into_iter().flatten().flatten();
    versions.map(|version| version.path().join("bin/initdb")).any(|program| program.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_found_in_the_folder_of_its_version() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_a_version(folder.path()));
        assert!(!has_a_version(&folder.path().join("missing")));

        // Only a client.
        let programs = folder.path().join("15/bin");
        fs::create_dir_all(&programs).unwrap();
        fs::write(programs.join("psql"), "").unwrap();
        assert!(!has_a_version(folder.path()));

        fs::write(programs.join("initdb"), "").unwrap();
        assert!(has_a_version(folder.path()));
    }
}
