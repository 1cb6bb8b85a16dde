//! Node, npm, and the node programs that lock files name.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::step::{output, run, step};
use crate::tools::locked::Locked;
use crate::tools::{debian, find};
use crate::workspace::Workspace;

/// The oldest node that everything here runs on: Debian 12 has it.
const OLDEST: Version = (18, 0);

/// The first node that can be told how many test files to run at a time.
const TELLS_PARALLEL: Version = (20, 10);

/// Major and minor.
pub(crate) type Version = (u32, u32);

/// Has esbuild and wasm-opt on the machine, and returns the folder of their programs.
///
/// # Errors
///
/// Fails when one is missing and cannot be installed.
pub(crate) fn bundler(workspace: &Workspace) -> Result<PathBuf> {
    let folder = packages(workspace, &workspace.root.join("xtask/tools"), "esbuild and wasm-opt")?;
    Ok(folder.join("node_modules/.bin"))
}

/// Puts the packages of the end-to-end tests beside them.
///
/// # Errors
///
/// Fails when they are missing and cannot be installed.
pub(crate) fn end_to_end(workspace: &Workspace) -> Result<()> {
    let tests = workspace.root.join("tests/e2e");
    beside(workspace, &tests, "Playwright, axe and readers of YAML and schemas")
}

/// Puts the packages of the examples, and what checks the npm package, beside them.
///
/// # Errors
///
/// Fails when they are missing and cannot be installed.
pub(crate) fn examples(workspace: &Workspace) -> Result<()> {
    beside(workspace, &workspace.root.join("examples"), "React, Vue and TypeScript")
}

/// Has what the lock file in a folder names where programs in that folder look for it.
fn beside(workspace: &Workspace, folder: &Path, what: &str) -> Result<()> {
    let modules = packages(workspace, folder, what)?.join("node_modules");
    let link = folder.join("node_modules");
    if fs::read_link(&link).is_ok_and(|target| target == modules) {
        return Ok(());
    }
    // The link of an older lock file, or what `npm install` left.
    if link.is_symlink() {
        fs::remove_file(&link)?;
    } else if link.exists() {
        fs::remove_dir_all(&link)?;
    }
    symlink(&modules, &link).with_context(|| format!("cannot link {}", link.display()))
}

/// The version of node, which is at least [`OLDEST`]. npm is there as well.
///
/// # Errors
///
/// Fails when they are missing and cannot be installed, or are too old.
pub(crate) fn ensure() -> Result<Version> {
    let missing: Vec<_> = [("node", "nodejs"), ("npm", "npm")]
        .into_iter()
        .filter(|(program, _)| find(program).is_none())
        .map(|(_, package)| package)
        .collect();
    if !missing.is_empty() {
        debian::install("node with npm", &missing)?;
    }
    let said = output(Command::new("node").arg("--version"))?;
    match version(&said) {
        Some(version) if version >= OLDEST => Ok(version),
        _ => bail!("node {} is too old: install node {} or newer", said.trim(), OLDEST.0),
    }
}

/// The folder in the cache that holds what the lock file in `source` names.
fn packages(workspace: &Workspace, source: &Path, what: &str) -> Result<PathBuf> {
    // Also where everything is installed: the programs are scripts for node.
    ensure()?;
    let locked = Locked::by(workspace, "npm", &source.join("package-lock.json"))?;
    if !locked.is_installed() {
        step(
            &format!("Installing {what}"),
            "npm packages, about a minute, once per machine",
            || locked.fill(|folder| install(source, folder)),
        )?;
    }
    Ok(locked.folder)
}

fn install(source: &Path, folder: &Path) -> Result<()> {
    for file in ["package.json", "package-lock.json"] {
        fs::copy(source.join(file), folder.join(file))?;
    }
    run(Command::new("npm")
        .current_dir(folder)
        // No script of a package runs: none is needed, and it is code that nobody here has read.
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))
    .with_context(|| format!("npm does not install what {} names", source.display()))
}

fn version(said: &str) -> Option<Version> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// What goes before the names of test files.
pub(crate) fn test_arguments(version: Version) -> impl Iterator<Item = &'static str> {
    let parallel = (version >= TELLS_PARALLEL).then_some("--test-concurrency=2");
    ["--test", "--test-reporter=spec"].into_iter().chain(parallel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read() {
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version("v18.0.0-rc.1"), Some((18, 0)));
        assert_eq!(version("command not found"), None);
    }

    #[test]
    fn an_older_node_is_not_told_what_it_does_not_know() {
        assert!(!test_arguments((18, 20)).any(|word| word.contains("concurrency")));
        assert!(test_arguments((20, 20)).any(|word| word.contains("concurrency")));
    }

    #[test]
    fn lock_files_name_no_registry() {
        let root = Workspace::find().unwrap().root;
        for folder in ["xtask/tools", "tests/e2e", "tests/bench/react", "examples"] {
            let lock = fs::read_to_string(root.join(folder).join("package-lock.json")).unwrap();
            assert!(!lock.contains("\"resolved\""), "{folder}");
            assert!(lock.contains("\"integrity\""), "{folder}");
        }
    }

    #[test]
    fn trunk_asks_for_the_wasm_opt_of_the_lock_file() {
        let root = Workspace::find().unwrap().root;
        let package = fs::read_to_string(root.join("xtask/tools/package.json")).unwrap();
        let package: serde_json::Value = serde_json::from_str(&package).unwrap();
        let version = package["devDependencies"]["binaryen"].as_str().unwrap();
        let asked = format!("wasm_opt = \"version_{}\"", version.strip_suffix(".0.0").unwrap());
        assert!(fs::read_to_string(root.join("Trunk.toml")).unwrap().contains(&asked), "{asked}");
    }
}
