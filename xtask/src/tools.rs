//! What has to be on the machine, and how it comes there.
//!
//! Everything comes from a package registry: Rust programs are compiled by `cargo install`, node
//! programs installed by `npm ci`, Python programs by `pip`, the rest is Debian's. Versions are pinned here and in the lock
//! files; what is installed lies in the user's cache, a folder for each version, so that a second
//! checkout and a second run find it.

pub(crate) mod browser;
pub(crate) mod cargo_tool;
mod debian;
pub(crate) mod fronts;
mod locked;
pub(crate) mod musl;
pub(crate) mod node;
pub(crate) mod postgres;
pub(crate) mod python;
pub(crate) mod rivals;
pub(crate) mod rust;
mod wheels;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::tools::cargo_tool::{TRUNK, WASM_BINDGEN};
use crate::workspace::Workspace;

/// The programs that build the page, in front of everything else on `PATH`.
#[derive(Debug)]
pub(crate) struct Toolbox {
    path: OsString,
}

impl Toolbox {
    /// Has everything that a build of the page needs.
    ///
    /// # Errors
    ///
    /// Fails when something is missing and cannot be installed; the message says what to do.
    pub(crate) fn for_page(workspace: &Workspace) -> Result<Self> {
        rust::ensure_target(workspace)?;
        rust::ensure_source(workspace)?;
        let mut folders = cargo_tool::ensure(workspace, &[&TRUNK, &WASM_BINDGEN])?;
        folders.push(node::bundler(workspace)?);
        let path = env::var_os("PATH").unwrap_or_default();
        folders.extend(env::split_paths(&path));
        let path = env::join_paths(folders).context("a folder on PATH has a `:` in its name")?;
        Ok(Self { path })
    }

    /// One of the programs, or any other on `PATH`.
    pub(crate) fn command(&self, workspace: &Workspace, program: &str) -> Command {
        let mut command = workspace.command(program);
        command.env("PATH", &self.path);
        command
    }
}

/// Where a program lies on `PATH`.
fn find(program: impl AsRef<Path>) -> Option<PathBuf> {
    find_in(&env::var_os("PATH")?, program.as_ref())
}

/// Where Debian keeps what an administrator starts, on some people's `PATH` only.
const FOR_ROOT: &str = "/usr/sbin";

/// The same for what only root may have on `PATH`.
fn find_for_root(program: impl AsRef<Path>) -> Option<PathBuf> {
    let program = program.as_ref();
    find(program).or_else(|| find_in(OsStr::new(FOR_ROOT), program))
}

fn find_in(path: &OsStr, program: &Path) -> Option<PathBuf> {
    env::split_paths(path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_program_is_found_in_the_first_folder_that_has_it() {
        let (empty, full) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(full.path().join("tool"), "").unwrap();
        let path = env::join_paths([empty.path(), full.path()]).unwrap();

        assert_eq!(find_in(&path, Path::new("tool")), Some(full.path().join("tool")));
        assert_eq!(find_in(&path, Path::new("other")), None);
    }
}
