//! From sources to what runs: `dist/`, and the programs.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, bail};

use crate::assemble;
use crate::step::{run, step};
use crate::tools::Toolbox;
use crate::tools::rust::{TARGET, sysroot};
use crate::workspace::Workspace;

/// The cargo profile of a released widget: smallest after brotli.
pub(crate) const PROFILE: &str = "widget";

/// Lets a stable compiler do what it calls unstable.
pub(crate) const UNSTABLE: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");

/// Compiles the standard library along, for size and without the words of panics: a released
/// widget shows them to nobody, and with them the page weighs an eighth more.
const SMALL_LIBRARY: [(&str, &str); 3] = [
    UNSTABLE,
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// The flags that belong to it: a panic ends the module at once, and says neither where nor what.
const SILENT: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

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
    page_anew(workspace)?;
    BUILT.store(true, Ordering::Relaxed);
    Ok(())
}

/// The same, whether or not it was built before: for another folder.
///
/// # Errors
///
/// As [`page`].
pub(crate) fn page_anew(workspace: &Workspace) -> Result<()> {
    let tools = Toolbox::for_page(workspace)?;
    step("Building the page into dist/", "about 4 minutes the first time, else 1", || {
        // Trunk builds offline, so that it cannot fetch another version of a tool.
        // The second one is for what only a browser's standard library is made of.
        run(workspace.cargo().args(["fetch", "--locked"]))?;
        run(workspace.cargo().args(["fetch", "--locked", "--target", TARGET]).envs(SMALL_LIBRARY))?;
        let places = places(workspace)?;
        run(tools
            .command(workspace, "trunk")
            .args(["--quiet", "build", "--release", "--cargo-profile", PROFILE])
            .envs(SMALL_LIBRARY)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags(&places)))?;
        tells_nothing(&assemble::list(&workspace.dist())?, &places)
    })
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

/// Folders of this machine that a module might name, and what it names instead.
///
/// # Errors
///
/// Fails when there is no rustc.
pub(crate) fn places(workspace: &Workspace) -> Result<Vec<(PathBuf, &'static str)>> {
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let rust = sysroot(workspace)?;
    Ok([(Some(workspace.root.clone()), "."), (cargo, "cargo"), (Some(rust), "rust")]
        .into_iter()
        .filter_map(|(place, name)| Some((place?, name)))
        .collect())
}

/// The flags of a released widget, which also make rustc forget the places.
fn flags(places: &[(PathBuf, &str)]) -> OsString {
    [vec![SILENT.to_owned()], remaps("--remap-path-prefix", places)].concat().join(" ").into()
}

/// The flags that make a compiler forget the places, each beginning with `flag`.
pub(crate) fn remaps(flag: &str, places: &[(PathBuf, &str)]) -> Vec<String> {
    places
        .iter()
        // Words of such a variable cannot be quoted; what is left is caught afterwards.
        .filter(|(place, _)| !place.to_string_lossy().contains(char::is_whitespace))
        .map(|(place, name)| format!("{flag}={}={name}", place.display()))
        .collect()
}

/// Refuses files in which one of the places is still named.
///
/// # Errors
///
/// Fails when one is, and when a file cannot be read.
pub(crate) fn tells_nothing(files: &[PathBuf], places: &[(PathBuf, &str)]) -> Result<()> {
    for file in files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
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
        let flags = flags(&places).into_string().unwrap();
        assert!(flags.starts_with(SILENT), "{flags}");
        assert!(
            flags.ends_with(
                " --remap-path-prefix=/home/ada/form=. --remap-path-prefix=/home/ada/.cargo=cargo"
            ),
            "{flags}"
        );
    }

    #[test]
    fn a_place_that_cannot_be_written_down_is_left_to_the_check() {
        assert_eq!(flags(&[("/home/ada lovelace".into(), ".")]), SILENT);
    }

    #[test]
    fn a_page_that_names_a_place_is_refused() {
        let dist = tempfile::tempdir().unwrap();
        let places = [("/home/ada".into(), ".")];
        let files = [dist.path().join("a.wasm")];
        fs::write(&files[0], b"\0panicked at src/lib.rs\0").unwrap();
        assert!(tells_nothing(&files, &places).is_ok());

        fs::write(&files[0], b"\0panicked at /home/ada/src/lib.rs\0").unwrap();
        let error = tells_nothing(&files, &places).unwrap_err().to_string();
        assert!(error.ends_with("a.wasm names a folder of this machine"), "{error}");
    }
}
