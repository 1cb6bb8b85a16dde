//! A copy of the sources in another folder, which shares nothing that was compiled.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::program;
use crate::build;
use crate::step::{output, step};
use crate::workspace::Workspace;

/// Copies what git knows and what it would be told of, as it lies there.
///
/// # Errors
///
/// Fails without git, and when a file cannot be copied.
pub(super) fn copy(workspace: &Workspace) -> Result<Workspace> {
    let copy = workspace.copy_at(workspace.target().join("another-folder/roosted-client-form"));
    remove(&copy)?;
    let mut git = workspace.command("git");
    let listed =
        output(git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    // What was deleted and not yet committed is listed, too.
    let there = |name: &&str| !name.is_empty() && workspace.root.join(name).is_file();
    for name in listed.split('\0').filter(there) {
        let to = copy.root.join(name);
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::copy(workspace.root.join(name), &to)
            .with_context(|| format!("cannot write {}", to.display()))?;
    }
    Ok(copy)
}

/// Builds the page and the program in the copy.
///
/// # Errors
///
/// Fails as the first build does.
pub(super) fn build(copy: &Workspace) -> Result<PathBuf> {
    step("Building all of it a second time", "about 10 minutes", || {
        build::page_anew(copy)?;
        program::build(copy)
    })
}

/// Takes the copy away.
///
/// # Errors
///
/// Fails when it cannot be removed.
pub(super) fn remove(copy: &Workspace) -> Result<()> {
    let root: &PathBuf = &copy.root;
    if root.exists() {
        fs::remove_dir_all(root).with_context(|| format!("cannot remove {}", root.display()))?;
    }
    Ok(())
}
