//! The program itself: linked statically, with the page within, and the same bytes from everywhere.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::NAME;
use crate::build::{places, remaps, tells_nothing};
use crate::step::{output, run, step};
use crate::tools::musl;
use crate::tools::rust::{STATIC, ensure_library};
use crate::workspace::Workspace;

/// Builds it around the page that lies in `dist/`.
///
/// # Errors
///
/// Fails when something is missing and cannot be installed, when the sources do not compile, and
/// when the program names a folder of this machine.
pub(super) fn build(workspace: &Workspace) -> Result<PathBuf> {
    musl::ensure()?;
    ensure_library(workspace, STATIC)?;
    let places = places(workspace)?;
    let rust = remaps("--remap-path-prefix", &places).join(" ");
    let c = remaps("-ffile-prefix-map", &places).join(" ");
    step("Building the one file", "about 6 minutes the first time", || {
        run(workspace
            .cargo()
            .args(["build", "--release", "--locked", "--package", NAME, "--features", "embed"])
            .args(["--target", STATIC])
            // In place of whatever the environment says: other flags are other bytes.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env("CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_RUSTFLAGS", rust)
            .env("CC_x86_64_unknown_linux_musl", musl::COMPILER)
            .env("CFLAGS_x86_64_unknown_linux_musl", c)
            .env("SOURCE_DATE_EPOCH", epoch(workspace)))?;
        let built = workspace.target().join(STATIC).join("release").join(NAME);
        tells_nothing(std::slice::from_ref(&built), &places)?;
        Ok(built)
    })
    .context("no static program")
}

/// The time of the last commit, in seconds since 1970: what a build may take for now.
pub(super) fn epoch(workspace: &Workspace) -> String {
    let mut git = workspace.command("git");
    let said = output(git.args(["log", "-1", "--format=%ct"]));
    said.map_or_else(|_| "0".to_owned(), |said| said.trim().to_owned())
}
