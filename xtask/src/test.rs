//! `cargo xtask test`: every check, the same on a desk and for every change.
//!
//! A part that fails does not keep the others from running, so that one run tells everything.

mod api;
pub(crate) mod e2e;
mod host;
mod lint;
mod package;
mod proof;
mod size;
mod web;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::step::{spell, tell};
use crate::tools::cargo_tool::{self, CARGO_DENY, TRUNK, WASM_BINDGEN};
use crate::workspace::Workspace;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to check, all of it if nothing is named
    #[arg(value_enum)]
    pub(crate) parts: Vec<Part>,
}

/// A part of the checks, cheap ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Part {
    /// Format, clippy, documentation, dependencies
    Lint,
    /// Tests that need no browser
    Host,
    /// Every route against its description
    Api,
    /// Tests of components in a real browser
    Web,
    /// The npm package: its types, its manifest, and what is in it
    Package,
    /// A real browser, the real proxy, the sandbox
    E2e,
    /// The bytes that a visitor loads, against the budget
    Size,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Lint => "lint",
            Self::Host => "host",
            Self::Api => "api",
            Self::Web => "web",
            Self::Package => "package",
            Self::E2e => "e2e",
            Self::Size => "size",
        }
    }

    fn run(self, workspace: &Workspace) -> Result<()> {
        match self {
            Self::Lint => lint::run(workspace),
            Self::Host => host::run(workspace),
            Self::Api => api::run(workspace),
            Self::Web => web::run(workspace),
            Self::Package => package::run(workspace),
            Self::E2e => e2e::run(workspace),
            Self::Size => size::run(workspace),
        }
    }
}

/// How a part ended, and after how long.
#[derive(Debug)]
struct Outcome {
    part: Part,
    passed: bool,
    took: Duration,
}

/// Runs the parts that are named, or all, and says how each ended.
///
/// # Errors
///
/// Fails when a tool cannot be installed, before anything runs.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<ExitCode> {
    let parts = in_order(&args.parts);
    if args.parts.is_empty() {
        // In one go, since they share most of their dependencies.
        cargo_tool::ensure(workspace, &[&TRUNK, &WASM_BINDGEN, &CARGO_DENY])?;
    }
    let outcomes: Vec<_> = parts.into_iter().map(|part| check(workspace, part)).collect();
    print!("\n{}", summary(&outcomes));
    let passed = outcomes.iter().all(|outcome| outcome.passed);
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn check(workspace: &Workspace, part: Part) -> Outcome {
    println!("\n### {}", part.name());
    let started = Instant::now();
    let result = part.run(workspace);
    if let Err(error) = &result {
        tell(error);
    }
    Outcome { part, passed: result.is_ok(), took: started.elapsed() }
}

/// What is to run: each part once, cheap ones first.
fn in_order(parts: &[Part]) -> Vec<Part> {
    let mut parts = if parts.is_empty() { Part::value_variants() } else { parts }.to_vec();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// The tests in a folder that node runs.
///
/// # Errors
///
/// Fails when there is none.
fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    // Not those below: that is where the packages lie.
    let entries = fs::read_dir(folder)?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() {
        bail!("there is no {}/*.test.mjs", folder.display());
    }
    Ok(files)
}

fn summary(outcomes: &[Outcome]) -> String {
    let lines = outcomes.iter().map(|Outcome { part, passed, took }| {
        let verdict = if *passed { "passed" } else { "FAILED" };
        format!("{:7} {verdict} {:>12}\n", part.name(), spell(*took))
    });
    let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
    let failed = outcomes.len() - passed;
    format!("{}{passed} passed, {failed} failed\n", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_name_everything_runs_and_cheap_parts_first() {
        let all =
            [Part::Lint, Part::Host, Part::Api, Part::Web, Part::Package, Part::E2e, Part::Size];
        assert_eq!(in_order(&[]), all);
        assert_eq!(in_order(&[Part::Web, Part::Lint, Part::Web]), [Part::Lint, Part::Web]);
    }

    #[test]
    fn a_part_is_called_what_is_typed() {
        for part in Part::value_variants() {
            assert_eq!(part.to_possible_value().unwrap().get_name(), part.name());
        }
    }

    #[test]
    fn the_last_line_counts_the_parts() {
        let outcome = |part, passed| Outcome { part, passed, took: Duration::from_secs(75) };
        let summary = summary(&[outcome(Part::Lint, true), outcome(Part::Size, false)]);
        assert_eq!(
            summary.lines().collect::<Vec<_>>(),
            ["lint    passed   1 min 15 s", "size    FAILED   1 min 15 s", "1 passed, 1 failed",]
        );
    }
}
