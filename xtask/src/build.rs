//! From sources to what runs: `dist/`, and the programs.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, bail};

use crate::assemble;
use crate::step::{run, step};
use crate::tools::Toolbox;
use crate::workspace::Workspace;

/// The cargo profile of a released widget: smallest after brotli.
const PROFILE: &str = "widget";

/// Builds the page for release into `dist/`, once in a run: several parts of the tests want it.
///
/// # Errors
///
/// Fails when a tool cannot be installed, when the sources do not compile, or when the page would
/// tell its visitors about this machine.
pub(crate) fn page(workspace: &Workspace) -> Result<()> {
    static BUILT: AtomicBool = AtomicBool::new(false);
    if BUILT.load(Ordering::Relaxed) {
        return Ok(());
    }
    let tools = Toolbox::for_page(workspace)?;
    step("Building the page into dist/", "about 4 minutes the first time, else 1", || {
        // Trunk builds offline, so that it cannot fetch another version of a tool.
        run(workspace.cargo().args(["fetch", "--locked"]))?;
        run(tools
            .command(workspace, "trunk")
            .args(["--quiet", "build", "--release", "--cargo-profile", PROFILE])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", forget(&places(workspace))))?;
        tells_nothing(&workspace.dist(), &places(workspace))
    })?;
    BUILT.store(true, Ordering::Relaxed);
    Ok(())
}

/// Builds the proxy and the sandbox for release.
///
/// # Errors
///
/// Fails when the sources do not compile.
pub(crate) fn programs(workspace: &Workspace) -> Result<()> {
    step("Building the proxy and the sandbox", "about 4 minutes the first time", || {
        run(workspace
            .cargo()
            .args(["build", "--release", "--locked", "--package", "roosted-proxy"])
            .args(["--package", "roosted-sandbox"]))
    })
}

/// Folders of this machine that a panic message would name, and what it names instead.
fn places(workspace: &Workspace) -> Vec<(PathBuf, &'static str)> {
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    [(Some(workspace.root.clone()), "."), (cargo, "cargo")]
        .into_iter()
        .filter_map(|(place, name)| Some((place?, name)))
        .collect()
}

/// The flags that make rustc forget the places.
fn forget(places: &[(PathBuf, &str)]) -> OsString {
    let flags = places
        .iter()
        // Words of this variable cannot be quoted; what is left is caught afterwards.
        .filter(|(place, _)| !place.to_string_lossy().contains(char::is_whitespace))
        .map(|(place, name)| format!("--remap-path-prefix={}={name}", place.display()));
    flags.collect::<Vec<_>>().join(" ").into()
}

/// Refuses a page in which one of the places is still named.
fn tells_nothing(dist: &Path, places: &[(PathBuf, &str)]) -> Result<()> {
    for file in assemble::list(dist)? {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        for (place, _) in places {
            let place = place.as_os_str().as_encoded_bytes();
            if bytes.windows(place.len()).any(|window| window == place) {
                bail!("{} names a folder of this machine", file.display());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_gets_another_name() {
        let places = [("/home/ada/form".into(), "."), ("/home/ada/.cargo".into(), "cargo")];
        assert_eq!(
            forget(&places),
            "--remap-path-prefix=/home/ada/form=. --remap-path-prefix=/home/ada/.cargo=cargo"
        );
    }

    #[test]
    fn a_place_that_cannot_be_written_down_is_left_to_the_check() {
        assert_eq!(forget(&[("/home/ada lovelace".into(), ".")]), "");
    }

    #[test]
    fn a_page_that_names_a_place_is_refused() {
        let dist = tempfile::tempdir().unwrap();
        let places = [("/home/ada".into(), ".")];
        fs::write(dist.path().join("a.wasm"), b"\0panicked at src/lib.rs\0").unwrap();
        assert!(tells_nothing(dist.path(), &places).is_ok());

        fs::write(dist.path().join("a.wasm"), b"\0panicked at /home/ada/src/lib.rs\0").unwrap();
        let error = tells_nothing(dist.path(), &places).unwrap_err().to_string();
        assert!(error.ends_with("a.wasm names a folder of this machine"), "{error}");
    }
}
