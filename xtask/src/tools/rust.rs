//! Parts of the Rust toolchain that rustup does not always bring along.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::step::{output, run, step};
use crate::workspace::Workspace;

/// What the widget is compiled for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// What a program is compiled for that needs nothing of the machine it runs on.
pub(crate) const STATIC: &str = "x86_64-unknown-linux-musl";

/// Has the standard library for the browser.
///
/// # Errors
///
/// Fails when it is missing and rustup cannot bring it.
pub(crate) fn ensure_target(workspace: &Workspace) -> Result<()> {
    ensure_library(workspace, TARGET)
}

/// Has the standard library for a target.
///
/// # Errors
///
/// Fails when it is missing and rustup cannot bring it.
pub(crate) fn ensure_library(workspace: &Workspace, target: &str) -> Result<()> {
    // Asked of rustc, not of rustup: a distribution's Rust is as good.
    let libraries =
        output(workspace.command("rustc").args(["--print", "target-libdir", "--target", target]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    rustup(workspace, &["target", "add", target])
}

/// Has the source of the standard library, so that it can be compiled for size.
///
/// # Errors
///
/// Fails when it is missing and rustup cannot bring it.
pub(crate) fn ensure_source(workspace: &Workspace) -> Result<()> {
    if sysroot(workspace)?.join("lib/rustlib/src/rust/library/Cargo.lock").is_file() {
        return Ok(());
    }
    rustup(workspace, &["component", "add", "rust-src"])
}

/// Where the toolchain lies.
///
/// # Errors
///
/// Fails when there is no rustc.
pub(crate) fn sysroot(workspace: &Workspace) -> Result<PathBuf> {
    Ok(output(workspace.command("rustc").args(["--print", "sysroot"]))?.trim().into())
}

/// Has `cargo fmt` and `cargo clippy`.
///
/// # Errors
///
/// Fails when one is missing and rustup cannot bring it.
pub(crate) fn ensure_linters(workspace: &Workspace) -> Result<()> {
    for (verb, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if output(workspace.cargo().args([verb, "--version"])).is_err() {
            rustup(workspace, &["component", "add", component])?;
        }
    }
    Ok(())
}

fn rustup(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let by_hand = format!("rustup {}", words.join(" "));
    step(&format!("Running `{by_hand}`"), "about a minute, once per machine", || {
        run(workspace.command("rustup").args(words))
    })
    .with_context(|| format!("Rust is not complete; by hand: `{by_hand}`, then run this again"))
}
