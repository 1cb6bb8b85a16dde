//! What can be said without running anything.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::proof;
use crate::step::{output, run as run_command, step, tell};
use crate::tools::cargo_tool::{self, CARGO_DENY};
use crate::tools::node;
use crate::tools::rust::{TARGET, ensure_linters, ensure_target};
use crate::workspace::Workspace;

/// The marks of unfinished work, written so that this file has none.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("to", "do!(")];

/// One thing that can be checked: what is said about it, how long it may take, how it is done.
type Check = (&'static str, &'static str, fn(&Workspace) -> Result<()>);

/// Each of them, the quick ones first.
const CHECKS: [Check; 9] = [
    ("Checking the format", "seconds", format),
    ("Looking for unfinished work", "seconds", finished),
    ("Looking for the tests of the proof", "seconds", proof::check),
    ("Checking scripts and styles", "seconds", scripts_and_styles),
    ("Checking the dependencies", "seconds", dependencies),
    ("Checking the code", "about 3 minutes the first time", code),
    ("Checking what is built on demand", "about 2 minutes the first time", on_demand),
    ("Checking the widget's code for the browser", "about 2 minutes the first time", widget_code),
    ("Checking the documentation", "about a minute the first time", documentation),
];

/// Checks everything, also when something is wrong already.
///
/// # Errors
///
/// Fails when one of the checks fails, and when a tool cannot be installed.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    ensure_linters(workspace)?;
    ensure_target(workspace)?;
    cargo_tool::ensure(workspace, &[&CARGO_DENY])?;
    node::bundler(workspace)?;

    let wrong = CHECKS.iter().filter(|(what, estimate, check)| {
        let result = step(what, estimate, || check(workspace));
        result.inspect_err(tell).is_err()
    });
    match wrong.count() {
        0 => Ok(()),
        wrong => bail!("{wrong} of {} checks failed, see above", CHECKS.len()),
    }
}

fn format(workspace: &Workspace) -> Result<()> {
    run_command(workspace.cargo().args(["fmt", "--all", "--check"]))
}

fn code(workspace: &Workspace) -> Result<()> {
    run_command(clippy(workspace).arg("--workspace").args(DENY_WARNINGS))
}

fn on_demand(workspace: &Workspace) -> Result<()> {
    run_command(
        clippy(workspace)
            .args(["--package", "roosted-proxy", "--features", "otel,fuzzing"])
            .args(DENY_WARNINGS),
    )
}

fn widget_code(workspace: &Workspace) -> Result<()> {
    run_command(
        clippy(workspace)
            .args(["--package", "roosted-client-form", "--target", TARGET])
            .args(DENY_WARNINGS),
    )
}

fn documentation(workspace: &Workspace) -> Result<()> {
    run_command(
        workspace
            .cargo()
            .args(["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

fn clippy(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo();
    command.args(["clippy", "--all-targets", "--locked"]);
    command
}

fn dependencies(workspace: &Workspace) -> Result<()> {
    let folders = cargo_tool::ensure(workspace, &[&CARGO_DENY])?;
    // `--workspace`, since the root is a package of its own. Advisories need a database that lies
    // in no registry: they are for a command of their own.
    run_command(
        workspace
            .command(folders[0].join("cargo-deny"))
            .args(["--workspace", "--locked", "--log-level", "error"])
            .args(["check", "--hide-inclusion-graph", "bans", "licenses", "sources"]),
    )
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
