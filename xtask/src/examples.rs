//! The portals of `examples/`, as a server would have them.

use std::path::PathBuf;

use anyhow::Result;

use crate::package;
use crate::step::{run, step};
use crate::tools::node;
use crate::workspace::Workspace;

/// Where they are built: to be served beside the page.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join("examples")
}

/// Builds them, with the package that they take.
///
/// # Errors
///
/// Fails when something cannot be installed or built.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    node::examples(workspace)?;
    package::build(workspace)?;
    step("Building the example portals", "seconds", || {
        run(workspace
            .command("node")
            .arg("examples/build.mjs")
            .args([package::folder(workspace), folder(workspace)]))
    })
}
