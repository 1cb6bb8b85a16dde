//! Rust programs, compiled once per machine by `cargo install`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use anyhow::{Context as _, Result};

use crate::step::{output, run, step};
use crate::tools::find;
use crate::workspace::Workspace;

/// Builds the page.
pub(crate) const TRUNK: CargoTool = CargoTool {
    name: "trunk",
    version: "0.21.14",
    programs: &["trunk"],
    asked: &["--version"],
    minutes: 5,
};

/// Makes the module and its glue, and runs tests in a browser. It speaks a private protocol with
/// the crate of the same version.
pub(crate) const WASM_BINDGEN: CargoTool = CargoTool {
    name: "wasm-bindgen-cli",
    version: "0.2.129",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    asked: &["--version"],
    minutes: 3,
};

/// Says which dependencies may come in.
pub(crate) const CARGO_DENY: CargoTool = CargoTool {
    name: "cargo-deny",
    version: "0.19.0",
    programs: &["cargo-deny"],
    asked: &["--version"],
    minutes: 5,
};

/// Writes down what a program is made of.
pub(crate) const CARGO_CYCLONEDX: CargoTool = CargoTool {
    name: "cargo-cyclonedx",
    version: "0.5.9",
    programs: &["cargo-cyclonedx"],
    asked: &["cyclonedx", "--version"],
    minutes: 3,
};

/// A program on crates.io, in the one version that we use.
#[derive(Debug)]
pub(crate) struct CargoTool {
    name: &'static str,
    version: &'static str,
    /// The first one is asked for its version.
    programs: &'static [&'static str],
    /// What makes it tell its version.
    asked: &'static [&'static str],
    /// How long two cores take to compile it.
    minutes: u32,
}

impl CargoTool {
    /// The folder that has the programs: one on `PATH`, else the one in the cache.
    fn find(&self, workspace: &Workspace) -> Option<PathBuf> {
        let on_path = find(self.programs[0]).and_then(|file| Some(file.parent()?.to_owned()));
        [on_path, Some(self.folder(workspace).join("bin"))]
            .into_iter()
            .flatten()
            .find(|folder| self.is_in(folder))
    }

    fn is_in(&self, folder: &Path) -> bool {
        self.programs.iter().all(|program| folder.join(program).is_file())
            && output(Command::new(folder.join(self.programs[0])).args(self.asked))
                .is_ok_and(|said| is_version(&said, self.version))
    }

    fn folder(&self, workspace: &Workspace) -> PathBuf {
        workspace.cache.join(format!("{}-{}", self.name, self.version))
    }

    fn install(&self, workspace: &Workspace, target: &Path) -> Result<()> {
        let Self { name, version, minutes, .. } = self;
        step(
            &format!("Installing {name} {version}"),
            &format!("compiles, about {minutes} minutes, once per machine"),
            || {
                run(workspace
                    .cargo()
                    .args(["install", "--locked", "--force", "--root"])
                    .arg(self.folder(workspace))
                    .arg(format!("{name}@{version}"))
                    .env("CARGO_TARGET_DIR", target)
                    // What compiles fast, not what runs fast: each runs for seconds.
                    .envs(["OPT_LEVEL", "DEBUG"].map(|key| (profile(key), "0")))
                    .envs([(profile("LTO"), "off"), (profile("CODEGEN_UNITS"), "16")]))
            },
        )
        .with_context(|| {
            format!(
                "no {name}; by hand: `cargo install --locked {name}@{version}`, then run this again"
            )
        })
    }
}

/// Has the tools on the machine, and returns the folders of their programs.
///
/// # Errors
///
/// Fails when one is missing and cannot be compiled.
pub(crate) fn ensure(workspace: &Workspace, tools: &[&CargoTool]) -> Result<Vec<PathBuf>> {
    // One for all, since they have many dependencies in common; for no other process, since it is
    // gone in the end.
    let target = workspace.cache.join(format!("build-{}", process::id()));
    let mut folders = Vec::new();
    for tool in tools {
        if tool.find(workspace).is_none() {
            tool.install(workspace, &target)?;
        }
        folders.push(tool.find(workspace).context("what was installed has another version")?);
    }
    if target.exists() {
        fs::remove_dir_all(&target)
            .with_context(|| format!("cannot remove {}", target.display()))?;
    }
    Ok(folders)
}

/// Whether a program that answers `said` to `--version` has this version.
fn is_version(said: &str, version: &str) -> bool {
    said.split_whitespace().nth(1) == Some(version)
}

/// The variable that sets a key of the release profile.
fn profile(key: &str) -> OsString {
    format!("CARGO_PROFILE_RELEASE_{key}").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_compared_as_a_whole() {
        assert!(is_version("trunk 0.21.14\n", "0.21.14"));
        assert!(is_version("wasm-bindgen 0.2.129 (abcdef)", "0.2.129"));
        assert!(!is_version("trunk 0.21.141", "0.21.14"));
        assert!(!is_version("", "0.21.14"));
    }

    #[test]
    fn every_place_names_the_same_wasm_bindgen() {
        let root = Workspace::find().unwrap().root;
        let read = |file: &str| fs::read_to_string(root.join(file)).unwrap();
        let version = WASM_BINDGEN.version;
        assert!(read("Cargo.toml").contains(&format!("wasm-bindgen = \"={version}\"")));
        assert!(read("Trunk.toml").contains(&format!("wasm_bindgen = \"{version}\"")));
    }
}
