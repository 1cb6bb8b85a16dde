//! `cargo xtask shots`: the pictures of the documentation, from the real thing.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::step::{run as run_command, step};
use crate::test::e2e::Stage;
use crate::workspace::Workspace;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where they go
    #[arg(value_name = "FOLDER", default_value = "docs/images")]
    pub(crate) folder: PathBuf,
}

/// Builds what the end-to-end tests build, and takes the pictures in the same browser.
///
/// # Errors
///
/// Fails when something cannot be installed or built, or when a picture cannot be taken.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let stage = Stage::set_up(workspace)?;
    fs::create_dir_all(workspace.root.join(&args.folder))?;
    step("Taking the screenshots", "about a minute", || {
        run_command(stage.node(workspace).arg("tests/e2e/shots.mjs").arg(&args.folder))
    })
}
