//! `cargo xtask shots`: pictures of every state, from the real thing.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::step::{run as run_command, step};
use crate::test::e2e::Stage;
use crate::workspace::Workspace;

/// Where the contact sheet goes: `index.html`, and one picture of it all.
const SHEET: &str = "target/shots";

/// The tests that compare with what somebody looked at.
const COMPARING: [&str; 2] = ["tests/e2e/pictures.test.mjs", "tests/e2e/screen-reader.test.mjs"];

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where the pictures of the documentation go
    #[arg(value_name = "FOLDER", default_value = "docs/images")]
    pub(crate) folder: PathBuf,

    /// Takes how every state looks and is read out now for right: the tests compare with it from then on
    #[arg(long)]
    pub(crate) accept: bool,
}

/// Builds what the end-to-end tests build, and takes the pictures in the same browser.
///
/// # Errors
///
/// Fails when something cannot be installed or built, or when a picture cannot be taken.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let stage = Stage::set_up(workspace)?;
    fs::create_dir_all(workspace.root.join(&args.folder))?;
    step("Taking the screenshots of the documentation", "half a minute", || {
        run_command(stage.node(workspace).arg("tests/e2e/shots.mjs").arg(&args.folder))
    })?;
    step("Taking every state for the contact sheet", "about a minute", || {
        run_command(stage.node(workspace).args(["tests/e2e/sheet.mjs", SHEET]))
    })?;
    if args.accept {
        step("Taking what there is now for right", "about 2 minutes", || {
            run_command(stage.tests(workspace).env("ROOSTED_ACCEPT", "1").args(COMPARING))
        })?;
    }
    Ok(())
}
