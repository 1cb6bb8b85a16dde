//! Tests that need no browser, and the examples of the documentation.

use anyhow::Result;

use crate::step::{run as run_command, step};
use crate::tools::postgres;
use crate::workspace::Workspace;

/// Runs the tests of every crate.
///
/// # Errors
///
/// Fails when a test fails, and when a server for them cannot be installed.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    postgres::ensure()?;
    step("Testing without a browser", "about 4 minutes the first time", || {
        // `--no-fail-fast`: one run tells everything.
        run_command(workspace.cargo().args(["test", "--workspace", "--locked", "--no-fail-fast"]))
    })
}
