//! Python, and the programs that `xtask/tools/requirements.txt` names.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::step::{output, run, step};
use crate::tools::locked::Locked;
use crate::tools::{debian, find};
use crate::workspace::Workspace;

/// Has Schemathesis in an environment of its own, and returns the Python that knows it.
///
/// # Errors
///
/// Fails when something is missing and cannot be installed.
pub(crate) fn schemathesis(workspace: &Workspace) -> Result<PathBuf> {
    let names = workspace.root.join("xtask/tools/requirements.txt");
    let locked = Locked::by(workspace, "python", &names)?;
    if !locked.is_installed() {
        ensure()?;
        step(
            "Installing Schemathesis",
            "Python packages, about a minute, once per machine",
            || locked.fill(|folder| install(&names, folder)),
        )?;
    }
    Ok(program(&locked.folder))
}

/// A Python that can make environments.
fn ensure() -> Result<()> {
    if find("python3").is_none() || !makes_environments() {
        debian::install("Python", &["python3", "python3-venv"])?;
    }
    if makes_environments() { Ok(()) } else { bail!("python3 has no venv: install it") }
}

fn makes_environments() -> bool {
    output(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_ok()
}

/// An environment finds itself by where its Python lies, also where that is moved to; only its
/// scripts do not, and none is called.
fn install(names: &Path, folder: &Path) -> Result<()> {
    run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    run(Command::new(program(folder))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        // Nothing that is not named, and nothing that would be built: a build runs code.
        .args(["--no-deps", "--only-binary", ":all:", "--requirement"])
        .arg(names))
    .with_context(|| format!("pip does not install what {} names", names.display()))
}

fn program(folder: &Path) -> PathBuf {
    folder.join("bin/python")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_package_has_one_version() {
        let root = Workspace::find().unwrap().root;
        let names = fs::read_to_string(root.join("xtask/tools/requirements.txt")).unwrap();
        let names: Vec<_> = names.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(names.iter().any(|line| line.starts_with("schemathesis==")));
        assert!(names.iter().all(|line| line.split_once("==").is_some_and(|it| !it.1.is_empty())));
    }
}
