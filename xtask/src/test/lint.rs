//! What can be said without running anything.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::step::{output, run as run_command, step};
use crate::tools::cargo_tool::{self, CARGO_DENY};
use crate::tools::node;
use crate::tools::rust::{TARGET, ensure_linters, ensure_target};
use crate::workspace::Workspace;

/// The marks of unfinished work, written so that this file has none.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("to", "do!(")];

/// Checks format, code, documentation, dependencies, scripts and styles.
///
/// # Errors
///
/// Fails at the first mistake, and when a tool cannot be installed.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    ensure_linters(workspace)?;
    ensure_target(workspace)?;

    step("Checking the format", "seconds", || {
        run_command(workspace.cargo().args(["fmt", "--all", "--check"]))
    })?;
    step("Looking for unfinished work", "seconds", || finished(workspace))?;
    step("Checking scripts and styles", "seconds, after a minute once per machine", || {
        scripts_and_styles(workspace)
    })?;
    step("Checking the code", "about 3 minutes the first time", || {
        run_command(clippy(workspace).args(["--workspace"]).args(DENY_WARNINGS))
    })?;
    step("Checking the widget's code for the browser", "about 2 minutes the first time", || {
        run_command(
            clippy(workspace)
                .args(["--package", "roosted-client-form", "--target", TARGET])
                .args(DENY_WARNINGS),
        )
    })?;
    step("Checking the documentation", "about a minute the first time", || {
        run_command(
            workspace
                .cargo()
                .args(["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    })?;
    dependencies(workspace)
}

const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

fn clippy(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo();
    command.args(["clippy", "--all-targets", "--locked"]);
    command
}

fn dependencies(workspace: &Workspace) -> Result<()> {
    let folders = cargo_tool::ensure(workspace, &[&CARGO_DENY])?;
    step("Checking the dependencies", "seconds", || {
        // `--workspace`, since the root is a package of its own. Advisories need a database that
        // lies in no registry: they are for a command of their own.
        run_command(
            workspace
                .command(folders[0].join("cargo-deny"))
                .args(["--workspace", "--locked", "check", "bans", "licenses", "sources"])
                .args(["--hide-inclusion-graph"]),
        )
    })
}

fn finished(workspace: &Workspace) -> Result<()> {
    let mut grep = workspace.command("git");
    grep.args(["grep", "--line-number", "--word-regexp", "--fixed-strings"]);
    for mark in UNFINISHED {
        grep.args(["-e", mark]);
    }
    // Checksums in lock files may spell anything.
    let found = grep.args(["--", ":!*lock*"]).output().context("cannot start git")?;
    match found.status.code() {
        Some(1) => Ok(()),
        Some(0) => bail!("unfinished work:\n{}", String::from_utf8_lossy(&found.stdout)),
        _ => bail!("git grep failed: {}", String::from_utf8_lossy(&found.stderr)),
    }
}

fn scripts_and_styles(workspace: &Workspace) -> Result<()> {
    let esbuild = node::bundler(workspace)?.join("esbuild");
    let files = output(workspace.command("git").args(["ls-files", "*.css", "*.js", "*.mjs"]))?;
    let mut command = workspace.command(&esbuild);
    command
        .args(["--log-level=warning", "--format=esm", "--outdir=target/xtask/lint"])
        .args(files.lines().filter(|file| workspace.root.join(file).is_file()));
    quiet(&mut command)?;
    // Bundled, so that an import of a file that is not there is found.
    let index = Path::new("style/index.css");
    quiet(workspace.command(&esbuild).arg(index).args([
        "--log-level=warning",
        "--bundle",
        "--outdir=target/xtask/lint",
    ]))
}

/// Fails on a warning as on a mistake.
fn quiet(command: &mut Command) -> Result<()> {
    let said = command.output().context("cannot start esbuild")?;
    if said.status.success() && said.stderr.is_empty() {
        return Ok(());
    }
    bail!("{}", String::from_utf8_lossy(&said.stderr).trim_end());
}
