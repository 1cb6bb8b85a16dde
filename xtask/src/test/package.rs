//! The npm package: what it says of itself is true, and what it has can be used.

use anyhow::Result;

use crate::package;
use crate::step::{run as run_command, step};
use crate::test::scripts;
use crate::tools::node;
use crate::workspace::Workspace;

/// Packs it and runs `examples/tests/*.test.mjs`.
///
/// # Errors
///
/// Fails when a test fails, when there is none, and when a tool cannot be installed.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let files = scripts(&workspace.root.join("examples/tests"))?;
    let node = node::ensure()?;
    node::examples(workspace)?;
    package::build(workspace)?;
    let archive = package::pack(workspace)?;
    step("Testing the npm package", "about a minute", || {
        run_command(
            workspace
                .command("node")
                .args(node::test_arguments(node))
                .args(&files)
                .env("ROOSTED_PACKAGE", &archive),
        )
    })
}
