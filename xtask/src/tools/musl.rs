//! A C compiler for programs that are linked statically: ring and SQLite are written in C.

use anyhow::{Context as _, Result};

use crate::tools::{debian, find};

/// What the compiler is called.
pub(crate) const COMPILER: &str = "musl-gcc";

/// Has the compiler.
///
/// # Errors
///
/// Fails when there is none and none can be installed.
pub(crate) fn ensure() -> Result<()> {
    if find(COMPILER).is_some() {
        return Ok(());
    }
    debian::install("a C compiler for musl", &["musl-tools"])?;
    find(COMPILER).map(drop).context("musl-tools was installed but has no musl-gcc")
}
